package dev.runrate.metrics.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runrate.common.fact.Figure;
import dev.runrate.common.fact.How;
import dev.runrate.common.fact.Hows;
import dev.runrate.common.fact.Metric;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.common.fact.SpanLength;
import dev.runrate.common.fact.Tier;
import dev.runrate.common.fact.Unit;
import dev.runrate.metrics.Issuer;
import dev.runrate.metrics.factbook.AsOf;
import dev.runrate.metrics.factbook.FactBook;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What other systems got wrong, one hand-made issuer each. */
class TrapsTest {
  /** facts, metric, period, expected value (empty: not computable), how. */
  static Stream<Arguments> traps() {
    return Stream.of(
        trap(
            "a full-year cash flow is not the fourth quarter",
            List.of("OperatingCashFlow 2024 400 USD"),
            "operating-cash-flow",
            "2024-Q4",
            null,
            How.NOT_COMPUTABLE),
        trap(
            "the fourth quarter is the year less nine months",
            List.of("OperatingCashFlow 2024 400 USD", "OperatingCashFlow 2024-9M 290 USD"),
            "operating-cash-flow",
            "2024-Q4",
            "110",
            How.DERIVED),
        trap(
            "nine months are not the third quarter",
            List.of("Revenue 2024-9M 300 USD"),
            "revenue",
            "2024-Q3",
            null,
            How.NOT_COMPUTABLE),
        trap(
            "the third quarter is nine months less the half",
            List.of("Revenue 2024-9M 300 USD", "Revenue 2024-H1 190 USD"),
            "revenue",
            "2024-Q3",
            "110",
            How.DERIVED),
        trap(
            "the first quarter of another year is not subtracted",
            List.of("Revenue 2024 400 USD", "Revenue 2023-9M 250 USD"),
            "revenue",
            "2024-Q4",
            null,
            How.NOT_COMPUTABLE),
        trap(
            "one quarter does not stand for three, and no fourth quarter is negative",
            List.of("Revenue 2024 400 USD", "Revenue 2024-Q1 150 USD"),
            "revenue",
            "2024-Q4",
            null,
            How.NOT_COMPUTABLE),
        trap(
            "three quarters and a year give the fourth",
            List.of(
                "Revenue 2024 400 USD",
                "Revenue 2024-Q1 90 USD",
                "Revenue 2024-Q2 95 USD",
                "Revenue 2024-Q3 100 USD"),
            "revenue",
            "2024-Q4",
            "115",
            How.DERIVED),
        trap(
            "twelve months are this year to date and last year less last year to date",
            List.of("Revenue 2024 400 USD", "Revenue 2024-9M 290 USD", "Revenue 2025-9M 330 USD"),
            "revenue",
            "2024-10-01/2025-09-30",
            "440",
            How.DERIVED),
        trap(
            "a gap is never bridged",
            List.of("Revenue 2024-Q1 90 USD", "Revenue 2024-Q2 95 USD", "Revenue 2024-Q4 110 USD"),
            "revenue",
            "2024",
            null,
            How.NOT_COMPUTABLE),
        trap(
            "euros are not added to dollars",
            List.of(
                "Revenue 2024-Q1 90 USD",
                "Revenue 2024-Q2 95 EUR",
                "Revenue 2024-Q3 100 USD",
                "Revenue 2024-Q4 110 USD"),
            "revenue",
            "2024",
            null,
            How.NOT_COMPUTABLE),
        trap(
            "users are not added over quarters",
            List.of("AverageRevenuePerUser 2024-Q1 5 USD", "AverageRevenuePerUser 2024-Q2 6 USD"),
            "revenue",
            "2024-H1",
            null,
            How.NOT_COMPUTABLE),
        trap(
            "two bases are not mixed in a margin",
            List.of(
                "AdjustedNetIncome 2024 -50 USD basis=non-gaap",
                "Revenue 2024 100 USD basis=gross-bookings"),
            "net-margin",
            "2024",
            null,
            How.NOT_COMPUTABLE),
        trap(
            "a divisor that may be zero gives no quotient",
            List.of("GrossProfit 2024 5 USD", "Revenue 2024 -1..10 USD"),
            "gross-margin",
            "2024",
            null,
            How.NOT_COMPUTABLE),
        trap(
            "a forecast year is no part of an actual fourth quarter",
            List.of("Revenue 2024 400 USD scenario=forecast", "Revenue 2024-9M 290 USD"),
            "revenue",
            "2024-Q4",
            null,
            How.NOT_COMPUTABLE),
        trap(
            "there is no runway without a burn",
            List.of("FreeCashFlow 2024 50 USD", "Cash 2024-12-31 100 USD"),
            "runway-months",
            "2024",
            null,
            How.NOT_COMPUTABLE),
        trap(
            "a burn multiple needs growth",
            List.of(
                "CashBurn 2024 50 USD",
                "AnnualRecurringRevenue 2023-12-31 100 USD",
                "AnnualRecurringRevenue 2024-12-31 90 USD"),
            "burn-multiple",
            "2024",
            null,
            How.NOT_COMPUTABLE),
        trap(
            "cost from revenue and gross profit, margin from cost",
            List.of("Revenue 2024 200 USD", "CostOfRevenue 2024 80 USD"),
            "gross-margin",
            "2024",
            "0.6",
            How.REPORTED));
  }

  private static Arguments trap(
      String name, List<String> facts, String metric, String period, String value, How how) {
    return Arguments.of(name, facts, metric, period, value, how);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("traps")
  void trapIsAvoided(
      String name, List<String> facts, String metric, String period, String value, How how) {
    Issuer issuer = new Issuer().filed("2025-11-01").says(facts.toArray(String[]::new));

    Figure figure = issuer.figure(metric, period);

    assertThat(figure.how()).isEqualTo(Hows.of(how));
    if (value == null) {
      assertThat(figure.value()).isNull();
      assertThat(figure.reason()).isNotBlank();
    } else {
      assertThat(figure.value()).isEqualByComparingTo(value);
    }
  }

  @Test
  void yearsOf52And53WeeksLineUp() {
    Issuer issuer =
        new Issuer()
            .filed("2025-02-26")
            .says(
                "Revenue 2024-01-29/2025-01-26 130497 USD",
                "Revenue 2024-01-29/2024-10-27 91166 USD")
            .filed("2024-02-21")
            .says("Revenue 2023-01-30/2024-01-28 60922 USD");

    assertThat(issuer.figure("revenue", "FY2025-Q4").value()).isEqualByComparingTo("39331");
    assertThat(issuer.figure("revenue-growth-yoy", "FY2025").value())
        .isBetween(new BigDecimal("1.142"), new BigDecimal("1.143"));
    FactBook book = issuer.book();
    assertThat(book.label(Issuer.period(book, "2024-10-28/2025-01-26"))).isEqualTo("FY2025-Q4");
  }

  @Test
  void labelledPeriodMeetsTheExactDatesOfAnotherFiling() {
    Issuer issuer =
        new Issuer()
            .yearEndsOn("--01-31")
            .filed("2025-06-12")
            .by(Tier.PRESS, "an article")
            .says("Revenue FY2026-Q1 44100000000~-8 USD")
            .filed("2025-05-28")
            .says("Revenue 2025-01-27/2025-04-27 44062000000 USD");

    Figure figure = issuer.figure("revenue", "FY2026-Q1");

    assertThat(figure.value()).isEqualByComparingTo("44062000000");
    FactBook book = issuer.book();
    assertThat(book.realDates((Period.Span) Issuer.period(book, "FY2026-Q1")))
        .hasToString("2025-01-27/2025-04-27");
  }

  @Test
  void twelveMonthsGoOnWhereTheTagChanged() {
    Issuer issuer =
        new Issuer()
            .filed("2018-02-01")
            .says("Revenue 2017 400 USD tag=us-gaap:SalesRevenueNet")
            .filed("2018-05-01")
            .says(
                "Revenue 2018-Q1 120 USD tag=us-gaap:Revenues",
                "Revenue 2017-Q1 90 USD tag=us-gaap:Revenues");

    assertThat(issuer.figure("revenue", "2017-04-01/2018-03-31").value())
        .isEqualByComparingTo("430");
  }

  @Test
  void ofTwoTagsTheOneThatClosesAnIdentityCounts() {
    Issuer partIsSmaller =
        new Issuer()
            .filed("2024-02-01")
            .says("Revenue 2023 100 USD tag=contracts", "Revenue 2023 160 USD tag=total");
    Issuer closes =
        new Issuer()
            .filed("2024-02-01")
            .says(
                "Revenue 2023 100 USD tag=contracts",
                "Revenue 2023 160 USD tag=other",
                "GrossProfit 2023 40 USD",
                "CostOfRevenue 2023 60 USD");

    assertThat(partIsSmaller.figure("revenue", "2023").value()).isEqualByComparingTo("160");
    assertThat(closes.figure("revenue", "2023").value()).isEqualByComparingTo("100");
  }

  @Test
  void amendmentReplacesOnlyWhatItStates() {
    Issuer issuer =
        new Issuer()
            .filed("2025-02-01")
            .as("10-K")
            .says("Revenue 2024 400 USD", "NetIncome 2024 -50 USD")
            .filed("2025-03-01")
            .as("10-K-A")
            .superseding("10-K")
            .says("NetIncome 2024 -60 USD");

    assertThat(issuer.figure("revenue", "2024").value()).isEqualByComparingTo("400");
    assertThat(issuer.figure("net-income", "2024").value()).isEqualByComparingTo("-60");
    assertThat(
            issuer
                .figure("net-income", "2024", AsOf.knownAt(LocalDate.parse("2025-02-15")))
                .value())
        .isEqualByComparingTo("-50");
  }

  @Test
  void retractedFilingCountedUntilTheDayOfItsRetraction() {
    Issuer issuer =
        new Issuer()
            .filed("2025-02-01")
            .retractedAt("2025-04-01T12:00:00Z")
            .says("Revenue 2024 400 USD");

    assertThat(issuer.figure("revenue", "2024").isKnown()).isFalse();
    assertThat(
            issuer.figure("revenue", "2024", AsOf.knownAt(LocalDate.parse("2025-03-31"))).value())
        .isEqualByComparingTo("400");
  }

  @Test
  void whatWasRecordedLaterWasNotOnRecord() {
    Issuer issuer =
        new Issuer()
            .filed("2025-02-01")
            .recordedAt("2025-02-02T00:00:00Z")
            .says("Revenue 2024 400 USD")
            .filed("2025-02-01")
            .by(Tier.PRESS, "late")
            .recordedAt("2025-06-01T00:00:00Z")
            .says("NetIncome 2024 10 USD");
    AsOf march = new AsOf(null, Instant.parse("2025-03-01T00:00:00Z"));

    assertThat(issuer.figure("revenue", "2024", march).isKnown()).isTrue();
    assertThat(issuer.figure("net-income", "2024", march).isKnown()).isFalse();
  }

  @Test
  void betterSourceWinsWhateverItSaysLater() {
    Issuer issuer =
        new Issuer()
            .filed("2025-02-01")
            .says("Revenue 2024 400 USD")
            .filed("2025-08-01")
            .by(Tier.PRESS, "an article")
            .says("Revenue 2024 450 USD");

    assertThat(issuer.figure("revenue", "2024").value()).isEqualByComparingTo("400");
    List<Conflicts.Found> found = Conflicts.all(issuer.book(), SegmentId.WHOLE, ExchangeRates.NONE);
    assertThat(found)
        .singleElement()
        .satisfies(f -> assertThat(f.conflict().type()).hasToString("source"));
  }

  @Test
  void lossThatEqualsRevenueLessOneExpenseIsSuspect() {
    Issuer issuer =
        new Issuer()
            .filed("2025-10-20")
            .by(Tier.PRESS, "a blog")
            .says(
                "Revenue 2025-H1 4300000000~-8 USD",
                "ResearchAndDevelopmentExpense 2025-H1 6700000000~-8 USD",
                "NetIncome 2025-H1 -2400000000~-8 USD")
            .filed("2025-12-22")
            .by(Tier.PRESS, "a paper")
            .says("NetIncome 2025-H1 -13500000000~-8 USD");

    List<Conflicts.Found> found = Conflicts.all(issuer.book(), SegmentId.WHOLE, ExchangeRates.NONE);

    assertThat(found)
        .singleElement()
        .satisfies(
            f -> {
              assertThat(f.conflict().type()).hasToString("source");
              assertThat(f.conflict().loser().suspect()).contains("Revenue 4300000000");
              assertThat(f.conflict().winner().suspect()).isNull();
            });
  }

  @Test
  void conflictsAreTyped() {
    Issuer issuer =
        new Issuer()
            .filed("2025-02-01")
            .says("Revenue 2024 400 USD", "NetIncome 2024 -50 USD")
            .filed("2025-05-01")
            .says("Revenue 2024 380 USD")
            .filed("2025-06-01")
            .by(Tier.PRESS, "an article")
            .says("NetIncome 2024 -20 USD", "AdjustedNetIncome 2024 -20 USD basis=non-gaap")
            .filed("2025-06-02")
            .says("Revenue 2024-H1 100 USD", "Revenue 2024-H2 150 USD");

    assertThat(
            Conflicts.all(issuer.book(), SegmentId.WHOLE, ExchangeRates.NONE).stream()
                .map(f -> f.conflict().concept() + ":" + f.conflict().type())
                .collect(Collectors.toSet()))
        .contains("Revenue:restated", "NetIncome:basis", "Revenue:identity");
  }

  @Test
  void translatedAtTheAverageOfThePeriodAndTheClosingRate() {
    ExchangeRates rates =
        ExchangeRates.of(
            LocalDate.parse("2024-01-02")
                .datesUntil(LocalDate.parse("2024-12-31"), java.time.Period.ofDays(7))
                .flatMap(
                    day ->
                        Stream.of(
                            new ExchangeRates.Rate(day, Unit.of("USD"), new BigDecimal("1.10")),
                            new ExchangeRates.Rate(
                                day,
                                Unit.of("CNY"),
                                new BigDecimal(day.getMonthValue() <= 6 ? "7.70" : "8.80"))))
                .toList());
    Issuer issuer =
        new Issuer().filed("2025-02-01").says("Revenue 2024 750 CNY", "Cash 2024-12-31 80 CNY");
    SegmentFigures figures =
        new SegmentFigures(issuer.book(), SegmentId.WHOLE, rates, Unit.of("USD"));

    Figure revenue =
        figures.figure(
            Metric.REVENUE, Issuer.period(issuer.book(), "2024"), SegmentFigures.OUTCOMES);
    Figure cash =
        figures.figure(
            Metric.CASH, Issuer.period(issuer.book(), "2024-12-31"), SegmentFigures.OUTCOMES);

    assertThat(revenue.how()).isEqualTo(Hows.of(How.TRANSLATED));
    assertThat(revenue.unit()).hasToString("USD");
    // The mean of 1.1 / 7.7 and 1.1 / 8.8.
    assertThat(revenue.value()).isBetween(new BigDecimal("100.44"), new BigDecimal("100.45"));
    assertThat(cash.value()).isEqualByComparingTo("10");
  }

  @Test
  void aSeriesOfHalvesHasTwoAYear() {
    Issuer quarterly =
        new Issuer()
            .filed("2025-02-01")
            .says(
                "Revenue 2024-Q1 90 USD",
                "Revenue 2024-H1 185 USD",
                "Revenue 2024-9M 290 USD",
                "Revenue 2024 400 USD");

    assertThat(series(quarterly, SpanLength.HALF))
        .containsExactly("2024-01-01/2024-06-30", "2024-07-01/2024-12-31");
    assertThat(series(quarterly, SpanLength.NINE_MONTHS)).containsExactly("2024-01-01/2024-09-30");
  }

  @Test
  void aSpanOfQuartersThatNobodyTellsApartIsAPeriod() {
    Issuer issuer =
        new Issuer().filed("2025-02-01").says("Revenue 2024-Q1 90 USD", "Revenue 2024-9M 290 USD");
    Issuer stated =
        new Issuer()
            .filed("2025-02-01")
            .says(
                "Revenue 2024-Q2 95 USD",
                "Revenue 2024-Q3 105 USD",
                "Revenue 2024-04-01/2024-09-30 200 USD");

    assertThat(series(issuer, SpanLength.HALF)).containsExactly("2024-04-01/2024-09-30");
    assertThat(series(stated, SpanLength.HALF)).containsExactly("2024-04-01/2024-09-30");
  }

  private static List<String> series(Issuer issuer, SpanLength length) {
    return new SegmentFigures(issuer.book(), SegmentId.WHOLE)
        .series(Metric.REVENUE, Optional.of(length), false, SegmentFigures.OUTCOMES).stream()
            .map(Period::toString)
            .toList();
  }
}
