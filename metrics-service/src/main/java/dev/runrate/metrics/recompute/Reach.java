package dev.runrate.metrics.recompute;

import dev.runrate.common.fact.Fact;
import dev.runrate.common.fact.Filing;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.PeriodExpression;
import dev.runrate.metrics.audit.Audits;
import dev.runrate.metrics.factbook.FactBook;
import dev.runrate.metrics.metric.SegmentFigures;
import java.time.LocalDate;
import java.util.List;

/**
 * The days from and to which something reaches. What a figure depends on is bounded in time, so a
 * filing touches a window of its issuer's history and needs a somewhat wider one, however long that
 * history is.
 */
record Reach(LocalDate firstDay, LocalDate lastDay) {
  private static final int FORWARD_DAYS = SegmentFigures.LOOK_AHEAD_DAYS;
  private static final int BACKWARD_DAYS = SegmentFigures.LOOK_BACK_DAYS;

  static final Reach EVERYTHING = new Reach(LocalDate.of(1800, 1, 1), LocalDate.of(2300, 1, 1));

  /** Every day that a filing says something about; a fiscal year without dates by all it may be. */
  static Reach of(Filing filing) {
    Reach reach = null;
    for (Fact fact : filing.facts()) {
      Reach of = of(fact.period());
      reach = reach == null ? of : reach.and(of);
    }
    if (reach == null) {
      throw new IllegalArgumentException("a filing without facts: " + filing.id());
    }
    return reach;
  }

  private static Reach of(PeriodExpression period) {
    return switch (period) {
      case PeriodExpression.Dated dated -> new Reach(dated.period().start(), dated.period().end());
      case PeriodExpression.Fiscal fiscal ->
          new Reach(
              LocalDate.of(fiscal.fiscalYear() - 1, 1, 1),
              LocalDate.of(fiscal.fiscalYear(), 12, 31));
    };
  }

  Reach and(Reach other) {
    return new Reach(
        firstDay.isBefore(other.firstDay) ? firstDay : other.firstDay,
        lastDay.isAfter(other.lastDay) ? lastDay : other.lastDay);
  }

  /** The periods whose figures may change when something in this reach does. */
  Reach touched() {
    return new Reach(firstDay.minusDays(FORWARD_DAYS), lastDay.plusDays(BACKWARD_DAYS));
  }

  /** What must be known to compute every period that touches this reach. */
  Reach needed() {
    // A period that touches it begins up to a year outside; what it looks at is weighed first.
    return new Reach(firstDay.minusDays(380 + BACKWARD_DAYS), lastDay.plusDays(380 + FORWARD_DAYS))
        .weighed();
  }

  /** The statements that have a say in which of those about this reach count. */
  Reach weighed() {
    return new Reach(
        firstDay.minusDays(FactBook.WEIGHING_DAYS), lastDay.plusDays(FactBook.WEIGHING_DAYS));
  }

  /** The figures that audits of those in this reach look at. */
  Reach audited() {
    return new Reach(firstDay.minusDays(Audits.REACH_DAYS), lastDay.plusDays(Audits.REACH_DAYS));
  }

  /** With the days of all comparisons that something in this reach takes part in. */
  Reach and(List<Period.Span> comparisons) {
    Reach all = this;
    for (Period.Span days : comparisons) {
      // Of this reach, not of what was added: one comparison leads to no other.
      all = meets(days.start(), days.end()) ? all.and(new Reach(days.start(), days.end())) : all;
    }
    return all;
  }

  boolean covers(Reach other) {
    return !other.firstDay.isBefore(firstDay) && !other.lastDay.isAfter(lastDay);
  }

  boolean meets(Reach other) {
    return meets(other.firstDay, other.lastDay);
  }

  boolean meets(LocalDate start, LocalDate end) {
    return !end.isBefore(firstDay) && !start.isAfter(lastDay);
  }
}
