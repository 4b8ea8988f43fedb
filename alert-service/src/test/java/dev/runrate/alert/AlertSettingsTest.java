package dev.runrate.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertSettingsTest {
  private static AlertSettings.Webhooks webhooks(int counts, String timeout, String lease) {
    return new AlertSettings.Webhooks(
        false,
        1_000,
        Duration.ofSeconds(2),
        counts,
        counts,
        Duration.parse(timeout),
        Duration.parse(lease),
        65_536,
        counts,
        Duration.ofSeconds(5),
        Duration.ofHours(1));
  }

  @ParameterizedTest
  @CsvSource({"1, PT5S", "2, PT10S", "3, PT20S", "9, PT21M20S", "10, PT42M40S", "11, PT1H"})
  void waitsDoubleUpToTheLongest(int attempts, String wait) {
    assertThat(webhooks(10, "PT10S", "PT30S").backOff(attempts)).isEqualTo(Duration.parse(wait));
  }

  @ParameterizedTest
  @CsvSource({"100, PT1H", "2147483647, PT1H"})
  void noNumberOfTriesIsTooMany(int attempts, String wait) {
    assertThat(webhooks(10, "PT10S", "PT30S").backOff(attempts)).isEqualTo(Duration.parse(wait));
  }

  @ParameterizedTest
  @CsvSource({"1, PT10S, PT10S, lease", "1, PT10S, PT5S, lease", "0, PT10S, PT30S, at least 1"})
  void settingsThatCannotWorkAreRefused(int counts, String timeout, String lease, String why) {
    assertThatThrownBy(() -> webhooks(counts, timeout, lease)).hasMessageContaining(why);
  }
}
