package dev.runrate.metrics.trend;

import dev.runrate.common.fact.Figure;
import dev.runrate.common.fact.Interval;
import dev.runrate.common.fact.Metric;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.Scenario;
import dev.runrate.metrics.metric.SegmentFigures;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A stock that is stated now and then: how fast it grows between two statements, and what it was on
 * a day between them. Example: an ARR of 100m and one of 200m a year later have doubled in 365
 * days, and half a year after the first it was between the two.
 */
public final class Trend {
  /** A year of growth; of twelve months. */
  private static final int YEAR_DAYS = 365;

  private static final int MONTHS = 12;

  /** What takes longer than a century to double does not. */
  private static final int MOST_DAYS = 36_500;

  private static final MathContext NEAREST = new MathContext(34, RoundingMode.HALF_EVEN);

  /** A figure of a day. */
  public record Point(LocalDate day, Figure figure) {}

  /**
   * From one statement to another.
   *
   * @param factor later / earlier; null where the earlier may be nothing
   * @param growthPerYear compound, over 365 days; null where there is none
   * @param growthPerMonth compound, over a twelfth of that; null where there is none
   * @param doublingDays null where it certainly or possibly does not grow
   * @param reason why something is null; else null
   */
  public record Leg(
      Point from,
      Point to,
      int days,
      Interval factor,
      Interval growthPerYear,
      Interval growthPerMonth,
      Interval doublingDays,
      String reason) {}

  /** How the value of a day is known. */
  public enum Manner {
    STATED,
    /** The nearest statement within the tolerance. */
    NEAR,
    INTERPOLATED,
    NOT_COMPUTABLE;

    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * The value of a day.
   *
   * @param value in proportion to the days; null where it is not known, or known in bounds only
   * @param range null where it is not known
   * @param note what it takes for granted, or the reason why it is not known
   */
  public record AsOfDay(
      LocalDate day,
      BigDecimal value,
      Interval range,
      Manner manner,
      List<Point> from,
      String note) {}

  private final List<Point> points;

  private Trend(List<Point> points) {
    this.points = points;
  }

  /** Of the days on which the metric is known as an outcome, all in the unit of the newest. */
  public static Trend of(SegmentFigures figures, Metric metric) {
    List<Point> points = new ArrayList<>();
    for (Scenario scenario : List.of(Scenario.ACTUAL, Scenario.ESTIMATE)) {
      for (LocalDate day : figures.instants(scenario)) {
        Figure figure = figures.figure(metric, new Period.Instant(day), SegmentFigures.OUTCOMES);
        if (figure.isKnown() && points.stream().noneMatch(p -> p.day.equals(day))) {
          points.add(new Point(day, figure));
        }
      }
    }
    points.sort(java.util.Comparator.comparing(Point::day));
    if (!points.isEmpty()) {
      Figure newest = points.getLast().figure;
      points.removeIf(
          p -> !p.figure.unit().equals(newest.unit()) || !p.figure.basis().equals(newest.basis()));
    }
    return new Trend(List.copyOf(points));
  }

  /** Oldest first. */
  public List<Point> points() {
    return points;
  }

  /** Each statement and the next. */
  public List<Leg> legs() {
    List<Leg> legs = new ArrayList<>();
    for (int i = 1; i < points.size(); i++) {
      legs.add(leg(points.get(i - 1), points.get(i)));
    }
    return legs;
  }

  /** From the first to the last; empty where there are not two. */
  public Optional<Leg> whole() {
    return points.size() < 2
        ? Optional.empty()
        : Optional.of(leg(points.getFirst(), points.getLast()));
  }

  static Leg leg(Point from, Point to) {
    int days = (int) (to.day.toEpochDay() - from.day.toEpochDay());
    Interval before = from.figure.range();
    Interval after = to.figure.range();
    Optional<Interval> factor =
        before.isPositive() && after.isPositive() ? after.dividedBy(before) : Optional.empty();
    if (factor.isEmpty()) {
      return new Leg(
          from, to, days, null, null, null, null, "one of the two may be nothing, or less");
    }
    Interval f = factor.get();
    Interval yearly = growth(f, YEAR_DAYS, days);
    Interval monthly = growth(f, YEAR_DAYS, MONTHS * days);
    Optional<Interval> doubling = doubling(f, days);
    return new Leg(
        from,
        to,
        days,
        f,
        yearly,
        monthly,
        doubling.orElse(null),
        doubling.isPresent() ? null : "it does not certainly grow, or takes a century to double");
  }

  /** (1 + g) = factor^(p/q), at either end. */
  private static Interval growth(Interval factor, int p, int q) {
    BigDecimal low =
        factor.low() == null || factor.low().signum() <= 0
            ? BigDecimal.ONE.negate()
            : Powers.power(factor.low(), p, q)
                .map(i -> i.low().subtract(BigDecimal.ONE))
                .orElse(null);
    BigDecimal high =
        factor.high() == null
            ? null
            : Powers.power(factor.high(), p, q)
                .map(i -> i.high().subtract(BigDecimal.ONE))
                .orElse(null);
    return new Interval(low, high);
  }

  private static Optional<Interval> doubling(Interval factor, int days) {
    if (factor.low() == null || factor.low().compareTo(BigDecimal.ONE) <= 0) {
      return Optional.empty();
    }
    Optional<Interval> slowest = Powers.stepsToDouble(factor.low(), days, MOST_DAYS);
    if (slowest.isEmpty()) {
      return Optional.empty();
    }
    BigDecimal fastest =
        factor.high() == null
            ? BigDecimal.ZERO
            : Powers.stepsToDouble(factor.high(), days, MOST_DAYS)
                .map(Interval::low)
                .orElse(BigDecimal.ZERO);
    return Optional.of(new Interval(fastest, slowest.get().high()));
  }

  /**
   * What it was on a day.
   *
   * @param toleranceDays a statement so near counts as of the day
   */
  public AsOfDay asOf(LocalDate day, int toleranceDays) {
    Point before = null;
    Point after = null;
    for (Point point : points) {
      if (!point.day.isAfter(day)) {
        before = point;
      } else if (after == null) {
        after = point;
      }
    }
    if (before != null && before.day.equals(day)) {
      return near(day, before, Manner.STATED, null);
    }
    long back = before == null ? Long.MAX_VALUE : day.toEpochDay() - before.day.toEpochDay();
    long forth = after == null ? Long.MAX_VALUE : after.day.toEpochDay() - day.toEpochDay();
    if (Math.min(back, forth) <= toleranceDays) {
      Point nearest = back <= forth ? before : after;
      return near(day, nearest, Manner.NEAR, "stated of " + nearest.day);
    }
    if (before == null || after == null) {
      return new AsOfDay(
          day,
          null,
          null,
          Manner.NOT_COMPUTABLE,
          List.of(),
          points.isEmpty()
              ? "nothing is stated"
              : "nothing is stated "
                  + (before == null ? "before " : "after ")
                  + day
                  + ", and within "
                  + toleranceDays
                  + " days of it");
    }
    return between(day, before, after);
  }

  private static AsOfDay near(LocalDate day, Point point, Manner manner, String note) {
    return new AsOfDay(
        day, point.figure.value(), point.figure.range(), manner, List.of(point), note);
  }

  /** Wherever it went from the one to the other, if it did not turn round. */
  private static AsOfDay between(LocalDate day, Point before, Point after) {
    Interval a = before.figure.range();
    Interval b = after.figure.range();
    Interval hull =
        new Interval(
            a.low() == null || b.low() == null ? null : a.low().min(b.low()),
            a.high() == null || b.high() == null ? null : a.high().max(b.high()));
    BigDecimal value = null;
    if (before.figure.value() != null && after.figure.value() != null) {
      BigDecimal days = BigDecimal.valueOf(after.day.toEpochDay() - before.day.toEpochDay());
      BigDecimal since = BigDecimal.valueOf(day.toEpochDay() - before.day.toEpochDay());
      value =
          before
              .figure
              .value()
              .add(
                  after
                      .figure
                      .value()
                      .subtract(before.figure.value())
                      .multiply(since)
                      .divide(days, NEAREST));
    }
    return new AsOfDay(
        day,
        value,
        hull,
        Manner.INTERPOLATED,
        List.of(before, after),
        "between " + before.day + " and " + after.day + ", if it did not turn round on the way");
  }
}
