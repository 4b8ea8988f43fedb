package dev.runrate.alert.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runrate.alert.Story;
import dev.runrate.alert.alert.Entry;
import dev.runrate.alert.alert.Lifecycle.LineKey;
import dev.runrate.alert.rule.Verdict;
import dev.runrate.common.event.AlertEvent;
import dev.runrate.common.event.AlertEvent.Severity;
import dev.runrate.common.event.AlertEvent.State;
import dev.runrate.common.event.Json;
import dev.runrate.common.fact.FilingId;
import dev.runrate.common.persistence.Packed;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LineBodyTest {
  private static final LineKey Q3 = LineKey.parse("2025-07-01/2025-09-30");
  private static final LineKey Q4 = LineKey.parse("2025-10-01/2025-12-31");
  private static final FilingId CAUSE = FilingId.of("f-2025-Q3-1");

  private final AlertEvent raised =
      Story.of("loss-widening")
          .hears("net-income", "2025-Q3", "-150000000", "-100000000", null)
          .lastAlert();

  private final AlertEvent resolved =
      raised.in(
          State.RESOLVED, true, FilingId.of("later"), 2, Instant.parse("2026-02-01T00:00:00Z"));

  @Test
  void whatIsReadIsWhatWasStored() {
    NavigableMap<LineKey, Entry> line = new TreeMap<>();
    line.put(Q3, new Entry(3, Verdict.CERTAIN, raised, resolved, CAUSE));
    line.put(Q4, new Entry(1, Verdict.CLEAR, null, null, CAUSE));

    Entry read = stored(line).get(Q3);

    assertThat(read.revision()).isEqualTo(3);
    assertThat(read.verdict()).isEqualTo(Verdict.CERTAIN);
    assertThat(read.told()).isEqualTo(resolved);
    // When it was found is told by the message; the rest of the evidence is there.
    assertThat(read.evidence())
        .isEqualTo(raised.in(State.RAISED, raised.historical(), CAUSE, 1, resolved.at()));
    assertThat(stored(line).get(Q4)).isEqualTo(line.get(Q4));
  }

  @Test
  void evidenceThatWasToldStandsOnce() {
    NavigableMap<LineKey, Entry> line = new TreeMap<>();
    line.put(Q3, new Entry(1, Verdict.CERTAIN, raised, raised, CAUSE));

    assertThat(text(line)).containsOnlyOnce("\"summary\"");
  }

  @Test
  void evidenceThatWasNotToldYetIsKept() {
    AlertEvent told = resolvedWith(Severity.INFO);
    NavigableMap<LineKey, Entry> line = new TreeMap<>();
    line.put(Q3, new Entry(2, Verdict.POSSIBLE, raised, told, CAUSE));
    line.put(Q4, new Entry(1, Verdict.CERTAIN, raised, null, CAUSE));

    assertThat(stored(line)).isEqualTo(line);
  }

  @Test
  void linesFromBeforeTheyWerePackedAreRead() {
    String body =
        """
        {"2025-07-01/2025-09-30":{"revision":1,"verdict":"CERTAIN","evidence":%s,"told":%s,
         "causedBy":"f-2025-Q3-1"}}
        """
            .formatted(
                Json.MAPPER.writeValueAsString(raised), Json.MAPPER.writeValueAsString(raised));

    assertThat(LineBody.read(body.getBytes(StandardCharsets.UTF_8)))
        .containsOnlyKeys(Q3)
        .containsValue(new Entry(1, Verdict.CERTAIN, raised, raised, CAUSE));
  }

  @Test
  void aLineWithoutPeriodsIsOne() {
    assertThat(stored(new TreeMap<>())).isEmpty();
  }

  private AlertEvent resolvedWith(Severity severity) {
    String json = Json.MAPPER.writeValueAsString(resolved);
    return Json.read(json.replace("\"warning\"", "\"" + severity + "\""), AlertEvent.class);
  }

  private static NavigableMap<LineKey, Entry> stored(NavigableMap<LineKey, Entry> line) {
    return LineBody.read(LineBody.of(line, Json.MAPPER::writeValueAsString));
  }

  private static String text(NavigableMap<LineKey, Entry> line) {
    byte[] body = LineBody.of(line, Json.MAPPER::writeValueAsString);
    return new String(Packed.unpack(body), StandardCharsets.UTF_8);
  }
}
