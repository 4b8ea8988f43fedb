package dev.runrate.benchmarks;

import dev.runrate.benchmarks.Benchmarks.Options;
import dev.runrate.benchmarks.Usage.Cpu;
import dev.runrate.common.event.Topics;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Many filings at once: how long until all are answered, until all metrics are current, until all
 * alerts are. In rounds, as the first one meets a JVM that was just started. Beside them COPY of
 * the same rows and Kafka with the same records.
 */
final class Pipeline {
  private static final String ALERT_MESSAGES = "select count(*) from alerts.alert_message";

  private final Rig rig;
  private final Usage usage;
  private final SyntheticFilings filings;
  private final Options options;

  private Pipeline(Rig rig, Usage usage, SyntheticFilings filings, Options options) {
    this.rig = rig;
    this.usage = usage;
    this.filings = filings;
    this.options = options;
  }

  static void run(Options options) throws Exception {
    SyntheticFilings filings =
        new SyntheticFilings(options.number("issuers", 500), options.number("quarters", 40), 2015);
    try (Rig rig = new Rig();
        Usage usage = rig.usage()) {
      Pipeline pipeline = new Pipeline(rig, usage, filings, options);
      Path rows = pipeline.write(0);
      double copy = pipeline.copy(rows, "copy_before");
      double kafka = pipeline.kafka(rows, "benchmark.before");
      List<Double> current = new ArrayList<>();
      for (int round = 0; round < options.number("rounds", 3); round++) {
        System.out.printf("-- round %d, after %,d filings%n", round + 1, round * filings.count());
        current.add(pipeline.post(round, round == 0 ? rows : pipeline.write(round)));
      }
      System.out.println("-- " + usage.peak());
      copy = (copy + pipeline.copy(rows, "copy_after")) / 2;
      kafka = (kafka + pipeline.kafka(rows, "benchmark.after")) / 2;
      for (int round = 0; round < current.size(); round++) {
        System.out.printf(
            "round %d: %,.0f filings/s end to end, to COPY 1:%.1f, to Kafka 1:%.1f%n",
            round + 1, current.get(round), copy / current.get(round), kafka / current.get(round));
      }
    }
  }

  /** Each round has issuers of its own. */
  private Path write(int round) throws IOException {
    Path file = rig.file("filings-" + round + ".ndjson");
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      boolean byIssuer = options.text("order", "issuer").equals("issuer");
      for (int i = 0; i < filings.count(); i++) {
        int issuer = byIssuer ? i / filings.quarters() : i % filings.issuers();
        int quarter = byIssuer ? i % filings.quarters() : i / filings.issuers();
        out.write(SyntheticFilings.json(filings.filing(first(round) + issuer, quarter)));
        out.write('\n');
      }
    }
    return file;
  }

  /** The number of the first issuer of a round. */
  private int first(int round) {
    return round * filings.issuers();
  }

  /** Filings a second from the first byte sent to the last alert. */
  private double post(int round, Path file) throws Exception {
    long before = rig.number("select count(*) from ingest.filing");
    long snapshotsBefore = rig.records(Topics.SNAPSHOTS);
    long alertsBefore = rig.number(ALERT_MESSAGES);
    Cpu cpu = usage.now();
    long start = System.nanoTime();
    if (options.text("format", "ndjson").equals("sec")) {
      postCompanyFacts(round);
    } else {
      System.out.println(rig.bulk(HttpRequest.BodyPublishers.ofFile(file)));
    }
    report("answered", start, cpu);
    Rig.await(() -> rig.metricsAreCurrent(before + filings.count()));
    report("metrics current", start, cpu);
    Rig.await(rig::alertsAreCurrent);
    double perSecond = report("alerts current", start, cpu);
    System.out.printf(
        "%,d snapshots, %,d alert messages%n",
        rig.records(Topics.SNAPSHOTS) - snapshotsBefore, rig.number(ALERT_MESSAGES) - alertsBefore);
    return perSecond;
  }

  /** A document an issuer, one after the other; they are made meanwhile, which is counted in. */
  private void postCompanyFacts(int round) throws Exception {
    for (int issuer = first(round); issuer < first(round + 1); issuer++) {
      rig.post(
          "/sec-companyfacts?issuer=" + SyntheticFilings.issuer(issuer),
          "application/json",
          HttpRequest.BodyPublishers.ofString(filings.companyFacts(issuer)));
    }
  }

  /** The processor time tells more than the time where others use the machine too. */
  private double report(String stage, long start, Cpu cpuBefore) {
    double seconds = (System.nanoTime() - start) / 1e9;
    double perSecond = filings.count() / seconds;
    Cpu cpu = usage.now().since(cpuBefore);
    System.out.printf(
        "%-16s %6.1f s  %,8.0f filings/s  %,9.0f facts/s  %s, %.2f ms a filing%n",
        stage,
        seconds,
        perSecond,
        perSecond * SyntheticFilings.FACTS_PER_FILING,
        cpu,
        (double) cpu.total().toMillis() / filings.count());
    return perSecond;
  }

  /** Rows a second into a table with the indexes that a filing needs, in one transaction. */
  private double copy(Path file, String table) throws Exception {
    rig.execute("create table " + table + " (id text primary key, issuer text, body text)");
    rig.execute("create index on " + table + " (issuer)");
    Cpu cpu = usage.now();
    long start = System.nanoTime();
    try (Connection connection = rig.connect();
        Stream<String> lines = Files.lines(file)) {
      CopyIn copy =
          connection
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyIn("copy " + table + " from stdin");
      for (String line : (Iterable<String>) lines::iterator) {
        byte[] row =
            (id(line) + '\t' + issuer(line) + '\t' + line + '\n').getBytes(StandardCharsets.UTF_8);
        copy.writeToCopy(row, 0, row.length);
      }
      copy.endCopy();
    }
    return report("COPY alone", start, cpu);
  }

  /** Records a second through a topic, written and read at the same time. */
  private double kafka(Path file, String topic) throws Exception {
    rig.createTopics(topic);
    try (KafkaConsumer<String, byte[]> consumer = rig.consumer(topic);
        KafkaProducer<String, byte[]> producer = rig.producer()) {
      Cpu cpu = usage.now();
      long start = System.nanoTime();
      Thread sender =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try (Stream<String> lines = Files.lines(file)) {
                      lines.forEach(
                          line ->
                              producer.send(
                                  new ProducerRecord<>(
                                      topic, issuer(line), line.getBytes(StandardCharsets.UTF_8))));
                    } catch (IOException e) {
                      throw new IllegalStateException(e);
                    }
                  });
      for (int read = 0; read < filings.count(); ) {
        read += consumer.poll(Duration.ofSeconds(1)).count();
      }
      double perSecond = report("Kafka alone", start, cpu);
      sender.join();
      return perSecond;
    }
  }

  private static String id(String line) {
    return text(line, "\"id\":\"");
  }

  private static String issuer(String line) {
    return text(line, "\"issuer\":\"");
  }

  private static String text(String line, String before) {
    int from = line.indexOf(before) + before.length();
    return line.substring(from, line.indexOf('"', from));
  }
}
