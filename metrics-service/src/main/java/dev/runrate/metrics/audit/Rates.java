package dev.runrate.metrics.audit;

import dev.runrate.common.fact.Interval;
import dev.runrate.common.fact.Unit;
import java.time.LocalDate;
import java.util.Optional;

/** Which exchange rates there were. */
@FunctionalInterface
public interface Rates {
  Rates NONE = (from, to, first, last) -> Optional.empty();

  /**
   * The lowest and the highest rate of the days from the first to the last, in units of {@code to}
   * for one of {@code from}; empty where none is known.
   */
  Optional<Interval> between(Unit from, Unit to, LocalDate first, LocalDate last);
}
