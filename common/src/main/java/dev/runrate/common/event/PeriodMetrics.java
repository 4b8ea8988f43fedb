package dev.runrate.common.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.runrate.common.fact.Figure;
import dev.runrate.common.fact.Metric;
import java.util.Map;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * The metrics of one period that are known.
 *
 * @param periods of the figures that are of another period than {@code period}: stocks are stated
 *     on days of their own, so the last headcount and the last ARR before a day are of two days;
 *     empty where all are of the one
 */
public record PeriodMetrics(
    PeriodView period,
    @JsonDeserialize(using = ByMetric.Figures.class) Map<Metric, Figure> metrics,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonDeserialize(using = ByMetric.Periods.class)
        Map<Metric, PeriodView> periods) {
  public PeriodMetrics {
    // Where nothing is said of it in a message.
    metrics = metrics == null ? Map.of() : metrics;
    periods = periods == null ? Map.of() : periods;
  }

  public PeriodMetrics(PeriodView period, Map<Metric, Figure> metrics) {
    this(period, metrics, Map.of());
  }

  public PeriodView periodOf(Metric metric) {
    return periods.getOrDefault(metric, period);
  }
}
