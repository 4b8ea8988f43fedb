package dev.runrate.alert.condition;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * An exact rational number in lowest terms: 100 / 3 stays what it is, so that three times it is 100
 * again and a growth of exactly 25 percent is exactly a quarter.
 *
 * @param denominator positive
 */
record Fraction(BigInteger numerator, BigInteger denominator) implements Comparable<Fraction> {
  static final Fraction ZERO = new Fraction(BigInteger.ZERO, BigInteger.ONE);
  static final Fraction ONE = new Fraction(BigInteger.ONE, BigInteger.ONE);

  Fraction {
    if (denominator.signum() <= 0) {
      throw new IllegalArgumentException("denominator " + denominator);
    }
    BigInteger common = numerator.gcd(denominator);
    if (!common.equals(BigInteger.ONE)) {
      numerator = numerator.divide(common);
      denominator = denominator.divide(common);
    }
  }

  static Fraction of(BigDecimal number) {
    return number.scale() <= 0
        ? new Fraction(number.toBigIntegerExact(), BigInteger.ONE)
        : new Fraction(number.unscaledValue(), BigInteger.TEN.pow(number.scale()));
  }

  /**
   * The fraction with the smallest denominator from {@code low} to {@code high}: of 33.33 and 33.34
   * it is 100 / 3. (A walk down the Stern-Brocot tree, by continued fractions.)
   */
  static Fraction simplest(Fraction low, Fraction high) {
    if (low.signum() <= 0 && high.signum() >= 0) {
      return ZERO;
    }
    if (high.signum() < 0) {
      return simplest(high.negate(), low.negate()).negate();
    }
    BigInteger floor = low.numerator.divide(low.denominator);
    Fraction whole = new Fraction(floor, BigInteger.ONE);
    if (whole.equals(low)) {
      return whole;
    }
    Fraction next = whole.plus(ONE);
    if (next.compareTo(high) <= 0) {
      return next;
    }
    Fraction rest = simplest(high.minus(whole).reciprocal(), low.minus(whole).reciprocal());
    return whole.plus(rest.reciprocal());
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

  Fraction minus(Fraction other) {
    return plus(other.negate());
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
    return denominator.equals(BigInteger.ONE)
        ? numerator.toString()
        : numerator + "/" + denominator;
  }
}
