package dev.runrate.metrics.metric;

import static dev.runrate.common.fact.Concept.CAPITAL_EXPENDITURE;
import static dev.runrate.common.fact.Concept.CASH_BURN;
import static dev.runrate.common.fact.Concept.CASH_BURN_PER_MONTH;
import static dev.runrate.common.fact.Concept.COMPUTE_EXPENSE;
import static dev.runrate.common.fact.Concept.COMPUTE_SHARE;
import static dev.runrate.common.fact.Concept.COST_OF_REVENUE;
import static dev.runrate.common.fact.Concept.FREE_CASH_FLOW;
import static dev.runrate.common.fact.Concept.GROSS_MARGIN;
import static dev.runrate.common.fact.Concept.GROSS_PROFIT;
import static dev.runrate.common.fact.Concept.MONTHLY_ACTIVE_USERS;
import static dev.runrate.common.fact.Concept.NET_INCOME;
import static dev.runrate.common.fact.Concept.NET_MARGIN;
import static dev.runrate.common.fact.Concept.OPERATING_CASH_FLOW;
import static dev.runrate.common.fact.Concept.OPERATING_INCOME;
import static dev.runrate.common.fact.Concept.OPERATING_MARGIN;
import static dev.runrate.common.fact.Concept.PAID_CONVERSION;
import static dev.runrate.common.fact.Concept.PAYING_USERS;
import static dev.runrate.common.fact.Concept.RESEARCH_AND_DEVELOPMENT_EXPENSE;
import static dev.runrate.common.fact.Concept.REVENUE;
import static dev.runrate.common.fact.Concept.REVENUE_PER_MONTH;

import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.Quantity;
import dev.runrate.common.fact.Unit;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What follows from what, as a table: each line gives a concept from others of one segment. Lines
 * about one concept are tried from top to bottom. Operands are known figures (stated, or a path of
 * stated ones) of the same period.
 */
final class Identities {
  /** Empty where the operands give no value (a divisor may be zero). */
  @FunctionalInterface
  interface Arithmetic {
    Optional<Quantity> of(Quantity a, Quantity b, Unit unit);
  }

  /** {@code concept = formula}, for periods of the kind that both operands have. */
  record Identity(Concept concept, String formula, Concept a, Concept b, Arithmetic arithmetic) {}

  private static final Arithmetic SUM = (a, b, unit) -> Optional.of(a.plus(b));
  private static final Arithmetic DIFFERENCE = (a, b, unit) -> Optional.of(a.minus(b));
  private static final Arithmetic PRODUCT = (a, b, unit) -> Optional.of(a.times(b));
  private static final Arithmetic QUOTIENT = Quantity::dividedBy;

  /** (1 - a) x b */
  private static final Arithmetic REST =
      (a, b, unit) -> Optional.of(a.minusOne().negate().times(b));

  private static final List<Identity> TABLE =
      List.of(
          line(REVENUE, "GrossProfit + CostOfRevenue", GROSS_PROFIT, COST_OF_REVENUE, SUM),
          line(REVENUE, "GrossProfit / GrossMargin", GROSS_PROFIT, GROSS_MARGIN, QUOTIENT),
          line(
              REVENUE,
              "OperatingIncome / OperatingMargin",
              OPERATING_INCOME,
              OPERATING_MARGIN,
              QUOTIENT),
          line(REVENUE, "NetIncome / NetMargin", NET_INCOME, NET_MARGIN, QUOTIENT),
          line(GROSS_PROFIT, "Revenue - CostOfRevenue", REVENUE, COST_OF_REVENUE, DIFFERENCE),
          line(GROSS_PROFIT, "GrossMargin x Revenue", GROSS_MARGIN, REVENUE, PRODUCT),
          line(COST_OF_REVENUE, "Revenue - GrossProfit", REVENUE, GROSS_PROFIT, DIFFERENCE),
          line(COST_OF_REVENUE, "(1 - GrossMargin) x Revenue", GROSS_MARGIN, REVENUE, REST),
          line(OPERATING_INCOME, "OperatingMargin x Revenue", OPERATING_MARGIN, REVENUE, PRODUCT),
          line(NET_INCOME, "NetMargin x Revenue", NET_MARGIN, REVENUE, PRODUCT),
          line(
              FREE_CASH_FLOW,
              "OperatingCashFlow - CapitalExpenditure",
              OPERATING_CASH_FLOW,
              CAPITAL_EXPENDITURE,
              DIFFERENCE),
          line(
              OPERATING_CASH_FLOW,
              "FreeCashFlow + CapitalExpenditure",
              FREE_CASH_FLOW,
              CAPITAL_EXPENDITURE,
              SUM),
          line(
              CAPITAL_EXPENDITURE,
              "OperatingCashFlow - FreeCashFlow",
              OPERATING_CASH_FLOW,
              FREE_CASH_FLOW,
              DIFFERENCE),
          line(
              COMPUTE_EXPENSE,
              "ComputeShare x ResearchAndDevelopmentExpense",
              COMPUTE_SHARE,
              RESEARCH_AND_DEVELOPMENT_EXPENSE,
              PRODUCT),
          line(
              PAID_CONVERSION,
              "PayingUsers / MonthlyActiveUsers",
              PAYING_USERS,
              MONTHLY_ACTIVE_USERS,
              QUOTIENT),
          line(
              PAYING_USERS,
              "PaidConversion x MonthlyActiveUsers",
              PAID_CONVERSION,
              MONTHLY_ACTIVE_USERS,
              PRODUCT),
          line(
              MONTHLY_ACTIVE_USERS,
              "PayingUsers / PaidConversion",
              PAYING_USERS,
              PAID_CONVERSION,
              QUOTIENT));

  private static final Map<Concept, List<Identity>> BY_CONCEPT = byConcept();

  /** The growth that is stated of a concept, over the same period a year before. */
  static final Map<Concept, Concept> GROWTH_OF = growthOf();

  /** What a source may state as so much a month, by the flow that it adds up to. */
  static final Map<Concept, Concept> PER_MONTH_OF =
      Map.of(REVENUE, REVENUE_PER_MONTH, CASH_BURN, CASH_BURN_PER_MONTH);

  /** Of these a figure can be found though nothing is stated of them. */
  static final Set<Concept> SOLVABLE = solvable();

  private Identities() {}

  static List<Identity> of(Concept concept) {
    return BY_CONCEPT.getOrDefault(concept, List.of());
  }

  private static Identity line(
      Concept concept, String formula, Concept a, Concept b, Arithmetic arithmetic) {
    return new Identity(concept, formula, a, b, arithmetic);
  }

  private static Map<Concept, List<Identity>> byConcept() {
    Map<Concept, List<Identity>> byConcept = new EnumMap<>(Concept.class);
    for (Concept concept : Concept.values()) {
      List<Identity> about = TABLE.stream().filter(i -> i.concept() == concept).toList();
      if (!about.isEmpty()) {
        byConcept.put(concept, about);
      }
    }
    return byConcept;
  }

  private static Map<Concept, Concept> growthOf() {
    Map<Concept, Concept> growthOf = new EnumMap<>(Concept.class);
    for (Concept growth : Concept.values()) {
      growth.growthOf().ifPresent(of -> growthOf.put(of, growth));
    }
    return Collections.unmodifiableMap(growthOf);
  }

  private static Set<Concept> solvable() {
    Set<Concept> solvable = EnumSet.noneOf(Concept.class);
    solvable.addAll(BY_CONCEPT.keySet());
    solvable.add(REVENUE);
    return Collections.unmodifiableSet(solvable);
  }
}
