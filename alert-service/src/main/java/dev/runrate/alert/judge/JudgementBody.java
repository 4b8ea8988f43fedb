package dev.runrate.alert.judge;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.runrate.alert.alert.Claim;
import dev.runrate.alert.alert.Content;
import dev.runrate.alert.alert.Entry;
import dev.runrate.alert.alert.Judgement;
import dev.runrate.alert.alert.LineId;
import dev.runrate.alert.alert.PeriodId;
import dev.runrate.alert.alert.Told;
import dev.runrate.alert.rule.Verdict;
import dev.runrate.common.event.AlertEvent;
import dev.runrate.common.event.AlertEvent.Certainty;
import dev.runrate.common.event.AlertEvent.Severity;
import dev.runrate.common.event.Json;
import dev.runrate.common.fact.FilingId;
import dev.runrate.common.persistence.Packed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.type.TypeReference;

/**
 * A judgement as its row keeps it, packed. Most rules have nothing to tell of most periods; an
 * alert that was told is kept as the number of its last message.
 *
 * <pre>
 * {"silent": {"CLEAR": ["margin-change:gross-margin:reported", ...], "HOLDING": [...]},
 *  "alerts": {"loss-widening:net-income:reported":
 *    {"verdict": "CERTAIN", "causedBy": "0001045810-25-000116", "severity": "warning",
 *     "direction": -1, "told": {"message": 17, "state": "raised", "sequence": 1, "says": "x7Q..."}}}}
 * </pre>
 */
final class JudgementBody {
  private static final TypeReference<LinkedHashMap<String, AlertEvent>> ALERTS =
      new TypeReference<>() {};

  private record Body(
      @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<Verdict, List<String>> silent,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Alert> alerts) {}

  /**
   * @param severity and the next two: of a verdict that fires
   * @param says null where it is what was told
   */
  @JsonInclude(JsonInclude.Include.NON_DEFAULT)
  private record Alert(
      Verdict verdict,
      FilingId causedBy,
      Severity severity,
      int direction,
      boolean historical,
      String says,
      Told told) {

    static Alert of(Entry entry) {
      Claim claim = entry.claim();
      if (claim == null) {
        return new Alert(entry.verdict(), entry.causedBy(), null, 0, false, null, entry.told());
      }
      boolean isTold = entry.told() != null && claim.says().equals(entry.told().says());
      return new Alert(
          entry.verdict(),
          entry.causedBy(),
          claim.severity(),
          claim.direction(),
          claim.historical(),
          isTold ? null : claim.says(),
          entry.told());
    }

    Entry entry(PeriodId period, LineId line) {
      return new Entry(verdict, verdict.isFiring() ? claim(period, line) : null, told, causedBy);
    }

    private Claim claim(PeriodId period, LineId line) {
      return new Claim(
          severity,
          verdict == Verdict.CERTAIN ? Certainty.CERTAIN : Certainty.POSSIBLE,
          direction,
          historical,
          says == null ? told.says() : says,
          says == null ? new Content.OfMessage(told.message()) : new Content.Untold(period, line));
    }
  }

  private JudgementBody() {}

  static byte[] of(Judgement judgement) {
    Map<Verdict, List<String>> silent = new EnumMap<>(Verdict.class);
    Map<String, Alert> alerts = new LinkedHashMap<>();
    judgement
        .entries()
        .forEach(
            (line, entry) -> {
              if (entry.claim() == null && entry.told() == null) {
                silent.computeIfAbsent(entry.verdict(), v -> new ArrayList<>()).add(line.name());
              } else {
                alerts.put(line.name(), Alert.of(entry));
              }
            });
    return Packed.pack(Json.MESSAGES.writeValueAsBytes(new Body(silent, alerts)));
  }

  static Judgement read(PeriodId period, long revision, byte[] column) {
    Body body = Json.read(Packed.unpack(column), Body.class);
    Map<LineId, Entry> entries = new LinkedHashMap<>();
    if (body.silent != null) {
      body.silent.forEach(
          (verdict, names) ->
              names.forEach(
                  name ->
                      entries.put(
                          LineId.named(name, period), new Entry(verdict, null, null, null))));
    }
    if (body.alerts != null) {
      body.alerts.forEach(
          (name, alert) -> {
            LineId line = LineId.named(name, period);
            entries.put(line, alert.entry(period, line));
          });
    }
    return new Judgement(revision, entries);
  }

  /** The words of what fires and was not told, by line; null for nothing. */
  static byte[] untold(Map<String, AlertEvent> byLine) {
    return byLine.isEmpty() ? null : Packed.pack(Json.MESSAGES.writeValueAsBytes(byLine));
  }

  static Map<String, AlertEvent> readUntold(byte[] column) {
    return Json.read(new String(Packed.unpack(column), StandardCharsets.UTF_8), ALERTS);
  }
}
