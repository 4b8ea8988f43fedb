package dev.runrate.alert.intake;

import dev.runrate.alert.alert.Entry;
import dev.runrate.alert.alert.Lifecycle.LineKey;
import dev.runrate.alert.rule.Verdict;
import dev.runrate.common.event.AlertEvent;
import dev.runrate.common.event.AlertEvent.State;
import dev.runrate.common.event.Json;
import dev.runrate.common.fact.FilingId;
import dev.runrate.common.persistence.Packed;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;
import tools.jackson.core.type.TypeReference;

/**
 * A line as its row keeps it, packed:
 *
 * <pre>
 * {"2025-01-01/2025-03-31": {"revision": 3, "verdict": "CLEAR", "causedBy": "0001045810-25-000116"},
 *  "2025-04-01/2025-06-30": {"revision": 1, "verdict": "CERTAIN", "causedBy": "...",
 *                            "told": {"id": "loss-widening:...", ...}, "asTold": true}}
 * </pre>
 */
final class LineBody {
  /**
   * @param evidence null also where it is what was told
   * @param asTold whether the evidence, which is what was told, is of the past; null where it is
   *     not what was told
   */
  private record Kept(
      long revision,
      Verdict verdict,
      AlertEvent evidence,
      AlertEvent told,
      FilingId causedBy,
      Boolean asTold) {

    Entry entry() {
      AlertEvent evidence =
          asTold == null ? this.evidence : told.in(State.RAISED, asTold, causedBy, 1, told.at());
      return new Entry(revision, verdict, evidence, told, causedBy);
    }
  }

  private static final TypeReference<TreeMap<String, Kept>> ENTRIES = new TypeReference<>() {};

  private LineBody() {}

  static NavigableMap<LineKey, Entry> read(byte[] body) {
    NavigableMap<LineKey, Entry> entries = new TreeMap<>();
    Json.read(new String(Packed.unpack(body), StandardCharsets.UTF_8), ENTRIES)
        .forEach((period, kept) -> entries.put(LineKey.parse(period), kept.entry()));
    return entries;
  }

  /**
   * @param json the text of an alert
   */
  static byte[] of(NavigableMap<LineKey, Entry> entries, Function<AlertEvent, String> json) {
    StringBuilder body = new StringBuilder("{");
    for (Map.Entry<LineKey, Entry> each : entries.entrySet()) {
      Entry entry = each.getValue();
      body.append(body.length() == 1 ? "\"" : ",\"").append(each.getKey());
      body.append("\":{\"revision\":").append(entry.revision());
      body.append(",\"verdict\":\"").append(entry.verdict().name());
      body.append("\",\"causedBy\":").append(Json.MAPPER.writeValueAsString(entry.causedBy()));
      if (entry.told() != null) {
        body.append(",\"told\":").append(json.apply(entry.told()));
      }
      if (isAsTold(entry)) {
        body.append(",\"asTold\":").append(entry.evidence().historical());
      } else if (entry.evidence() != null) {
        body.append(",\"evidence\":").append(json.apply(entry.evidence()));
      }
      body.append('}');
    }
    return Packed.pack(body.append('}').toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Its state, cause and time are the message's own in either. */
  private static boolean isAsTold(Entry entry) {
    AlertEvent told = entry.told();
    return told != null
        && entry.evidence() != null
        && told.equals(
            entry
                .evidence()
                .in(told.state(), told.historical(), told.causedBy(), told.sequence(), told.at()));
  }
}
