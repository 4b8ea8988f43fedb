package dev.runrate.common.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runrate.common.fact.Figure;
import dev.runrate.common.fact.Metric;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

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
    assertThatThrownBy(() -> Json.read("{\"value\": \"" + text + "\"}", Figure.class))
        .isInstanceOf(JacksonException.class);
  }

  private static final String SNAPSHOT =
      """
      {"issuer":"energie-1","segment":null,"span":"quarter","periodKey":"2018-10-01/2018-12-31",\
      "revision":3,"current":{"period":{"label":"2018-Q4","start":"2018-10-01",\
      "end":"2018-12-31"},"metrics":{"revenue":{"value":"1077008260","low":"1077008260",\
      "high":"1077008260","unit":"USD","how":["reported"],"basis":"reported","scenario":"actual"},\
      "rule-of-40":{"value":"-0.0383","low":"-0.0384","high":null,"unit":"ratio",\
      "how":["proxy","translated"],"basis":"reported","scenario":"actual","note":"marge: {\\"é\\"}"}}},\
      "prior":{"period":{"label":"2018-Q3","start":"2018-07-01","end":"2018-09-30"},\
      "metrics":{}},"conflicts":[],"newest":true,"finer":false,"causedBy":"f-1",\
      "at":"2026-11-22T01:30:55.961024Z"}\
      """;

  @Test
  void aMessageReadIsTheMessageThatWasWritten() {
    SnapshotEvent fromText = Json.read(SNAPSHOT, SnapshotEvent.class);
    SnapshotEvent fromBytes =
        Json.read(SNAPSHOT.getBytes(StandardCharsets.UTF_8), SnapshotEvent.class);
    assertThat(fromBytes).isEqualTo(fromText);
    assertThat(Json.MAPPER.writeValueAsString(fromBytes)).isEqualTo(SNAPSHOT);
    assertThat(Json.MAPPER.writeValueAsString(fromText)).isEqualTo(SNAPSHOT);
  }

  @Test
  void figuresAreReadThatAreAskedFor() {
    byte[] message = SNAPSHOT.getBytes(StandardCharsets.UTF_8);
    Map<Metric, Figure> all = Json.read(message, SnapshotEvent.class).current().metrics();
    assertThat(all.get(Metric.RULE_OF_40).note()).isEqualTo("marge: {\"é\"}");
    assertThat(all).containsOnlyKeys(Metric.REVENUE, Metric.RULE_OF_40);

    SnapshotEvent asked =
        Json.snapshotsWith(Set.of(Metric.RULE_OF_40, Metric.NET_INCOME)).apply(message);
    assertThat(asked.current().metrics()).containsOnlyKeys(Metric.RULE_OF_40);
    assertThat(asked.current().metrics().get(Metric.RULE_OF_40))
        .isEqualTo(all.get(Metric.RULE_OF_40));
    assertThat(asked.prior().metrics()).isEmpty();
  }

  @Test
  void aMetricThatIsNewerThanTheReaderIsPassedOver() {
    String newer = SNAPSHOT.replace("\"revenue\"", "\"tomorrows-metric\"");
    assertThat(Json.read(newer, SnapshotEvent.class).current().metrics())
        .containsOnlyKeys(Metric.RULE_OF_40);
  }

  @Test
  void aMessageLeavesOutWhatIsUsualAndSaysTheSame() {
    SnapshotEvent event = Json.read(SNAPSHOT, SnapshotEvent.class);
    String message = Json.MESSAGES.writeValueAsString(event);
    assertThat(message)
        .contains("\"revenue\":{\"value\":\"1077008260\",\"unit\":\"USD\"}")
        .contains(
            "\"rule-of-40\":{\"value\":\"-0.0383\",\"low\":\"-0.0384\",\"high\":null,\"unit\":\"ratio\",\"how\":[\"proxy\",\"translated\"],\"note\":\"marge:"
                + " {\\\"é\\\"}\"}");
    assertThat(Json.read(message, SnapshotEvent.class)).isEqualTo(event);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "{\"value\":\"5\",\"unit\":\"USD\"} | 5 | 5 | 5",
        "{\"value\":\"5\",\"low\":\"4\",\"unit\":\"USD\"} | 5 | 4 | 5",
        "{\"value\":\"5\",\"high\":null,\"unit\":\"USD\"} | 5 | 5 | -",
        "{\"value\":\"5\",\"low\":null,\"high\":null,\"unit\":\"USD\"} | 5 | - | -",
        "{\"low\":\"4\",\"unit\":\"USD\"} | - | 4 | -",
        "{\"low\":\"4\",\"high\":\"6\",\"unit\":\"USD\"} | - | 4 | 6",
        "{\"unit\":\"USD\"} | - | - | -"
      })
  void aBoundThatIsNotSaidIsTheValue(
      String json, BigDecimal value, BigDecimal low, BigDecimal high) {
    Figure figure = Json.read(json, Figure.class);
    assertThat(figure.value()).isEqualTo(value);
    assertThat(figure.low()).isEqualTo(low);
    assertThat(figure.high()).isEqualTo(high);
    assertThat(Json.MESSAGES.writeValueAsString(figure)).isEqualTo(json);
    assertThat(Json.read(Json.MAPPER.writeValueAsString(figure), Figure.class)).isEqualTo(figure);
  }

  /** Others may write to the topic, too, and lay it out as they like. */
  @Test
  void aMessageWithSpacesAndForeignMembersIsReadAsWell() {
    String spaced =
        Json.MAPPER
            .writerWithDefaultPrettyPrinter()
            .writeValueAsString(Json.MAPPER.readTree(SNAPSHOT))
            .replace(
                "\"span\"", "\"note\" : { \"metrics\" : [\"metrics\", {\"}\": 1}] }, \"span\"");
    SnapshotEvent event = Json.read(spaced.getBytes(StandardCharsets.UTF_8), SnapshotEvent.class);
    assertThat(event).isEqualTo(Json.read(SNAPSHOT, SnapshotEvent.class));
  }

  @Test
  void aMessageCutAnywhereIsRefused() {
    byte[] whole = SNAPSHOT.getBytes(StandardCharsets.UTF_8);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> Json.read(cut, SnapshotEvent.class))
          .isInstanceOfAny(JacksonException.class, IllegalArgumentException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "7",
        "\"revenue\"",
        "[]",
        "{\"revenue\":1}",
        "{\"revenue\"}",
        "{1:{}}",
        "{\"a\":{},}",
        "{\"a\":{} \"b\":{}}"
      })
  void figuresThatAreNoneAreRefused(String metrics) {
    byte[] message = SNAPSHOT.replace("\"metrics\":{}", "\"metrics\":" + metrics).getBytes();
    assertThatThrownBy(() -> Json.read(message, SnapshotEvent.class))
        .isInstanceOf(RuntimeException.class);
  }
}
