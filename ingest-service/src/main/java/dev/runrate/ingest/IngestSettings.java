package dev.runrate.ingest;

import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The settings of ingest-service; {@code ingest-service.yml} says what each is for.
 *
 * @param maxFilingBytes the largest single filing
 * @param maxBulkBytes the largest bulk request, unpacked
 * @param maxDocumentBytes the largest companyfacts document, unpacked
 * @param maxReportBytes the largest report (inline XBRL, an instance, xBRL-JSON, a zip), unpacked;
 *     it is held in memory while it is read
 * @param maxKeptBytes the largest report that is kept, packed
 * @param reportsAtOnce reports that are read at the same time; the others wait
 * @param maxUnreadBytes outcomes of a bulk request that its client may leave unread; then it waits
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
    int maxReportBytes,
    int maxKeptBytes,
    int reportsAtOnce,
    int maxUnreadBytes,
    int queue,
    int commitBatch,
    URI metricsUrl,
    URI alertsUrl) {}
