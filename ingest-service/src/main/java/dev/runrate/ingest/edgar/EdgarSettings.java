package dev.runrate.ingest.edgar;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The settings of the watch on EDGAR; {@code ingest-service.yml} says what each is for.
 *
 * @param watch the list of issuers; null for no watch
 * @param dataUrl where the indexes and companyfacts are
 * @param archivesUrl where the documents and the list of tickers are
 * @param requestsPerSecond over all threads; the SEC allows ten
 * @param pollEvery how often an index is looked at
 * @param firstRetry how long a failure waits; each further one twice as long
 * @param longestRetry no failure waits longer
 * @param timeout of a request, from its start to the end of the answer
 * @param maxAnswerBytes the largest answer, unpacked
 * @param threads filings that are fetched and read at the same time
 */
@ConfigurationProperties("runrate.edgar")
public record EdgarSettings(
    Path watch,
    URI dataUrl,
    URI archivesUrl,
    int requestsPerSecond,
    Duration pollEvery,
    Duration firstRetry,
    Duration longestRetry,
    Duration timeout,
    int maxAnswerBytes,
    int threads) {
  /** What the SEC asks of everybody: sec.gov/os/accessing-edgar-data. */
  private static final int MOST_REQUESTS_PER_SECOND = 10;

  public EdgarSettings {
    if (requestsPerSecond < 1 || requestsPerSecond > MOST_REQUESTS_PER_SECOND) {
      throw new IllegalArgumentException(
          "runrate.edgar.requests-per-second is 1 to "
              + MOST_REQUESTS_PER_SECOND
              + ", as the SEC asks, not "
              + requestsPerSecond);
    }
    if (threads < 1 || pollEvery.toMillis() < 1 || firstRetry.toMillis() < 1) {
      throw new IllegalArgumentException("runrate.edgar: threads and times are positive");
    }
  }

  boolean isOn() {
    return watch != null && !watch.toString().isBlank();
  }
}
