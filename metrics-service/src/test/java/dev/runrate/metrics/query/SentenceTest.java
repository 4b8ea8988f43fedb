package dev.runrate.metrics.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runrate.common.event.PeriodView;
import dev.runrate.common.fact.Basis;
import dev.runrate.common.fact.Hows;
import dev.runrate.common.fact.Metric;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.Scenario;
import dev.runrate.common.fact.Unit;
import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SentenceTest {
  /** A range is told only where it reads differently from the point. */
  @ParameterizedTest(name = "{4}")
  @CsvSource({
    "0.215,       0.2145,      0.2155,      ratio,    21.5%",
    "0.215,       0.215,       0.215,       ratio,    21.5%",
    "0.215,       0.2144,      0.2155,      ratio,    21.5% (21.4% to 21.6%)",
    "40,          39,          41,          people,   40 people (39 to 41 people)",
    "382000000,   381000000,   383000000,   CNY,      382m CNY (381m to 383m CNY)",
    "382000000,   381997000,   382003000,   CNY,      382m CNY",
    "9,           9,           9,           multiple, 9.0x",
    "58.1395,     57.5,        58.8,        multiple, 58.1x (57.5x to 58.8x)",
    "722.4,       721.9,       722.5,       multiple, 722x",
    ",            12e9,        13e9,        USD,      12bn to 13bn USD",
    ",            1,           ,            ratio,    at least 100.0%",
    ",            ,            0.3,         ratio,    at most 30.0%",
    "-0.0425532,  -0.0425532,  -0.0425532,  ratio,    -4.3%",
    "12.345,      12.345,      12.345,      months,   12.3 months",
    "8.64e12,     8.64e12,     8.64e12,     tokens/day, 8.64tn tokens/day"
  })
  void amountReadsAsPeopleSayIt(
      BigDecimal value, BigDecimal low, BigDecimal high, String unit, String expected) {
    FigureView figure =
        new FigureView(
            PeriodView.of("2025", Period.span("2025-01-01", "2025-12-31")),
            value,
            low,
            high,
            Unit.of(unit),
            Hows.REPORTED,
            Basis.REPORTED,
            Scenario.ACTUAL,
            null,
            null,
            null);

    assertThat(Sentence.of("Test", Metric.REVENUE, figure, LEAF))
        .startsWith("Test: revenue for 2025 was " + expected + ", reported");
  }

  private static final ExplainController.Node LEAF =
      new ExplainController.Node(
          null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
          null, null);
}
