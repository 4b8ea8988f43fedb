package dev.runrate.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/** Who may connect to a PostgreSQL: its {@code pg_hba.conf}. */
record Access(Path file) {
  private static final String LOCKED =
      """
      # Written by Runrate. Nobody gets in without a password; they are in the file pgpass.
      local all all scram-sha-256
      host all all 127.0.0.1/32 scram-sha-256
      """;

  /** For the moment in which a server that has no passwords yet is given some. */
  private static final String OPEN = "host all " + PostgresServer.USER + " 127.0.0.1/32 trust\n";

  /** Connects as superuser. */
  @FunctionalInterface
  interface Connector {
    Connection connect(String database, String password) throws SQLException;
  }

  static Access of(Path data) {
    return new Access(data.resolve("pg_hba.conf"));
  }

  boolean isLocked() throws IOException {
    return Files.exists(file) && Files.readString(file).equals(LOCKED);
  }

  void open() throws IOException {
    Owned.write(file, OPEN);
  }

  /**
   * From now on every connection needs a password, and those that came without one are ended.
   *
   * @param password of the superuser
   * @throws IllegalStateException if the server still takes one without
   */
  void lock(Connector connector, String password) throws IOException, SQLException {
    try (var connection = connector.connect("postgres", password);
        var statement = connection.createStatement()) {
      Owned.write(file, LOCKED);
      statement.execute("select pg_reload_conf()");
      long deadline = System.nanoTime() + Ports.PATIENCE.toNanos();
      while (takesAnyPassword(connector)) {
        if (System.nanoTime() > deadline || !Ports.pause()) {
          throw new IllegalStateException("PostgreSQL goes on taking connections without password");
        }
      }
      statement.execute(
          "select pg_terminate_backend(pid) from pg_stat_activity"
              + " where backend_type = 'client backend' and pid <> pg_backend_pid()");
    }
  }

  private static boolean takesAnyPassword(Connector connector) {
    try (var connection = connector.connect("postgres", "wrong")) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }
}
