package dev.runrate.metrics.factbook;

import dev.runrate.common.fact.Concept;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A loss that somebody computed from the revenue and one single expense looks like a disclosure: it
 * equals the difference to the last digit. Example: a net loss of 2.4bn that is a revenue of 4.3bn
 * less research of 6.7bn.
 */
public final class WorkedOut {
  private static final List<Concept> SINGLE_EXPENSES =
      List.of(
          Concept.RESEARCH_AND_DEVELOPMENT_EXPENSE,
          Concept.COMPUTE_EXPENSE,
          Concept.COST_OF_REVENUE,
          Concept.SALES_AND_MARKETING_EXPENSE);

  private WorkedOut() {}

  /**
   * The arithmetic that gives a profit; empty where there is none.
   *
   * @param profit null for an amount of which only bounds are known
   * @param amount what else is stated of the period
   */
  public static Optional<String> arithmetic(
      Concept concept, BigDecimal profit, Function<Concept, Optional<BigDecimal>> amount) {
    if (profit == null || (concept != Concept.NET_INCOME && concept != Concept.OPERATING_INCOME)) {
      return Optional.empty();
    }
    Optional<BigDecimal> revenue = amount.apply(Concept.REVENUE);
    if (revenue.isEmpty()) {
      return Optional.empty();
    }
    for (Concept expense : SINGLE_EXPENSES) {
      Optional<BigDecimal> paid = amount.apply(expense);
      if (paid.isPresent() && revenue.get().subtract(paid.get()).compareTo(profit) == 0) {
        return Optional.of(
            "it equals Revenue "
                + revenue.get().toPlainString()
                + " - "
                + expense
                + " "
                + paid.get().toPlainString()
                + " exactly");
      }
    }
    return Optional.empty();
  }
}
