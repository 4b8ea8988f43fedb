package dev.runrate.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runrate.common.event.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the command line prints of alerts and of figures. */
class AlertLineTest {
  private static final String ALERT =
      """
      {"kind": "loss-widening", "state": "raised", "severity": "warning", "certainty": "possible",
       "summary": "minimax: net loss deepened by 50.0%% in 2025-Q3: -150m USD (proxy), was -100m USD in\
       2024-Q3 (possibly); suspect: the quarters add up to 90m",
       "historical": %s, "causedBy": "f-17", "at": "2026-01-31T10:00:00Z"}
      """;

  @Test
  void alertHasItsDateItsReservationsAndItsCause() {
    String line = AlertLine.of(Json.MAPPER.readTree(ALERT.formatted(true)), null);

    assertThat(line)
        .startsWith(
            "2026-01-31  raised    warning   possible  loss-widening      minimax: net loss")
        .contains("(proxy)", "(possibly); suspect: the quarters add up to 90m")
        .endsWith("  [historical]  by f-17");
  }

  @Test
  void backtestTellsTheDayOfPublication() {
    assertThat(AlertLine.of(Json.MAPPER.readTree(ALERT.formatted(false)), "2025-11-01"))
        .startsWith("2025-11-01  raised")
        .doesNotContain("[historical]");
  }

  @Test
  void headStandsOverTheColumns() {
    String line = AlertLine.of(Json.MAPPER.readTree(ALERT.formatted(false)), null);

    assertThat(AlertLine.head().indexOf("WHAT")).isEqualTo(line.indexOf("minimax"));
    assertThat(AlertLine.head().indexOf("KIND")).isEqualTo(line.indexOf("loss-widening"));
  }

  @ParameterizedTest(name = "{0}: {1} [{2}]")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"value":"382000000","low":"382000000","high":"382000000","unit":"CNY"}  | 382m CNY          | ``
          {"value":null,"low":"12000000000","high":"13000000000","unit":"USD"}     | 12bn to 13bn USD  | ``
          {"value":null,"low":"10000000000","high":null,"unit":"USD"}              | at least 10bn USD | ``
          {"value":"0.2","low":"0.15","high":"0.25","unit":"ratio"}                | 20.0%             | 15.0% to 25.0%
          {"value":"9","low":"8.96","high":"9.04","unit":"multiple"}               | 9.0x              | ``
          {"value":null,"low":null,"high":null,"unit":"USD","reason":"no revenue"} | -                 | ``
          """)
  void figuresAreInPeoplesWords(String json, String figure, String range) {
    assertThat(Table.figure(Json.MAPPER.readTree(json))).isEqualTo(figure);
    assertThat(Table.range(Json.MAPPER.readTree(json))).isEqualTo(range);
  }
}
