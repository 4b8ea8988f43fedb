package dev.runrate.metrics.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runrate.common.event.MetricNames;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MetricNamesTest {
  @Test
  void messagesCallMetricsAsTheCatalogueDoes() {
    assertThat(MetricNames.all())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Metric.values())
                .filter(metric -> !metric.followsTheNewest())
                .map(Metric::toString)
                .toList());
  }
}
