package dev.runrate.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runrate.common.event.Json;
import dev.runrate.common.event.Topics;
import dev.runrate.embedded.PostgresServer.Durability;
import dev.runrate.standalone.up.Platform;
import dev.runrate.standalone.up.Platform.PortPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;

/**
 * The whole system as {@code runrate up} runs it, started once for all the tests that talk to it.
 * Tests keep out of each other's way by using issuers of their own.
 */
final class Live {
  static final Path EXAMPLES = Path.of("..", "examples");
  static final Duration PATIENCE = Duration.ofMinutes(2);

  /** A webhook of a test listens on loopback, and nobody wants to wait for the defaults. */
  private static final List<String> SETTINGS =
      List.of(
          "--runrate.alerts.webhooks.allow-private-targets=true",
          "--runrate.alerts.webhooks.group-wait=300ms",
          "--runrate.alerts.webhooks.timeout=2s");

  private static Live instance;

  private final PortPlan ports = PortPlan.free();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Admin admin;

  private Live() throws Exception {
    Path data = Files.createTempDirectory("runrate-live");
    Platform platform = new Platform();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  platform.close();
                  try {
                    FileSystemUtils.deleteRecursively(data);
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                }));
    platform.start(data, ports, Durability.THROW_AWAY, SETTINGS, progress -> {});
    admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()));
  }

  static synchronized Live system() throws Exception {
    if (instance == null) {
      instance = new Live();
    }
    return instance;
  }

  private String bootstrapServers() {
    return "127.0.0.1:" + ports.kafka();
  }

  // -- HTTP

  int ingestPort() {
    return ports.ingest();
  }

  URI ingest(String path) {
    return URI.create("http://127.0.0.1:" + ports.ingest() + path);
  }

  URI metrics(String path) {
    return URI.create("http://127.0.0.1:" + ports.metrics() + path);
  }

  URI alerts(String path) {
    return URI.create("http://127.0.0.1:" + ports.alerts() + path);
  }

  HttpResponse<String> send(String method, URI uri, String type, BodyPublisher body)
      throws Exception {
    return http.send(
        HttpRequest.newBuilder(uri).method(method, body).header("Content-Type", type).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> send(String method, URI uri, String json) throws Exception {
    return send(method, uri, "application/json", BodyPublishers.ofString(json));
  }

  JsonNode get(URI uri) throws Exception {
    HttpResponse<String> answer =
        http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(uri + " " + answer.body()).isEqualTo(200);
    return Json.MAPPER.readTree(answer.body());
  }

  int post(String filing) throws Exception {
    return send("POST", ingest("/v1/filings"), filing).statusCode();
  }

  /** Posts the examples as {@code --demo} does; known ones are duplicates. */
  void loadExamples() throws Exception {
    HttpResponse<String> answer =
        send(
            "POST",
            ingest("/v1/filings/bulk"),
            "text/csv",
            BodyPublishers.ofFile(EXAMPLES.resolve("filings.csv")));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  /** As {@code --demo} does. */
  void loadRates() throws Exception {
    HttpResponse<String> answer =
        send(
            "PUT",
            ingest("/v1/fx-rates"),
            "text/csv",
            BodyPublishers.ofFile(EXAMPLES.resolve("eurofxref.csv.gz")));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  /** Imports what the issuer of this name filed with the SEC, as in the examples. */
  JsonNode importSec(String issuer) throws Exception {
    HttpResponse<String> answer =
        send(
            "POST",
            ingest("/v1/filings/sec-companyfacts?issuer=" + issuer),
            "application/json",
            BodyPublishers.ofFile(EXAMPLES.resolve("sec").resolve(issuer + ".json.gz")));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Json.MAPPER.readTree(answer.body());
  }

  /** The lines of a streamed answer. */
  List<JsonNode> lines(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body().lines().map(Json.MAPPER::readTree).toList();
  }

  // -- Kafka

  /** Every message of an issuer on a topic, in order. */
  List<JsonNode> messages(String issuer, String topic) {
    return messages(issuer::equals, topic);
  }

  List<JsonNode> messages(Predicate<String> issuers, String topic) {
    List<JsonNode> messages = new ArrayList<>();
    Map<String, Object> settings =
        Map.of("bootstrap.servers", bootstrapServers(), "enable.auto.commit", "false");
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
          if (issuers.test(record.key())) {
            messages.add(Json.MAPPER.readTree(record.value()));
          }
        }
      }
    }
    return messages;
  }

  /** Sends what none of the services would. */
  void produce(String topic, String key, String value) throws Exception {
    Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers(), "acks", "all");
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>(topic, key, value)).get();
    }
  }

  void awaitMessages(String issuer, String topic, int count) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(messages(issuer, topic)).hasSizeGreaterThanOrEqualTo(count));
  }

  /** Waits until everything that was posted has gone all the way. */
  void awaitCurrent() throws Exception {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                lag("metrics-service", Topics.FILINGS) == 0
                    && lag("metrics-service-reference", Topics.REFERENCE) == 0
                    && lag("alert-service", Topics.SNAPSHOTS) == 0);
  }

  private long lag(String group, String topic) throws Exception {
    Map<TopicPartition, OffsetAndMetadata> committed =
        admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
    long lag = 0;
    for (var info :
        admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions()) {
      TopicPartition partition = new TopicPartition(topic, info.partition());
      long end =
          admin
              .listOffsets(Map.of(partition, OffsetSpec.latest()))
              .partitionResult(partition)
              .get()
              .offset();
      OffsetAndMetadata done = committed.get(partition);
      lag += end - (done == null ? 0 : done.offset());
    }
    return lag;
  }

  // -- filings

  /** One fact, published long enough ago. */
  static String quarter(String issuer, String period, String concept, String value, String unit) {
    return """
    {"issuer": "%s", "source": {"tier": "regulatory", "publishedOn": "2025-11-01"},
     "facts": [{"concept": "%s", "period": "%s", "value": "%s", "unit": "%s"}]}
    """
        .formatted(issuer, concept, period, value, unit);
  }
}
