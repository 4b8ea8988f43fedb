package dev.runrate.metrics.metric;

import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.How;
import dev.runrate.common.fact.Hows;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.Quantity;
import dev.runrate.metrics.factbook.Candidates;
import dev.runrate.metrics.factbook.FactBook;
import dev.runrate.metrics.factbook.FiledFact;
import dev.runrate.metrics.factbook.Line;
import dev.runrate.metrics.metric.Outcome.Known;
import dev.runrate.metrics.metric.Outcome.Part;
import dev.runrate.metrics.period.FlowGraph;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Flows over spans that nobody stated, as paths over those that somebody did. */
final class Paths {
  private final FactBook book;
  private final Statements statements;
  private final Map<Statements.Row, FlowGraph<Known>> stated = new IdentityHashMap<>();
  private final Map<Concept, FlowGraph<Known>> bridges = new EnumMap<>(Concept.class);
  private TreeSet<Period.Span> spans;

  Paths(FactBook book, Statements statements) {
    this.book = book;
    this.statements = statements;
  }

  /** A path of stated flows of one line. */
  Outcome path(Statements.Row row, Period.Span span) {
    Concept concept = row.line().concept();
    return concept.kind() == Concept.Kind.FLOW
        ? path(stated.computeIfAbsent(row, r -> graph(r.candidates(), null)), concept, span)
        : Outcome.notKnown(concept.label(), span);
  }

  /** The same as if the span itself had not been stated. */
  Outcome aroundStatement(Line line, Period.Span span) {
    return path(graph(book.candidates(line), span), line.concept(), span);
  }

  private static FlowGraph<Known> graph(
      NavigableMap<Period, Candidates> line, Period.Span leftOut) {
    List<FlowGraph.Edge<Known>> edges = new ArrayList<>();
    for (var each : line.entrySet()) {
      if (each.getKey() instanceof Period.Span span
          && !span.equals(leftOut)
          && !each.getValue().isOverruled()) {
        addEdges(span, each.getValue(), edges);
      }
    }
    return new FlowGraph<>(edges);
  }

  /**
   * One for each value that the span has had: a year before it was restated goes with its quarters.
   */
  private static void addEdges(
      Period.Span span, Candidates candidates, List<FlowGraph.Edge<Known>> edges) {
    if (!candidates.isContested()) {
      Known known = Statements.stated(candidates);
      FiledFact winner = candidates.winner();
      edges.add(
          new FlowGraph.Edge<>(
              span,
              known.quantity(),
              winner.filing().id(),
              known,
              winner.fact().tag(),
              null,
              candidates.lastSaid(),
              false));
      return;
    }
    for (Candidates.Vintage vintage : candidates.vintages()) {
      Known known =
          vintage.isOutdated()
              ? Statements.outdated(candidates, vintage.fact())
              : Statements.stated(candidates);
      edges.add(
          new FlowGraph.Edge<>(
              span,
              known.quantity(),
              vintage.fact().filing().id(),
              known,
              vintage.fact().fact().tag(),
              vintage.restatedOn(),
              vintage.lastSaid(),
              vintage.isOutdated()));
    }
  }

  /**
   * A path that may use solved figures, of every span in which something was stated.
   *
   * @param find a span's own figure, stated or solved
   */
  Outcome bridge(Concept concept, Period.Span span, Function<Period.Span, Outcome> find) {
    FlowGraph<Known> graph = bridges.get(concept);
    if (graph == null) {
      graph = graphWithSolved(concept, find);
      bridges.put(concept, graph);
    }
    return path(graph, concept, span);
  }

  private FlowGraph<Known> graphWithSolved(Concept concept, Function<Period.Span, Outcome> find) {
    List<FlowGraph.Edge<Known>> edges = new ArrayList<>();
    boolean anySolved = false;
    for (Period.Span span : solvableSpans(concept)) {
      if (find.apply(span) instanceof Known known) {
        boolean solved = !(known.derivation() instanceof Outcome.Derivation.Stated);
        anySolved |= solved;
        edges.add(new FlowGraph.Edge<>(span, known.quantity(), origin(known), known));
      }
    }
    return new FlowGraph<>(anySolved ? edges : List.of());
  }

  private static Object origin(Known known) {
    return known.derivation() instanceof Outcome.Derivation.Stated stated
        ? stated.candidates().winner().filing().id()
        : known;
  }

  private TreeSet<Period.Span> solvableSpans(Concept concept) {
    TreeSet<Period.Span> solvable = new TreeSet<>(statedSpans());
    Concept growth = Identities.GROWTH_OF.get(concept);
    if (growth != null) {
      for (Line line : book.lines()) {
        if (line.segment().equals(statements.segment()) && line.concept() == growth) {
          spansOf(line).forEach(span -> solvable.add(book.yearEarlier(span)));
        }
      }
    }
    return solvable;
  }

  private TreeSet<Period.Span> statedSpans() {
    if (spans == null) {
      spans = new TreeSet<>();
      for (Line line : book.lines()) {
        if (line.segment().equals(statements.segment()) && line.concept().takesSpan()) {
          spans.addAll(spansOf(line));
        }
      }
    }
    return spans;
  }

  private List<Period.Span> spansOf(Line line) {
    return book.candidates(line).keySet().stream()
        .filter(Period.Span.class::isInstance)
        .map(Period.Span.class::cast)
        .toList();
  }

  private Outcome path(FlowGraph<Known> graph, Concept concept, Period.Span span) {
    List<FlowGraph.Step<Known>> path = graph.cheapestPath(span);
    if (path.isEmpty()) {
      return Outcome.notKnown(concept.label(), span);
    }
    Known first = path.getFirst().edge().statement();
    if (path.size() == 1) {
      return first;
    }
    Hows how = Hows.of(How.DERIVED);
    String suspect = null;
    for (FlowGraph.Step<Known> step : path) {
      Known known = step.edge().statement();
      how = how.and(known.how());
      suspect = suspect == null ? known.suspect() : suspect;
    }
    Quantity sum = FlowGraph.sum(path);
    if (suspect == null && sum.range().isNegative() && Candidates.isNeverNegative(concept)) {
      suspect =
          concept
              + " of "
              + book.label(span)
              + " would be "
              + sum.range().high().toPlainString()
              + ", so one of those that it follows from is mistaken";
    }
    return new Known(
        sum,
        how,
        first.basis(),
        first.scenario(),
        vintageNote(path),
        suspect,
        new Outcome.Derivation.Computed(
            Outcome.SUM_OF_PERIODS, path.stream().map(step -> part(concept, step)).toList()));
  }

  /** A sum that is not of what counts now, or of two vintages, says so. */
  private String vintageNote(List<FlowGraph.Step<Known>> path) {
    if (FlowGraph.isOfTwoVintages(path)) {
      String restated =
          path.stream()
              .map(FlowGraph.Step::edge)
              .filter(edge -> edge.restatedOn() != null)
              .map(edge -> book.label(edge.span()) + " as restated on " + edge.restatedOn())
              .collect(Collectors.joining(" and "));
      return "of two vintages: " + restated + ", the rest as it was said before";
    }
    if (FlowGraph.isOutdated(path)) {
      String old =
          path.stream()
              .map(FlowGraph.Step::edge)
              .filter(FlowGraph.Edge::isOutdated)
              .map(edge -> book.label(edge.span()))
              .collect(Collectors.joining(" and "));
      return "of one vintage: " + old + " as said before it was restated, as the rest was not";
    }
    return null;
  }

  private static Part part(Concept concept, FlowGraph.Step<Known> step) {
    FlowGraph.Edge<Known> edge = step.edge();
    return new Part(concept.label(), edge.span(), !step.forwards(), edge.statement());
  }
}
