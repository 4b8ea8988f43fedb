package dev.runrate.metrics.query;

import dev.runrate.common.fact.Figure;
import dev.runrate.common.fact.Interval;
import dev.runrate.common.fact.IssuerProfile;
import dev.runrate.common.fact.Metric;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.Scenario;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.common.fact.SpanLength;
import dev.runrate.common.fact.Unit;
import dev.runrate.metrics.factbook.AsOf;
import dev.runrate.metrics.factbook.FactBook;
import dev.runrate.metrics.metric.ExchangeRates;
import dev.runrate.metrics.metric.Outcome;
import dev.runrate.metrics.metric.SegmentFigures;
import dev.runrate.metrics.query.LeagueRow.Burn;
import dev.runrate.metrics.query.LeagueRow.NewestFiling;
import dev.runrate.metrics.query.LeagueRow.Point;
import dev.runrate.metrics.query.LeagueRow.Result;
import dev.runrate.metrics.query.LeagueRow.Trend;
import java.math.BigDecimal;
import java.text.Normalizer;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A row of the league table with what it is ranked, found and summed up by. An issuer of which only
 * segments are known is shown by the one that says most, under its name.
 *
 * @param keys by metric, what to rank by, all in one currency
 * @param words what a search looks through
 * @param burn a month, in the yardstick's currency; null where it does not burn or nobody knows
 * @param burnYearAgo the same a year before, where both are known
 */
record LeagueEntry(
    LeagueRow row, Map<Metric, BigDecimal> keys, String words, Figure burn, Figure burnYearAgo) {
  static final List<Metric> HEADLINES =
      List.of(
          Metric.RUN_RATE_REVENUE,
          Metric.ARR,
          Metric.STATED_RUN_RATE,
          Metric.NET_NEW_ARR,
          Metric.REVENUE,
          Metric.REVENUE_GROWTH_YOY,
          Metric.GROSS_MARGIN,
          Metric.OPERATING_MARGIN,
          Metric.NET_INCOME,
          Metric.ADJUSTED_NET_INCOME,
          Metric.NET_MARGIN,
          Metric.LOSS_RATIO,
          Metric.BURN_PER_MONTH,
          Metric.BURN_MULTIPLE,
          Metric.RUNWAY_MONTHS,
          Metric.RULE_OF_40,
          Metric.FUNDING_RAISED,
          Metric.REVENUE_PER_EMPLOYEE,
          Metric.VALUATION,
          Metric.VALUATION_TO_RUN_RATE,
          Metric.VALUATION_TO_NEWEST_RUN_RATE,
          Metric.VALUATION_TO_ARR,
          Metric.VALUATION_TO_NEWEST_ARR);

  /** To rank what is in several currencies where nobody asked for one. */
  static final Unit YARDSTICK = Unit.of("USD");

  private static final List<Metric> SIZES =
      List.of(Metric.ARR, Metric.STATED_RUN_RATE, Metric.RUN_RATE_REVENUE);

  /** The margin first: of one period it says more. */
  private static final List<Metric> RESULTS =
      List.of(Metric.NET_MARGIN, Metric.NET_INCOME, Metric.ADJUSTED_NET_INCOME);

  private static final List<Metric> FLOWS_OF_CASH =
      List.of(Metric.FREE_CASH_FLOW, Metric.NET_INCOME, Metric.ADJUSTED_NET_INCOME);

  private static final int MOST_POINTS = 12;

  /** A year before a year's end is the end of the year before, of nine months too. */
  private static final int NEAR_A_YEAR_DAYS = 100;

  /**
   * @param wanted the currency money is wanted in; null for each issuer's own
   */
  static LeagueEntry of(Books.Shelf shelf, AsOf asOf, ExchangeRates rates, Unit wanted) {
    FactBook book = shelf.asOf(asOf);
    IssuerProfile profile = shelf.profile();
    SegmentFigures figures = leading(book, rates, wanted);
    SegmentFigures yardstick =
        wanted != null ? figures : new SegmentFigures(book, figures.segment(), rates, YARDSTICK);
    Map<String, FigureView> metrics = new LinkedHashMap<>();
    Map<Metric, Period> newest = new EnumMap<>(Metric.class);
    Map<Metric, BigDecimal> keys = new EnumMap<>(Metric.class);
    for (Metric metric : HEADLINES) {
      figures
          .newest(metric, SegmentFigures.OUTCOMES)
          .ifPresent(
              period -> {
                newest.put(metric, period);
                metrics.put(metric.toString(), view(figures, metric, period));
                sortKey(yardstick.figure(metric, period, SegmentFigures.OUTCOMES))
                    .ifPresent(key -> keys.put(metric, key));
              });
    }
    Optional<Metric> result = newestOf(RESULTS, newest);
    Map<String, FigureView> yearAgo = new LinkedHashMap<>();
    result.ifPresent(metric -> addYearAgo(figures, metric, newest.get(metric), yearAgo));
    Burn burn = burn(figures, newest);
    Figure burnt = null;
    Figure burntYearAgo = null;
    if (burn == Burn.BURNING) {
      Period period = newest.get(Metric.BURN_PER_MONTH);
      burnt = yardstick.figure(Metric.BURN_PER_MONTH, period, SegmentFigures.OUTCOMES);
      addYearAgo(figures, Metric.BURN_PER_MONTH, period, yearAgo);
      burntYearAgo =
          yearAgo(yardstick, Metric.BURN_PER_MONTH, period).map(Known::figure).orElse(null);
    }
    LeagueRow row =
        new LeagueRow(
            profile.id(),
            profile.name(),
            profile.names(),
            profile.aliases(),
            profile.kind(),
            profile.country(),
            figures.segment(),
            book.segments().stream().filter(segment -> !segment.isWhole()).toList(),
            metrics,
            newestOf(SIZES, newest).map(Metric::toString).orElse(null),
            result
                .map(metric -> result(figures, metric, newest.get(metric)))
                .orElse(Result.UNKNOWN),
            burn,
            yearAgo,
            trend(figures),
            shelf
                .newestFiling(asOf)
                .map(
                    filing ->
                        new NewestFiling(
                            filing.id(),
                            filing.form(),
                            filing.source().publisher(),
                            filing.source().publishedOn()))
                .orElse(null),
            null);
    return new LeagueEntry(row, keys, words(profile), burnt, burntYearAgo);
  }

  LeagueEntry with(Map<String, FigureView> was) {
    return new LeagueEntry(row.withWas(was), keys, words, burn, burnYearAgo);
  }

  /** The metric whose newest period ends last; the first of several. */
  private static Optional<Metric> newestOf(List<Metric> metrics, Map<Metric, Period> newest) {
    return metrics.stream()
        .filter(newest::containsKey)
        .sorted(Comparator.comparing((Metric metric) -> newest.get(metric).end()).reversed())
        .findFirst();
  }

  private static Result result(SegmentFigures figures, Metric metric, Period period) {
    Interval range = figures.figure(metric, period, SegmentFigures.OUTCOMES).range();
    return range.isPositive() ? Result.PROFIT : range.isNegative() ? Result.LOSS : Result.UNCLEAR;
  }

  /** A profit of a later period than the burn says that nothing is burnt any more. */
  private static Burn burn(SegmentFigures figures, Map<Metric, Period> newest) {
    Optional<Period> burnt = Optional.ofNullable(newest.get(Metric.BURN_PER_MONTH));
    Optional<Period> flow =
        FLOWS_OF_CASH.stream()
            .flatMap(metric -> figures.newest(metric, SegmentFigures.OUTCOMES).stream())
            .max(Comparator.comparing(Period::end));
    boolean isOver =
        flow.isPresent()
            && burnt.map(period -> period.end().isBefore(flow.get().end())).orElse(true)
            && isNothingBurnt(figures, flow.get());
    if (isOver) {
      return Burn.NOT_BURNING;
    }
    return burnt
        .map(
            period ->
                figures
                        .figure(Metric.BURN_PER_MONTH, period, SegmentFigures.OUTCOMES)
                        .range()
                        .isPositive()
                    ? Burn.BURNING
                    : Burn.UNCLEAR)
        .orElse(Burn.UNKNOWN);
  }

  private static boolean isNothingBurnt(SegmentFigures figures, Period period) {
    return figures.outcome(Metric.CASH_BURN, period, SegmentFigures.OUTCOMES)
            instanceof Outcome.Unknown unknown
        && unknown.reason() instanceof Outcome.Reason.NotApplicable;
  }

  private static void addYearAgo(
      SegmentFigures figures, Metric metric, Period period, Map<String, FigureView> yearAgo) {
    yearAgo(figures, metric, period)
        .ifPresent(
            known ->
                yearAgo.put(
                    metric.toString(),
                    FigureView.of(Question.view(figures.book(), known.period), known.figure)));
  }

  private record Known(Period period, Figure figure) {}

  /**
   * The same period a year before; where that is not known, what is known of the span that ended
   * nearest to a year before. For a sign, and for a burn a month, their lengths need not agree.
   */
  private static Optional<Known> yearAgo(SegmentFigures figures, Metric metric, Period period) {
    if (!(period instanceof Period.Span span)) {
      return Optional.empty();
    }
    LocalDate yearBefore = span.end().minusYears(1);
    Stream<Period.Span> near =
        figures.spans(Scenario.ACTUAL).stream()
            .filter(other -> daysBetween(other.end(), yearBefore) <= NEAR_A_YEAR_DAYS)
            .sorted(
                Comparator.comparing((Period.Span other) -> daysBetween(other.end(), yearBefore)));
    return Stream.concat(Stream.of(figures.book().yearEarlier(span)), near)
        .map(other -> new Known(other, figures.figure(metric, other, SegmentFigures.OUTCOMES)))
        .filter(known -> known.figure.isKnown())
        .findFirst();
  }

  private static long daysBetween(LocalDate one, LocalDate other) {
    return Math.abs(one.toEpochDay() - other.toEpochDay());
  }

  /** Twelve months first, which no season bends; else the line that has most points. */
  private static Trend trend(SegmentFigures figures) {
    Optional<Trend> twelveMonths =
        revenue(figures, SpanLength.YEAR, true, "ttm").filter(trend -> trend.points().size() > 2);
    if (twelveMonths.isPresent()) {
      return twelveMonths.get();
    }
    return Stream.concat(
            Stream.of(SpanLength.QUARTER, SpanLength.HALF, SpanLength.NINE_MONTHS, SpanLength.YEAR)
                .flatMap(length -> revenue(figures, length, false, length.toString()).stream()),
            line(figures, Metric.ARR, Optional.empty(), false, "instant").stream())
        .max(Comparator.comparing(trend -> trend.points().size()))
        .orElse(null);
  }

  private static Optional<Trend> revenue(
      SegmentFigures figures, SpanLength length, boolean anyTwelveMonths, String span) {
    return line(figures, Metric.REVENUE, Optional.of(length), anyTwelveMonths, span);
  }

  private static Optional<Trend> line(
      SegmentFigures figures,
      Metric metric,
      Optional<SpanLength> length,
      boolean anyTwelveMonths,
      String span) {
    List<Period> periods = figures.series(metric, length, anyTwelveMonths, SegmentFigures.OUTCOMES);
    List<Point> points =
        periods.subList(Math.max(0, periods.size() - MOST_POINTS), periods.size()).stream()
            .flatMap(
                period -> {
                  Figure figure = figures.figure(metric, period, SegmentFigures.OUTCOMES);
                  return figure.isKnown()
                      ? Stream.of(
                          new Point(
                              Question.view(figures.book(), period),
                              figure.value(),
                              figure.low(),
                              figure.high()))
                      : Stream.empty();
                })
            .toList();
    return points.size() < 2
        ? Optional.empty()
        : Optional.of(new Trend(metric.toString(), span, points));
  }

  private static FigureView view(SegmentFigures figures, Metric metric, Period period) {
    return FigureView.of(
        Question.view(figures.book(), period),
        figures.figure(metric, period, SegmentFigures.OUTCOMES));
  }

  /** Where only bounds are known, what is certain: the lower one. */
  private static Optional<BigDecimal> sortKey(Figure figure) {
    return Optional.ofNullable(
        figure.value() != null
            ? figure.value()
            : figure.low() != null ? figure.low() : figure.high());
  }

  private static SegmentFigures leading(FactBook book, ExchangeRates rates, Unit wanted) {
    SegmentFigures whole = figures(book, SegmentId.WHOLE, rates, wanted);
    if (headlines(whole) > 0) {
      return whole;
    }
    return book.segments().stream()
        .filter(segment -> !segment.isWhole())
        .map(segment -> figures(book, segment, rates, wanted))
        .filter(segment -> headlines(segment) > 0)
        .min(
            Comparator.comparing(LeagueEntry::headlines, Comparator.reverseOrder())
                .thenComparing(SegmentFigures::segment))
        .orElse(whole);
  }

  private static SegmentFigures figures(
      FactBook book, SegmentId segment, ExchangeRates rates, Unit wanted) {
    return wanted == null
        ? new SegmentFigures(book, segment)
        : new SegmentFigures(book, segment, rates, wanted);
  }

  private static long headlines(SegmentFigures figures) {
    return HEADLINES.stream()
        .filter(metric -> figures.newest(metric, SegmentFigures.OUTCOMES).isPresent())
        .count();
  }

  private static String words(IssuerProfile profile) {
    return Stream.of(
            Stream.of(profile.id().slug()),
            Stream.ofNullable(profile.name()),
            profile.names().values().stream(),
            profile.aliases().stream())
        .flatMap(names -> names)
        .map(LeagueEntry::folded)
        .reduce("", (all, name) -> all + "\n" + name);
  }

  /** As a search sees it: full-width letters and capitals are as good as any. */
  static String folded(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT).strip();
  }
}
