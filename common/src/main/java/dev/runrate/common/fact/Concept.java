package dev.runrate.common.fact;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The catalogue of what can be stated about an issuer. Names follow XBRL (us-gaap) where it has
 * one. Example: {@code Revenue} is a flow, in money, and may be summed over adjoining periods.
 */
public enum Concept {
  REVENUE("Revenue", Kind.FLOW, Unit.Kind.MONEY, "Revenue recognised in the period"),
  COST_OF_REVENUE("CostOfRevenue", Kind.FLOW, Unit.Kind.MONEY, "Cost of what was sold"),
  GROSS_PROFIT("GrossProfit", Kind.FLOW, Unit.Kind.MONEY, "Revenue less cost of revenue"),
  OPERATING_INCOME(
      "OperatingIncome", Kind.FLOW, Unit.Kind.MONEY, "Operating profit; a loss is negative"),
  NET_INCOME("NetIncome", Kind.FLOW, Unit.Kind.MONEY, "Net profit; a loss is negative"),
  ADJUSTED_NET_INCOME(
      "AdjustedNetIncome",
      Kind.FLOW,
      Unit.Kind.MONEY,
      "Net profit by the issuer's own measure; state which in basis (non-ifrs, non-gaap)"),
  RESEARCH_AND_DEVELOPMENT_EXPENSE(
      "ResearchAndDevelopmentExpense", Kind.FLOW, Unit.Kind.MONEY, "Research and development"),
  SALES_AND_MARKETING_EXPENSE(
      "SalesAndMarketingExpense", Kind.FLOW, Unit.Kind.MONEY, "Sales and marketing"),
  SELLING_GENERAL_AND_ADMINISTRATIVE_EXPENSE(
      "SellingGeneralAndAdministrativeExpense",
      Kind.FLOW,
      Unit.Kind.MONEY,
      "Selling, general and administrative expense, where it is not split"),
  COMPUTE_EXPENSE("ComputeExpense", Kind.FLOW, Unit.Kind.MONEY, "Training and inference compute"),
  CAPITAL_EXPENDITURE(
      "CapitalExpenditure", Kind.FLOW, Unit.Kind.MONEY, "Paid for long-lived assets; positive"),
  OPERATING_CASH_FLOW(
      "OperatingCashFlow", Kind.FLOW, Unit.Kind.MONEY, "Net cash from operating activities"),
  FREE_CASH_FLOW(
      "FreeCashFlow", Kind.FLOW, Unit.Kind.MONEY, "Operating cash flow less capital expenditure"),
  CASH_BURN("CashBurn", Kind.FLOW, Unit.Kind.MONEY, "Net cash consumed; positive when burning"),
  CASH("Cash", Kind.INSTANT, Unit.Kind.MONEY, "Cash and cash equivalents"),
  ANNUAL_RECURRING_REVENUE(
      "AnnualRecurringRevenue",
      Kind.INSTANT,
      Unit.Kind.MONEY,
      "Contracted recurring revenue a year, as stated; not annualised revenue"),
  FUNDING_RAISED(
      "FundingRaised", Kind.INSTANT, Unit.Kind.MONEY, "Raised in the round announced on the day"),
  VALUATION("Valuation", Kind.INSTANT, Unit.Kind.MONEY, "Post-money valuation"),
  GROSS_MARGIN("GrossMargin", Kind.RATIO, Unit.Kind.RATIO, "Gross profit / revenue"),
  OPERATING_MARGIN("OperatingMargin", Kind.RATIO, Unit.Kind.RATIO, "Operating income / revenue"),
  NET_MARGIN("NetMargin", Kind.RATIO, Unit.Kind.RATIO, "Net income / revenue"),
  COMPUTE_MARGIN(
      "ComputeMargin",
      Kind.RATIO,
      Unit.Kind.RATIO,
      "Share of revenue left after the compute that serves paying users"),
  REVENUE_GROWTH(
      "RevenueGrowth",
      Kind.RATIO,
      Unit.Kind.RATIO,
      "Revenue / revenue of the same period a year before, less 1: +330 percent is 3.3"),
  NET_INCOME_GROWTH(
      "NetIncomeGrowth",
      Kind.RATIO,
      Unit.Kind.RATIO,
      "Net income / net income of the same period a year before, less 1"),
  REVENUE_SHARE(
      "RevenueShare", Kind.RATIO, Unit.Kind.RATIO, "The segment's share of the issuer's revenue"),
  MONTHLY_ACTIVE_USERS(
      "MonthlyActiveUsers", Kind.INSTANT, Unit.Kind.USERS, "Active in the month up to the day"),
  PAYING_USERS("PayingUsers", Kind.INSTANT, Unit.Kind.USERS, "Users who pay"),
  PAID_CONVERSION(
      "PaidConversion", Kind.RATIO, Unit.Kind.RATIO, "Paying users / monthly active users"),
  AVERAGE_REVENUE_PER_USER(
      "AverageRevenuePerUser",
      Kind.RATIO,
      Unit.Kind.MONEY,
      "Revenue of the period per paying user; never summed"),
  TOKENS_PER_DAY(
      "TokensPerDay", Kind.INSTANT, Unit.Kind.TOKENS_PER_DAY, "Tokens processed in a day"),
  EMPLOYEES("Employees", Kind.INSTANT, Unit.Kind.PEOPLE, "Headcount");

  /** How a concept relates to time. Only flows can be added over adjoining periods. */
  public enum Kind {
    FLOW,
    INSTANT,
    RATIO;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final Map<String, Concept> BY_LABEL =
      Stream.of(values()).collect(Collectors.toMap(Concept::label, Function.identity()));

  /** Ratios that are read off at an instant as well as over a period. */
  private static final Set<Concept> ALSO_AT_AN_INSTANT =
      EnumSet.of(PAID_CONVERSION, REVENUE_SHARE, AVERAGE_REVENUE_PER_USER);

  private final String label;
  private final Kind kind;
  private final Unit.Kind unitKind;
  private final String definition;

  Concept(String label, Kind kind, Unit.Kind unitKind, String definition) {
    this.label = label;
    this.kind = kind;
    this.unitKind = unitKind;
    this.definition = definition;
  }

  public static Optional<Concept> parse(String label) {
    return Optional.ofNullable(BY_LABEL.get(label));
  }

  /** The public name, e.g. {@code AnnualRecurringRevenue}. */
  public String label() {
    return label;
  }

  public Kind kind() {
    return kind;
  }

  public Unit.Kind unitKind() {
    return unitKind;
  }

  public String definition() {
    return definition;
  }

  public boolean takesInstant() {
    return kind == Kind.INSTANT || ALSO_AT_AN_INSTANT.contains(this);
  }

  public boolean takesSpan() {
    return kind != Kind.INSTANT;
  }

  @Override
  public String toString() {
    return label;
  }
}
