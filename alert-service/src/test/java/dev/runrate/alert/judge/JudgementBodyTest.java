package dev.runrate.alert.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runrate.alert.Story;
import dev.runrate.alert.alert.Claim;
import dev.runrate.alert.alert.Content;
import dev.runrate.alert.alert.Entry;
import dev.runrate.alert.alert.Judgement;
import dev.runrate.alert.alert.LineId;
import dev.runrate.alert.alert.PeriodId;
import dev.runrate.alert.alert.PeriodId.Scope;
import dev.runrate.alert.alert.PeriodKey;
import dev.runrate.alert.alert.Told;
import dev.runrate.alert.rule.Verdict;
import dev.runrate.common.event.AlertEvent;
import dev.runrate.common.event.AlertEvent.State;
import dev.runrate.common.fact.FilingId;
import dev.runrate.common.fact.SpanLength;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is kept of a period is what is read again. */
class JudgementBodyTest {
  private static final PeriodId Q3 =
      new PeriodId(
          new Scope("test", ""), SpanLength.QUARTER, PeriodKey.parse("2025-07-01/2025-09-30"));
  private static final LineId LOSS = LineId.named("loss-widening:net-income:reported", Q3);
  private static final LineId BURN = LineId.named("burn-acceleration:cash-burn:non-gaap", Q3);
  private static final LineId MARGIN = LineId.named("margin-change:gross-margin:reported", Q3);
  private static final FilingId CAUSE = FilingId.of("f-1");

  private static final AlertEvent ALERT =
      Story.of("loss-widening")
          .hears("2025-Q3 net-income=-150m..-140m | ago net-income=-100m")
          .lastAlert();
  private static final Claim CLAIM = Claim.of(ALERT);
  private static final Told TOLD = new Told(17, State.RAISED, 2, true, CLAIM.says());

  @Test
  void whatWasToldIsKeptAsTheNumberOfItsMessage() {
    Judgement judgement =
        new Judgement(
            3,
            Map.of(
                LOSS, new Entry(Verdict.CERTAIN, CLAIM.in(TOLD.content()), TOLD, CAUSE),
                MARGIN, new Entry(Verdict.CLEAR, null, null, null)));

    assertThat(read(judgement)).isEqualTo(judgement);
    assertThat(new String(JudgementBody.of(judgement), StandardCharsets.UTF_8))
        .contains("\"message\":17")
        .doesNotContain(ALERT.summary());
  }

  @Test
  void whatFiresAndWasNotToldIsKeptBeside() {
    Claim untold = CLAIM.in(new Content.Untold(Q3, BURN));
    Told other = new Told(9, State.CORRECTED, 1, false, "another");
    Judgement judgement =
        new Judgement(
            1,
            Map.of(
                BURN, new Entry(Verdict.CERTAIN, untold, other, CAUSE),
                LOSS, new Entry(Verdict.NONE, null, TOLD, CAUSE)));

    assertThat(read(judgement)).isEqualTo(judgement);
    assertThat(JudgementBody.readUntold(JudgementBody.untold(Map.of(BURN.name(), ALERT))))
        .containsExactly(Map.entry(BURN.name(), ALERT));
    assertThat(JudgementBody.untold(Map.of())).isNull();
  }

  @Test
  void nothingSaidIsLittleKept() {
    Judgement judgement = new Judgement(5, Map.of());

    assertThat(read(judgement)).isEqualTo(judgement);
    assertThat(JudgementBody.of(judgement)).isEqualTo("{}".getBytes(StandardCharsets.UTF_8));
  }

  private static Judgement read(Judgement judgement) {
    return JudgementBody.read(Q3, judgement.revision(), JudgementBody.of(judgement));
  }
}
