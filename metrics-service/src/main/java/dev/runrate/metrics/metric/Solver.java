package dev.runrate.metrics.metric;

import static dev.runrate.metrics.metric.Identities.GROWTH_OF;

import dev.runrate.common.fact.Basis;
import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.How;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.Quantity;
import dev.runrate.common.fact.Scenario;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.common.fact.SpanLength;
import dev.runrate.common.fact.Unit;
import dev.runrate.metrics.factbook.FactBook;
import dev.runrate.metrics.factbook.Line;
import dev.runrate.metrics.metric.Identities.Identity;
import dev.runrate.metrics.metric.Outcome.Part;
import java.math.BigDecimal;
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
import java.util.stream.Stream;

/**
 * Finds concepts of one segment through one {@link Lens}: as stated, as a path over other periods,
 * by an identity inside the period, or over a stated growth, in that order.
 *
 * <p>Each way may use what the ways before it found, never itself, so there are no circles:
 *
 * <ol>
 *   <li>known: stated, or a path of stated flows
 *   <li>anchored: an identity of known figures, a segment and the whole, so much a month
 *   <li>solved: a year back or ahead of an anchored figure by a stated growth
 *   <li>bridged: a path that needs a solved figure
 *   <li>chained: a year back or ahead of a bridged figure, or of a solved one (two growths in a
 *       row)
 *   <li>the rest of a forecast year, where a part of it is over
 *   <li>translated: found so in another currency
 * </ol>
 */
final class Solver {
  /** Beyond two, each a rounded percentage, it would be a guess. */
  private static final int MOST_GROWTHS = 2;

  /** The formula of a figure that is part forecast, part actual. */
  static final String REST_OF_FORECAST = "forecast of the year - the actual part of it";

  private final FactBook book;
  private final SegmentId segment;
  private final Lens lens;
  private final ExchangeRates rates;
  private final Statements statements;
  private final Paths paths;
  private final Segments segments;
  private final Set<Concept> mentioned = EnumSet.noneOf(Concept.class);

  /** Those whose growth, or whose amount a month, is mentioned. */
  private final Set<Concept> reachable = EnumSet.copyOf(Identities.SOLVABLE);

  private final Map<Concept, Map<Period, Outcome>> known = new EnumMap<>(Concept.class);
  private final Map<Concept, Map<Period, Outcome>> found = new EnumMap<>(Concept.class);
  private final Map<Unit, Solver> inOtherCurrencies = new HashMap<>();
  private Solver actual;
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
        line.concept().growthOf().ifPresent(reachable::add);
      }
    }
    Identities.PER_MONTH_OF.forEach(
        (flow, perMonth) -> {
          if (mentioned.contains(perMonth)) {
            reachable.add(flow);
          }
        });
  }

  FactBook book() {
    return book;
  }

  Outcome flow(Concept concept, Period.Span span) {
    if (!mentioned.contains(concept) && !reachable.contains(concept)) {
      return Outcome.notKnown(concept.label(), span);
    }
    Map<Period, Outcome> ofConcept = found.computeIfAbsent(concept, c -> new HashMap<>());
    Outcome outcome = ofConcept.get(span);
    if (outcome == null) {
      outcome =
          known(concept, span)
              .orElse(() -> solved(concept, span))
              .orElse(() -> bridged(concept, span))
              .orElse(() -> chained(concept, span))
              .orElse(() -> restOfForecast(concept, span))
              .orElse(() -> translated(concept, span, other -> other.flow(concept, span)));
      outcome = statements.overruled(concept, span).map(outcome::overruling).orElse(outcome);
      ofConcept.put(span, outcome);
    }
    return outcome;
  }

  /** The concept on that very day. */
  Outcome at(Concept concept, LocalDate day) {
    Period.Instant instant = new Period.Instant(day);
    return statements
        .of(concept, instant)
        .orElse(() -> identity(concept, instant))
        .orElse(() -> overGrowths(concept, instant, MOST_GROWTHS))
        .orElse(() -> translated(concept, instant, other -> other.at(concept, day)));
  }

  boolean isOfTheIssuer() {
    return segment.isWhole();
  }

  /** Of the issuer as a whole, through the same lens. */
  Outcome ofIssuer(Concept concept, Period.Span span) {
    return segments.whole().flow(concept, span);
  }

  /** A segment's share of the revenue, from the margins of two segments and of the whole. */
  Outcome shareFromMargins(Period.Span span) {
    return segments.shareFromMargins(span);
  }

  // -- known: stated, or a path of stated flows

  private Outcome known(Concept concept, Period period) {
    if (!mentioned.contains(concept)) {
      return Outcome.notKnown(concept.label(), period);
    }
    return switch (period) {
      case Period.Instant instant -> statements.of(concept, instant);
      case Period.Span span -> {
        Map<Period, Outcome> ofConcept = known.computeIfAbsent(concept, c -> new HashMap<>());
        Outcome outcome = ofConcept.get(span);
        if (outcome == null) {
          outcome = statedOrPath(concept, span);
          ofConcept.put(span, outcome);
        }
        yield outcome;
      }
    };
  }

  /** No path mixes two scenarios or two bases: each is tried whole. */
  private Outcome statedOrPath(Concept concept, Period.Span span) {
    for (Statements.Row row : statements.rows(concept)) {
      Outcome outcome = Statements.of(row, span).orElse(() -> paths.path(row, span));
      if (outcome.isKnown()) {
        return outcome;
      }
    }
    return Outcome.notKnown(concept.label(), span);
  }

  // -- anchored: what follows from known figures of the same period

  private Outcome anchored(Concept concept, Period period) {
    if (!(period instanceof Period.Span span)) {
      return identity(concept, period);
    }
    return segments
        .shareOfWhole(concept, span)
        .orElse(() -> identity(concept, span))
        .orElse(() -> segments.fromSegments(concept, span))
        .orElse(() -> fromAmountPerMonth(concept, span));
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

  private Part operand(Concept concept, Period period) {
    Outcome outcome = known(concept, period);
    if (concept == Concept.REVENUE && period instanceof Period.Span span) {
      // A margin is as good on a share of the whole, or on what a growth leads to.
      outcome =
          outcome
              .orElse(() -> segments.shareOfWhole(concept, span))
              .orElse(() -> fromAmountPerMonth(concept, span))
              .orElse(() -> overGrowths(concept, span, 1));
    }
    return Part.of(concept, period, outcome.orElse(() -> knownInAnotherCurrency(concept, period)));
  }

  /** So much a month, times the months of the span where they are whole. */
  private Outcome fromAmountPerMonth(Concept concept, Period.Span span) {
    Concept perMonth = Identities.PER_MONTH_OF.get(concept);
    if (perMonth == null || !mentioned.contains(perMonth)) {
      return Outcome.notKnown(concept.label(), span);
    }
    SpanLength.Months months = SpanLength.monthsOf(span);
    if (!months.denominator().equals(BigDecimal.ONE)) {
      return Outcome.notKnown(concept.label(), span);
    }
    return Outcome.combine(
        perMonth + " x " + months + " months",
        How.DERIVED,
        List.of(Part.of(perMonth, span, statements.of(perMonth, span))),
        q -> Optional.of(q.get(0).scaledBy(months.numerator(), BigDecimal.ONE)));
  }

  // -- solved and chained: over a stated growth, ahead or back

  private Outcome solved(Concept concept, Period.Span span) {
    return anchored(concept, span).orElse(() -> overGrowths(concept, span, 1));
  }

  /**
   * Ahead from a year before, else back from a year later.
   *
   * @param most so many growths in a row
   */
  private Outcome overGrowths(Concept concept, Period period, int most) {
    Concept growth = GROWTH_OF.get(concept);
    if (growth == null || !mentioned.contains(growth)) {
      return Outcome.notKnown(concept.label(), period);
    }
    return ahead(concept, growth, period, before -> base(concept, before, most, true))
        .orElse(() -> back(concept, growth, period, later -> base(concept, later, most, false)));
  }

  /** What a growth starts from; the next growth goes on in the same direction, never to and fro. */
  private Outcome base(Concept concept, Period period, int most, boolean ahead) {
    Outcome base = known(concept, period).orElse(() -> anchored(concept, period));
    if (base.isKnown() || most == 1) {
      return base;
    }
    Concept growth = GROWTH_OF.get(concept);
    return ahead
        ? ahead(concept, growth, period, before -> base(concept, before, most - 1, true))
        : back(concept, growth, period, later -> base(concept, later, most - 1, false));
  }

  /** current = prior x (1 + stated growth) */
  private Outcome ahead(
      Concept concept, Concept growth, Period period, Function<Period, Outcome> find) {
    Outcome stated = statements.of(growth, period);
    if (!stated.isKnown()) {
      return stated;
    }
    Period before = yearsLater(period, -1);
    return Outcome.combine(
        concept + " a year before x (1 + " + growth + ")",
        How.DERIVED,
        List.of(Part.of(concept, before, find.apply(before)), Part.of(growth, period, stated)),
        q -> Optional.of(q.get(0).times(q.get(1).plusOne())));
  }

  /** prior = current / (1 + stated growth) */
  private Outcome back(
      Concept concept, Concept growth, Period period, Function<Period, Outcome> find) {
    Period later = yearsLater(period, 1);
    Outcome stated = statements.of(growth, later);
    if (!stated.isKnown()) {
      return stated;
    }
    return Outcome.combine(
        concept + " a year later / (1 + " + growth + ")",
        How.IMPLIED,
        List.of(Part.of(concept, later, find.apply(later)), Part.of(growth, later, stated)),
        q -> q.get(0).dividedBy(q.get(1).plusOne(), lens.unitOf(concept)));
  }

  private Period yearsLater(Period period, int years) {
    return switch (period) {
      case Period.Instant instant -> new Period.Instant(instant.date().plusYears(years));
      case Period.Span span -> book.shifted(span, 12 * years);
    };
  }

  /** A growth that starts from what only a path or another growth leads to. */
  private Outcome chained(Concept concept, Period.Span span) {
    Concept growth = GROWTH_OF.get(concept);
    if (growth == null || !mentioned.contains(growth)) {
      return Outcome.notKnown(concept.label(), span);
    }
    return inReach(
            concept, span, ahead(concept, growth, span, before -> far(concept, before, true)))
        .orElse(
            () ->
                inReach(
                    concept,
                    span,
                    back(concept, growth, span, later -> far(concept, later, false))));
  }

  private Outcome far(Concept concept, Period period, boolean ahead) {
    return base(concept, period, MOST_GROWTHS, ahead)
        .orElse(() -> bridged(concept, (Period.Span) period));
  }

  /** What a snapshot depends on is bounded in time: see {@link SegmentFigures#LOOK_AHEAD_DAYS}. */
  private static Outcome inReach(Concept concept, Period.Span span, Outcome outcome) {
    return outcome instanceof Outcome.Known known
            && !known.restsOnWhatEnds(
                span.end().minusDays(SegmentFigures.TWO_YEARS_DAYS),
                span.end().plusDays(SegmentFigures.TWO_YEARS_DAYS))
        ? Outcome.notKnown(concept.label(), span)
        : outcome;
  }

  // -- bridged: a path that needs a solved figure

  /** No path mixes scenarios: the actual one is another solver's. */
  private Outcome bridged(Concept concept, Period.Span span) {
    if (concept.kind() != Concept.Kind.FLOW
        || !(reachable.contains(concept) || (isTranslating() && mentioned.contains(concept)))) {
      return Outcome.notKnown(concept.label(), span);
    }
    Outcome bridged = paths.bridge(concept, span, other -> ofOwnScenario(concept, other));
    return lens.scenario() == Scenario.ACTUAL
        ? bridged
        : bridged.orElse(() -> actual().bridged(concept, span));
  }

  private Outcome ofOwnScenario(Concept concept, Period.Span span) {
    Outcome outcome =
        statements
            .of(concept, span)
            .orElse(() -> solved(concept, span))
            .orElse(() -> knownInAnotherCurrency(concept, span));
    return outcome instanceof Outcome.Known known && known.scenario() != lens.scenario()
        ? Outcome.notKnown(concept.label(), span)
        : outcome;
  }

  private Solver actual() {
    if (actual == null) {
      actual =
          new Solver(
              book, segment, new Lens(Scenario.ACTUAL, lens.currency(), lens.basis()), rates);
    }
    return actual;
  }

  // -- the rest of a forecast year

  /** The one place where scenarios meet: what is forecast of a year, less what is over of it. */
  private Outcome restOfForecast(Concept concept, Period.Span span) {
    Outcome none = Outcome.notKnown(concept.label(), span);
    if (lens.scenario() != Scenario.FORECAST || concept.kind() != Concept.Kind.FLOW) {
      return none;
    }
    for (Basis basis : lens.bases(concept)) {
      Line line = statements.line(concept, basis, Scenario.FORECAST);
      for (Period period : book.candidates(line).keySet()) {
        if (period instanceof Period.Span year && isRestOf(year, span)) {
          Period.Span over = new Period.Span(year.start(), span.start().minusDays(1));
          Outcome rest =
              Outcome.combine(
                  REST_OF_FORECAST,
                  How.DERIVED,
                  List.of(
                      Part.of(concept, year, statements.of(line, year)),
                      new Part(concept.label(), over, true, actual().flow(concept, over))),
                  q -> Optional.of(q.get(0).minus(q.get(1))));
          if (rest.isKnown()) {
            return rest.noting(
                "the forecast of " + book.label(year) + " less the actual " + book.label(over));
          }
        }
      }
    }
    return none;
  }

  private static boolean isRestOf(Period.Span year, Period.Span span) {
    return SpanLength.of(year) == SpanLength.YEAR
        && year.end().equals(span.end())
        && year.start().isBefore(span.start());
  }

  // -- translated: known in another currency, and the rate is known

  private boolean isTranslating() {
    return !rates.isEmpty();
  }

  private Outcome translated(Concept concept, Period period, Function<Solver, Outcome> ask) {
    Outcome none = Outcome.notKnown(concept.label(), period);
    if (concept.unitKind() != Unit.Kind.MONEY || !isTranslating()) {
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

  /** An operand of a sum, where one currency is asked for and each may be stated in its own. */
  private Outcome knownInAnotherCurrency(Concept concept, Period period) {
    return translated(concept, period, other -> other.known(concept, period));
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
          && (line.unit().equals(lens.unitOf(concept)) || isTranslating())) {
        days.addAll(daysOf(line));
      }
    }
    Concept growth = GROWTH_OF.get(concept);
    if (mentioned.contains(growth)) {
      days.addAll(daysReachedBy(growth, concept));
    }
    return days;
  }

  /** Days of which nothing but a growth is stated: the day itself, or the one a year before. */
  private List<LocalDate> daysReachedBy(Concept growth, Concept concept) {
    return book.lines().stream()
        .filter(line -> line.segment().equals(segment) && line.concept() == growth)
        .flatMap(line -> daysOf(line).stream())
        .flatMap(day -> Stream.of(day, day.minusYears(1)))
        .filter(day -> at(concept, day).isKnown())
        .toList();
  }

  private List<LocalDate> daysOf(Line line) {
    return book.candidates(line).keySet().stream()
        .filter(Period.Instant.class::isInstance)
        .map(Period::end)
        .toList();
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
      default ->
          concept
              .growthOf()
              .map(of -> growthOf(of, span))
              .orElseGet(() -> Outcome.notKnown(concept.label(), span));
    };
  }

  private Outcome growthOf(Concept concept, Period.Span span) {
    Period.Span before = book.yearEarlier(span);
    return Outcome.combine(
        concept + " / " + concept + " before - 1",
        How.DERIVED,
        List.of(
            Part.of(concept, span, known(concept, span)),
            Part.of(concept, before, known(concept, before))),
        q -> q.get(0).dividedBy(q.get(1), Unit.RATIO).map(Quantity::minusOne));
  }

  private Outcome ofRevenue(Concept profit, Period.Span span) {
    return Outcome.quotient(
        profit + " / Revenue",
        Part.of(profit, span, known(profit, span)),
        Part.of(Concept.REVENUE, span, known(Concept.REVENUE, span)),
        Unit.RATIO);
  }
}
