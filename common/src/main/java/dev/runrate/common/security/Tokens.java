package dev.runrate.common.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;

/**
 * Whom a bearer token stands for: an API key, the keys of the settings, or an OpenID provider's.
 */
final class Tokens implements AuthenticationManager {
  /** The token may be good; who knows is not to be reached. */
  static final class NotKnownNow extends OAuth2AuthenticationException {
    private static final long serialVersionUID = 1L;

    NotKnownNow(String message, Throwable cause) {
      super(new OAuth2Error("temporarily_unavailable"), message, cause);
    }
  }

  private final SecuritySettings settings;
  private final String serviceKey;
  private final KeyBook keys;
  private final Optional<JwtDecoder> decoder;
  private final Clock clock;

  Tokens(
      SecuritySettings settings,
      String serviceKeyOrNull,
      KeyBook keys,
      Optional<JwtDecoder> decoder,
      Clock clock) {
    this.settings = settings;
    this.serviceKey = serviceKeyOrNull;
    this.keys = keys;
    this.decoder = decoder;
    this.clock = clock;
  }

  @Override
  public Authentication authenticate(Authentication asked) throws AuthenticationException {
    String token = ((BearerTokenAuthenticationToken) asked).getToken();
    Caller caller = caller(token);
    return UsernamePasswordAuthenticationToken.authenticated(
        caller,
        null,
        caller.roles().stream()
            .flatMap(role -> role.implied().stream())
            .distinct()
            .map(role -> new SimpleGrantedAuthority(role.text()))
            .toList());
  }

  private Caller caller(String token) {
    if (isSame(serviceKey, token)) {
      return Caller.of("service", Set.of(Role.INTERNAL));
    }
    if (isSame(settings.adminKey(), token)) {
      return Caller.of("admin-key", Set.of(Role.ADMIN));
    }
    return token.startsWith(ApiKey.PREFIX) ? ofKey(token) : ofProvider(token);
  }

  /** In a time that tells nothing of how much of it is right. */
  private static boolean isSame(String keyOrNull, String token) {
    return SecuritySettings.isSet(keyOrNull)
        && MessageDigest.isEqual(
            keyOrNull.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
  }

  private Caller ofKey(String token) {
    Optional<ApiKey> key;
    try {
      key = keys.find(ApiKey.hash(token));
    } catch (RuntimeException e) {
      throw new NotKnownNow("the book of keys cannot be asked", e);
    }
    return key.filter(each -> each.holdsAt(clock.instant()))
        .map(ApiKey::caller)
        .orElseThrow(() -> new InvalidBearerTokenException("the key is not known, or has ended"));
  }

  private Caller ofProvider(String token) {
    try {
      Jwt jwt =
          decoder
              .orElseThrow(() -> new InvalidBearerTokenException("this is no key"))
              .decode(token);
      List<Role> roles =
          Optional.ofNullable(jwt.<Object>getClaim(settings.jwt().rolesClaim()))
              .map(Tokens::texts)
              .orElse(List.of())
              .stream()
              .flatMap(text -> Role.parse(text).filter(Role.ofPeople()::contains).stream())
              .toList();
      return Caller.of(jwt.getSubject(), roles);
    } catch (BadJwtException e) {
      throw new InvalidBearerTokenException("the token is not good: " + e.getMessage(), e);
    } catch (JwtException e) {
      throw new NotKnownNow("the provider's keys cannot be had", e);
    }
  }

  /** A claim is a list, or as of scopes a text with blanks. */
  private static List<String> texts(Object claim) {
    return claim instanceof Collection<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of(String.valueOf(claim).split(" "));
  }
}
