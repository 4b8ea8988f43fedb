package dev.runrate.common.fact;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * A metric's value as it leaves the engine: the point figure, the interval around it, and how it
 * was obtained. {@code how: [not-computable]} carries the reason and no numbers.
 *
 * @param value the point figure; null where only bounds are known
 * @param low null is unbounded
 * @param high null is unbounded
 * @param note what the reader should know of the way it was computed, e.g. which margin a rule of
 *     40 used; null for nothing
 * @param suspect the contradiction that this figure rests on and that could not be decided, with
 *     its arithmetic; null for none
 */
public record Figure(
    BigDecimal value,
    BigDecimal low,
    BigDecimal high,
    Unit unit,
    Hows how,
    Basis basis,
    Scenario scenario,
    String reason,
    String note,
    String suspect) {
  /** Digits shown. Bounds are rounded outwards, so that what is shown still contains the truth. */
  private static final int DIGITS = 16;

  private static final MathContext NEAREST = new MathContext(DIGITS, RoundingMode.HALF_EVEN);
  private static final MathContext DOWN = new MathContext(DIGITS, RoundingMode.FLOOR);
  private static final MathContext UP = new MathContext(DIGITS, RoundingMode.CEILING);

  public Figure {
    Amounts.computed(value);
    Amounts.computed(low);
    Amounts.computed(high);
  }

  public static Figure known(
      Quantity quantity, Hows how, Basis basis, Scenario scenario, String note, String suspect) {
    BigDecimal point = quantity.point();
    BigDecimal low = quantity.range().low();
    BigDecimal high = quantity.range().high();
    BigDecimal value = tidy(point, NEAREST);
    // Most figures are known exactly, and short enough to be shown so.
    boolean isExact = point == low && point == high && value != null && value.equals(point);
    return new Figure(
        value,
        isExact ? value : tidy(low, DOWN),
        isExact ? value : tidy(high, UP),
        quantity.unit(),
        how,
        basis,
        scenario,
        null,
        note,
        suspect);
  }

  public static Figure notComputable(Unit unit, Basis basis, Scenario scenario, String reason) {
    return new Figure(
        null, null, null, unit, Hows.NOT_COMPUTABLE, basis, scenario, reason, null, null);
  }

  public boolean isKnown() {
    return how != Hows.NOT_COMPUTABLE;
  }

  public Interval range() {
    return new Interval(low, high);
  }

  public Quantity quantity() {
    return new Quantity(value, range(), unit);
  }

  private static BigDecimal tidy(BigDecimal number, MathContext rounding) {
    if (number == null) {
      return null;
    }
    BigDecimal rounded = number.round(rounding);
    BigDecimal shortest = rounded.scale() > 0 ? rounded.stripTrailingZeros() : rounded;
    return shortest.scale() < 0 ? shortest.setScale(0) : shortest;
  }
}
