package dev.runrate.common.fact;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * A closed interval of exact decimals; a null end is unbounded. Arithmetic is that of Moore,
 * Kearfott and Cloud, <i>Introduction to Interval Analysis</i> (2009), chapter 2: the result
 * contains every value that the operation can have for points of its operands. Quotients are
 * rounded outwards, so that this stays true in finitely many digits.
 *
 * <p>Example: a net loss of 244 million to the nearest million is {@code [-244.5m, -243.5m]}.
 */
public record Interval(BigDecimal low, BigDecimal high) {
  /** More digits than any disclosure has, few enough to be cheap: those of IEEE decimal128. */
  static final int DIGITS = 34;

  private static final MathContext DOWN = new MathContext(DIGITS, RoundingMode.FLOOR);
  private static final MathContext UP = new MathContext(DIGITS, RoundingMode.CEILING);

  public static final Interval UNBOUNDED = new Interval(null, null);

  public Interval {
    if (low != null && high != null && low.compareTo(high) > 0) {
      throw new IllegalArgumentException("low " + low + " is above high " + high);
    }
  }

  public static Interval exactly(BigDecimal value) {
    return new Interval(value, value);
  }

  public static Interval of(String lowOrNull, String highOrNull) {
    return new Interval(
        lowOrNull == null ? null : new BigDecimal(lowOrNull),
        highOrNull == null ? null : new BigDecimal(highOrNull));
  }

  /** Known to the last digit; what is computed of such is computed once for both ends. */
  boolean isPoint() {
    return low == high && low != null;
  }

  public boolean isBounded() {
    return low != null && high != null;
  }

  public boolean contains(BigDecimal value) {
    return (low == null || low.compareTo(value) <= 0)
        && (high == null || high.compareTo(value) >= 0);
  }

  public boolean containsZero() {
    return contains(BigDecimal.ZERO);
  }

  public boolean isDisjointFrom(Interval other) {
    return isBelow(other) || other.isBelow(this);
  }

  /** Every point of this lies strictly below every point of the other. */
  public boolean isBelow(Interval other) {
    return high != null && other.low != null && high.compareTo(other.low) < 0;
  }

  public boolean isNegative() {
    return high != null && high.signum() < 0;
  }

  public boolean isPositive() {
    return low != null && low.signum() > 0;
  }

  /** High less low; empty where an end is unbounded. */
  public Optional<BigDecimal> width() {
    return isBounded() ? Optional.of(high.subtract(low)) : Optional.empty();
  }

  /** Narrower first; unbounded ones last. */
  public static int compareWidths(Interval a, Interval b) {
    if (a.isBounded() && b.isBounded()) {
      return a.high.subtract(a.low).compareTo(b.high.subtract(b.low));
    }
    return Boolean.compare(b.isBounded(), a.isBounded());
  }

  public Interval negate() {
    if (isPoint()) {
      return exactly(low.negate());
    }
    return new Interval(high == null ? null : high.negate(), low == null ? null : low.negate());
  }

  public Interval plus(Interval other) {
    if (isPoint() && other.isPoint()) {
      return exactly(low.add(other.low));
    }
    return new Interval(
        low == null || other.low == null ? null : low.add(other.low),
        high == null || other.high == null ? null : high.add(other.high));
  }

  public Interval minus(Interval other) {
    return plus(other.negate());
  }

  public Interval times(Interval other) {
    if (isPoint() && other.isPoint()) {
      return rounded(low.multiply(other.low));
    }
    Extended a = Extended.low(this);
    Extended b = Extended.high(this);
    Extended c = Extended.low(other);
    Extended d = Extended.high(other);
    Extended ac = a.times(c);
    Extended ad = a.times(d);
    Extended bc = b.times(c);
    Extended bd = b.times(d);
    return new Interval(ac.min(ad).min(bc).min(bd).floor(), ac.max(ad).max(bc).max(bd).ceiling());
  }

  /** The narrowest interval of so many digits around a number. */
  private static Interval rounded(BigDecimal exact) {
    BigDecimal low = exact.round(DOWN);
    return low.compareTo(exact) == 0 ? exactly(low) : new Interval(low, exact.round(UP));
  }

  /** Empty where the divisor may be zero. */
  public Optional<Interval> dividedBy(Interval divisor) {
    if (divisor.containsZero()) {
      return Optional.empty();
    }
    if (isPoint() && divisor.isPoint()) {
      return Optional.of(quotient(low, divisor.low));
    }
    // 1/x falls on either side of zero; towards an unbounded end it tends to zero.
    BigDecimal low = divisor.high == null ? BigDecimal.ZERO : null;
    BigDecimal high = divisor.low == null ? BigDecimal.ZERO : null;
    if (divisor.isBounded()) {
      return Optional.of(
          divisor.isPositive() ? quotient(divisor) : negate().quotient(divisor.negate()));
    }
    Interval reciprocal =
        new Interval(
            low != null ? low : BigDecimal.ONE.divide(divisor.high, DOWN),
            high != null ? high : BigDecimal.ONE.divide(divisor.low, UP));
    return Optional.of(times(reciprocal));
  }

  /** Divides once: the upper end is the next number of so many digits, if any is needed. */
  private static Interval quotient(BigDecimal dividend, BigDecimal divisor) {
    BigDecimal low = dividend.divide(divisor, DOWN);
    boolean isExact = low.precision() < DIGITS || low.multiply(divisor).compareTo(dividend) == 0;
    return isExact ? exactly(low) : new Interval(low, low.add(low.ulp()));
  }

  /**
   * Divides the ends themselves by a positive divisor: one rounding, and 10 / 2 stays exactly 5.
   */
  private Interval quotient(Interval positive) {
    return new Interval(
        low == null ? null : low.divide(low.signum() < 0 ? positive.low : positive.high, DOWN),
        high == null ? null : high.divide(high.signum() < 0 ? positive.high : positive.low, UP));
  }

  public Interval abs() {
    if (low != null && low.signum() >= 0) {
      return this;
    }
    if (high != null && high.signum() <= 0) {
      return negate();
    }
    return new Interval(
        BigDecimal.ZERO, low == null || high == null ? null : low.negate().max(high));
  }

  /** The numbers in both; empty where they are disjoint. */
  public Optional<Interval> intersect(Interval other) {
    if (isDisjointFrom(other)) {
      return Optional.empty();
    }
    return Optional.of(
        new Interval(
            low == null ? other.low : other.low == null ? low : low.max(other.low),
            high == null ? other.high : other.high == null ? high : high.min(other.high)));
  }

  @Override
  public String toString() {
    return "["
        + (low == null ? "-inf" : low.toPlainString())
        + ", "
        + (high == null ? "inf" : high.toPlainString())
        + "]";
  }

  /** An end of an interval: a decimal, or an infinity (value null, sign -1 or 1). */
  private record Extended(BigDecimal value, int infinity) {
    static Extended low(Interval i) {
      return i.low == null ? new Extended(null, -1) : new Extended(i.low, 0);
    }

    static Extended high(Interval i) {
      return i.high == null ? new Extended(null, 1) : new Extended(i.high, 0);
    }

    int signum() {
      return value == null ? infinity : value.signum();
    }

    /** Zero times infinity is zero here: the zero is exact, the infinity only a bound. */
    Extended times(Extended other) {
      if (value != null && other.value != null) {
        return new Extended(value.multiply(other.value), 0);
      }
      int sign = signum() * other.signum();
      return sign == 0 ? new Extended(BigDecimal.ZERO, 0) : new Extended(null, sign);
    }

    Extended min(Extended other) {
      return compare(other) <= 0 ? this : other;
    }

    Extended max(Extended other) {
      return compare(other) >= 0 ? this : other;
    }

    private int compare(Extended other) {
      return value != null && other.value != null
          ? value.compareTo(other.value)
          : Integer.compare(infinity, other.infinity);
    }

    BigDecimal floor() {
      return value == null ? null : value.round(DOWN);
    }

    BigDecimal ceiling() {
      return value == null ? null : value.round(UP);
    }
  }
}
