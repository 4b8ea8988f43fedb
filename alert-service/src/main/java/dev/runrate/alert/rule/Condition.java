package dev.runrate.alert.rule;

import dev.runrate.common.fact.Figure;
import dev.runrate.common.fact.Metric;
import java.util.List;
import java.util.Set;

/** A question about figures that, as they are intervals, has three answers, or none. */
@FunctionalInterface
public interface Condition {
  enum Answer {
    /** For every point of the intervals. */
    CERTAINLY,
    /** For some points. */
    POSSIBLY,
    NO,
    /** A figure is missing, or two cannot be compared. */
    UNKNOWN
  }

  Answer ask(Readings readings);

  /** The metrics that the condition names; {@code it} and {@code was} are the rule's. */
  default Set<Metric> reads() {
    return Set.of();
  }

  /** The figures on which the answer rests. */
  default List<Figure> looksAt(Readings readings) {
    return readings.was() == null ? List.of(readings.it()) : List.of(readings.it(), readings.was());
  }
}
