package dev.runrate.common.fact;

import java.util.EnumMap;
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
  REVENUE_PER_MONTH(
      "RevenuePerMonth",
      Kind.RATIO,
      Unit.Kind.MONEY,
      "Revenue a month, on average over the period; never summed"),
  CASH_BURN_PER_MONTH(
      "CashBurnPerMonth",
      Kind.RATIO,
      Unit.Kind.MONEY,
      "Net cash consumed a month, on average over the period; positive when burning; never summed"),
  CASH("Cash", Kind.INSTANT, Unit.Kind.MONEY, "Cash and cash equivalents"),
  DEBT("Debt", Kind.INSTANT, Unit.Kind.MONEY, "Borrowings, short and long term; positive"),
  REMAINING_PERFORMANCE_OBLIGATION(
      "RemainingPerformanceObligation",
      Kind.INSTANT,
      Unit.Kind.MONEY,
      "Contracted revenue not yet recognised (RPO, backlog)"),
  ANNUAL_RECURRING_REVENUE(
      "AnnualRecurringRevenue",
      Kind.INSTANT,
      Unit.Kind.MONEY,
      "Contracted recurring revenue a year, as stated; not annualised revenue"),
  RUN_RATE_REVENUE(
      "RunRateRevenue",
      Kind.INSTANT,
      Unit.Kind.MONEY,
      "Annualised revenue that the source calls its run-rate, as stated; not contracted ARR"),
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
  COMPUTE_SHARE(
      "ComputeShare",
      Kind.RATIO,
      Unit.Kind.RATIO,
      "Share of research and development expense that is spent on compute"),
  REVENUE_SHARE(
      "RevenueShare", Kind.RATIO, Unit.Kind.RATIO, "The segment's share of the issuer's revenue"),
  MONTHLY_ACTIVE_USERS(
      "MonthlyActiveUsers", Kind.INSTANT, Unit.Kind.USERS, "Active in the month up to the day"),
  WEEKLY_ACTIVE_USERS(
      "WeeklyActiveUsers", Kind.INSTANT, Unit.Kind.USERS, "Active in the week up to the day"),
  DAILY_ACTIVE_USERS("DailyActiveUsers", Kind.INSTANT, Unit.Kind.USERS, "Active on the day"),
  PAYING_USERS("PayingUsers", Kind.INSTANT, Unit.Kind.USERS, "Users who pay"),
  PAID_CONVERSION(
      "PaidConversion", Kind.RATIO, Unit.Kind.RATIO, "Paying users / monthly active users"),
  AVERAGE_REVENUE_PER_USER(
      "AverageRevenuePerUser",
      Kind.RATIO,
      Unit.Kind.MONEY,
      "Revenue of the period per paying user; never summed"),
  REVENUE_PER_EMPLOYEE(
      "RevenuePerEmployee",
      Kind.RATIO,
      Unit.Kind.MONEY,
      "Revenue of twelve months per employee; never summed"),
  PRICE("Price", Kind.INSTANT, Unit.Kind.MONEY, "Price of a subscription a month"),
  TOKENS_PER_DAY(
      "TokensPerDay", Kind.INSTANT, Unit.Kind.TOKENS_PER_DAY, "Tokens processed in a day"),
  EMPLOYEES("Employees", Kind.INSTANT, Unit.Kind.PEOPLE, "Headcount"),

  // Growths, as sources state them: each is named after what grows.
  COST_OF_REVENUE_GROWTH(COST_OF_REVENUE),
  GROSS_PROFIT_GROWTH(GROSS_PROFIT),
  OPERATING_INCOME_GROWTH(OPERATING_INCOME),
  ADJUSTED_NET_INCOME_GROWTH(ADJUSTED_NET_INCOME),
  RESEARCH_AND_DEVELOPMENT_EXPENSE_GROWTH(RESEARCH_AND_DEVELOPMENT_EXPENSE),
  SALES_AND_MARKETING_EXPENSE_GROWTH(SALES_AND_MARKETING_EXPENSE),
  SELLING_GENERAL_AND_ADMINISTRATIVE_EXPENSE_GROWTH(SELLING_GENERAL_AND_ADMINISTRATIVE_EXPENSE),
  COMPUTE_EXPENSE_GROWTH(COMPUTE_EXPENSE),
  CAPITAL_EXPENDITURE_GROWTH(CAPITAL_EXPENDITURE),
  OPERATING_CASH_FLOW_GROWTH(OPERATING_CASH_FLOW),
  FREE_CASH_FLOW_GROWTH(FREE_CASH_FLOW),
  CASH_BURN_GROWTH(CASH_BURN),
  CASH_GROWTH(CASH),
  DEBT_GROWTH(DEBT),
  REMAINING_PERFORMANCE_OBLIGATION_GROWTH(REMAINING_PERFORMANCE_OBLIGATION),
  ANNUAL_RECURRING_REVENUE_GROWTH(ANNUAL_RECURRING_REVENUE),
  RUN_RATE_REVENUE_GROWTH(RUN_RATE_REVENUE),
  VALUATION_GROWTH(VALUATION),
  MONTHLY_ACTIVE_USERS_GROWTH(MONTHLY_ACTIVE_USERS),
  WEEKLY_ACTIVE_USERS_GROWTH(WEEKLY_ACTIVE_USERS),
  DAILY_ACTIVE_USERS_GROWTH(DAILY_ACTIVE_USERS),
  PAYING_USERS_GROWTH(PAYING_USERS),
  PRICE_GROWTH(PRICE),
  TOKENS_PER_DAY_GROWTH(TOKENS_PER_DAY),
  EMPLOYEES_GROWTH(EMPLOYEES);

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

  /** What grows, by its growth. */
  private static final Map<Concept, Concept> GROWN =
      Stream.of(values())
          .filter(concept -> concept.label.endsWith("Growth"))
          .collect(
              Collectors.toMap(
                  Function.identity(),
                  growth -> BY_LABEL.get(growth.label.substring(0, growth.label.length() - 6)),
                  (a, b) -> a,
                  () -> new EnumMap<>(Concept.class)));

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

  /** The growth of a flow over a period, of anything else at an instant. */
  Concept(Concept of) {
    this(
        of.label + "Growth",
        Kind.RATIO,
        Unit.Kind.RATIO,
        of.kind == Kind.FLOW
            ? of.label + " / " + of.label + " of the same period a year before, less 1"
            : of.label + " / " + of.label + " of the same day a year before, less 1");
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

  /** Of a growth, what grows: {@code RevenueGrowth} is of {@code Revenue}. */
  public Optional<Concept> growthOf() {
    return Optional.ofNullable(GROWN.get(this));
  }

  public boolean takesInstant() {
    return kind == Kind.INSTANT || ALSO_AT_AN_INSTANT.contains(this) || isGrowthOfAStock();
  }

  public boolean takesSpan() {
    return kind != Kind.INSTANT && !isGrowthOfAStock();
  }

  /** Whether a statement of it can be about such a period. */
  public boolean takes(PeriodExpression period) {
    boolean isInstant =
        period instanceof PeriodExpression.Dated dated && dated.period() instanceof Period.Instant;
    return isInstant ? takesInstant() : takesSpan();
  }

  private boolean isGrowthOfAStock() {
    Concept grown = GROWN.get(this);
    return grown != null && grown.kind == Kind.INSTANT;
  }

  @Override
  public String toString() {
    return label;
  }
}
