package dev.runrate.alert.rule;

import dev.runrate.common.fact.Basis;
import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.Figure;
import dev.runrate.common.fact.How;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a metric's figure rests on: the concepts that are stated, and how the figure moves with
 * each. With it the figure is known that it would be if another source were right.
 */
final class Footing {
  /** How a figure moves with a concept. */
  enum Move {
    /** It is the concept. */
    IS,
    /** Twice as much makes it twice as much. */
    WITH,
    /** Twice as much makes it half as much. */
    AGAINST,
    /** It moves in a way that the figure alone does not tell. */
    SOMEHOW
  }

  private static final Map<String, Map<Concept, Move>> BY_METRIC =
      Map.ofEntries(
          Map.entry("revenue", is(Concept.REVENUE)),
          Map.entry("run-rate-revenue", Map.of(Concept.REVENUE, Move.WITH)),
          Map.entry("arr", is(Concept.ANNUAL_RECURRING_REVENUE)),
          Map.entry("net-new-arr", Map.of(Concept.ANNUAL_RECURRING_REVENUE, Move.SOMEHOW)),
          Map.entry(
              "revenue-growth-yoy",
              Map.of(Concept.REVENUE_GROWTH, Move.IS, Concept.REVENUE, Move.SOMEHOW)),
          Map.entry("revenue-growth-qoq", Map.of(Concept.REVENUE, Move.SOMEHOW)),
          Map.entry("revenue-growth-hoh", Map.of(Concept.REVENUE, Move.SOMEHOW)),
          Map.entry(
              "gross-profit",
              Map.of(
                  Concept.GROSS_PROFIT, Move.IS,
                  Concept.GROSS_MARGIN, Move.SOMEHOW,
                  Concept.COST_OF_REVENUE, Move.SOMEHOW,
                  Concept.REVENUE, Move.SOMEHOW)),
          Map.entry(
              "gross-margin",
              Map.of(
                  Concept.GROSS_MARGIN, Move.IS,
                  Concept.GROSS_PROFIT, Move.WITH,
                  Concept.COST_OF_REVENUE, Move.SOMEHOW,
                  Concept.REVENUE, Move.SOMEHOW)),
          Map.entry(
              "operating-margin",
              Map.of(
                  Concept.OPERATING_MARGIN, Move.IS,
                  Concept.OPERATING_INCOME, Move.WITH,
                  Concept.REVENUE, Move.AGAINST)),
          Map.entry("operating-income", is(Concept.OPERATING_INCOME)),
          Map.entry("net-income", is(Concept.NET_INCOME)),
          Map.entry("adjusted-net-income", is(Concept.ADJUSTED_NET_INCOME)),
          Map.entry("research-and-development", is(Concept.RESEARCH_AND_DEVELOPMENT_EXPENSE)),
          Map.entry(
              "research-intensity",
              Map.of(
                  Concept.RESEARCH_AND_DEVELOPMENT_EXPENSE, Move.WITH,
                  Concept.REVENUE, Move.AGAINST)),
          Map.entry("sales-and-marketing", is(Concept.SALES_AND_MARKETING_EXPENSE)),
          Map.entry("compute-expense", is(Concept.COMPUTE_EXPENSE)),
          Map.entry(
              "compute-share",
              Map.of(
                  Concept.COMPUTE_EXPENSE, Move.WITH,
                  Concept.RESEARCH_AND_DEVELOPMENT_EXPENSE, Move.AGAINST)),
          Map.entry("capital-expenditure", is(Concept.CAPITAL_EXPENDITURE)),
          Map.entry(
              "capex-intensity",
              Map.of(Concept.CAPITAL_EXPENDITURE, Move.WITH, Concept.REVENUE, Move.AGAINST)),
          Map.entry("operating-cash-flow", is(Concept.OPERATING_CASH_FLOW)),
          Map.entry(
              "free-cash-flow",
              Map.of(
                  Concept.FREE_CASH_FLOW, Move.IS,
                  Concept.OPERATING_CASH_FLOW, Move.SOMEHOW,
                  Concept.CAPITAL_EXPENDITURE, Move.SOMEHOW)),
          Map.entry("cash", is(Concept.CASH)),
          Map.entry("funding-raised", is(Concept.FUNDING_RAISED)),
          Map.entry("monthly-active-users", is(Concept.MONTHLY_ACTIVE_USERS)),
          Map.entry(
              "paying-users",
              Map.of(
                  Concept.PAYING_USERS, Move.IS,
                  Concept.PAID_CONVERSION, Move.WITH,
                  Concept.MONTHLY_ACTIVE_USERS, Move.SOMEHOW)),
          Map.entry(
              "paid-conversion",
              Map.of(
                  Concept.PAID_CONVERSION, Move.IS,
                  Concept.PAYING_USERS, Move.WITH,
                  Concept.MONTHLY_ACTIVE_USERS, Move.AGAINST)),
          Map.entry(
              "revenue-per-paying-user",
              Map.of(Concept.REVENUE, Move.WITH, Concept.PAYING_USERS, Move.AGAINST)),
          Map.entry("employees", is(Concept.EMPLOYEES)),
          Map.entry(
              "revenue-per-employee",
              Map.of(Concept.REVENUE, Move.SOMEHOW, Concept.EMPLOYEES, Move.AGAINST)),
          Map.entry("tokens-per-day", is(Concept.TOKENS_PER_DAY)),
          Map.entry("valuation", is(Concept.VALUATION)),
          Map.entry(
              "valuation-to-run-rate",
              Map.of(Concept.VALUATION, Move.WITH, Concept.REVENUE, Move.SOMEHOW)),
          Map.entry(
              "valuation-to-arr",
              Map.of(
                  Concept.VALUATION, Move.WITH,
                  Concept.ANNUAL_RECURRING_REVENUE, Move.SOMEHOW)),
          Map.entry("rule-of-40", Map.of(Concept.REVENUE, Move.SOMEHOW)),
          Map.entry(
              "magic-number",
              Map.of(
                  Concept.REVENUE, Move.SOMEHOW,
                  Concept.SALES_AND_MARKETING_EXPENSE, Move.SOMEHOW)));

  private Footing() {}

  private static Map<Concept, Move> is(Concept concept) {
    return Map.of(concept, Move.IS);
  }

  /** The concepts that the figure may rest on; those that do not matter to it are not there. */
  static Map<Concept, Move> of(String metric, Figure figure) {
    return switch (metric) {
      case "net-margin", "loss-ratio" -> {
        Map<Concept, Move> footing = new EnumMap<>(Concept.class);
        footing.put(profitOf(figure), Move.WITH);
        footing.put(Concept.REVENUE, Move.AGAINST);
        footing.put(Concept.NET_MARGIN, metric.equals("net-margin") ? Move.IS : Move.WITH);
        yield footing;
      }
      case "cash-burn" -> burn(figure, Move.WITH);
      case "burn-per-month" -> burn(figure, Move.WITH);
      case "runway-months" -> {
        Map<Concept, Move> footing = burn(figure, Move.AGAINST);
        footing.put(Concept.CASH, Move.WITH);
        yield footing;
      }
      case "burn-multiple" -> {
        Map<Concept, Move> footing = burn(figure, Move.WITH);
        footing.put(Concept.ANNUAL_RECURRING_REVENUE, Move.SOMEHOW);
        footing.put(Concept.REVENUE, Move.SOMEHOW);
        yield footing;
      }
      default -> BY_METRIC.getOrDefault(metric, Map.of());
    };
  }

  private static Concept profitOf(Figure figure) {
    return figure.basis().equals(Basis.REPORTED) ? Concept.NET_INCOME : Concept.ADJUSTED_NET_INCOME;
  }

  /** Where the loss stands in for the burn, the burn is the loss. */
  private static Map<Concept, Move> burn(Figure figure, Move move) {
    Map<Concept, Move> footing = new EnumMap<>(Concept.class);
    if (figure.how().contains(How.PROXY)) {
      footing.put(profitOf(figure), move);
    } else {
      footing.put(Concept.CASH_BURN, move);
      footing.put(Concept.FREE_CASH_FLOW, move);
      footing.put(Concept.OPERATING_CASH_FLOW, Move.SOMEHOW);
      footing.put(Concept.CAPITAL_EXPENDITURE, Move.SOMEHOW);
    }
    return footing;
  }
}
