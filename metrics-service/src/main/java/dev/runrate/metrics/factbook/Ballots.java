package dev.runrate.metrics.factbook;

import dev.runrate.common.fact.Interval;
import dev.runrate.common.fact.Period;
import dev.runrate.metrics.period.Partitions;
import dev.runrate.metrics.period.Partitions.Partition;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * All ballots of an issuer, and what is looked up among them while they are weighed: neighbours,
 * and the sums that spans of a line make.
 */
final class Ballots {
  /** A sum that is off by less than this share of the whole is rounding that nobody declared. */
  private static final BigDecimal ROUNDING = new BigDecimal("0.0005");

  /** A year and the drift of its end. */
  private static final int YEAR_DAYS = 380;

  private final Map<Line, NavigableMap<Period, Ballot>> lines;
  private final Function<Period, String> label;
  private final Map<Line, List<Partition>> partitions = new HashMap<>();
  private final Map<Line, Map<Period, List<Partition>>> partitionsByMember = new HashMap<>();

  /** Those that fit into a sum of their line. */
  private final Set<Ballot> fitting = new HashSet<>();

  Ballots(Map<Line, NavigableMap<Period, Ballot>> lines, Function<Period, String> label) {
    this.lines = lines;
    this.label = label;
  }

  /** In a fixed order. */
  List<Line> lines() {
    return lines.keySet().stream().sorted(Line.ORDER).toList();
  }

  NavigableMap<Period, Ballot> of(Line line) {
    return lines.getOrDefault(line, Collections.emptyNavigableMap());
  }

  Optional<Ballot> of(Line line, Period period) {
    return Optional.ofNullable(of(line).get(period));
  }

  String label(Period period) {
    return label.apply(period);
  }

  /** The ballots of the same line that end within a year, but for this one; oldest first. */
  List<Ballot> near(Ballot ballot) {
    List<Ballot> near = new ArrayList<>();
    Period from = new Period.Instant(ballot.period.end().minusDays(YEAR_DAYS));
    Period to = new Period.Instant(ballot.period.end().plusDays(YEAR_DAYS + 1L));
    for (Ballot other : of(ballot.line).subMap(from, true, to, false).values()) {
      if (other != ballot) {
        near.add(other);
      }
    }
    return near;
  }

  void fit(Ballot ballot) {
    fitting.add(ballot);
  }

  boolean isFitting(Ballot ballot) {
    return fitting.contains(ballot);
  }

  List<Partition> partitions(Line line) {
    return partitions.computeIfAbsent(
        line,
        l ->
            Partitions.of(
                of(l).keySet().stream()
                    .filter(Period.Span.class::isInstance)
                    .map(Period.Span.class::cast)
                    .toList()));
  }

  /** Those that the span is a member of. */
  List<Partition> partitions(Line line, Period.Span member) {
    return partitionsByMember
        .computeIfAbsent(
            line,
            l -> {
              Map<Period, List<Partition>> byMember = new HashMap<>();
              for (Partition partition : partitions(l)) {
                for (Period.Span span : partition.members()) {
                  byMember.computeIfAbsent(span, s -> new ArrayList<>()).add(partition);
                }
              }
              return byMember;
            })
        .getOrDefault(member, List.of());
  }

  static Interval difference(Partition partition, Function<Period.Span, Interval> value) {
    Interval whole = value.apply(partition.whole());
    BigDecimal low = whole.low();
    BigDecimal high = whole.high();
    for (Period.Span part : partition.parts()) {
      Interval each = value.apply(part);
      low = low == null || each.high() == null ? null : low.subtract(each.high());
      high = high == null || each.low() == null ? null : high.subtract(each.low());
    }
    return new Interval(low, high);
  }

  /** Nothing but rounding is left. */
  static boolean isNothing(Interval difference, Interval whole) {
    if (difference.containsZero()) {
      return true;
    }
    Interval slack = whole.abs().times(new Interval(ROUNDING.negate(), ROUNDING)).plus(difference);
    return slack.containsZero();
  }
}
