package dev.runrate.alert.rule;

import dev.runrate.common.fact.Basis;
import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.Figure;
import dev.runrate.common.fact.How;
import dev.runrate.common.fact.Metric;
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

  private static final Map<Metric, Map<Concept, Move>> BY_METRIC =
      Map.ofEntries(
          Map.entry(Metric.REVENUE, is(Concept.REVENUE)),
          Map.entry(Metric.RUN_RATE_REVENUE, Map.of(Concept.REVENUE, Move.WITH)),
          Map.entry(Metric.ARR, is(Concept.ANNUAL_RECURRING_REVENUE)),
          Map.entry(Metric.NET_NEW_ARR, Map.of(Concept.ANNUAL_RECURRING_REVENUE, Move.SOMEHOW)),
          Map.entry(
              Metric.REVENUE_GROWTH_YOY,
              Map.of(Concept.REVENUE_GROWTH, Move.IS, Concept.REVENUE, Move.SOMEHOW)),
          Map.entry(Metric.REVENUE_GROWTH_QOQ, Map.of(Concept.REVENUE, Move.SOMEHOW)),
          Map.entry(Metric.REVENUE_GROWTH_HOH, Map.of(Concept.REVENUE, Move.SOMEHOW)),
          Map.entry(
              Metric.GROSS_PROFIT,
              Map.of(
                  Concept.GROSS_PROFIT, Move.IS,
                  Concept.GROSS_MARGIN, Move.SOMEHOW,
                  Concept.COST_OF_REVENUE, Move.SOMEHOW,
                  Concept.REVENUE, Move.SOMEHOW)),
          Map.entry(
              Metric.GROSS_MARGIN,
              Map.of(
                  Concept.GROSS_MARGIN, Move.IS,
                  Concept.GROSS_PROFIT, Move.WITH,
                  Concept.COST_OF_REVENUE, Move.SOMEHOW,
                  Concept.REVENUE, Move.SOMEHOW)),
          Map.entry(
              Metric.OPERATING_MARGIN,
              Map.of(
                  Concept.OPERATING_MARGIN, Move.IS,
                  Concept.OPERATING_INCOME, Move.WITH,
                  Concept.REVENUE, Move.AGAINST)),
          Map.entry(Metric.OPERATING_INCOME, is(Concept.OPERATING_INCOME)),
          Map.entry(Metric.NET_INCOME, is(Concept.NET_INCOME)),
          Map.entry(Metric.ADJUSTED_NET_INCOME, is(Concept.ADJUSTED_NET_INCOME)),
          Map.entry(Metric.RESEARCH_AND_DEVELOPMENT, is(Concept.RESEARCH_AND_DEVELOPMENT_EXPENSE)),
          Map.entry(
              Metric.RESEARCH_INTENSITY,
              Map.of(
                  Concept.RESEARCH_AND_DEVELOPMENT_EXPENSE, Move.WITH,
                  Concept.REVENUE, Move.AGAINST)),
          Map.entry(Metric.SALES_AND_MARKETING, is(Concept.SALES_AND_MARKETING_EXPENSE)),
          Map.entry(Metric.COMPUTE_EXPENSE, is(Concept.COMPUTE_EXPENSE)),
          Map.entry(
              Metric.COMPUTE_SHARE,
              Map.of(
                  Concept.COMPUTE_EXPENSE, Move.WITH,
                  Concept.RESEARCH_AND_DEVELOPMENT_EXPENSE, Move.AGAINST)),
          Map.entry(Metric.CAPITAL_EXPENDITURE, is(Concept.CAPITAL_EXPENDITURE)),
          Map.entry(
              Metric.CAPEX_INTENSITY,
              Map.of(Concept.CAPITAL_EXPENDITURE, Move.WITH, Concept.REVENUE, Move.AGAINST)),
          Map.entry(Metric.OPERATING_CASH_FLOW, is(Concept.OPERATING_CASH_FLOW)),
          Map.entry(
              Metric.FREE_CASH_FLOW,
              Map.of(
                  Concept.FREE_CASH_FLOW, Move.IS,
                  Concept.OPERATING_CASH_FLOW, Move.SOMEHOW,
                  Concept.CAPITAL_EXPENDITURE, Move.SOMEHOW)),
          Map.entry(Metric.CASH, is(Concept.CASH)),
          Map.entry(Metric.FUNDING_RAISED, is(Concept.FUNDING_RAISED)),
          Map.entry(Metric.MONTHLY_ACTIVE_USERS, is(Concept.MONTHLY_ACTIVE_USERS)),
          Map.entry(
              Metric.PAYING_USERS,
              Map.of(
                  Concept.PAYING_USERS, Move.IS,
                  Concept.PAID_CONVERSION, Move.WITH,
                  Concept.MONTHLY_ACTIVE_USERS, Move.SOMEHOW)),
          Map.entry(
              Metric.PAID_CONVERSION,
              Map.of(
                  Concept.PAID_CONVERSION, Move.IS,
                  Concept.PAYING_USERS, Move.WITH,
                  Concept.MONTHLY_ACTIVE_USERS, Move.AGAINST)),
          Map.entry(
              Metric.REVENUE_PER_PAYING_USER,
              Map.of(Concept.REVENUE, Move.WITH, Concept.PAYING_USERS, Move.AGAINST)),
          Map.entry(Metric.EMPLOYEES, is(Concept.EMPLOYEES)),
          Map.entry(
              Metric.REVENUE_PER_EMPLOYEE,
              Map.of(Concept.REVENUE, Move.SOMEHOW, Concept.EMPLOYEES, Move.AGAINST)),
          Map.entry(Metric.TOKENS_PER_DAY, is(Concept.TOKENS_PER_DAY)),
          Map.entry(Metric.VALUATION, is(Concept.VALUATION)),
          Map.entry(
              Metric.VALUATION_TO_RUN_RATE,
              Map.of(Concept.VALUATION, Move.WITH, Concept.REVENUE, Move.SOMEHOW)),
          Map.entry(
              Metric.VALUATION_TO_ARR,
              Map.of(
                  Concept.VALUATION, Move.WITH,
                  Concept.ANNUAL_RECURRING_REVENUE, Move.SOMEHOW)),
          Map.entry(Metric.RULE_OF_40, Map.of(Concept.REVENUE, Move.SOMEHOW)),
          Map.entry(
              Metric.MAGIC_NUMBER,
              Map.of(
                  Concept.REVENUE, Move.SOMEHOW,
                  Concept.SALES_AND_MARKETING_EXPENSE, Move.SOMEHOW)));

  private Footing() {}

  private static Map<Concept, Move> is(Concept concept) {
    return Map.of(concept, Move.IS);
  }

  /** The concepts that the figure may rest on; those that do not matter to it are not there. */
  static Map<Concept, Move> of(Metric metric, Figure figure) {
    return switch (metric) {
      case NET_MARGIN, LOSS_RATIO -> {
        Map<Concept, Move> footing = new EnumMap<>(Concept.class);
        footing.put(profitOf(figure), Move.WITH);
        footing.put(Concept.REVENUE, Move.AGAINST);
        footing.put(Concept.NET_MARGIN, metric == Metric.NET_MARGIN ? Move.IS : Move.WITH);
        yield footing;
      }
      case CASH_BURN -> burn(figure, Move.WITH);
      case BURN_PER_MONTH -> burn(figure, Move.WITH);
      case RUNWAY_MONTHS -> {
        Map<Concept, Move> footing = burn(figure, Move.AGAINST);
        footing.put(Concept.CASH, Move.WITH);
        yield footing;
      }
      case BURN_MULTIPLE -> {
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
