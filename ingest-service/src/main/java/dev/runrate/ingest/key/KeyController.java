package dev.runrate.ingest.key;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.runrate.common.fact.Checked;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.Tier;
import dev.runrate.common.security.ApiKey;
import dev.runrate.common.security.Role;
import dev.runrate.common.web.Body;
import dev.runrate.common.web.Document;
import dev.runrate.common.web.Field;
import dev.runrate.common.web.Page;
import dev.runrate.common.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** API keys: made, listed, revoked. The key itself is shown in the answer that makes it, once. */
@RestController
class KeyController {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
  private static final int MOST_ISSUERS = 1_000;

  /**
   * @param key only in the answer that makes it
   * @param issuers whose filings alone it may post; absent for anybody's
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Answer(
      String name,
      String key,
      Set<Role> roles,
      Set<IssuerId> issuers,
      String publisher,
      Tier tier,
      Instant createdAt,
      Instant expiresAt,
      Instant revokedAt) {
    static Answer of(ApiKey key, String secretOrNull) {
      return new Answer(
          key.name(),
          secretOrNull,
          key.roles(),
          key.issuers(),
          key.publisher(),
          key.tier(),
          key.createdAt(),
          key.expiresAt(),
          key.revokedAt());
    }
  }

  private final Keys keys;

  KeyController(Keys keys) {
    this.keys = keys;
  }

  @PostMapping(path = "/v1/keys", consumes = MediaType.APPLICATION_JSON_VALUE)
  @ResponseStatus(HttpStatus.CREATED)
  Answer make(HttpServletRequest request) throws IOException {
    String secret = ApiKey.random();
    ApiKey key = read(Document.of(Body.readJson(request, Body.MOST_SMALL_BYTES)), secret);
    if (!keys.add(key)) {
      throw ProblemException.conflict(
          "There is a key " + key.name() + ", or was; give this one a name of its own.");
    }
    return Answer.of(key, secret);
  }

  private ApiKey read(Document document, String secret) {
    Field root = document.root("a key");
    root.knowsOnly(Set.of("name", "roles", "issuers", "publisher", "tier", "expiresAt"));
    Optional<String> name =
        root.required("name")
            .read(
                text ->
                    NAME.matcher(text).matches()
                        ? Checked.valid(text)
                        : Checked.invalid(
                            "name", "1 to 64 of a-z, 0-9, dot, hyphen and underscore"));
    Set<Role> roles = new HashSet<>();
    for (Field each : root.required("roles").elements(Role.values().length, "a list of roles")) {
      each.choice(
              text -> Role.parse(text).filter(Role.ofPeople()::contains),
              Role.ofPeople().toArray(Role[]::new))
          .ifPresent(roles::add);
    }
    if (root.member("roles").isArray() && root.member("roles").size() == 0) {
      root.member("roles").fault("required", "a key has at least one role");
    }
    Set<IssuerId> issuers = new HashSet<>();
    for (Field each :
        root.member("issuers")
            .elements(MOST_ISSUERS, "a list of at most " + MOST_ISSUERS + " issuers")) {
      each.read(IssuerId::parse).ifPresent(issuers::add);
    }
    Optional<String> publisher = root.member("publisher").text();
    Optional<Tier> tier = root.member("tier").choice(Tier::parse, Tier.values());
    Optional<Instant> expiresAt = root.member("expiresAt").instant();
    Instant now = keys.now();
    if (expiresAt.isPresent() && !expiresAt.get().isAfter(now)) {
      root.member("expiresAt").fault("past", "a key ends in the future");
    }
    return document.valueOrRefusal(
        () ->
            new ApiKey(
                name.orElseThrow(),
                ApiKey.hash(secret),
                roles,
                issuers,
                publisher.orElse(null),
                tier.orElse(null),
                now,
                expiresAt.orElse(null),
                null));
  }

  @GetMapping("/v1/keys")
  Page<Answer> list() {
    List<Answer> all = keys.all().stream().map(key -> Answer.of(key, null)).toList();
    return new Page<>(all, null);
  }

  @DeleteMapping("/v1/keys/{name}")
  Answer revoke(@PathVariable String name) {
    return keys.revoke(name)
        .map(key -> Answer.of(key, null))
        .orElseThrow(() -> ProblemException.notFound("key " + name));
  }

  /** For the other services. */
  @GetMapping("/internal/keys/{hash}")
  ApiKey find(@PathVariable String hash) {
    return keys.find(hash).orElseThrow(() -> ProblemException.notFound("key with this hash"));
  }
}
