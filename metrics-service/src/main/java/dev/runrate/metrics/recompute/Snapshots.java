package dev.runrate.metrics.recompute;

import dev.runrate.common.event.PeriodMetrics;
import dev.runrate.common.event.PeriodView;
import dev.runrate.common.event.SnapshotEvent;
import dev.runrate.common.fact.Conflict;
import dev.runrate.common.fact.Figure;
import dev.runrate.common.fact.FilingId;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.Scenario;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.metrics.factbook.FactBook;
import dev.runrate.metrics.metric.Conflicts;
import dev.runrate.metrics.metric.Metric;
import dev.runrate.metrics.metric.SegmentFigures;
import dev.runrate.metrics.period.SpanLength;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The snapshots of an issuer: what is told of each period that has figures. The twelve months that
 * are no fiscal year have none of their own: they are one query away, and would double the traffic.
 */
final class Snapshots {
  /** A snapshot without its revision: what decides whether it is news. */
  record Content(
      SegmentId segment,
      Period period,
      String span,
      PeriodMetrics current,
      PeriodMetrics prior,
      PeriodMetrics yearAgo,
      PeriodMetrics forecast,
      List<Conflict> conflicts,
      boolean finer) {

    SnapshotEvent event(
        IssuerId issuer, long revision, boolean newest, FilingId causedBy, Instant at) {
      return new SnapshotEvent(
          issuer,
          segment,
          span,
          period.toString(),
          revision,
          current,
          prior,
          yearAgo,
          forecast,
          conflicts,
          newest,
          finer,
          causedBy,
          at);
    }
  }

  private Snapshots() {}

  /** The snapshots of the periods that meet the reach, oldest period first. */
  static List<Content> of(FactBook book, SegmentId segment, Reach reach) {
    SegmentFigures figures = new SegmentFigures(book, segment);
    List<Content> contents = new ArrayList<>();
    for (Period period : periods(figures)) {
      if (reach.meets(period.start(), period.end())
          && !figures.known(period, SegmentFigures.OUTCOMES).isEmpty()) {
        contents.add(content(figures, period));
      }
    }
    return contents;
  }

  private static TreeSet<Period> periods(SegmentFigures figures) {
    TreeSet<Period> periods = new TreeSet<>();
    for (Scenario scenario : SegmentFigures.OUTCOMES) {
      figures.spans(scenario).stream().filter(figures::isReportingPeriod).forEach(periods::add);
      figures.instants(scenario).forEach(day -> periods.add(new Period.Instant(day)));
    }
    return periods;
  }

  private static Content content(SegmentFigures figures, Period period) {
    FactBook book = figures.book();
    return new Content(
        figures.segment(),
        period,
        spanName(period),
        view(figures, period, SegmentFigures.OUTCOMES).orElseThrow(),
        figures.before(period).flatMap(p -> view(figures, p, SegmentFigures.OUTCOMES)).orElse(null),
        figures
            .yearBefore(period)
            .flatMap(p -> view(figures, p, SegmentFigures.OUTCOMES))
            .orElse(null),
        view(figures, period, SegmentFigures.EXPECTATIONS).orElse(null),
        Conflicts.stated(book, figures.segment(), period),
        hasFiner(figures, period));
  }

  static String spanName(Period period) {
    return period instanceof Period.Span span
        ? SpanLength.of(span).toString()
        : SnapshotEvent.INSTANT;
  }

  private static Optional<PeriodMetrics> view(
      SegmentFigures figures, Period period, List<Scenario> scenarios) {
    Map<Metric, Figure> known = figures.known(period, scenarios);
    if (known.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Figure> byName = new LinkedHashMap<>();
    known.forEach((metric, figure) -> byName.put(metric.toString(), figure));
    return Optional.of(new PeriodMetrics(view(figures.book(), period), byName));
  }

  static PeriodView view(FactBook book, Period period) {
    Period dates = period instanceof Period.Span span ? book.realDates(span) : period;
    return PeriodView.of(book.label(period), dates);
  }

  /** A shorter span that ends with this one has figures of its own. */
  private static boolean hasFiner(SegmentFigures figures, Period period) {
    if (!(period instanceof Period.Span span)) {
      return false;
    }
    LocalDate end = span.end();
    return SegmentFigures.OUTCOMES.stream()
        .flatMap(scenario -> figures.spans(scenario).stream())
        .filter(other -> other.end().equals(end) && other.start().isAfter(span.start()))
        .anyMatch(other -> !figures.known(other, SegmentFigures.OUTCOMES).isEmpty());
  }
}
