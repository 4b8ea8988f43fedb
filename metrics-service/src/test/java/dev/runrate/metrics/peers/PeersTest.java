package dev.runrate.metrics.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runrate.common.fact.Basis;
import dev.runrate.common.fact.Figure;
import dev.runrate.common.fact.Hows;
import dev.runrate.common.fact.Interval;
import dev.runrate.common.fact.Metric;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.Scenario;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.common.fact.Unit;
import dev.runrate.metrics.Issuer;
import dev.runrate.metrics.metric.SegmentFigures;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The same days for everybody. */
class PeersTest {
  private static final Period.Span FIRST_QUARTER = Period.span("2025-01-01", "2025-03-31");

  @Test
  void fiscalQuartersAreSetAgainstACalendarOneByDays() {
    Peers.Compared compared =
        over(
            new Issuer()
                .yearEndsOn("--01-31")
                .filed("2025-06-01")
                .says(
                    "Revenue 2024-11-01/2025-01-31 92 USD",
                    "Revenue 2025-02-01/2025-04-30 178 USD"),
            Metric.REVENUE);

    // 31 of 92 days at 1 a day, 59 of 89 at 2 a day.
    assertThat(compared.calendarised()).isTrue();
    assertThat(compared.figure().value()).isEqualByComparingTo("149");
    assertThat(compared.figure().low()).isEqualByComparingTo("90");
    assertThat(compared.figure().high()).isEqualByComparingTo("180");
    assertThat(compared.note()).contains("31 days of", "59 of");
  }

  @Test
  void periodPathsAreExactWhereTheyLeadThere() {
    Peers.Compared compared =
        over(
            new Issuer()
                .yearEndsOn("--06-30")
                .filed("2025-06-01")
                .says(
                    "Revenue 2024-07-01/2025-03-31 90 USD", "Revenue 2024-07-01/2024-12-31 50 USD"),
            Metric.REVENUE);

    assertThat(compared.calendarised()).isFalse();
    assertThat(compared.figure().value()).isEqualByComparingTo("40");
  }

  @Test
  void marginOfTwoPeriodsIsBetweenTheirs() {
    Peers.Compared compared =
        over(
            new Issuer()
                .yearEndsOn("--01-31")
                .filed("2025-06-01")
                .says(
                    "GrossMargin 2024-11-01/2025-01-31 0.5 ratio",
                    "GrossMargin 2025-02-01/2025-04-30 0.7 ratio"),
            Metric.GROSS_MARGIN);

    assertThat(compared.figure().value()).isNull();
    assertThat(compared.figure().range()).isEqualTo(Interval.of("0.5", "0.7"));
  }

  @Test
  void gapIsNotBridged() {
    Peers.Compared compared =
        over(
            new Issuer()
                .yearEndsOn("--01-31")
                .filed("2025-06-01")
                .says("Revenue 2025-02-01/2025-04-30 178 USD"),
            Metric.REVENUE);

    assertThat(compared.figure().isKnown()).isFalse();
    assertThat(compared.figure().reason()).isNotBlank();
  }

  @Test
  void percentilesAreIntervalsWhereFiguresOverlap() {
    List<Optional<Interval>> percentiles =
        Peers.percentiles(
            List.of(
                figure("10", "10"),
                figure("20", "40"),
                figure("30", "50"),
                Figure.notComputable(Unit.of("USD"), Basis.REPORTED, Scenario.ACTUAL, "no")));

    assertThat(percentiles.get(0).orElseThrow()).isEqualTo(Interval.of("0.000000", "0.000000"));
    assertThat(percentiles.get(1).orElseThrow()).isEqualTo(Interval.of("0.500000", "1.000000"));
    assertThat(percentiles.get(2).orElseThrow()).isEqualTo(Interval.of("0.500000", "1.000000"));
    assertThat(percentiles.get(3)).isEmpty();
  }

  @Test
  void oneFigureAloneHasNoPercentile() {
    assertThat(Peers.percentiles(List.of(figure("1", "1")))).containsExactly(Optional.empty());
    assertThat(Peers.percentiles(List.of())).isEmpty();
  }

  private static Figure figure(String low, String high) {
    return new Figure(
        null,
        new BigDecimal(low),
        new BigDecimal(high),
        Unit.of("USD"),
        Hows.REPORTED,
        Basis.REPORTED,
        Scenario.ACTUAL,
        null,
        null,
        null);
  }

  private static Peers.Compared over(Issuer issuer, Metric metric) {
    return Peers.over(new SegmentFigures(issuer.book(), SegmentId.WHOLE), metric, FIRST_QUARTER);
  }
}
