package dev.runrate.common.event;

import dev.runrate.common.fact.Figure;
import java.util.Map;

/**
 * The metrics of one period that are known, by their catalogue names.
 *
 * @param periods of the figures that are of another period than {@code period}: stocks are stated
 *     on days of their own, so the last headcount and the last ARR before a day are of two days;
 *     empty where all are of the one
 */
public record PeriodMetrics(
    PeriodView period, Map<String, Figure> metrics, Map<String, PeriodView> periods) {
  public PeriodMetrics(PeriodView period, Map<String, Figure> metrics) {
    this(period, metrics, Map.of());
  }

  public PeriodView periodOf(String metric) {
    return periods.getOrDefault(metric, period);
  }
}
