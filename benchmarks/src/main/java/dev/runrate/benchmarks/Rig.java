package dev.runrate.benchmarks;

import dev.runrate.common.event.AlertKind;
import dev.runrate.common.event.Topics;
import dev.runrate.common.persistence.Packed;
import dev.runrate.embedded.PostgresServer;
import dev.runrate.embedded.PostgresServer.Durability;
import dev.runrate.standalone.up.Platform;
import dev.runrate.standalone.up.Platform.PortPlan;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The system under test, as {@code runrate up} starts it, in a directory that goes with it. */
final class Rig implements AutoCloseable {
  private static final int PARTITIONS = 4;
  private static final String METRICS_GROUP = "metrics-service";
  private static final String ALERTS_GROUP = "alert-service";

  private static final Duration PATIENCE = Duration.ofMinutes(20);

  private final Path directory;
  private final PortPlan ports = PortPlan.free();
  private final Platform platform = new Platform();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Admin admin;

  /**
   * @param settings of the services, as {@code --name=value}
   */
  Rig(String... settings) throws Exception {
    directory = Files.createTempDirectory("runrate-benchmark");
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, "shutdown"));
    Platform.configureLogging();
    platform.start(
        directory, ports, Durability.DURABLE, List.of(settings), step -> System.err.println(step));
    admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()));
  }

  int ingestPort() {
    return ports.ingest();
  }

  int metricsPort() {
    return ports.metrics();
  }

  int alertsPort() {
    return ports.alerts();
  }

  String bootstrapServers() {
    return "127.0.0.1:" + ports.kafka();
  }

  Path file(String name) {
    return directory.resolve(name);
  }

  @Override
  public synchronized void close() {
    platform.close();
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      System.err.println("benchmarks: " + directory + " is left: " + e);
    }
  }

  /** Of this process and of PostgreSQL, from now on. */
  Usage usage() throws IOException {
    Path pidFile = directory.resolve("postgres").resolve("postmaster.pid");
    long pid = Long.parseLong(Files.readAllLines(pidFile).getFirst().trim());
    return new Usage(ProcessHandle.of(pid).orElseThrow());
  }

  // -- HTTP

  /**
   * Posts a document and reads the answer as it comes.
   *
   * @return the last line of the answer
   * @throws IllegalStateException if the answer is not 2xx
   */
  String post(String path, String contentType, HttpRequest.BodyPublisher body) throws Exception {
    HttpResponse<Stream<String>> response =
        http.send(
            HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:" + ports.ingest() + "/v1/filings" + path))
                .header("Content-Type", contentType)
                .POST(body)
                .build(),
            HttpResponse.BodyHandlers.ofLines());
    String last = response.body().reduce("", (before, line) -> line);
    if (response.statusCode() / 100 != 2) {
      throw new IllegalStateException(response.statusCode() + " " + last);
    }
    return last;
  }

  String bulk(HttpRequest.BodyPublisher filings) throws Exception {
    return post("/bulk", "application/x-ndjson", filings);
  }

  // -- PostgreSQL

  Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + ports.postgres() + "/" + PostgresServer.DATABASE,
        PostgresServer.USER,
        platform.password(PostgresServer.USER));
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  long number(String sql) {
    try (Connection connection = connect();
        var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Of a message about a snapshot, on average; the table has them packed. */
  int snapshotBytes() {
    try (Connection connection = connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("select message from metrics.snapshot_revision")) {
      long bytes = 0;
      int count = 0;
      while (rows.next()) {
        bytes += Packed.unpack(rows.getBytes(1)).length;
        count++;
      }
      return (int) (bytes / count);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  // -- Kafka

  void createTopics(String... names) throws Exception {
    admin
        .createTopics(
            Arrays.stream(names).map(name -> new NewTopic(name, PARTITIONS, (short) 1)).toList())
        .all()
        .get();
  }

  /** With the settings that the services have. */
  KafkaProducer<String, byte[]> producer() {
    Properties settings = new Properties();
    settings.put("bootstrap.servers", bootstrapServers());
    settings.put("acks", "all");
    settings.put("linger.ms", "0");
    settings.put("compression.type", "lz4");
    return new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
  }

  /** Reads a topic from where it ends now, without a group. */
  KafkaConsumer<String, byte[]> consumer(String... topics) {
    Properties settings = new Properties();
    settings.put("bootstrap.servers", bootstrapServers());
    settings.put("enable.auto.commit", "false");
    settings.put("max.poll.records", "4000");
    KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> partitions = partitions(List.of(topics));
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position); // Seeking is lazy; this is not.
    return consumer;
  }

  private static List<TopicPartition> partitions(Collection<String> topics) {
    return topics.stream()
        .flatMap(
            topic ->
                Stream.iterate(0, p -> p + 1)
                    .limit(PARTITIONS)
                    .map(p -> new TopicPartition(topic, p)))
        .toList();
  }

  private Map<TopicPartition, Long> ends(Collection<String> topics) {
    try {
      return admin
          .listOffsets(
              partitions(topics).stream()
                  .collect(Collectors.toMap(p -> p, p -> OffsetSpec.latest())))
          .all()
          .get()
          .entrySet()
          .stream()
          .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().offset()));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  long records(Collection<String> topics) {
    return ends(topics).values().stream().mapToLong(Long::longValue).sum();
  }

  long records(String topic) {
    return records(List.of(topic));
  }

  private long lag(String group, String topic) {
    try {
      var committed = admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
      return ends(List.of(topic)).entrySet().stream()
          .mapToLong(
              end -> {
                var done = committed.get(end.getKey());
                return end.getValue() - (done == null ? 0 : done.offset());
              })
          .sum();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  // -- being current

  /** Everything that ingest stored is in the fact book, and so are its snapshots. */
  boolean metricsAreCurrent(long filings) {
    return records(Topics.FILINGS) >= filings && lag(METRICS_GROUP, Topics.FILINGS) == 0;
  }

  /** Everything that metrics told has been judged, and the alerts are on their topics. */
  boolean alertsAreCurrent() {
    return lag(METRICS_GROUP, Topics.FILINGS) == 0
        && records(Topics.SNAPSHOTS) >= number("select count(*) from metrics.snapshot_revision")
        && lag(ALERTS_GROUP, Topics.SNAPSHOTS) == 0
        && records(Arrays.stream(AlertKind.values()).map(Topics::alerts).toList())
            >= number("select count(*) from alerts.alert_message");
  }

  void awaitCurrent() throws InterruptedException {
    long filings = number("select count(*) from ingest.filing");
    await(() -> metricsAreCurrent(filings));
    await(this::alertsAreCurrent);
  }

  static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("not current after " + PATIENCE);
      }
      Thread.sleep(100);
    }
  }
}
