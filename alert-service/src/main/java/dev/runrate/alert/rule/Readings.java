package dev.runrate.alert.rule;

import dev.runrate.common.fact.Figure;
import dev.runrate.common.fact.Metric;
import java.util.Map;

/**
 * What a condition sees: the figure that is watched and the one it is compared with, and every
 * metric of the period, of the one before, of the one a year ago and of the forecast.
 *
 * @param metric whose figures {@code it} and {@code was} are
 * @param it the watched figure
 * @param was what it is compared with; null where the rule compares nothing
 */
public record Readings(
    String metric,
    Figure it,
    Figure was,
    Map<Metric, Figure> current,
    Map<Metric, Figure> prior,
    Map<Metric, Figure> yearAgo,
    Map<Metric, Figure> forecast,
    String issuer,
    String segment,
    String span) {}
