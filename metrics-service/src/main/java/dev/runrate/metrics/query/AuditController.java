package dev.runrate.metrics.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.runrate.common.event.PeriodView;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.Quantity;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.common.fact.Unit;
import dev.runrate.common.web.Columns;
import dev.runrate.common.web.ProblemException;
import dev.runrate.common.web.Tabular;
import dev.runrate.metrics.audit.Audit;
import dev.runrate.metrics.audit.Audit.Answer;
import dev.runrate.metrics.audit.Audits;
import dev.runrate.metrics.factbook.AsOf;
import dev.runrate.metrics.factbook.FactBook;
import dev.runrate.metrics.recompute.Facts;
import dev.runrate.metrics.recompute.RateTable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Whether the figures of an issuer can be true together: what fails first, then what is odd. */
@RestController
class AuditController {
  /**
   * @param unit null for a rate
   */
  record Amount(BigDecimal value, BigDecimal low, BigDecimal high, Unit unit) {
    static Amount of(Quantity quantityOrNull) {
      return quantityOrNull == null
          ? null
          : new Amount(
              quantityOrNull.point(),
              quantityOrNull.range().low(),
              quantityOrNull.range().high(),
              quantityOrNull.unit());
    }
  }

  /**
   * A figure that went into it.
   *
   * @param origins so many independent voices say so
   * @param leastSupported it is marked as suspect where the audit fails
   */
  record Evidence(
      SegmentId segment,
      PeriodView period,
      int origins,
      boolean leastSupported,
      ExplainController.FactView fact) {}

  /** See {@link Audit}. */
  @JsonInclude(Include.NON_NULL)
  record Item(
      IssuerId issuer,
      SegmentId segment,
      PeriodView period,
      String identity,
      String answer,
      String arithmetic,
      String reason,
      String doubt,
      String definition,
      String assumption,
      Amount computed,
      Amount stated,
      List<Evidence> evidence) {}

  private static final Columns<Item> COLUMNS =
      new Columns<Item>()
          .and("issuer", Item::issuer)
          .and("segment", Item::segment)
          .and("period", item -> item.period.label())
          .and("identity", Item::identity)
          .and("answer", Item::answer)
          .and("arithmetic", Item::arithmetic)
          .and("reason", Item::reason)
          .and("doubt", Item::doubt)
          .and("leastSupported", AuditController::leastSupported);

  private final Books books;
  private final RateTable rates;

  AuditController(Books books, RateTable rates) {
    this.books = books;
    this.rates = rates;
  }

  @GetMapping("/v1/issuers/{id}/audits")
  Tabular<Item> ofIssuer(
      @PathVariable String id,
      @RequestParam(required = false) String answer,
      @RequestParam(required = false) String knownAt,
      @RequestParam(required = false) String recordedAt,
      @RequestParam(required = false) Integer limit,
      @RequestParam(required = false) String cursor) {
    return answer(
        List.of(books.of(Question.issuer(id)).issuer()),
        answer,
        Question.asOf(knownAt, recordedAt),
        limit,
        cursor);
  }

  /** Of all issuers. */
  @GetMapping("/v1/audits")
  Tabular<Item> all(
      @RequestParam(required = false) String answer,
      @RequestParam(required = false) String knownAt,
      @RequestParam(required = false) String recordedAt,
      @RequestParam(required = false) Integer limit,
      @RequestParam(required = false) String cursor) {
    return answer(books.issuers(), answer, Question.asOf(knownAt, recordedAt), limit, cursor);
  }

  private Tabular<Item> answer(
      List<Facts.Issuer> issuers, String answer, AsOf asOf, Integer limit, String cursor) {
    List<String> answers = Arrays.stream(Answer.values()).map(Answer::toString).toList();
    if (answer != null && !answers.contains(answer) && !answer.equals("doubt")) {
      throw ProblemException.badRequest(
          "answer is fails, holds, not-computable, or doubt for those with one.");
    }
    List<Item> items = new ArrayList<>();
    for (Facts.Issuer issuer : issuers) {
      Books.Shelf shelf = books.of(issuer);
      FactBook book = shelf.asOf(asOf);
      for (Audit audit : Audits.of(book, rates.current()::between)) {
        if (answer == null
            || audit.answer().toString().equals(answer)
            || (answer.equals("doubt") && audit.doubt() != null)) {
          items.add(item(shelf.profile().id(), book, audit));
        }
      }
    }
    items.sort(
        Comparator.comparing((Item item) -> answers.indexOf(item.answer))
            .thenComparing(item -> item.doubt == null));
    return Tabular.slice(items, limit, cursor, AuditController::key, COLUMNS);
  }

  static Item item(IssuerId issuer, FactBook book, Audit audit) {
    List<Audit.Evidence> least = audit.leastSupported();
    return new Item(
        issuer,
        audit.segment(),
        Question.view(book, audit.period()),
        audit.identity().toString(),
        audit.answer().toString(),
        audit.arithmetic(),
        audit.reason(),
        audit.doubt(),
        audit.identity().definition(),
        audit.identity().assumption(),
        Amount.of(audit.computed()),
        Amount.of(audit.stated()),
        audit.evidence().stream()
            .map(
                e ->
                    new Evidence(
                        e.line().segment(),
                        Question.view(book, e.period()),
                        e.origins(),
                        audit.answer() == Answer.FAILS && least.contains(e),
                        ExplainController.fact(book, e.fact())))
            .toList());
  }

  private static String leastSupported(Item item) {
    return String.join(
        " ",
        item.evidence.stream()
            .filter(Evidence::leastSupported)
            .map(e -> e.fact.filing() + "#" + e.fact.concept())
            .toList());
  }

  private static String key(Item item) {
    return String.join(
        "|",
        item.issuer.slug(),
        item.segment.slug(),
        item.period.start().toString(),
        item.period.end().toString(),
        item.identity,
        item.arithmetic);
  }
}
