package dev.runrate.common.fact;

import java.math.BigDecimal;

/**
 * A value in the words of the filing: {@code value} alone is exact; with {@code decimals} it is
 * known to the nearest 10^-decimals (XBRL 2.1, section 4.6.5), that is within half of that on
 * either side; {@code low} and {@code high} give a range or a bound. Example: 244 million stated to
 * the million is value -244000000, decimals -6.
 */
public record StatedValue(BigDecimal value, Integer decimals, BigDecimal low, BigDecimal high) {
  private static final BigDecimal TWO = BigDecimal.valueOf(2);

  public StatedValue {
    boolean bounds = low != null || high != null;
    if ((value == null) != bounds || (decimals != null && value == null)) {
      throw new IllegalArgumentException("either value (with decimals), or low and/or high");
    }
  }

  public static StatedValue exactly(String value) {
    return new StatedValue(new BigDecimal(value), null, null, null);
  }

  public static StatedValue rounded(String value, int decimals) {
    return new StatedValue(new BigDecimal(value), decimals, null, null);
  }

  public static StatedValue between(String lowOrNull, String highOrNull) {
    Interval i = Interval.of(lowOrNull, highOrNull);
    return new StatedValue(null, null, i.low(), i.high());
  }

  public Quantity in(Unit unit) {
    return new Quantity(value, range(), unit);
  }

  public Interval range() {
    if (value == null) {
      return new Interval(low, high);
    }
    if (decimals == null) {
      return Interval.exactly(value);
    }
    BigDecimal half = BigDecimal.ONE.scaleByPowerOfTen(-decimals).divide(TWO);
    return new Interval(value.subtract(half), value.add(half));
  }
}
