package dev.runrate.common.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What was meant by a name that is not known. */
class MetricNamesTest {
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
    assertThat(MetricNames.didYouMean(name).orElse(null)).isEqualTo(meant);
  }

  @Test
  void knownNamesAreKnownAndEachStandsOnce() {
    assertThat(MetricNames.all()).doesNotHaveDuplicates().allMatch(MetricNames::isKnown);
    assertThat(MetricNames.isKnown("net-incme")).isFalse();
  }
}
