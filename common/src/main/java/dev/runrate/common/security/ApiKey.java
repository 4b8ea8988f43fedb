package dev.runrate.common.security;

import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.Sha256;
import dev.runrate.common.fact.Tier;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;

/**
 * An API key as its book has it: everything but the key itself, which is shown once.
 *
 * @param hash of the key, SHA-256 in hex; a key has 256 random bits, so nothing slower is needed
 * @param expiresAt null for never
 * @param revokedAt null while it holds
 */
public record ApiKey(
    String name,
    String hash,
    Set<Role> roles,
    Set<IssuerId> issuers,
    String publisher,
    Tier tier,
    Instant createdAt,
    Instant expiresAt,
    Instant revokedAt) {
  /** What every key begins with, so that one that leaked is found and told for what it is. */
  public static final String PREFIX = "rr_";

  private static final int BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  public ApiKey {
    roles = Set.copyOf(roles);
    issuers = Set.copyOf(issuers);
  }

  /** A key nobody had before. */
  public static String random() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  public static String hash(String key) {
    return HexFormat.of().formatHex(Sha256.of(key));
  }

  public boolean holdsAt(Instant now) {
    return revokedAt == null && (expiresAt == null || now.isBefore(expiresAt));
  }

  Caller caller() {
    return new Caller(name, roles, issuers, publisher, tier);
  }
}
