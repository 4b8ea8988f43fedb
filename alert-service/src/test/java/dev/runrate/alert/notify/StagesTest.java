package dev.runrate.alert.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runrate.alert.Story;
import dev.runrate.alert.notify.Stages.Departures;
import dev.runrate.alert.notify.Stages.Reason;
import dev.runrate.alert.notify.Stages.Waiting;
import dev.runrate.alert.silence.Silences;
import dev.runrate.common.event.AlertEvent;
import dev.runrate.common.event.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class StagesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Silences.Muting NOTHING_MUTED = new Silences.Muting(List.of(), NOW);
  private static final AlertEvent ALERT =
      Story.of("loss-widening")
          .hears("net-income", "2025-Q3", "-150000000", "-100000000", null)
          .lastAlert();

  @ParameterizedTest
  @CsvSource({
    // historical, severity, kinds, issuers, least severity, reason
    "false, warning,  ,                 ,        warning,  ",
    "false, critical, ,                 ,        critical, ",
    "false, warning,  loss-widening,    acme,    info,     ",
    "true,  critical, ,                 ,        info,     historical",
    "false, warning,  margin-change,    ,        info,     other-kind",
    "false, warning,  ,                 other,   info,     other-issuer",
    "false, info,     ,                 ,        warning,  too-mild",
    // The first reason is told.
    "true,  info,     margin-change,    other,   critical, historical",
  })
  void whoIsNotConcernedHearsNothingForAReason(
      boolean historical,
      String severity,
      String kind,
      String issuer,
      String minSeverity,
      String reason) {
    AlertEvent alert = alert("a", "raised", Map.of("severity", severity), historical);
    Subscription subscriber =
        Subscription.read(
            """
            {"id": "s", "url": "https://example.com", "kinds": [%s], "issuers": [%s],
             "minSeverity": "%s"}
            """
                .formatted(quoted(kind), quoted(issuer), minSeverity));

    assertThat(Stages.arrive(alert, subscriber).map(Reason::toString).orElse(null))
        .isEqualTo(reason);
  }

  private static String quoted(String text) {
    return text == null ? "" : "\"" + text + "\"";
  }

  @Test
  void newestWordOnEachAlertGoes() {
    Waiting raised = waiting(1, "a", "raised", false);
    Waiting worse = waiting(2, "a", "raised", false);
    Waiting other = waiting(3, "b", "raised", false);

    Departures departures = Stages.depart(List.of(raised, worse, other), NOTHING_MUTED);

    assertThat(departures.going()).containsExactly(worse, other);
    assertThat(departures.staying()).isEqualTo(Map.of(raised, Reason.OVERTAKEN));
  }

  @ParameterizedTest
  @CsvSource({
    "resolved,  false, never-told",
    "corrected, false, never-told",
    "resolved,  true,  ",
    "corrected, true,  ",
    "raised,    false, ",
    "raised,    true,  "
  })
  void endIsToldToWhoWasToldTheBeginning(String state, boolean told, String reason) {
    Waiting waiting = waiting(1, "a", state, told);

    Departures departures = Stages.depart(List.of(waiting), NOTHING_MUTED);

    assertThat(departures.going()).hasSize(reason == null ? 1 : 0);
    assertThat(
            departures.staying().values().stream().map(Reason::toString).findFirst().orElse(null))
        .isEqualTo(reason);
  }

  @Test
  void whatIsSilencedStays() {
    Silences.Silence silence =
        new Silences.Silence(
            "s", Map.of("issuer", "acme"), "ann", "known", NOW, NOW.plusSeconds(60));
    Waiting waiting = waiting(1, "a", "raised", false);

    Departures muted = Stages.depart(List.of(waiting), new Silences.Muting(List.of(silence), NOW));
    Departures later =
        Stages.depart(List.of(waiting), new Silences.Muting(List.of(silence), NOW.plusSeconds(60)));

    assertThat(muted.staying()).isEqualTo(Map.of(waiting, Reason.SILENCED));
    assertThat(later.going()).containsExactly(waiting);
  }

  private static Waiting waiting(long number, String id, String state, boolean told) {
    return new Waiting(number, alert(id, state, Map.of(), false), told);
  }

  private static AlertEvent alert(
      String id, String state, Map<String, String> members, boolean historical) {
    ObjectNode json = (ObjectNode) Json.MAPPER.readTree(Json.MAPPER.writeValueAsString(ALERT));
    json.put("id", id).put("issuer", "acme").put("state", state).put("historical", historical);
    members.forEach(json::put);
    return Json.read(json.toString(), AlertEvent.class);
  }
}
