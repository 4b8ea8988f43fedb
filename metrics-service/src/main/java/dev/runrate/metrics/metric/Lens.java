package dev.runrate.metrics.metric;

import dev.runrate.common.fact.Basis;
import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.Scenario;
import dev.runrate.common.fact.Unit;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The point of view from which one figure is computed: its scenario, its currency and its basis,
 * chosen once, so that no formula mixes them.
 *
 * <p>Two things stand in where the lens itself says nothing. Under a forecast the actual figure
 * does: a forecast growth is a forecast over an actual. And an adjusted measure of profit leaves
 * revenue, cash and heads as they are reported, so those serve it; a basis of anything else (gross
 * bookings, contracted) shares nothing with what is reported.
 */
record Lens(Scenario scenario, Unit currency, Basis basis) {
  /** What adjusting a profit adjusts; anything else is the same on every such basis. */
  private static final Set<Concept> ADJUSTED =
      EnumSet.of(
          Concept.COST_OF_REVENUE,
          Concept.GROSS_PROFIT,
          Concept.OPERATING_INCOME,
          Concept.NET_INCOME,
          Concept.ADJUSTED_NET_INCOME,
          Concept.RESEARCH_AND_DEVELOPMENT_EXPENSE,
          Concept.SALES_AND_MARKETING_EXPENSE,
          Concept.SELLING_GENERAL_AND_ADMINISTRATIVE_EXPENSE,
          Concept.COMPUTE_EXPENSE,
          Concept.FREE_CASH_FLOW,
          Concept.CASH_BURN,
          Concept.GROSS_MARGIN,
          Concept.OPERATING_MARGIN,
          Concept.NET_MARGIN,
          Concept.CASH_BURN_PER_MONTH,
          Concept.COMPUTE_MARGIN,
          Concept.COMPUTE_SHARE);

  /** The scenarios in which a statement counts here, the lens's own first. */
  List<Scenario> scenarios() {
    return scenario == Scenario.ACTUAL
        ? List.of(Scenario.ACTUAL)
        : List.of(scenario, Scenario.ACTUAL);
  }

  /** The bases on which a statement of the concept counts here, the lens's own first. */
  List<Basis> bases(Concept concept) {
    return basis.adjustsProfit() && !ADJUSTED.contains(concept.growthOf().orElse(concept))
        ? List.of(basis, Basis.REPORTED)
        : List.of(basis);
  }

  boolean sees(Scenario other) {
    return other == scenario || other == Scenario.ACTUAL;
  }

  Unit unitOf(Concept concept) {
    return switch (concept.unitKind()) {
      case MONEY -> currency;
      case RATIO -> Unit.RATIO;
      case MULTIPLE -> Unit.MULTIPLE;
      case USERS -> Unit.USERS;
      case PEOPLE -> Unit.PEOPLE;
      case TOKENS_PER_DAY -> Unit.TOKENS_PER_DAY;
      case MONTHS -> Unit.MONTHS;
    };
  }

  Lens in(Unit otherCurrency) {
    return new Lens(scenario, otherCurrency, basis);
  }
}
