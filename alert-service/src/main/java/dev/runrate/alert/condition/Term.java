package dev.runrate.alert.condition;

import dev.runrate.common.fact.Figure;
import dev.runrate.common.fact.Interval;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Objects;

/**
 * A figure inside a condition: an exact decimal in its interval. Operations keep the interval
 * sound, so a comparison that certainly holds for the result holds for every point of the operands.
 *
 * @param point null where only bounds are known
 * @param unit null for a number written in the condition, which fits any unit
 */
record Term(BigDecimal point, Interval range, String unit, String how, String basis) {
  private static final String PURE = "ratio";

  /** Ends the evaluation: what the condition asks has no answer. */
  static final class NoAnswerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoAnswerException(String message) {
      super(message, null, false, false);
    }
  }

  static Term of(Figure figure) {
    return new Term(
        figure.value(),
        figure.range(),
        figure.unit().code(),
        figure.how().toString(),
        figure.basis().slug());
  }

  static Term number(BigDecimal value) {
    return new Term(value, Interval.exactly(value), null, null, null);
  }

  Term plus(Term other) {
    requireUnitOf(other);
    return derived(
        other,
        unit != null ? unit : other.unit,
        point == null || other.point == null ? null : point.add(other.point),
        range.plus(other.range));
  }

  Term minus(Term other) {
    return plus(other.negated());
  }

  Term negated() {
    return new Term(point == null ? null : point.negate(), range.negate(), unit, how, basis);
  }

  Term magnitude() {
    return new Term(point == null ? null : point.abs(), range.abs(), unit, how, basis);
  }

  Term times(Term other) {
    String product = isPure() ? other.unit : other.isPure() ? unit : unit + "\u00b7" + other.unit;
    return derived(
        other,
        product,
        point == null || other.point == null ? null : point.multiply(other.point),
        range.times(other.range));
  }

  /** Anything where the divisor may be zero. */
  Term dividedBy(Term other) {
    String quotient =
        other.isPure() ? unit : Objects.equals(unit, other.unit) ? PURE : unit + "/" + other.unit;
    return derived(
        other,
        quotient,
        point == null || other.point == null || other.point.signum() == 0
            ? null
            : point.divide(other.point, MathContext.DECIMAL128),
        range.dividedBy(other.range).orElse(Interval.UNBOUNDED));
  }

  /** this / base - 1: of two losses, how much deeper the later one is. */
  Term growthFrom(Term base) {
    requireUnitOf(base);
    return dividedBy(base).minus(number(BigDecimal.ONE));
  }

  /** (this - base) / |base|: negative when things get worse, also below zero. */
  Term changeFrom(Term base) {
    requireUnitOf(base);
    if (base.range.containsZero()) {
      return minus(base).dividedBy(base.magnitude());
    }
    // |base| taken out, each operand stands once, and the interval is as narrow as can be.
    Term sign = number(BigDecimal.valueOf(base.range.isPositive() ? 1 : -1));
    return dividedBy(base.magnitude()).minus(sign);
  }

  Term atValue() {
    return at(point, "point figure");
  }

  Term atLow() {
    return at(range.low(), "lower bound");
  }

  Term atHigh() {
    return at(range.high(), "upper bound");
  }

  private Term at(BigDecimal number, String name) {
    if (number == null) {
      throw new NoAnswerException("the figure has no " + name);
    }
    return new Term(number, Interval.exactly(number), unit, how, basis);
  }

  void requireUnitOf(Term other) {
    if (unit != null && other.unit != null && !unit.equals(other.unit)) {
      throw new NoAnswerException("units differ: " + unit + " and " + other.unit);
    }
  }

  private Term derived(Term other, String newUnit, BigDecimal newPoint, Interval newRange) {
    return new Term(newPoint, newRange, newUnit, merge(how, other.how), merge(basis, other.basis));
  }

  private boolean isPure() {
    return unit == null || unit.equals(PURE);
  }

  private static String merge(String left, String right) {
    return left == null || left.equals(right) ? right : right == null ? left : "mixed";
  }
}
