package dev.runrate.metrics.forecast;

import dev.runrate.common.fact.Interval;
import dev.runrate.common.fact.Metric;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.Quantity;
import dev.runrate.metrics.factbook.FiledFact;
import dev.runrate.metrics.factbook.Line;
import java.util.Locale;

/**
 * Somebody's word about what would be, and what came of it. None is ever replaced by a later one.
 *
 * @param metric that the actual is a figure of
 * @param actual null until it is known
 * @param missedBy how far the actual is outside what was said, at least 0: both ends are 0 for a
 *     certain hit; null until it is known
 * @param certain whether the verdict holds for every point of both intervals
 */
public record Forecast(
    Line line,
    Metric metric,
    Period period,
    FiledFact said,
    Verdict verdict,
    Quantity actual,
    Interval missedBy,
    boolean certain) {

  /** What came of it. */
  public enum Verdict {
    /** The actual is not known. */
    OPEN,
    /** The actual lies within what was said; possible where the two only overlap. */
    HIT,
    /** All of the actual lies below all that was said. */
    MISSED,
    /** All of the actual lies above all that was said. */
    BEATEN,
    /** Said when it was known what came, which is no forecast. */
    LATE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
