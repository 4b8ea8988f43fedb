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
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.postgresql.ds.PGSimpleDataSource;

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

  /** The superuser; services have roles of their own. */
  public static final String USER = "postgres";

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

  /** Starts of a server that ended, until it is given up; each waits longer than the last. */
  private static final int TRIES = 3;

  /** Ends within {@link #MEMORY} that are healed; more are no accident. */
  private static final int DEATHS = 5;

  private static final Duration LOOK = Duration.ofMillis(200);
  private static final Duration MEMORY = Duration.ofMinutes(5);

  private final Path data;
  private final int port;
  private final Durability durability;
  private final List<String> services;
  private final Passwords passwords;
  private EmbeddedPostgres server;

  /** The library's own handle is of the program that starts it. */
  private volatile ProcessHandle postmaster;

  private boolean closed;

  private PostgresServer(
      Path data, int port, Durability durability, List<String> services, Passwords passwords) {
    this.data = data;
    this.port = port;
    this.durability = durability;
    this.services = services;
    this.passwords = passwords;
  }

  /**
   * Starts the server and creates the database {@value #DATABASE} if there is none. Nobody gets in
   * without a password; they are made up once and kept in {@link #passwordFile}.
   *
   * @param dataDir created when missing; used by one process at a time
   * @param services each gets a role of that name, which owns the schema of that name and may do
   *     nothing else; what the superuser had in such a schema is handed over
   * @throws IllegalStateException if the port is taken or the directory in use
   */
  public static PostgresServer start(
      Path dataDir, int port, Durability durability, List<String> services) {
    Path data = dataDir.toAbsolutePath().normalize();
    try {
      Owned.directory(data);
      stopOrphan(data);
      setAsideWhatNeverRan(data);
      Ports.requireFree("PostgreSQL", port);
      var passwords =
          Passwords.in(
              passwordFile(data), Stream.concat(Stream.of(USER), services.stream()).toList());
      var server = new PostgresServer(data, port, durability, services, passwords);
      server.open();
      if (durability == Durability.DURABLE && !Files.exists(marker(data))) {
        Files.createFile(marker(data));
      }
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL does not start in " + data, e);
    }
  }

  /** Where the passwords are: a password file as psql reads it ({@code PGPASSFILE}). */
  public static Path passwordFile(Path data) {
    return data.toAbsolutePath().normalize().resolveSibling("pgpass");
  }

  /**
   * The superuser's, as it was saved at the first start.
   *
   * @throws IOException if there is none
   */
  public static String savedPassword(Path data) throws IOException {
    String password = Passwords.saved(passwordFile(data)).get(USER);
    if (password == null) {
      throw new IOException("there is no password of " + USER + " in " + passwordFile(data));
    }
    return password;
  }

  /**
   * @throws IllegalStateException if a living program uses the directory
   */
  public static void requireNotRunning(Path data) throws IOException {
    stopOrphan(data.toAbsolutePath().normalize());
  }

  private void open() throws IOException {
    boolean isNew = !Files.exists(data.resolve("postgresql.conf"));
    Path pwfile = data.resolveSibling(data.getFileName() + ".pwfile");
    Access access = Access.of(data);
    if (isNew) {
      Owned.write(pwfile, passwords.of(USER) + "\n");
    } else if (!access.isLocked() || !passwords.complete()) {
      // Made before there were passwords, or they are lost: the owner of the files may set new
      // ones.
      access.open();
    }
    try {
      var builder = settings();
      if (isNew) {
        // These become options of initdb.
        builder
            .setLocaleConfig("auth", "scram-sha-256")
            .setLocaleConfig("pwfile", pwfile.toString());
      }
      server = builder.start();
      postmaster =
          pidIn(data)
              .flatMap(ProcessHandle::of)
              .orElseThrow(() -> new IOException("PostgreSQL ended right after its start"));
    } finally {
      Files.deleteIfExists(pwfile);
    }
    try {
      new Roles(this::connect, passwords, services).establish();
      if (!access.isLocked()) {
        access.lock(this::connect, passwords.of(USER));
      }
    } catch (SQLException e) {
      close(server);
      throw new IllegalStateException(
          "PostgreSQL starts, but its roles cannot be set up: " + e.getMessage(), e);
    }
  }

  private EmbeddedPostgres.Builder settings() {
    var builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(data)
            .setCleanDataDirectory(false)
            // The owner stops it, after those that use it.
            .setRegisterShutdownHook(false)
            .setPort(port)
            .setPGStartupWait(STARTUP_LIMIT)
            .setConnectConfig("password", passwords.of(USER))
            // The same sort order on every machine.
            .setLocaleConfig("locale", "C.UTF-8")
            .setServerConfig("listen_addresses", "127.0.0.1")
            .setServerConfig("password_encryption", "scram-sha-256")
            .setServerConfig("max_connections", "100")
            .setServerConfig("fsync", durability.syncToDisk)
            .setServerConfig("synchronous_commit", durability.syncToDisk)
            .setServerConfig("full_page_writes", durability.syncToDisk);
    programs(data, durability)
        .ifPresent(directory -> builder.setOverrideWorkingDirectory(directory.toFile()));
    return builder;
  }

  private Connection connect(String database, String password) throws SQLException {
    var source = new PGSimpleDataSource();
    source.setServerNames(new String[] {"127.0.0.1"});
    source.setPortNumbers(new int[] {port});
    source.setDatabaseName(database);
    source.setUser(USER);
    source.setPassword(password);
    return source.getConnection();
  }

  /**
   * From now on a server that ends without having been told to is started again, on the same port.
   *
   * @param say hears of it, in a line
   * @param giveUp hears that it does not start any more, in a line
   */
  public void keepAlive(Consumer<String> say, Consumer<String> giveUp) {
    Thread.ofPlatform().daemon().name("postgres-watch").start(() -> watch(say, giveUp));
  }

  private void watch(Consumer<String> say, Consumer<String> giveUp) {
    Deque<Instant> deaths = new ArrayDeque<>();
    try {
      while (true) {
        while (postmaster.isAlive()) {
          Thread.sleep(LOOK);
        }
        if (isClosed()) {
          return;
        }
        Instant now = Instant.now();
        deaths.add(now);
        deaths.removeIf(death -> death.isBefore(now.minus(MEMORY)));
        if (deaths.size() > DEATHS) {
          giveUp.accept("PostgreSQL ends again and again");
          return;
        }
        say.accept("PostgreSQL ended and is started again");
        Optional<String> failure = startAgain();
        if (failure.isPresent()) {
          giveUp.accept("PostgreSQL ended and does not start again: " + failure.get());
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  /** Answers why it does not start; empty when it runs, or is not wanted any more. */
  private Optional<String> startAgain() throws InterruptedException {
    String failure = "";
    for (int attempt = 0; attempt < TRIES; attempt++) {
      synchronized (this) {
        if (closed) {
          return Optional.empty();
        }
        // Its children hold on to its memory for a moment.
        Thread.sleep(500L << attempt);
        close(server);
        try {
          open();
          return Optional.empty();
        } catch (IOException | RuntimeException e) {
          failure = e.getMessage();
        }
      }
    }
    return Optional.of(failure);
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
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + DATABASE;
  }

  /**
   * @param role {@value #USER} or one of the services
   */
  public String password(String role) {
    return passwords.of(role);
  }

  @Override
  public synchronized void close() {
    closed = true;
    close(server);
  }

  private static void close(EmbeddedPostgres server) {
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

  /**
   * Stops the server that outlived a killed predecessor of this program. The number in {@code
   * postmaster.pid} proves nothing, since another process may have got that number meanwhile, and
   * after a loss of power the file may be empty: what counts is that a process was started with
   * this very directory. Without one the file is of no use, and would keep PostgreSQL from
   * starting.
   */
  private static void stopOrphan(Path data) throws IOException {
    Path lockFile = data.resolve(LOCK_FILE);
    if (!Files.exists(lockFile)) {
      return; // New; and initdb wants the directory empty, so the lock must not be created here.
    }
    // The lock tells an orphan from a server that another living program uses.
    try (var channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
        var lock = awaitLock(channel)) {
      if (lock == null) {
        throw new IllegalStateException(data + " is in use by another running instance");
      }
      for (ProcessHandle process : ProcessHandle.allProcesses().toList()) {
        if (runsOn(data, process)) {
          interrupt(process);
        }
      }
      Optional<Long> pid = pidIn(data);
      Optional<ProcessHandle> named = pid.flatMap(ProcessHandle::of);
      // Empty, or some other program's process, which PostgreSQL would take for a living server. Of
      // a number of no process PostgreSQL itself recovers.
      if (pid.isEmpty()
          || named.isPresent()
              && named.get().info().arguments().isPresent()
              && !runsOn(data, named.get())) {
        Files.deleteIfExists(data.resolve("postmaster.pid"));
      }
    }
  }

  /** The first line of {@code postmaster.pid}; empty where it has no number, or is not there. */
  private static Optional<Long> pidIn(Path data) throws IOException {
    Path file = data.resolve("postmaster.pid");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    String first = Files.readString(file).lines().findFirst().orElse("").strip();
    return first.matches("\\d{1,18}") ? Optional.of(Long.parseLong(first)) : Optional.empty();
  }

  /** A predecessor that was just told to go has it for a moment longer. */
  private static FileLock awaitLock(FileChannel channel) throws IOException {
    long deadline = System.nanoTime() + Ports.PATIENCE.toNanos();
    FileLock lock = tryLock(channel);
    while (lock == null && System.nanoTime() < deadline && Ports.pause()) {
      lock = tryLock(channel);
    }
    return lock;
  }

  private static FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // Held within this process.
    }
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
