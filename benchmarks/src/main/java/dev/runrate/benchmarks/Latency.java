package dev.runrate.benchmarks;

import dev.runrate.benchmarks.Benchmarks.Options;
import dev.runrate.common.event.AlertKind;
import dev.runrate.common.event.Topics;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * How long from a filing to its alert, on a system with time to spare: each filing reports a deeper
 * loss than a year ago of an issuer of its own. In turns with the bare chain that any such system
 * has: three topics and three commits, messages of the same sizes, and nothing in between.
 */
final class Latency {
  private static final int CONNECTIONS = 32;
  private static final int TURN_SECONDS = 5;

  private final Rig rig;
  private final int perSecond;
  private final int warmUpTurns;
  private final int turns;
  private final Map<String, Long> sentAt = new ConcurrentHashMap<>();
  private volatile Samples samples;
  private volatile boolean running = true;

  /** The samples of the product that count. */
  private Samples measured;

  private Latency(Rig rig, Options options) {
    this.rig = rig;
    this.perSecond = options.number("rate", 100);
    // The compiler of a JVM just started needs about a minute until it rests.
    this.warmUpTurns = Math.ceilDiv(options.number("warm-up", 60), TURN_SECONDS);
    this.turns = warmUpTurns + Math.ceilDiv(options.number("seconds", 30), TURN_SECONDS);
  }

  static void run(Options options) throws Exception {
    try (Rig rig = new Rig()) {
      new Latency(rig, options).measure();
    }
  }

  private void measure() throws Exception {
    int perTurn = perSecond * TURN_SECONDS;
    StringBuilder history = new StringBuilder();
    for (int i = 0; i < turns * perTurn; i++) {
      history.append(loss(i, 2023, 1_000_000)).append('\n');
    }
    rig.bulk(HttpRequest.BodyPublishers.ofString(history.toString()));
    rig.awaitCurrent();
    System.out.printf("prepared %,d issuers%n", turns * perTurn);

    hear(rig.consumer(Topics.alerts(AlertKind.LOSS_WIDENING)));
    Stage filings = new Stage("on the topic of filings", turns * perTurn);
    Stage snapshots = new Stage("on the topic of snapshots", turns * perTurn);
    each(rig.consumer(Topics.FILINGS), (key, value) -> filings.passed(key));
    each(rig.consumer(Topics.SNAPSHOTS), (key, value) -> snapshots.passed(key));
    Samples product = new Samples(turns * perTurn);
    Samples raw = new Samples(turns * perTurn);
    measured = product;
    BlockingQueue<HttpConnection> connections = new ArrayBlockingQueue<>(CONNECTIONS);
    for (int i = 0; i < CONNECTIONS; i++) {
      connections.add(new HttpConnection(rig.ingestPort()));
    }
    Chain chain = null;
    for (int turn = 0; turn < turns; turn++) {
      boolean counts = turn >= warmUpTurns;
      int first = turn * perTurn;
      samples = counts ? product : new Samples(perTurn);
      pace(perTurn, i -> post(connections, first + i));
      if (chain == null) {
        chain = new Chain();
      }
      if (!counts) {
        System.out.printf("warming up: median %.1f ms%n", samples.millis(0.5));
      }
      Chain bare = chain;
      samples = counts ? raw : new Samples(perTurn);
      pace(perTurn, i -> bare.send("raw-" + (first + i)));
    }
    running = false;
    System.out.println(filings);
    System.out.println(snapshots);
    System.out.println("filing to alert  " + product.summary());
    System.out.println("bare chain       " + raw.summary());
    System.out.printf("ratio of medians: %.2f%n", product.millis(0.5) / raw.millis(0.5));
  }

  /** How long after it was sent a filing has come so far. */
  private final class Stage {
    private final String name;
    private final Samples passed;
    private final Set<String> seen = new HashSet<>();

    Stage(String name, int most) {
      this.name = name;
      this.passed = new Samples(most);
    }

    void passed(String key) {
      Long sent = sentAt.get(key);
      if (sent != null && samples == measured && seen.add(key)) {
        passed.add(System.nanoTime() - sent);
      }
    }

    @Override
    public String toString() {
      return "  " + name + "  " + passed.summary();
    }
  }

  private interface Send {
    void accept(int number) throws Exception;
  }

  /** Starts one after the other at the rate, however long they take, and waits for all alerts. */
  private void pace(int count, Send send) throws Exception {
    long start = System.nanoTime();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < count; i++) {
        int number = i;
        long at = start + i * 1_000_000_000L / perSecond;
        while (System.nanoTime() < at) {
          LockSupport.parkNanos(at - System.nanoTime());
        }
        threads.submit(
            () -> {
              send.accept(number);
              return null;
            });
      }
    }
    Rig.await(sentAt::isEmpty);
  }

  private void post(BlockingQueue<HttpConnection> connections, int issuer) throws Exception {
    sentAt.put(name(issuer), System.nanoTime());
    HttpConnection connection = connections.take();
    int status = connection.post(loss(issuer, 2024, 2_000_000).getBytes(StandardCharsets.UTF_8));
    connections.put(connection);
    if (status != 201) {
      throw new IllegalStateException("answered " + status);
    }
  }

  private void arrived(String key) {
    Long sent = sentAt.remove(key);
    if (sent != null) {
      samples.add(System.nanoTime() - sent);
    }
  }

  private void hear(KafkaConsumer<String, byte[]> consumer) {
    each(consumer, (key, value) -> arrived(key));
  }

  private interface Record {
    void accept(String key, byte[] value) throws Exception;
  }

  private void each(KafkaConsumer<String, byte[]> consumer, Record work) {
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try (consumer) {
                while (running) {
                  for (var record : consumer.poll(Duration.ofMillis(500))) {
                    work.accept(record.key(), record.value());
                  }
                }
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
  }

  private static String name(int issuer) {
    return "issuer-" + issuer;
  }

  private static String loss(int issuer, int year, long amount) {
    return """
    {"id":"%s-%d","issuer":"%s","form":"10-Q",\
    "source":{"tier":"regulatory","publisher":"SEC","publishedOn":"%d-05-01"},"facts":[\
    {"concept":"NetIncome","period":"%d-01-01/%d-03-31","value":"-%d","unit":"USD"}]}\
    """
        .formatted(name(issuer), year, name(issuer), year, year, year, amount);
  }

  /** Commit, topic, commit, topic, commit, topic. */
  private final class Chain {
    private final KafkaProducer<String, byte[]> producer = rig.producer();
    private final BlockingQueue<Connection> connections = new ArrayBlockingQueue<>(CONNECTIONS);
    private final int snapshotBytes = rig.snapshotBytes();
    private final int alertBytes = bytes("body", "alerts.alert_message");
    private final byte[] filing = new byte[bytes("body", "ingest.filing")];

    Chain() throws Exception {
      System.out.printf(
          "messages of %d, %d and %d bytes%n", filing.length, snapshotBytes, alertBytes);
      rig.createTopics("raw.filings", "raw.snapshots", "raw.alerts");
      rig.execute("create table raw (step int, id text, body text, primary key (step, id))");
      // As many as may be under way; opening one takes longer than the whole chain.
      for (int i = 0; i < CONNECTIONS / 2; i++) {
        connections.add(rig.connect());
      }
      Connection second = rig.connect();
      Connection third = rig.connect();
      each(
          rig.consumer("raw.filings"),
          (key, value) -> pass(second, 2, key, new byte[snapshotBytes], "raw.snapshots"));
      each(
          rig.consumer("raw.snapshots"),
          (key, value) -> pass(third, 3, key, new byte[alertBytes], "raw.alerts"));
      hear(rig.consumer("raw.alerts"));
    }

    private int bytes(String column, String table) {
      return (int) rig.number("select avg(octet_length(" + column + ")) from " + table);
    }

    void send(String key) throws Exception {
      sentAt.put(key, System.nanoTime());
      Connection connection = connections.take();
      pass(connection, 1, key, filing, "raw.filings");
      connections.put(connection);
    }

    private void pass(Connection connection, int step, String key, byte[] body, String topic)
        throws SQLException {
      try (PreparedStatement insert =
          connection.prepareStatement("insert into raw values (?, ?, ?)")) {
        insert.setInt(1, step);
        insert.setString(2, key);
        insert.setString(3, "x".repeat(body.length));
        insert.executeUpdate();
      }
      producer.send(new ProducerRecord<>(topic, key, body));
    }
  }
}
