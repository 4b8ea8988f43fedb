package dev.runrate.metrics.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.runrate.common.fact.Figure;
import dev.runrate.common.fact.Interval;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.Metric;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.PeriodExpression;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.common.fact.Unit;
import dev.runrate.common.web.Columns;
import dev.runrate.common.web.ProblemException;
import dev.runrate.common.web.QueryParameters;
import dev.runrate.common.web.Tabular;
import dev.runrate.metrics.factbook.FactBook;
import dev.runrate.metrics.metric.SegmentFigures;
import dev.runrate.metrics.peers.Peers;
import dev.runrate.metrics.recompute.RateTable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Issuers side by side, over the same days and in one currency. */
@RestController
class CompareController {
  private static final int MOST_ISSUERS = 50;
  private static final int MOST_METRICS = 20;

  /** From 0, the lowest, to 1, the highest of those that are known. */
  record Percentile(BigDecimal low, BigDecimal high) {
    static Percentile of(Interval range) {
      return new Percentile(range.low(), range.high());
    }
  }

  /**
   * One figure of one issuer.
   *
   * @param calendarised it is put together from two periods of the issuer, or interpolated
   * @param percentile null where the figure is not known, or in another unit than the others
   */
  @JsonInclude(Include.NON_NULL)
  record Item(
      IssuerId issuer,
      SegmentId segment,
      String metric,
      FigureView figure,
      boolean calendarised,
      Percentile percentile) {}

  private static final Columns<Item> COLUMNS =
      new Columns<Item>()
          .and("issuer", Item::issuer)
          .and("segment", Item::segment)
          .and("metric", Item::metric)
          .and("", FigureView.COLUMNS, Item::figure)
          .and("calendarised", Item::calendarised)
          .and("percentileLow", i -> i.percentile == null ? null : i.percentile.low())
          .and("percentileHigh", i -> i.percentile == null ? null : i.percentile.high());

  private final Books books;
  private final RateTable rates;

  CompareController(Books books, RateTable rates) {
    this.books = books;
    this.rates = rates;
  }

  /**
   * @param issuers slugs, each perhaps with a segment: {@code openai,alibaba/cloud-intelligence}
   * @param metrics names, by commas
   * @param span a period: {@code 2025-Q1}, {@code 2025}, {@code 2025-01-01/2025-03-31}
   * @param calendar the days of the calendar are meant, whatever the fiscal years are; else the
   *     period of that name in each issuer's own year
   */
  @GetMapping("/v1/compare")
  Tabular<Item> compare(
      @RequestParam String issuers,
      @RequestParam String metrics,
      @RequestParam String span,
      @RequestParam(required = false) String calendar,
      @RequestParam(required = false) String currency,
      @RequestParam(required = false) String knownAt,
      @RequestParam(required = false) String recordedAt) {
    List<String> names = list("issuers", issuers, MOST_ISSUERS);
    List<Metric> wanted =
        list("metrics", metrics, MOST_METRICS).stream().map(CompareController::metric).toList();
    boolean byCalendar = QueryParameters.flag("calendar", calendar);
    PeriodExpression period = QueryParameters.read(PeriodExpression.parse(span));
    Unit unit = Question.currency(currency);
    List<SegmentFigures> peers = new ArrayList<>();
    List<IssuerId> ids = new ArrayList<>();
    for (String name : names) {
      String[] parts = name.split("/", 2);
      Books.Shelf shelf = books.of(Question.issuer(parts[0]));
      FactBook book = shelf.asOf(Question.asOf(knownAt, recordedAt));
      SegmentId segment = Question.segment(parts.length == 1 ? null : parts[1]);
      if (!segment.isWhole() && !book.segments().contains(segment)) {
        throw ProblemException.notFound("segment " + segment + " of " + shelf.profile().id());
      }
      ids.add(shelf.profile().id());
      peers.add(
          unit == null
              ? new SegmentFigures(book, segment)
              : new SegmentFigures(book, segment, rates.current(), unit));
    }
    List<Item> items = new ArrayList<>();
    for (Metric metric : wanted) {
      List<Peers.Compared> row =
          peers.stream()
              .map(figures -> compared(figures, metric, period, span, byCalendar))
              .toList();
      List<Optional<Interval>> percentiles =
          Peers.percentiles(row.stream().map(Peers.Compared::figure).toList());
      for (int i = 0; i < row.size(); i++) {
        items.add(item(ids.get(i), peers.get(i), metric, row.get(i), percentiles.get(i)));
      }
    }
    return Tabular.whole(COLUMNS, items);
  }

  private static Item item(
      IssuerId issuer,
      SegmentFigures figures,
      Metric metric,
      Peers.Compared compared,
      Optional<Interval> percentile) {
    return new Item(
        issuer,
        figures.segment(),
        metric.toString(),
        FigureView.of(Question.view(figures.book(), compared.period()), compared.figure()),
        compared.calendarised(),
        percentile.map(Percentile::of).orElse(null));
  }

  private static Peers.Compared compared(
      SegmentFigures figures,
      Metric metric,
      PeriodExpression period,
      String text,
      boolean byCalendar) {
    if (byCalendar) {
      return switch (period) {
        case PeriodExpression.Dated dated -> {
          Period days = dated.period();
          yield days instanceof Period.Span span
              ? Peers.over(figures, metric, span)
              : Peers.over(figures, metric, new Period.Span(days.end(), days.end()));
        }
        case PeriodExpression.Fiscal fiscal ->
            throw ProblemException.badRequest(
                text
                    + " is a period of a fiscal year; calendar=true takes the calendar's:"
                    + " 2025-Q1.");
      };
    }
    Period own = Question.period(figures.book(), text);
    Period of = metric.kind() == Metric.Kind.INSTANT ? new Period.Instant(own.end()) : own;
    Figure figure = figures.figure(metric, of, SegmentFigures.OUTCOMES);
    return new Peers.Compared(figure, of, false, null);
  }

  private static List<String> list(String name, String text, int most) {
    List<String> items =
        Arrays.stream(text.split(",", most + 2))
            .map(String::strip)
            .filter(item -> !item.isEmpty())
            .distinct()
            .toList();
    if (items.isEmpty() || items.size() > most) {
      throw ProblemException.badRequest(name + " takes from 1 to " + most + ", by commas.");
    }
    return items;
  }

  private static Metric metric(String name) {
    return Metric.parse(name)
        .orElseThrow(
            () ->
                ProblemException.badRequest(
                    "There is no metric "
                        + name
                        + Metric.didYouMean(name)
                            .map(near -> "; did you mean " + near + "?")
                            .orElse("; GET /v1/metrics lists those there are.")));
  }
}
