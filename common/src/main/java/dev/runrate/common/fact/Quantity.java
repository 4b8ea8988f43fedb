package dev.runrate.common.fact;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Objects;
import java.util.Optional;

/**
 * A number that knows its unit and how well it is known: the point figure (null where only bounds
 * were given) travels beside the interval. Adding two currencies is refused.
 */
public record Quantity(BigDecimal point, Interval range, Unit unit) {
  private static final MathContext NEAREST =
      new MathContext(Interval.DIGITS, RoundingMode.HALF_EVEN);

  public Quantity {
    Objects.requireNonNull(range);
    Objects.requireNonNull(unit);
  }

  public static Quantity exactly(String value, Unit unit) {
    BigDecimal v = new BigDecimal(value);
    return new Quantity(v, Interval.exactly(v), unit);
  }

  private static Quantity exactly(Interval point, Unit unit) {
    return new Quantity(point.low(), point, unit);
  }

  /** Nothing but the one number. */
  private boolean isExact() {
    return range.isPoint() && point == range.low();
  }

  public Quantity negate() {
    return isExact()
        ? exactly(range.negate(), unit)
        : new Quantity(point == null ? null : point.negate(), range.negate(), unit);
  }

  public Quantity abs() {
    return new Quantity(point == null ? null : point.abs(), range.abs(), unit);
  }

  public Quantity plus(Quantity other) {
    requireSameUnit(other);
    Interval sum = range.plus(other.range);
    return isExact() && other.isExact()
        ? exactly(sum, unit)
        : new Quantity(
            point == null || other.point == null ? null : point.add(other.point), sum, unit);
  }

  public Quantity minus(Quantity other) {
    return plus(other.negate());
  }

  /** At least one of the two must be a ratio; the result has the unit of the other. */
  public Quantity times(Quantity other) {
    if (unit.kind() != Unit.Kind.RATIO && other.unit.kind() != Unit.Kind.RATIO) {
      throw new IllegalArgumentException("cannot multiply " + unit + " by " + other.unit);
    }
    Unit product = unit.kind() == Unit.Kind.RATIO ? other.unit : unit;
    Interval range = this.range.times(other.range);
    return isExact() && other.isExact() && range.isPoint()
        ? exactly(range, product)
        : new Quantity(
            point == null || other.point == null
                ? null
                : point.multiply(other.point).round(NEAREST),
            range,
            product);
  }

  /** Times a plain number, such as the 12 / 3 that makes a year of a quarter. */
  public Quantity scaledBy(BigDecimal factor, BigDecimal divisor) {
    if (factor.remainder(divisor).signum() == 0) {
      BigDecimal whole = factor.divide(divisor);
      return whole.equals(BigDecimal.ONE)
          ? this
          : times(new Quantity(whole, Interval.exactly(whole), Unit.RATIO));
    }
    Quantity scaled = times(new Quantity(factor, Interval.exactly(factor), Unit.RATIO));
    Quantity by = new Quantity(divisor, Interval.exactly(divisor), Unit.RATIO);
    return scaled.dividedBy(by, unit).orElseThrow();
  }

  /**
   * The quotient in the given unit (a ratio; money per head; months); empty where the divisor may
   * be zero. Money is only ever divided by money of the same currency.
   */
  public Optional<Quantity> dividedBy(Quantity divisor, Unit quotientUnit) {
    if (unit.isMoney() && divisor.unit.isMoney()) {
      requireSameUnit(divisor);
    }
    return range
        .dividedBy(divisor.range)
        .map(
            quotient ->
                isExact() && divisor.isExact() && quotient.isPoint()
                    ? exactly(quotient, quotientUnit)
                    : new Quantity(
                        point == null || divisor.point == null || divisor.point.signum() == 0
                            ? null
                            : point.divide(divisor.point, NEAREST),
                        quotient,
                        quotientUnit));
  }

  public Quantity plusOne() {
    return plus(new Quantity(BigDecimal.ONE, Interval.exactly(BigDecimal.ONE), unit));
  }

  public Quantity minusOne() {
    return minus(new Quantity(BigDecimal.ONE, Interval.exactly(BigDecimal.ONE), unit));
  }

  private void requireSameUnit(Quantity other) {
    if (!unit.equals(other.unit)) {
      throw new IllegalArgumentException("cannot combine " + unit + " and " + other.unit);
    }
  }
}
