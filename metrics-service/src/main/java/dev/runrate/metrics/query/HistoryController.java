package dev.runrate.metrics.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.runrate.common.fact.Figure;
import dev.runrate.common.fact.Filing;
import dev.runrate.common.fact.FilingId;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.IssuerProfile;
import dev.runrate.common.fact.Metric;
import dev.runrate.common.fact.Scenario;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.common.fact.SpanLength;
import dev.runrate.common.fact.Tier;
import dev.runrate.common.fact.Unit;
import dev.runrate.common.web.ProblemException;
import dev.runrate.metrics.factbook.AsOf;
import dev.runrate.metrics.factbook.FactBook;
import dev.runrate.metrics.factbook.FilingRecord;
import dev.runrate.metrics.metric.SegmentFigures;
import dev.runrate.metrics.recompute.RateTable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What can be drawn of an issuer over time, in one answer: a page draws it all at once. */
@RestController
class HistoryController {
  private static final List<Metric> OF_SPANS =
      List.of(
          Metric.REVENUE,
          Metric.RUN_RATE_REVENUE,
          Metric.REVENUE_GROWTH_YOY,
          Metric.GROSS_MARGIN,
          Metric.OPERATING_MARGIN,
          Metric.NET_MARGIN,
          Metric.NET_INCOME,
          Metric.ADJUSTED_NET_INCOME,
          Metric.CASH_BURN,
          Metric.BURN_PER_MONTH,
          Metric.RUNWAY_MONTHS);

  private static final List<Metric> OF_DAYS =
      List.of(
          Metric.ARR,
          Metric.STATED_RUN_RATE,
          Metric.CASH,
          Metric.VALUATION,
          Metric.FUNDING_RAISED,
          Metric.EMPLOYEES,
          Metric.MONTHLY_ACTIVE_USERS,
          Metric.TOKENS_PER_DAY);

  private static final String TWELVE_MONTHS = "ttm";

  private static final List<SpanLength> LENGTHS =
      List.of(
          SpanLength.MONTH,
          SpanLength.QUARTER,
          SpanLength.HALF,
          SpanLength.NINE_MONTHS,
          SpanLength.YEAR);

  /**
   * @param span of every item: month, quarter, half, nine-months, year, ttm or instant
   * @param expected whether the items were forecast or aimed at, rather than happened
   */
  record HistoryLine(String metric, String span, boolean expected, List<FigureView> items) {}

  /**
   * A filing that says something about the issuer.
   *
   * @param retracted it counts no more
   */
  @JsonInclude(Include.NON_NULL)
  record Mark(
      FilingId id,
      String form,
      Tier tier,
      String publisher,
      String title,
      String url,
      LocalDate publishedOn,
      boolean retracted) {}

  /**
   * @param lines those that have an item
   * @param filings oldest publication first
   */
  record History(
      IssuerId issuer,
      String name,
      Map<String, String> names,
      SegmentId segment,
      List<SegmentId> segments,
      List<HistoryLine> lines,
      List<Mark> filings) {}

  private final Books books;
  private final RateTable rates;

  HistoryController(Books books, RateTable rates) {
    this.books = books;
    this.rates = rates;
  }

  @GetMapping("/v1/issuers/{id}/history")
  History history(
      @PathVariable String id,
      @RequestParam(required = false) String segment,
      @RequestParam(required = false) String currency,
      @RequestParam(required = false) String knownAt,
      @RequestParam(required = false) String recordedAt,
      @RequestParam(required = false) String reading) {
    Books.Shelf shelf = books.of(Question.issuer(id));
    AsOf asOf = Question.asOf(knownAt, recordedAt, reading);
    FactBook book = shelf.asOf(asOf);
    SegmentId of = Question.segment(segment);
    if (!of.isWhole() && !shelf.now().segments().contains(of)) {
      throw ProblemException.notFound("segment " + of + " of " + shelf.profile().id());
    }
    Unit wanted = Question.currency(currency);
    SegmentFigures figures =
        wanted == null
            ? new SegmentFigures(book, of)
            : new SegmentFigures(book, of, rates.current(), wanted);
    List<HistoryLine> lines = new ArrayList<>();
    for (List<Scenario> scenarios : List.of(SegmentFigures.OUTCOMES, SegmentFigures.EXPECTATIONS)) {
      for (Metric metric : OF_SPANS) {
        LENGTHS.forEach(
            length ->
                add(lines, figures, metric, Optional.of(length), length.toString(), scenarios));
        add(lines, figures, metric, Optional.of(SpanLength.YEAR), TWELVE_MONTHS, scenarios);
      }
      OF_DAYS.forEach(
          metric -> add(lines, figures, metric, Optional.empty(), "instant", scenarios));
    }
    IssuerProfile profile = shelf.profile();
    return new History(
        profile.id(),
        profile.name(),
        profile.names(),
        figures.segment(),
        book.segments().stream().filter(each -> !each.isWhole()).toList(),
        lines,
        marks(shelf, asOf));
  }

  private static void add(
      List<HistoryLine> lines,
      SegmentFigures figures,
      Metric metric,
      Optional<SpanLength> length,
      String span,
      List<Scenario> scenarios) {
    List<FigureView> items =
        figures.series(metric, length, span.equals(TWELVE_MONTHS), scenarios).stream()
            .flatMap(
                period -> {
                  Figure figure = figures.figure(metric, period, scenarios);
                  return Optional.of(figure)
                      .filter(Figure::isKnown)
                      .map(known -> FigureView.of(Question.view(figures.book(), period), known))
                      .stream();
                })
            .toList();
    if (!items.isEmpty()) {
      boolean isExpected = scenarios.equals(SegmentFigures.EXPECTATIONS);
      lines.add(new HistoryLine(metric.toString(), span, isExpected, items));
    }
  }

  private static List<Mark> marks(Books.Shelf shelf, AsOf asOf) {
    return shelf
        .seenBy(asOf)
        .map(HistoryController::mark)
        .sorted(Comparator.comparing(Mark::publishedOn).thenComparing(mark -> mark.id().text()))
        .toList();
  }

  private static Mark mark(FilingRecord record) {
    Filing filing = record.filing();
    return new Mark(
        filing.id(),
        filing.form(),
        filing.source().tier(),
        filing.source().publisher(),
        filing.source().title(),
        filing.source().url(),
        filing.source().publishedOn(),
        !record.stands());
  }
}
