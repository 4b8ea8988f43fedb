package dev.runrate.metrics.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runrate.common.fact.Interval;
import dev.runrate.common.fact.Tier;
import dev.runrate.metrics.Issuer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every word about the future stays, and is held against what came. */
class ForecastsTest {
  @ParameterizedTest
  @CsvSource({
    // forecast, actual, verdict, certain, missed by at least, at most
    "20..26, 22, hit, true, 0, 0",
    "20..26, 26, hit, true, 0, 0",
    "20..26, 25..28, hit, false, 0, 2",
    "20..26, 17, missed, true, 3, 3",
    "20..26, 15..19, missed, true, 1, 5",
    "20..26, 30, beaten, true, 4, 4",
    "20.., 18..19, missed, true, 1, 2",
    "20.., 18.., hit, false, 0, ",
    "20~0, 20, hit, true, 0, 0",
    "20~0, 21, beaten, true, 0.5, 0.5",
    "20, 20.1, beaten, true, 0.1, 0.1",
    "..20, 25.., beaten, true, 5, ",
  })
  void isScoredIntervalAgainstInterval(
      String said, String came, String verdict, boolean certain, String low, String high) {
    Issuer issuer =
        new Issuer()
            .filed("2025-06-01")
            .by(Tier.PRESS, "Paper")
            .says("Revenue 2025 " + said + " USD scenario=forecast")
            .filed("2026-02-01")
            .says("Revenue 2025 " + came + " USD");

    Forecast forecast = only(issuer);

    assertThat(forecast.verdict()).hasToString(verdict);
    assertThat(forecast.certain()).isEqualTo(certain);
    Interval by = forecast.missedBy();
    assertThat(by.low()).isEqualByComparingTo(low);
    if (high == null) {
      assertThat(by.high()).isNull();
    } else {
      assertThat(by.high()).isEqualByComparingTo(high);
    }
  }

  @Test
  void isOpenUntilTheActualComes() {
    Issuer issuer =
        new Issuer()
            .filed("2025-06-01")
            .says("AnnualRecurringRevenue 2026-12-31 20..26 USD scenario=target");

    Forecast forecast = only(issuer);

    assertThat(forecast.verdict()).isEqualTo(Forecast.Verdict.OPEN);
    assertThat(forecast.actual()).isNull();
    assertThat(forecast.missedBy()).isNull();
  }

  @Test
  void isScoredByWhatTheActualFollowsFromToo() {
    Issuer issuer =
        new Issuer()
            .filed("2025-06-01")
            .says("Revenue 2025-H2 50 USD scenario=forecast")
            .filed("2026-02-01")
            .says("Revenue 2025 100 USD", "Revenue 2025-H1 60 USD");

    assertThat(only(issuer).verdict()).isEqualTo(Forecast.Verdict.MISSED);
  }

  @Test
  void laterForecastLeavesTheEarlierOneAndTheirRecordsAreApart() {
    Issuer issuer =
        new Issuer()
            .filed("2025-01-10")
            .by(Tier.PRESS, "Early")
            .says("Revenue 2025 50..60 USD scenario=forecast")
            .filed("2025-11-10")
            .by(Tier.PRESS, "Late")
            .says("Revenue 2025 95..105 USD scenario=forecast")
            .filed("2026-03-10")
            .by(Tier.PRESS, "Afterwards")
            .says("Revenue 2025 100 USD scenario=forecast")
            .filed("2026-02-01")
            .says("Revenue 2025 100 USD");

    List<Forecast> forecasts = Forecasts.of(issuer.book());

    assertThat(forecasts)
        .extracting(f -> f.said().filing().source().publisher() + " " + f.verdict())
        .containsExactly("Early beaten", "Late hit", "Afterwards late");
    assertThat(Forecasts.records(forecasts))
        .containsExactlyInAnyOrder(
            new Forecasts.Record("Early", 1, 0, 0, 0, 1, 0, 1),
            new Forecasts.Record("Late", 1, 0, 1, 0, 0, 0, 1),
            new Forecasts.Record("Afterwards", 1, 0, 0, 0, 0, 1, 0));
  }

  @Test
  void actualOnAnotherBasisIsNotWhatWasSpokenOf() {
    Issuer issuer =
        new Issuer()
            .filed("2025-06-01")
            .says("Revenue 2025 50 USD scenario=forecast basis=gross-bookings")
            .filed("2026-02-01")
            .says("Revenue 2025 100 USD");

    assertThat(only(issuer).verdict()).isEqualTo(Forecast.Verdict.OPEN);
  }

  @Test
  void whoForecastNothingHasNoLedger() {
    assertThat(Forecasts.of(new Issuer().book())).isEmpty();
    assertThat(Forecasts.records(List.of())).isEmpty();
  }

  private static Forecast only(Issuer issuer) {
    List<Forecast> forecasts = Forecasts.of(issuer.book());
    assertThat(forecasts).hasSize(1);
    return forecasts.getFirst();
  }
}
