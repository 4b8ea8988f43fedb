package dev.runrate.common.fact;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Whether a figure happened or is hoped for. Scenarios are never mixed in one figure; where several
 * are known, the first in this order is shown.
 */
public enum Scenario {
  ACTUAL,
  ESTIMATE,
  FORECAST,
  TARGET;

  private static final Map<String, Scenario> BY_TEXT =
      Arrays.stream(values()).collect(Collectors.toMap(Scenario::toString, Function.identity()));

  private final String text = name().toLowerCase(Locale.ROOT);

  public static Optional<Scenario> parse(String text) {
    return Optional.ofNullable(BY_TEXT.get(text));
  }

  /** About the past (somebody knows or guesses what was), rather than about the future. */
  public boolean isOutcome() {
    return this == ACTUAL || this == ESTIMATE;
  }

  @Override
  public String toString() {
    return text;
  }
}
