package dev.runrate.standalone.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.runrate.embedded.KafkaServer;
import dev.runrate.embedded.Ports;
import dev.runrate.embedded.PostgresServer;
import dev.runrate.embedded.PostgresServer.Durability;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedServersIT {
  private static final List<String> SERVICES = List.of("ingest", "metrics");

  @TempDir Path directory;

  private PostgresServer start(int port) {
    return PostgresServer.start(directory.resolve("postgres"), port, Durability.DURABLE, SERVICES);
  }

  private static Connection connect(PostgresServer server, String user, String password)
      throws SQLException {
    return DriverManager.getConnection(server.jdbcUrl(), user, password);
  }

  private static String ask(PostgresServer server, String role, String sql) throws SQLException {
    try (var connection = connect(server, role, server.password(role));
        var statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return null;
      }
      var rows = statement.getResultSet();
      return rows.next() ? rows.getString(1) : null;
    }
  }

  private static String permissions(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void nobodyGetsInWithoutPasswordAndNoServiceIntoAnothersSchema() throws Exception {
    try (PostgresServer server = start(Ports.free())) {
      assertThatThrownBy(() -> connect(server, PostgresServer.USER, "postgres"))
          .hasMessageContaining("password authentication failed");
      assertThat(
              ask(
                  server,
                  PostgresServer.USER,
                  "select count(*) from pg_hba_file_rules where auth_method <> 'scram-sha-256'"))
          .isEqualTo("0");
      assertThat(
              ask(server, "ingest", "select rolsuper from pg_roles where rolname = current_user"))
          .isEqualTo("f");
      ask(server, "metrics", "create table metrics.secret (id int)");
      assertThatThrownBy(() -> ask(server, "ingest", "select count(*) from metrics.secret"))
          .hasMessageContaining("permission denied");
      assertThatThrownBy(() -> ask(server, "ingest", "copy (select 1) to program 'true'"))
          .hasMessageContaining("permission denied");

      assertThat(permissions(directory.resolve("pgpass"))).isEqualTo("rw-------");
      assertThat(permissions(directory.resolve("postgres"))).isEqualTo("rwx------");
    }
  }

  @Test
  void directoryFromBeforeThereWerePasswordsIsTakenOverWithAllThatIsInIt() throws Exception {
    Path data = directory.resolve("postgres");
    try (EmbeddedPostgres old =
        EmbeddedPostgres.builder()
            .setDataDirectory(data)
            .setCleanDataDirectory(false)
            .setLocaleConfig("locale", "C.UTF-8")
            .start()) {
      try (var connection = old.getPostgresDatabase().getConnection();
          var statement = connection.createStatement()) {
        statement.execute("create database runrate");
      }
      try (var connection = old.getDatabase("postgres", "runrate").getConnection();
          var statement = connection.createStatement()) {
        statement.execute("create schema ingest");
        statement.execute(
            "create table ingest.filing (id text, seq bigint generated always as identity)");
        statement.execute("insert into ingest.filing values ('kept')");
      }
    }
    Files.createFile(directory.resolve("postgres.created"));

    try (PostgresServer server = start(Ports.free())) {
      assertThatThrownBy(() -> connect(server, PostgresServer.USER, "postgres"))
          .hasMessageContaining("password authentication failed");
      ask(server, "ingest", "alter table ingest.filing add column more int");
      assertThat(ask(server, "ingest", "select id from ingest.filing")).isEqualTo("kept");
    }
    String passwords = Files.readString(directory.resolve("pgpass"));

    // As a kill in the middle of the taking over leaves it.
    Files.writeString(data.resolve("pg_hba.conf"), "host all postgres 127.0.0.1/32 trust\n");
    try (PostgresServer server = start(Ports.free())) {
      assertThatThrownBy(() -> connect(server, PostgresServer.USER, "postgres"))
          .hasMessageContaining("password authentication failed");
      assertThat(Files.readString(directory.resolve("pgpass"))).isEqualTo(passwords);
    }

    Files.writeString(directory.resolve("pgpass"), "*:*:*:postg");
    try (PostgresServer server = start(Ports.free())) {
      assertThat(ask(server, "ingest", "select id from ingest.filing")).isEqualTo("kept");
    }
  }

  @Test
  void killedPostgresIsStartedAgainOnItsPort() throws Exception {
    List<String> said = new CopyOnWriteArrayList<>();
    List<String> givenUp = new CopyOnWriteArrayList<>();
    try (PostgresServer server = start(Ports.free())) {
      ask(server, "ingest", "create table ingest.kept as select 42 as answer");
      server.keepAlive(said::add, givenUp::add);

      Path pidFile = directory.resolve("postgres").resolve("postmaster.pid");
      long postmaster = Long.parseLong(Files.readAllLines(pidFile).getFirst());
      ProcessHandle.of(postmaster).orElseThrow().destroyForcibly();

      await()
          .atMost(Duration.ofMinutes(1))
          .ignoreExceptions()
          .until(() -> ask(server, "ingest", "select answer from ingest.kept").equals("42"));
      assertThat(said).containsExactly("PostgreSQL ended and is started again");
      assertThat(givenUp).isEmpty();
    }
  }

  @Test
  void emptyPostmasterPidDoesNotStopAStart() throws Exception {
    start(Ports.free()).close();
    for (String leftover : List.of("", "garbage\n", "999999999\n")) {
      Files.writeString(directory.resolve("postgres").resolve("postmaster.pid"), leftover);
      try (PostgresServer server = start(Ports.free())) {
        assertThat(ask(server, "ingest", "select 1")).isEqualTo("1");
      }
    }
  }

  @Test
  void emptyMetaPropertiesAreRestoredAndTopicsAreStillThere() throws Exception {
    Path data = directory.resolve("kafka");
    try (KafkaServer server = KafkaServer.start(data, Ports.free(), 1);
        Admin admin = Admin.create(Map.of("bootstrap.servers", server.bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic("kept", 1, (short) 1))).all().get();
    }
    assertThat(permissions(data)).isEqualTo("rwx------");
    Files.writeString(data.resolve("meta.properties"), "");

    try (KafkaServer server = KafkaServer.start(data, Ports.free(), 1);
        Admin admin = Admin.create(Map.of("bootstrap.servers", server.bootstrapServers()))) {
      assertThat(admin.listTopics().names().get()).contains("kept");
    }

    Files.writeString(data.resolve("meta.properties"), "version=1\n");
    Files.delete(directory.resolve("kafka.meta.properties"));
    assertThatThrownBy(() -> KafkaServer.start(data, Ports.free(), 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is damaged");
  }
}
