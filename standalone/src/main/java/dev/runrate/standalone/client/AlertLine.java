package dev.runrate.standalone.client;

import tools.jackson.databind.JsonNode;

/**
 * An alert as a line of a table that may go on for ever: when, what became of it, how grave, what
 * about, in one sentence with its reservations, and by which filing.
 *
 * <pre>
 * 2026-01-31  raised    warning   possible  loss-widening      minimax: net loss deepened by 50.0% in
 *     2025-Q3: -150m USD (derived), was -100m USD in 2024-Q3 (possibly)  [historical]  by f-17
 * </pre>
 */
final class AlertLine {
  private static final String COLUMNS = "%-10s  %-9s %-9s %-9s %-18s ";
  private static final int LENGTH_OF_DATE = 10;

  private AlertLine() {}

  static String head() {
    return COLUMNS.formatted("DATE", "STATE", "SEVERITY", "CERTAINTY", "KIND") + "WHAT";
  }

  /**
   * @param when on which day it was told; null for the day the message says
   */
  static String of(JsonNode alert, String when) {
    String at = alert.path("at").asString("");
    return COLUMNS.formatted(
            when != null ? when : at.substring(0, Math.min(at.length(), LENGTH_OF_DATE)),
            alert.path("state").asString(""),
            alert.path("severity").asString(""),
            alert.path("certainty").asString(""),
            alert.path("kind").asString(""))
        + alert.path("summary").asString("")
        + (alert.path("historical").asBoolean(false) ? "  [historical]" : "")
        + (alert.hasNonNull("acknowledged")
            ? "  [seen by " + alert.at("/acknowledged/by").asString("") + "]"
            : "")
        + (alert.hasNonNull("silencedBy") ? "  [silenced]" : "")
        + (alert.hasNonNull("causedBy") ? "  by " + alert.path("causedBy").asString("") : "");
  }
}
