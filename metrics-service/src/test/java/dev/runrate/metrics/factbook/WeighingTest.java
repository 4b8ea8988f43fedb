package dev.runrate.metrics.factbook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runrate.common.fact.Figure;
import dev.runrate.common.fact.Metric;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.common.fact.SpanLength;
import dev.runrate.common.fact.Tier;
import dev.runrate.metrics.Issuer;
import dev.runrate.metrics.metric.SegmentFigures;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which of several statements counts, one hand-made issuer for each kind of contradiction. */
class WeighingTest {
  /** Value, how and whether it is marked: {@code 110 derived}, {@code 400 reported suspect}. */
  private static String shown(Issuer issuer, String metric, String period) {
    return shown(issuer, metric, period, AsOf.NOW);
  }

  private static String shown(Issuer issuer, String metric, String period, AsOf asOf) {
    Figure figure = issuer.figure(metric, period, asOf);
    return figure.isKnown()
        ? figure.value().stripTrailingZeros().toPlainString()
            + " "
            + figure.how()
            + (figure.suspect() == null ? "" : " suspect")
        : "absent";
  }

  // -- mistakes

  @Test
  void fourthQuarterTaggedWithTheYearsAmountIsOverruled() {
    Issuer issuer =
        new Issuer()
            .filed("2024-05-01")
            .form("10-Q")
            .says("Revenue 2024-Q1 90 USD")
            .filed("2024-08-01")
            .form("10-Q")
            .says("Revenue 2024-Q2 95 USD", "Revenue 2024-H1 185 USD")
            .filed("2024-11-01")
            .form("10-Q")
            .says("Revenue 2024-Q3 100 USD", "Revenue 2024-9M 285 USD")
            .filed("2025-02-01")
            .says("Revenue 2024 400 USD", "Revenue 2024-Q4 400 USD");

    assertThat(shown(issuer, "revenue", "2024-Q4")).isEqualTo("115 derived");
    assertThat(shown(issuer, "revenue", "2024")).isEqualTo("400 reported");
  }

  @Test
  void yearsThatALaterReportSwapsStayAsTheyWere() {
    Issuer issuer =
        new Issuer()
            .filed("2012-01-30")
            .says("Revenue 2011 480 USD", "Revenue 2010 340 USD")
            .filed("2013-01-30")
            .says("Revenue 2012 480 USD", "Revenue 2011 610 USD")
            .filed("2014-01-30")
            .says("Revenue 2013 745 USD", "Revenue 2012 610 USD", "Revenue 2011 480 USD");

    assertThat(shown(issuer, "revenue", "2011")).isEqualTo("480 reported");
    assertThat(shown(issuer, "revenue", "2012")).isEqualTo("610 reported");
    assertThat(shown(issuer, "revenue", "2012", AsOf.knownAt(LocalDate.of(2013, 2, 1))))
        .isEqualTo("480 reported suspect");
  }

  @Test
  void amountThatIsOffByAThousandLosesToTheOneThatFits() {
    Issuer issuer =
        new Issuer()
            .filed("2024-05-01")
            .form("10-Q")
            .says("Revenue 2024-Q1 90000 USD")
            .filed("2024-08-01")
            .form("10-Q")
            .says("Revenue 2024-Q2 95000 USD", "Revenue 2024-H1 185000 USD")
            .filed("2025-05-01")
            .form("10-Q")
            .says("Revenue 2025-Q1 120000 USD", "Revenue 2024-Q1 90 USD");

    assertThat(shown(issuer, "revenue", "2024-Q1")).isEqualTo("90000 reported");
  }

  @Test
  void whichOfTwoPeriodsIsOffIsSaidToBeUnknown() {
    Issuer issuer =
        new Issuer()
            .filed("2025-02-01")
            .says("Revenue 2024-H1 180 USD", "Revenue 2024-H2 150 USD", "Revenue 2024 400 USD");

    Figure half = issuer.figure("revenue", "2024-H1");
    assertThat(half.suspect())
        .isEqualTo("Revenue of 2024 is 400, its parts 180 (2024-H1) + 150 (2024-H2) = 330");
    assertThat(shown(issuer, "revenue-growth-yoy", "2024")).isEqualTo("absent");
    assertThat(issuer.figure("run-rate-revenue", "2024-H2").suspect()).isNotNull();
  }

  @Test
  void grossProfitAndCostsThatDoNotAddUpAreSuspect() {
    Issuer issuer =
        new Issuer()
            .filed("2025-02-01")
            .says("Revenue 2024 100 USD", "CostOfRevenue 2024 70 USD", "GrossProfit 2024 50 USD");

    assertThat(issuer.figure("gross-margin", "2024").suspect())
        .isEqualTo("gross profit 50 and costs 70 of 2024 are not the revenue 100");
  }

  @Test
  void tagThatNeverCoversTheSameIsNoMistake() {
    Issuer issuer = new Issuer();
    for (int year = 2021; year < 2025; year++) {
      issuer
          .filed(year + 1 + "-02-01")
          .says(
              "Revenue %d 100 USD".formatted(year),
              "CostOfRevenue %d 30 USD".formatted(year),
              "GrossProfit %d 50 USD".formatted(year));
    }

    assertThat(shown(issuer, "revenue", "2023")).isEqualTo("100 reported");
    assertThat(shown(issuer, "gross-profit", "2023")).isEqualTo("50 reported");
  }

  @Test
  void partAboveTheWholeIsSuspect() {
    Issuer issuer =
        new Issuer()
            .filed("2025-02-01")
            .says("Revenue 2024 100 USD")
            .filed("2025-03-01")
            .says("cloud/Revenue 2024 130 USD");

    assertThat(issuer.figure("revenue", "2024").suspect()).contains("is above the whole");
  }

  @Test
  void equalQuartersAreNoMistake() {
    Issuer issuer =
        new Issuer()
            .filed("2025-02-01")
            .says(
                "Revenue 2024-Q1 100 USD",
                "Revenue 2024-Q2 100 USD",
                "Revenue 2024-Q3 100 USD",
                "Revenue 2024-Q4 100 USD",
                "Revenue 2024 400 USD",
                "Revenue 2023 400 USD");

    assertThat(shown(issuer, "revenue", "2024-Q2")).isEqualTo("100 reported");
    assertThat(shown(issuer, "revenue", "2024")).isEqualTo("400 reported");
  }

  // -- restatements

  @Test
  void laterStatementReplacesAnEarlierOneWhateverTheTagDownwardToo() {
    Issuer issuer =
        new Issuer()
            .filed("2024-02-01")
            .says("Revenue 2023 100 USD tag=us-gaap:Revenues")
            .filed("2025-02-01")
            .says("Revenue 2023 94 USD tag=us-gaap:RevenueFromContractWithCustomer")
            .filed("2025-03-01")
            .says("Revenue 2022 80 USD");

    assertThat(shown(issuer, "revenue", "2023")).isEqualTo("94 reported");
    assertThat(shown(issuer, "revenue", "2023", AsOf.NOW.reading(AsOf.Reading.AS_FIRST_REPORTED)))
        .isEqualTo("100 reported");
    assertThat(shown(issuer, "revenue", "2023", AsOf.knownAt(LocalDate.of(2024, 6, 1))))
        .isEqualTo("100 reported");
  }

  @Test
  void totalWinsOverItsPartInOneFilingOnly() {
    Issuer issuer =
        new Issuer()
            .filed("2024-02-01")
            .says("Revenue 2023 100 USD tag=Revenues", "Revenue 2023 85 USD tag=FromContracts");

    assertThat(shown(issuer, "revenue", "2023")).isEqualTo("100 reported");
    Candidates candidates =
        issuer.book().candidates(line(issuer), Issuer.period(issuer.book(), "2023")).orElseThrow();
    assertThat(candidates.whyLost(candidates.others().getFirst()))
        .contains("a total is never below its parts");
  }

  private static Line line(Issuer issuer) {
    return issuer.book().lines().iterator().next();
  }

  @Test
  void quarterIsOfTheVintageOfItsNineMonths() {
    Issuer issuer =
        new Issuer()
            .filed("2023-11-01")
            .form("10-Q")
            .says("Revenue 2023-9M 75 USD", "NetIncome 2023-9M 7 USD")
            .filed("2024-02-01")
            .says("Revenue 2023 100 USD", "NetIncome 2023 10 USD")
            .filed("2025-02-01")
            .says("Revenue 2023 95 USD", "NetIncome 2023 9 USD");

    Figure fourth = issuer.figure("revenue", "2023-Q4");
    assertThat(fourth.value()).isEqualByComparingTo("25");
    assertThat(fourth.note()).contains("2023 as said before it was restated");
    assertThat(shown(issuer, "revenue", "2023")).isEqualTo("95 reported");
  }

  @Test
  void onlyTheSameOrABetterTierSupersedes() {
    Issuer issuer =
        new Issuer()
            .filed("2024-02-01")
            .as("annual")
            .says("Revenue 2023 100 USD")
            .filed("2024-03-01")
            .by(Tier.PRESS, "Times")
            .superseding("annual")
            .says("Revenue 2023 90 USD");

    assertThat(shown(issuer, "revenue", "2023")).isEqualTo("100 reported");
  }

  @Test
  void ofTwoThatSupersedeEachOtherTheLaterStays() {
    Issuer issuer =
        new Issuer()
            .filed("2024-02-01")
            .as("a")
            .superseding("b")
            .says("Revenue 2023 100 USD")
            .filed("2024-03-01")
            .as("b")
            .superseding("a")
            .says("Revenue 2023 90 USD");

    assertThat(shown(issuer, "revenue", "2023")).isEqualTo("90 reported");
  }

  // -- calendars

  @Test
  void realDatesAreThoseOfMostStatements() {
    Issuer issuer =
        new Issuer()
            .yearEndsOn("--01-31")
            .filed("2025-03-01")
            .says(
                "Revenue 2024-01-29/2025-01-26 100 USD",
                "NetIncome 2024-01-29/2025-01-26 10 USD",
                "GrossProfit 2024-01-29/2025-01-26 50 USD",
                "CostOfRevenue 2024-01-29/2025-01-25 50 USD");

    assertThat(issuer.book().realDates((Period.Span) Issuer.period(issuer.book(), "FY2025")))
        .isEqualTo(Period.span("2024-01-29", "2025-01-26"));
  }

  @Test
  void twelveMonthColumnsOfQuarterlyReportsAreNoFiscalYears() {
    Issuer issuer = new Issuer();
    for (int quarter = 1; quarter <= 3; quarter++) {
      LocalDate end = LocalDate.of(2024, 3 * quarter + 1, 1).minusDays(1);
      issuer
          .filed(end.plusDays(30).toString())
          .form("10-Q")
          .says("OperatingCashFlow %s/%s 10 USD".formatted(end.plusDays(1).minusYears(1), end));
    }
    issuer.filed("2025-02-01").says("OperatingCashFlow 2024 12 USD");

    assertThat(issuer.book().label(Issuer.period(issuer.book(), "2024"))).isEqualTo("2024");
  }

  @Test
  void changedFiscalYearKeepsTheOldYearsAndTheTransition() {
    Issuer issuer =
        new Issuer()
            .filed("2021-08-01")
            .says("Revenue 2019-07-01/2020-06-30 90 USD", "Revenue 2020-07-01/2021-06-30 100 USD")
            .filed("2022-02-01")
            .form("10-KT")
            .says("Revenue 2021-07-01/2021-12-31 60 USD")
            .filed("2023-02-01")
            .says("Revenue 2022 130 USD")
            .filed("2024-02-01")
            .says("Revenue 2023 150 USD", "Revenue 2022 130 USD")
            .filed("2025-02-01")
            .says("Revenue 2024 170 USD");
    SegmentFigures figures = new SegmentFigures(issuer.book(), SegmentId.WHOLE);
    List<String> years =
        figures
            .series(Metric.REVENUE, Optional.of(SpanLength.YEAR), false, SegmentFigures.OUTCOMES)
            .stream()
            .map(period -> figures.book().label(period))
            .toList();

    assertThat(years).containsExactly("FY2020", "FY2021", "FY2022-H1", "2022", "2023", "2024");
  }

  @Test
  void yearThatEndsAWeekBeforeTheMonthIsTheSameYear() {
    Issuer issuer =
        new Issuer()
            .filed("2023-02-20")
            .says("Revenue 2021-12-26/2022-12-31 106 USD")
            .filed("2022-02-20")
            .says("Revenue 2020-12-27/2021-12-25 100 USD", "Revenue 2019-12-25/2020-12-24 80 USD");

    assertThat(shown(issuer, "revenue-growth-yoy", "2022")).isEqualTo("0.06 reported");
    assertThat(shown(issuer, "revenue-growth-yoy", "2021")).isEqualTo("0.25 reported");
  }

  // -- doubts and turns

  @Test
  void whatIsOddAboutAFilingIsADoubtOnItsFigure() {
    Issuer issuer =
        new Issuer().filed("2025-02-01").says("NetMargin 2024 23 ratio", "Revenue 2024 100 USD");

    assertThat(issuer.figure("net-margin", "2024").suspect()).isNotNull();
    assertThat(issuer.figure("revenue", "2024").suspect()).isNull();
  }

  @Test
  void retractedFilingThatIsPostedAgainCounts() {
    Issuer issuer = new Issuer().filed("2025-02-01").says("Revenue 2024 100 USD");
    FilingRecord posted = issuer.records().removeFirst();
    issuer
        .records()
        .add(
            new FilingRecord(
                posted.filed(),
                posted.recordedAt(),
                posted.recordedAt().plusSeconds(10),
                posted.recordedAt().plusSeconds(20)));

    assertThat(shown(issuer, "revenue", "2024")).isEqualTo("100 reported");
    assertThat(
            shown(issuer, "revenue", "2024", new AsOf(null, posted.recordedAt().plusSeconds(15))))
        .isEqualTo("absent");
  }
}
