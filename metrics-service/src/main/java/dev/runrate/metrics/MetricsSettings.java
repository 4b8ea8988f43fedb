package dev.runrate.metrics;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The settings of metrics-service; {@code metrics-service.yml} says what each is for, and why it is
 * what it is.
 *
 * @param cachedBooks issuers whose book of facts is kept for queries
 * @param cachedFacts facts of filings that are kept for recomputing
 */
@ConfigurationProperties("runrate.metrics")
public record MetricsSettings(int cachedBooks, long cachedFacts) {}
