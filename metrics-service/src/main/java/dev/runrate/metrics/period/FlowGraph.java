package dev.runrate.metrics.period;

import dev.runrate.common.fact.Interval;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.Quantity;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Any period from any periods. Boundary dates are nodes; each known flow is an edge from its start
 * to the day after its end, worth its value forwards and minus its value backwards. The value of a
 * target span is the cheapest path between its two ends. One rule yields
 *
 * <pre>
 *   Q4  = FY - 9M                  -9M  then +FY
 *   H2  = FY - H1                  -H1  then +FY
 *   TTM = YTD + FY - prior YTD     -prior YTD, +FY, +YTD
 * </pre>
 *
 * <p>Cheapest: fewest edges, then of one vintage rather than of two, then fewest outdated edges,
 * then fewest different filings, then the narrowest interval, then the earliest edges, so that the
 * answer is always the same one. Gaps are never bridged: without a path there is no figure.
 *
 * @param <S> what an edge was stated by; carried along, never looked into
 */
public final class FlowGraph<S> {
  /** A year of months, or a year of quarters less a year of quarters. More would be an anecdote. */
  static final int MOST_EDGES = 12;

  /**
   * No edge of a path reaches farther than this beyond the target. Enough for a fiscal year around
   * any quarter of it, and what keeps the cost of a figure independent of the issuer's history.
   */
  public static final int HORIZON_DAYS = 380;

  /** The number of paths of equal length that are compared; beyond it the first ones decide. */
  private static final int MOST_PATHS = 64;

  /**
   * A known flow over a nominal span. A span that was restated has an edge for each of its values.
   *
   * @param scope what the value covers in the words of its source, e.g. a tag: a sum of one scope
   *     is better than one of two; null where nothing is said
   * @param restatedOn the day on which the value replaced another; null where it was the first
   * @param lastSaid the newest publication that states the value; null for a computed one
   * @param isOutdated the value was replaced since
   */
  public record Edge<S>(
      Period.Span span,
      Quantity quantity,
      Object filing,
      S statement,
      String scope,
      LocalDate restatedOn,
      LocalDate lastSaid,
      boolean isOutdated) {
    public Edge(Period.Span span, Quantity quantity, Object filing, S statement) {
      this(span, quantity, filing, statement, null, null, null, false);
    }

    /**
     * Two values that never stood beside each other: one is of before a restatement, the other of
     * after, and they are about the same days.
     */
    boolean clashesWith(Edge<S> other) {
      return overlaps(other) && (isOlderThan(other) || other.isOlderThan(this));
    }

    private boolean isOlderThan(Edge<S> other) {
      return other.restatedOn != null
          && (isOutdated
              || (restatedOn == null && lastSaid != null && lastSaid.isBefore(other.restatedOn)));
    }

    private boolean overlaps(Edge<S> other) {
      return !span.end().isBefore(other.span.start()) && !other.span.end().isBefore(span.start());
    }
  }

  /** An edge as a path uses it: added where it runs forwards, subtracted where backwards. */
  public record Step<S>(Edge<S> edge, boolean forwards) {
    public Quantity signed() {
      return forwards ? edge.quantity : edge.quantity.negate();
    }
  }

  private record Hop<S>(long to, Step<S> step) {}

  private final Map<Long, List<Hop<S>>> hops = new HashMap<>();

  public FlowGraph(List<Edge<S>> edges) {
    List<Edge<S>> ordered = new ArrayList<>(edges);
    ordered.sort(Comparator.comparing(Edge::span));
    for (Edge<S> edge : ordered) {
      long from = boundary(edge.span.start());
      long to = boundary(edge.span.end()) + 1;
      hops.computeIfAbsent(from, n -> new ArrayList<>()).add(new Hop<>(to, new Step<>(edge, true)));
      hops.computeIfAbsent(to, n -> new ArrayList<>())
          .add(new Hop<>(from, new Step<>(edge, false)));
    }
  }

  /** The steps of the cheapest path; empty where there is none. */
  public List<Step<S>> cheapestPath(Period.Span target) {
    long from = boundary(target.start());
    long to = boundary(target.end()) + 1;
    if (!hops.containsKey(from) || !hops.containsKey(to)) {
      return List.of();
    }
    Map<Long, Integer> distances = distancesTo(to, from - HORIZON_DAYS, to + HORIZON_DAYS, from);
    if (!distances.containsKey(from)) {
      return List.of();
    }
    Search search = new Search(distances);
    search.from(from);
    return search.best;
  }

  /** Whether any flow begins or ends at this boundary. */
  public boolean reaches(LocalDate boundary) {
    return hops.containsKey(boundary(boundary));
  }

  /** Two of the steps are of two vintages. */
  public static <S> boolean isOfTwoVintages(List<Step<S>> path) {
    for (int i = 1; i < path.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (path.get(i).edge.clashesWith(path.get(j).edge)) {
          return true;
        }
      }
    }
    return false;
  }

  public static <S> boolean isOutdated(List<Step<S>> path) {
    return path.stream().anyMatch(step -> step.edge.isOutdated);
  }

  public static <S> Quantity sum(List<Step<S>> path) {
    return path.stream().map(Step::signed).reduce(Quantity::plus).orElseThrow();
  }

  /** Breadth first from the goal, inside the window, until the start is reached. */
  private Map<Long, Integer> distancesTo(long goal, long earliest, long latest, long start) {
    Map<Long, Integer> distances = new HashMap<>();
    distances.put(goal, 0);
    List<Long> layer = List.of(goal);
    for (int distance = 1; distance <= MOST_EDGES && !layer.isEmpty(); distance++) {
      List<Long> next = new ArrayList<>();
      for (long node : layer) {
        for (Hop<S> hop : hops.get(node)) {
          if (hop.to >= earliest
              && hop.to <= latest
              && distances.putIfAbsent(hop.to, distance) == null) {
            next.add(hop.to);
          }
        }
      }
      if (distances.containsKey(start)) {
        break;
      }
      layer = next;
    }
    return distances;
  }

  private static long boundary(LocalDate date) {
    return date.toEpochDay();
  }

  /** Walks the shortest paths only: every hop brings the goal one step nearer. */
  private final class Search {
    private final Map<Long, Integer> distances;
    private final List<Step<S>> path = new ArrayList<>();
    private List<Step<S>> best = List.of();
    private int bestPenalty;
    private int bestFilings;
    private int seen;

    Search(Map<Long, Integer> distances) {
      this.distances = distances;
    }

    void from(long node) {
      int left = distances.get(node);
      if (left == 0) {
        compare();
        return;
      }
      for (Hop<S> hop : hops.get(node)) {
        Integer distance = distances.get(hop.to);
        if (distance != null && distance == left - 1 && seen < MOST_PATHS) {
          path.add(hop.step);
          from(hop.to);
          path.removeLast();
        }
      }
    }

    private void compare() {
      seen++;
      int penalty = vintagePenalty();
      int filings = differentFilings();
      int byCost =
          penalty != bestPenalty
              ? Integer.compare(penalty, bestPenalty)
              : Integer.compare(filings, bestFilings);
      if (best.isEmpty() || byCost < 0 || (byCost == 0 && narrower(path, best))) {
        best = List.copyOf(path);
        bestPenalty = penalty;
        bestFilings = filings;
      }
    }

    /** Two vintages are worse than any number of outdated edges, one of those than two scopes. */
    private int vintagePenalty() {
      int outdated = 0;
      boolean isOfTwoScopes = false;
      for (Step<S> step : path) {
        outdated += step.edge.isOutdated ? 1 : 0;
        isOfTwoScopes |= !Objects.equals(step.edge.scope, path.getFirst().edge.scope);
      }
      return (isOfTwoVintages(path) ? 2 * (MOST_EDGES + 1) : 0)
          + 2 * outdated
          + (isOfTwoScopes ? 1 : 0);
    }

    private int differentFilings() {
      if (path.size() == 1) {
        return 1;
      }
      Set<Object> filings = new HashSet<>();
      path.forEach(step -> filings.add(step.edge.filing));
      return filings.size();
    }

    private boolean narrower(List<Step<S>> a, List<Step<S>> b) {
      return Interval.compareWidths(sum(a).range(), sum(b).range()) < 0;
    }
  }
}
