package dev.runrate.benchmarks;

import dev.runrate.benchmarks.Benchmarks.Options;
import dev.runrate.common.event.AlertKind;
import dev.runrate.common.event.Topics;
import dev.runrate.common.fact.Filing;
import dev.runrate.common.fact.IssuerProfile;
import dev.runrate.common.fact.Scenario;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.metrics.factbook.AsOf;
import dev.runrate.metrics.factbook.FactBook;
import dev.runrate.metrics.factbook.FilingRecord;
import dev.runrate.metrics.metric.SegmentFigures;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * What one more filing costs an issuer with a short and with a long history: from the POST to the
 * first snapshot and to the first alert that name the filing, and the engine alone.
 */
final class Growth {
  private static final List<Integer> HISTORIES = List.of(1, 10, 100, 450);

  /** Over a hundred years for the longest history, and none of them to come: those are refused. */
  private static final int FIRST_YEAR = 1905;

  /** What a recompute reads at most: some six years before the filing. */
  private static final int WINDOW_QUARTERS = 25;

  /** The periods that a new filing may touch end in the three years before it. */
  private static final int TOUCHED_DAYS = 3 * 366;

  private static final int WARM_UP = 20;

  private Growth() {}

  static void run(Options options) throws Exception {
    int posts = options.number("posts", 21);
    SyntheticFilings filings =
        new SyntheticFilings(HISTORIES.size(), HISTORIES.getLast(), FIRST_YEAR);
    try (Rig rig = new Rig()) {
      for (int issuer = 0; issuer < HISTORIES.size(); issuer++) {
        StringBuilder history = new StringBuilder();
        for (int quarter = 0; quarter < HISTORIES.get(issuer); quarter++) {
          history.append(SyntheticFilings.json(filings.filing(issuer, quarter))).append('\n');
        }
        String answer = rig.bulk(HttpRequest.BodyPublishers.ofString(history.toString()));
        if (!answer.contains("\"rejected\":0")) {
          throw new IllegalStateException(answer);
        }
      }
      rig.awaitCurrent();
      List<Samples> snapshots = HISTORIES.stream().map(h -> new Samples(posts)).toList();
      List<Samples> alerts = HISTORIES.stream().map(h -> new Samples(posts)).toList();
      try (KafkaConsumer<String, byte[]> consumer = rig.consumer(topics());
          HttpConnection connection = new HttpConnection(rig.ingestPort())) {
        // In turns, so that what else the machine does meets all of them alike.
        for (int i = 0; i < WARM_UP / 4 + posts; i++) {
          for (int issuer = 0; issuer < HISTORIES.size(); issuer++) {
            Arrivals arrivals = post(rig, connection, consumer, filings, issuer, i);
            if (i >= WARM_UP / 4) {
              snapshots.get(issuer).add(arrivals.snapshot);
              if (arrivals.alert > 0) {
                alerts.get(issuer).add(arrivals.alert);
              }
            }
          }
        }
      }
      System.out.printf(
          "%-10s %-22s %-22s %-22s %s%n",
          "quarters", "POST to snapshot", "POST to alert", "engine", "all");
      for (int issuer = 0; issuer < HISTORIES.size(); issuer++) {
        int history = HISTORIES.get(issuer);
        System.out.printf(
            "%,8d   median %8.2f ms     %8.2f ms          %8.2f ms          %8.2f ms%n",
            history,
            snapshots.get(issuer).millis(0.5),
            alerts.get(issuer).millis(0.5),
            engine(filings, issuer, Math.max(0, history - WINDOW_QUARTERS), history),
            engine(filings, issuer, 0, history));
      }
    }
  }

  private static String[] topics() {
    return Stream.concat(
            Stream.of(Topics.SNAPSHOTS), Stream.of(AlertKind.values()).map(Topics::alerts))
        .toArray(String[]::new);
  }

  /**
   * Nanoseconds after the POST.
   *
   * @param alert 0 where there was nothing to tell
   */
  private record Arrivals(long snapshot, long alert) {}

  private static Arrivals post(
      Rig rig,
      HttpConnection connection,
      KafkaConsumer<String, byte[]> consumer,
      SyntheticFilings filings,
      int issuer,
      int turn)
      throws Exception {
    Filing filing = filings.filing(issuer, HISTORIES.get(issuer) + turn);
    byte[] body = SyntheticFilings.json(filing).getBytes(StandardCharsets.UTF_8);
    long start = System.nanoTime();
    int status = connection.post(body);
    if (status != 201) {
      throw new IllegalStateException("answered " + status);
    }
    String cause = "\"causedBy\":\"" + filing.id() + "\"";
    long snapshot = 0;
    long alert = 0;
    boolean over = false;
    while (!over) {
      // Current first: what is there then is there to be polled.
      over = snapshot > 0 && (alert > 0 || rig.alertsAreCurrent());
      for (var record : consumer.poll(Duration.ofMillis(20))) {
        long elapsed = System.nanoTime() - start;
        if (new String(record.value(), StandardCharsets.UTF_8).contains(cause)) {
          if (record.topic().equals(Topics.SNAPSHOTS)) {
            snapshot = snapshot == 0 ? elapsed : snapshot;
          } else {
            alert = alert == 0 ? elapsed : alert;
          }
        }
      }
    }
    rig.awaitCurrent();
    return new Arrivals(snapshot, alert);
  }

  /** Milliseconds for the figures that the last filing touches, from the filings in a window. */
  private static double engine(SyntheticFilings filings, int issuer, int from, int to) {
    List<FilingRecord> records = new ArrayList<>();
    for (int quarter = from; quarter < to; quarter++) {
      records.add(new FilingRecord(filings.filing(issuer, quarter), Instant.EPOCH, null));
    }
    Samples samples = new Samples(WARM_UP);
    long figures = 0;
    for (int i = 0; i < 2 * WARM_UP; i++) {
      long start = System.nanoTime();
      figures += compute(records, issuer);
      if (i >= WARM_UP) {
        samples.add(System.nanoTime() - start);
      }
    }
    if (figures == 0) {
      throw new IllegalStateException("nothing was computed");
    }
    return samples.millis(0.5);
  }

  private static long compute(List<FilingRecord> records, int issuer) {
    IssuerProfile profile = IssuerProfile.unknown(SyntheticFilings.issuer(issuer));
    FactBook book = FactBook.of(profile, records, AsOf.NOW);
    SegmentFigures figures = new SegmentFigures(book, SegmentId.WHOLE);
    var since = records.getLast().filing().source().publishedOn().minusDays(TOUCHED_DAYS);
    return figures.spans(Scenario.ACTUAL).stream()
        .filter(span -> figures.isReportingPeriod(span) && span.end().isAfter(since))
        .mapToLong(span -> figures.known(span, SegmentFigures.OUTCOMES).size())
        .sum();
  }
}
