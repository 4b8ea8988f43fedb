package dev.runrate.ingest.format;

import dev.runrate.common.fact.Checked;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/** Reads the numbers of a filing: exact decimals of a size that money and users have. */
public final class Amounts {
  /** Below 10^30: a trillion times what the world earns in a year. */
  private static final int MOST_INTEGER_DIGITS = 30;

  private static final int MOST_FRACTION_DIGITS = 30;
  private static final int MOST_CHARACTERS = 100;
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d{1,6})?");

  private Amounts() {}

  public static Checked<BigDecimal> parse(String text) {
    String trimmed = text.strip();
    if (trimmed.length() > MOST_CHARACTERS || !NUMBER.matcher(trimmed).matches()) {
      return Checked.invalid("number", "not a decimal number, such as -1752000000 or 0.233");
    }
    return check(new BigDecimal(trimmed));
  }

  static Checked<BigDecimal> outOfRange() {
    return Checked.invalid(
        "number-range",
        "numbers have at most "
            + MOST_INTEGER_DIGITS
            + " digits before and "
            + MOST_FRACTION_DIGITS
            + " after the point");
  }

  public static Checked<BigDecimal> check(BigDecimal number) {
    if (number.signum() == 0) {
      return Checked.valid(BigDecimal.ZERO);
    }
    BigDecimal shortest = number.stripTrailingZeros();
    long integerDigits = (long) shortest.precision() - shortest.scale();
    if (integerDigits > MOST_INTEGER_DIGITS || shortest.scale() > MOST_FRACTION_DIGITS) {
      return outOfRange();
    }
    return Checked.valid(shortest.scale() < 0 ? shortest.setScale(0) : shortest);
  }
}
