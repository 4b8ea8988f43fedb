package dev.runrate.metrics.metric;

import static dev.runrate.common.fact.Concept.CAPITAL_EXPENDITURE;
import static dev.runrate.common.fact.Concept.COST_OF_REVENUE;
import static dev.runrate.common.fact.Concept.FREE_CASH_FLOW;
import static dev.runrate.common.fact.Concept.GROSS_MARGIN;
import static dev.runrate.common.fact.Concept.GROSS_PROFIT;
import static dev.runrate.common.fact.Concept.MONTHLY_ACTIVE_USERS;
import static dev.runrate.common.fact.Concept.NET_INCOME;
import static dev.runrate.common.fact.Concept.NET_INCOME_GROWTH;
import static dev.runrate.common.fact.Concept.NET_MARGIN;
import static dev.runrate.common.fact.Concept.OPERATING_CASH_FLOW;
import static dev.runrate.common.fact.Concept.OPERATING_INCOME;
import static dev.runrate.common.fact.Concept.OPERATING_MARGIN;
import static dev.runrate.common.fact.Concept.PAID_CONVERSION;
import static dev.runrate.common.fact.Concept.PAYING_USERS;
import static dev.runrate.common.fact.Concept.REVENUE;
import static dev.runrate.common.fact.Concept.REVENUE_GROWTH;
import static dev.runrate.common.fact.Concept.REVENUE_SHARE;

import dev.runrate.common.fact.Basis;
import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.Fact;
import dev.runrate.common.fact.How;
import dev.runrate.common.fact.Hows;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.Quantity;
import dev.runrate.common.fact.Scenario;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.common.fact.Unit;
import dev.runrate.metrics.factbook.Candidates;
import dev.runrate.metrics.factbook.FactBook;
import dev.runrate.metrics.factbook.Line;
import dev.runrate.metrics.metric.Outcome.Known;
import dev.runrate.metrics.metric.Outcome.Part;
import dev.runrate.metrics.period.FiscalCalendar;
import dev.runrate.metrics.period.FlowGraph;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
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
 * Finds concepts: as stated, as a path over other periods, by an identity inside the period, or
 * back from a stated growth, in that order. One solver looks at one segment through one currency
 * and one scenario; where its scenario says nothing of a concept, the actual figure serves (a
 * forecast growth is a forecast over an actual), but no single path ever mixes the two.
 *
 * <p>Each way may use what the ways before it found, never itself, so there are no circles:
 *
 * <ol>
 *   <li>known: stated, or a path of stated flows
 *   <li>solved: an identity of known figures; the prior year from a known figure and its growth
 *   <li>bridged: a path that needs a solved figure
 * </ol>
 */
final class Solver {
  private record Key(Concept concept, Basis basis, Period period) {}

  private record Flows(Concept concept, Basis basis, Scenario scenario) {}

  private static final Map<Concept, Concept> GROWTH_OF =
      Map.of(REVENUE, REVENUE_GROWTH, NET_INCOME, NET_INCOME_GROWTH);

  /** The concepts that an identity or a growth can give. */
  private static final Set<Concept> SOLVABLE =
      Collections.unmodifiableSet(
          EnumSet.of(
              REVENUE,
              COST_OF_REVENUE,
              GROSS_PROFIT,
              OPERATING_INCOME,
              NET_INCOME,
              OPERATING_CASH_FLOW,
              CAPITAL_EXPENDITURE,
              FREE_CASH_FLOW));

  private final FactBook book;
  private final SegmentId segment;
  private final Scenario scenario;
  private final Unit currency;
  private final ExchangeRates rates;
  private final Solver whole;

  private final Map<Flows, FlowGraph<Known>> stated = new HashMap<>();
  private final Map<Flows, FlowGraph<Known>> bridges = new HashMap<>();
  private final Map<Key, Outcome> known = new HashMap<>();
  private final Map<Key, Outcome> found = new HashMap<>();
  private final Map<Unit, Solver> inOtherCurrencies = new HashMap<>();
  private final Map<Concept, TreeSet<LocalDate>> instants = new EnumMap<>(Concept.class);
  private final Map<Concept, List<Basis>> bases = new EnumMap<>(Concept.class);
  private TreeSet<Period.Span> statedSpans;

  /**
   * @param rates for figures that are known in other currencies only; {@link ExchangeRates#NONE}
   *     leaves those unknown
   */
  Solver(FactBook book, SegmentId segment, Scenario scenario, Unit currency, ExchangeRates rates) {
    this.book = book;
    this.segment = segment;
    this.scenario = scenario;
    this.currency = currency;
    this.rates = rates;
    this.whole =
        segment.isWhole() ? this : new Solver(book, SegmentId.WHOLE, scenario, currency, rates);
    for (Line line : book.lines()) {
      if (line.segment().equals(segment) && isVisible(line.scenario())) {
        List<Basis> known = bases.computeIfAbsent(line.concept(), c -> new ArrayList<>());
        if (!known.contains(line.basis())) {
          known.add(line.basis());
        }
      }
    }
    bases.values().forEach(list -> list.sort(null));
  }

  private boolean isVisible(Scenario other) {
    return other == scenario || other == Scenario.ACTUAL;
  }

  /** The flow over the span on the first basis on which it is known, {@code reported} first. */
  Outcome flow(Concept concept, Period.Span span) {
    if (!isMentioned(concept) && !SOLVABLE.contains(concept)) {
      return Outcome.notKnown(concept.label(), span);
    }
    Outcome first = null;
    for (Basis basis : basesOf(concept)) {
      Outcome outcome = flow(concept, basis, span);
      if (outcome.isKnown()) {
        return outcome;
      }
      first = first == null ? outcome : first;
    }
    return first;
  }

  Outcome flow(Concept concept, Basis basis, Period.Span span) {
    Key key = new Key(concept, basis, span);
    Outcome outcome = found.get(key);
    if (outcome == null) {
      outcome = find(concept, basis, span);
      found.put(key, outcome);
    }
    return outcome;
  }

  private Outcome find(Concept concept, Basis basis, Period.Span span) {
    return known(concept, basis, span)
        .orElse(() -> identity(concept, basis, span))
        .orElse(() -> implied(concept, basis, span))
        .orElse(() -> bridged(concept, basis, span))
        .orElse(() -> translated(concept, basis, span));
  }

  /** What the figure would be if nobody had stated it: the other ways to it, for comparison. */
  Outcome withoutStatement(Concept concept, Basis basis, Period.Span span) {
    Outcome none = Outcome.notKnown(concept.label(), span);
    return switch (concept.kind()) {
      case FLOW -> otherPath(concept, basis, span).orElse(() -> identity(concept, basis, span));
      case RATIO ->
          switch (concept) {
            case GROSS_MARGIN -> ofKnown(GROSS_PROFIT, basis, span, REVENUE, span, false);
            case OPERATING_MARGIN -> ofKnown(OPERATING_INCOME, basis, span, REVENUE, span, false);
            case NET_MARGIN -> ofKnown(NET_INCOME, basis, span, REVENUE, span, false);
            case REVENUE_GROWTH -> ofKnown(REVENUE, basis, span, REVENUE, yearEarlier(span), true);
            default -> none;
          };
      case INSTANT -> none;
    };
  }

  private Outcome otherPath(Concept concept, Basis basis, Period.Span span) {
    List<FlowGraph.Edge<Known>> others = new ArrayList<>();
    book.candidates(line(concept, basis, scenario))
        .forEach(
            (period, candidates) -> {
              if (period instanceof Period.Span other && !other.equals(span)) {
                others.add(edge(other, candidates));
              }
            });
    return path(new FlowGraph<>(others), concept, span);
  }

  private Outcome ofKnown(
      Concept dividend,
      Basis basis,
      Period.Span span,
      Concept divisor,
      Period.Span divisorSpan,
      boolean asGrowth) {
    return Outcome.combine(
        dividend + " / " + divisor + (asGrowth ? " before - 1" : ""),
        How.DERIVED,
        List.of(
            Part.of(dividend, span, known(dividend, basis, span)),
            Part.of(divisor, divisorSpan, known(divisor, basis, divisorSpan))),
        q ->
            q.get(0)
                .dividedBy(q.get(1), Unit.RATIO)
                .map(quotient -> asGrowth ? quotient.minusOne() : quotient),
        Outcome.DIVISOR_MAY_BE_ZERO);
  }

  /** Of most concepts a company never says a word. */
  private boolean isMentioned(Concept concept) {
    return bases.containsKey(concept);
  }

  private List<Basis> basesOf(Concept concept) {
    return bases.getOrDefault(concept, List.of(Basis.REPORTED));
  }

  // -- known: stated, or a path of stated flows

  private Outcome known(Concept concept, Basis basis, Period.Span span) {
    if (!isMentioned(concept)) {
      return Outcome.notKnown(concept.label(), span);
    }
    Key key = new Key(concept, basis, span);
    Outcome outcome = known.get(key);
    if (outcome == null) {
      outcome =
          knownIn(scenario, concept, basis, span)
              .orElse(
                  () ->
                      scenario == Scenario.ACTUAL
                          ? Outcome.notKnown(concept.label(), span)
                          : knownIn(Scenario.ACTUAL, concept, basis, span));
      known.put(key, outcome);
    }
    return outcome;
  }

  private Outcome knownIn(Scenario scenario, Concept concept, Basis basis, Period.Span span) {
    Optional<Candidates> candidates = book.candidates(line(concept, basis, scenario), span);
    if (candidates.isPresent()) {
      return stated(candidates.get());
    }
    if (concept.kind() != Concept.Kind.FLOW) {
      return Outcome.notKnown(concept.label(), span);
    }
    Flows flows = new Flows(concept, basis, scenario);
    return path(stated.computeIfAbsent(flows, this::graphOfStated), concept, span);
  }

  private FlowGraph<Known> graphOfStated(Flows flows) {
    List<FlowGraph.Edge<Known>> edges = new ArrayList<>();
    for (var stated :
        book.candidates(line(flows.concept, flows.basis, flows.scenario)).entrySet()) {
      if (stated.getKey() instanceof Period.Span span) {
        edges.add(edge(span, stated.getValue()));
      }
    }
    return new FlowGraph<>(edges);
  }

  private static FlowGraph.Edge<Known> edge(Period.Span span, Candidates candidates) {
    Known known = stated(candidates);
    return new FlowGraph.Edge<>(span, known.quantity(), candidates.winner().filing().id(), known);
  }

  private static Known stated(Candidates candidates) {
    Fact fact = candidates.winner().fact();
    return new Known(
        fact.quantity(),
        Hows.REPORTED,
        fact.basis(),
        fact.scenario(),
        null,
        null,
        new Outcome.Derivation.Stated(candidates));
  }

  private static Outcome path(FlowGraph<Known> graph, Concept concept, Period.Span span) {
    List<FlowGraph.Step<Known>> path = graph.cheapestPath(span);
    if (path.isEmpty()) {
      return Outcome.notKnown(concept.label(), span);
    }
    Known first = path.getFirst().edge().statement();
    if (path.size() == 1) {
      return first;
    }
    List<Part> parts = path.stream().map(step -> part(concept, step)).toList();
    return new Known(
        FlowGraph.sum(path),
        parts.stream()
            .map(part -> ((Known) part.outcome()).how())
            .reduce(Hows.of(How.DERIVED), Hows::and),
        first.basis(),
        first.scenario(),
        null,
        null,
        new Outcome.Derivation.Computed(Outcome.SUM_OF_PERIODS, parts));
  }

  private static Part part(Concept concept, FlowGraph.Step<Known> step) {
    FlowGraph.Edge<Known> edge = step.edge();
    return new Part(concept.label(), edge.span(), !step.forwards(), edge.statement());
  }

  private Line line(Concept concept, Basis basis, Scenario scenario) {
    return new Line(segment, concept, basis, scenario, unitOf(concept));
  }

  private Unit unitOf(Concept concept) {
    return switch (concept.unitKind()) {
      case MONEY -> currency;
      case RATIO -> Unit.RATIO;
      case MULTIPLE -> Unit.MULTIPLE;
      case USERS -> Unit.USERS;
      case PEOPLE -> Unit.PEOPLE;
      case TOKENS_PER_DAY -> Unit.TOKENS_PER_DAY;
      case MONTHS -> Unit.MONTHS;
    };
  }

  // -- solved: an identity of known figures, or the prior year from a known one and its growth

  private Outcome identity(Concept concept, Basis basis, Period.Span span) {
    return switch (concept) {
      case REVENUE ->
          shareOfWhole(basis, span)
              .orElse(() -> sum(concept, GROSS_PROFIT, COST_OF_REVENUE, basis, span))
              .orElse(() -> divided(GROSS_PROFIT, GROSS_MARGIN, basis, span))
              .orElse(() -> divided(OPERATING_INCOME, OPERATING_MARGIN, basis, span))
              .orElse(() -> divided(NET_INCOME, NET_MARGIN, basis, span))
              .orElse(() -> grown(REVENUE, REVENUE_GROWTH, basis, span))
              .orElse(() -> wholeOfShare(basis, span));
      case GROSS_PROFIT ->
          difference(REVENUE, COST_OF_REVENUE, basis, span)
              .orElse(() -> ofRevenue(GROSS_MARGIN, basis, span));
      case COST_OF_REVENUE ->
          difference(REVENUE, GROSS_PROFIT, basis, span)
              .orElse(() -> restOfRevenue(GROSS_MARGIN, basis, span));
      case OPERATING_INCOME -> ofRevenue(OPERATING_MARGIN, basis, span);
      case NET_INCOME -> ofRevenue(NET_MARGIN, basis, span);
      case FREE_CASH_FLOW -> difference(OPERATING_CASH_FLOW, CAPITAL_EXPENDITURE, basis, span);
      case OPERATING_CASH_FLOW -> sum(concept, FREE_CASH_FLOW, CAPITAL_EXPENDITURE, basis, span);
      case CAPITAL_EXPENDITURE -> difference(OPERATING_CASH_FLOW, FREE_CASH_FLOW, basis, span);
      default -> Outcome.notKnown(concept.label(), span);
    };
  }

  private Part operand(Concept concept, Basis basis, Period.Span span) {
    Outcome outcome = known(concept, basis, span);
    if (!outcome.isKnown() && concept == REVENUE) {
      // A margin is as good on a revenue that was worked back from a growth.
      outcome = outcome.orElse(() -> implied(concept, basis, span));
    }
    return Part.of(concept, span, outcome);
  }

  private Outcome sum(Concept what, Concept a, Concept b, Basis basis, Period.Span span) {
    return Outcome.combine(
        what.label() + " = " + a + " + " + b,
        How.DERIVED,
        List.of(operand(a, basis, span), operand(b, basis, span)),
        q -> Optional.of(q.get(0).plus(q.get(1))),
        "");
  }

  private Outcome difference(Concept a, Concept b, Basis basis, Period.Span span) {
    return Outcome.combine(
        a + " - " + b,
        How.DERIVED,
        List.of(operand(a, basis, span), operand(b, basis, span)),
        q -> Optional.of(q.get(0).minus(q.get(1))),
        "");
  }

  private Outcome ofRevenue(Concept margin, Basis basis, Period.Span span) {
    return Outcome.combine(
        margin + " x Revenue",
        How.DERIVED,
        List.of(operand(margin, basis, span), operand(REVENUE, basis, span)),
        q -> Optional.of(q.get(0).times(q.get(1))),
        "");
  }

  private Outcome restOfRevenue(Concept margin, Basis basis, Period.Span span) {
    return Outcome.combine(
        "(1 - " + margin + ") x Revenue",
        How.DERIVED,
        List.of(operand(margin, basis, span), operand(REVENUE, basis, span)),
        q -> Optional.of(q.get(0).minusOne().negate().times(q.get(1))),
        "");
  }

  private Outcome divided(Concept profit, Concept margin, Basis basis, Period.Span span) {
    return Outcome.combine(
        profit + " / " + margin,
        How.DERIVED,
        List.of(
            Part.of(profit, span, known(profit, basis, span)),
            Part.of(margin, span, known(margin, basis, span))),
        q -> q.get(0).dividedBy(q.get(1), currency),
        Outcome.DIVISOR_MAY_BE_ZERO);
  }

  private Outcome grown(Concept concept, Concept growth, Basis basis, Period.Span span) {
    Period.Span earlier = yearEarlier(span);
    return Outcome.combine(
        concept + " a year before x (1 + " + growth + ")",
        How.DERIVED,
        List.of(
            Part.of(concept, earlier, known(concept, basis, earlier)),
            Part.of(growth, span, known(growth, basis, span))),
        q -> Optional.of(q.get(0).times(q.get(1).plusOne())),
        "");
  }

  private Outcome shareOfWhole(Basis basis, Period.Span span) {
    if (segment.isWhole()) {
      return Outcome.notKnown(REVENUE.label(), span);
    }
    return Outcome.combine(
        "RevenueShare x Revenue of the issuer",
        How.DERIVED,
        List.of(
            Part.of(REVENUE_SHARE, span, known(REVENUE_SHARE, basis, span)),
            Part.of(REVENUE, span, whole.flow(REVENUE, basis, span))),
        q -> Optional.of(q.get(0).times(q.get(1))),
        "");
  }

  /** The issuer's revenue from that of a segment and its share, both as stated. */
  private Outcome wholeOfShare(Basis basis, Period.Span span) {
    Outcome none = Outcome.notKnown(REVENUE.label(), span);
    if (!segment.isWhole()) {
      return none;
    }
    for (SegmentId part : book.segments()) {
      Optional<Candidates> share =
          book.candidates(new Line(part, REVENUE_SHARE, basis, scenario, Unit.RATIO), span);
      Optional<Candidates> revenue =
          book.candidates(new Line(part, REVENUE, basis, scenario, currency), span);
      if (share.isPresent() && revenue.isPresent()) {
        Outcome outcome =
            Outcome.combine(
                "Revenue of " + part + " / its RevenueShare",
                How.DERIVED,
                List.of(
                    Part.of(REVENUE, span, stated(revenue.get())),
                    Part.of(REVENUE_SHARE, span, stated(share.get()))),
                q -> q.get(0).dividedBy(q.get(1), currency),
                Outcome.DIVISOR_MAY_BE_ZERO);
        if (outcome.isKnown()) {
          return outcome;
        }
      }
    }
    return none;
  }

  /** prior = current / (1 + stated growth), from figures a year later that were stated as such. */
  private Outcome implied(Concept concept, Basis basis, Period.Span span) {
    Concept growth = GROWTH_OF.get(concept);
    if (growth == null) {
      return Outcome.notKnown(concept.label(), span);
    }
    Period.Span later = yearLater(span);
    return Outcome.combine(
        concept + " a year later / (1 + " + growth + ")",
        How.IMPLIED,
        List.of(
            Part.of(concept, later, statedOrUnknown(concept, basis, later)),
            Part.of(growth, later, statedOrUnknown(growth, basis, later))),
        q -> q.get(0).dividedBy(q.get(1).plusOne(), currency),
        Outcome.DIVISOR_MAY_BE_ZERO);
  }

  private Outcome statedOrUnknown(Concept concept, Basis basis, Period.Span span) {
    return book.candidates(line(concept, basis, scenario), span)
        .<Outcome>map(Solver::stated)
        .orElseGet(() -> Outcome.notKnown(concept.label(), span));
  }

  // -- bridged: a path that needs a solved figure

  private Outcome bridged(Concept concept, Basis basis, Period.Span span) {
    if (!SOLVABLE.contains(concept)) {
      return Outcome.notKnown(concept.label(), span);
    }
    Flows flows = new Flows(concept, basis, scenario);
    FlowGraph<Known> graph = bridges.get(flows);
    if (graph == null) {
      graph = graphWithSolved(flows);
      bridges.put(flows, graph);
    }
    return path(graph, concept, span);
  }

  /** The stated flows, and a solved one for every span in which something else was stated. */
  private FlowGraph<Known> graphWithSolved(Flows flows) {
    List<FlowGraph.Edge<Known>> edges = new ArrayList<>();
    boolean anySolved = false;
    for (Period.Span span : solvableSpans(flows.concept)) {
      Outcome outcome =
          statedOrUnknown(flows.concept, flows.basis, span)
              .orElse(() -> identity(flows.concept, flows.basis, span))
              .orElse(() -> implied(flows.concept, flows.basis, span));
      if (outcome instanceof Known k) {
        boolean solved = k.derivation() instanceof Outcome.Derivation.Computed;
        anySolved |= solved;
        edges.add(new FlowGraph.Edge<>(span, k.quantity(), solved ? k : filingOf(k), k));
      }
    }
    return new FlowGraph<>(anySolved ? edges : List.of());
  }

  private static Object filingOf(Known known) {
    return known.derivation() instanceof Outcome.Derivation.Stated stated
        ? stated.candidates().winner().filing().id()
        : known;
  }

  private TreeSet<Period.Span> solvableSpans(Concept concept) {
    TreeSet<Period.Span> spans = new TreeSet<>(statedSpans());
    Concept growth = GROWTH_OF.get(concept);
    if (growth != null) {
      for (Line line : book.lines()) {
        if (line.segment().equals(segment) && line.concept() == growth) {
          spansOf(line).forEach(span -> spans.add(yearEarlier(span)));
        }
      }
    }
    return spans;
  }

  private Set<Period.Span> statedSpans() {
    if (statedSpans == null) {
      statedSpans = new TreeSet<>();
      for (Line line : book.lines()) {
        if (line.segment().equals(segment) && line.concept().takesSpan()) {
          spansOf(line).forEach(statedSpans::add);
        }
      }
    }
    return statedSpans;
  }

  private Stream<Period.Span> spansOf(Line line) {
    return book.candidates(line).keySet().stream()
        .filter(Period.Span.class::isInstance)
        .map(Period.Span.class::cast);
  }

  // -- translated: known in another currency, and the rate is known

  private Outcome translated(Concept concept, Basis basis, Period.Span span) {
    return translated(concept, span, other -> other.flow(concept, basis, span));
  }

  private Outcome translated(Concept concept, Period period, Function<Solver, Outcome> ask) {
    Outcome none = Outcome.notKnown(concept.label(), period);
    if (concept.unitKind() != Unit.Kind.MONEY || rates.isEmpty()) {
      return none;
    }
    for (Unit other : book.currencies(segment)) {
      if (!other.equals(currency) && ask.apply(in(other)) instanceof Known known) {
        Outcome translated = translate(known, concept.label(), period, currency, rates);
        if (translated.isKnown()) {
          return translated;
        }
      }
    }
    return none;
  }

  private Solver in(Unit other) {
    return inOtherCurrencies.computeIfAbsent(
        other, c -> new Solver(book, segment, scenario, c, ExchangeRates.NONE));
  }

  static Outcome translate(
      Known known, String name, Period period, Unit currency, ExchangeRates rates) {
    Unit from = known.quantity().unit();
    Optional<BigDecimal> rate = rates.rate(from, currency, period);
    if (rate.isEmpty()) {
      return Outcome.unknown("no exchange rate from " + from + " to " + currency + " is loaded");
    }
    Quantity factor = Quantity.exactly(rate.get().toPlainString(), Unit.RATIO);
    Quantity translated =
        new Quantity(known.quantity().point(), known.quantity().range(), currency).times(factor);
    String kind = period instanceof Period.Instant ? "closing" : "average";
    return new Known(
        translated,
        known.how().and(How.TRANSLATED),
        known.basis(),
        known.scenario(),
        "1 " + from + " = " + rate.get().toPlainString() + " " + currency + " (" + kind + ")",
        known.suspect(),
        new Outcome.Derivation.Computed(
            "translated at the " + kind + " rate", List.of(Part.of(name, period, known))));
  }

  // -- instants

  /** The concept on that very day, on the first basis on which it is stated. */
  Outcome at(Concept concept, LocalDate day) {
    Period.Instant instant = new Period.Instant(day);
    for (Basis basis : basesOf(concept)) {
      for (Scenario visible : visibleScenarios()) {
        Optional<Candidates> candidates = book.candidates(line(concept, basis, visible), instant);
        if (candidates.isPresent()) {
          return stated(candidates.get());
        }
      }
    }
    return paidUsersIdentity(concept, day)
        .orElse(() -> translated(concept, instant, other -> other.at(concept, day)));
  }

  private Outcome paidUsersIdentity(Concept concept, LocalDate day) {
    Period.Instant instant = new Period.Instant(day);
    return switch (concept) {
      case PAID_CONVERSION ->
          derivedAt(
              "PayingUsers / MonthlyActiveUsers",
              List.of(PAYING_USERS, MONTHLY_ACTIVE_USERS),
              instant,
              q -> q.get(0).dividedBy(q.get(1), Unit.RATIO));
      case PAYING_USERS ->
          derivedAt(
              "PaidConversion x MonthlyActiveUsers",
              List.of(PAID_CONVERSION, MONTHLY_ACTIVE_USERS),
              instant,
              q -> Optional.of(q.get(0).times(q.get(1))));
      case MONTHLY_ACTIVE_USERS ->
          derivedAt(
              "PayingUsers / PaidConversion",
              List.of(PAYING_USERS, PAID_CONVERSION),
              instant,
              q -> q.get(0).dividedBy(q.get(1), Unit.USERS));
      default -> Outcome.notKnown(concept.label(), instant);
    };
  }

  private Outcome derivedAt(
      String formula,
      List<Concept> concepts,
      Period.Instant instant,
      Function<List<Quantity>, Optional<Quantity>> apply) {
    List<Part> parts =
        concepts.stream().map(c -> Part.of(c, instant, statedAt(c, instant))).toList();
    return Outcome.combine(formula, How.DERIVED, parts, apply, Outcome.DIVISOR_MAY_BE_ZERO);
  }

  private Outcome statedAt(Concept concept, Period.Instant instant) {
    return visibleScenarios().stream()
        .map(visible -> book.candidates(line(concept, Basis.REPORTED, visible), instant))
        .flatMap(Optional::stream)
        .findFirst()
        .<Outcome>map(Solver::stated)
        .orElseGet(() -> Outcome.notKnown(concept.label(), instant));
  }

  private List<Scenario> visibleScenarios() {
    return scenario == Scenario.ACTUAL
        ? List.of(Scenario.ACTUAL)
        : List.of(scenario, Scenario.ACTUAL);
  }

  /** The stated instants of a concept in this solver's view, oldest first. */
  TreeSet<LocalDate> instants(Concept concept) {
    return instants.computeIfAbsent(concept, this::findInstants);
  }

  private TreeSet<LocalDate> findInstants(Concept concept) {
    TreeSet<LocalDate> days = new TreeSet<>();
    for (Line line : book.lines()) {
      if (line.segment().equals(segment)
          && line.concept() == concept
          && isVisible(line.scenario())
          && (line.unit().equals(unitOf(concept)) || !rates.isEmpty())) {
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

  // -- the calendar

  Period.Span yearEarlier(Period.Span span) {
    return shifted(span, -12);
  }

  private Period.Span yearLater(Period.Span span) {
    return shifted(span, 12);
  }

  /** On the issuer's grid months are exact; off it, a boundary that is known nearby is meant. */
  Period.Span shifted(Period.Span span, int months) {
    return new Period.Span(
        shiftedBoundary(span.start(), months),
        shiftedBoundary(span.end().plusDays(1), months).minusDays(1));
  }

  LocalDate shiftedBoundary(LocalDate boundary, int months) {
    FiscalCalendar calendar = book.calendar();
    LocalDate shifted = calendar.shift(boundary, months);
    return calendar.monthsIntoYear(boundary).isPresent()
        ? shifted
        : book.knownBoundaryNear(shifted).orElse(shifted);
  }
}
