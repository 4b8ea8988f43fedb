package dev.runrate.common.fact;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The names of metrics: the one that is written, the one that is said, the one that was meant. */
class MetricTest {
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      nullValues = "-",
      value = {
        "net-incme, net-income",
        "netIncome, net-income",
        "NetIncome, net-income",
        "net_income, net-income",
        "margin-gross, gross-margin",
        "ar, arr",
        "cahs, cash",
        "runway, -",
        "burn-per-mnth, burn-per-month",
        "operating-incom, operating-income",
        "weather, -",
        "'', -"
      })
  void nearestNameIsGuessed(String name, String meant) {
    assertThat(Metric.didYouMean(name).map(Metric::toString).orElse(null)).isEqualTo(meant);
  }

  @Test
  void aNameIsKnownOrNot() {
    assertThat(Metric.parse("net-income")).contains(Metric.NET_INCOME);
    assertThat(Metric.parse("net-incme")).isEmpty();
    assertThat(Metric.values()).allMatch(m -> Metric.parse(m.toString()).orElseThrow() == m);
  }

  @ParameterizedTest
  @CsvSource({
    "net-income, net income",
    "arr, ARR",
    "runway-months, runway",
    "burn-per-month, cash burn a month",
    "gross-margin, gross margin"
  })
  void metricsHavePeoplesNames(String metric, String words) {
    assertThat(Metric.parse(metric).orElseThrow().words()).isEqualTo(words);
  }
}
