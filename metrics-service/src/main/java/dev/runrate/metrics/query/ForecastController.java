package dev.runrate.metrics.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.runrate.common.event.PeriodView;
import dev.runrate.common.fact.Basis;
import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.Interval;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.Quantity;
import dev.runrate.common.fact.Scenario;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.common.fact.Wording;
import dev.runrate.common.web.Columns;
import dev.runrate.common.web.Tabular;
import dev.runrate.metrics.factbook.FactBook;
import dev.runrate.metrics.forecast.Forecast;
import dev.runrate.metrics.forecast.Forecasts;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Who said what would be, when, and what came of it. */
@RestController
class ForecastController {
  /** A distance from what was said. */
  record Distance(BigDecimal low, BigDecimal high) {
    static Distance of(Interval rangeOrNull) {
      return rangeOrNull == null ? null : new Distance(rangeOrNull.low(), rangeOrNull.high());
    }
  }

  /**
   * See {@link Forecast}.
   *
   * @param dueOn the day after which it can be judged
   * @param said the statement with its source
   */
  @JsonInclude(Include.NON_NULL)
  record Item(
      SegmentId segment,
      Concept concept,
      String metric,
      PeriodView period,
      Basis basis,
      Scenario scenario,
      LocalDate dueOn,
      ExplainController.FactView said,
      String verdict,
      boolean certain,
      AuditController.Amount actual,
      Distance missedBy,
      String sentence) {}

  record Answer(IssuerId issuer, List<Item> forecasts, List<Forecasts.Record> sources) {}

  private static final Columns<Item> COLUMNS =
      new Columns<Item>()
          .and("segment", Item::segment)
          .and("concept", Item::concept)
          .and("period", item -> item.period.label())
          .and("scenario", Item::scenario)
          .and("basis", Item::basis)
          .and("publisher", item -> item.said.publisher())
          .and("publishedOn", item -> item.said.publishedOn())
          .and("filing", item -> item.said.filing())
          .and("value", item -> item.said.value())
          .and("low", item -> item.said.low())
          .and("high", item -> item.said.high())
          .and("unit", item -> item.said.unit())
          .and("verdict", Item::verdict)
          .and("certain", Item::certain)
          .and("actual", item -> item.actual == null ? null : item.actual.value())
          .and("missedByLow", item -> item.missedBy == null ? null : item.missedBy.low())
          .and("missedByHigh", item -> item.missedBy == null ? null : item.missedBy.high());

  private final Books books;

  ForecastController(Books books) {
    this.books = books;
  }

  @GetMapping("/v1/issuers/{id}/forecasts")
  Tabular<Item> forecasts(
      @PathVariable String id,
      @RequestParam(required = false) String knownAt,
      @RequestParam(required = false) String recordedAt) {
    Books.Shelf shelf = books.of(Question.issuer(id));
    FactBook book = shelf.asOf(Question.asOf(knownAt, recordedAt));
    List<Forecast> forecasts = Forecasts.of(book);
    List<Item> items = forecasts.stream().map(forecast -> item(book, forecast)).toList();
    return Tabular.whole(
        new Answer(shelf.profile().id(), items, Forecasts.records(forecasts)), COLUMNS, items);
  }

  private static Item item(FactBook book, Forecast forecast) {
    return new Item(
        forecast.line().segment(),
        forecast.line().concept(),
        forecast.metric().toString(),
        Question.view(book, forecast.period()),
        forecast.line().basis(),
        forecast.line().scenario(),
        Question.view(book, forecast.period()).end(),
        ExplainController.fact(book, forecast.said()),
        forecast.verdict().toString(),
        forecast.certain(),
        AuditController.Amount.of(forecast.actual()),
        Distance.of(forecast.missedBy()),
        sentence(book, forecast));
  }

  /** {@code NetEase Hao said 20bn to 26bn USD for 2026 (on 2025-12-22): open}. */
  private static String sentence(FactBook book, Forecast forecast) {
    String publisher = forecast.said().filing().source().publisher();
    String said =
        (publisher == null ? "somebody" : publisher)
            + " said "
            + Wording.amount(forecast.said().quantity())
            + " for "
            + book.label(forecast.period())
            + " (on "
            + forecast.said().filing().source().publishedOn()
            + "): ";
    return said
        + switch (forecast.verdict()) {
          case OPEN -> "not due, or nothing is known of it yet";
          case LATE -> "when it was known that it is " + Wording.amount(forecast.actual());
          case HIT ->
              (forecast.certain() ? "hit, it is " : "perhaps hit, it is ")
                  + Wording.amount(forecast.actual());
          case MISSED, BEATEN ->
              forecast.verdict()
                  + " by "
                  + Wording.amount(
                      new Quantity(null, forecast.missedBy(), forecast.actual().unit()))
                  + ", it is "
                  + Wording.amount(forecast.actual());
        };
  }
}
