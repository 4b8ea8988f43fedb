package dev.runrate.common.fact;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers and names as people say them. */
class WordingTest {
  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -150000000      | USD        | -150m USD
          382400000       | CNY        | 382.4m CNY
          12345678901     | USD        | 12.35bn USD
          999999999       | USD        | 1bn USD
          999949999       | USD        | 999.9m USD
          1500000000000   | USD        | 1.5tn USD
          12500           | USD        | 12,500 USD
          7.125           | USD        | 7.12 USD
          -0.001          | USD        | 0 USD
          0.215           | ratio      | 21.5%
          -7.901          | ratio      | -790.1%
          -0.0001         | ratio      | 0.0%
          33.5            | ratio      | 3,350.0%
          9               | multiple   | 9.0x
          58.1234         | multiple   | 58.1x
          721.93          | multiple   | 722x
          18.26           | months     | 18.3 months
          5               | months     | 5 months
          40              | people     | 40 people
          800000000       | users      | 800m users
          16000000000000  | tokens/day | 16tn tokens/day
          """)
  void amountsAreShort(String value, String unit, String words) {
    assertThat(Wording.amount(new BigDecimal(value), Unit.of(unit))).isEqualTo(words);
  }

  @ParameterizedTest(name = "{0} in [{1}, {2}] {3}: {4}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          40         | 39.5        | 40.5        | people   | 40 people
          41         | 40.5        | 41.5        | people   | 41 people
          0.215      | 0.21495     | 0.21505     | ratio    | 21.5%
          0.215      | 0.2145      | 0.2155      | ratio    | 21.5%
          0.2        | 0.15        | 0.25        | ratio    | 20.0% (15.0% to 25.0%)
          -244000000 | -244500000  | -243500000  | USD      | -244m USD
          380000000  | 379500000   | 380500000   | CNY      | 380m CNY
          12350000000 | 12300000000 | 12400000000 | USD     | 12.35bn USD (12.3bn to 12.4bn USD)
          100        | -           | 120         | USD      | 100 USD (at most 120 USD)
          100        | 90          | -           | USD      | 100 USD (at least 90 USD)
          100        | -           | -           | USD      | 100 USD
          9          | 8.96        | 9.04        | multiple | 9.0x
          -          | 12e9        | 13e9        | USD      | 12bn to 13bn USD
          -          | 10e9        | -           | USD      | at least 10bn USD
          -          | -           | 2e6         | users    | at most 2m users
          -          | -           | -           | USD      | unknown
          -          | 100000000   | 100000001   | USD      | 100m USD
          """)
  void rangesAreShownWhereTheySayMore(
      String value, String low, String high, String unit, String words) {
    Figure figure =
        Figure.known(
            new Quantity(
                value == null ? null : new BigDecimal(value),
                Interval.of(low, high),
                Unit.of(unit)),
            Hows.REPORTED,
            Basis.REPORTED,
            Scenario.ACTUAL,
            null,
            null);

    assertThat(Wording.amountAndRange(figure)).isEqualTo(words);
  }

  @Test
  void caveatsSayHowItWasObtainedAndWhetherItHappened() {
    Quantity one = Quantity.exactly("1", Unit.of("USD"));
    Figure plain = Figure.known(one, Hows.REPORTED, Basis.REPORTED, Scenario.ACTUAL, null, null);
    Figure guessed =
        Figure.known(
            one, Hows.of(How.PROXY, How.TRANSLATED), Basis.REPORTED, Scenario.ESTIMATE, null, null);

    assertThat(Wording.caveats(plain)).isEmpty();
    assertThat(Wording.caveats(guessed)).containsExactly("proxy", "translated", "estimate");
  }

  @ParameterizedTest
  @CsvSource({
    "NetIncome, net income",
    "AnnualRecurringRevenue, ARR",
    "ResearchAndDevelopmentExpense, research and development expense"
  })
  void conceptsHavePeoplesNames(String concept, String words) {
    assertThat(Wording.concept(Concept.parse(concept).orElseThrow())).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource({"0.08, 8.0 points", "-0.1234, 12.3 points", "0.01, 1.0 point"})
  void ratiosDifferByPoints(String difference, String words) {
    assertThat(Wording.points(new BigDecimal(difference))).isEqualTo(words);
  }
}
