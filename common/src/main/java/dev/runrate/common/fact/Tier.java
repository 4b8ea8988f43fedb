package dev.runrate.common.fact;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How much a source is worth, best first: the order of the constants is the order of trust. */
public enum Tier {
  /** Audited, or filed with an exchange or a regulator. */
  REGULATORY,
  /** The issuer's own word: a release, a call, a statement. */
  ISSUER,
  /** Reported by somebody else. */
  PRESS,
  /** Inferred by somebody. */
  ESTIMATE;

  public static Optional<Tier> parse(String text) {
    return Arrays.stream(values()).filter(t -> t.toString().equals(text)).findFirst();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
