package dev.runrate.alert.cel;

import dev.runrate.common.fact.Interval;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * A closed interval of fractions; a null end is unbounded. As {@link Interval}, whose ends are
 * decimals and which therefore has to round quotients outwards: here nothing is rounded, and a
 * threshold that is met exactly is met.
 */
record Bounds(Fraction low, Fraction high) {
  static final Bounds UNBOUNDED = new Bounds(null, null);

  /** Digits of a figure in a message, and the least that one has whose digits did not end. */
  private static final int DIGITS = 16;

  static Bounds exactly(Fraction point) {
    return new Bounds(point, point);
  }

  /**
   * A figure's interval. A figure whose digits do not end, such as a third of 100, comes rounded
   * outwards at the sixteenth digit; the simplest fraction in so narrow a gap is what was rounded.
   */
  static Bounds of(Interval range) {
    BigDecimal low = range.low();
    BigDecimal high = range.high();
    if (low == null || high == null) {
      return new Bounds(
          low == null ? null : Fraction.of(low), high == null ? null : Fraction.of(high));
    }
    if (low.compareTo(high) == 0) {
      return exactly(Fraction.of(low));
    }
    BigDecimal larger = low.abs().max(high.abs());
    int lastDigit = larger.precision() - larger.scale() - DIGITS;
    BigDecimal gap = high.subtract(low);
    return gap.compareTo(BigDecimal.ONE.scaleByPowerOfTen(lastDigit)) <= 0
        ? exactly(Fraction.simplest(low, high))
        : new Bounds(Fraction.of(low), Fraction.of(high));
  }

  boolean containsZero() {
    return (low == null || low.signum() <= 0) && (high == null || high.signum() >= 0);
  }

  boolean isPositive() {
    return low != null && low.signum() > 0;
  }

  Bounds negate() {
    if (isPoint()) {
      return exactly(low.negate());
    }
    return new Bounds(high == null ? null : high.negate(), low == null ? null : low.negate());
  }

  Bounds plus(Bounds other) {
    if (isPoint() && other.isPoint()) {
      return exactly(low.plus(other.low));
    }
    return new Bounds(
        low == null || other.low == null ? null : low.plus(other.low),
        high == null || other.high == null ? null : high.plus(other.high));
  }

  Bounds abs() {
    if (low != null && low.signum() >= 0) {
      return this;
    }
    if (high != null && high.signum() <= 0) {
      return negate();
    }
    Fraction most =
        low == null || high == null ? null : low.negate().compareTo(high) > 0 ? low.negate() : high;
    return new Bounds(Fraction.ZERO, most);
  }

  private boolean isPoint() {
    return low != null && low == high;
  }

  Bounds times(Bounds other) {
    if (isPoint() && other.isPoint()) {
      return exactly(low.times(other.low));
    }
    End a = new End(low, -1);
    End b = new End(high, 1);
    End c = new End(other.low, -1);
    End d = new End(other.high, 1);
    End[] products = {a.times(c), a.times(d), b.times(c), b.times(d)};
    End least = products[0];
    End most = products[0];
    for (End product : products) {
      least = product.compareTo(least) < 0 ? product : least;
      most = product.compareTo(most) > 0 ? product : most;
    }
    return new Bounds(least.value, most.value);
  }

  /** Empty where the divisor may be zero. */
  Optional<Bounds> dividedBy(Bounds divisor) {
    if (divisor.containsZero()) {
      return Optional.empty();
    }
    if (divisor.isPoint()) {
      return Optional.of(times(exactly(divisor.low.reciprocal())));
    }
    // 1/x falls on either side of zero; towards an unbounded end it tends to zero.
    Fraction least = divisor.high == null ? Fraction.ZERO : divisor.high.reciprocal();
    Fraction most = divisor.low == null ? Fraction.ZERO : divisor.low.reciprocal();
    return Optional.of(times(new Bounds(least, most)));
  }

  /** An end of an interval: a fraction, or an infinity (value null) of this sign. */
  private record End(Fraction value, int infinity) implements Comparable<End> {
    private int signum() {
      return value == null ? infinity : value.signum();
    }

    /** Zero times infinity is zero here: the zero is exact, the infinity only a bound. */
    End times(End other) {
      if (value != null && other.value != null) {
        return new End(value.times(other.value), 0);
      }
      int sign = signum() * other.signum();
      return sign == 0 ? new End(Fraction.ZERO, 0) : new End(null, sign);
    }

    @Override
    public int compareTo(End other) {
      if (value != null && other.value != null) {
        return value.compareTo(other.value);
      }
      return Integer.compare(
          value == null ? infinity : 0, other.value == null ? other.infinity : 0);
    }
  }
}
