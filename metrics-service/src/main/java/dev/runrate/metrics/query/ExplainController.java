package dev.runrate.metrics.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.runrate.common.event.PeriodView;
import dev.runrate.common.fact.Basis;
import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.Figure;
import dev.runrate.common.fact.Hows;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.Metric;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.Ruling;
import dev.runrate.common.fact.Scenario;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.common.fact.Tier;
import dev.runrate.common.fact.Unit;
import dev.runrate.common.web.ProblemException;
import dev.runrate.metrics.factbook.Candidates;
import dev.runrate.metrics.factbook.FactBook;
import dev.runrate.metrics.factbook.FiledFact;
import dev.runrate.metrics.metric.Conflicts;
import dev.runrate.metrics.metric.Outcome;
import dev.runrate.metrics.metric.SegmentFigures;
import dev.runrate.metrics.recompute.RateTable;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Where a number comes from: the formula, what went into it, and at the leaves who said so. */
@RestController
class ExplainController {
  /**
   * An inner node has a formula and operands, a leaf the fact that won and those that did not.
   *
   * @param confirmedBy of a leaf, how many independent voices say so; echoes do not count
   */
  @JsonInclude(Include.NON_NULL)
  record Node(
      String name,
      PeriodView period,
      Boolean subtracted,
      BigDecimal value,
      BigDecimal low,
      BigDecimal high,
      Unit unit,
      Hows how,
      Basis basis,
      Scenario scenario,
      String formula,
      List<Node> operands,
      FactView fact,
      List<Rejected> rejected,
      Integer confirmedBy,
      String reason,
      String suspect) {}

  /**
   * A statement with its source.
   *
   * @param ruling what a person judged of it; null for nothing
   */
  @JsonInclude(Include.NON_NULL)
  record FactView(
      String filing,
      String form,
      Concept concept,
      String tag,
      String period,
      BigDecimal value,
      BigDecimal low,
      BigDecimal high,
      Unit unit,
      Tier tier,
      String publisher,
      String title,
      String url,
      LocalDate publishedOn,
      String suspect,
      Ruling ruling) {}

  record Rejected(FactView fact, String reason) {}

  record Answer(
      IssuerId issuer,
      SegmentId segment,
      String metric,
      String definition,
      String source,
      FigureView figure,
      String sentence,
      Node tree) {}

  private final Books books;
  private final RateTable rates;

  ExplainController(Books books, RateTable rates) {
    this.books = books;
    this.rates = rates;
  }

  @GetMapping("/v1/issuers/{id}/explain/{metric}")
  Answer explain(
      @PathVariable String id,
      @PathVariable String metric,
      @RequestParam(required = false) String period,
      @RequestParam(required = false) String segment,
      @RequestParam(required = false) String currency,
      @RequestParam(required = false) String knownAt,
      @RequestParam(required = false) String recordedAt,
      @RequestParam(required = false) String reading,
      @RequestParam(required = false) String scenario) {
    Metric of = Question.metric(metric);
    Books.Shelf shelf = books.of(Question.issuer(id));
    FactBook book = shelf.asOf(Question.asOf(knownAt, recordedAt, reading));
    SegmentId segmentId = Question.segment(segment);
    Unit wanted = Question.currency(currency);
    SegmentFigures figures =
        wanted == null
            ? new SegmentFigures(book, segmentId)
            : new SegmentFigures(book, segmentId, rates.current(), wanted);
    List<Scenario> scenarios = Question.scenarios(scenario);
    Period asked =
        period == null
            ? figures
                .newest(of, scenarios)
                .orElseThrow(
                    () -> ProblemException.notFound(of + " of any period; name one in period="))
            : Question.period(book, period);
    FigureView figure =
        FigureView.of(Question.view(book, asked), figures.figure(of, asked, scenarios));
    Node tree =
        node(figures, new Part(of.toString(), asked, null), figures.outcome(of, asked, scenarios));
    String subject =
        (shelf.profile().name() == null ? id : shelf.profile().name())
            + (segmentId.isWhole() ? "" : " (" + segmentId + ")");
    return new Answer(
        shelf.profile().id(),
        segmentId,
        of.toString(),
        of.formula(),
        of.source(),
        figure,
        Sentence.of(subject, of, figure, tree),
        tree);
  }

  private record Part(String name, Period period, Boolean subtracted) {}

  private static Node node(SegmentFigures figures, Part part, Outcome outcome) {
    FactBook book = figures.book();
    PeriodView period = Question.view(book, part.period);
    return switch (outcome) {
      case Outcome.Unknown unknown ->
          new Node(
              part.name,
              period,
              part.subtracted,
              null,
              null,
              null,
              null,
              Hows.NOT_COMPUTABLE,
              null,
              null,
              null,
              unknown.operands().isEmpty() ? null : nodes(figures, unknown.operands()),
              null,
              null,
              null,
              figures.render(unknown.reason()),
              null);
      case Outcome.Known known -> {
        Figure figure =
            Figure.known(
                known.quantity(),
                known.how(),
                known.basis(),
                known.scenario(),
                null,
                known.suspect());
        yield switch (known.derivation()) {
          case Outcome.Derivation.Stated stated ->
              node(
                  part,
                  period,
                  figure,
                  null,
                  null,
                  fact(book, stated.candidates().winner()),
                  rejected(book, stated.candidates()),
                  stated.candidates().confirmations().size());
          case Outcome.Derivation.Outdated old ->
              node(
                  part,
                  period,
                  figure,
                  null,
                  null,
                  fact(book, old.fact()),
                  List.of(
                      new Rejected(
                          fact(book, old.candidates().winner()),
                          "restated; a sum takes what goes with its other parts")),
                  null);
          case Outcome.Derivation.Computed computed ->
              node(
                  part,
                  period,
                  figure,
                  computed.formula(),
                  nodes(figures, computed.operands()),
                  null,
                  computed.overruled().map(c -> overruled(book, c)).orElse(null),
                  null);
        };
      }
    };
  }

  private static Node node(
      Part part,
      PeriodView period,
      Figure figure,
      String formula,
      List<Node> operands,
      FactView fact,
      List<Rejected> rejected,
      Integer confirmedBy) {
    return new Node(
        part.name,
        period,
        part.subtracted,
        figure.value(),
        figure.low(),
        figure.high(),
        figure.unit(),
        figure.how(),
        figure.basis(),
        figure.scenario(),
        formula,
        operands,
        fact,
        rejected,
        confirmedBy,
        null,
        figure.suspect());
  }

  private static List<Node> nodes(SegmentFigures figures, List<Outcome.Part> parts) {
    return parts.stream()
        .map(
            part ->
                node(
                    figures,
                    new Part(part.name(), part.period(), part.subtracted() ? true : null),
                    part.outcome()))
        .toList();
  }

  private static List<Rejected> overruled(FactBook book, Candidates candidates) {
    return candidates.ranked().stream()
        .map(fact -> new Rejected(fact(book, fact), "overruled: " + candidates.overruled()))
        .toList();
  }

  private static List<Rejected> rejected(FactBook book, Candidates candidates) {
    List<Rejected> rejected = new ArrayList<>();
    for (FiledFact other : candidates.others()) {
      String reason =
          (other.range().isDisjointFrom(candidates.winner().range())
                  ? "contradicts it; "
                  : "agrees with it; ")
              + (candidates.losses().containsKey(other) ? "" : "what counts: ")
              + candidates.whyLost(other);
      rejected.add(new Rejected(fact(book, other), reason));
    }
    return rejected.isEmpty() ? null : rejected;
  }

  static FactView fact(FactBook book, FiledFact fact) {
    var source = fact.filing().source();
    var quantity = fact.quantity();
    return new FactView(
        fact.filing().id().text(),
        fact.filing().form(),
        fact.fact().concept(),
        fact.fact().tag(),
        fact.fact().period().text(),
        quantity.point(),
        quantity.range().low(),
        quantity.range().high(),
        quantity.unit(),
        source.tier(),
        source.publisher(),
        source.title(),
        source.url(),
        source.publishedOn(),
        Conflicts.suspicion(book, fact).orElse(null),
        book.conventions().ruling(fact).orElse(null));
  }
}
