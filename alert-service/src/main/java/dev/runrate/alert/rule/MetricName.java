package dev.runrate.alert.rule;

import dev.runrate.common.fact.Metric;
import java.util.Optional;

/** How a rule names the metrics it looks at. */
public final class MetricName {
  private MetricName() {}

  /** A metric that snapshots tell of. */
  public static Optional<Metric> parse(String name) {
    return Metric.parse(name).filter(metric -> !metric.followsTheNewest());
  }

  /** For the person who wrote a name that is none. */
  public static String unknown(String name) {
    return "there is no metric '"
        + name
        + "'"
        + Metric.didYouMean(name)
            .filter(metric -> !metric.followsTheNewest())
            .map(meant -> "; did you mean '" + meant + "'?")
            .orElse("; GET /v1/metrics of metrics-service lists them");
  }
}
