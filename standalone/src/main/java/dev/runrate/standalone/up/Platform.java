package dev.runrate.standalone.up;

import dev.runrate.alert.AlertApplication;
import dev.runrate.embedded.KafkaServer;
import dev.runrate.embedded.Owned;
import dev.runrate.embedded.Ports;
import dev.runrate.embedded.PostgresServer;
import dev.runrate.embedded.PostgresServer.Durability;
import dev.runrate.ingest.IngestApplication;
import dev.runrate.metrics.MetricsApplication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;
import org.springframework.boot.builder.SpringApplicationBuilder;

/**
 * The whole system on one machine: PostgreSQL, Kafka and the three services. What was started later
 * is stopped earlier.
 */
public final class Platform implements AutoCloseable {
  private static final int PARTITIONS = 4;

  /** Each has a role and a schema of its name in the database. */
  private static final String INGEST = "ingest";

  private static final String METRICS = "metrics";
  private static final String ALERTS = "alerts";

  /** What a start needs at least; on less, servers begin and break in the middle. */
  private static final long FREE_BYTES = 100L << 20;

  /** Where everything listens, all on 127.0.0.1. */
  public record PortPlan(int ingest, int metrics, int alerts, int kafka, int postgres) {
    /** Ports nobody uses at the moment. */
    public static PortPlan free() {
      return new PortPlan(Ports.free(), Ports.free(), Ports.free(), Ports.free(), Ports.free());
    }

    /**
     * @throws IllegalStateException naming the first port that is taken
     */
    void requireFree() {
      Ports.requireFree("ingest-service", ingest);
      Ports.requireFree("metrics-service", metrics);
      Ports.requireFree("alert-service", alerts);
      Ports.requireFree("Kafka", kafka);
    }
  }

  private final Deque<AutoCloseable> running = new ArrayDeque<>();
  private volatile PostgresServer postgres;
  private volatile KafkaServer kafka;
  private Path data;
  private boolean closed;

  /**
   * One logback.xml for all, read before the first threads start: services that start in parallel
   * would configure Logback over each other.
   */
  public static void configureLogging() {
    System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
    LoggerFactory.getILoggerFactory();
    // Tomcat logs by java.util.logging.
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
  }

  /** There while a backup is being restored, and after that was interrupted. */
  public static Path unfinishedRestore(Path data) {
    return data.resolve("restore-unfinished");
  }

  /**
   * Starts everything and returns when it is ready.
   *
   * @param settings of the services, as {@code --name=value}, for all of them
   * @throws IllegalStateException if a port is taken or the data is in use
   */
  public void start(
      Path data,
      PortPlan ports,
      Durability durability,
      List<String> settings,
      Consumer<String> progress)
      throws Exception {
    this.data = Owned.directory(data);
    if (freeBytes() < FREE_BYTES) {
      throw new IllegalStateException(
          "only %d MB are left on the disk of %s, and %d MB are needed to start"
              .formatted(freeBytes() >> 20, data, FREE_BYTES >> 20));
    }
    ports.requireFree();
    progress.accept("starting PostgreSQL and Kafka");
    inParallel(
        List.of(
            () -> {
              postgres =
                  started(
                      PostgresServer.start(
                          data.resolve("postgres"),
                          ports.postgres,
                          durability,
                          List.of(INGEST, METRICS, ALERTS)));
              return postgres;
            },
            () -> {
              kafka = started(KafkaServer.start(data.resolve("kafka"), ports.kafka, PARTITIONS));
              return kafka;
            }));
    progress.accept("starting ingest-service, metrics-service and alert-service");
    int processors = Runtime.getRuntime().availableProcessors();
    String[] common =
        Stream.concat(
                Stream.of(
                        "--spring.datasource.url=jdbc:postgresql://127.0.0.1:"
                            + ports.postgres
                            + "/"
                            + PostgresServer.DATABASE,
                        "--runrate.security.keys-url=http://127.0.0.1:" + ports.ingest,
                        "--spring.kafka.bootstrap-servers=127.0.0.1:" + ports.kafka,
                        "--runrate.ingest.metrics-url=http://127.0.0.1:" + ports.metrics,
                        "--runrate.ingest.alerts-url=http://127.0.0.1:" + ports.alerts,
                        "--runrate.alerts.metrics-url=http://127.0.0.1:" + ports.metrics,
                        "--runrate.metrics.ingest-url=http://127.0.0.1:" + ports.ingest,
                        "--runrate.metrics.alerts-url=http://127.0.0.1:" + ports.alerts,
                        "--spring.kafka.listener.concurrency=" + Math.min(processors, PARTITIONS))
                    .filter(setting -> !isSet(setting, settings)),
                settings.stream())
            .toArray(String[]::new);
    inParallel(
        List.of(
            service(IngestApplication.application(), INGEST, ports.ingest, common),
            service(MetricsApplication.application(), METRICS, ports.metrics, common),
            service(AlertApplication.application(), ALERTS, ports.alerts, common)));
  }

  /** The user's word counts; of two Spring would make a list. */
  private static boolean isSet(String setting, List<String> byUser) {
    String name = setting.substring(0, setting.indexOf('=') + 1);
    return byUser.stream().anyMatch(each -> each.startsWith(name));
  }

  /** Spring's own shutdown hook would race with ours, which ends the servers below the services. */
  private Callable<AutoCloseable> service(
      SpringApplicationBuilder service, String role, int port, String[] common) {
    List<String> settings = new ArrayList<>(List.of(common));
    settings.add("--server.port=" + port);
    Stream.of(
            "--spring.datasource.username=" + role,
            "--spring.datasource.password=" + postgres.password(role))
        .filter(setting -> !isSet(setting, settings))
        .forEach(settings::add);
    return () ->
        started(
            service
                .registerShutdownHook(false)
                .logStartupInfo(false)
                .run(settings.toArray(String[]::new)));
  }

  /**
   * Watches what runs from now on: PostgreSQL is started again when it ends.
   *
   * @param say hears of it, in a line
   * @param kafkaEnded hears in a line why; whoever hears it must end this process
   * @param giveUp hears in a line what does not come back; whoever hears it must end this process
   */
  public void watch(Consumer<String> say, Consumer<String> kafkaEnded, Consumer<String> giveUp) {
    postgres.keepAlive(say, reason -> giveUp.accept(reason + fullDisk().orElse("")));
    kafka.whenEnded(
        () ->
            fullDisk()
                .ifPresentOrElse(
                    full -> giveUp.accept("Kafka ended" + full),
                    () -> kafkaEnded.accept("Kafka ended")));
  }

  private Optional<String> fullDisk() {
    return freeBytes() < FREE_BYTES
        ? Optional.of(
            "; only %d MB are left on the disk of %s: free some and start again"
                .formatted(freeBytes() >> 20, data))
        : Optional.empty();
  }

  private long freeBytes() {
    try {
      return Files.getFileStore(data).getUsableSpace();
    } catch (IOException e) {
      return Long.MAX_VALUE; // Nobody knows; whoever writes will find out.
    }
  }

  /**
   * Of PostgreSQL.
   *
   * @param role {@link PostgresServer#USER} or the name of a schema
   */
  public String password(String role) {
    return postgres.password(role);
  }

  /**
   * For an end without ado, of which everything recovers: leaves no other process behind, and does
   * not wait for what may never end. Whoever calls it must end this process.
   */
  void abandon() {
    PostgresServer running = postgres;
    if (running != null) {
      running.close();
    }
  }

  private synchronized <T extends AutoCloseable> T started(T part) {
    running.push(part);
    if (closed) {
      close(); // Its start ended after the order to stop.
    }
    return part;
  }

  @Override
  public synchronized void close() {
    closed = true;
    while (!running.isEmpty()) {
      try {
        running.pop().close();
      } catch (Exception e) {
        System.err.println("runrate: while stopping: " + e);
      }
    }
  }

  /** On threads of its own: Kafka does not start on those of the common pool. */
  private static void inParallel(List<Callable<AutoCloseable>> tasks) throws Exception {
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<AutoCloseable>> futures = new ArrayList<>();
      tasks.forEach(task -> futures.add(threads.submit(task)));
      for (Future<AutoCloseable> future : futures) {
        future.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }
}
