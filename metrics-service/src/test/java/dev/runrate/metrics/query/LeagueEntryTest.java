package dev.runrate.metrics.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runrate.common.fact.Unit;
import dev.runrate.metrics.Issuer;
import dev.runrate.metrics.factbook.AsOf;
import dev.runrate.metrics.factbook.Conventions;
import dev.runrate.metrics.metric.ExchangeRates;
import dev.runrate.metrics.query.LeagueRow.Burn;
import dev.runrate.metrics.query.LeagueRow.Result;
import dev.runrate.metrics.recompute.Facts;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeagueEntryTest {
  private static LeagueEntry entry(Issuer issuer, AsOf asOf) {
    Facts.Issuer row =
        new Facts.Issuer(
            issuer.profile(), new Conventions.Votes(), 1, LocalDate.parse("2030-01-01"));
    return LeagueEntry.of(
        new Books.Shelf(row, issuer.records(), ExchangeRates.NONE, issuer.book()),
        asOf,
        ExchangeRates.NONE,
        null);
  }

  private static LeagueEntry of(String... lines) {
    return entry(new Issuer().filed("2025-11-01").says(lines), AsOf.NOW);
  }

  @ParameterizedTest
  @CsvSource({
    "NetIncome 2024 5 USD,                  profit,  not-burning",
    "NetIncome 2024 -5 USD,                 loss,    burning",
    "NetIncome 2024 -5..5 USD,              unclear, unclear",
    "NetMargin 2024 0.1 ratio,              profit,  unknown",
    "AdjustedNetIncome 2024 -5 USD basis=x, loss,    burning",
    "Revenue 2024 5 USD,                    unknown, unknown",
    "CashBurn 2024 5 USD,                   unknown, burning",
    "FreeCashFlow 2024 5 USD,               unknown, not-burning",
  })
  void profitableNotBurningAndUnknownAreThreeThings(String fact, String result, String burn) {
    LeagueRow row = of(fact).row();

    assertThat(row.result()).hasToString(result);
    assertThat(row.burn()).hasToString(burn);
  }

  @Test
  void whoBurnsOnThoughProfitableBurns() {
    LeagueRow row = of("NetIncome 2024 5 USD", "FreeCashFlow 2024 -9 USD").row();

    assertThat(row.result()).isEqualTo(Result.PROFIT);
    assertThat(row.burn()).isEqualTo(Burn.BURNING);
  }

  @Test
  void aLaterSurplusEndsTheBurn() {
    assertThat(of("FreeCashFlow 2023 -9 USD", "FreeCashFlow 2024 1 USD").row().burn())
        .isEqualTo(Burn.NOT_BURNING);
  }

  @ParameterizedTest
  @CsvSource({
    "AnnualRecurringRevenue 2025-08-31 9 USD, Revenue 2025-Q1 1 USD, arr",
    "AnnualRecurringRevenue 2024-08-31 9 USD, Revenue 2025-Q1 1 USD, run-rate-revenue",
    "RunRateRevenue 2025-08-31 9 USD,         Revenue 2025-Q1 1 USD, stated-run-rate",
  })
  void theNewestSizeLeads(String one, String other, String leading) {
    assertThat(of(one, other).row().leading()).isEqualTo(leading);
  }

  @Test
  void nothingKnownLeadsNothing() {
    LeagueRow row = of("Employees 2024-12-31 9 people").row();

    assertThat(row.leading()).isNull();
    assertThat(row.trend()).isNull();
  }

  @Test
  void theTrendIsOfTwelveMonthsWhereThereAreEnough() {
    List<String> quarters =
        List.of("2023-Q1", "2023-Q2", "2023-Q3", "2023-Q4", "2024-Q1", "2024-Q2");
    LeagueRow row =
        of(quarters.stream().map(q -> "Revenue " + q + " 10 USD").toArray(String[]::new)).row();

    assertThat(row.trend().span()).isEqualTo("ttm");
    assertThat(row.trend().points()).hasSize(3);
    assertThat(row.trend().points().getFirst().value()).isEqualByComparingTo("40");
  }

  @Test
  void aDayKnowsOnlyWhatWasPublishedByThen() {
    Issuer issuer =
        new Issuer()
            .filed("2024-02-01")
            .says("NetIncome 2023 -5 USD")
            .filed("2025-02-01")
            .says("NetIncome 2024 5 USD");

    LeagueRow then = entry(issuer, AsOf.knownAt(LocalDate.parse("2024-06-30"))).row();

    assertThat(then.result()).isEqualTo(Result.LOSS);
    assertThat(then.newestFiling().publishedOn()).isEqualTo("2024-02-01");
    assertThat(entry(issuer, AsOf.NOW).row().result()).isEqualTo(Result.PROFIT);
  }

  @Test
  void aYearAgoIsTheNearestSpanWhereTheSameIsNotKnown() {
    LeagueRow row = of("NetIncome 2024-H1 -5 USD", "NetIncome 2025-Q2 -9 USD").row();

    assertThat(row.yearAgo().get("net-income").period().label()).isEqualTo("2024-H1");
  }

  @Test
  void theSummaryAddsIntervalsAndCountsWhatIsMissing() {
    LeagueSummary summary =
        LeagueSummary.of(
            List.of(
                of("NetIncome 2024 12 USD", "NetIncome 2023 -12 USD"),
                of("NetIncome 2024 -120..-60 USD"),
                of("CashBurn 2024 12 USD", "CashBurn 2023 24 USD"),
                of("CashBurn 2024 12 CNY"),
                of("NetMargin 2024 -0.5 ratio"),
                of("Revenue 2024 5 USD")),
            null);

    assertThat(summary.results())
        .containsEntry(Result.PROFIT, 1)
        .containsEntry(Result.LOSS, 2)
        .containsEntry(Result.UNKNOWN, 3);
    LeagueSummary.Total dollars = summary.together();
    assertThat(dollars.unit()).isEqualTo(Unit.of("USD"));
    assertThat(dollars.value()).as("one part has no point").isNull();
    assertThat(dollars.low()).isCloseTo(new BigDecimal("6"), within());
    assertThat(dollars.high()).isCloseTo(new BigDecimal("11"), within());
    assertThat(dollars.issuers()).isEqualTo(2);
    assertThat(dollars.proxies()).isEqualTo(1);
    assertThat(dollars.missing()).as("yuan, and no rate").isEqualTo(1);
    assertThat(summary.burn()).hasSize(2);
    assertThat(summary.lossesOfUnknownBurn()).isEqualTo(1);
    assertThat(summary.overAYear())
        .isEqualTo(
            new LeagueSummary.OverAYear(
                1, 1, 0, summary.overAYear().burn(), summary.overAYear().burnYearAgo()));
    assertThat(summary.overAYear().burn().high()).isCloseTo(BigDecimal.ONE, within());
    assertThat(summary.overAYear().burnYearAgo().high()).isCloseTo(BigDecimal.TWO, within());
  }

  private static Offset<BigDecimal> within() {
    return Offset.offset(new BigDecimal("0.000001"));
  }
}
