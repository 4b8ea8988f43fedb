package dev.runrate.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runrate.common.event.Json;
import dev.runrate.common.event.Topics;
import dev.runrate.embedded.PostgresServer;
import dev.runrate.embedded.PostgresServer.Durability;
import dev.runrate.standalone.up.Platform;
import dev.runrate.standalone.up.Platform.PortPlan;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Backup, restore, verification, republishing and dead letters, by the command line. */
class OperatingIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir Path directory;

  /** A running system of its own: these tests break what they look at. */
  private static final class Running implements AutoCloseable {
    final Path data;
    final PortPlan ports = PortPlan.free();
    final Platform platform = new Platform();

    Running(Path data) throws Exception {
      this.data = data;
      platform.start(data, ports, Durability.DURABLE, List.of(), progress -> {});
    }

    @Override
    public void close() {
      platform.close();
    }

    Said run(String... command) {
      return OperatingIT.run(
          Stream.concat(
                  Arrays.stream(command),
                  Stream.of(
                      "--ingest-port=" + ports.ingest(),
                      "--metrics-port=" + ports.metrics(),
                      "--alerts-port=" + ports.alerts()))
              .toArray(String[]::new));
    }

    JsonNode get(int port, String path) throws Exception {
      HttpResponse<String> answer =
          HTTP.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      return Json.MAPPER.readTree(answer.body());
    }

    int post(String filing) throws Exception {
      return HTTP.send(
              HttpRequest.newBuilder(
                      URI.create("http://127.0.0.1:" + ports.ingest() + "/v1/filings"))
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofString(filing))
                  .build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    }

    String ask(String sql) throws Exception {
      try (var connection =
              DriverManager.getConnection(
                  "jdbc:postgresql://127.0.0.1:" + ports.postgres() + "/runrate",
                  PostgresServer.USER,
                  platform.password(PostgresServer.USER));
          var statement = connection.createStatement()) {
        if (!statement.execute(sql)) {
          return Integer.toString(statement.getUpdateCount());
        }
        var rows = statement.getResultSet();
        return rows.next() ? rows.getString(1) : null;
      }
    }

    /** Nothing waits to be sent, and every filing and snapshot has been heard. */
    void awaitQuiet() {
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  ask("""
                  select (select count(*) from ingest.filing_unpublished)
                       + (select count(*) from metrics.snapshot_unpublished)
                       + (select count(*) from alerts.alert_unpublished)
                       + (select count(*) from ingest.filing)
                       - (select count(*) from metrics.filing)
                       + (select count(*) from ingest.issuer i
                          left join metrics.issuer m on m.id = i.id
                          where i.profile::jsonb ->> 'name' is distinct from
                                m.profile::jsonb ->> 'name')
                       + (select count(*)
                          from (select distinct on (issuer, segment, last_day, first_day, is_span)
                                       * from metrics.snapshot_revision
                                order by issuer, segment, last_day, first_day, is_span,
                                         revision desc) s
                          where not exists (select from alerts.judgement j
                                            where j.issuer = s.issuer and j.segment = s.segment
                                              and j.last_day = s.last_day
                                              and j.first_day = s.first_day
                                              and j.revision >= s.revision))
                  """)
                      .equals("0"));
    }

    long written(String topic) throws Exception {
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", "127.0.0.1:" + ports.kafka()))) {
        long sum = 0;
        var partitions =
            admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions();
        for (var partition : partitions) {
          var name = new TopicPartition(topic, partition.partition());
          sum +=
              admin.listOffsets(Map.of(name, OffsetSpec.latest())).all().get().get(name).offset();
        }
        return sum;
      }
    }
  }

  /** What a command printed, on both streams, and its exit code. */
  private record Said(int status, String text) {}

  private static synchronized Said run(String... command) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = System.out;
    PrintStream err = System.err;
    try (PrintStream both = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
      System.setOut(both);
      System.setErr(both);
      int status = Runrate.commandLine().execute(command);
      return new Said(status, bytes.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  @Test
  void backupTakenWhileFilingsComeInGoesOnElsewhereAndTellsNothingTwice() throws Exception {
    Path file = directory.resolve("backup.zip");
    List<JsonNode> before = new ArrayList<>();
    String alerts;
    String filings;
    try (Running running = new Running(directory.resolve("first"))) {
      running.run("post", Live.EXAMPLES.resolve("filings.csv").toString());
      running.post(Live.quarter("loss-a", "2024-Q3", "NetIncome", "-100000000", "USD"));
      running.post(Live.quarter("loss-a", "2025-Q3", "NetIncome", "-150000000", "USD"));
      running.awaitQuiet();
      before.add(running.get(running.ports.metrics(), "/v1/issuers?limit=1000"));
      before.add(running.get(running.ports.alerts(), "/v1/alerts?limit=1000"));
      alerts = running.ask("select count(*) from alerts.alert_message");
      filings = running.ask("select count(*) from ingest.filing");
      assertThat(Integer.parseInt(alerts)).isPositive();

      Thread poster =
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int year = 1990; !Thread.currentThread().isInterrupted(); year++) {
                      try {
                        running.post(
                            Live.quarter("later", year + "-Q1", "Revenue", "1000000", "USD"));
                      } catch (Exception e) {
                        return;
                      }
                    }
                  });
      await()
          .atMost(PATIENCE)
          .until(() -> !running.ask("select count(*) from ingest.filing").equals(filings));
      Said said =
          run(
              "backup",
              file.toString(),
              "--data=" + running.data,
              "--postgres-port=" + running.ports.postgres());
      poster.interrupt();
      poster.join();
      assertThat(said.status()).as(said.text()).isZero();

      Said refused = run("restore", file.toString(), "--data=" + running.data);
      assertThat(refused.status()).isEqualTo(1);
      assertThat(refused.text()).contains("has data already");
    }

    Said restored = run("restore", file.toString(), "--data=" + directory.resolve("second"));
    assertThat(restored.status()).as(restored.text()).isZero();
    try (Running running = new Running(directory.resolve("second"))) {
      running.awaitQuiet();
      assertThat(running.run("verify").text()).contains("all is as it should be");
      assertThat(running.ask("select count(*) from ingest.filing where issuer <> 'later'"))
          .isEqualTo(filings);
      assertThat(
              running.ask(
                  "select count(*) from alerts.alert_message where alert_id in"
                      + " (select id from alerts.alert where issuer <> 'later')"))
          .isEqualTo(alerts);
      // The newcomer was posted while the backup was made: as many of its filings as were
      // committed.
      assertThat(without("later", running.get(running.ports.metrics(), "/v1/issuers?limit=1000")))
          .isEqualTo(without("later", before.get(0)));
      assertThat(without("later", running.get(running.ports.alerts(), "/v1/alerts?limit=1000")))
          .isEqualTo(without("later", before.get(1)));

      // And it goes on.
      assertThat(running.post(Live.quarter("loss-a", "2025-Q2", "NetIncome", "-90000000", "USD")))
          .isEqualTo(201);
      running.awaitQuiet();
      assertThat(running.run("verify").status()).isZero();
    }
  }

  private static List<JsonNode> without(String issuer, JsonNode page) {
    List<JsonNode> items = new ArrayList<>();
    page.path("items").forEach(items::add);
    items.removeIf(item -> item.toString().contains("\"" + issuer + "\""));
    return items;
  }

  @Test
  @Tag("faults")
  void damagedBackupIsRefusedAndTheDirectoryIsNotTakenForARestoredOne() throws Exception {
    Path file = directory.resolve("backup.zip");
    try (Running running = new Running(directory.resolve("first"))) {
      running.post(Live.quarter("loss-a", "2024-Q3", "NetIncome", "-100000000", "USD"));
      run(
          "backup",
          file.toString(),
          "--data=" + running.data,
          "--postgres-port=" + running.ports.postgres());
    }
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 3));

    Said said = run("restore", file.toString(), "--data=" + directory.resolve("second"));

    assertThat(said.status()).isEqualTo(1);
    assertThat(said.text()).containsAnyOf("is damaged", "is not whole");
    assertThat(run("up", "--data=" + directory.resolve("second")).text())
        .contains("was not finished");

    Files.write(file, whole);
    assertThat(run("restore", file.toString(), "--data=" + directory.resolve("second")).status())
        .isZero();
  }

  @Test
  void corruptedRowsAreFoundPoisonIsListedAndReplayedAndRepublishingSendsAgain() throws Exception {
    try (Running running = new Running(directory.resolve("data"))) {
      running.post(Live.quarter("good", "2024-Q3", "NetIncome", "-100000000", "USD"));
      running.post(Live.quarter("good", "2025-Q3", "NetIncome", "-110000000", "USD"));
      running.awaitQuiet();
      assertThat(running.run("verify").status()).isZero();
      assertThat(running.run("dead-letters").text()).contains("There are none");

      long sent = running.written(Topics.FILINGS);
      assertThat(running.run("republish", "--all").text()).contains("filings to send again: 2");
      await().atMost(PATIENCE).until(() -> running.written(Topics.FILINGS) == sent + 2);
      assertThat(running.run("republish", "--since", "2999-01-01").text())
          .contains("filings to send again: 0");

      try (var producer =
          new KafkaProducer<String, String>(
              Map.of("bootstrap.servers", "127.0.0.1:" + running.ports.kafka()),
              new StringSerializer(),
              new StringSerializer())) {
        producer.send(new ProducerRecord<>(Topics.FILINGS, "bad", "{nonsense")).get();
      }
      await()
          .atMost(PATIENCE)
          .until(() -> running.run("dead-letters").text().contains(Topics.FILINGS));
      assertThat(running.run("dead-letters").text())
          .contains("bad  " + Topics.FILINGS + "  partition ")
          .contains("not what topic " + Topics.FILINGS + " is for: ")
          .doesNotContain("\tat ");
      assertThat(running.run("dead-letters", "replay").text()).contains("1 sent again");
      // It is no better, and comes back.
      await()
          .atMost(PATIENCE)
          .until(() -> running.written(Topics.deadLetters(Topics.FILINGS)) == 2);
      assertThat(running.run("dead-letters").text()).containsOnlyOnce("bad  " + Topics.FILINGS);

      running.ask(
          "update metrics.snapshot_revision set fingerprint = '1:wrong'"
              + " where seq = (select max(seq) from metrics.snapshot_revision)");
      Said wrong = running.run("verify");
      assertThat(wrong.status()).isEqualTo(1);
      assertThat(wrong.text())
          .contains("good: snapshot 2025-07-01/2025-09-30 is stored otherwise")
          .contains("good: snapshot 2025-07-01/2025-09-30 has a message that says something else");

      running.ask("delete from metrics.filing");
      assertThat(running.run("verify").text()).contains("is not known to metrics-service");
    }
  }
}
