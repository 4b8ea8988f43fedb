package dev.runrate.benchmarks;

import dev.runrate.benchmarks.Benchmarks.Options;
import dev.runrate.benchmarks.Usage.Cpu;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Single filings, each answered when it is on the disk, from many connections; in turns with as
 * many threads that insert the same body into a table, a commit each. With {@code --downstream=off}
 * nobody consumes the filings, so that ingest-service has the machine to itself.
 */
final class Posts {
  private static final int ISSUERS = 1_000;

  /** What one connection does again and again; closed after a turn. */
  private interface Worker extends AutoCloseable {
    void once(long number) throws Exception;

    @Override
    void close() throws IOException, SQLException;
  }

  private interface Workers {
    Worker open() throws Exception;
  }

  private final Rig rig;
  private final Usage usage;
  private final int connections;
  private final int seconds;
  private final AtomicLong numbers = new AtomicLong();

  private Posts(Rig rig, Usage usage, Options options) {
    this.rig = rig;
    this.usage = usage;
    this.connections = options.number("connections", 64);
    this.seconds = options.number("seconds", 5);
  }

  static void run(Options options) throws Exception {
    boolean downstream = options.text("downstream", "on").equals("on");
    try (Rig rig = downstream ? new Rig() : new Rig("--spring.kafka.listener.auto-startup=false");
        Usage usage = rig.usage()) {
      Posts posts = new Posts(rig, usage, options);
      rig.execute("create table plain (id text primary key, issuer text, body text)");
      rig.execute("create index on plain (issuer)");
      System.out.printf(
          "%d connections, filings of %d bytes, downstream %s%n",
          posts.connections, filing(0).length, downstream ? "on" : "off");
      double product = 0;
      double plain = 0;
      posts.turn("warm-up", options.number("warmup", 30), posts::poster);
      for (int round = 0; round < options.number("rounds", 4); round++) {
        product += posts.turn("posts", posts.seconds, posts::poster);
        if (downstream) {
          rig.awaitCurrent();
        }
        plain += posts.turn("plain inserts", posts.seconds, posts::inserter);
      }
      System.out.printf("ratio: posts / plain inserts %.2f%n", product / plain);
    }
  }

  /** Units of work a second, from all connections together. */
  private double turn(String name, int seconds, Workers workers) throws Exception {
    AtomicLong done = new AtomicLong();
    Cpu cpu = usage.now();
    long start = System.nanoTime();
    long end = start + seconds * 1_000_000_000L;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        all.add(
            threads.submit(
                () -> {
                  try (Worker worker = workers.open()) {
                    while (System.nanoTime() < end) {
                      worker.once(numbers.incrementAndGet());
                      done.incrementAndGet();
                    }
                  }
                  return null;
                }));
      }
      for (Future<?> each : all) {
        each.get();
      }
    }
    double perSecond = done.get() / ((System.nanoTime() - start) / 1e9);
    System.out.printf("%-14s %,8.0f /s  %s%n", name, perSecond, usage.now().since(cpu));
    return perSecond;
  }

  private Worker poster() {
    HttpConnection connection = new HttpConnection(rig.ingestPort());
    return new Worker() {
      @Override
      public void once(long number) throws Exception {
        int status = connection.post(filing(number));
        if (status != 201) {
          throw new IllegalStateException("answered " + status);
        }
      }

      @Override
      public void close() throws IOException {
        connection.close();
      }
    };
  }

  private Worker inserter() throws Exception {
    Connection connection = rig.connect();
    PreparedStatement insert = connection.prepareStatement("insert into plain values (?, ?, ?)");
    return new Worker() {
      @Override
      public void once(long number) throws Exception {
        insert.setString(1, "post-" + number);
        insert.setString(2, "issuer-" + number % ISSUERS);
        insert.setString(3, new String(filing(number), StandardCharsets.UTF_8));
        insert.executeUpdate();
      }

      @Override
      public void close() throws SQLException {
        connection.close();
      }
    };
  }

  /** Two facts about a year of its own that is over, as far as there are years. */
  private static byte[] filing(long number) {
    long year = 1920 + number / ISSUERS % 100;
    return """
    {"id":"post-%d","issuer":"issuer-%d","form":"press",\
    "source":{"tier":"press","publishedOn":"%d-03-01"},"facts":[\
    {"concept":"Revenue","period":"%d-01-01/%d-12-31","value":"1200000","unit":"USD"},\
    {"concept":"NetIncome","period":"%d-01-01/%d-12-31","value":"-300000","unit":"USD"}]}\
    """
        .formatted(number, number % ISSUERS, year + 1, year, year, year, year)
        .getBytes(StandardCharsets.UTF_8);
  }
}
