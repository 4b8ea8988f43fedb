package dev.runrate.common.fact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runrate.common.event.Json;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Signs, sizes and dates: what cannot be, what hardly can, and what is right as it is. */
class PlausibilityTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 3, 1);
  private static final LocalDate PUBLISHED = LocalDate.of(2025, 12, 21);

  private static Filing filing(LocalDate publishedOn, Fact... facts) {
    return new Filing(
        FilingId.of("a-1"),
        IssuerId.of("acme"),
        null,
        new Source(Tier.REGULATORY, null, null, null, publishedOn),
        null,
        List.of(facts));
  }

  /** {@code concept: Cash, decimals: -6}, with everything but decimals a text. */
  private static Fact fact(String members) {
    String json = "{\"" + members.replace(", ", "\",\"").replace(": ", "\":\"") + "\"}";
    return Json.read(json.replaceAll("\"decimals\":\"(-?\\d+)\"", "\"decimals\":$1"), Fact.class);
  }

  private static Fact fact(String concept, String period, String value, String unit) {
    return fact(
        "concept: %s, period: %s, value: %s, unit: %s".formatted(concept, period, value, unit));
  }

  /** {@code IMPOSSIBLE /facts/0/value negative-amount} of every finding. */
  private static List<String> told(Filing filing) {
    return Plausibility.of(filing, TODAY).stream()
        .map(f -> f.severity() + " " + f.pointer() + " " + f.code())
        .toList();
  }

  @ParameterizedTest(name = "{0} {1} {2} {3}: {4}")
  @CsvSource({
    // What is spent, held, raised or counted is not below zero.
    "CapitalExpenditure,            2024,       -5,    USD,        IMPOSSIBLE negative-amount",
    "CostOfRevenue,                 2024,       -5,    USD,        IMPOSSIBLE negative-amount",
    "ResearchAndDevelopmentExpense, 2024,       -5,    USD,        IMPOSSIBLE negative-amount",
    "SalesAndMarketingExpense,      2024,       -5,    USD,        IMPOSSIBLE negative-amount",
    "SellingGeneralAndAdministrativeExpense, 2024, -5, USD,        IMPOSSIBLE negative-amount",
    "ComputeExpense,                2024,       -5,    USD,        IMPOSSIBLE negative-amount",
    "FundingRaised,                 2024-06-30, -5,    USD,        IMPOSSIBLE negative-amount",
    "Valuation,                     2024-06-30, -5,    USD,        IMPOSSIBLE negative-amount",
    "Cash,                          2024-06-30, -5,    USD,        IMPOSSIBLE negative-amount",
    "AnnualRecurringRevenue,        2024-06-30, -5,    USD,        IMPOSSIBLE negative-amount",
    "AverageRevenuePerUser,         2024,       -5,    USD,        IMPOSSIBLE negative-amount",
    "MonthlyActiveUsers,            2024-06-30, -5,    users,      IMPOSSIBLE negative-count",
    "PayingUsers,                   2024-06-30, -5,    users,      IMPOSSIBLE negative-count",
    "Employees,                     2024-06-30, -5,    people,     IMPOSSIBLE negative-count",
    "TokensPerDay,                  2024-06-30, -5,    tokens/day, IMPOSSIBLE negative-count",
    "CapitalExpenditure,            2024,       0,     USD,",
    // Losses are negative incomes.
    "NetIncome,                     2024,       -5,    USD,",
    "OperatingIncome,               2024,       -5,    USD,",
    "AdjustedNetIncome,             2024,       -5,    USD,",
    "GrossProfit,                   2024,       -5,    USD,",
    "OperatingCashFlow,             2024,       -5,    USD,",
    "FreeCashFlow,                  2024,       -5,    USD,",
    "CashBurn,                      2024,       -5,    USD,",
    "Revenue,                       2024,       -5,    USD,        ODD negative-revenue",
    // Parts of one.
    "GrossMargin,                   2024,       70,    ratio,      IMPOSSIBLE ratio-above-one",
    "GrossMargin,                   2024,       1.01,  ratio,      IMPOSSIBLE ratio-above-one",
    "GrossMargin,                   2024,       1,     ratio,",
    "GrossMargin,                   2024,       -0.94, ratio,",
    "GrossMargin,                   2024,       -101,  ratio,      ODD ratio-size",
    "ComputeMargin,                 2024,       70,    ratio,      IMPOSSIBLE ratio-above-one",
    "OperatingMargin,               2024,       1.2,   ratio,      ODD ratio-above-one",
    "OperatingMargin,               2024,       -12,   ratio,",
    "NetMargin,                     2024,       23,    ratio,      ODD ratio-above-one",
    "NetMargin,                     2024,       -100,  ratio,",
    "NetMargin,                     2024,       -101,  ratio,      ODD ratio-size",
    "PaidConversion,                2024,       1.5,   ratio,      IMPOSSIBLE ratio-above-one",
    "PaidConversion,                2024,       -0.1,  ratio,      IMPOSSIBLE negative-ratio",
    "PaidConversion,                2024-06-30, 0.05,  ratio,",
    "RevenueGrowth,                 2024,       3.3,   ratio,",
    "RevenueGrowth,                 2024,       330,   ratio,      ODD ratio-size",
    "RevenueGrowth,                 2024,       -1,    ratio,",
    "RevenueGrowth,                 2024,       -50,   ratio,      ODD growth-below-minus-one",
    "NetIncomeGrowth,               2024,       -50,   ratio,",
    "NetIncomeGrowth,               2024,       1001,  ratio,      ODD ratio-size",
    // Sizes.
    "Revenue,                       2024,       2e14,  USD,        IMPOSSIBLE size",
    "NetIncome,                     2024,       -2e14, CNY,        IMPOSSIBLE size",
    "Revenue,                       2024,       2e13,  USD,        ODD size",
    "Revenue,                       2024,       3e14,  KRW,",
    "Revenue,                       2024,       2e20,  IDR,        IMPOSSIBLE size",
    "Valuation,                     2024-06-30, 4e12,  USD,",
    "MonthlyActiveUsers,            2024-06-30, 2e10,  users,      IMPOSSIBLE size",
    "MonthlyActiveUsers,            2024-06-30, 3e9,   users,",
    "Employees,                     2024-06-30, 2e8,   people,     IMPOSSIBLE size",
    "Employees,                     2024-06-30, 6e6,   people,     ODD size",
    "TokensPerDay,                  2024-06-30, 3e13,  tokens/day,",
    "TokensPerDay,                  2024-06-30, 3e16,  tokens/day, ODD size",
  })
  void signsAndSizes(String concept, String period, String value, String unit, String finding) {
    Filing filing = filing(PUBLISHED, fact(concept, period, value, unit));

    assertThat(told(filing))
        .isEqualTo(finding == null ? List.of() : List.of(finding.replace(" ", " /facts/0/value ")));
  }

  @ParameterizedTest(name = "{0} {1} {2} published {3}: {4}")
  @CsvSource({
    // An actual has happened; published on the day of the third column.
    "Revenue, 2025,                  actual,   2025-04-01, IMPOSSIBLE period-not-over",
    "Revenue, 2025,                  actual,   2024-04-01, IMPOSSIBLE period-not-begun",
    "Revenue, 2025,                  actual,   2026-01-02,",
    "Revenue, 2025,                  actual,   2025-12-31,",
    "Revenue, 2025,                  actual,   2025-12-30,",
    "Revenue, 2025,                  actual,   2025-12-28, ODD published-before-end",
    "Revenue, 2025,                  actual,   2025-12-24, ODD published-before-end",
    "Revenue, 2025,                  actual,   2025-12-23, IMPOSSIBLE period-not-over",
    "Revenue, 2025-H1,               actual,   2025-06-10, IMPOSSIBLE period-not-over",
    "Revenue, 2025-Q3,               actual,   2025-09-15, IMPOSSIBLE period-not-over",
    "Revenue, 2025-10,               actual,   2025-10-15, IMPOSSIBLE period-not-over",
    "Revenue, 2025-01-01/2025-09-30, actual,   2025-09-01, IMPOSSIBLE period-not-over",
    "Cash,    2025-09-30,            actual,   2025-09-29,",
    "Cash,    2025-09-30,            actual,   2025-09-25, ODD published-before-end",
    "Cash,    2025-09-30,            actual,   2025-09-01, IMPOSSIBLE period-not-begun",
    // Hopes and guesses may be of any time.
    "Revenue, 2025,                  forecast, 2024-04-01,",
    "Revenue, 2030,                  target,   2024-04-01,",
    "Revenue, 2025,                  estimate, 2025-04-01,",
    "Cash,    2025-12-31,            forecast, 2024-04-01,",
    // A fiscal year nobody knows the dates of ends in January at the earliest.
    "Revenue, FY2025,                actual,   2025-02-26,",
    "Revenue, FY2025,                actual,   2024-12-20, IMPOSSIBLE period-not-over",
    "Revenue, FY2026-Q1,             actual,   2025-05-28,",
    "Revenue, FY2026-Q1,             actual,   2025-02-28, IMPOSSIBLE period-not-over",
    "Revenue, FY2027,                actual,   2025-12-28, IMPOSSIBLE period-not-begun"
  })
  void whatIsActualHasHappened(
      String concept, String period, String scenario, LocalDate publishedOn, String finding) {
    Filing filing =
        filing(
            publishedOn,
            fact(
                "concept: %s, period: %s, value: 5, unit: USD, scenario: %s"
                    .formatted(concept, period, scenario)));

    assertThat(told(filing))
        .isEqualTo(
            finding == null ? List.of() : List.of(finding.replace(" ", " /facts/0/period ")));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-01,",
    "2026-03-02,",
    "2026-03-03, IMPOSSIBLE /source/publishedOn published-in-future",
    "2030-01-01, IMPOSSIBLE /source/publishedOn published-in-future"
  })
  void nothingIsPublishedInTheFuture(LocalDate publishedOn, String finding) {
    Filing filing = filing(publishedOn, fact("Revenue", "2024", "5", "USD"));

    assertThat(told(filing)).isEqualTo(finding == null ? List.of() : List.of(finding));
    assertThat(Plausibility.of(filing)).isEmpty();
  }

  /** What is compared; the facts; every finding. */
  static Stream<Arguments> factsOfOneFiling() {
    return Stream.of(
        Arguments.of(
            "gross profit above revenue",
            List.of(
                "concept: Revenue, period: 2024, value: 100, unit: USD",
                "concept: GrossProfit, period: 2024, value: 130, unit: USD"),
            List.of("IMPOSSIBLE /facts/1/value part-above-whole")),
        Arguments.of(
            "gross profit as large as revenue",
            List.of(
                "concept: Revenue, period: 2024, value: 100, unit: USD",
                "concept: GrossProfit, period: 2024, value: 100, unit: USD"),
            List.of()),
        Arguments.of(
            "rounding explains it",
            List.of(
                "concept: Revenue, period: 2024, value: 100, decimals: -1, unit: USD",
                "concept: GrossProfit, period: 2024, value: 104, unit: USD"),
            List.of()),
        Arguments.of(
            "one tag of several may be a part only",
            List.of(
                "concept: Revenue, period: 2024, value: 100, unit: USD, tag: a",
                "concept: GrossProfit, period: 2024, value: 130, unit: USD, tag: b"),
            List.of("ODD /facts/1/value part-above-whole")),
        Arguments.of(
            "one of two revenues is large enough",
            List.of(
                "concept: Revenue, period: 2024, value: 100, unit: USD, tag: a",
                "concept: Revenue, period: 2024, value: 200, unit: USD, tag: b",
                "concept: GrossProfit, period: 2024, value: 130, unit: USD"),
            List.of()),
        Arguments.of(
            "another year",
            List.of(
                "concept: Revenue, period: 2023, value: 100, unit: USD",
                "concept: GrossProfit, period: 2024, value: 130, unit: USD"),
            List.of()),
        Arguments.of(
            "another basis",
            List.of(
                "concept: Revenue, period: 2024, value: 100, unit: USD",
                "concept: GrossProfit, period: 2024, value: 130, unit: USD, basis: gross-bookings"),
            List.of()),
        Arguments.of(
            "another scenario",
            List.of(
                "concept: Revenue, period: 2024, value: 100, unit: USD",
                "concept: GrossProfit, period: 2024, value: 130, unit: USD, scenario: target"),
            List.of()),
        Arguments.of(
            "another currency",
            List.of(
                "concept: Revenue, period: 2024, value: 100, unit: USD",
                "concept: GrossProfit, period: 2024, value: 730, unit: CNY"),
            List.of()),
        Arguments.of(
            "the same year written in two ways",
            List.of(
                "concept: Revenue, period: 2024, value: 100, unit: USD",
                "concept: GrossProfit, period: 2024-01-01/2024-12-31, value: 130, unit: USD"),
            List.of("IMPOSSIBLE /facts/1/value part-above-whole")),
        Arguments.of(
            "a segment above the whole",
            List.of(
                "concept: Revenue, segment: cloud, period: 2024, value: 130, unit: USD",
                "concept: Revenue, period: 2024, value: 100, unit: USD"),
            List.of("ODD /facts/0/value part-above-whole")),
        Arguments.of(
            "a lower bound above the whole",
            List.of(
                "concept: Revenue, segment: cloud, period: 2024, low: 130, unit: USD",
                "concept: Revenue, period: 2024, value: 100, unit: USD"),
            List.of("ODD /facts/0/low part-above-whole")),
        Arguments.of(
            "an upper bound says nothing",
            List.of(
                "concept: Revenue, segment: cloud, period: 2024, high: 130, unit: USD",
                "concept: Revenue, period: 2024, value: 100, unit: USD"),
            List.of()),
        Arguments.of(
            "a segment of a segment's own",
            List.of(
                "concept: Revenue, segment: cloud, period: 2024, value: 130, unit: USD",
                "concept: Revenue, segment: ads, period: 2024, value: 100, unit: USD"),
            List.of()),
        Arguments.of(
            "more pay than are active",
            List.of(
                "concept: MonthlyActiveUsers, period: 2024-06-30, value: 100, unit: users",
                "concept: PayingUsers, period: 2024-06-30, value: 130, unit: users"),
            List.of("ODD /facts/1/value part-above-whole")),
        Arguments.of(
            "of another product",
            List.of(
                "concept: MonthlyActiveUsers, segment: chat, period: 2024-06-30, value: 100, unit:"
                    + " users",
                "concept: PayingUsers, period: 2024-06-30, value: 130, unit: users"),
            List.of()),
        Arguments.of(
            "shares of 130 percent",
            List.of(
                "concept: RevenueShare, segment: a, period: 2024, value: 0.7, unit: ratio",
                "concept: RevenueShare, segment: b, period: 2024, value: 0.6, unit: ratio"),
            List.of("ODD /facts/0/value shares-above-one", "ODD /facts/1/value shares-above-one")),
        Arguments.of(
            "shares of 101 percent that rounding explains",
            List.of(
                "concept: RevenueShare, segment: a, period: 2024, value: 0.7, decimals: 1, unit:"
                    + " ratio",
                "concept: RevenueShare, segment: b, period: 2024, value: 0.31, unit: ratio"),
            List.of()),
        Arguments.of(
            "one share told twice",
            List.of(
                "concept: RevenueShare, segment: a, period: 2024, value: 0.7, unit: ratio",
                "concept: RevenueShare, segment: a, period: 2024, value: 0.71, unit: ratio"),
            List.of()),
        Arguments.of(
            "a share of nobody",
            List.of("concept: RevenueShare, period: 2024, value: 0.7, unit: ratio"),
            List.of("ODD /facts/0/segment share-of-nothing")),
        Arguments.of(
            "bounds below zero",
            List.of("concept: Cash, period: 2024-06-30, low: -5, high: 10, unit: USD"),
            List.of("IMPOSSIBLE /facts/0/low negative-amount")));
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("factsOfOneFiling")
  void factsBesideEachOther(String what, List<String> facts, List<String> findings) {
    Fact[] read = facts.stream().map(PlausibilityTest::fact).toArray(Fact[]::new);

    assertThat(told(filing(PUBLISHED, read))).isEqualTo(findings);
  }

  @ParameterizedTest
  @CsvSource({"GrossMargin, 70, 0.7", "PaidConversion, 5, 0.05", "NetMargin, 23, 0.23"})
  void whoThinksOfPercentIsAsked(String concept, String value, String meant) {
    Fact fact = fact(concept, "2024", value, "ratio");

    assertThat(Plausibility.of(filing(PUBLISHED, fact)).getFirst().message())
        .matches(".*did you mean " + meant + "0?\\?");
  }

  @ParameterizedTest
  @CsvSource({
    "2025-06-12, ODD /facts/0/period period-not-over",
    "2024-06-12, IMPOSSIBLE /facts/0/period period-not-begun",
    "2026-01-02,"
  })
  void ratioCanBeReadOffOnTheWay(LocalDate publishedOn, String finding) {
    Filing filing =
        filing(
            publishedOn,
            fact("concept: RevenueShare, segment: a, period: 2025, value: 0.8, unit: ratio"));

    assertThat(told(filing)).isEqualTo(finding == null ? List.of() : List.of(finding));
  }

  @Test
  void findingsStandInTheOrderOfTheFacts() {
    Fact[] facts =
        IntStream.of(3, 1, 2)
            .mapToObj(i -> fact("Cash", "2024-0%d-01".formatted(i), "-1", "USD"))
            .toArray(Fact[]::new);

    assertThat(Plausibility.of(filing(PUBLISHED, facts)))
        .extracting(Plausibility.Finding::fact)
        .containsExactly(0, 1, 2);
  }
}
