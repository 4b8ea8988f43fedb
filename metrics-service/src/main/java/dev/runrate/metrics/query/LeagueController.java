package dev.runrate.metrics.query;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.runrate.common.fact.Figure;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.Metric;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.common.fact.Unit;
import dev.runrate.common.web.Columns;
import dev.runrate.common.web.ProblemException;
import dev.runrate.common.web.Tabular;
import dev.runrate.metrics.factbook.FactBook;
import dev.runrate.metrics.metric.ExchangeRates;
import dev.runrate.metrics.metric.SegmentFigures;
import dev.runrate.metrics.recompute.Facts;
import dev.runrate.metrics.recompute.RateTable;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The league table: a row per issuer with its headline figures. An issuer of which only segments
 * are known is shown by the one that says most, under its name.
 */
@RestController
class LeagueController {
  private static final List<Metric> HEADLINES =
      List.of(
          Metric.RUN_RATE_REVENUE,
          Metric.ARR,
          Metric.REVENUE,
          Metric.REVENUE_GROWTH_YOY,
          Metric.GROSS_MARGIN,
          Metric.OPERATING_MARGIN,
          Metric.NET_MARGIN,
          Metric.LOSS_RATIO,
          Metric.BURN_PER_MONTH,
          Metric.BURN_MULTIPLE,
          Metric.RUNWAY_MONTHS,
          Metric.RULE_OF_40,
          Metric.REVENUE_PER_EMPLOYEE,
          Metric.VALUATION,
          Metric.VALUATION_TO_RUN_RATE,
          Metric.VALUATION_TO_NEWEST_RUN_RATE,
          Metric.VALUATION_TO_ARR,
          Metric.VALUATION_TO_NEWEST_ARR);

  private static final Columns<FigureView> NUMBER =
      new Columns<FigureView>().and("", FigureView::value).and("-unit", FigureView::unit);

  private static final Columns<Row> COLUMNS = columns();

  /** A few kilobytes each: a thousand issuers in ten currencies. */
  private static final int MOST_CACHED_ROWS = 10_000;

  /** To rank what is in several currencies where nobody asked for one. */
  private static final Unit YARDSTICK = Unit.of("USD");

  /**
   * @param segment null where the figures are the issuer's own
   * @param metrics headline metrics that are known, each with its newest period; where a currency
   *     is asked for and no rate covers that period, with the reason instead of a value
   */
  record Row(
      IssuerId issuer,
      String name,
      String country,
      SegmentId segment,
      List<SegmentId> segments,
      Map<String, FigureView> metrics) {}

  private record Ranked(Row row, BigDecimal key) {}

  private record Cached(long version, ExchangeRates rates, Map<Metric, BigDecimal> keys, Row row) {}

  private record CacheKey(IssuerId issuer, Optional<Unit> currency) {}

  private final Books books;
  private final RateTable rates;
  private final Cache<CacheKey, Cached> rows =
      Caffeine.newBuilder().maximumSize(MOST_CACHED_ROWS).build();

  LeagueController(Books books, RateTable rates) {
    this.books = books;
    this.rates = rates;
  }

  @GetMapping("/v1/issuers")
  Tabular<Row> list(
      @RequestParam(required = false) String currency,
      @RequestParam(defaultValue = "run-rate-revenue") String sort,
      @RequestParam(required = false) Integer limit,
      @RequestParam(required = false) String cursor) {
    Metric by = sortMetric(sort);
    Unit wanted = Question.currency(currency);
    List<Row> ranked =
        books.issuers().stream()
            .map(issuer -> ranked(issuer, wanted, by))
            .sorted(
                Comparator.comparing(Ranked::key, Comparator.nullsLast(Comparator.reverseOrder()))
                    .thenComparing(r -> r.row().issuer()))
            .map(Ranked::row)
            .toList();
    return Tabular.slice(ranked, limit, cursor, row -> row.issuer().slug(), COLUMNS);
  }

  private static Metric sortMetric(String sort) {
    return Metric.parse(sort)
        .filter(HEADLINES::contains)
        .orElseThrow(
            () ->
                ProblemException.badRequest(
                    "sort is one of " + HEADLINES.stream().map(Metric::toString).toList() + "."));
  }

  private Ranked ranked(Facts.Issuer issuer, Unit wanted, Metric by) {
    CacheKey key = new CacheKey(issuer.profile().id(), Optional.ofNullable(wanted));
    Cached cached = rows.getIfPresent(key);
    ExchangeRates current = rates.current();
    if (cached == null || cached.version != issuer.version() || cached.rates != current) {
      cached = compute(issuer, wanted, current);
      rows.put(key, cached);
    }
    return new Ranked(cached.row, cached.keys.get(by));
  }

  private Cached compute(Facts.Issuer issuer, Unit wanted, ExchangeRates current) {
    FactBook book = books.of(issuer).now();
    SegmentFigures figures = leading(book, current, wanted);
    SegmentFigures yardstick =
        wanted != null ? figures : new SegmentFigures(book, figures.segment(), current, YARDSTICK);
    Map<String, FigureView> metrics = new LinkedHashMap<>();
    Map<Metric, BigDecimal> keys = new LinkedHashMap<>();
    for (Metric metric : HEADLINES) {
      figures
          .newest(metric, SegmentFigures.OUTCOMES)
          .ifPresent(
              period -> {
                Figure figure = figures.figure(metric, period, SegmentFigures.OUTCOMES);
                metrics.put(metric.toString(), FigureView.of(Question.view(book, period), figure));
                sortKey(yardstick.figure(metric, period, SegmentFigures.OUTCOMES))
                    .ifPresent(k -> keys.put(metric, k));
              });
    }
    Row row =
        new Row(
            issuer.profile().id(),
            issuer.profile().name(),
            issuer.profile().country(),
            figures.segment(),
            book.segments().stream().filter(s -> !s.isWhole()).toList(),
            metrics);
    return new Cached(issuer.version(), current, keys, row);
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
            Comparator.comparing(LeagueController::headlines, Comparator.reverseOrder())
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

  private static Columns<Row> columns() {
    Columns<Row> columns =
        new Columns<Row>()
            .and("issuer", Row::issuer)
            .and("name", Row::name)
            .and("segment", Row::segment);
    for (Metric metric : HEADLINES) {
      String name = metric.toString();
      columns
          .and(name, NUMBER, row -> row.metrics().get(name))
          .and(name + "-", FigureView.RESTS_ON, row -> row.metrics().get(name));
    }
    return columns;
  }
}
