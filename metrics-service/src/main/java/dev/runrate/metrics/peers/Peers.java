package dev.runrate.metrics.peers;

import dev.runrate.common.fact.Figure;
import dev.runrate.common.fact.Interval;
import dev.runrate.common.fact.Metric;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.SpanLength;
import dev.runrate.metrics.factbook.FactBook;
import dev.runrate.metrics.metric.SegmentFigures;
import dev.runrate.metrics.trend.Trend;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Figures of several issuers over the same days. What an issuer's own periods make up exactly is
 * taken from them; else a flow is put together from the two fiscal periods that the days lie in.
 *
 * <p>Example: an issuer whose quarters end in January and April had in the calendar's first quarter
 * 26 days of the one and 64 of the other.
 */
public final class Peers {
  private static final MathContext DOWN = new MathContext(34, RoundingMode.FLOOR);
  private static final MathContext UP = new MathContext(34, RoundingMode.CEILING);
  private static final MathContext NEAREST = new MathContext(34, RoundingMode.HALF_EVEN);

  /** Shares have so many digits. */
  private static final int SHARE_DIGITS = 6;

  /** A stock this near to the last day is of that day. */
  private static final int TOLERANCE_DAYS = 46;

  /** A figure over the days that were asked for. */
  public record Compared(Figure figure, Period period, boolean calendarised, String note) {}

  private Peers() {}

  /**
   * A figure over calendar days.
   *
   * @param days as asked for, whatever the issuer's fiscal year is
   */
  public static Compared over(SegmentFigures figures, Metric metric, Period.Span days) {
    FactBook book = figures.book();
    if (metric.kind() == Metric.Kind.INSTANT) {
      return stock(figures, metric, days.end());
    }
    Period nominal = book.nominal(days);
    boolean isTheSame = nominal instanceof Period.Span span && isNear(book.realDates(span), days);
    Figure own = figures.figure(metric, isTheSame ? nominal : days, SegmentFigures.OUTCOMES);
    if (own.isKnown()) {
      return new Compared(own, isTheSame ? nominal : days, false, null);
    }
    return calendarised(figures, metric, days)
        .orElseGet(() -> new Compared(own, days, false, null));
  }

  private static boolean isNear(Period.Span one, Period.Span other) {
    return Math.abs(one.start().toEpochDay() - other.start().toEpochDay()) <= 6
        && Math.abs(one.end().toEpochDay() - other.end().toEpochDay()) <= 6;
  }

  private static Compared stock(SegmentFigures figures, Metric metric, LocalDate day) {
    Trend trend = Trend.of(figures, metric);
    Trend.AsOfDay at = trend.asOf(day, TOLERANCE_DAYS);
    if (at.manner() == Trend.Manner.NOT_COMPUTABLE) {
      Figure none = figures.figure(metric, new Period.Instant(day), SegmentFigures.OUTCOMES);
      return new Compared(
          none.isKnown()
              ? none
              : Figure.notComputable(none.unit(), none.basis(), none.scenario(), at.note()),
          new Period.Instant(day),
          false,
          null);
    }
    Figure like = at.from().getFirst().figure();
    Figure figure =
        at.manner() == Trend.Manner.INTERPOLATED
            ? like(like, at.value(), at.range(), at.note())
            : like;
    return new Compared(
        figure, new Period.Instant(day), at.manner() == Trend.Manner.INTERPOLATED, at.note());
  }

  /** The two periods of the same length that the days lie in. */
  private static Optional<Compared> calendarised(
      SegmentFigures figures, Metric metric, Period.Span days) {
    SpanLength length = SpanLength.of(days);
    if (length.months() == 0) {
      return Optional.empty();
    }
    TreeSet<Period.Span> spans = new TreeSet<>();
    SegmentFigures.OUTCOMES.forEach(scenario -> spans.addAll(figures.spans(scenario)));
    FactBook book = figures.book();
    List<Period.Span> in = new ArrayList<>();
    List<Period.Span> dates = new ArrayList<>();
    for (Period.Span span : spans) {
      Period.Span real = book.realDates(span);
      if (SpanLength.of(span) == length
          && figures.isReportingPeriod(span)
          && common(real, days) > 0
          && figures.figure(metric, span, SegmentFigures.OUTCOMES).isKnown()) {
        in.add(span);
        dates.add(real);
      }
    }
    if (in.size() != 2
        || !dates.get(0).end().plusDays(1).equals(dates.get(1).start())
        || common(dates.get(0), days) + common(dates.get(1), days) != days.days()) {
      return Optional.empty();
    }
    Figure a = figures.figure(metric, in.get(0), SegmentFigures.OUTCOMES);
    Figure b = figures.figure(metric, in.get(1), SegmentFigures.OUTCOMES);
    if (!a.unit().equals(b.unit()) || !a.basis().equals(b.basis())) {
      return Optional.empty();
    }
    String note =
        common(dates.get(0), days)
            + " days of "
            + book.label(in.get(0))
            + " and "
            + common(dates.get(1), days)
            + " of "
            + book.label(in.get(1))
            + ", by days; the bounds are those of the two, as nobody says how a period is spread"
            + " over its days";
    boolean isFlow =
        metric.measure() == Metric.Measure.MONEY
            && metric != Metric.BURN_PER_MONTH
            && metric != Metric.RUN_RATE_REVENUE;
    Interval one = isFlow ? perDays(a.range(), dates.get(0), days) : a.range();
    Interval other = isFlow ? perDays(b.range(), dates.get(1), days) : b.range();
    BigDecimal value =
        isFlow && a.value() != null && b.value() != null
            ? part(a.value(), dates.get(0), days).add(part(b.value(), dates.get(1), days))
            : null;
    return Optional.of(new Compared(like(a, value, hull(one, other), note), days, true, note));
  }

  private static long common(Period.Span a, Period.Span b) {
    long first = Math.max(a.start().toEpochDay(), b.start().toEpochDay());
    long last = Math.min(a.end().toEpochDay(), b.end().toEpochDay());
    return Math.max(0, last - first + 1);
  }

  private static BigDecimal part(BigDecimal value, Period.Span of, Period.Span days) {
    return value
        .multiply(BigDecimal.valueOf(common(of, days)))
        .divide(BigDecimal.valueOf(of.days()), NEAREST);
  }

  /** At the pace of a period, for as many days as were asked for. */
  private static Interval perDays(Interval range, Period.Span of, Period.Span days) {
    return new Interval(
        range.low() == null ? null : pace(range.low(), of, days, DOWN),
        range.high() == null ? null : pace(range.high(), of, days, UP));
  }

  private static BigDecimal pace(
      BigDecimal value, Period.Span of, Period.Span days, MathContext rounding) {
    return value
        .multiply(BigDecimal.valueOf(days.days()))
        .divide(BigDecimal.valueOf(of.days()), rounding);
  }

  private static Interval hull(Interval a, Interval b) {
    return new Interval(
        a.low() == null || b.low() == null ? null : a.low().min(b.low()),
        a.high() == null || b.high() == null ? null : a.high().max(b.high()));
  }

  private static Figure like(Figure figure, BigDecimal value, Interval range, String note) {
    return new Figure(
        value,
        range.low(),
        range.high(),
        figure.unit(),
        figure.how(),
        figure.basis(),
        figure.scenario(),
        null,
        note,
        figure.suspect());
  }

  /**
   * Where each figure stands among those that are known, from 0, the lowest, to 1, as an interval:
   * of figures that overlap nobody can say which is higher. Empty for those that are not known, and
   * where there is nothing to compare with or two units are.
   */
  public static List<Optional<Interval>> percentiles(List<Figure> figures) {
    List<Figure> known = figures.stream().filter(Figure::isKnown).toList();
    boolean comparable =
        known.size() > 1 && known.stream().map(Figure::unit).distinct().count() == 1;
    if (!comparable) {
      return Collections.nCopies(figures.size(), Optional.empty());
    }
    return figures.stream()
        .map(figure -> figure.isKnown() ? Optional.of(percentile(figure, known)) : none())
        .toList();
  }

  private static Optional<Interval> none() {
    return Optional.empty();
  }

  private static Interval percentile(Figure figure, List<Figure> known) {
    int others = known.size() - 1;
    long below = known.stream().filter(o -> o.range().isBelow(figure.range())).count();
    long above = known.stream().filter(o -> figure.range().isBelow(o.range())).count();
    return new Interval(
        share(below, others, RoundingMode.FLOOR),
        share(others - above, others, RoundingMode.CEILING));
  }

  private static BigDecimal share(long count, int of, RoundingMode rounding) {
    return BigDecimal.valueOf(count).divide(BigDecimal.valueOf(of), SHARE_DIGITS, rounding);
  }
}
