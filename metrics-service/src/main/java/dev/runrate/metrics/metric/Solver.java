package dev.runrate.metrics.metric;

import static dev.runrate.metrics.metric.Identities.GROWTH_OF;

import dev.runrate.common.fact.Basis;
import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.How;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.Scenario;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.common.fact.Unit;
import dev.runrate.metrics.factbook.Candidates;
import dev.runrate.metrics.factbook.FactBook;
import dev.runrate.metrics.factbook.Line;
import dev.runrate.metrics.metric.Identities.Identity;
import dev.runrate.metrics.metric.Outcome.Part;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Finds concepts of one segment through one {@link Lens}: as stated, as a path over other periods,
 * by an identity inside the period, or back from a stated growth, in that order.
 *
 * <p>Each way may use what the ways before it found, never itself, so there are no circles:
 *
 * <ol>
 *   <li>known: stated, or a path of stated flows
 *   <li>solved: an identity of known figures; the prior year from a known figure and its growth
 *   <li>bridged: a path that needs a solved figure
 *   <li>translated: found so in another currency
 * </ol>
 */
final class Solver {
  private record Key(Concept concept, Period period) {}

  private final FactBook book;
  private final SegmentId segment;
  private final Lens lens;
  private final ExchangeRates rates;
  private final Statements statements;
  private final Paths paths;
  private final Segments segments;
  private final Set<Concept> mentioned = EnumSet.noneOf(Concept.class);

  private final Map<Key, Outcome> known = new HashMap<>();
  private final Map<Key, Outcome> found = new HashMap<>();
  private final Map<Unit, Solver> inOtherCurrencies = new HashMap<>();
  private final Map<Concept, TreeSet<LocalDate>> instants = new EnumMap<>(Concept.class);

  /**
   * @param rates for figures that are known in other currencies only; {@link ExchangeRates#NONE}
   *     leaves those unknown
   */
  Solver(FactBook book, SegmentId segment, Lens lens, ExchangeRates rates) {
    this.book = book;
    this.segment = segment;
    this.lens = lens;
    this.rates = rates;
    this.statements = new Statements(book, segment, lens);
    this.paths = new Paths(book, statements);
    this.segments = new Segments(book, segment, lens, rates);
    for (Line line : book.lines()) {
      if (line.segment().equals(segment)
          && lens.sees(line.scenario())
          && lens.bases(line.concept()).contains(line.basis())) {
        mentioned.add(line.concept());
      }
    }
  }

  FactBook book() {
    return book;
  }

  Outcome flow(Concept concept, Period.Span span) {
    if (!mentioned.contains(concept) && !Identities.SOLVABLE.contains(concept)) {
      return Outcome.notKnown(concept.label(), span);
    }
    Key key = new Key(concept, span);
    Outcome outcome = found.get(key);
    if (outcome == null) {
      outcome =
          known(concept, span)
              .orElse(() -> solved(concept, span))
              .orElse(() -> bridged(concept, span))
              .orElse(() -> translated(concept, span, other -> other.flow(concept, span)));
      outcome = statements.overruled(concept, span).map(outcome::overruling).orElse(outcome);
      found.put(key, outcome);
    }
    return outcome;
  }

  /** The concept on that very day. */
  Outcome at(Concept concept, LocalDate day) {
    Period.Instant instant = new Period.Instant(day);
    return statements
        .of(concept, instant)
        .orElse(() -> identity(concept, instant))
        .orElse(() -> translated(concept, instant, other -> other.at(concept, day)));
  }

  // -- known: stated, or a path of stated flows

  private Outcome known(Concept concept, Period period) {
    if (!mentioned.contains(concept)) {
      return Outcome.notKnown(concept.label(), period);
    }
    return switch (period) {
      case Period.Instant instant -> statements.of(concept, instant);
      case Period.Span span -> {
        Key key = new Key(concept, span);
        Outcome outcome = known.get(key);
        if (outcome == null) {
          outcome = statedOrPath(concept, span);
          known.put(key, outcome);
        }
        yield outcome;
      }
    };
  }

  /** No path mixes two scenarios or two bases: each is tried whole. */
  private Outcome statedOrPath(Concept concept, Period.Span span) {
    for (Scenario scenario : lens.scenarios()) {
      for (Basis basis : lens.bases(concept)) {
        Line line = statements.line(concept, basis, scenario);
        Outcome outcome = statements.of(line, span).orElse(() -> paths.path(line, span));
        if (outcome.isKnown()) {
          return outcome;
        }
      }
    }
    return Outcome.notKnown(concept.label(), span);
  }

  // -- solved: an identity of known figures, or the prior year from a known one and its growth

  private Outcome solved(Concept concept, Period.Span span) {
    return segments
        .shareOfWhole(concept, span)
        .orElse(() -> identity(concept, span))
        .orElse(() -> segments.fromSegments(concept, span))
        .orElse(() -> implied(concept, span));
  }

  private Outcome identity(Concept concept, Period period) {
    Outcome first = null;
    for (Identity identity : Identities.of(concept)) {
      Outcome outcome = evaluate(identity, period);
      if (outcome.isKnown()) {
        return outcome;
      }
      first = first == null ? outcome : first;
    }
    return first == null ? Outcome.notKnown(concept.label(), period) : first;
  }

  private Outcome evaluate(Identity identity, Period period) {
    Unit unit = lens.unitOf(identity.concept());
    return Outcome.combine(
        identity.formula(),
        How.DERIVED,
        List.of(operand(identity.a(), period), operand(identity.b(), period)),
        q -> identity.arithmetic().of(q.get(0), q.get(1), unit));
  }

  private Part operand(Identities.Operand operand, Period period) {
    Concept concept = operand.concept();
    Period of =
        operand.of() == Identities.Of.YEAR_BEFORE && period instanceof Period.Span span
            ? book.yearEarlier(span)
            : period;
    Outcome outcome = known(concept, of);
    if (concept == Concept.REVENUE && operand.of() == Identities.Of.SAME_PERIOD) {
      // A margin is as good on a revenue that was worked back from a growth.
      outcome = outcome.orElse(() -> implied(concept, (Period.Span) of));
    }
    return Part.of(concept, of, outcome);
  }

  /** prior = current / (1 + stated growth), from a figure of a year later that is known. */
  private Outcome implied(Concept concept, Period.Span span) {
    Concept growth = GROWTH_OF.get(concept);
    if (growth == null || !mentioned.contains(growth)) {
      return Outcome.notKnown(concept.label(), span);
    }
    Period.Span later = book.yearLater(span);
    return Outcome.combine(
        concept + " a year later / (1 + " + growth + ")",
        How.IMPLIED,
        List.of(
            Part.of(concept, later, known(concept, later)),
            Part.of(growth, later, statements.of(growth, later))),
        q -> q.get(0).dividedBy(q.get(1).plusOne(), lens.unitOf(concept)));
  }

  // -- bridged: a path that needs a solved figure

  private Outcome bridged(Concept concept, Period.Span span) {
    return Identities.SOLVABLE.contains(concept) && concept.kind() == Concept.Kind.FLOW
        ? paths.bridge(
            concept,
            span,
            other -> statements.of(concept, other).orElse(() -> solved(concept, other)))
        : Outcome.notKnown(concept.label(), span);
  }

  // -- translated: known in another currency, and the rate is known

  private Outcome translated(Concept concept, Period period, Function<Solver, Outcome> ask) {
    Outcome none = Outcome.notKnown(concept.label(), period);
    if (concept.unitKind() != Unit.Kind.MONEY || rates.isEmpty()) {
      return none;
    }
    for (Unit other : book.currencies(segment)) {
      if (!other.equals(lens.currency()) && ask.apply(in(other)) instanceof Outcome.Known found) {
        Outcome translated =
            Translation.translate(found, concept.label(), period, lens.currency(), rates);
        if (translated.isKnown()) {
          return translated;
        }
        none = translated;
      }
    }
    return none;
  }

  private Solver in(Unit other) {
    return inOtherCurrencies.computeIfAbsent(
        other, c -> new Solver(book, segment, lens.in(c), ExchangeRates.NONE));
  }

  // -- instants

  /** The stated instants of a concept in this solver's view, oldest first. */
  TreeSet<LocalDate> instants(Concept concept) {
    return instants.computeIfAbsent(concept, this::findInstants);
  }

  private TreeSet<LocalDate> findInstants(Concept concept) {
    TreeSet<LocalDate> days = new TreeSet<>();
    for (Line line : book.lines()) {
      if (line.segment().equals(segment)
          && line.concept() == concept
          && lens.sees(line.scenario())
          && lens.bases(concept).contains(line.basis())
          && (line.unit().equals(lens.unitOf(concept)) || !rates.isEmpty())) {
        book.candidates(line).keySet().stream()
            .filter(Period.Instant.class::isInstance)
            .forEach(period -> days.add(period.end()));
      }
    }
    return days;
  }

  /** The instant nearest to a day, within bounds in days; the earlier one of two as near. */
  Optional<LocalDate> nearestInstant(
      Concept concept, LocalDate day, int mostDaysBefore, int mostDaysAfter) {
    TreeSet<LocalDate> days = instants(concept);
    Optional<LocalDate> before =
        Optional.ofNullable(days.floor(day))
            .filter(d -> !d.isBefore(day.minusDays(mostDaysBefore)));
    Optional<LocalDate> after =
        Optional.ofNullable(days.ceiling(day)).filter(d -> !d.isAfter(day.plusDays(mostDaysAfter)));
    if (before.isPresent() && after.isPresent()) {
      long back = day.toEpochDay() - before.get().toEpochDay();
      long forth = after.get().toEpochDay() - day.toEpochDay();
      return back <= forth ? before : after;
    }
    return before.or(() -> after);
  }

  // -- the other ways to a stated figure, for comparison

  /** What the figure would be if nobody had stated it. */
  Outcome withoutStatement(Concept concept, Period.Span span) {
    return switch (concept.kind()) {
      case FLOW ->
          paths
              .aroundStatement(statements.line(concept, lens.basis(), lens.scenario()), span)
              .orElse(() -> identity(concept, span));
      case RATIO -> ratioOfParts(concept, span);
      case INSTANT -> Outcome.notKnown(concept.label(), span);
    };
  }

  private Outcome ratioOfParts(Concept concept, Period.Span span) {
    return switch (concept) {
      case GROSS_MARGIN -> ofRevenue(Concept.GROSS_PROFIT, span);
      case OPERATING_MARGIN -> ofRevenue(Concept.OPERATING_INCOME, span);
      case NET_MARGIN -> ofRevenue(Concept.NET_INCOME, span);
      case REVENUE_GROWTH -> {
        Period.Span before = book.yearEarlier(span);
        yield Outcome.combine(
            "Revenue / Revenue before - 1",
            How.DERIVED,
            List.of(
                Part.of(Concept.REVENUE, span, known(Concept.REVENUE, span)),
                Part.of(Concept.REVENUE, before, known(Concept.REVENUE, before))),
            q -> q.get(0).dividedBy(q.get(1), Unit.RATIO).map(ratio -> ratio.minusOne()));
      }
      default -> Outcome.notKnown(concept.label(), span);
    };
  }

  private Outcome ofRevenue(Concept profit, Period.Span span) {
    return Outcome.quotient(
        profit + " / Revenue",
        Part.of(profit, span, known(profit, span)),
        Part.of(Concept.REVENUE, span, known(Concept.REVENUE, span)),
        Unit.RATIO);
  }

  /** Whether the concept would be known on another basis than this lens's. */
  boolean isStatedOn(Basis basis, Concept concept, Period period) {
    for (Scenario scenario : lens.scenarios()) {
      Optional<Candidates> stated =
          book.candidates(statements.line(concept, basis, scenario), period);
      if (stated.isPresent()) {
        return true;
      }
    }
    return false;
  }
}
