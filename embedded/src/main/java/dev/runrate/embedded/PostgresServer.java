package dev.runrate.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A real PostgreSQL server as a child process, listening on 127.0.0.1 only.
 *
 * <p>A directory that holds a database already is opened as it is, also after this program or the
 * machine died.
 */
public final class PostgresServer implements AutoCloseable {

  /** System property: the directory for PostgreSQL's programs. */
  private static final String PROGRAMS = "runrate.postgres.programs";

  public static final String DATABASE = "runrate";
  public static final String USER = "postgres";

  /** The server trusts every local connection; drivers and frameworks still want a password. */
  public static final String PASSWORD = "postgres";

  /** What a commit means. */
  public enum Durability {
    /** On the disk. The library's own default is the opposite and loses commits in a crash. */
    DURABLE("on"),
    /** In memory: for tests, several times faster. */
    THROW_AWAY("off");

    private final String syncToDisk;

    Durability(String syncToDisk) {
      this.syncToDisk = syncToDisk;
    }
  }

  /**
   * Held by the library while it runs, and by the kernel's grace released when its process dies.
   */
  private static final String LOCK_FILE = "epg-lock";

  private static final Duration STARTUP_LIMIT = Duration.ofSeconds(60);
  private static final Duration ORPHAN_STOP_LIMIT = Duration.ofSeconds(30);

  private final EmbeddedPostgres server;

  private PostgresServer(EmbeddedPostgres server) {
    this.server = server;
  }

  /**
   * Starts the server and creates the database {@value #DATABASE} if there is none.
   *
   * @param dataDir created when missing; used by one process at a time
   * @throws IllegalStateException if the port is taken or the directory in use
   */
  public static PostgresServer start(Path dataDir, int port, Durability durability) {
    Path data = dataDir.toAbsolutePath().normalize();
    try {
      Files.createDirectories(data);
      stopOrphan(data);
      setAsideWhatNeverRan(data);
      Ports.requireFree("PostgreSQL", port);
      var builder =
          EmbeddedPostgres.builder()
              .setDataDirectory(data)
              .setCleanDataDirectory(false)
              // The owner stops it, after those that use it.
              .setRegisterShutdownHook(false)
              .setPort(port)
              .setPGStartupWait(STARTUP_LIMIT)
              // The same sort order on every machine.
              .setLocaleConfig("locale", "C.UTF-8")
              .setServerConfig("listen_addresses", "127.0.0.1")
              .setServerConfig("max_connections", "100")
              .setServerConfig("fsync", durability.syncToDisk)
              .setServerConfig("synchronous_commit", durability.syncToDisk)
              .setServerConfig("full_page_writes", durability.syncToDisk);
      programs(data, durability)
          .ifPresent(directory -> builder.setOverrideWorkingDirectory(directory.toFile()));
      var server = new PostgresServer(builder.start());
      server.createDatabase();
      if (durability == Durability.DURABLE && !Files.exists(marker(data))) {
        Files.createFile(marker(data));
      }
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL does not start in " + data, e);
    }
  }

  /**
   * Where the server's programs are unpacked to, once: where the setting says, so that another data
   * directory need not do it again; beside data that is to last, as below /tmp the programs of a
   * long-running server may be tidied away; else where the library likes.
   */
  private static Optional<Path> programs(Path data, Durability durability) {
    String setting = System.getProperty(PROGRAMS);
    if (setting != null) {
      return Optional.of(Path.of(setting));
    }
    return durability == Durability.DURABLE
        ? Optional.of(data.resolveSibling("postgres-binaries"))
        : Optional.empty();
  }

  public String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + DATABASE;
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Tells that the database beside it was completely created once. */
  private static Path marker(Path data) {
    return data.resolveSibling(data.getFileName() + ".created");
  }

  /**
   * A kill in the middle of the very first start leaves half a database, which holds nothing yet
   * but would be opened as a whole one.
   */
  private static void setAsideWhatNeverRan(Path data) throws IOException {
    if (Files.exists(marker(data))) {
      return;
    }
    boolean empty;
    try (var files = Files.list(data)) {
      empty = files.findAny().isEmpty();
    }
    if (!empty) {
      Files.move(
          data, data.resolveSibling(data.getFileName() + ".incomplete-" + System.nanoTime()));
      Files.createDirectories(data);
    }
  }

  private void createDatabase() {
    try (var connection = server.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      boolean exists =
          statement
              .executeQuery("select 1 from pg_database where datname = '" + DATABASE + "'")
              .next();
      if (!exists) {
        statement.execute("create database " + DATABASE);
      }
    } catch (SQLException e) {
      close();
      throw new IllegalStateException("PostgreSQL starts, but its database cannot be created", e);
    }
  }

  /**
   * Stops the server that outlived a killed predecessor of this program. Its number in {@code
   * postmaster.pid} proves nothing, since another process may have got that number meanwhile: only
   * one that was started with this very directory is stopped.
   */
  private static void stopOrphan(Path data) throws IOException {
    Path lockFile = data.resolve(LOCK_FILE);
    Path pidFile = data.resolve("postmaster.pid");
    if (!Files.exists(lockFile)) {
      return; // New; and initdb wants the directory empty, so the lock must not be created here.
    }
    // The lock tells an orphan from a server that another living program uses.
    try (var channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
        var lock = tryLock(channel)) {
      if (lock == null) {
        throw new IllegalStateException(data + " is in use by another running instance");
      }
      if (!Files.exists(pidFile)) {
        return;
      }
      Optional<ProcessHandle> named = ProcessHandle.of(pidIn(pidFile));
      if (named.isEmpty()) {
        return; // PostgreSQL itself recovers from that.
      }
      if (runsOn(data, named.get())) {
        interrupt(named.get());
      } else if (named.get().info().arguments().isPresent()) {
        // Some other program's process, which PostgreSQL would take for a living server.
        Files.delete(pidFile);
      }
    }
  }

  private static FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // Held within this process.
    }
  }

  private static long pidIn(Path pidFile) throws IOException {
    return Long.parseLong(Files.readAllLines(pidFile).getFirst().trim());
  }

  private static boolean runsOn(Path data, ProcessHandle process) {
    List<String> arguments = List.of(process.info().arguments().orElse(new String[0]));
    return arguments.contains("-D") && arguments.contains(data.toString());
  }

  /** SIGINT is PostgreSQL's "fast" shutdown; SIGTERM would wait for its clients. */
  private static void interrupt(ProcessHandle postmaster) throws IOException {
    new ProcessBuilder("kill", "-INT", Long.toString(postmaster.pid())).start();
    try {
      postmaster.onExit().get(ORPHAN_STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while an old PostgreSQL stops", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(
          "A PostgreSQL of an earlier run does not stop: process " + postmaster.pid(), e);
    }
  }
}
