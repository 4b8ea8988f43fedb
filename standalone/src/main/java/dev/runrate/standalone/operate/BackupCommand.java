package dev.runrate.standalone.operate;

import dev.runrate.embedded.PostgresServer;
import dev.runrate.standalone.client.ClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Copies everything into a file. */
@Command(
    name = "backup",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Copy all that is stored into one file, as of one moment, while everything goes on.",
      "A file of that name is replaced when the new one is whole."
    })
public final class BackupCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "e.g. runrate-2026-01-31.zip")
  private Path file;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "${env:RUNRATE_DATA:-${sys:user.home}/.runrate}",
      description = "The data directory of the running system (default: ${DEFAULT-VALUE}).")
  private Path data;

  @Option(
      names = "--postgres-port",
      defaultValue = "${env:RUNRATE_POSTGRES_PORT:-5433}",
      description = "Port of its PostgreSQL (${DEFAULT-VALUE}).")
  private int port;

  @Override
  public Integer call() throws IOException {
    Path target = file.toAbsolutePath();
    try (Connection connection = connect()) {
      Map<String, Long> rows = Backup.write(connection, target, Instant.now());
      System.out.printf(
          "%s: %d filings, %d snapshots, %d alert messages; %d MB%n",
          file,
          rows.getOrDefault("ingest.filing", 0L),
          rows.getOrDefault("metrics.snapshot_revision", 0L),
          rows.getOrDefault("alerts.alert_message", 0L),
          Files.size(target) + (1 << 20) - 1 >> 20);
      return 0;
    } catch (SQLException | IOException e) {
      throw new ClientException("no backup was made: " + e.getMessage());
    }
  }

  private Connection connect() throws SQLException, IOException {
    Path passwords = PostgresServer.passwordFile(data.resolve("postgres"));
    if (!Files.isReadable(passwords)) {
      throw new ClientException(
          "there are no passwords in "
              + passwords
              + "; name the directory of the data: --data DIR");
    }
    String password = PostgresServer.savedPassword(data.resolve("postgres"));
    Properties login = new Properties();
    login.setProperty("user", PostgresServer.USER);
    login.setProperty("password", password);
    login.setProperty("connectTimeout", "3");
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/" + PostgresServer.DATABASE, login);
  }
}
