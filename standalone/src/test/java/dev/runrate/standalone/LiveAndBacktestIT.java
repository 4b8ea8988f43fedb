package dev.runrate.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runrate.common.event.AlertEvent;
import dev.runrate.common.event.AlertKind;
import dev.runrate.common.event.Json;
import dev.runrate.common.event.Topics;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a backtest says over a history is what was told live while it happened: the issuers of the
 * examples, and two with years of reports to the SEC, are told again under other names, day of
 * publication by day of publication, and then the backtest is asked about them.
 */
class LiveAndBacktestIT {
  private static final String PREFIX = "lived-";
  private static final List<String> FROM_THE_SEC = List.of("snowflake", "tsmc");

  @Test
  void aBacktestSaysWhatWasToldLive() throws Exception {
    Live live = Live.system();
    live.loadExamples();
    for (String issuer : FROM_THE_SEC) {
      live.importSec(issuer);
    }
    live.awaitCurrent();
    Map<String, StringBuilder> days = new TreeMap<>();
    for (JsonNode event : live.messages(key -> !key.contains("story"), Topics.FILINGS)) {
      if (event.hasNonNull("retractedAt") || !isFromTheExamples(event.get("filing"))) {
        continue;
      }
      ObjectNode filing = (ObjectNode) event.get("filing");
      filing.put("id", PREFIX + filing.path("id").stringValue());
      filing.put("issuer", PREFIX + filing.path("issuer").stringValue());
      days.computeIfAbsent(
              filing.at("/source/publishedOn").stringValue(), day -> new StringBuilder())
          .append(filing)
          .append('\n');
    }
    assertThat(days.keySet()).hasSizeGreaterThan(20);
    for (StringBuilder day : days.values()) {
      var answer =
          live.send(
              "POST",
              live.ingest("/v1/filings/bulk"),
              "application/x-ndjson",
              BodyPublishers.ofString(day.toString()));
      assertThat(live.lines(answer).getLast().at("/totals/rejected").asInt(-1))
          .as(answer.body())
          .isZero();
      live.awaitCurrent();
    }

    Map<String, String> told = new TreeMap<>();
    for (AlertKind kind : AlertKind.values()) {
      for (JsonNode alert : live.messages(key -> key.startsWith(PREFIX), Topics.alerts(kind))) {
        told.put(alert.path("id").stringValue(), words(alert));
      }
    }
    assertThat(told).hasSizeGreaterThan(30);
    assertThat(backtested(live)).isEqualTo(told);
  }

  /** Other tests tell stories of their own to the same system. */
  private static boolean isFromTheExamples(JsonNode filing) {
    return filing.path("id").stringValue().startsWith("article-")
        || FROM_THE_SEC.contains(filing.path("issuer").stringValue());
  }

  private static Map<String, String> backtested(Live live) throws Exception {
    List<String> issuers = new ArrayList<>();
    for (JsonNode row : live.get(live.metrics("/internal/issuers")).path("items")) {
      if (row.stringValue().startsWith(PREFIX)) {
        issuers.add("\"" + row.stringValue() + "\"");
      }
    }
    var answer =
        live.send(
            "POST",
            live.alerts("/v1/rules/backtest"),
            "{\"rule\": \"*\", \"issuers\": [" + String.join(",", issuers) + "]}");
    Map<String, String> alerts = new TreeMap<>();
    for (JsonNode line : live.lines(answer)) {
      if (line.has("alert")) {
        JsonNode alert = line.path("alert").path("alert");
        alerts.put(alert.path("id").stringValue(), words(alert));
      }
    }
    return alerts;
  }

  /**
   * All that was last said of an alert, but for when it was and how many times it had been said. A
   * message leaves out what is usual, an answer does not.
   */
  private static String words(JsonNode alert) {
    ObjectNode copy = Json.MAPPER.valueToTree(Json.read(alert.toString(), AlertEvent.class));
    copy.remove(List.of("at", "sequence", "causedBy"));
    return copy.toString();
  }
}
