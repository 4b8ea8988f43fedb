package dev.runrate.metrics.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.Metric;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.Scenario;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.common.fact.SpanLength;
import dev.runrate.common.fact.Unit;
import dev.runrate.common.web.Columns;
import dev.runrate.common.web.ProblemException;
import dev.runrate.common.web.Tabular;
import dev.runrate.metrics.factbook.AsOf;
import dev.runrate.metrics.factbook.FactBook;
import dev.runrate.metrics.metric.SegmentFigures;
import dev.runrate.metrics.recompute.RateTable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The figures of one issuer: the newest of each metric, and their history. */
@RestController
@RequestMapping("/v1/issuers/{id}")
class IssuerController {
  /** The newest known figure of every metric. */
  @JsonInclude(Include.NON_NULL)
  record SnapshotAnswer(
      IssuerId issuer,
      String name,
      SegmentId segment,
      List<SegmentId> segments,
      Unit currency,
      LocalDate knownAt,
      Instant recordedAt,
      Map<String, FigureView> metrics,
      List<String> diagnostics) {}

  /** A row of the snapshot as a table. */
  record NamedFigure(String metric, FigureView figure, SegmentId segment) {
    static final Columns<NamedFigure> COLUMNS =
        new Columns<NamedFigure>()
            .and("metric", NamedFigure::metric)
            .and("", FigureView.COLUMNS, NamedFigure::figure)
            .and("segment", NamedFigure::segment);
  }

  private final Books books;
  private final RateTable rates;

  IssuerController(Books books, RateTable rates) {
    this.books = books;
    this.rates = rates;
  }

  @GetMapping("/snapshot")
  Tabular<NamedFigure> snapshot(
      @PathVariable String id,
      @RequestParam(required = false) String segment,
      @RequestParam(required = false) String currency,
      @RequestParam(required = false) String knownAt,
      @RequestParam(required = false) String recordedAt,
      @RequestParam(required = false) String reading) {
    Books.Shelf shelf = books.of(Question.issuer(id));
    AsOf asOf = Question.asOf(knownAt, recordedAt, reading);
    FactBook book = shelf.asOf(asOf);
    SegmentFigures figures = figures(shelf, book, segment, currency);
    Map<String, FigureView> metrics = new LinkedHashMap<>();
    for (Metric metric : Metric.values()) {
      figures
          .newest(metric, SegmentFigures.OUTCOMES)
          .ifPresent(
              period ->
                  metrics.put(
                      metric.toString(), view(figures, metric, period, SegmentFigures.OUTCOMES)));
    }
    SnapshotAnswer answer =
        new SnapshotAnswer(
            shelf.profile().id(),
            shelf.profile().name(),
            figures.segment(),
            book.segments().stream().filter(s -> !s.isWhole()).toList(),
            Question.currency(currency),
            asOf.knownAt(),
            asOf.recordedAt(),
            metrics,
            diagnostics(book));
    return Tabular.whole(
        answer,
        NamedFigure.COLUMNS,
        metrics.entrySet().stream()
            .map(each -> new NamedFigure(each.getKey(), each.getValue(), figures.segment()))
            .toList());
  }

  private static List<String> diagnostics(FactBook book) {
    List<String> diagnostics = new ArrayList<>();
    if (!book.withoutCalendar().isEmpty()) {
      diagnostics.add(
          book.withoutCalendar().size()
              + " facts are about fiscal periods, but nobody has said when the fiscal year ends;"
              + " PUT /v1/issuers/{id} with fiscalYearEnd");
    }
    return diagnostics.isEmpty() ? null : diagnostics;
  }

  @GetMapping("/series/{metric}")
  Tabular<FigureView> series(
      @PathVariable String id,
      @PathVariable String metric,
      @RequestParam(required = false) String span,
      @RequestParam(required = false) String segment,
      @RequestParam(required = false) String currency,
      @RequestParam(required = false) String knownAt,
      @RequestParam(required = false) String recordedAt,
      @RequestParam(required = false) String reading,
      @RequestParam(required = false) String scenario,
      @RequestParam(required = false) Integer limit,
      @RequestParam(required = false) String cursor) {
    Metric of = Question.metric(metric);
    Books.Shelf shelf = books.of(Question.issuer(id));
    FactBook book = shelf.asOf(Question.asOf(knownAt, recordedAt, reading));
    SegmentFigures figures = figures(shelf, book, segment, currency);
    List<Scenario> scenarios = Question.scenarios(scenario);
    String wanted = span == null ? defaultSpan(of) : span;
    boolean ttm = wanted.equals("ttm");
    Optional<SpanLength> length = length(wanted);
    List<FigureView> items =
        figures.series(of, length, ttm, scenarios).stream()
            .map(period -> view(figures, of, period, scenarios))
            .toList();
    // A series is short and read as a whole; it is paged only where somebody asks.
    return limit == null && cursor == null
        ? Tabular.whole(FigureView.COLUMNS, items)
        : Tabular.slice(
            items,
            limit,
            cursor,
            item -> item.period().start() + "/" + item.period().end(),
            FigureView.COLUMNS);
  }

  private static String defaultSpan(Metric metric) {
    return metric.kind() == Metric.Kind.INSTANT ? "instant" : "quarter";
  }

  private static Optional<SpanLength> length(String span) {
    return switch (span) {
      case "instant" -> Optional.empty();
      case "ttm" -> Optional.of(SpanLength.YEAR);
      default ->
          Optional.of(
              SpanLength.parse(span)
                  .filter(length -> length.months() > 0)
                  .orElseThrow(
                      () ->
                          ProblemException.badRequest(
                              "span is quarter, half, nine-months, year, ttm, month or instant.")));
    };
  }

  private SegmentFigures figures(
      Books.Shelf shelf, FactBook book, String segment, String currency) {
    SegmentId of = Question.segment(segment);
    if (!of.isWhole() && !shelf.now().segments().contains(of)) {
      throw ProblemException.notFound("segment " + of + " of " + shelf.profile().id());
    }
    Unit wanted = Question.currency(currency);
    return wanted == null
        ? new SegmentFigures(book, of)
        : new SegmentFigures(book, of, rates.current(), wanted);
  }

  private static FigureView view(
      SegmentFigures figures, Metric metric, Period period, List<Scenario> scenarios) {
    return FigureView.of(
        Question.view(figures.book(), period), figures.figure(metric, period, scenarios));
  }
}
