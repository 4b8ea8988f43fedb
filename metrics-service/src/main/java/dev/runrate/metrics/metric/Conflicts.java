package dev.runrate.metrics.metric;

import dev.runrate.common.fact.Basis;
import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.Conflict;
import dev.runrate.common.fact.Conflict.Statement;
import dev.runrate.common.fact.Conflict.Type;
import dev.runrate.common.fact.Interval;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.Quantity;
import dev.runrate.common.fact.Scenario;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.common.fact.Source;
import dev.runrate.common.fact.Tier;
import dev.runrate.common.fact.Unit;
import dev.runrate.metrics.factbook.Candidates;
import dev.runrate.metrics.factbook.FactBook;
import dev.runrate.metrics.factbook.FiledFact;
import dev.runrate.metrics.factbook.Line;
import dev.runrate.metrics.factbook.WorkedOut;
import dev.runrate.metrics.metric.Outcome.Known;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Finds statements of a segment that cannot both be true: the intervals of the winner and of
 * another do not overlap. Nothing is ever averaged; the winner is the figure, the others are shown
 * with what sets them apart.
 */
public final class Conflicts {
  /** A conflict and what it is about. */
  public record Found(SegmentId segment, Period period, Conflict conflict) {}

  /**
   * A figure given in two currencies agrees if a rate this near to the official one explains it.
   */
  private static final Interval ROUNDED_RATE = Interval.of("0.95", "1.05");

  /** What matters most first; then by what lost, so that the order is always the same. */
  public static final Comparator<Conflict> BY_MATERIALITY =
      Comparator.comparing(Conflict::materiality)
          .reversed()
          .thenComparing(Conflict::concept)
          .thenComparing(Conflict::basis)
          .thenComparing(Conflict::scenario)
          .thenComparing(c -> c.loser().unit())
          .thenComparing(c -> Objects.toString(c.loser().filing()));

  private static final MathContext SHARE = new MathContext(4, RoundingMode.HALF_EVEN);

  private static final Map<Concept, Concept> OTHER_MEASURE =
      Map.of(
          Concept.NET_INCOME, Concept.ADJUSTED_NET_INCOME,
          Concept.ADJUSTED_NET_INCOME, Concept.NET_INCOME);

  private final FactBook book;
  private final SegmentId segment;
  private final List<Line> lines;

  public Conflicts(FactBook book, SegmentId segment) {
    this.book = book;
    this.segment = segment;
    this.lines =
        book.lines().stream()
            .filter(line -> line.segment().equals(segment))
            .sorted(
                Comparator.comparing(Line::concept)
                    .thenComparing(Line::basis)
                    .thenComparing(Line::scenario)
                    .thenComparing(Line::unit))
            .toList();
  }

  /** Between what was stated about one period. */
  public List<Conflict> stated(Period nominal) {
    List<Conflict> found = new ArrayList<>();
    for (Line line : lines) {
      book.candidates(line, nominal)
          .ifPresent(candidates -> found.addAll(among(line, nominal, candidates)));
    }
    found.sort(BY_MATERIALITY);
    return found;
  }

  /**
   * An audit that fails: what is stated counts, and cannot be true beside what the others give.
   *
   * @param computed in the unit of the line
   */
  public Conflict audit(Line line, Period period, FiledFact stated, Quantity computed, String why) {
    return conflict(
        Type.AUDIT, line, period, statement(line, period, stated), computed(computed), why);
  }

  /** All of a segment's, oldest period first: stated, computed two ways, and in two currencies. */
  public static List<Found> all(FactBook book, SegmentId segment, ExchangeRates rates) {
    Conflicts conflicts = new Conflicts(book, segment);
    List<Found> found = new ArrayList<>();
    for (Line line : conflicts.lines) {
      book.candidates(line)
          .forEach(
              (period, candidates) -> {
                conflicts
                    .among(line, period, candidates)
                    .forEach(c -> found.add(new Found(segment, period, c)));
                conflicts
                    .withAnotherWay(line, period, candidates)
                    .ifPresent(c -> found.add(new Found(segment, period, c)));
                conflicts
                    .withOwnCurrency(line, period, candidates, rates)
                    .ifPresent(c -> found.add(new Found(segment, period, c)));
              });
    }
    found.sort(
        Comparator.comparing(Found::period)
            .thenComparing(f -> f.conflict().concept())
            .thenComparing(f -> f.conflict().basis())
            .thenComparing(f -> f.conflict().type())
            .thenComparing(f -> Objects.toString(f.conflict().loser().filing())));
    return found;
  }

  private List<Conflict> among(Line line, Period period, Candidates candidates) {
    if (candidates.isOverruled()) {
      return List.of(overruled(line, period, candidates));
    }
    FiledFact winner = candidates.winner();
    List<Conflict> conflicts = new ArrayList<>();
    Set<Interval> told = new HashSet<>();
    for (FiledFact loser : candidates.others()) {
      if (loser.range().isDisjointFrom(winner.range()) && told.add(loser.range())) {
        conflicts.add(
            conflict(
                typeOf(line, period, candidates, loser),
                line,
                period,
                statement(line, period, winner),
                statement(line, period, loser),
                candidates.whyLost(loser)));
      }
    }
    conflicts.sort(BY_MATERIALITY);
    return conflicts;
  }

  /** The other ways to the figure against all that was stated of it. */
  private Conflict overruled(Line line, Period period, Candidates candidates) {
    Outcome other =
        period instanceof Period.Span span
            ? solver(line).withoutStatement(line.concept(), span)
            : Outcome.notKnown(line.concept().label(), period);
    Statement computed =
        other instanceof Known known
            ? computed(known.quantity())
            : computed(new Quantity(null, Interval.UNBOUNDED, line.unit()));
    return conflict(
        Type.IDENTITY,
        line,
        period,
        computed,
        statement(line, period, candidates.winner()),
        "what is stated is overruled: " + candidates.overruled());
  }

  private Conflict conflict(
      Type type, Line line, Period period, Statement winner, Statement loser, String why) {
    return new Conflict(
        type,
        line.concept(),
        line.basis(),
        line.scenario(),
        winner,
        loser,
        why,
        materiality(line, period, winner.quantity().range(), loser.quantity().range()));
  }

  /** See {@link Conflict#materiality}. */
  private BigDecimal materiality(Line line, Period period, Interval winner, Interval loser) {
    if (!winner.isDisjointFrom(loser)) {
      return BigDecimal.ZERO;
    }
    BigDecimal gap =
        winner.isBelow(loser)
            ? loser.low().subtract(winner.high())
            : winner.low().subtract(loser.high());
    if (line.unit().isRatio()) {
      return plain(gap);
    }
    BigDecimal base = largest(winner).max(largest(loser));
    if (line.unit().isMoney() && period instanceof Period.Span) {
      Line revenue =
          new Line(segment, Concept.REVENUE, Basis.REPORTED, Scenario.ACTUAL, line.unit());
      base =
          book.candidates(revenue, period)
              .map(c -> largest(c.winner().range()))
              .orElse(BigDecimal.ZERO)
              .max(base);
    }
    return base.signum() == 0 ? BigDecimal.ZERO : plain(gap.divide(base, SHARE));
  }

  private static BigDecimal largest(Interval range) {
    BigDecimal low = range.low() == null ? BigDecimal.ZERO : range.low().abs();
    BigDecimal high = range.high() == null ? BigDecimal.ZERO : range.high().abs();
    return low.max(high);
  }

  private static BigDecimal plain(BigDecimal share) {
    BigDecimal shortest = share.stripTrailingZeros();
    return shortest.scale() < 0 ? shortest.setScale(0) : shortest;
  }

  private Type typeOf(Line line, Period period, Candidates candidates, FiledFact loser) {
    Candidates.Loss loss = candidates.losses().get(loser);
    if (loss != null) {
      return switch (loss.kind()) {
        case SUPERSEDED -> Type.RESTATED;
        case PART -> Type.SCOPE;
        case ODD -> Type.IDENTITY;
      };
    }
    if (agreesOnAnotherBasis(line, period, loser)) {
      return Type.BASIS;
    }
    Source won = candidates.winner().filing().source();
    Source lost = loser.filing().source();
    boolean sameVoice =
        won.tier() == lost.tier()
            && (won.tier().compareTo(Tier.ISSUER) <= 0
                || (won.publisher() != null && won.publisher().equals(lost.publisher())));
    return sameVoice && !won.publishedOn().equals(lost.publishedOn()) ? Type.RESTATED : Type.SOURCE;
  }

  private boolean agreesOnAnotherBasis(Line line, Period period, FiledFact loser) {
    Concept other = OTHER_MEASURE.get(line.concept());
    return book.lines().stream()
        .filter(l -> l.segment().equals(segment) && l.unit().equals(line.unit()))
        .filter(l -> l.scenario() == line.scenario())
        .filter(
            l ->
                l.concept() == other
                    || (l.concept() == line.concept() && !l.basis().equals(line.basis())))
        .map(l -> book.candidates(l, period))
        .flatMap(Optional::stream)
        .anyMatch(c -> !c.winner().range().isDisjointFrom(loser.range()));
  }

  private Statement statement(Line line, Period period, FiledFact fact) {
    Quantity quantity = fact.quantity();
    Source source = fact.filing().source();
    return new Statement(
        quantity.point(),
        quantity.range().low(),
        quantity.range().high(),
        line.unit(),
        fact.filing().id().text(),
        source.tier(),
        source.publisher(),
        source.publishedOn(),
        suspicion(book, line, period, quantity.point()).orElse(null),
        source.title(),
        source.url());
  }

  /** The identity that a profit equals to the last digit: Revenue less one single expense. */
  public static Optional<String> suspicion(FactBook book, FiledFact fact) {
    return suspicion(book, Line.of(fact.fact()), fact.nominal(), fact.quantity().point());
  }

  private static Optional<String> suspicion(
      FactBook book, Line line, Period period, BigDecimal profit) {
    return WorkedOut.arithmetic(
            line.concept(), profit, concept -> point(book, line, concept, period))
        .map(arithmetic -> "suspect: " + arithmetic);
  }

  private static Optional<BigDecimal> point(
      FactBook book, Line like, Concept concept, Period period) {
    Line line = new Line(like.segment(), concept, Basis.REPORTED, like.scenario(), like.unit());
    return book.candidates(line, period).map(c -> c.winner().quantity().point());
  }

  /** A stated flow against the sum of other periods, and a stated ratio against its parts. */
  private Optional<Conflict> withAnotherWay(Line line, Period period, Candidates candidates) {
    if (!(period instanceof Period.Span span) || candidates.isOverruled()) {
      return Optional.empty();
    }
    Outcome other = solver(line).withoutStatement(line.concept(), span);
    if (!(other instanceof Known known)
        || known.scenario() != line.scenario()
        || !known.quantity().range().isDisjointFrom(candidates.winner().range())) {
      return Optional.empty();
    }
    String formula =
        known.derivation() instanceof Outcome.Derivation.Computed c ? c.formula() : "computed";
    return Optional.of(
        conflict(
            Type.IDENTITY,
            line,
            period,
            statement(line, period, candidates.winner()),
            computed(known.quantity()),
            "what is stated counts; " + formula + " gives another figure"));
  }

  private Solver solver(Line line) {
    Unit currency = line.unit().isMoney() ? line.unit() : firstCurrency();
    return new Solver(
        book, segment, new Lens(line.scenario(), currency, line.basis()), ExchangeRates.NONE);
  }

  private static Statement computed(Quantity quantity) {
    return new Statement(
        quantity.point(),
        quantity.range().low(),
        quantity.range().high(),
        quantity.unit(),
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  private Unit firstCurrency() {
    Set<Unit> currencies = book.currencies(segment);
    return currencies.isEmpty() ? Unit.of("USD") : currencies.iterator().next();
  }

  /** The same figure in another currency than the issuer's first one. */
  private Optional<Conflict> withOwnCurrency(
      Line line, Period period, Candidates candidates, ExchangeRates rates) {
    if (!line.unit().isMoney() || line.unit().equals(firstCurrency())) {
      return Optional.empty();
    }
    Line own = new Line(segment, line.concept(), line.basis(), line.scenario(), firstCurrency());
    Optional<Candidates> inOwn = book.candidates(own, period);
    Optional<BigDecimal> rate = rates.rate(own.unit(), line.unit(), period);
    if (inOwn.isEmpty() || rate.isEmpty()) {
      return Optional.empty();
    }
    Interval translated = inOwn.get().winner().range().times(Interval.exactly(rate.get()));
    Interval here = candidates.winner().range();
    if (!translated.isDisjointFrom(here)) {
      return Optional.empty();
    }
    boolean rounded = !translated.times(ROUNDED_RATE).isDisjointFrom(here);
    return Optional.of(
        new Conflict(
            rounded ? Type.CURRENCY_TRANSLATION : Type.SOURCE,
            line.concept(),
            line.basis(),
            line.scenario(),
            statement(own, period, inOwn.get().winner()),
            statement(line, period, candidates.winner()),
            "the official rate of 1 "
                + own.unit()
                + " was "
                + rate.get().toPlainString()
                + " "
                + line.unit()
                + (rounded ? "; a rounded or another rate explains the difference" : ""),
            materiality(line, period, translated, here)));
  }
}
