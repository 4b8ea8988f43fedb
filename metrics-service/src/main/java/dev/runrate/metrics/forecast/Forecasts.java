package dev.runrate.metrics.forecast;

import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.Interval;
import dev.runrate.common.fact.Metric;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.Quantity;
import dev.runrate.common.fact.Scenario;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.metrics.factbook.FactBook;
import dev.runrate.metrics.factbook.FiledFact;
import dev.runrate.metrics.factbook.Line;
import dev.runrate.metrics.forecast.Forecast.Verdict;
import dev.runrate.metrics.metric.ExchangeRates;
import dev.runrate.metrics.metric.Outcome;
import dev.runrate.metrics.metric.SegmentFigures;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** Every forecast and target of an issuer, held against what came. */
public final class Forecasts {
  private static final List<Scenario> ACTUAL = List.of(Scenario.ACTUAL);

  /** The metric that is the concept itself. */
  private static final Map<Concept, Metric> METRIC_OF =
      Map.ofEntries(
          Map.entry(Concept.REVENUE, Metric.REVENUE),
          Map.entry(Concept.REVENUE_GROWTH, Metric.REVENUE_GROWTH_YOY),
          Map.entry(Concept.GROSS_PROFIT, Metric.GROSS_PROFIT),
          Map.entry(Concept.GROSS_MARGIN, Metric.GROSS_MARGIN),
          Map.entry(Concept.OPERATING_INCOME, Metric.OPERATING_INCOME),
          Map.entry(Concept.OPERATING_MARGIN, Metric.OPERATING_MARGIN),
          Map.entry(Concept.NET_INCOME, Metric.NET_INCOME),
          Map.entry(Concept.NET_MARGIN, Metric.NET_MARGIN),
          Map.entry(Concept.ADJUSTED_NET_INCOME, Metric.ADJUSTED_NET_INCOME),
          Map.entry(Concept.RESEARCH_AND_DEVELOPMENT_EXPENSE, Metric.RESEARCH_AND_DEVELOPMENT),
          Map.entry(Concept.SALES_AND_MARKETING_EXPENSE, Metric.SALES_AND_MARKETING),
          Map.entry(Concept.COMPUTE_EXPENSE, Metric.COMPUTE_EXPENSE),
          Map.entry(Concept.COMPUTE_MARGIN, Metric.COMPUTE_MARGIN),
          Map.entry(Concept.CAPITAL_EXPENDITURE, Metric.CAPITAL_EXPENDITURE),
          Map.entry(Concept.OPERATING_CASH_FLOW, Metric.OPERATING_CASH_FLOW),
          Map.entry(Concept.FREE_CASH_FLOW, Metric.FREE_CASH_FLOW),
          Map.entry(Concept.CASH_BURN, Metric.CASH_BURN),
          Map.entry(Concept.CASH, Metric.CASH),
          Map.entry(Concept.DEBT, Metric.DEBT),
          Map.entry(Concept.ANNUAL_RECURRING_REVENUE, Metric.ARR),
          Map.entry(Concept.RUN_RATE_REVENUE, Metric.STATED_RUN_RATE),
          Map.entry(Concept.VALUATION, Metric.VALUATION),
          Map.entry(Concept.MONTHLY_ACTIVE_USERS, Metric.MONTHLY_ACTIVE_USERS),
          Map.entry(Concept.WEEKLY_ACTIVE_USERS, Metric.WEEKLY_ACTIVE_USERS),
          Map.entry(Concept.DAILY_ACTIVE_USERS, Metric.DAILY_ACTIVE_USERS),
          Map.entry(Concept.PAYING_USERS, Metric.PAYING_USERS),
          Map.entry(Concept.PAID_CONVERSION, Metric.PAID_CONVERSION),
          Map.entry(Concept.PRICE, Metric.PRICE),
          Map.entry(Concept.EMPLOYEES, Metric.EMPLOYEES),
          Map.entry(Concept.TOKENS_PER_DAY, Metric.TOKENS_PER_DAY));

  /**
   * A source's record over all that it said.
   *
   * @param certain of the verdicts, those that hold whatever the roundings
   */
  public record Record(
      String publisher,
      int said,
      int open,
      int hit,
      int missed,
      int beaten,
      int late,
      int certain) {
    Record and(Forecast forecast) {
      Verdict v = forecast.verdict();
      return new Record(
          publisher,
          said + 1,
          open + (v == Verdict.OPEN ? 1 : 0),
          hit + (v == Verdict.HIT ? 1 : 0),
          missed + (v == Verdict.MISSED ? 1 : 0),
          beaten + (v == Verdict.BEATEN ? 1 : 0),
          late + (v == Verdict.LATE ? 1 : 0),
          certain + (forecast.certain() ? 1 : 0));
    }
  }

  private Forecasts() {}

  /** Newest period first; of one period the earlier word first. */
  public static List<Forecast> of(FactBook book) {
    List<Forecast> forecasts = new ArrayList<>();
    Map<SegmentId, SegmentFigures> figures = new HashMap<>();
    for (Line line : book.lines()) {
      Metric metric = METRIC_OF.get(line.concept());
      if (!line.scenario().isOutcome() && metric != null) {
        SegmentFigures of =
            figures.computeIfAbsent(line.segment(), s -> new SegmentFigures(book, s));
        book.candidates(line)
            .forEach(
                (period, candidates) -> {
                  Optional<Outcome.Known> actual = actual(of, line, metric, period);
                  candidates
                      .ranked()
                      .forEach(said -> forecasts.add(scored(line, metric, period, said, actual)));
                });
      }
    }
    forecasts.sort(
        Comparator.comparing(Forecast::period, Comparator.reverseOrder())
            .thenComparing(Forecast::line, Line.ORDER)
            .thenComparing(f -> f.said().filing().source().publishedOn())
            .thenComparing(f -> f.said().filing().id())
            .thenComparing(f -> f.said().index()));
    return List.copyOf(forecasts);
  }

  /** By publisher, most said first. */
  public static List<Record> records(List<Forecast> forecasts) {
    Map<String, Record> byPublisher = new TreeMap<>();
    for (Forecast forecast : forecasts) {
      String publisher =
          Objects.requireNonNullElse(forecast.said().filing().source().publisher(), "");
      Record before =
          byPublisher.getOrDefault(publisher, new Record(publisher, 0, 0, 0, 0, 0, 0, 0));
      byPublisher.put(publisher, before.and(forecast));
    }
    return byPublisher.values().stream()
        .sorted(Comparator.comparing(Record::said).reversed())
        .toList();
  }

  /** In the unit and on the basis of what was said, else it is not what was spoken of. */
  private static Optional<Outcome.Known> actual(
      SegmentFigures figures, Line line, Metric metric, Period period) {
    if (!SegmentFigures.isOf(metric, period)) {
      return Optional.empty();
    }
    SegmentFigures in =
        line.unit().isMoney() && !line.unit().equals(first(figures))
            ? new SegmentFigures(figures.book(), figures.segment(), ExchangeRates.NONE, line.unit())
            : figures;
    return in.outcome(metric, period, ACTUAL) instanceof Outcome.Known known
            && known.quantity().unit().equals(line.unit())
            && known.basis().equals(line.basis())
        ? Optional.of(known)
        : Optional.empty();
  }

  private static Object first(SegmentFigures figures) {
    return figures.book().currencies(figures.segment()).stream().findFirst().orElse(null);
  }

  private static Forecast scored(
      Line line,
      Metric metric,
      Period period,
      FiledFact said,
      Optional<Outcome.Known> actualOrNone) {
    if (actualOrNone.isEmpty()) {
      return new Forecast(line, metric, period, said, Verdict.OPEN, null, null, false);
    }
    Outcome.Known known = actualOrNone.get();
    Quantity actual = known.quantity();
    if (!said.filing().source().publishedOn().isBefore(known.firstSaid())) {
      return new Forecast(line, metric, period, said, Verdict.LATE, actual, null, false);
    }
    Interval was = said.range();
    Interval is = actual.range();
    Verdict verdict =
        is.isBelow(was) ? Verdict.MISSED : was.isBelow(is) ? Verdict.BEATEN : Verdict.HIT;
    boolean certain = verdict != Verdict.HIT || isWithin(is, was);
    return new Forecast(line, metric, period, said, verdict, actual, missedBy(was, is), certain);
  }

  private static boolean isWithin(Interval inner, Interval outer) {
    return (outer.low() == null || inner.low() != null && inner.low().compareTo(outer.low()) >= 0)
        && (outer.high() == null
            || inner.high() != null && inner.high().compareTo(outer.high()) <= 0);
  }

  /** From the nearest end of what was said, for each point of the actual. */
  private static Interval missedBy(Interval was, Interval is) {
    BigDecimal fromBelow = outside(was, is.low());
    BigDecimal fromAbove = outside(was, is.high());
    if (!is.isDisjointFrom(was)) {
      return new Interval(
          BigDecimal.ZERO,
          fromBelow == null || fromAbove == null ? null : fromBelow.max(fromAbove));
    }
    if (fromBelow == null || fromAbove == null) {
      return new Interval(fromBelow == null ? fromAbove : fromBelow, null);
    }
    return new Interval(fromBelow.min(fromAbove), fromBelow.max(fromAbove));
  }

  /** How far a point lies outside; null where the point is at infinity on an unbounded way. */
  private static BigDecimal outside(Interval was, BigDecimal pointOrNull) {
    if (pointOrNull == null) {
      return null;
    }
    if (was.low() != null && pointOrNull.compareTo(was.low()) < 0) {
      return was.low().subtract(pointOrNull);
    }
    if (was.high() != null && pointOrNull.compareTo(was.high()) > 0) {
      return pointOrNull.subtract(was.high());
    }
    return BigDecimal.ZERO;
  }
}
