package dev.runrate.alert.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runrate.alert.Story;
import dev.runrate.common.fact.Basis;
import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.Conflict;
import dev.runrate.common.fact.Scenario;
import dev.runrate.common.fact.Unit;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What happens to alerts over time, as timelines: what comes in, and what is told. */
class TimelineTest {
  private static final String LOSS = "net-income";
  private static final String Q3_24 = "2024-Q3";
  private static final String Q3 = "2025-Q3";
  private static final String Q4 = "2025-Q4";

  @Test
  void widerLossIsRaisedOnce() {
    Story story =
        Story.of("loss-widening")
            .hears(LOSS, Q3_24, "-100000000", null, null)
            .hears(LOSS, Q3, "-150000000", "-100000000", null)
            .hears(LOSS, Q3, "-150000000", "-100000000", null);

    assertThat(story.told()).containsExactly("raised 2025-Q3 certain warning");
  }

  @Test
  void narrowerLossIsSilent() {
    Story story = Story.of("loss-widening").hears(LOSS, Q3, "-80000000", "-100000000", null);

    assertThat(story.told()).isEmpty();
  }

  @Test
  void twiceTheLossIsCritical() {
    Story story = Story.of("loss-widening").hears(LOSS, Q3, "-200000000", "-100000000", null);

    assertThat(story.told()).containsExactly("raised 2025-Q3 certain critical");
  }

  @Test
  void flappingAroundTheThresholdRaisesOnceAndResolvesOnce() {
    Story story =
        Story.of("loss-widening")
            .hears(LOSS, "2025-Q1", "-106000000", "-100000000", null)
            // Between the threshold (5 percent) and the reset (none): it holds.
            .hears(LOSS, "2025-Q2", "-103000000", "-100000000", null)
            .hears(LOSS, "2025-Q3", "-104000000", "-100000000", null)
            .hears(LOSS, "2025-Q4", "-95000000", "-100000000", null)
            .hears(LOSS, "2026-Q1", "-90000000", "-106000000", null);

    assertThat(story.told())
        .containsExactly("raised 2025-Q1 certain warning", "resolved 2025-Q1 certain warning");
  }

  @Test
  void newerPeriodThatFiresToldItsOwnAndBothResolveTogether() {
    Story story =
        Story.of("loss-widening")
            .hears(LOSS, Q3, "-150000000", "-100000000", null)
            .hears(LOSS, Q4, "-160000000", "-100000000", null)
            .hears(LOSS, "2026-Q1", "-50000000", "-100000000", null);

    assertThat(story.told())
        .containsExactly(
            "raised 2025-Q3 certain warning",
            "raised 2025-Q4 certain warning",
            "resolved 2025-Q3 certain warning",
            "resolved 2025-Q4 certain warning");
  }

  @Test
  void lateAmendmentThatUndoesItCorrects() {
    Story story =
        Story.of("loss-widening")
            .hears(LOSS, Q3, "-150000000", "-100000000", null)
            .hears(LOSS, Q3, "-101000000", "-100000000", null);

    assertThat(story.told())
        .containsExactly("raised 2025-Q3 certain warning", "corrected 2025-Q3 certain warning");
    assertThat(story.lastAlert().causedBy()).hasToString("f-2025-Q3-2");
  }

  @Test
  void retractionOfTheFilingCorrects() {
    Story story =
        Story.of("loss-widening")
            .hears(LOSS, Q3, "-150000000", "-100000000", null)
            .hears(LOSS, Q3, null, null, null);

    assertThat(story.told())
        .containsExactly("raised 2025-Q3 certain warning", "corrected 2025-Q3 certain warning");
  }

  @Test
  void correctedAlertThatFiresAgainIsRaisedAgain() {
    Story story =
        Story.of("loss-widening")
            .hears(LOSS, Q3, "-150000000", "-100000000", null)
            .hears(LOSS, Q3, null, null, null)
            .hears(LOSS, Q3, "-150000000", "-100000000", null);

    assertThat(story.told())
        .containsExactly(
            "raised 2025-Q3 certain warning",
            "corrected 2025-Q3 certain warning",
            "raised 2025-Q3 certain warning");
    assertThat(story.lastAlert().sequence()).isEqualTo(3);
  }

  @Test
  void nothingIsSaidOfAMissingPeriod() {
    Story story = Story.of("loss-widening").hears(LOSS, Q3, "-150000000", null, null);

    assertThat(story.told()).isEmpty();
  }

  @Test
  void periodBeforeServesWhereTheYearAgoIsUnknown() {
    Story story = Story.of("loss-widening").hears(LOSS, Q3, "-150000000", null, "-100000000");

    assertThat(story.told()).containsExactly("raised 2025-Q3 certain warning");
    assertThat(story.lastAlert().comparedWith().label()).isEqualTo("before");
  }

  @Test
  void twoBasesAreNeverCompared() {
    Story story =
        Story.of("loss-widening").hears(LOSS, Q3, "-150000000@non-gaap", "-100000000", null);

    assertThat(story.told()).isEmpty();
  }

  @Test
  void twoCurrenciesAreNeverCompared() {
    Story story = Story.of("loss-widening").hears(LOSS, Q3, "-150000000#CNY", "-100000000", null);

    assertThat(story.told()).isEmpty();
  }

  @Test
  void overlappingIntervalsArePossible() {
    Story story =
        Story.of("loss-widening")
            .hears(LOSS, Q3, "-120000000..-100000000", "-110000000..-100000000", null);

    assertThat(story.told()).containsExactly("raised 2025-Q3 possible warning");
  }

  @Test
  void intervalsThatCannotOverlapAreCertain() {
    Story story =
        Story.of("loss-widening")
            .hears(LOSS, Q3, "-150000000..-140000000", "-110000000..-100000000", null);

    assertThat(story.told()).containsExactly("raised 2025-Q3 certain warning");
  }

  @Test
  void oldPeriodAfterANewerOneIsHistoryAndResolvedByIt() {
    Story story =
        Story.of("loss-widening")
            .hears(LOSS, Q4, "-90000000", "-100000000", null)
            .hears(LOSS, Q3, "-150000000", "-100000000", null);

    assertThat(story.told())
        .containsExactly(
            "raised 2025-Q3 certain warning historical",
            "resolved 2025-Q3 certain warning historical");
  }

  @Test
  void sameEvidenceFromAnotherArticleIsNotToldAgain() {
    Story story =
        Story.of("loss-widening")
            .hears(LOSS, Q3, "-150000000", "-100000000", null)
            // Another revision, of which only the cause differs.
            .hears(LOSS, Q3, "-150000000", "-100000000", "-120000000");

    assertThat(story.told()).containsExactly("raised 2025-Q3 certain warning");
  }

  @Test
  void changedFiguresOfARaisedAlertAreTold() {
    Story story =
        Story.of("loss-widening")
            .hears(LOSS, Q3, "-150000000", "-100000000", null)
            .hears(LOSS, Q3, "-170000000", "-100000000", null);

    assertThat(story.told())
        .containsExactly("raised 2025-Q3 certain warning", "raised 2025-Q3 certain warning");
    assertThat(story.lastAlert().sequence()).isEqualTo(2);
  }

  @Test
  void transitionsAreNamed() {
    Story toLoss = Story.of("profit-to-loss").hears(LOSS, Q3, "-5000000", "10000000", null);
    Story toProfit = Story.of("loss-to-profit").hears(LOSS, Q3, "5000000", "-10000000", null);

    assertThat(toLoss.lastAlert().transition()).isEqualTo("profit-to-loss");
    assertThat(toProfit.lastAlert().transition()).isEqualTo("loss-to-profit");
    assertThat(toProfit.lastAlert().severity()).hasToString("info");
  }

  @Test
  void marginsMoveInPointsNotInPercent() {
    Story fall = Story.of("margin-change").hears("gross-margin", Q3, "0.52", "0.60", null);
    Story doubled = Story.of("margin-change").hears("gross-margin", Q3, "0.04", "0.02", null);

    assertThat(fall.told()).containsExactly("raised 2025-Q3 certain warning");
    assertThat(doubled.told()).isEmpty();
    assertThat(fall.lastAlert().change().relative()).isNull();
  }

  @Test
  void risingMarginIsGoodNews() {
    Story story = Story.of("margin-change").hears("gross-margin", Q3, "0.70", "0.60", null);

    assertThat(story.told()).containsExactly("raised 2025-Q3 certain info");
  }

  @Test
  void lowRunwayIsCriticalBelowSixMonths() {
    Story story =
        Story.of("runway-low")
            .hears("runway-months", Q3, "11", null, null)
            .hears("runway-months", Q4, "5", null, null)
            .hears("runway-months", "2026-Q1", "13", null, null)
            .hears("runway-months", "2026-Q2", "20", null, null);

    assertThat(story.told())
        .containsExactly(
            "raised 2025-Q3 certain warning",
            "raised 2025-Q4 certain critical",
            "resolved 2025-Q3 certain warning",
            "resolved 2025-Q4 certain critical");
  }

  @Test
  void forecastIsMissedOnlyBelowItsLowestEnd() {
    Story overlapping = Story.of("forecast-miss");
    overlapping.hears("revenue", Q3, "95", null, null, "90..110", List.of());
    Story missed = Story.of("forecast-miss");
    missed.hears("revenue", Q3, "80", null, null, "90..110", List.of());

    assertThat(overlapping.told()).isEmpty();
    assertThat(missed.told()).containsExactly("raised 2025-Q3 certain warning");
  }

  @Test
  void conflictOnTheLossInhibitsItsWidening() {
    Conflict conflict =
        new Conflict(
            Conflict.Type.SOURCE,
            Concept.NET_INCOME,
            Basis.REPORTED,
            Scenario.ACTUAL,
            statement("-150000000"),
            statement("-20000000"),
            "",
            BigDecimal.ONE);
    Story story = Story.of("loss-widening", "source-conflict");
    story.hears(LOSS, Q3, "-150000000", "-100000000", null, null, List.of(conflict));

    assertThat(story.told()).containsExactly("raised 2025-Q3 certain warning");
    assertThat(story.lastAlert().kind()).hasToString("source-conflict");
  }

  private static Conflict.Statement statement(String value) {
    BigDecimal v = new BigDecimal(value);
    return new Conflict.Statement(v, v, v, Unit.of("USD"), "f", null, null, null, null, null, null);
  }

  @Test
  void ruleMayWaitForSeveralPeriodsInARow() {
    Story story =
        Story.ofYaml(
            """
            id: twice
            kind: loss-widening
            over: [net-income]
            compareWith: [yearAgo]
            when: growth(it, was) >= 0.05
            for: 2
            severity: warning
            """);
    story
        .hears(LOSS, Q3, "-150000000", "-100000000", null)
        .hears(LOSS, Q4, "-150000000", "-100000000", null);

    assertThat(story.told()).containsExactly("raised 2025-Q4 certain warning");
  }
}
