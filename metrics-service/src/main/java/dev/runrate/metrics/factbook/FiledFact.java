package dev.runrate.metrics.factbook;

import dev.runrate.common.fact.Fact;
import dev.runrate.common.fact.Filing;
import dev.runrate.common.fact.Interval;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.Quantity;
import dev.runrate.common.fact.Tier;
import java.util.Comparator;

/**
 * A fact with the filing that states it, its real dates, and the nominal dates under which facts of
 * different filings about one period meet.
 */
public record FiledFact(
    Filing filing, int index, Fact fact, Period dates, Period nominal, Quantity quantity) {
  /** Values are compared many times while statements are weighed: each is worked out once. */
  FiledFact(Filing filing, int index, Fact fact, Period dates, Period nominal) {
    this(filing, index, fact, dates, nominal, fact.quantity());
  }

  /**
   * Which of several statements of one thing counts, best first: the better tier, then the later
   * publication, then the narrower interval, then the filing id and place: a total order, so that
   * the choice never depends on the order of arrival.
   */
  public static final Comparator<FiledFact> AS_RESTATED =
      Comparator.comparing((FiledFact f) -> f.filing.source().tier())
          .thenComparing(f -> f.filing.source().publishedOn(), Comparator.reverseOrder())
          .thenComparing(FiledFact::range, Interval::compareWidths)
          .thenComparing(f -> f.filing.id())
          .thenComparing(FiledFact::index);

  /** The earlier publication first; what the issuer says and what it files is one voice. */
  public static final Comparator<FiledFact> AS_FIRST_REPORTED =
      Comparator.comparing((FiledFact f) -> f.filing.source().tier().compareTo(Tier.ISSUER) > 0)
          .thenComparing(f -> f.filing.source().publishedOn())
          .thenComparing(AS_RESTATED);

  public Interval range() {
    return quantity.range();
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
