package dev.runrate.standalone.operate;

import dev.runrate.embedded.Owned;
import dev.runrate.embedded.Ports;
import dev.runrate.embedded.PostgresServer;
import dev.runrate.embedded.PostgresServer.Durability;
import dev.runrate.standalone.client.ClientException;
import dev.runrate.standalone.up.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a data directory of a backup. */
@Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Make a data directory of a backup; \"up\" then goes on with it.",
      "What may have been under way when the backup was made is sent again."
    })
public final class RestoreCommand implements Callable<Integer> {
  private static final List<String> PARTS = List.of("postgres", "postgres.created", "kafka");

  @Parameters(paramLabel = "FILE", description = "What \"backup\" wrote.")
  private Path file;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "${env:RUNRATE_DATA:-${sys:user.home}/.runrate}",
      description = "The data directory to make (default: ${DEFAULT-VALUE}).")
  private Path data;

  @Option(
      names = "--replace",
      description = "Set aside what is in the directory; without it, that is refused.")
  private boolean replace;

  @Override
  public Integer call() throws Exception {
    if (!Files.isReadable(file)) {
      throw new ClientException("there is no " + file + " that can be read");
    }
    Path directory = data.toAbsolutePath().normalize();
    boolean unfinished = Files.exists(Platform.unfinishedRestore(directory));
    boolean hasData = PARTS.stream().anyMatch(part -> Files.exists(directory.resolve(part)));
    if (hasData && !unfinished && !replace) {
      throw new ClientException(
          directory
              + " has data already; name another directory (--data), or set it aside (--replace)");
    }
    Owned.directory(directory);
    if (hasData) {
      setAside(directory);
    }
    Files.writeString(Platform.unfinishedRestore(directory), "");
    Map<String, Long> rows = restore(directory);
    Files.delete(Platform.unfinishedRestore(directory));
    System.out.printf(
        "%s: %d filings, %d snapshots, %d alert messages; start it with: runrate up --data %s%n",
        directory,
        rows.getOrDefault("ingest.filing", 0L),
        rows.getOrDefault("metrics.snapshot_revision", 0L),
        rows.getOrDefault("alerts.alert_message", 0L),
        data);
    return 0;
  }

  private static void setAside(Path directory) throws IOException {
    String name =
        "before-restore-"
            + DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss.SSS")
                .withZone(ZoneOffset.UTC)
                .format(Instant.now());
    Path aside = Owned.directory(directory.resolve(name));
    // The lock of a running system lies in there.
    PostgresServer.requireNotRunning(directory.resolve("postgres"));
    for (String part : PARTS) {
      if (Files.exists(directory.resolve(part))) {
        Files.move(directory.resolve(part), aside.resolve(part));
      }
    }
    System.out.println("what was there is now in " + aside);
  }

  /** All rows in one transaction: they are there or they are not. */
  private static Map<String, Long> restore(Path file, PostgresServer server)
      throws SQLException, IOException {
    try (Connection connection =
        DriverManager.getConnection(
            server.jdbcUrl(), PostgresServer.USER, server.password(PostgresServer.USER))) {
      Map<String, Long> rows = Backup.read(connection, file);
      connection.commit();
      try (var statement = connection.createStatement()) {
        connection.setAutoCommit(true);
        statement.execute("analyze");
      }
      return rows;
    } catch (Backup.Unfit e) {
      throw new ClientException(e.getMessage());
    }
  }

  private Map<String, Long> restore(Path directory) throws Exception {
    Platform.configureLogging();
    try (Platform empty = new Platform()) {
      // The services make their tables themselves.
      empty.start(
          directory, Platform.PortPlan.free(), Durability.DURABLE, List.of(), progress -> {});
    }
    try (PostgresServer server =
        PostgresServer.start(
            directory.resolve("postgres"), Ports.free(), Durability.DURABLE, Backup.SCHEMAS)) {
      return restore(file, server);
    }
  }
}
