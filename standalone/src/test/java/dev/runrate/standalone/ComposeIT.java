package dev.runrate.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runrate.common.event.AlertEvent;
import dev.runrate.common.event.AlertKind;
import dev.runrate.common.event.Json;
import dev.runrate.common.event.PeriodMetrics;
import dev.runrate.common.event.PeriodView;
import dev.runrate.common.event.SnapshotEvent;
import dev.runrate.common.event.Topics;
import dev.runrate.common.fact.Basis;
import dev.runrate.common.fact.Figure;
import dev.runrate.common.fact.FilingId;
import dev.runrate.common.fact.Hows;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.Metric;
import dev.runrate.common.fact.Quantity;
import dev.runrate.common.fact.Scenario;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.common.fact.SpanLength;
import dev.runrate.common.fact.Unit;
import dev.runrate.embedded.Ports;
import dev.runrate.embedded.testing.TestInfrastructure;
import dev.runrate.standalone.ComposeFile.Service;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The compose file without Docker: the packaged services, unpacked and started as the Dockerfile
 * does it, each a process with the environment that the compose file gives it and nothing else.
 * Only addresses differ: what Docker's network would resolve is on loopback here.
 */
class ComposeIT {
  private static final String ADMIN_KEY = "the-key-of-this-test-of-many-characters";
  // Seconds are enough; the rest is for machines that have other things to do as well.
  private static final Duration START_LIMIT = Duration.ofMinutes(3);
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final String ISSUER = "compose-example";
  private static final String ALERTS = Topics.alerts(AlertKind.LOSS_WIDENING);

  private static final int CHANGES = 5_000;
  private static final int ISSUERS = 50;
  private static final int ROUNDS = 2;
  private static final long SEED = 20_261_121L;

  private static final ComposeFile COMPOSE = ComposeFile.read();
  private static final Map<String, Running> RUNNING = new LinkedHashMap<>();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir static Path directory;
  private static TestInfrastructure infrastructure;
  private static final Map<String, Integer> PORTS = new LinkedHashMap<>();

  @BeforeAll
  static void start() throws Exception {
    List<Process> unpacking = new ArrayList<>();
    for (Service service : COMPOSE.built()) {
      unpacking.add(unpack(service));
    }
    infrastructure = TestInfrastructure.start();
    for (Process each : unpacking) {
      assertThat(each.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(each.exitValue()).isZero();
    }
    COMPOSE.built().forEach(service -> PORTS.put(service.name(), Ports.free()));
    for (Service service : COMPOSE.built()) {
      RUNNING.put(service.name(), launch(service, PORTS));
    }
    for (Running each : RUNNING.values()) {
      each.awaitHealthy();
    }
  }

  @AfterAll
  static void stop() throws InterruptedException {
    RUNNING.values().forEach(each -> each.process.destroy());
    for (Running each : RUNNING.values()) {
      if (!each.process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        each.process.destroyForcibly().waitFor();
      }
    }
  }

  @Test
  void twoFilingsBecomeOneAlert() throws Exception {
    file(filing("2024-Q1", "-100000000"));
    file(filing("2025-Q1", "-150000000"));

    List<AlertEvent> alerts = new ArrayList<>();
    try (Admin admin = Admin.create(kafka());
        KafkaConsumer<String, byte[]> consumer = consumer(newest(ALERTS, admin).keySet())) {
      awaiting("an alert", LIMIT).until(() -> alerts.addAll(next(consumer)));
      // A second alert could come only from what is still under way.
      awaiting("the filings to be processed", LIMIT)
          .until(() -> processed(Topics.FILINGS, "metrics-service", admin));
      awaiting("the snapshots to be processed", LIMIT)
          .until(() -> processed(Topics.SNAPSHOTS, "alert-service", admin));
      Map<TopicPartition, Long> end = newest(ALERTS, admin);
      awaiting("the rest of the alerts", LIMIT)
          .until(
              () -> {
                alerts.addAll(next(consumer));
                return end.entrySet().stream()
                    .allMatch(each -> consumer.position(each.getKey()) >= each.getValue());
              });
    }
    assertThat(alerts)
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.state()).isEqualTo(AlertEvent.State.RAISED);
              assertThat(alert.metric()).isEqualTo("net-income");
              assertThat(alert.period().label()).isEqualTo("2025-Q1");
              assertThat(alert.comparedWith().label()).isEqualTo("2024-Q1");
            });
  }

  /** A dry run is what makes ingest-service call the two others. */
  @Test
  void ingestServiceReachesTheOthers() throws Exception {
    HttpResponse<String> answer =
        post("ingest-service", "/v1/filings?dryRun=true", filing("2023-Q1", "-90000000"));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(Json.MAPPER.readTree(answer.body()).path("snapshots")).isNotEmpty();
  }

  /** A backtest is what makes alert-service call metrics-service. */
  @Test
  void alertServiceReachesMetricsService() throws Exception {
    HttpResponse<String> answer =
        post("alert-service", "/v1/rules/backtest", "{\"rule\": \"loss-widening\"}");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode last = Json.MAPPER.readTree(answer.body().lines().toList().getLast());
    assertThat(last.has("summary")).as(answer.body()).isTrue();
  }

  /** It is killed twice while snapshot changes come in; another set of issuers has its peace. */
  @Test
  void killedConsumerEndsUpWhereAnUndisturbedOneDoes() throws Exception {
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(kafka(), new StringSerializer(), new ByteArraySerializer())) {
      for (int round = 0; round < ROUNDS; round++) {
        send(producer, "killed-", round);
        Running service = RUNNING.get("alert-service");
        awaiting("some alerts of round " + round, LIMIT).until(() -> standing("killed-") > 0);
        service.process.destroyForcibly().waitFor();
        send(producer, "calm-", round);
        RUNNING.put("alert-service", launch(service.service, PORTS));
        RUNNING.get("alert-service").awaitHealthy();
      }
    }
    try (Admin admin = Admin.create(kafka())) {
      awaiting("the snapshots to be processed", LIMIT)
          .until(() -> processed(Topics.SNAPSHOTS, "alert-service", admin));
    }

    Map<String, String> states = states("killed-");
    assertThat(states).hasSizeGreaterThan(CHANGES / 20).isEqualTo(states("calm-"));
    awaiting("every alert on its topic, under its id", LIMIT)
        .untilAsserted(() -> assertThat(told("killed-")).containsAll(states.keySet()));
  }

  /** A part of the changes; what was sent in one round is restated in the next. */
  private static void send(KafkaProducer<String, byte[]> producer, String prefix, int round) {
    Random random = new Random(SEED + round);
    for (int i = 0; i < CHANGES / ROUNDS; i++) {
      String issuer = prefix + i % ISSUERS;
      LocalDate start = LocalDate.of(2000, 1, 1).plusMonths(3L * (i / ISSUERS));
      SnapshotEvent event =
          new SnapshotEvent(
              IssuerId.of(issuer),
              SegmentId.WHOLE,
              SpanLength.QUARTER,
              start + "/" + start.plusMonths(3).minusDays(1),
              1L + round,
              loss(start, random),
              null,
              loss(start.minusYears(1), random),
              null,
              List.of(),
              false,
              false,
              FilingId.of("filing-" + i + "-" + round),
              Instant.EPOCH);
      producer.send(
          new ProducerRecord<>(Topics.SNAPSHOTS, issuer, Json.MAPPER.writeValueAsBytes(event)));
    }
    producer.flush();
  }

  private static PeriodMetrics loss(LocalDate start, Random random) {
    LocalDate end = start.plusMonths(3).minusDays(1);
    Quantity loss = Quantity.exactly("-" + (1 + random.nextInt(100)) + "000000", Unit.of("USD"));
    return new PeriodMetrics(
        new PeriodView(start + "/" + end, start, end),
        Map.of(
            Metric.NET_INCOME,
            Figure.known(loss, Hows.REPORTED, Basis.REPORTED, Scenario.ACTUAL, null, null)));
  }

  private static long standing(String prefix) throws Exception {
    return states(prefix).size();
  }

  /** Each alert's state, by its id. */
  private static Map<String, String> states(String prefix) throws Exception {
    Map<String, String> states = new TreeMap<>();
    for (int i = 0; i < ISSUERS; i++) {
      HttpResponse<String> answer =
          HTTP.send(
              HttpRequest.newBuilder(
                      RUNNING.get("alert-service").at("/v1/alerts?limit=1000&issuer=" + prefix + i))
                  .header("Authorization", "Bearer " + ADMIN_KEY)
                  .build(),
              BodyHandlers.ofString());
      for (JsonNode alert : Json.MAPPER.readTree(answer.body()).path("items")) {
        // Whether somebody had been told before a correction depends on when things came.
        if (!alert.path("state").stringValue().equals("corrected")) {
          states.put(
              alert.path("id").stringValue().replace(prefix, ""),
              alert.path("state") + " " + alert.path("current") + alert.path("previous"));
        }
      }
    }
    return states;
  }

  /** The ids of all alerts about these issuers on the topic. */
  private static Set<String> told(String prefix) throws Exception {
    Set<String> ids = new TreeSet<>();
    try (Admin admin = Admin.create(kafka());
        KafkaConsumer<String, byte[]> consumer = consumer(newest(ALERTS, admin).keySet())) {
      Map<TopicPartition, Long> end = newest(ALERTS, admin);
      while (end.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        for (ConsumerRecord<String, byte[]> each : consumer.poll(Duration.ofMillis(100))) {
          if (each.key().startsWith(prefix)) {
            ids.add(
                Json.MAPPER.readTree(each.value()).path("id").stringValue().replace(prefix, ""));
          }
        }
      }
    }
    return ids;
  }

  // The services

  /** A started service. */
  private record Running(Service service, int port, Process process, Path log) {

    URI at(String path) {
      return URI.create("http://127.0.0.1:" + port + path);
    }

    void awaitHealthy() throws IOException {
      try {
        awaiting(service.name() + " to be healthy", START_LIMIT).until(this::healthy);
      } catch (ConditionTimeoutException e) {
        throw new AssertionError(service.name() + " says:\n" + Files.readString(log), e);
      }
    }

    /** Asks what the health check of the compose file asks. */
    private boolean healthy() throws IOException, InterruptedException {
      if (!process.isAlive()) {
        throw new AssertionError(service.name() + " ended:\n" + Files.readString(log));
      }
      URI check = at(URI.create(service.healthCheck().getLast()).getPath());
      try {
        return HTTP.send(HttpRequest.newBuilder(check).build(), BodyHandlers.discarding())
                .statusCode()
            == 200;
      } catch (ConnectException e) {
        return false; // Does not listen yet.
      }
    }
  }

  private static Process unpack(Service service) throws IOException {
    return new ProcessBuilder(
            java(),
            "-XX:TieredStopAtLevel=1",
            "-Djarmode=tools",
            "-jar",
            packaged(service).toString(),
            "extract",
            "--application-filename",
            "service.jar",
            "--destination",
            directory.resolve(service.name()).toString())
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve(service.name() + "-unpacked.log").toFile())
        .start();
  }

  private static Path packaged(Service service) throws IOException {
    Path target = ComposeFile.PROJECT.resolve(service.name()).resolve("target");
    List<Path> jars = List.of();
    if (Files.isDirectory(target)) {
      try (Stream<Path> files = Files.list(target)) {
        jars = files.filter(file -> file.toString().endsWith("-exec.jar")).toList();
      }
    }
    assertThat(jars)
        .as("the executable jar in %s, which mvn -pl standalone -am verify builds", target)
        .hasSize(1);
    return jars.getFirst();
  }

  private static Running launch(Service service, Map<String, Integer> ports) throws IOException {
    int port = ports.get(service.name());
    Path log = directory.resolve(service.name() + ".log");
    ProcessBuilder process =
        new ProcessBuilder(command())
            .directory(directory.resolve(service.name()).toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    Map<String, String> environment = service.environment();
    environment.replaceAll((name, value) -> here(value, ports));
    environment.replace("SERVER_PORT", Integer.toString(port));
    process.environment().clear();
    process.environment().putAll(environment);
    return new Running(service, port, process.start(), log);
  }

  /** The entry point of the image, by the Java of this test, and with what suits a short life. */
  private static List<String> command() throws IOException {
    Matcher entryPoint =
        Pattern.compile("(?m)^ENTRYPOINT (\\[.*])$")
            .matcher(Files.readString(ComposeFile.PROJECT.resolve("Dockerfile")));
    assertThat(entryPoint.find()).as("an ENTRYPOINT in the Dockerfile").isTrue();
    List<String> command = new ArrayList<>();
    Json.MAPPER.readTree(entryPoint.group(1)).forEach(word -> command.add(word.asString()));
    assertThat(command).startsWith("java").containsSubsequence("-jar", "service.jar");
    command.set(0, java());
    command.addAll(1, List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"));
    return command;
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** A value of the compose file as it has to be on this machine. */
  private static String here(String value, Map<String, Integer> ports) {
    URI database = URI.create(infrastructure.jdbcUrl().substring("jdbc:".length()));
    String here =
        ComposeFile.interpolated(
                value,
                Map.of(
                    "POSTGRES_DB", database.getPath().substring(1),
                    "POSTGRES_USER", infrastructure.user(),
                    "POSTGRES_PASSWORD", infrastructure.password(),
                    "RUNRATE_ADMIN_KEY", ADMIN_KEY))
            .replace("postgres:5432", database.getAuthority())
            .replace("kafka:19092", infrastructure.bootstrapServers())
            // What the volume mounts there unless somebody names a list.
            .replace("/etc/runrate/watch.yaml", "/dev/null")
            // Nobody else should reach a test.
            .replace("0.0.0.0", "127.0.0.1");
    for (Service service : COMPOSE.built()) {
      here =
          here.replace(
              service.name() + ":" + service.environment().get("SERVER_PORT"),
              "127.0.0.1:" + ports.get(service.name()));
    }
    return here;
  }

  // What goes in

  private static String filing(String quarter, String netIncome) {
    return """
    {"issuer": "%s", "form": "earnings",
     "source": {"tier": "issuer", "publisher": "Example Inc.", "publishedOn": "2025-05-01"},
     "facts": [{"concept": "NetIncome", "period": "%s", "value": "%s", "unit": "USD"}]}
    """
        .formatted(ISSUER, quarter, netIncome);
  }

  private static void file(String filing) throws IOException, InterruptedException {
    HttpResponse<String> answer = post("ingest-service", "/v1/filings", filing);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
  }

  private static HttpResponse<String> post(String service, String path, String json)
      throws IOException, InterruptedException {
    return HTTP.send(
        HttpRequest.newBuilder(RUNNING.get(service).at(path))
            .timeout(LIMIT)
            .header("Authorization", "Bearer " + ADMIN_KEY)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json))
            .build(),
        BodyHandlers.ofString());
  }

  // What comes out

  private static Map<String, Object> kafka() {
    return Map.of("bootstrap.servers", infrastructure.bootstrapServers());
  }

  private static KafkaConsumer<String, byte[]> consumer(Collection<TopicPartition> partitions) {
    KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(kafka(), new StringDeserializer(), new ByteArrayDeserializer());
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return consumer;
  }

  private static List<AlertEvent> next(KafkaConsumer<String, byte[]> consumer) {
    List<AlertEvent> alerts = new ArrayList<>();
    for (ConsumerRecord<String, byte[]> each : consumer.poll(Duration.ofMillis(100))) {
      // The other tests of this JVM share the broker.
      if (each.key().equals(ISSUER)) {
        alerts.add(Json.MAPPER.readValue(each.value(), AlertEvent.class));
      }
    }
    return alerts;
  }

  /** Whether the group is done with all that the topic holds; it commits what it has passed on. */
  private static boolean processed(String topic, String group, Admin admin)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetAndMetadata> done =
        admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
    return newest(topic, admin).entrySet().stream()
        .allMatch(
            end ->
                end.getValue() == 0
                    || done.containsKey(end.getKey())
                        && done.get(end.getKey()).offset() >= end.getValue());
  }

  /** The offset after the last message of each partition. */
  private static Map<TopicPartition, Long> newest(String topic, Admin admin)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> partitions = new HashMap<>();
    admin
        .describeTopics(List.of(topic))
        .topicNameValues()
        .get(topic)
        .get()
        .partitions()
        .forEach(
            each ->
                partitions.put(new TopicPartition(topic, each.partition()), OffsetSpec.latest()));
    Map<TopicPartition, Long> offsets = new HashMap<>();
    admin
        .listOffsets(partitions)
        .all()
        .get()
        .forEach((partition, found) -> offsets.put(partition, found.offset()));
    return offsets;
  }

  /** In this thread, since a Kafka consumer allows no other one beside it. */
  private static ConditionFactory awaiting(String what, Duration limit) {
    return await(what).pollInSameThread().atMost(limit);
  }
}
