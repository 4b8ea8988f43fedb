package dev.runrate.alert.notify;

import dev.runrate.common.event.AlertEvent;
import dev.runrate.common.event.AlertEvent.Severity;
import dev.runrate.common.event.AlertKind;
import dev.runrate.common.event.Json;
import java.net.URI;
import java.util.Set;

/**
 * Who wants to be told over HTTP, and of what. Empty sets are "all".
 *
 * @param minSeverity what is less is not sent; warning where the subscriber did not say
 */
record Subscription(
    String id, URI url, Set<AlertKind> kinds, Set<String> issuers, Severity minSeverity) {

  /**
   * @param json as it is stored
   */
  static Subscription read(String json) {
    return Json.read(json, Subscription.class);
  }

  boolean wantsKindOf(AlertEvent alert) {
    return kinds.isEmpty() || kinds.contains(alert.kind());
  }

  boolean wantsIssuerOf(AlertEvent alert) {
    return issuers.isEmpty() || issuers.contains(alert.issuer().slug());
  }

  boolean wantsSeverityOf(AlertEvent alert) {
    return alert.severity().compareTo(minSeverity) >= 0;
  }
}
