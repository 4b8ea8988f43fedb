package dev.runrate.common.event;

import dev.runrate.common.fact.Figure;
import java.util.Map;

/** The metrics of one period that are known, by their catalogue names. */
public record PeriodMetrics(PeriodView period, Map<String, Figure> metrics) {}
