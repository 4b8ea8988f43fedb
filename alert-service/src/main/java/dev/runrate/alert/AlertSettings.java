package dev.runrate.alert;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The settings of alert-service; {@code alert-service.yml} says what each is for, and why it is
 * what it is.
 *
 * @param metricsUrl where metrics-service answers backtests
 * @param maxSilences that have not ended
 */
@ConfigurationProperties("runrate.alerts")
public record AlertSettings(URI metricsUrl, int maxSilences, Webhooks webhooks) {

  /**
   * @param allowPrivateTargets whether webhooks may go to loopback and private addresses
   * @param maxSubscriptions that there may be
   * @param groupWait how long the alerts of one issuer are gathered
   * @param maxAlerts that one webhook carries
   * @param concurrency webhooks that one instance sends to one subscriber at a time
   * @param timeout of one try, from the question where the host is to the end of the answer
   * @param lease how long an instance has a webhook to itself; longer than the timeout
   * @param maxAnswerBytes of an answer that are read
   * @param maxAttempts tries before a webhook is given up
   * @param firstRetry the wait after the first failure; it doubles with each
   * @param longestRetry the wait that is not exceeded
   */
  public record Webhooks(
      boolean allowPrivateTargets,
      int maxSubscriptions,
      Duration groupWait,
      int maxAlerts,
      int concurrency,
      Duration timeout,
      Duration lease,
      int maxAnswerBytes,
      int maxAttempts,
      Duration firstRetry,
      Duration longestRetry) {

    public Webhooks {
      if (maxAlerts < 1 || concurrency < 1 || maxAttempts < 1) {
        throw new IllegalArgumentException(
            "runrate.alerts.webhooks: max-alerts, concurrency and max-attempts are at least 1");
      }
      if (lease.compareTo(timeout) <= 0) {
        throw new IllegalArgumentException(
            "runrate.alerts.webhooks.lease must be longer than the timeout: what is still being"
                + " sent would be sent by another instance, too");
      }
    }

    /**
     * How long to wait after a failure.
     *
     * @param attempts that were made, from 1
     */
    public Duration backOff(int attempts) {
      Duration wait = firstRetry.multipliedBy(1L << Math.min(attempts - 1, 20));
      return wait.compareTo(longestRetry) < 0 ? wait : longestRetry;
    }
  }
}
