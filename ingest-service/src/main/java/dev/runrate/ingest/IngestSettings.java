package dev.runrate.ingest;

import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The settings of ingest-service; {@code ingest-service.yml} says what each is for.
 *
 * @param maxFilingBytes the largest single filing
 * @param maxBulkBytes the largest bulk request, unpacked
 * @param maxDocumentBytes the largest companyfacts document, unpacked
 * @param queue filings that may wait for a transaction
 * @param commitBatch filings that share one transaction at most
 * @param metricsUrl where metrics-service answers dry runs
 * @param alertsUrl where alert-service answers dry runs
 */
@ConfigurationProperties("runrate.ingest")
public record IngestSettings(
    int maxFilingBytes,
    long maxBulkBytes,
    long maxDocumentBytes,
    int queue,
    int commitBatch,
    URI metricsUrl,
    URI alertsUrl) {}
