package dev.runrate.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.runrate.common.event.AlertKind;
import dev.runrate.common.event.Json;
import dev.runrate.common.event.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The whole system, as {@code runrate up} runs it: filings in by HTTP, messages out by Kafka. */
class EndToEndIT {
  private static Live live;

  @BeforeAll
  static void start() throws Exception {
    live = Live.system();
  }

  @Test
  void deeperLossIsToldOnceHoweverOftenItIsPosted() throws Exception {
    live.post(Live.quarter("loss-a", "2024-Q3", "NetIncome", "-100000000", "USD"));
    String deeper = Live.quarter("loss-a", "2025-Q3", "NetIncome", "-150000000", "USD");
    assertThat(live.post(deeper)).isEqualTo(201);
    live.awaitMessages("loss-a", Topics.alerts(AlertKind.LOSS_WIDENING), 1);
    for (int i = 0; i < 5; i++) {
      assertThat(live.post(deeper)).isEqualTo(200);
    }
    // One more filing behind them: when it has gone through, so have the five.
    live.post(Live.quarter("loss-b", "2024-Q3", "NetIncome", "-100000000", "USD"));
    live.post(Live.quarter("loss-b", "2025-Q3", "NetIncome", "-150000000", "USD"));
    live.awaitMessages("loss-b", Topics.alerts(AlertKind.LOSS_WIDENING), 1);

    List<JsonNode> told = live.messages("loss-a", Topics.alerts(AlertKind.LOSS_WIDENING));
    assertThat(told).hasSize(1);
    assertThat(told.getFirst().path("certainty").asString("")).isEqualTo("certain");
    assertThat(told.getFirst().path("historical").asBoolean(true)).isFalse();
  }

  @Test
  void fallOfAMarginIsToldInPoints() throws Exception {
    live.post(Live.quarter("margin-a", "2024-Q3", "GrossMargin", "0.60", "ratio"));
    live.post(Live.quarter("margin-a", "2025-Q3", "GrossMargin", "0.52", "ratio"));

    live.awaitMessages("margin-a", Topics.alerts(AlertKind.MARGIN_CHANGE), 1);

    JsonNode alert = live.messages("margin-a", Topics.alerts(AlertKind.MARGIN_CHANGE)).getFirst();
    assertThat(alert.path("change").path("absolute").path("value").asString("")).isEqualTo("-0.08");
    assertThat(alert.path("severity").asString("")).isEqualTo("warning");
  }

  @Test
  void retractionTakesTheFigureAndTheAlertBack() throws Exception {
    live.post(Live.quarter("retract-a", "2024-Q3", "NetIncome", "-100000000", "USD"));
    String filing = Live.quarter("retract-a", "2025-Q3", "NetIncome", "-150000000", "USD");
    String id =
        Json.MAPPER
            .readTree(live.send("POST", live.ingest("/v1/filings"), filing).body())
            .path("id")
            .asString("");
    live.awaitMessages("retract-a", Topics.alerts(AlertKind.LOSS_WIDENING), 1);

    live.send(
        "POST", live.ingest("/v1/filings/" + id + "/retraction"), "{\"reason\": \"a mistake\"}");

    live.awaitMessages("retract-a", Topics.alerts(AlertKind.LOSS_WIDENING), 2);
    List<JsonNode> told = live.messages("retract-a", Topics.alerts(AlertKind.LOSS_WIDENING));
    assertThat(told.getLast().path("state").asString("")).isEqualTo("corrected");
    assertThat(told.getLast().path("id")).isEqualTo(told.getFirst().path("id"));
    assertThat(live.get(live.metrics("/v1/issuers/retract-a/series/net-income")).path("items"))
        .hasSize(1);
  }

  @Test
  void messagesKeepToTheirSchemas() throws Exception {
    live.post(Live.quarter("schema-a", "2024-Q3", "NetIncome", "-100000000", "USD"));
    live.post(Live.quarter("schema-a", "2025-Q3", "NetIncome", "-150000000", "USD"));
    live.awaitMessages("schema-a", Topics.alerts(AlertKind.LOSS_WIDENING), 1);

    assertThat(faults("filing-event", live.messages("schema-a", Topics.FILINGS))).isEmpty();
    assertThat(faults("snapshot-event", live.messages("schema-a", Topics.SNAPSHOTS))).isEmpty();
    assertThat(
            faults(
                "alert-event", live.messages("schema-a", Topics.alerts(AlertKind.LOSS_WIDENING))))
        .isEmpty();
    assertThat(faults("reference-event", live.messages("schema-a", Topics.REFERENCE))).isEmpty();
  }

  private static List<String> faults(String schemaName, List<JsonNode> messages)
      throws IOException {
    assertThat(messages).isNotEmpty();
    try (InputStream in =
        EndToEndIT.class.getResourceAsStream("/schemas/" + schemaName + ".json")) {
      Schema schema =
          SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
              .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8), InputFormat.JSON);
      List<String> faults = new ArrayList<>();
      messages.forEach(
          message ->
              schema
                  .validate(message.toString(), InputFormat.JSON)
                  .forEach(fault -> faults.add(fault.toString())));
      return faults;
    }
  }
}
