package dev.runrate.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.runrate.common.event.AlertKind;
import dev.runrate.common.event.Json;
import dev.runrate.common.event.Topics;
import dev.runrate.embedded.PostgresServer.Durability;
import dev.runrate.standalone.up.Platform;
import dev.runrate.standalone.up.Platform.PortPlan;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The whole system, as {@code runrate up} runs it: filings in by HTTP, messages out by Kafka. */
class EndToEndIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir static Path data;
  private static final Platform PLATFORM = new Platform();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static PortPlan ports;

  @BeforeAll
  static void start() throws Exception {
    ports = PortPlan.free();
    PLATFORM.start(data, ports, Durability.THROW_AWAY, List.of(), progress -> {});
  }

  @AfterAll
  static void stop() {
    PLATFORM.close();
  }

  @Test
  void deeperLossIsToldOnceHoweverOftenItIsPosted() throws Exception {
    post(quarter("loss-a", "2024-Q3", "NetIncome", "-100000000", "USD"));
    String deeper = quarter("loss-a", "2025-Q3", "NetIncome", "-150000000", "USD");
    assertThat(post(deeper)).isEqualTo(201);
    awaitAlerts("loss-a", Topics.alerts(AlertKind.LOSS_WIDENING), 1);
    for (int i = 0; i < 5; i++) {
      assertThat(post(deeper)).isEqualTo(200);
    }
    // One more filing behind them: when it has gone through, so have the five.
    post(quarter("loss-b", "2024-Q3", "NetIncome", "-100000000", "USD"));
    post(quarter("loss-b", "2025-Q3", "NetIncome", "-150000000", "USD"));
    awaitAlerts("loss-b", Topics.alerts(AlertKind.LOSS_WIDENING), 1);

    List<JsonNode> told = messages("loss-a", Topics.alerts(AlertKind.LOSS_WIDENING));
    assertThat(told).hasSize(1);
    assertThat(told.getFirst().path("certainty").asString("")).isEqualTo("certain");
    assertThat(told.getFirst().path("historical").asBoolean(true)).isFalse();
  }

  @Test
  void fallOfAMarginIsToldInPoints() throws Exception {
    post(quarter("margin-a", "2024-Q3", "GrossMargin", "0.60", "ratio"));
    post(quarter("margin-a", "2025-Q3", "GrossMargin", "0.52", "ratio"));

    awaitAlerts("margin-a", Topics.alerts(AlertKind.MARGIN_CHANGE), 1);

    JsonNode alert = messages("margin-a", Topics.alerts(AlertKind.MARGIN_CHANGE)).getFirst();
    assertThat(alert.path("change").path("absolute").path("value").asString("")).isEqualTo("-0.08");
    assertThat(alert.path("severity").asString("")).isEqualTo("warning");
  }

  @Test
  void retractionTakesTheFigureAndTheAlertBack() throws Exception {
    post(quarter("retract-a", "2024-Q3", "NetIncome", "-100000000", "USD"));
    String id =
        Json.MAPPER
            .readTree(
                send(
                        "POST",
                        ports.ingest(),
                        "/v1/filings",
                        quarter("retract-a", "2025-Q3", "NetIncome", "-150000000", "USD"))
                    .body())
            .path("id")
            .asString("");
    awaitAlerts("retract-a", Topics.alerts(AlertKind.LOSS_WIDENING), 1);

    send(
        "POST", ports.ingest(), "/v1/filings/" + id + "/retraction", "{\"reason\": \"a mistake\"}");

    awaitAlerts("retract-a", Topics.alerts(AlertKind.LOSS_WIDENING), 2);
    List<JsonNode> told = messages("retract-a", Topics.alerts(AlertKind.LOSS_WIDENING));
    assertThat(told.getLast().path("state").asString("")).isEqualTo("corrected");
    assertThat(told.getLast().path("id")).isEqualTo(told.getFirst().path("id"));
    assertThat(series("retract-a", "net-income").path("items")).hasSize(1);
  }

  /** The same filings in another order, some twice: the same snapshots and standing alerts. */
  @Test
  void orderOfArrivalDoesNotMatter() throws Exception {
    List<String> filings = story("ISSUER");
    List<String> shuffled = new ArrayList<>(filings);
    shuffled.addAll(filings.subList(0, filings.size() / 2));
    Collections.shuffle(shuffled, new Random(20_261_121L));

    for (String filing : filings) {
      post(filing.replace("ISSUER", "order-a"));
    }
    for (String filing : shuffled) {
      post(filing.replace("ISSUER", "order-b"));
    }

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(standing("order-b")).isEqualTo(standing("order-a")).isNotEmpty();
              assertThat(snapshot("order-b")).isEqualTo(snapshot("order-a"));
            });
    assertThat(latestSnapshots("order-b")).isEqualTo(latestSnapshots("order-a"));
  }

  @Test
  void messagesKeepToTheirSchemas() throws Exception {
    post(quarter("schema-a", "2024-Q3", "NetIncome", "-100000000", "USD"));
    post(quarter("schema-a", "2025-Q3", "NetIncome", "-150000000", "USD"));
    awaitAlerts("schema-a", Topics.alerts(AlertKind.LOSS_WIDENING), 1);

    assertThat(faults("filing-event", messages("schema-a", Topics.FILINGS))).isEmpty();
    assertThat(faults("snapshot-event", messages("schema-a", Topics.SNAPSHOTS))).isEmpty();
    assertThat(faults("alert-event", messages("schema-a", Topics.alerts(AlertKind.LOSS_WIDENING))))
        .isEmpty();
    assertThat(faults("reference-event", messages("schema-a", Topics.REFERENCE))).isEmpty();
  }

  // -- what the tests are told with

  private static List<String> story(String issuer) {
    List<String> filings = new ArrayList<>();
    for (int year = 2023; year <= 2025; year++) {
      for (int quarter = 1; quarter <= 4; quarter++) {
        long revenue = 100_000_000L + 7_000_000L * ((year - 2023) * 4 + quarter);
        long loss = -20_000_000L - 9_000_000L * ((year * 7 + quarter * 3) % 5);
        filings.add(
            filing(
                issuer,
                "q-" + issuer + year + quarter,
                year + "-12-31",
                fact("Revenue", year + "-Q" + quarter, revenue, "USD"),
                fact("NetIncome", year + "-Q" + quarter, loss, "USD")));
      }
      filings.add(
          filing(
              issuer,
              "y-" + issuer + year,
              (year + 1) + "-02-01",
              fact("Cash", year + "-12-31", 500_000_000L - 100_000_000L * (year - 2023), "USD")));
    }
    filings.add(
        filing(
            issuer,
            "amended-" + issuer,
            "2026-03-01",
            fact("NetIncome", "2025-Q2", -90_000_000L, "USD")));
    return filings;
  }

  private static String filing(String issuer, String id, String publishedOn, String... facts) {
    return """
    {"id": "%s", "issuer": "%s",
     "source": {"tier": "regulatory", "publisher": "SEC", "publishedOn": "%s"},
     "facts": [%s]}
    """
        .formatted(id, issuer, publishedOn, String.join(",", facts));
  }

  private static String fact(String concept, String period, long value, String unit) {
    return "{\"concept\": \"%s\", \"period\": \"%s\", \"value\": \"%d\", \"unit\": \"%s\"}"
        .formatted(concept, period, value, unit);
  }

  private static String quarter(
      String issuer, String period, String concept, String value, String unit) {
    return """
    {"issuer": "%s", "source": {"tier": "regulatory", "publishedOn": "2025-11-01"},
     "facts": [{"concept": "%s", "period": "%s", "value": "%s", "unit": "%s"}]}
    """
        .formatted(issuer, concept, period, value, unit);
  }

  private static int post(String filing) throws Exception {
    return send("POST", ports.ingest(), "/v1/filings", filing).statusCode();
  }

  private static HttpResponse<String> send(String method, int port, String path, String body)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static JsonNode series(String issuer, String metric) throws Exception {
    return Json.MAPPER.readTree(
        send("GET", ports.metrics(), "/v1/issuers/" + issuer + "/series/" + metric, null).body());
  }

  private static JsonNode snapshot(String issuer) throws Exception {
    return Json.MAPPER
        .readTree(send("GET", ports.metrics(), "/v1/issuers/" + issuer + "/snapshot", null).body())
        .path("metrics");
  }

  /** Alerts that stand, without what depends on when things came. */
  private static Set<String> standing(String issuer) throws Exception {
    JsonNode answer =
        Json.MAPPER.readTree(
            send("GET", ports.alerts(), "/v1/alerts?limit=1000&issuer=" + issuer, null).body());
    Set<String> standing = new TreeSet<>();
    for (JsonNode alert : answer.path("items")) {
      if (!alert.path("state").asString("").equals("corrected")) {
        standing.add(
            (alert.path("id").asString("")
                    + alert.path("state")
                    + alert.path("severity")
                    + alert.path("current")
                    + alert.path("previous"))
                .replace(issuer, "ISSUER"));
      }
    }
    return standing;
  }

  /** The newest snapshot of every period, as told, without what depends on when things came. */
  private static Map<String, String> latestSnapshots(String issuer) {
    Map<String, String> latest = new TreeMap<>();
    for (JsonNode event : messages(issuer, Topics.SNAPSHOTS)) {
      latest.put(
          event.path("periodKey").asString(""),
          (event.path("current").toString()
                  + event.path("prior")
                  + event.path("yearAgo")
                  + event.path("conflicts"))
              .replace(issuer, "ISSUER"));
    }
    return latest;
  }

  private static void awaitAlerts(String issuer, String topic, int count) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(messages(issuer, topic)).hasSizeGreaterThanOrEqualTo(count));
  }

  /** Every message of an issuer on a topic, in order. */
  private static List<JsonNode> messages(String issuer, String topic) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers", "127.0.0.1:" + ports.kafka(),
            "auto.offset.reset", "earliest",
            "enable.auto.commit", "false");
    List<JsonNode> messages = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      consumer.seekToBeginning(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
          if (record.key().equals(issuer)) {
            messages.add(Json.MAPPER.readTree(record.value()));
          }
        }
      }
    }
    return messages;
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
