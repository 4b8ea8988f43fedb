package dev.runrate.alert.cel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runrate.alert.cel.CelCondition.InvalidConditionException;
import dev.runrate.alert.rule.Condition.Answer;
import dev.runrate.alert.rule.Readings;
import dev.runrate.common.fact.Basis;
import dev.runrate.common.fact.Figure;
import dev.runrate.common.fact.Hows;
import dev.runrate.common.fact.Interval;
import dev.runrate.common.fact.Metric;
import dev.runrate.common.fact.Quantity;
import dev.runrate.common.fact.Scenario;
import dev.runrate.common.fact.Unit;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CelConditionTest {
  @ParameterizedTest(name = "{0} with it [{1}, {2}]: {3}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          it < 0                                        | -2 | -1 | CERTAINLY
          it < 0                                        | -2 | 1  | POSSIBLY
          it < 0                                        | 1  | 2  | NO
          it < was                                      | 1  | 2  | UNKNOWN
          "it < 0 || it > 5"                            | 6  | 7  | CERTAINLY
          current['net-margin'] < 0                     | 1  | 2  | CERTAINLY
          current['cash-burn'] < 0                      | 1  | 2  | UNKNOWN
          has(current.arr) && it < 0                    | -2 | -1 | NO
          "has(current.arr) || it < 0"                  | -2 | -1 | CERTAINLY
          'arr' in current && it < 0                    | -2 | -1 | NO
          growth(it, current['net-margin']) >= 1        | -3 | -2 | CERTAINLY
          abs(it) >= 2                                  | -3 | -2 | CERTAINLY
          issuer == 'openai' && it < 0                  | -2 | -1 | CERTAINLY
          issuer == 'other' && it < 0                   | -2 | -1 | NO
          it.basis() == 'reported' && it.how() == 'reported' && it < 0 | -2 | -1 | CERTAINLY
          it - 1 < -1.5                                 | -2 | -1 | CERTAINLY
          it.is('reported') && it < 0                   | -2 | -1 | CERTAINLY
          !it.is('proxy') && it < 0                     | -2 | -1 | CERTAINLY
          it.is('proxy') && it < 0                      | -2 | -1 | NO
          """)
  void answersByIntervals(String condition, String low, String high, Answer answer)
      throws InvalidConditionException {
    Readings readings =
        new Readings(
            "gross-margin",
            ratio(low, high),
            null,
            Map.of(Metric.NET_MARGIN, ratio("-1", "-1")),
            Map.of(),
            Map.of(),
            Map.of(),
            "openai",
            "",
            "quarter");

    assertThat(CelCondition.compile(condition).ask(readings)).isEqualTo(answer);
  }

  private static Figure ratio(String low, String high) {
    return Figure.known(
        new Quantity(null, Interval.of(low, high), Unit.RATIO),
        Hows.REPORTED,
        Basis.REPORTED,
        Scenario.ACTUAL,
        null,
        null);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          it <                          | 1:
          it < 'text'                   | 1:4
          nobody < 0                    | 1:1
          it                            | 1:
          !(it < 0)                     | 1:6
          it == was                     | 1:4
          (it < 0) == true              | 1:
          current[issuer] < 0           | 1:
          it < 123456789012345678.9     | 1:
          it.matches('x')               | 1:
          [1,2].all(x, x > 0)           | 1:
          it < 0 && current['reveneu'] > 0 | 1:19: there is no metric 'reveneu'; did you mean 'revenue'?
          has(current.cahs) && it < 0   | 1:4: there is no metric 'cahs'; did you mean 'cash'?
          'net-incme' in prior          | 1:1: there is no metric 'net-incme'; did you mean 'net-income'?
          it.is('prxy') && it < 0       | 1:7: 'prxy' is not one of
          """)
  void refusesWithAPosition(String condition, String position) {
    assertThatThrownBy(() -> CelCondition.compile(condition))
        .isInstanceOfSatisfying(
            InvalidConditionException.class,
            e -> {
              assertThat(e.problems()).isNotEmpty();
              assertThat(e.problems().getFirst().toString()).startsWith(position.strip());
            });
  }
}
