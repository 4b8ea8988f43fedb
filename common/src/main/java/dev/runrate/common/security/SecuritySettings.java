package dev.runrate.common.security;

import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may call. Callers are asked who they are off loopback, and where there is something that they
 * could show: an admin key, or a provider of tokens.
 *
 * @param adminKey a key with every right, to make the others with; null for none
 * @param serviceKey what the services show each other; null where nobody is asked
 * @param keysUrl where ingest-service, which has the book of keys, answers the others
 * @param hosts names under which the services are reached, beside those of loopback
 * @param origins of web pages that may call from elsewhere ({@code https://dashboard.example.com})
 * @param requestsPerSecond of each caller, in the long run; 0 for any number. On loopback, where
 *     nobody is asked, nobody is counted
 * @param burst requests that a caller may make at once
 * @param jwt tokens of an OpenID provider
 */
@ConfigurationProperties("runrate.security")
public record SecuritySettings(
    String adminKey,
    String serviceKey,
    @DefaultValue("http://127.0.0.1:8081") URI keysUrl,
    @DefaultValue List<String> hosts,
    @DefaultValue List<String> origins,
    @DefaultValue("200") int requestsPerSecond,
    @DefaultValue("1000") int burst,
    @DefaultValue Jwt jwt) {
  /** A key that somebody could guess is none. */
  static final int LEAST_KEY = 32;

  /** What a bearer token can be (RFC 6750). */
  private static final Pattern BEARER = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

  /**
   * @param issuer whose tokens are taken ({@code https://login.example.com/realms/x}); null for
   *     nobody's
   * @param audience that a token must be for
   * @param jwkSetUri where its keys are; null for what the provider says itself
   * @param rolesClaim with the names of {@link Role}
   */
  public record Jwt(
      String issuer, String audience, String jwkSetUri, @DefaultValue("roles") String rolesClaim) {
    boolean isThere() {
      return isSet(issuer);
    }
  }

  /** Whether there is something that callers could show. */
  boolean hasKeys() {
    return isSet(adminKey) || jwt.isThere();
  }

  static boolean isSet(String text) {
    return text != null && !text.isBlank();
  }

  public SecuritySettings {
    check("admin-key", adminKey);
    check("service-key", serviceKey);
    if (jwt.isThere() && !isSet(jwt.audience())) {
      throw new IllegalArgumentException(
          "runrate.security.jwt.audience is missing: without it a token for any other service of "
              + jwt.issuer()
              + " would be taken");
    }
  }

  private static void check(String name, String keyOrNull) {
    if (isSet(keyOrNull)
        && (keyOrNull.length() < LEAST_KEY || !BEARER.matcher(keyOrNull).matches())) {
      throw new IllegalArgumentException(
          "runrate.security."
              + name
              + " has fewer than "
              + LEAST_KEY
              + " characters, or others than letters, digits and -._~+/; `openssl rand -hex 32`"
              + " makes one");
    }
  }
}
