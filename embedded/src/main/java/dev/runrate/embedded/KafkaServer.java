package dev.runrate.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * A real Kafka broker inside this JVM: one node that is broker and controller, listening on
 * 127.0.0.1 only. It acknowledges a record before that is on the disk: records survive the death of
 * the process, not a loss of power.
 */
public final class KafkaServer implements AutoCloseable {

  private static final int NODE = 1;

  /** Says of a directory which cluster and which broker it belongs to. */
  private static final String META = "meta.properties";

  private static final List<String> META_MEMBERS =
      List.of("version", "cluster.id", "node.id", "directory.id");

  private final KafkaRaftServer server;
  private final int port;
  private volatile boolean closing;

  private KafkaServer(KafkaRaftServer server, int port) {
    this.server = server;
    this.port = port;
  }

  /**
   * Starts the broker. To be called on a thread of one's own, not one of a ForkJoinPool.
   *
   * @param dataDir formatted when new; used by one process at a time
   * @param defaultPartitions of topics that come into being by their first use
   * @throws IllegalStateException if the port is taken
   */
  public static KafkaServer start(Path dataDir, int port, int defaultPartitions) {
    Path data = dataDir.toAbsolutePath().normalize();
    Ports.requireFree("Kafka", port);
    try {
      format(data);
      var config = new KafkaConfig(settings(data, port, Ports.free(), defaultPartitions), false);
      var server = new KafkaRaftServer(config, Time.SYSTEM);
      server.startup();
      return new KafkaServer(server, port);
    } catch (IllegalStateException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("Kafka does not start in " + data, e);
    }
  }

  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  /**
   * From now on a broker that ends without having been told to is noticed. Kafka itself would end
   * the JVM without a word, when it cannot write to its disk for instance.
   *
   * @param ended hears of it, at least once; the broker cannot be used any more, nor be closed
   */
  public void whenEnded(Runnable ended) {
    Exit.Procedure procedure =
        (status, message) -> {
          if (!closing) {
            ended.run();
          }
          // Its callers rely on it that this never returns.
          while (true) {
            LockSupport.park();
          }
        };
    Exit.setHaltProcedure(procedure);
    Exit.setExitProcedure(procedure);
    Thread.ofPlatform()
        .daemon()
        .name("kafka-watch")
        .start(
            () -> {
              server.awaitShutdown();
              if (!closing) {
                ended.run();
              }
            });
  }

  @Override
  public void close() {
    closing = true;
    server.shutdown();
    server.awaitShutdown();
  }

  /** Gives a new directory its cluster id; a broker refuses to start on one without. */
  private static void format(Path data) throws Exception {
    Path meta = data.resolve(META);
    // Not in the directory itself, where Kafka knows every file.
    Path copy = data.resolveSibling(data.getFileName() + "." + META);
    Owned.directory(data);
    if (isWhole(meta)) {
      if (!isWhole(copy)) {
        Owned.write(copy, Files.readString(meta));
      }
      return;
    }
    if (isWhole(copy)) {
      // What a loss of power may leave: Kafka does not wait for the disk when it writes this one.
      Owned.write(meta, Files.readString(copy));
      return;
    }
    if (Files.exists(meta)) {
      throw new IllegalStateException(
          meta + " is damaged, and there is no copy of it; Kafka cannot tell whose data this is");
    }
    try (var silent = new PrintStream(OutputStream.nullOutputStream())) {
      new Formatter()
          .setPrintStream(silent)
          .setNodeId(NODE)
          .setClusterId(Uuid.randomUuid().toString())
          .setControllerListenerName("CONTROLLER")
          .addDirectory(data.toString())
          .setMetadataLogDirectory(data.toString())
          .run();
    }
    Owned.write(copy, Files.readString(meta));
  }

  private static boolean isWhole(Path meta) throws IOException {
    if (!Files.exists(meta)) {
      return false;
    }
    var properties = new Properties();
    try (var in = Files.newInputStream(meta)) {
      properties.load(in);
    } catch (IllegalArgumentException e) {
      return false;
    }
    return META_MEMBERS.stream().noneMatch(name -> properties.getProperty(name, "").isBlank());
  }

  private static Map<String, Object> settings(
      Path data, int port, int controllerPort, int defaultPartitions) {
    var settings = new HashMap<String, Object>();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", NODE);
    settings.put("log.dirs", data.toString());
    settings.put(
        "listeners",
        "PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d".formatted(port, controllerPort));
    settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
    settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put("controller.quorum.voters", NODE + "@127.0.0.1:" + controllerPort);

    settings.put("auto.create.topics.enable", true);
    settings.put("num.partitions", defaultPartitions);

    // The internal topics expect three brokers and dozens of partitions otherwise.
    settings.put("offsets.topic.replication.factor", (short) 1);
    settings.put("offsets.topic.num.partitions", 1);
    settings.put("transaction.state.log.replication.factor", (short) 1);
    settings.put("transaction.state.log.min.isr", 1);
    settings.put("transaction.state.log.num.partitions", 1);
    settings.put("share.coordinator.state.topic.replication.factor", (short) 1);
    settings.put("share.coordinator.state.topic.min.isr", (short) 1);
    settings.put("share.coordinator.state.topic.num.partitions", 1);

    // Threads and buffers for one machine. The cleaner's buffer alone is 128 MB by default.
    settings.put("num.network.threads", 2);
    settings.put("num.io.threads", 4);
    settings.put("background.threads", 2);
    settings.put("log.cleaner.dedupe.buffer.size", 4L * 1024 * 1024);

    // Nobody else joins: do not wait three seconds for them.
    settings.put("group.initial.rebalance.delay.ms", 0);
    // After a kill the new consumers wait until their dead predecessors are given up (45 s by
    // default).
    settings.put("group.consumer.session.timeout.ms", 10_000);
    settings.put("group.consumer.min.session.timeout.ms", 6_000);
    settings.put("group.consumer.heartbeat.interval.ms", 2_000);
    settings.put("group.consumer.min.heartbeat.interval.ms", 1_000);
    // How long a restart after a crash waits for the dead predecessor (9 s by default). With 3 s a
    // loaded broker missed its own heartbeats.
    settings.put("broker.session.timeout.ms", 6_000);
    return settings;
  }
}
