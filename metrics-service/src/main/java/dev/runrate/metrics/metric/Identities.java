package dev.runrate.metrics.metric;

import static dev.runrate.common.fact.Concept.CAPITAL_EXPENDITURE;
import static dev.runrate.common.fact.Concept.COST_OF_REVENUE;
import static dev.runrate.common.fact.Concept.FREE_CASH_FLOW;
import static dev.runrate.common.fact.Concept.GROSS_MARGIN;
import static dev.runrate.common.fact.Concept.GROSS_PROFIT;
import static dev.runrate.common.fact.Concept.MONTHLY_ACTIVE_USERS;
import static dev.runrate.common.fact.Concept.NET_INCOME;
import static dev.runrate.common.fact.Concept.NET_INCOME_GROWTH;
import static dev.runrate.common.fact.Concept.NET_MARGIN;
import static dev.runrate.common.fact.Concept.OPERATING_CASH_FLOW;
import static dev.runrate.common.fact.Concept.OPERATING_INCOME;
import static dev.runrate.common.fact.Concept.OPERATING_MARGIN;
import static dev.runrate.common.fact.Concept.PAID_CONVERSION;
import static dev.runrate.common.fact.Concept.PAYING_USERS;
import static dev.runrate.common.fact.Concept.REVENUE;
import static dev.runrate.common.fact.Concept.REVENUE_GROWTH;

import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.Quantity;
import dev.runrate.common.fact.Unit;
import java.util.Arrays;
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
 * stated ones); where a line says so, of the year before.
 */
final class Identities {
  /** Which figure of an operand is meant. */
  enum Of {
    SAME_PERIOD,
    YEAR_BEFORE
  }

  record Operand(Concept concept, Of of) {}

  /** Empty where the operands give no value (a divisor may be zero). */
  @FunctionalInterface
  interface Arithmetic {
    Optional<Quantity> of(Quantity a, Quantity b, Unit unit);
  }

  /** {@code concept = formula}, for periods of the kind that both operands have. */
  record Identity(Concept concept, String formula, Operand a, Operand b, Arithmetic arithmetic) {}

  private static final Arithmetic SUM = (a, b, unit) -> Optional.of(a.plus(b));
  private static final Arithmetic DIFFERENCE = (a, b, unit) -> Optional.of(a.minus(b));
  private static final Arithmetic PRODUCT = (a, b, unit) -> Optional.of(a.times(b));
  private static final Arithmetic QUOTIENT = Quantity::dividedBy;

  /** a x (1 + b) */
  private static final Arithmetic GROWN = (a, b, unit) -> Optional.of(a.times(b.plusOne()));

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
          grown(REVENUE, REVENUE_GROWTH),
          line(GROSS_PROFIT, "Revenue - CostOfRevenue", REVENUE, COST_OF_REVENUE, DIFFERENCE),
          line(GROSS_PROFIT, "GrossMargin x Revenue", GROSS_MARGIN, REVENUE, PRODUCT),
          line(COST_OF_REVENUE, "Revenue - GrossProfit", REVENUE, GROSS_PROFIT, DIFFERENCE),
          line(COST_OF_REVENUE, "(1 - GrossMargin) x Revenue", GROSS_MARGIN, REVENUE, REST),
          line(OPERATING_INCOME, "OperatingMargin x Revenue", OPERATING_MARGIN, REVENUE, PRODUCT),
          line(NET_INCOME, "NetMargin x Revenue", NET_MARGIN, REVENUE, PRODUCT),
          grown(NET_INCOME, NET_INCOME_GROWTH),
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
  static final Map<Concept, Concept> GROWTH_OF =
      Map.of(REVENUE, REVENUE_GROWTH, NET_INCOME, NET_INCOME_GROWTH);

  /** Of these a figure can be found though nothing is stated of them. */
  static final Set<Concept> SOLVABLE = solvable();

  private Identities() {}

  static List<Identity> of(Concept concept) {
    return BY_CONCEPT.getOrDefault(concept, List.of());
  }

  private static Identity line(
      Concept concept, String formula, Concept a, Concept b, Arithmetic arithmetic) {
    return new Identity(
        concept,
        formula,
        new Operand(a, Of.SAME_PERIOD),
        new Operand(b, Of.SAME_PERIOD),
        arithmetic);
  }

  private static Identity grown(Concept concept, Concept growth) {
    return new Identity(
        concept,
        concept + " a year before x (1 + " + growth + ")",
        new Operand(concept, Of.YEAR_BEFORE),
        new Operand(growth, Of.SAME_PERIOD),
        GROWN);
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

  private static Set<Concept> solvable() {
    Set<Concept> solvable = EnumSet.noneOf(Concept.class);
    solvable.addAll(BY_CONCEPT.keySet());
    solvable.addAll(Arrays.asList(REVENUE, NET_INCOME));
    return Collections.unmodifiableSet(solvable);
  }
}
