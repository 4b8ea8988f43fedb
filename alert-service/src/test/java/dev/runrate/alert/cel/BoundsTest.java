package dev.runrate.alert.cel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runrate.common.fact.Basis;
import dev.runrate.common.fact.Figure;
import dev.runrate.common.fact.How;
import dev.runrate.common.fact.Hows;
import dev.runrate.common.fact.Interval;
import dev.runrate.common.fact.Quantity;
import dev.runrate.common.fact.Scenario;
import dev.runrate.common.fact.Unit;
import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exact intervals, and what a rounded figure was before it was rounded. */
class BoundsTest {
  @ParameterizedTest(name = "from {0} to {1}: {2}")
  @CsvSource({
    "0.33, 0.34, 1/3",
    "33.3, 33.4, 100/3",
    "-0.34, -0.33, -1/3",
    "0.5, 0.5, 1/2",
    "2.9, 3.1, 3",
    "-1, 1, 0",
    "0.4166666666666666, 0.4166666666666667, 5/12"
  })
  void simplestFractionIsFound(String low, String high, String fraction) {
    assertThat(Fraction.simplest(new BigDecimal(low), new BigDecimal(high))).hasToString(fraction);
  }

  /** A third, a sixth, a ninth or a twelfth of any amount of dollars comes back to the cent. */
  @Test
  void partsOfAmountsSurviveTheMessage() {
    Random random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      BigDecimal amount = BigDecimal.valueOf(1 + random.nextLong(1_000_000_000_000L));
      for (int parts : new int[] {3, 6, 9, 12, 7, 13}) {
        Quantity part =
            new Quantity(amount, Interval.exactly(amount), Unit.of("USD"))
                .dividedBy(Quantity.exactly(Integer.toString(parts), Unit.MONTHS), Unit.of("USD"))
                .orElseThrow();
        Figure told =
            Figure.known(part, Hows.of(How.DERIVED), Basis.REPORTED, Scenario.ACTUAL, null, null);

        Bounds read = Bounds.of(told.range());

        assertThat(read.low()).isSameAs(read.high());
        assertThat(read.low())
            .isEqualByComparingTo(new Fraction(amount, BigDecimal.valueOf(parts)));
      }
    }
  }

  @Test
  void widerIntervalsStayWhatTheyAre() {
    Bounds bounds = Bounds.of(Interval.of("-244500000", "-243500000"));

    assertThat(bounds.low()).hasToString("-244500000");
    assertThat(bounds.high()).hasToString("-243500000");
  }

  @ParameterizedTest(name = "[{0}, {1}] {2} [{3}, {4}] = [{5}, {6}]")
  @CsvSource(
      nullValues = "-",
      value = {
        "1, 2, times, -3, 4, -6, 8",
        "1, -, times, 2, 3, 2, -",
        "0, -, times, -1, 1, -, -",
        "1, 2, over, 3, 4, 1/4, 2/3",
        "-2, -1, over, 3, 4, -2/3, -1/4",
        "1, 2, over, 4, -, 0, 1/2",
        "1, 2, over, -4, -2, -1, -1/4",
        "1, 2, plus, -1, -, 0, -"
      })
  void arithmeticIsExact(
      String low, String high, String operation, String l, String h, String least, String most) {
    Bounds a = Bounds.of(Interval.of(low, high));
    Bounds b = Bounds.of(Interval.of(l, h));
    Bounds result =
        switch (operation) {
          case "times" -> a.times(b);
          case "over" -> a.dividedBy(b).orElseThrow();
          default -> a.plus(b);
        };

    is(result.low(), least);
    is(result.high(), most);
  }

  @Test
  void nothingIsDividedByWhatMayBeZero() {
    assertThat(Bounds.of(Interval.of("1", "2")).dividedBy(Bounds.of(Interval.of("-1", "1"))))
        .isEmpty();
  }

  private static void is(Fraction end, String numberOrNull) {
    if (numberOrNull == null) {
      assertThat(end).isNull();
      return;
    }
    String[] parts = numberOrNull.split("/");
    assertThat(end)
        .isEqualByComparingTo(
            new Fraction(
                new BigDecimal(parts[0]),
                parts.length > 1 ? new BigDecimal(parts[1]) : BigDecimal.ONE));
  }
}
