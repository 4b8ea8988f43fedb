package dev.runrate.alert.notify;

import dev.runrate.common.event.AlertEvent;
import dev.runrate.common.event.Json;
import dev.runrate.common.fact.Sha256;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * A request as Standard Webhooks prescribe ({@code type, timestamp, data}), made once and sent as
 * often as it takes.
 *
 * @param id says subscriber and body, so that it can stand for no other body: a receiver may drop
 *     what comes under an id that it has
 */
record Webhook(String id, String body) {
  private static final int ID_BYTES = 18;

  /** Alerts of one issuer. */
  static Webhook ofAlerts(
      String subscription, String issuer, List<AlertEvent> alerts, Instant now) {
    record Alerts(String issuer, List<AlertEvent> alerts) {}
    return of(subscription, "runrate.alerts", new Alerts(issuer, alerts), now);
  }

  /** Tells nothing; for a subscriber to see whether it comes. */
  static Webhook ofTest(String subscription, Instant now) {
    record Test(String subscription) {}
    return of(subscription, "runrate.test", new Test(subscription), now);
  }

  private static Webhook of(String subscription, String type, Object data, Instant now) {
    record Body(String type, Instant timestamp, Object data) {}
    String body = Json.MAPPER.writeValueAsString(new Body(type, now, data));
    return new Webhook(id(subscription, body), body);
  }

  private static String id(String subscription, String body) {
    byte[] hash = Sha256.of(subscription + body);
    return "msg_"
        + Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, ID_BYTES));
  }
}
