package dev.runrate.alert.cel;

import dev.runrate.alert.rule.Comparability;
import dev.runrate.common.fact.Figure;
import dev.runrate.common.fact.Hows;
import java.math.BigDecimal;
import java.util.Objects;

/**
 * A figure inside a condition: an exact number in its interval. Operations are exact and keep the
 * interval sound, so a comparison that certainly holds for the result holds for every point of the
 * operands.
 *
 * @param point null where only bounds are known
 * @param unit null for a number written in the condition, which fits any unit
 * @param how null for a number written in the condition
 * @param basis null for a number written in the condition
 * @param figure whose term this is, under its metric's name; null for what was computed
 */
record Term(Fraction point, Bounds range, String unit, Hows how, String basis, Named figure) {
  private static final String PURE = "ratio";

  /** A figure that was read. */
  record Named(String metric, Figure figure) {}

  /** Ends the evaluation: what the condition asks has no answer. */
  static final class NoAnswerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoAnswerException(String message) {
      super(message, null, false, false);
    }
  }

  static Term of(String metric, Figure figure) {
    Bounds range = Bounds.of(figure.range());
    boolean isPoint = range.low() != null && range.low() == range.high();
    return new Term(
        figure.value() == null ? null : isPoint ? range.low() : Fraction.of(figure.value()),
        range,
        figure.unit().code(),
        figure.how(),
        figure.basis().slug(),
        new Named(metric, figure));
  }

  static Term number(BigDecimal value) {
    Fraction number = Fraction.of(value);
    return new Term(number, Bounds.exactly(number), null, null, null, null);
  }

  Term plus(Term other) {
    requireComparable(other);
    return derived(
        other,
        unit != null ? unit : other.unit,
        point == null || other.point == null ? null : point.plus(other.point),
        range.plus(other.range));
  }

  Term minus(Term other) {
    requireComparable(other);
    return plus(other.negated());
  }

  Term negated() {
    return same(point == null ? null : point.negate(), range.negate());
  }

  Term magnitude() {
    return same(point == null ? null : point.abs(), range.abs());
  }

  Term times(Term other) {
    String product = isPure() ? other.unit : other.isPure() ? unit : unit + "\u00b7" + other.unit;
    return derived(
        other,
        product,
        point == null || other.point == null ? null : point.times(other.point),
        range.times(other.range));
  }

  /** Anything where the divisor may be zero. */
  Term dividedBy(Term other) {
    if (Objects.equals(unit, other.unit)) {
      requireComparable(other);
    }
    String quotient =
        other.isPure() ? unit : Objects.equals(unit, other.unit) ? PURE : unit + "/" + other.unit;
    return derived(
        other,
        quotient,
        point == null || other.point == null || other.point.signum() == 0
            ? null
            : point.times(other.point.reciprocal()),
        range.dividedBy(other.range).orElse(Bounds.UNBOUNDED));
  }

  /** this / base - 1: of two losses, how much deeper the later one is. */
  Term growthFrom(Term base) {
    requireComparable(base);
    return dividedBy(base).minus(number(BigDecimal.ONE));
  }

  /** (this - base) / |base|: negative when things get worse, also below zero. */
  Term changeFrom(Term base) {
    requireComparable(base);
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

  private Term at(Fraction number, String name) {
    if (number == null) {
      throw new NoAnswerException("the figure has no " + name);
    }
    return same(number, Bounds.exactly(number));
  }

  boolean is(String way) {
    return how != null && how.list().stream().anyMatch(each -> each.toString().equals(way));
  }

  /**
   * Two units never meet, and of one metric neither two bases nor a stand-in and the real thing.
   */
  void requireComparable(Term other) {
    if (unit != null && other.unit != null && !unit.equals(other.unit)) {
      throw new NoAnswerException("units differ: " + unit + " and " + other.unit);
    }
    if (figure != null
        && other.figure != null
        && figure.metric.equals(other.figure.metric)
        && !Comparability.allows(figure.figure, other.figure.figure)) {
      throw new NoAnswerException("not comparable: two readings of " + figure.metric);
    }
  }

  /** Negated, or one of its ends: still of that figure. */
  private Term same(Fraction newPoint, Bounds newRange) {
    return new Term(newPoint, newRange, unit, how, basis, figure);
  }

  private Term derived(Term other, String newUnit, Fraction newPoint, Bounds newRange) {
    Hows ways = how == null ? other.how : other.how == null ? how : how.and(other.how);
    return new Term(newPoint, newRange, newUnit, ways, merge(basis, other.basis), null);
  }

  private boolean isPure() {
    return unit == null || unit.equals(PURE);
  }

  private static String merge(String left, String right) {
    return left == null || left.equals(right) ? right : right == null ? left : "mixed";
  }
}
