package dev.runrate.metrics.metric;

import dev.runrate.common.fact.Concept;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The catalogue: what each metric is, how it is computed and who says so. {@link Formulas} has the
 * computations, in the same order.
 */
public enum Metric {
  REVENUE(Kind.SPAN, Measure.MONEY, "Revenue of the period", "us-gaap:Revenues", Concept.REVENUE),
  RUN_RATE_REVENUE(
      Kind.SPAN,
      Measure.MONEY,
      "revenue of the newest span of at most a quarter (else half, nine months, year) x 12 /"
          + " months",
      "common usage; ChartMogul separates it from ARR",
      Concept.REVENUE),
  ARR(
      Kind.INSTANT,
      Measure.MONEY,
      "AnnualRecurringRevenue as stated; never replaced by run-rate",
      "ChartMogul: MRR x 12",
      Concept.ANNUAL_RECURRING_REVENUE),
  NET_NEW_ARR(
      Kind.BOTH,
      Measure.MONEY,
      "ARR now - ARR at the earlier instant (of a span: at its end and before its start)",
      "ChartMogul",
      Concept.ANNUAL_RECURRING_REVENUE),
  REVENUE_GROWTH_YOY(
      Kind.SPAN,
      Measure.RATIO,
      "as stated, else revenue / revenue of the same span a year before - 1",
      "common usage",
      Concept.REVENUE,
      Concept.REVENUE_GROWTH),
  REVENUE_GROWTH_QOQ(
      Kind.SPAN,
      Measure.RATIO,
      "revenue / revenue of the adjoining span of equal length before - 1",
      "common usage",
      Concept.REVENUE),
  GROSS_PROFIT(
      Kind.SPAN,
      Measure.MONEY,
      "as stated, else revenue - cost of revenue, else gross margin x revenue",
      "us-gaap:GrossProfit",
      Concept.GROSS_PROFIT),
  GROSS_MARGIN(
      Kind.SPAN,
      Measure.RATIO,
      "as stated, else gross profit / revenue (or 1 - cost of revenue / revenue)",
      "common usage",
      Concept.GROSS_MARGIN,
      Concept.GROSS_PROFIT),
  OPERATING_MARGIN(
      Kind.SPAN,
      Measure.RATIO,
      "as stated, else operating income / revenue",
      "common usage",
      Concept.OPERATING_MARGIN,
      Concept.OPERATING_INCOME),
  OPERATING_INCOME(
      Kind.SPAN,
      Measure.MONEY,
      "Operating income of the period",
      "us-gaap:OperatingIncomeLoss",
      Concept.OPERATING_INCOME),
  NET_INCOME(
      Kind.SPAN,
      Measure.MONEY,
      "Net income of the period",
      "us-gaap:NetIncomeLoss",
      Concept.NET_INCOME),
  NET_MARGIN(
      Kind.SPAN,
      Measure.RATIO,
      "as stated, else net income / revenue, else adjusted net income / revenue on its basis",
      "common usage",
      Concept.NET_MARGIN,
      Concept.NET_INCOME,
      Concept.ADJUSTED_NET_INCOME),
  ADJUSTED_NET_INCOME(
      Kind.SPAN,
      Measure.MONEY,
      "Net income by the issuer's own measure; basis says which",
      "the issuer",
      Concept.ADJUSTED_NET_INCOME),
  LOSS_RATIO(
      Kind.SPAN,
      Measure.RATIO,
      "loss / revenue, positive when losing: the net margin negated",
      "common usage",
      Concept.NET_INCOME,
      Concept.ADJUSTED_NET_INCOME),
  RESEARCH_AND_DEVELOPMENT(
      Kind.SPAN,
      Measure.MONEY,
      "Research and development expense of the period",
      "us-gaap:ResearchAndDevelopmentExpense",
      Concept.RESEARCH_AND_DEVELOPMENT_EXPENSE),
  RESEARCH_INTENSITY(
      Kind.SPAN,
      Measure.RATIO,
      "research and development expense / revenue",
      "OECD: R&D intensity",
      Concept.RESEARCH_AND_DEVELOPMENT_EXPENSE),
  COMPUTE_SHARE(
      Kind.SPAN,
      Measure.RATIO,
      "compute expense / research and development expense",
      "Epoch AI",
      Concept.COMPUTE_EXPENSE),
  CAPITAL_EXPENDITURE(
      Kind.SPAN,
      Measure.MONEY,
      "Capital expenditure of the period",
      "us-gaap:PaymentsToAcquirePropertyPlantAndEquipment",
      Concept.CAPITAL_EXPENDITURE),
  CAPEX_INTENSITY(
      Kind.SPAN,
      Measure.RATIO,
      "capital expenditure / revenue",
      "common usage",
      Concept.CAPITAL_EXPENDITURE),
  OPERATING_CASH_FLOW(
      Kind.SPAN,
      Measure.MONEY,
      "Net cash from operating activities",
      "us-gaap:NetCashProvidedByUsedInOperatingActivities",
      Concept.OPERATING_CASH_FLOW),
  FREE_CASH_FLOW(
      Kind.SPAN,
      Measure.MONEY,
      "operating cash flow - capital expenditure",
      "SEC C&DI 102.07",
      Concept.FREE_CASH_FLOW,
      Concept.OPERATING_CASH_FLOW),
  CASH_BURN(
      Kind.SPAN,
      Measure.MONEY,
      "as stated; else -(free cash flow) when negative; else -(adjusted, else reported) net income",
      "David Sacks: net burn",
      Concept.CASH_BURN,
      Concept.NET_INCOME,
      Concept.ADJUSTED_NET_INCOME),
  BURN_PER_MONTH(
      Kind.SPAN,
      Measure.MONEY,
      "cash burn / months of the span",
      "David Sacks: net burn",
      Concept.CASH_BURN,
      Concept.NET_INCOME,
      Concept.ADJUSTED_NET_INCOME),
  BURN_MULTIPLE(
      Kind.SPAN,
      Measure.RATIO,
      "cash burn / net new ARR of the span (run-rate change as proxy)",
      "David Sacks, The Burn Multiple: <1 amazing, 1-1.5 great, 1.5-2 good, 2-3 suspect, >3 bad",
      Concept.CASH_BURN),
  CASH(Kind.INSTANT, Measure.MONEY, "Cash and cash equivalents", "us-gaap", Concept.CASH),
  RUNWAY_MONTHS(
      Kind.SPAN,
      Measure.MONTHS,
      "cash at the end of the span / burn per month",
      "David Sacks",
      Concept.CASH_BURN),
  RULE_OF_40(
      Kind.SPAN,
      Measure.RATIO,
      "revenue growth yoy + free cash flow margin (else operating, else net margin; note says"
          + " which)",
      "Brad Feld, The Rule of 40%",
      Concept.REVENUE_GROWTH),
  MAGIC_NUMBER(
      Kind.SPAN,
      Measure.RATIO,
      "(revenue - revenue of the quarter before) x 4 / sales and marketing of the quarter before",
      "Scale Venture Partners",
      Concept.SALES_AND_MARKETING_EXPENSE),
  MONTHLY_ACTIVE_USERS(
      Kind.INSTANT,
      Measure.USERS,
      "Monthly active users",
      "as stated",
      Concept.MONTHLY_ACTIVE_USERS),
  PAYING_USERS(
      Kind.INSTANT,
      Measure.USERS,
      "as stated, else paid conversion x monthly active users",
      "as stated",
      Concept.PAYING_USERS),
  PAID_CONVERSION(
      Kind.BOTH,
      Measure.RATIO,
      "as stated, else paying users / monthly active users",
      "common usage",
      Concept.PAID_CONVERSION,
      Concept.PAYING_USERS),
  REVENUE_PER_PAYING_USER(
      Kind.SPAN,
      Measure.MONEY,
      "revenue of the span / paying users / months",
      "common usage: ARPPU",
      Concept.REVENUE),
  EMPLOYEES(Kind.INSTANT, Measure.PEOPLE, "Headcount", "as stated", Concept.EMPLOYEES),
  REVENUE_PER_EMPLOYEE(
      Kind.SPAN,
      Measure.MONEY,
      "revenue of the twelve months to the end of the span (else annualised) / employees",
      "common usage",
      Concept.REVENUE),
  TOKENS_PER_DAY(
      Kind.INSTANT,
      Measure.TOKENS_PER_DAY,
      "Tokens processed in a day",
      "as stated",
      Concept.TOKENS_PER_DAY),
  VALUATION(Kind.INSTANT, Measure.MONEY, "Post-money valuation", "as stated", Concept.VALUATION),
  VALUATION_TO_RUN_RATE(
      Kind.INSTANT,
      Measure.RATIO,
      "valuation / run-rate revenue of the newest span ended by then",
      "common usage",
      Concept.VALUATION),
  VALUATION_TO_ARR(
      Kind.INSTANT,
      Measure.RATIO,
      "valuation / ARR at the same or the nearest earlier instant",
      "common usage",
      Concept.VALUATION);

  /** Of which periods there is such a figure. */
  public enum Kind {
    SPAN,
    INSTANT,
    BOTH
  }

  /** What it is measured in; money takes the currency of the facts or of the question. */
  public enum Measure {
    MONEY,
    RATIO,
    MONTHS,
    USERS,
    PEOPLE,
    TOKENS_PER_DAY;

    @Override
    public String toString() {
      return switch (this) {
        case MONEY -> "currency";
        case TOKENS_PER_DAY -> "tokens/day";
        case RATIO, MONTHS, USERS, PEOPLE -> name().toLowerCase(Locale.ROOT);
      };
    }
  }

  private final Kind kind;
  private final Measure measure;
  private final String formula;
  private final String source;
  private final List<Concept> concepts;
  private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');

  Metric(Kind kind, Measure measure, String formula, String source, Concept... concepts) {
    this.kind = kind;
    this.measure = measure;
    this.formula = formula;
    this.source = source;
    this.concepts = List.of(concepts);
  }

  public static Optional<Metric> parse(String name) {
    return Arrays.stream(values()).filter(m -> m.toString().equals(name)).findFirst();
  }

  public Kind kind() {
    return kind;
  }

  public Measure measure() {
    return measure;
  }

  public String formula() {
    return formula;
  }

  public String source() {
    return source;
  }

  /** A fact of one of these makes the metric worth a word, if only that it is not computable. */
  public List<Concept> concepts() {
    return concepts;
  }

  @Override
  public String toString() {
    return text;
  }
}
