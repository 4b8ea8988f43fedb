package dev.runrate.common.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runrate.common.fact.Figure;
import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "0.0",
        "0.50",
        "-0.50",
        "5",
        "-1752000000",
        "00012",
        "1.0266919988883670",
        "0.02669199888836706",
        "-0.0009455255550086601",
        "922337203685477580",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775808",
        "-9223372036854775809",
        "99999999999999999999999999999.123456789012345678901234567890",
        "0.000000000000000000000000000001",
        "1E+3",
        "1e-7",
        ".5",
        "5.",
        "+7"
      })
  void amountsAreReadToTheLastDigit(String text) {
    Figure figure =
        Json.read(
            """
            {"value": "%s", "low": "%s", "high": null, "unit": "USD", "how": "reported",
             "basis": "reported", "scenario": "actual"}
            """
                .formatted(text, text),
            Figure.class);
    assertThat(figure.value()).isEqualTo(new BigDecimal(text));
    assertThat(figure.low()).isEqualTo(new BigDecimal(text));
    assertThat(figure.high()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-", ".", "1.2.3", "1-2", "--1", "one", "1,5", " 1"})
  void whatIsNoNumberIsRefused(String text) {
    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(
                () -> Json.read("{\"value\": \"" + text + "\"}", Figure.class)))
        .isInstanceOf(tools.jackson.core.JacksonException.class);
  }
}
