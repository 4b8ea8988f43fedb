package dev.runrate.benchmarks;

import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.IssuerProfile;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.Scenario;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.ingest.format.sec.CompanyFactsReader;
import dev.runrate.metrics.audit.Audits;
import dev.runrate.metrics.audit.Rates;
import dev.runrate.metrics.factbook.AsOf;
import dev.runrate.metrics.factbook.FactBook;
import dev.runrate.metrics.factbook.FilingRecord;
import dev.runrate.metrics.metric.SegmentFigures;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * What audits add to a recompute of the SEC examples: every figure of every period, without them,
 * with those that mark figures, and with all there are, turn by turn in one run.
 */
final class AuditCost {
  private static final int WARM_UP = 5;

  private AuditCost() {}

  static void run(Benchmarks.Options options) throws Exception {
    List<List<FilingRecord>> histories = new ArrayList<>();
    Path examples = Path.of(options.text("examples", "examples/sec"));
    for (String issuer : List.of("nvidia", "snowflake", "tsmc")) {
      try (InputStream in =
          new GZIPInputStream(Files.newInputStream(examples.resolve(issuer + ".json.gz")))) {
        histories.add(
            CompanyFactsReader.read(in, LocalDate.of(2027, 1, 1), reader -> IssuerId.of(issuer))
                .filings()
                .stream()
                .map(filing -> new FilingRecord(filing, Instant.EPOCH, null))
                .toList());
      }
    }
    int rounds = options.number("rounds", 30);
    List<Runnable> ways =
        List.of(
            () -> histories.forEach(history -> figures(book(history))),
            () -> histories.forEach(history -> figures(Audits.audited(book(history)).book())),
            () ->
                histories.forEach(
                    history -> {
                      FactBook book = Audits.audited(book(history)).book();
                      Audits.of(book, Rates.NONE);
                      figures(book);
                    }));
    List<List<Long>> nanos = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (int round = 0; round < WARM_UP + rounds; round++) {
      for (int turn = 0; turn < ways.size(); turn++) {
        // Each way is the first, the second and the last of a round as often as the others.
        int way = (round + turn) % ways.size();
        System.gc();
        long start = System.nanoTime();
        ways.get(way).run();
        if (round >= WARM_UP) {
          nanos.get(way).add(System.nanoTime() - start);
        }
      }
    }
    List<Long> without = nanos.get(0);
    List<Long> marking = nanos.get(1);
    List<Long> all = nanos.get(2);
    long audits = histories.stream().mapToLong(h -> Audits.of(book(h), Rates.NONE).size()).sum();
    System.out.printf("without audits: %.1f ms%n", median(without) / 1e6);
    System.out.printf("marking audits: %.3f of that%n", (double) median(marking) / median(without));
    System.out.printf(
        "all %d audits: %.3f of that%n", audits, (double) median(all) / median(without));
  }

  private static FactBook book(List<FilingRecord> history) {
    return FactBook.of(
        IssuerProfile.unknown(history.getFirst().filing().issuer()), history, AsOf.NOW);
  }

  private static long figures(FactBook book) {
    long count = 0;
    for (SegmentId segment : book.segments()) {
      SegmentFigures figures = new SegmentFigures(book, segment);
      for (Period.Span span : figures.spans(Scenario.ACTUAL)) {
        count += figures.known(span, SegmentFigures.OUTCOMES).size();
      }
      for (LocalDate day : figures.instants(Scenario.ACTUAL)) {
        count += figures.known(new Period.Instant(day), SegmentFigures.OUTCOMES).size();
      }
    }
    return count;
  }

  private static long median(List<Long> nanos) {
    return nanos.stream().sorted().skip(nanos.size() / 2).findFirst().orElseThrow();
  }
}
