package dev.runrate.common.fact;

import java.util.Arrays;
import java.util.Locale;

/**
 * How a figure was obtained, nearest to the source first. A figure made of several is as far from
 * the source as the farthest of them.
 */
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

  public How orFarther(How other) {
    return compareTo(other) >= 0 ? this : other;
  }

  public static How parse(String text) {
    return Arrays.stream(values()).filter(h -> h.toString().equals(text)).findFirst().orElseThrow();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
