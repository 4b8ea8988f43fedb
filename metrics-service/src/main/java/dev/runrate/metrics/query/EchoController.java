package dev.runrate.metrics.query;

import dev.runrate.common.event.PeriodView;
import dev.runrate.common.fact.Basis;
import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.Scenario;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.common.fact.Tier;
import dev.runrate.common.web.Columns;
import dev.runrate.common.web.Tabular;
import dev.runrate.metrics.factbook.Candidates;
import dev.runrate.metrics.factbook.FactBook;
import dev.runrate.metrics.factbook.Line;
import dev.runrate.metrics.factbook.Origins;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Figures that several statements agree on: how many voices they are, and which was first. */
@RestController
class EchoController {
  /** A voice: who said it first, and who repeated it. */
  record Origin(
      Tier tier, ExplainController.FactView first, List<ExplainController.FactView> echoes) {}

  /**
   * @param statements so many say so
   * @param confirmedBy so many of them independently
   * @param origins the first heard first
   */
  record Item(
      IssuerId issuer,
      SegmentId segment,
      Concept concept,
      PeriodView period,
      Basis basis,
      Scenario scenario,
      int statements,
      int confirmedBy,
      List<Origin> origins) {}

  private static final Columns<Item> COLUMNS =
      new Columns<Item>()
          .and("issuer", Item::issuer)
          .and("segment", Item::segment)
          .and("concept", Item::concept)
          .and("period", item -> item.period.label())
          .and("basis", Item::basis)
          .and("scenario", Item::scenario)
          .and("statements", Item::statements)
          .and("confirmedBy", Item::confirmedBy)
          .and("first", item -> item.origins.getFirst().first.publisher())
          .and("firstOn", item -> item.origins.getFirst().first.publishedOn())
          .and("firstFiling", item -> item.origins.getFirst().first.filing());

  private static final Comparator<Item> MOST_ECHOED_FIRST =
      Comparator.comparing((Item item) -> item.statements - item.confirmedBy)
          .reversed()
          .thenComparing(item -> item.period.end(), Comparator.reverseOrder())
          .thenComparing(Item::segment)
          .thenComparing(Item::concept);

  private final Books books;

  EchoController(Books books) {
    this.books = books;
  }

  @GetMapping("/v1/issuers/{id}/echoes")
  Tabular<Item> echoes(
      @PathVariable String id,
      @RequestParam(required = false) String knownAt,
      @RequestParam(required = false) String recordedAt,
      @RequestParam(required = false) Integer limit,
      @RequestParam(required = false) String cursor) {
    Books.Shelf shelf = books.of(Question.issuer(id));
    FactBook book = shelf.asOf(Question.asOf(knownAt, recordedAt));
    List<Item> items = new ArrayList<>();
    for (Line line : book.lines().stream().sorted(Line.ORDER).toList()) {
      NavigableMap<Period, Candidates> periods = book.candidates(line);
      periods.forEach(
          (period, candidates) -> {
            List<Origins.Origin> origins = candidates.confirmations();
            int statements = origins.stream().mapToInt(o -> 1 + o.echoes().size()).sum();
            if (statements > 1) {
              items.add(item(shelf.profile().id(), book, line, period, statements, origins));
            }
          });
    }
    items.sort(MOST_ECHOED_FIRST);
    return Tabular.slice(items, limit, cursor, EchoController::key, COLUMNS);
  }

  private static Item item(
      IssuerId issuer,
      FactBook book,
      Line line,
      Period period,
      int statements,
      List<Origins.Origin> origins) {
    return new Item(
        issuer,
        line.segment(),
        line.concept(),
        Question.view(book, period),
        line.basis(),
        line.scenario(),
        statements,
        origins.size(),
        origins.stream()
            .map(
                o ->
                    new Origin(
                        o.tier(),
                        ExplainController.fact(book, o.first()),
                        o.echoes().stream().map(e -> ExplainController.fact(book, e)).toList()))
            .toList());
  }

  private static String key(Item item) {
    return String.join(
        "|",
        item.segment.slug(),
        item.concept.label(),
        item.basis.slug(),
        item.scenario.toString(),
        item.origins.getFirst().first.unit().code(),
        item.period.start().toString(),
        item.period.end().toString());
  }
}
