package dev.runrate.common.fact;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A way by which a figure was obtained, nearest to the source first; {@link Hows} has them all. */
public enum How {
  /** Stated by a source, or a ratio of figures that were. */
  REPORTED,
  /** Sums and differences of periods, or an identity inside one period. */
  DERIVED,
  /** The past worked back from the present and a stated growth. */
  IMPLIED,
  /** Stretched from a shorter span to a year. */
  ANNUALISED,
  /** A stand-in for what is not known, e.g. the net loss for the cash burn. */
  PROXY,
  /** Converted from another currency. */
  TRANSLATED,
  NOT_COMPUTABLE;

  private static final Map<String, How> BY_TEXT =
      Arrays.stream(values()).collect(Collectors.toMap(How::toString, Function.identity()));

  private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');

  public static How parse(String text) {
    return Optional.ofNullable(BY_TEXT.get(text)).orElseThrow();
  }

  @Override
  public String toString() {
    return text;
  }
}
