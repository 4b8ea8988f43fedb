package dev.runrate.metrics.factbook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runrate.common.fact.Figure;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.Tier;
import dev.runrate.metrics.Issuer;
import org.junit.jupiter.api.Test;

/** What a person judges of a fact, and what one voice is. */
class RulingsTest {
  @Test
  void whatIsExcludedDoesNotCountAndIsShownWithTheReason() {
    Issuer issuer = twoSources().ruled("f2", 0, "exclude");

    assertThat(issuer.figure("revenue", "2025-H1").value()).isEqualByComparingTo("100");
    Candidates candidates = revenue(issuer);
    assertThat(candidates.ranked()).hasSize(2);
    assertThat(candidates.whyLost(candidates.others().getFirst()))
        .isEqualTo("excluded by ann: a misprint");
  }

  @Test
  void whereEverythingIsExcludedNothingIsKnown() {
    Issuer issuer = twoSources().ruled("f1", 0, "exclude").ruled("f2", 0, "exclude");

    Figure figure = issuer.figure("revenue", "2025-H1");

    assertThat(figure.isKnown()).isFalse();
    assertThat(revenue(issuer).overruled()).isEqualTo("excluded by ann: a misprint");
  }

  @Test
  void whatIsPinnedCountsWhateverElseIsSaid() {
    Issuer issuer = twoSources().ruled("f1", 0, "pin");

    assertThat(issuer.figure("revenue", "2025-H1").value()).isEqualByComparingTo("100");
    Candidates candidates = revenue(issuer);
    assertThat(candidates.whyLost(candidates.others().getFirst()))
        .isEqualTo("another is pinned by ann: a misprint");
  }

  @Test
  void gradeChangesNoFigure() {
    assertThat(twoSources().ruled("f1", 0, "grade").figure("revenue", "2025-H1"))
        .isEqualTo(twoSources().figure("revenue", "2025-H1"));
  }

  @Test
  void rulingAboutAFactThatIsNotThereChangesNothing() {
    assertThat(
            twoSources()
                .ruled("f1", 7, "exclude")
                .ruled("f9", 0, "pin")
                .figure("revenue", "2025-H1"))
        .isEqualTo(twoSources().figure("revenue", "2025-H1"));
  }

  @Test
  void articlesThatCopyEachOtherAreOneVoice() {
    Issuer issuer =
        new Issuer()
            .filed("2025-09-01")
            .by(Tier.PRESS, "First")
            .says("Revenue 2025-H1 4300~-2 USD")
            .filed("2025-09-02")
            .by(Tier.PRESS, "Second")
            .says("Revenue 2025-H1 4300~-2 USD")
            .filed("2025-09-03")
            .by(Tier.PRESS, "Measured for itself")
            .says("Revenue 2025-H1 4280~-1 USD")
            .filed("2025-09-04")
            .by(Tier.PRESS, "first ")
            .says("Revenue 2025-H1 4281~0 USD");

    assertThat(revenue(issuer).confirmations())
        .extracting(o -> o.first().filing().source().publisher() + " " + o.echoes().size())
        .containsExactlyInAnyOrder("First 2", "Measured for itself 0");
  }

  @Test
  void whoRepeatsTheIssuerIsItsEchoAndWhoSaidItBeforeIsNot() {
    Issuer issuer =
        new Issuer()
            .filed("2025-08-01")
            .by(Tier.PRESS, "Scoop")
            .says("Revenue 2025-H1 100 USD")
            .filed("2025-09-01")
            .says("Revenue 2025-H1 100 USD")
            .filed("2025-09-02")
            .by(Tier.PRESS, "Echo")
            .says("Revenue 2025-H1 100 USD");

    assertThat(revenue(issuer).confirmations())
        .extracting(o -> o.first().filing().source().publisher() + " " + o.tier())
        .containsExactly("Scoop press", "SEC regulatory");
  }

  @Test
  void fiveCopiesOfARumourWeighAsOne() {
    Issuer rumours =
        new Issuer().filed("2025-09-10").by(Tier.PRESS, "Other").says("Revenue 2025-H1 100 USD");
    for (int day = 1; day <= 5; day++) {
      rumours
          .filed("2025-09-0" + day)
          .by(Tier.PRESS, "Copy " + day)
          .says("Revenue 2025-H1 900 USD");
    }

    assertThat(rumours.figure("revenue", "2025-H1").value()).isEqualByComparingTo("100");
  }

  private static Issuer twoSources() {
    return new Issuer()
        .filed("2025-08-01")
        .by(Tier.PRESS, "Paper")
        .says("Revenue 2025-H1 100 USD")
        .filed("2025-08-15")
        .says("Revenue 2025-H1 130 USD");
  }

  private static Candidates revenue(Issuer issuer) {
    FactBook book = issuer.book();
    Period half = Period.span("2025-01-01", "2025-06-30");
    return book.lines().stream()
        .map(line -> book.candidates(line, half).orElseThrow())
        .findFirst()
        .orElseThrow();
  }
}
