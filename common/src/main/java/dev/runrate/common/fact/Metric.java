package dev.runrate.common.fact;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The catalogue: what each metric is, how it is called, how it is computed and who says so.
 * metrics-service computes them; rules, messages and documentation name them from here.
 */
public enum Metric {
  REVENUE(
      Kind.SPAN,
      Measure.MONEY,
      "revenue",
      "as stated, as sums and differences of periods, as stated a month x months, by an identity,"
          + " else a year back or ahead by a stated growth",
      "us-gaap:Revenues",
      Concept.REVENUE,
      Concept.REVENUE_PER_MONTH),
  RUN_RATE_REVENUE(
      Kind.SPAN,
      Measure.MONEY,
      "run-rate revenue",
      "revenue of the newest span of at most a quarter (else half, nine months, year) x 12 /"
          + " months",
      "common usage; ChartMogul separates it from ARR",
      Concept.REVENUE),
  ARR(
      Kind.INSTANT,
      Measure.MONEY,
      "ARR",
      "AnnualRecurringRevenue as stated; never replaced by run-rate",
      "ChartMogul: MRR x 12",
      Concept.ANNUAL_RECURRING_REVENUE),
  STATED_RUN_RATE(
      Kind.INSTANT,
      Measure.MONEY,
      "run rate as stated",
      "RunRateRevenue: annualised revenue that a source calls its run-rate, as stated",
      "common usage; ChartMogul separates it from ARR",
      Concept.RUN_RATE_REVENUE),
  NET_NEW_ARR(
      Kind.BOTH,
      Measure.MONEY,
      "net new ARR",
      "ARR now - ARR at the earlier instant (of a span: at its end and before its start)",
      "ChartMogul",
      Concept.ANNUAL_RECURRING_REVENUE),
  REVENUE_GROWTH_YOY(
      Kind.SPAN,
      Measure.RATIO,
      "revenue growth on the year before",
      "as stated, else revenue / revenue of the same span a year before - 1",
      "common usage",
      Concept.REVENUE,
      Concept.REVENUE_GROWTH),
  REVENUE_GROWTH_QOQ(
      Kind.SPAN,
      Measure.RATIO,
      "revenue growth on the quarter before",
      "revenue of a quarter / revenue of the quarter before - 1",
      "common usage",
      Concept.REVENUE),
  REVENUE_GROWTH_HOH(
      Kind.SPAN,
      Measure.RATIO,
      "revenue growth on the half before",
      "revenue of a half / revenue of the half before - 1",
      "common usage",
      Concept.REVENUE),
  REVENUE_SHARE(
      Kind.BOTH,
      Measure.RATIO,
      "revenue share",
      "of a segment: as stated, else its revenue / revenue of the issuer, else (gross margin of the"
          + " issuer - that of the other segment) / (its own - that of the other), where exactly"
          + " two segments state one",
      "common usage; the last is the mean of two margins solved for its weight",
      Concept.REVENUE_SHARE),
  REVENUE_OUTSIDE(
      Kind.SPAN,
      Measure.MONEY,
      "revenue outside",
      "of a segment: revenue of the issuer - revenue of the segment",
      "IFRS 8.28: reconciliation of segments to the whole",
      Concept.REVENUE,
      Concept.REVENUE_SHARE),
  GROSS_PROFIT(
      Kind.SPAN,
      Measure.MONEY,
      "gross profit",
      "as stated, else revenue - cost of revenue, else gross margin x revenue",
      "us-gaap:GrossProfit",
      Concept.GROSS_PROFIT),
  GROSS_MARGIN(
      Kind.SPAN,
      Measure.RATIO,
      "gross margin",
      "as stated, else gross profit / revenue (or 1 - cost of revenue / revenue)",
      "common usage",
      Concept.GROSS_MARGIN,
      Concept.GROSS_PROFIT),
  OPERATING_MARGIN(
      Kind.SPAN,
      Measure.RATIO,
      "operating margin",
      "as stated, else operating income / revenue",
      "common usage",
      Concept.OPERATING_MARGIN,
      Concept.OPERATING_INCOME),
  OPERATING_INCOME(
      Kind.SPAN,
      Measure.MONEY,
      "operating income",
      "Operating income of the period",
      "us-gaap:OperatingIncomeLoss",
      Concept.OPERATING_INCOME),
  NET_INCOME(
      Kind.SPAN,
      Measure.MONEY,
      "net income",
      "Net income of the period",
      "us-gaap:NetIncomeLoss",
      Concept.NET_INCOME),
  NET_MARGIN(
      Kind.SPAN,
      Measure.RATIO,
      "net margin",
      "as stated, else net income / revenue, else adjusted net income / revenue on its basis",
      "common usage",
      Concept.NET_MARGIN,
      Concept.NET_INCOME,
      Concept.ADJUSTED_NET_INCOME),
  ADJUSTED_NET_INCOME(
      Kind.SPAN,
      Measure.MONEY,
      "adjusted net income",
      "Net income by the issuer's own measure; basis says which",
      "the issuer",
      Concept.ADJUSTED_NET_INCOME),
  LOSS_RATIO(
      Kind.SPAN,
      Measure.RATIO,
      "loss ratio",
      "loss / revenue, positive when losing: the net margin negated",
      "common usage",
      Concept.NET_INCOME,
      Concept.ADJUSTED_NET_INCOME),
  RESEARCH_AND_DEVELOPMENT(
      Kind.SPAN,
      Measure.MONEY,
      "research and development",
      "Research and development expense of the period",
      "us-gaap:ResearchAndDevelopmentExpense",
      Concept.RESEARCH_AND_DEVELOPMENT_EXPENSE),
  RESEARCH_INTENSITY(
      Kind.SPAN,
      Measure.RATIO,
      "research and development to revenue",
      "research and development expense / revenue",
      "OECD: R&D intensity",
      Concept.RESEARCH_AND_DEVELOPMENT_EXPENSE),
  SALES_AND_MARKETING(
      Kind.SPAN,
      Measure.MONEY,
      "sales and marketing",
      "Sales and marketing expense of the period",
      "us-gaap:SellingAndMarketingExpense",
      Concept.SALES_AND_MARKETING_EXPENSE),
  COMPUTE_EXPENSE(
      Kind.SPAN,
      Measure.MONEY,
      "compute expense",
      "as stated, else compute share x research and development expense",
      "Epoch AI",
      Concept.COMPUTE_EXPENSE,
      Concept.COMPUTE_SHARE),
  COMPUTE_SHARE(
      Kind.SPAN,
      Measure.RATIO,
      "compute's share of research and development",
      "as stated, else compute expense / research and development expense",
      "Epoch AI",
      Concept.COMPUTE_SHARE,
      Concept.COMPUTE_EXPENSE),
  COMPUTE_MARGIN(
      Kind.SPAN,
      Measure.RATIO,
      "compute margin",
      "as stated: share of revenue left after the compute that serves paying users",
      "the issuer",
      Concept.COMPUTE_MARGIN),
  CAPITAL_EXPENDITURE(
      Kind.SPAN,
      Measure.MONEY,
      "capital expenditure",
      "Capital expenditure of the period",
      "us-gaap:PaymentsToAcquirePropertyPlantAndEquipment",
      Concept.CAPITAL_EXPENDITURE),
  CAPEX_INTENSITY(
      Kind.SPAN,
      Measure.RATIO,
      "capital expenditure to revenue",
      "capital expenditure / revenue",
      "common usage",
      Concept.CAPITAL_EXPENDITURE),
  OPERATING_CASH_FLOW(
      Kind.SPAN,
      Measure.MONEY,
      "operating cash flow",
      "Net cash from operating activities",
      "us-gaap:NetCashProvidedByUsedInOperatingActivities",
      Concept.OPERATING_CASH_FLOW),
  FREE_CASH_FLOW(
      Kind.SPAN,
      Measure.MONEY,
      "free cash flow",
      "operating cash flow - capital expenditure",
      "SEC C&DI 102.07",
      Concept.FREE_CASH_FLOW,
      Concept.OPERATING_CASH_FLOW),
  CASH_BURN(
      Kind.SPAN,
      Measure.MONEY,
      "cash burn",
      "as stated, also a month x months; else -(free cash flow) when negative; else -(adjusted,"
          + " else reported) net income",
      "David Sacks: net burn",
      Concept.CASH_BURN,
      Concept.CASH_BURN_PER_MONTH,
      Concept.NET_INCOME,
      Concept.ADJUSTED_NET_INCOME),
  BURN_PER_MONTH(
      Kind.SPAN,
      Measure.MONEY,
      "cash burn a month",
      "as stated a month, else cash burn / months of the span",
      "David Sacks: net burn",
      Concept.CASH_BURN_PER_MONTH,
      Concept.CASH_BURN,
      Concept.NET_INCOME,
      Concept.ADJUSTED_NET_INCOME),
  BURN_MULTIPLE(
      Kind.SPAN,
      Measure.MULTIPLE,
      "burn multiple",
      "cash burn / net new ARR of the span (run-rate change as proxy)",
      "David Sacks, The Burn Multiple: <1 amazing, 1-1.5 great, 1.5-2 good, 2-3 suspect, >3 bad",
      Concept.CASH_BURN),
  CASH(Kind.INSTANT, Measure.MONEY, "cash", "Cash and cash equivalents", "us-gaap", Concept.CASH),
  DEBT(
      Kind.INSTANT,
      Measure.MONEY,
      "debt",
      "Borrowings, short and long term",
      "us-gaap:DebtLongtermAndShorttermCombinedAmount",
      Concept.DEBT),
  BACKLOG(
      Kind.INSTANT,
      Measure.MONEY,
      "backlog",
      "RemainingPerformanceObligation (RPO): contracted revenue not yet recognised, as stated",
      "ASC 606-10-50-13; us-gaap:RevenueRemainingPerformanceObligation",
      Concept.REMAINING_PERFORMANCE_OBLIGATION),
  FUNDING_RAISED(
      Kind.INSTANT,
      Measure.MONEY,
      "funding raised",
      "Raised in the round announced on the day, as stated; rounds are not added up",
      "as stated",
      Concept.FUNDING_RAISED),
  RUNWAY_MONTHS(
      Kind.SPAN,
      Measure.MONTHS,
      "runway",
      "cash at the end of the span / burn per month",
      "David Sacks",
      Concept.CASH_BURN),
  RULE_OF_40(
      Kind.SPAN,
      Measure.RATIO,
      "rule of 40",
      "revenue growth yoy + free cash flow margin (else operating, else net margin; note says"
          + " which)",
      "Brad Feld, The Rule of 40%",
      Concept.REVENUE_GROWTH),
  MAGIC_NUMBER(
      Kind.SPAN,
      Measure.MULTIPLE,
      "magic number",
      "(revenue - revenue of the quarter before) x 4 / sales and marketing of the quarter before",
      "Scale Venture Partners",
      Concept.SALES_AND_MARKETING_EXPENSE),
  MONTHLY_ACTIVE_USERS(
      Kind.INSTANT,
      Measure.USERS,
      "monthly active users",
      "Monthly active users",
      "as stated",
      Concept.MONTHLY_ACTIVE_USERS),
  WEEKLY_ACTIVE_USERS(
      Kind.INSTANT,
      Measure.USERS,
      "weekly active users",
      "Weekly active users",
      "as stated",
      Concept.WEEKLY_ACTIVE_USERS),
  DAILY_ACTIVE_USERS(
      Kind.INSTANT,
      Measure.USERS,
      "daily active users",
      "Daily active users",
      "as stated",
      Concept.DAILY_ACTIVE_USERS),
  PAYING_USERS(
      Kind.INSTANT,
      Measure.USERS,
      "paying users",
      "as stated, else paid conversion x monthly active users",
      "as stated",
      Concept.PAYING_USERS),
  PAID_CONVERSION(
      Kind.BOTH,
      Measure.RATIO,
      "paid conversion",
      "as stated, else paying users / monthly active users",
      "common usage",
      Concept.PAID_CONVERSION,
      Concept.PAYING_USERS),
  REVENUE_PER_PAYING_USER(
      Kind.SPAN,
      Measure.MONEY,
      "revenue per paying user",
      "revenue of the span / paying users / months",
      "common usage: ARPPU",
      Concept.REVENUE),
  PRICE(
      Kind.INSTANT,
      Measure.MONEY,
      "price",
      "Price of a subscription a month",
      "as stated",
      Concept.PRICE),
  EMPLOYEES(Kind.INSTANT, Measure.PEOPLE, "employees", "Headcount", "as stated", Concept.EMPLOYEES),
  REVENUE_PER_EMPLOYEE(
      Kind.SPAN,
      Measure.MONEY,
      "revenue per employee",
      "as stated, else revenue of the twelve months to the end of the span (else annualised) /"
          + " employees",
      "common usage",
      Concept.REVENUE,
      Concept.REVENUE_PER_EMPLOYEE),
  TOKENS_PER_DAY(
      Kind.INSTANT,
      Measure.TOKENS_PER_DAY,
      "tokens a day",
      "Tokens processed in a day",
      "as stated",
      Concept.TOKENS_PER_DAY),
  VALUATION(
      Kind.INSTANT,
      Measure.MONEY,
      "valuation",
      "Post-money valuation",
      "as stated",
      Concept.VALUATION),
  VALUATION_TO_RUN_RATE(
      Kind.INSTANT,
      Measure.MULTIPLE,
      "valuation to run rate",
      "valuation / run-rate revenue of the newest span that had ended by its day",
      "common usage",
      Concept.VALUATION),
  VALUATION_TO_NEWEST_RUN_RATE(
      Kind.INSTANT,
      Measure.MULTIPLE,
      "valuation to newest run rate",
      "valuation / run-rate revenue of the newest span that is known; answered when asked, not told"
          + " in snapshots, as it changes with every report",
      "common usage",
      Concept.VALUATION),
  VALUATION_TO_ARR(
      Kind.INSTANT,
      Measure.MULTIPLE,
      "valuation to ARR",
      "valuation / ARR at the same or the nearest earlier instant",
      "common usage",
      Concept.VALUATION),
  VALUATION_TO_NEWEST_ARR(
      Kind.INSTANT,
      Measure.MULTIPLE,
      "valuation to newest ARR",
      "valuation / the newest ARR that is known; answered when asked, not told in snapshots, as it"
          + " changes with every report",
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
    /** A part of something, shown in percent. */
    RATIO,
    /** So many times something, shown as 9.0x. */
    MULTIPLE,
    MONTHS,
    USERS,
    PEOPLE,
    TOKENS_PER_DAY;

    @Override
    public String toString() {
      return switch (this) {
        case MONEY -> "currency";
        case TOKENS_PER_DAY -> "tokens/day";
        case RATIO, MULTIPLE, MONTHS, USERS, PEOPLE -> name().toLowerCase(Locale.ROOT);
      };
    }
  }

  private static final Map<String, Metric> BY_NAME =
      Arrays.stream(values())
          .collect(
              Collectors.toMap(
                  Metric::toString, Function.identity(), (a, b) -> a, LinkedHashMap::new));

  private final Kind kind;
  private final Measure measure;
  private final String words;
  private final String formula;
  private final String source;
  private final List<Concept> concepts;
  private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');

  Metric(
      Kind kind,
      Measure measure,
      String words,
      String formula,
      String source,
      Concept... concepts) {
    this.kind = kind;
    this.measure = measure;
    this.words = words;
    this.formula = formula;
    this.source = source;
    this.concepts = List.of(concepts);
  }

  public static Optional<Metric> parse(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /**
   * The metric that was perhaps meant by a name that is none: the same words in another order or
   * writing ({@code netIncome}, {@code margin-gross}), or a slip of the pen ({@code net-incme}).
   */
  public static Optional<Metric> didYouMean(String name) {
    String given = hyphenated(name);
    return Arrays.stream(values())
        .filter(metric -> wordsOf(metric.text).equals(wordsOf(given)))
        .findFirst()
        .or(() -> DidYouMean.nearest(given, BY_NAME.keySet()).flatMap(Metric::parse));
  }

  private static String hyphenated(String name) {
    return name.strip()
        .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-")
        .replaceAll("[\\s_-]+", "-")
        .toLowerCase(Locale.ROOT);
  }

  private static Set<String> wordsOf(String hyphenated) {
    return new TreeSet<>(List.of(hyphenated.split("-")));
  }

  public Kind kind() {
    return kind;
  }

  public Measure measure() {
    return measure;
  }

  /**
   * Whether it looks at whatever is newest, however long after its period: such a figure of an old
   * period changes with every filing, so it is no part of the period's snapshot.
   */
  public boolean followsTheNewest() {
    return this == VALUATION_TO_NEWEST_RUN_RATE || this == VALUATION_TO_NEWEST_ARR;
  }

  /** In people's words: {@code net income}, {@code ARR}, {@code runway}. */
  public String words() {
    return words;
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
