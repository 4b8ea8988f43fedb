package dev.runrate.metrics.metric;

import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.Scenario;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.common.fact.SpanLength;
import dev.runrate.metrics.factbook.FactBook;
import dev.runrate.metrics.factbook.Line;
import dev.runrate.metrics.period.FiscalCalendar;
import dev.runrate.metrics.period.FlowGraph;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The spans of a segment that are worth asking about: those that facts are about, a year before
 * those whose growth is stated, and what lies between the boundaries of these: parts of fiscal
 * years, any twelve months, and the differences of two spans with a common end.
 */
final class Spans {
  /**
   * Newest first; of those that end together the one that says most about now: a quarter, then a
   * month (shorter, but seasonal), then the longer ones.
   */
  static final Comparator<Period.Span> NEWEST_FIRST =
      Comparator.comparing(Period.Span::end)
          .reversed()
          .thenComparing(span -> preference(SpanLength.of(span)))
          .thenComparing(Period.Span::start, Comparator.reverseOrder());

  private final FactBook book;
  private final FiscalCalendar calendar;
  private final Set<Period.Span> stated = new HashSet<>();
  private final Map<LocalDate, List<Period.Span>> statedByStart = new HashMap<>();
  private final Map<LocalDate, List<Period.Span>> statedByEnd = new HashMap<>();
  private final TreeSet<LocalDate> boundaries = new TreeSet<>();
  private final TreeSet<Period.Span> found = new TreeSet<>(NEWEST_FIRST);

  private Spans(FactBook book) {
    this.book = book;
    this.calendar = book.calendar();
  }

  static TreeSet<Period.Span> of(FactBook book, SegmentId segment, Scenario scenario) {
    Spans spans = new Spans(book);
    spans.collect(segment, scenario);
    spans.combine();
    return spans.found;
  }

  private static int preference(SpanLength length) {
    return switch (length) {
      case QUARTER -> 0;
      case MONTH -> 1;
      case HALF -> 2;
      case OTHER, INSTANT -> 3;
      case NINE_MONTHS -> 4;
      case YEAR -> 5;
    };
  }

  private void collect(SegmentId segment, Scenario scenario) {
    for (Line line : book.lines()) {
      boolean visible = line.scenario() == scenario || line.scenario() == Scenario.ACTUAL;
      if (visible && line.segment().equals(segment) && line.concept().takesSpan()) {
        for (Period period : book.candidates(line).keySet()) {
          if (period instanceof Period.Span span) {
            add(span);
            if (line.concept().growthOf().isPresent()) {
              add(yearEarlier(span));
            }
          }
        }
      }
    }
  }

  private void add(Period.Span span) {
    if (stated.add(span)) {
      statedByStart.computeIfAbsent(span.start(), day -> new ArrayList<>()).add(span);
      statedByEnd.computeIfAbsent(span.end(), day -> new ArrayList<>()).add(span);
    }
    found.add(span);
    boundaries.add(span.start());
    boundaries.add(span.end().plusDays(1));
  }

  private Period.Span yearEarlier(Period.Span span) {
    return new Period.Span(
        calendar.shift(span.start(), -12),
        calendar.shift(span.end().plusDays(1), -12).minusDays(1));
  }

  private void combine() {
    for (LocalDate end : boundaries) {
      LocalDate earliest = end.minusDays(FlowGraph.HORIZON_DAYS);
      for (LocalDate start : boundaries.subSet(earliest, true, end, false)) {
        Period.Span span = new Period.Span(start, end.minusDays(1));
        if (isWorthAsking(span)) {
          found.add(span);
        }
      }
    }
  }

  private boolean isWorthAsking(Period.Span span) {
    return switch (SpanLength.of(span)) {
      case OTHER, INSTANT -> false;
      case YEAR -> true;
      case MONTH, QUARTER, HALF, NINE_MONTHS ->
          calendar.partOfYear(span).isPresent() || (isDifference(span) && !isRunOfQuarters(span));
    };
  }

  /** April to September says nothing beside the two quarters and the half-year to June. */
  private boolean isRunOfQuarters(Period.Span span) {
    LocalDate after = span.end().plusDays(1);
    LocalDate quarter = span.start();
    boolean onGrid = calendar.monthsIntoYear(quarter).filter(months -> months % 3 == 0).isPresent();
    while (onGrid && quarter.isBefore(after)) {
      quarter = calendar.shift(quarter, 3);
      onGrid = boundaries.contains(quarter);
    }
    return quarter.equals(after);
  }

  /** The rest of a stated span beside another that shares its start or its end. */
  private boolean isDifference(Period.Span span) {
    LocalDate after = span.end().plusDays(1);
    LocalDate before = span.start().minusDays(1);
    return statedByEnd.getOrDefault(span.end(), List.of()).stream()
            .filter(larger -> larger.start().isBefore(span.start()))
            .anyMatch(larger -> stated.contains(new Period.Span(larger.start(), before)))
        || statedByStart.getOrDefault(span.start(), List.of()).stream()
            .filter(larger -> larger.end().isAfter(span.end()))
            .anyMatch(larger -> stated.contains(new Period.Span(after, larger.end())));
  }
}
