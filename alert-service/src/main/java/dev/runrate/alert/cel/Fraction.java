package dev.runrate.alert.cel;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * An exact rational number: 100 / 3 stays what it is, so that three times it is 100 again and a
 * growth of exactly 25 percent is exactly a quarter. Not in lowest terms, as few operations follow
 * each other and comparing needs none: two fractions of one value may differ, {@link #compareTo}
 * tells them to be the same.
 *
 * @param denominator positive
 */
record Fraction(BigDecimal numerator, BigDecimal denominator) implements Comparable<Fraction> {
  static final Fraction ZERO = of(BigDecimal.ZERO);

  private static final int DIGITS_OF_LONG = 19;

  static Fraction of(BigDecimal number) {
    return new Fraction(number, BigDecimal.ONE);
  }

  /**
   * The fraction with the smallest denominator from {@code low} to {@code high}: of 33.33 and 33.34
   * it is 100 / 3. (A walk down the Stern-Brocot tree, by continued fractions.)
   */
  static Fraction simplest(BigDecimal low, BigDecimal high) {
    if (low.signum() <= 0 && high.signum() >= 0) {
      return ZERO;
    }
    if (high.signum() < 0) {
      return simplest(high.negate(), low.negate()).negate();
    }
    int scale = Math.max(0, Math.max(low.scale(), high.scale()));
    if (scale < DIGITS_OF_LONG && high.precision() - high.scale() + scale < DIGITS_OF_LONG) {
      long one = BigInteger.TEN.pow(scale).longValueExact();
      long[] found =
          simplest(
              low.setScale(scale).unscaledValue().longValueExact(),
              one,
              high.setScale(scale).unscaledValue().longValueExact(),
              one);
      return new Fraction(BigDecimal.valueOf(found[0]), BigDecimal.valueOf(found[1]));
    }
    BigInteger one = BigInteger.TEN.pow(scale);
    BigInteger[] found =
        simplest(
            low.setScale(scale).unscaledValue(), one, high.setScale(scale).unscaledValue(), one);
    return new Fraction(new BigDecimal(found[0]), new BigDecimal(found[1]));
  }

  /** From a / b to c / d, all positive: what is found is no larger than what is given. */
  private static long[] simplest(long a, long b, long c, long d) {
    long floor = a / b;
    if (floor * b == a) {
      return new long[] {floor, 1};
    }
    if (floor + 1 <= c / d) {
      return new long[] {floor + 1, 1};
    }
    long[] rest = simplest(d, c - floor * d, b, a - floor * b);
    return new long[] {floor * rest[0] + rest[1], rest[0]};
  }

  private static BigInteger[] simplest(BigInteger a, BigInteger b, BigInteger c, BigInteger d) {
    BigInteger[] floor = a.divideAndRemainder(b);
    BigInteger next = floor[0].add(BigInteger.ONE);
    if (floor[1].signum() == 0) {
      return new BigInteger[] {floor[0], BigInteger.ONE};
    }
    if (next.multiply(d).compareTo(c) <= 0) {
      return new BigInteger[] {next, BigInteger.ONE};
    }
    BigInteger[] rest = simplest(d, c.subtract(floor[0].multiply(d)), b, floor[1]);
    return new BigInteger[] {floor[0].multiply(rest[0]).add(rest[1]), rest[0]};
  }

  int signum() {
    return numerator.signum();
  }

  Fraction negate() {
    return new Fraction(numerator.negate(), denominator);
  }

  Fraction abs() {
    return signum() < 0 ? negate() : this;
  }

  Fraction plus(Fraction other) {
    return denominator.equals(other.denominator)
        ? new Fraction(numerator.add(other.numerator), denominator)
        : new Fraction(
            numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
            denominator.multiply(other.denominator));
  }

  Fraction times(Fraction other) {
    return new Fraction(
        numerator.multiply(other.numerator), denominator.multiply(other.denominator));
  }

  /**
   * @throws ArithmeticException of zero
   */
  Fraction reciprocal() {
    if (signum() == 0) {
      throw new ArithmeticException("1 / 0");
    }
    return signum() > 0
        ? new Fraction(denominator, numerator)
        : new Fraction(denominator.negate(), numerator.negate());
  }

  /** By multiplying, not by dividing. */
  @Override
  public int compareTo(Fraction other) {
    return denominator.equals(other.denominator)
        ? numerator.compareTo(other.numerator)
        : numerator.multiply(other.denominator).compareTo(other.numerator.multiply(denominator));
  }

  @Override
  public String toString() {
    return denominator.equals(BigDecimal.ONE)
        ? numerator.toPlainString()
        : numerator.toPlainString() + "/" + denominator.toPlainString();
  }
}
