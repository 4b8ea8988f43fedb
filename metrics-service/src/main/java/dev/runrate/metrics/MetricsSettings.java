package dev.runrate.metrics;

import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The settings of metrics-service; {@code metrics-service.yml} says what each is for, and why it is
 * what it is.
 *
 * @param cachedBooks issuers whose book of facts is kept for queries
 * @param cachedFacts facts of filings that are kept for recomputing
 * @param ingestUrl where ingest-service answers; what its readers ask here is passed on to it
 * @param alertsUrl where alert-service answers, alike
 */
@ConfigurationProperties("runrate.metrics")
public record MetricsSettings(int cachedBooks, long cachedFacts, URI ingestUrl, URI alertsUrl) {}
