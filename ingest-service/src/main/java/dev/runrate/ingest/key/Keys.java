package dev.runrate.ingest.key;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.Tier;
import dev.runrate.common.security.ApiKey;
import dev.runrate.common.security.KeyBook;
import dev.runrate.common.security.Role;
import dev.runrate.ingest.key.KeyRepository.KeyRow;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The book of API keys. */
@Component
class Keys implements KeyBook {
  /** As long as another instance may take a key that was revoked here. */
  private static final Duration FRESH = Duration.ofSeconds(5);

  private static final int MOST = 10_000;

  private final KeyRepository rows;
  private final Clock clock;
  private final Cache<String, Optional<ApiKey>> known =
      Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(FRESH).build();

  Keys(KeyRepository rows, Clock clock) {
    this.rows = rows;
    this.clock = clock;
  }

  /**
   * @return false where there is one of this name, be it revoked
   */
  boolean add(ApiKey key) {
    known.invalidateAll();
    return !rows.insert(
            key.name(),
            key.hash(),
            key.roles().stream().map(Role::text).sorted().toArray(String[]::new),
            key.issuers().stream().map(IssuerId::slug).sorted().toArray(String[]::new),
            key.publisher(),
            key.tier() == null ? null : key.tier().toString(),
            key.createdAt(),
            key.expiresAt())
        .isEmpty();
  }

  @Override
  public Optional<ApiKey> find(String hash) {
    return known.get(hash, asked -> rows.findByHash(asked).map(Keys::key));
  }

  List<ApiKey> all() {
    return rows.all().stream().map(Keys::key).toList();
  }

  /** Ends a key; as it is then. Empty where there is none of the name. */
  Optional<ApiKey> revoke(String name) {
    rows.revoke(name, now());
    known.invalidateAll();
    return rows.find(name).map(Keys::key);
  }

  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private static ApiKey key(KeyRow row) {
    return new ApiKey(
        row.name(),
        row.hash(),
        Arrays.stream(row.roles())
            .flatMap(text -> Role.parse(text).stream())
            .collect(Collectors.toSet()),
        Arrays.stream(row.issuers()).map(IssuerId::of).collect(Collectors.toSet()),
        row.publisher(),
        row.tier() == null ? null : Tier.parse(row.tier()).orElseThrow(),
        row.createdAt(),
        row.expiresAt(),
        row.revokedAt());
  }
}
