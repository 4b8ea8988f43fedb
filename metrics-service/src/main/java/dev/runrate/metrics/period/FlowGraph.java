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
 * <p>Cheapest: fewest edges, then fewest different filings, then the narrowest interval, then the
 * earliest edges, so that the answer is always the same one. Gaps are never bridged: without a path
 * there is no figure.
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

  /** A known flow over a nominal span. */
  public record Edge<S>(Period.Span span, Quantity quantity, Object filing, S statement) {}

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
      int filings = differentFilings();
      if (best.isEmpty()
          || filings < bestFilings
          || (filings == bestFilings && narrower(path, best))) {
        best = List.copyOf(path);
        bestFilings = filings;
      }
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
