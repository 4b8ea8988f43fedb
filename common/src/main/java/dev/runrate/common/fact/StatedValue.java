package dev.runrate.common.fact;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * A value in the words of the filing: {@code value} alone is exact; with {@code decimals} it is
 * known to the nearest 10^-decimals (XBRL 2.1, section 4.6.5), that is within half of that on
 * either side; {@code low} and {@code high} give a range or a bound. Example: 244 million stated to
 * the million is value -244000000, decimals -6.
 */
public record StatedValue(BigDecimal value, Integer decimals, BigDecimal low, BigDecimal high) {
  public static final int MOST_DECIMALS = 30;
  private static final BigDecimal TWO = BigDecimal.valueOf(2);

  public StatedValue {
    value = Amounts.stated(value);
    low = Amounts.stated(low);
    high = Amounts.stated(high);
    List<Checked.Fault> faults = faults(value, decimals, low, high);
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(faults.getFirst().message());
    }
  }

  /**
   * The value, its numbers in their shortest form, or all that is wrong with it. Pointers are from
   * the fact it stands in: {@code /decimals}; empty where the fact has no value at all.
   */
  public static Checked<StatedValue> of(
      BigDecimal value, Integer decimals, BigDecimal low, BigDecimal high) {
    List<Checked.Fault> faults = new ArrayList<>();
    BigDecimal shortValue = amount("value", value, faults);
    BigDecimal shortLow = amount("low", low, faults);
    BigDecimal shortHigh = amount("high", high, faults);
    faults.addAll(faults(value, decimals, shortLow, shortHigh));
    return Checked.unless(faults, () -> new StatedValue(shortValue, decimals, shortLow, shortHigh));
  }

  private static BigDecimal amount(
      String member, BigDecimal numberOrNull, List<Checked.Fault> faults) {
    if (numberOrNull == null) {
      return null;
    }
    Checked<BigDecimal> checked = Amounts.check(numberOrNull);
    faults.addAll(checked.faultsAt("/" + member));
    return checked instanceof Checked.Valid<BigDecimal> valid ? valid.value() : numberOrNull;
  }

  private static List<Checked.Fault> faults(
      BigDecimal value, Integer decimals, BigDecimal low, BigDecimal high) {
    boolean bounds = low != null || high != null;
    if (value == null && !bounds) {
      return fault("", "value-missing", "a fact has a value, or low and/or high");
    }
    if (value != null && bounds) {
      return fault("", "value-and-bounds", "a fact has either a value, or low and/or high");
    }
    if (decimals != null && value == null) {
      return fault("/decimals", "decimals-without-value", "decimals round a value, not bounds");
    }
    if (decimals != null && Math.abs(decimals) > MOST_DECIMALS) {
      return fault("/decimals", "decimals", decimalsRange());
    }
    return low != null && high != null && low.compareTo(high) > 0
        ? fault("/low", "bounds-order", "low is above high")
        : List.of();
  }

  /** For the person who must mend it. */
  public static String decimalsRange() {
    return "decimals is a whole number from -"
        + MOST_DECIMALS
        + " to "
        + MOST_DECIMALS
        + ": -6 means known to the million";
  }

  private static List<Checked.Fault> fault(String pointer, String code, String message) {
    return List.of(new Checked.Fault(pointer, code, message));
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
