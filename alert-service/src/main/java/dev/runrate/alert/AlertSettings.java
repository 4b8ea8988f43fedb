package dev.runrate.alert;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The settings of alert-service; {@code alert-service.yml} says what each is for.
 *
 * @param metricsUrl where metrics-service answers backtests
 */
@ConfigurationProperties("runrate.alerts")
public record AlertSettings(URI metricsUrl, Webhooks webhooks) {

  /**
   * @param allowPrivateTargets whether webhooks may go to loopback and private addresses
   * @param groupWait how long the alerts of one issuer are gathered
   * @param timeout of one delivery
   * @param maxAttempts tries before a delivery is given up
   */
  public record Webhooks(
      boolean allowPrivateTargets, Duration groupWait, Duration timeout, int maxAttempts) {}
}
