package dev.runrate.alert.rule;

import dev.runrate.common.fact.Conflict;
import dev.runrate.common.fact.Interval;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.stream.Stream;

/** How much a conflict matters, as a share; see {@link Conflict#materiality}. */
final class Materiality {
  private Materiality() {}

  /**
   * As the message says. One that says nothing (a gap is more than 0) is weighed by its two figures
   * alone; one between two units has no gap that could be small.
   */
  static BigDecimal of(Conflict conflict) {
    if (conflict.materiality() != null && conflict.materiality().signum() > 0) {
      return conflict.materiality();
    }
    if (!conflict.winner().unit().equals(conflict.loser().unit())) {
      return BigDecimal.ONE;
    }
    Interval won = conflict.winner().quantity().range();
    Interval lost = conflict.loser().quantity().range();
    BigDecimal gap =
        won.isBelow(lost)
            ? lost.low().subtract(won.high())
            : lost.isBelow(won) ? won.low().subtract(lost.high()) : BigDecimal.ZERO;
    BigDecimal largest =
        Stream.of(won.low(), won.high(), lost.low(), lost.high())
            .filter(end -> end != null)
            .map(BigDecimal::abs)
            .max(BigDecimal::compareTo)
            .orElse(BigDecimal.ZERO);
    return largest.signum() == 0 ? BigDecimal.ZERO : gap.divide(largest, MathContext.DECIMAL64);
  }
}
