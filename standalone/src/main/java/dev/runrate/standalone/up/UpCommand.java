package dev.runrate.standalone.up;

import dev.runrate.embedded.PostgresServer;
import dev.runrate.embedded.PostgresServer.Durability;
import dev.runrate.standalone.client.Demo;
import dev.runrate.standalone.client.Services;
import dev.runrate.standalone.up.Platform.PortPlan;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs everything on this machine until it is told to stop. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Start PostgreSQL, Kafka and the three services on this machine, all on 127.0.0.1.",
      "Ctrl-C stops them. What was accepted is kept in the data directory, also after kill -9."
    })
public final class UpCommand implements Callable<Integer> {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "${env:RUNRATE_DATA:-${sys:user.home}/.runrate}",
      description = "Where the data is kept (default: ${DEFAULT-VALUE}; or RUNRATE_DATA).")
  private Path data;

  @Option(
      names = "--demo",
      description = "Also load the examples: 168 facts about 31 AI companies.")
  private boolean demo;

  @Option(
      names = "--ingest-port",
      defaultValue = "${env:RUNRATE_INGEST_PORT:-8081}",
      description = "Port of the ingest API (${DEFAULT-VALUE}).")
  private int ingestPort;

  @Option(
      names = "--metrics-port",
      defaultValue = "${env:RUNRATE_METRICS_PORT:-8082}",
      description = "Port of the metrics API and the web page (${DEFAULT-VALUE}).")
  private int metricsPort;

  @Option(
      names = "--alerts-port",
      defaultValue = "${env:RUNRATE_ALERTS_PORT:-8083}",
      description = "Port of the alert API (${DEFAULT-VALUE}).")
  private int alertsPort;

  @Option(
      names = "--kafka-port",
      defaultValue = "${env:RUNRATE_KAFKA_PORT:-9092}",
      description = "Port of Kafka (${DEFAULT-VALUE}).")
  private int kafkaPort;

  @Option(
      names = "--postgres-port",
      defaultValue = "${env:RUNRATE_POSTGRES_PORT:-5433}",
      description = "Port of PostgreSQL (${DEFAULT-VALUE}).")
  private int postgresPort;

  @Option(
      names = "--watch",
      paramLabel = "FILE",
      description = "Watch the issuers that it lists on the SEC's EDGAR (docs/watch.md).")
  private Path watch;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description =
          "A setting of the services, e.g. runrate.alerts.webhooks.allow-private-targets=true.")
  private List<String> settings = List.of();

  /** Starts once in a throw-away directory and ends: the launcher records a cache of that run. */
  @Option(names = "--train", hidden = true)
  private boolean train;

  /** What the launcher takes as a request to start again; as when the memory is used up (3). */
  private static final int START_AGAIN = 4;

  /** System property: the process that must not be outlived. */
  private static final String LAUNCHER = "runrate.launcher";

  @Override
  public Integer call() throws Exception {
    Platform.configureLogging();
    Optional<String> fault =
        settings.isEmpty() ? Optional.empty() : SettingNames.ofTheServices().fault(settings);
    if (fault.isPresent()) {
      System.err.println("runrate: " + fault.get());
      return 1;
    }
    Path directory = train ? Files.createTempDirectory("runrate-train") : writable(data);
    if (directory == null) {
      return 1;
    }
    if (Files.exists(Platform.unfinishedRestore(directory))) {
      say("a restore into " + directory + " was not finished; run it again");
      return 1;
    }
    PortPlan ports =
        train
            ? PortPlan.free()
            : new PortPlan(ingestPort, metricsPort, alertsPort, kafkaPort, postgresPort);
    Platform platform = new Platform();
    Ending ending = new Ending(platform);
    Optional.ofNullable(Long.getLong(LAUNCHER)).ifPresent(ending::withParent);
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  if (!train) {
                    System.out.println("stopping");
                  }
                  platform.close();
                  stopped.countDown();
                },
                "shutdown"));
    try {
      platform.start(
          directory,
          ports,
          train ? Durability.THROW_AWAY : Durability.DURABLE,
          arguments(),
          step -> {
            if (!train) {
              System.out.printf("%5.1f s  %s%n", sinceJvmStart(), step);
            }
          });
    } catch (Exception e) {
      System.err.println("runrate: " + reason(e));
      return 1;
    }
    Services services = new Services("127.0.0.1", ports.ingest(), ports.metrics(), ports.alerts());
    if (train) {
      Demo.load(services, line -> {});
      delete(directory, platform);
      return 0;
    }
    platform.watch(
        UpCommand::say, reason -> ending.now(START_AGAIN, reason), reason -> ending.now(1, reason));
    System.out.printf("%5.1f s  ready%n%n", sinceJvmStart());
    announce(ports, directory);
    if (demo) {
      Demo.load(services, System.out::println);
    }
    stopped.await();
    return 0;
  }

  private List<String> arguments() {
    Stream<String> set = settings.stream().map(setting -> "--" + setting);
    return watch == null || train
        ? set.toList()
        : Stream.concat(set, Stream.of("--runrate.edgar.watch=" + watch.toAbsolutePath())).toList();
  }

  private static Path writable(Path directory) {
    Path absolute = directory.toAbsolutePath().normalize();
    try {
      Files.createDirectories(absolute);
      if (Files.isWritable(absolute)) {
        return absolute;
      }
    } catch (IOException e) {
      // Told below.
    }
    System.err.println(
        "runrate: the data directory " + absolute + " cannot be written; name another: --data DIR");
    return null;
  }

  private static void announce(PortPlan ports, Path directory) {
    System.out.printf("  league table  http://127.0.0.1:%d/%n", ports.metrics());
    System.out.printf("  post filings  http://127.0.0.1:%d/v1/filings%n", ports.ingest());
    System.out.printf("  metrics       http://127.0.0.1:%d/v1/issuers%n", ports.metrics());
    System.out.printf("  alerts        http://127.0.0.1:%d/v1/alerts%n", ports.alerts());
    System.out.printf(
        "  Kafka         127.0.0.1:%d  topics runrate.filings, runrate.snapshots,"
            + " runrate.alerts.<kind>%n",
        ports.kafka());
    System.out.printf(
        "  PostgreSQL    psql 'postgresql://postgres@127.0.0.1:%d/runrate?passfile=%s'%n",
        ports.postgres(), PostgresServer.passwordFile(directory.resolve("postgres")));
    System.out.printf("  data          %s%n%n", directory);
    System.out.println("Ctrl-C stops it.");
  }

  private static void say(String line) {
    System.err.println("runrate: " + line);
  }

  private static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && !(cause instanceof IllegalStateException)) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }

  private static void delete(Path directory, Platform platform) throws IOException {
    platform.close();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Not ProcessHandle's instant, which is wrong by up to a second on Linux. */
  private static double sinceJvmStart() {
    return (System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime())
        / 1000.0;
  }
}
