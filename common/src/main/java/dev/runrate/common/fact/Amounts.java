package dev.runrate.common.fact;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * Which decimals there are: exact ones, of a size that money and users have. A number of six
 * characters, {@code 1e9999}, can have more digits than a store takes or a processor adds in a day;
 * so every value refuses it, whoever sent it.
 */
public final class Amounts {
  /** Below 10^30: a trillion times what the world earns in a year. */
  static final int MOST_INTEGER_DIGITS = 30;

  static final int MOST_FRACTION_DIGITS = 30;

  /** What a figure has before or behind the point at most, however it was computed. */
  private static final int MOST_COMPUTED_DIGITS = 1_000;

  private static final int MOST_CHARACTERS = 100;
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d{1,6})?");

  private static final Checked<BigDecimal> OUT_OF_RANGE =
      Checked.invalid(
          "number-range",
          "numbers have at most "
              + MOST_INTEGER_DIGITS
              + " digits before and "
              + MOST_FRACTION_DIGITS
              + " after the point");

  private Amounts() {}

  /** A number as people and programs write it, in the shortest form that keeps its value. */
  public static Checked<BigDecimal> parse(String text) {
    String trimmed = text.strip();
    if (trimmed.length() > MOST_CHARACTERS || !NUMBER.matcher(trimmed).matches()) {
      return Checked.invalid("number", "not a decimal number, such as -1752000000 or 0.233");
    }
    return check(new BigDecimal(trimmed));
  }

  /** The number in the shortest form that keeps its value; without an exponent. */
  public static Checked<BigDecimal> check(BigDecimal number) {
    if (number.signum() == 0) {
      return Checked.valid(BigDecimal.ZERO);
    }
    BigDecimal shortest = number.stripTrailingZeros();
    if (isBeyond(shortest, MOST_INTEGER_DIGITS, MOST_FRACTION_DIGITS)) {
      return OUT_OF_RANGE;
    }
    return Checked.valid(shortest.scale() < 0 ? shortest.setScale(0) : shortest);
  }

  public static Checked<BigDecimal> outOfRange() {
    return OUT_OF_RANGE;
  }

  /**
   * What a source stated: unchanged where its digits are few as they are, which is nearly always.
   *
   * @throws IllegalArgumentException if it is out of range
   */
  static BigDecimal stated(BigDecimal numberOrNull) {
    return numberOrNull == null
            || !isBeyond(numberOrNull, MOST_INTEGER_DIGITS, MOST_FRACTION_DIGITS)
        ? numberOrNull
        : check(numberOrNull).orThrow();
  }

  /**
   * What was computed.
   *
   * @throws IllegalArgumentException if it is out of all range
   */
  static void computed(BigDecimal numberOrNull) {
    if (numberOrNull != null
        && isBeyond(numberOrNull, MOST_COMPUTED_DIGITS, MOST_COMPUTED_DIGITS)) {
      throw new IllegalArgumentException(
          "a figure has at most " + MOST_COMPUTED_DIGITS + " digits before and after the point");
    }
  }

  private static boolean isBeyond(BigDecimal number, int mostIntegers, int mostFractions) {
    return number.scale() > mostFractions
        || (long) number.precision() - number.scale() > mostIntegers;
  }
}
