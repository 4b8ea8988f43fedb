package dev.runrate.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runrate.common.event.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class TableTest {
  @ParameterizedTest(name = "{4} {5}")
  @CsvSource({
    "0.215,     0.2145,    0.2155,    ratio,    21.5%,        ''",
    "0.215,     0.21,      0.22,      ratio,    21.5%,        21.0% to 22.0%",
    "-7.9,      -7.9,      -7.9,      ratio,    -790.0%,      ''",
    "9,         8.9,       9.1,       multiple, 9.0x,         8.9x to 9.1x",
    "722.4,     722.4,     722.4,     multiple, 722x,         ''",
    "382000000, 381990000, 382010000, CNY,      382m CNY,     ''",
    ",          12e9,      13e9,      USD,      12bn to 13bn USD, ''",
    ",          1e8,       ,          USD,      at least 100m USD, ''"
  })
  void figureReadsAsPeopleSayIt(
      String value, String low, String high, String unit, String figure, String range) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("value", value).put("low", low).put("high", high).put("unit", unit);

    assertThat(Table.figure(node)).isEqualTo(figure);
    assertThat(Table.range(node)).isEqualTo(range);
  }

  @Test
  void whatHasAReasonInsteadIsNotAvailable() {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("unit", "USD").put("reason", "no exchange rate");

    assertThat(Table.figureOrReason(node)).isEqualTo("n/a");
    assertThat(Table.figureOrReason(Json.MAPPER.createObjectNode())).isEqualTo("-");
  }

  @Test
  void caveatsAreWhatANumberDoesNotTell() {
    JsonNode plain =
        Json.MAPPER.readTree(
            """
            {"how": ["reported"], "basis": "reported", "scenario": "actual"}
            """);
    JsonNode doubtful =
        Json.MAPPER.readTree(
            """
            {"how": ["proxy", "translated"], "basis": "non-ifrs", "scenario": "estimate",
             "suspect": "the quarters add up to another year"}
            """);

    assertThat(Table.caveats(plain)).isEmpty();
    assertThat(Table.caveats(doubtful)).isEqualTo("proxy translated estimate non-ifrs SUSPECT");
  }

  @Test
  void sourceIsToldWithWhereItCanBeRead() {
    JsonNode statement =
        Json.MAPPER.readTree(
            """
            {"filing": "f1", "tier": "press", "publisher": "A Paper", "publishedOn": "2025-10-20",
             "title": "A Title", "url": "https://example.com/a"}
            """);

    assertThat(Table.source(statement))
        .isEqualTo("by A Paper (press, 2025-10-20, f1), A Title https://example.com/a");
  }
}
