package dev.runrate.metrics.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runrate.common.fact.Metric;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.common.fact.Tier;
import dev.runrate.common.fact.Unit;
import dev.runrate.metrics.Issuer;
import dev.runrate.metrics.metric.SegmentFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a missing fact is said to unlock, it unlocks. */
class CoverageTest {
  private static final int WORLDS = 150;
  private static final long SEED = 20_261_125L;

  @Test
  void cashUnlocksTheRunway() {
    Issuer issuer =
        new Issuer()
            .filed("2025-08-01")
            .says(
                "CashBurn 2025-H1 60 USD", "Revenue 2025-H1 100 USD", "NetIncome 2025-H1 -50 USD");

    assertThat(missing(issuer))
        .anySatisfy(
            missing -> {
              assertThat(missing.concept()).hasToString("Cash");
              assertThat(missing.period()).isEqualTo(Period.instant("2025-06-30"));
              assertThat(missing.unlocks())
                  .anySatisfy(
                      unlocked -> {
                        assertThat(unlocked.metric()).isEqualTo(Metric.RUNWAY_MONTHS);
                        assertThat(unlocked.reason()).contains("cash");
                      });
            });
  }

  @Test
  void revenueOfTheYearBeforeUnlocksGrowth() {
    Issuer issuer = new Issuer().filed("2025-08-01").says("Revenue 2025-H1 100 USD");

    assertThat(missing(issuer))
        .anySatisfy(
            missing -> {
              assertThat(missing.concept()).hasToString("Revenue");
              assertThat(missing.period()).isEqualTo(Period.span("2024-01-01", "2024-06-30"));
              assertThat(missing.unlocks())
                  .extracting(Coverage.Unlocked::metric)
                  .contains(Metric.REVENUE_GROWTH_YOY);
            });
  }

  @Test
  void whatUnlocksMostComesFirst() {
    List<Coverage.Missing> missing =
        missing(new Issuer().filed("2025-08-01").says("NetIncome 2025-H1 -50 USD"));

    assertThat(missing).extracting(m -> m.unlocks().size()).isSortedAccordingTo((a, b) -> b - a);
    assertThat(missing.subList(0, 2))
        .as(missing.subList(0, 2).toString())
        .anySatisfy(m -> assertThat(m.concept()).hasToString("Revenue"));
  }

  @Test
  void bookWithoutFactsLacksNothingInParticular() {
    assertThat(missing(new Issuer())).isEmpty();
  }

  @Test
  void whateverTheNamedFactSaysTheNamedFiguresAreKnown() {
    Random seeds = new Random(SEED);
    int promises = 0;
    for (int i = 0; i < WORLDS; i++) {
      long seed = seeds.nextLong();
      Random random = new Random(seed);
      List<String> lines = lines(random);
      for (Coverage.Missing missing : missing(world(lines))) {
        Issuer then = world(lines);
        String fact =
            missing.concept()
                + " "
                + missing.period()
                + " "
                + value(missing.unit(), random)
                + " "
                + missing.unit();
        then.filed("2026-02-01").by(Tier.ISSUER, "the issuer").says(fact);
        SegmentFigures figures = new SegmentFigures(then.book(), SegmentId.WHOLE);
        for (Coverage.Unlocked unlocked : missing.unlocks()) {
          promises++;
          assertThat(
                  figures
                      .figure(unlocked.metric(), unlocked.period(), SegmentFigures.OUTCOMES)
                      .reason())
              .as("seed " + seed + ": " + lines + " and " + fact + " for " + unlocked)
              .isNull();
        }
      }
    }
    assertThat(promises).isGreaterThan(WORLDS);
  }

  private static String value(Unit unit, Random random) {
    return unit.isRatio()
        ? "0." + (1 + random.nextInt(9)) + random.nextInt(10)
        : Integer.toString(1 + random.nextInt(1_000_000_000));
  }

  private static List<Coverage.Missing> missing(Issuer issuer) {
    return Coverage.of(issuer.profile(), issuer.records(), SegmentId.WHOLE);
  }

  private static Issuer world(List<String> lines) {
    return new Issuer().filed("2026-01-31").says(lines.toArray(String[]::new));
  }

  private static List<String> lines(Random random) {
    List<String> lines = new ArrayList<>();
    for (String period : List.of("2024", "2025", "2024-H1", "2025-H1", "2025-Q3", "2025-Q4")) {
      for (String concept :
          List.of(
              "Revenue",
              "GrossProfit",
              "NetIncome",
              "CashBurn",
              "CapitalExpenditure",
              "OperatingCashFlow",
              "ResearchAndDevelopmentExpense")) {
        if (random.nextInt(4) == 0) {
          lines.add(concept + " " + period + " " + (100 + random.nextInt(900)) + " USD");
        }
      }
      if (random.nextInt(6) == 0) {
        lines.add("GrossMargin " + period + " 0." + (10 + random.nextInt(80)) + " ratio");
        lines.add("RevenueGrowth " + period + " 0." + (10 + random.nextInt(80)) + " ratio");
      }
    }
    for (String day : List.of("2024-12-31", "2025-06-30", "2025-12-31")) {
      if (random.nextInt(4) == 0) {
        lines.add("AnnualRecurringRevenue " + day + " " + (100 + random.nextInt(900)) + " USD");
      }
      if (random.nextInt(4) == 0) {
        lines.add("Valuation " + day + " " + (1000 + random.nextInt(900)) + " USD");
      }
      if (random.nextInt(4) == 0) {
        lines.add("PayingUsers " + day + " " + (100 + random.nextInt(900)) + " users");
      }
    }
    if (lines.isEmpty()) {
      lines.add("Revenue 2025 100 USD");
    }
    return lines;
  }
}
