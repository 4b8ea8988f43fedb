package dev.runrate.metrics.trend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runrate.common.fact.Interval;
import dev.runrate.common.fact.Metric;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.metrics.Issuer;
import dev.runrate.metrics.metric.SegmentFigures;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Growth of what is stated now and then. */
class TrendTest {
  @Test
  void whatDoublesInAYearDoublesIn365DaysAndGrowsByTheTwelfthRootOfTwoAMonth() {
    Trend.Leg leg = trend("2024-03-01 100", "2025-03-01 200").whole().orElseThrow();

    assertContains(leg.growthPerYear(), "1");
    assertContains(leg.growthPerMonth(), "0.0594630943592952645618");
    assertThat(leg.growthPerYear().width().orElseThrow()).isLessThan(new BigDecimal("1e-15"));
    assertContains(leg.doublingDays(), "365");
    assertThat(leg.doublingDays().width().orElseThrow()).isLessThanOrEqualTo(BigDecimal.TWO);
  }

  @Test
  void boundsOfTheStatementsAreBoundsOfTheGrowth() {
    Trend.Leg leg = trend("2024-03-01 90..110", "2025-03-01 200..").whole().orElseThrow();

    assertThat(leg.growthPerYear().low())
        .isBetween(new BigDecimal("0.8181818181818"), new BigDecimal("0.81818181818182"));
    assertThat(leg.growthPerYear().high()).isNull();
    assertThat(leg.doublingDays().low()).isEqualByComparingTo("0");
  }

  @Test
  void whatMayNotGrowDoesNotDouble() {
    Trend.Leg leg = trend("2024-03-01 90..110", "2025-03-01 100").whole().orElseThrow();

    assertThat(leg.doublingDays()).isNull();
    assertThat(leg.reason()).contains("not certainly grow");
    assertContains(leg.growthPerYear(), "0");
  }

  @Test
  void nothingGrowsFromNothing() {
    Trend.Leg leg = trend("2024-03-01 0", "2025-03-01 100").whole().orElseThrow();

    assertThat(leg.factor()).isNull();
    assertThat(leg.reason()).isNotNull();
  }

  @Test
  void betweenTwoStatementsItIsBetweenThem() {
    Trend trend = trend("2024-01-01 100", "2025-01-01 466");

    Trend.AsOfDay at = trend.asOf(LocalDate.parse("2024-07-02"), 31);

    assertThat(at.manner()).isEqualTo(Trend.Manner.INTERPOLATED);
    assertThat(at.value()).isEqualByComparingTo("283");
    assertThat(at.range()).isEqualTo(Interval.of("100", "466"));
    assertThat(at.note()).contains("if it did not turn round");
  }

  @Test
  void statementWithinTheToleranceIsTakenAsItIs() {
    Trend trend = trend("2024-01-01 100", "2025-01-01 466");

    assertThat(trend.asOf(LocalDate.parse("2024-12-20"), 31).manner()).isEqualTo(Trend.Manner.NEAR);
    assertThat(trend.asOf(LocalDate.parse("2025-01-01"), 0).manner())
        .isEqualTo(Trend.Manner.STATED);
    assertThat(trend.asOf(LocalDate.parse("2025-06-01"), 31).manner())
        .isEqualTo(Trend.Manner.NOT_COMPUTABLE);
    assertThat(trend.asOf(LocalDate.parse("2023-06-01"), 31).note()).contains("before 2023-06-01");
  }

  @Test
  void whoeverStatesNothingHasNoTrend() {
    Trend trend = trend();

    assertThat(trend.whole()).isEmpty();
    assertThat(trend.asOf(LocalDate.parse("2024-06-01"), 31).note()).isEqualTo("nothing is stated");
  }

  /** p / q of the logarithm lies inside: what the ends give back is on either side. */
  @Test
  void powersContainTheTruth() {
    Random random = new Random(20_261_125L);
    for (int i = 0; i < 300; i++) {
      BigDecimal x = BigDecimal.valueOf(1 + random.nextInt(1_000_000), random.nextInt(7));
      int p = 1 + random.nextInt(20);
      int q = 1 + random.nextInt(40);

      Interval power = Powers.power(x, p, q).orElseThrow();

      assertThat(power.low().pow(q)).as(x + "^" + p + "/" + q).isLessThanOrEqualTo(x.pow(p));
      assertThat(power.high().pow(q)).as(x + "^" + p + "/" + q).isGreaterThanOrEqualTo(x.pow(p));
      assertThat(power.width().orElseThrow())
          .isLessThanOrEqualTo(power.high().multiply(new BigDecimal("1e-15")));
    }
  }

  private static void assertContains(Interval interval, String number) {
    assertThat(interval.contains(new BigDecimal(number))).as(number + " in " + interval).isTrue();
  }

  private static Trend trend(String... statements) {
    Issuer issuer = new Issuer();
    for (String statement : statements) {
      issuer.filed("2025-08-01").says("AnnualRecurringRevenue " + statement + " USD");
    }
    return Trend.of(new SegmentFigures(issuer.book(), SegmentId.WHOLE), Metric.ARR);
  }
}
