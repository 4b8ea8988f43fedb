package dev.runrate.metrics.factbook;

import dev.runrate.common.fact.Fact;
import dev.runrate.common.fact.Filing;
import dev.runrate.common.fact.Interval;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.Quantity;
import java.time.LocalDate;
import java.util.Comparator;

/**
 * A fact with the filing that states it, its real dates, and the nominal dates under which facts of
 * different filings about one period meet.
 */
public record FiledFact(Filing filing, int index, Fact fact, Period dates, Period nominal) {

  /**
   * Which of several statements of one thing counts, best first: the better tier, then the later
   * publication, then the narrower interval, then the filing id and place: a total order, so that
   * the choice never depends on the order of arrival.
   */
  public static final Comparator<FiledFact> AS_RESTATED =
      ranking(Comparator.<LocalDate>naturalOrder().reversed());

  /** The same with the earlier publication first. */
  public static final Comparator<FiledFact> AS_FIRST_REPORTED =
      ranking(Comparator.<LocalDate>naturalOrder());

  private static Comparator<FiledFact> ranking(Comparator<LocalDate> byPublication) {
    return Comparator.comparing((FiledFact f) -> f.filing.source().tier())
        .thenComparing(f -> f.filing.source().publishedOn(), byPublication)
        .thenComparing(FiledFact::range, Interval::compareWidths)
        .thenComparing(f -> f.filing.id())
        .thenComparing(FiledFact::index);
  }

  public Quantity quantity() {
    return fact.quantity();
  }

  public Interval range() {
    return fact.stated().range();
  }

  /** A place in a filing says all; filings are large, and these are keys. */
  @Override
  public boolean equals(Object other) {
    return other instanceof FiledFact f && index == f.index && filing.id().equals(f.filing.id());
  }

  @Override
  public int hashCode() {
    return 31 * filing.id().hashCode() + index;
  }
}
