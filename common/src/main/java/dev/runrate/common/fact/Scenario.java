package dev.runrate.common.fact;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a figure happened or is hoped for. Scenarios are never mixed in one figure; where several
 * are known, the first in this order is shown.
 */
public enum Scenario {
  ACTUAL,
  ESTIMATE,
  FORECAST,
  TARGET;

  public static Optional<Scenario> parse(String text) {
    return Arrays.stream(values()).filter(s -> s.toString().equals(text)).findFirst();
  }

  /** About the past (somebody knows or guesses what was), rather than about the future. */
  public boolean isOutcome() {
    return this == ACTUAL || this == ESTIMATE;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
