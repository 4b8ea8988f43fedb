package dev.runrate.metrics.recompute;

import dev.runrate.common.event.PeriodMetrics;
import dev.runrate.common.event.PeriodView;
import dev.runrate.common.event.SnapshotEvent;
import dev.runrate.common.fact.Conflict;
import dev.runrate.common.fact.Figure;
import dev.runrate.common.fact.FilingId;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.Metric;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.Scenario;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.common.fact.SpanLength;
import dev.runrate.metrics.audit.Audit;
import dev.runrate.metrics.audit.Audits;
import dev.runrate.metrics.factbook.FactBook;
import dev.runrate.metrics.metric.Conflicts;
import dev.runrate.metrics.metric.SegmentFigures;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The snapshots of an issuer: what is told of each period that has figures. The twelve months that
 * are no fiscal year have none of their own: they are one query away, and would double the traffic.
 */
final class Snapshots {
  /** A snapshot without its revision: what decides whether it is news. */
  record Content(
      SegmentId segment,
      Period period,
      PeriodMetrics current,
      PeriodMetrics prior,
      PeriodMetrics yearAgo,
      PeriodMetrics forecast,
      List<Conflict> conflicts,
      boolean finer) {

    /** What a message said. */
    static Content of(SnapshotEvent event) {
      Period period = period(event.periodKey());
      return new Content(
          event.segment(),
          period,
          event.current(),
          comparable(event.prior(), event.current()),
          comparable(event.yearAgo(), event.current()),
          event.forecast(),
          event.conflicts() == null ? List.of() : event.conflicts(),
          event.finer());
    }

    private static Period period(String key) {
      String[] days = key.split("/");
      return days.length == 1
          ? new Period.Instant(LocalDate.parse(days[0]))
          : new Period.Span(LocalDate.parse(days[0]), LocalDate.parse(days[1]));
    }

    String fingerprint() {
      return Fingerprint.of(current, prior, yearAgo, forecast, conflicts, finer);
    }

    SnapshotEvent event(
        IssuerId issuer, long revision, boolean newest, FilingId causedBy, Instant at) {
      return new SnapshotEvent(
          issuer,
          segment,
          SpanLength.of(period),
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

  private record Seen(Period period, List<Scenario> scenarios) {}

  private final SegmentFigures figures;
  private final Conflicts conflicts;
  private final Map<Period, List<Conflict>> failing = new HashMap<>();

  /** A period stands in up to three snapshots: as itself, as the one before, as the year ago. */
  private final Map<Seen, Optional<PeriodMetrics>> views = new HashMap<>();

  private final Map<LocalDate, List<Period.Span>> spansByEnd;

  private Snapshots(SegmentFigures figures, List<Audit> failing) {
    this.figures = figures;
    for (Audit audit : failing) {
      Audit.Evidence held = audit.evidence().getLast();
      if (held.line().segment().equals(figures.segment())) {
        this.failing
            .computeIfAbsent(held.period(), p -> new ArrayList<>())
            .add(audit.conflict(figures.book()));
      }
    }
    this.conflicts = new Conflicts(figures.book(), figures.segment());
    this.spansByEnd =
        SegmentFigures.OUTCOMES.stream()
            .flatMap(scenario -> figures.spans(scenario).stream())
            .distinct()
            .collect(Collectors.groupingBy(Period.Span::end));
  }

  /** The snapshots of the periods that meet the reach, oldest period first. */
  static List<Content> of(Audits.Audited audited, SegmentId segment, Reach reach) {
    SegmentFigures figures = new SegmentFigures(audited.book(), segment);
    Snapshots snapshots = new Snapshots(figures, audited.failing());
    return periods(figures).stream()
        .filter(period -> reach.meets(period.start(), period.end()))
        .map(snapshots::content)
        .flatMap(Optional::stream)
        .toList();
  }

  private static TreeSet<Period> periods(SegmentFigures figures) {
    TreeSet<Period> periods = new TreeSet<>();
    for (Scenario scenario : SegmentFigures.OUTCOMES) {
      figures.spans(scenario).stream().filter(figures::isReportingPeriod).forEach(periods::add);
      figures.instants(scenario).forEach(day -> periods.add(new Period.Instant(day)));
    }
    return periods;
  }

  private Optional<Content> content(Period period) {
    return view(period, SegmentFigures.OUTCOMES)
        .map(
            current ->
                new Content(
                    figures.segment(),
                    period,
                    current,
                    comparable(prior(period), current),
                    comparable(yearAgo(period), current),
                    forecast(period),
                    conflicts(period),
                    hasFiner(period)));
  }

  private List<Conflict> conflicts(Period period) {
    List<Conflict> stated = conflicts.stated(period);
    List<Conflict> audits = failing.get(period);
    return audits == null
        ? stated
        : Stream.concat(stated.stream(), audits.stream()).sorted(Conflicts.BY_MATERIALITY).toList();
  }

  /** What another period has of the metrics of this one; null where that is nothing. */
  private static PeriodMetrics comparable(PeriodMetrics other, PeriodMetrics current) {
    if (other == null) {
      return null;
    }
    Map<Metric, Figure> metrics = new EnumMap<>(other.metrics());
    metrics.keySet().retainAll(current.metrics().keySet());
    if (metrics.isEmpty()) {
      return null;
    }
    Map<Metric, PeriodView> periods = new TreeMap<>(other.periods());
    periods.keySet().retainAll(metrics.keySet());
    return new PeriodMetrics(other.period(), metrics, periods);
  }

  private PeriodMetrics prior(Period period) {
    return switch (period) {
      case Period.Span span -> figures.before(span).flatMap(this::outcomes).orElse(null);
      case Period.Instant instant -> onOwnDays(figures.lastKnownBefore(instant.date()));
    };
  }

  private PeriodMetrics yearAgo(Period period) {
    return switch (period) {
      case Period.Span span -> outcomes(figures.book().yearEarlier(span)).orElse(null);
      case Period.Instant instant -> onOwnDays(figures.knownYearBefore(instant.date()));
    };
  }

  private Optional<PeriodMetrics> outcomes(Period period) {
    return view(period, SegmentFigures.OUTCOMES);
  }

  /** Each figure of the day on which it was known; the newest of the days names them all. */
  private PeriodMetrics onOwnDays(Map<Metric, LocalDate> days) {
    if (days.isEmpty()) {
      return null;
    }
    LocalDate newest = Collections.max(days.values());
    Map<Metric, Figure> metrics = new EnumMap<>(Metric.class);
    Map<Metric, PeriodView> periods = new EnumMap<>(Metric.class);
    days.forEach(
        (metric, day) -> {
          Period.Instant instant = new Period.Instant(day);
          metrics.put(metric, figures.known(instant, SegmentFigures.OUTCOMES).get(metric));
          if (!day.equals(newest)) {
            periods.put(metric, view(figures.book(), instant));
          }
        });
    return new PeriodMetrics(view(figures.book(), new Period.Instant(newest)), metrics, periods);
  }

  /** What was expected before it was known what came. */
  private PeriodMetrics forecast(Period period) {
    Map<Metric, Figure> timely = new EnumMap<>(Metric.class);
    figures
        .known(period, SegmentFigures.EXPECTATIONS)
        .forEach(
            (metric, figure) -> {
              if (figures.isTimely(metric, period)) {
                timely.put(metric, figure);
              }
            });
    return timely.isEmpty() ? null : new PeriodMetrics(view(figures.book(), period), timely);
  }

  private Optional<PeriodMetrics> view(Period period, List<Scenario> scenarios) {
    return views.computeIfAbsent(new Seen(period, scenarios), seen -> newView(period, scenarios));
  }

  private Optional<PeriodMetrics> newView(Period period, List<Scenario> scenarios) {
    Map<Metric, Figure> known = figures.known(period, scenarios);
    return known.isEmpty()
        ? Optional.empty()
        : Optional.of(new PeriodMetrics(view(figures.book(), period), known));
  }

  static PeriodView view(FactBook book, Period period) {
    Period dates = period instanceof Period.Span span ? book.realDates(span) : period;
    return PeriodView.of(book.label(period), dates);
  }

  /** A shorter span that ends with this one has figures of its own. */
  private boolean hasFiner(Period period) {
    return period instanceof Period.Span span
        && spansByEnd.getOrDefault(span.end(), List.of()).stream()
            .filter(other -> other.start().isAfter(span.start()))
            .anyMatch(other -> view(other, SegmentFigures.OUTCOMES).isPresent());
  }
}
