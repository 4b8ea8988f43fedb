package dev.runrate.ingest.edgar;

import dev.runrate.common.event.Json;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.web.Problem;
import dev.runrate.common.web.ProblemException;
import dev.runrate.ingest.edgar.EdgarRepository.FilingRow;
import dev.runrate.ingest.edgar.EdgarRepository.IssuerRow;
import dev.runrate.ingest.filing.CompanyFactsIntake;
import dev.runrate.ingest.filing.Recorded;
import dev.runrate.ingest.filing.Reports;
import dev.runrate.ingest.format.xbrl.ReportFile;
import dev.runrate.ingest.format.xbrl.XbrlFormat;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Looks at EDGAR's index of each watched issuer, writes down what is new in it, and takes it: the
 * document where it is inline XBRL, companyfacts where the filing is older than that. What is
 * written down is taken sooner or later, whatever is killed in between; what was taken and not
 * marked is taken again, and is a duplicate then. What fails waits, longer each time, and says why.
 */
@Component
class EdgarWatch implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(EdgarWatch.class);
  private static final Duration DEFAULT_LOOK_BACK = Duration.ofDays(730);
  private static final Duration SHORTEST_SLEEP = Duration.ofMillis(50);
  private static final Duration LONGEST_SLEEP = Duration.ofSeconds(5);
  private static final int BATCH = 64;
  private static final int MOST_REASON = 1_000;
  private static final String TICKERS = "/files/company_tickers.json";

  /** Codes of problems that no retry heals. */
  private static final Set<String> NOTHING = Set.of("nothing-taken");

  private final EdgarSettings settings;
  private final EdgarRepository rows;
  private final Reports reports;
  private final CompanyFactsIntake companyFacts;
  private final TransactionTemplate transaction;
  private final Clock clock;

  /** By the SEC's number. */
  private final Map<Long, WatchList.Watched> watched = new ConcurrentHashMap<>();

  /** Tickers whose numbers are not known yet, and why not. */
  private final Map<String, String> unresolved = new ConcurrentHashMap<>();

  private WatchList list = new WatchList(null, null, List.of());
  private EdgarClient client;
  private ExecutorService workers;
  private Thread loop;
  private Instant tickersAt = Instant.MIN;
  private int tickerFailures;
  private volatile boolean running;

  EdgarWatch(
      EdgarSettings settings,
      EdgarRepository rows,
      Reports reports,
      CompanyFactsIntake companyFacts,
      TransactionTemplate transaction,
      Clock clock) {
    this.settings = settings;
    this.rows = rows;
    this.reports = reports;
    this.companyFacts = companyFacts;
    this.transaction = transaction;
    this.clock = clock;
  }

  // -- life

  @Override
  public void start() {
    if (!settings.isOn()) {
      return;
    }
    list = WatchList.read(settings.watch());
    if (list.isEmpty()) {
      return;
    }
    client =
        new EdgarClient(
            settings,
            list.contact(),
            new FairAccess(
                settings.requestsPerSecond(),
                settings.firstRetry(),
                ThreadLocalRandom.current()::nextLong));
    for (WatchList.Watched each : list.issuers()) {
      if (each.cik() != null) {
        watch(each.cik(), each);
      } else {
        unresolved.put(each.ticker(), "not looked up yet");
      }
    }
    workers = Executors.newFixedThreadPool(settings.threads(), Thread.ofVirtual().factory());
    running = true;
    loop = Thread.ofVirtual().name("edgar-watch").start(this::run);
    LOG.info("watching {} issuers on EDGAR", list.issuers().size());
  }

  @Override
  public void stop() {
    if (!running) {
      return;
    }
    running = false;
    loop.interrupt();
    workers.shutdownNow();
    try {
      loop.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private void watch(long cik, WatchList.Watched issuer) {
    watched.put(cik, issuer);
    rows.watch(cik, now());
  }

  private void run() {
    while (running) {
      try {
        resolveTickers();
        boolean any = settle(rows.due(ciks(), now(), BATCH), this::look);
        any |= settle(newest(), this::fetch);
        if (!any) {
          Thread.sleep(untilNext());
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        // The store does not answer, say. The next turn finds everything where it was.
        LOG.warn("the watch on EDGAR stumbled and goes on", e);
        try {
          Thread.sleep(LONGEST_SLEEP);
        } catch (InterruptedException stopped) {
          return;
        }
      }
    }
  }

  private interface Step<T> {
    void take(T row) throws InterruptedException;
  }

  /** Does them side by side, and waits for all. Whether there was anything to do. */
  private <T> boolean settle(List<T> due, Step<T> step) throws InterruptedException {
    List<Future<?>> under = new ArrayList<>();
    for (T row : due) {
      under.add(
          workers.submit(
              () -> {
                step.take(row);
                return null;
              }));
    }
    for (Future<?> each : under) {
      try {
        each.get();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof InterruptedException) {
          throw new InterruptedException();
        }
        throw new IllegalStateException(e.getCause());
      }
    }
    return !due.isEmpty();
  }

  /** Of an issuer whose figures are in companyfacts one filing stands for all that wait. */
  private List<FilingRow> newest() {
    List<FilingRow> newest = new ArrayList<>();
    Set<Long> asked = new HashSet<>();
    for (FilingRow row : rows.waiting(ciks(), now(), BATCH)) {
      if (row.document() != null || asked.add(row.cik())) {
        newest.add(row);
      }
    }
    return newest;
  }

  private Duration untilNext() {
    Instant next =
        Stream.of(rows.nextFiling(), rows.nextIssuer(ciks()))
            .flatMap(Optional::stream)
            .min(Instant::compareTo)
            .orElse(now().plus(LONGEST_SLEEP));
    Duration wait = Duration.between(now(), next);
    return wait.compareTo(SHORTEST_SLEEP) < 0
        ? SHORTEST_SLEEP
        : wait.compareTo(LONGEST_SLEEP) > 0 ? LONGEST_SLEEP : wait;
  }

  private long[] ciks() {
    return watched.keySet().stream().mapToLong(Long::longValue).toArray();
  }

  // -- tickers

  private void resolveTickers() throws InterruptedException {
    if (unresolved.isEmpty() || now().isBefore(tickersAt)) {
      return;
    }
    try {
      JsonNode all = Json.MAPPER.readTree(client.archives(TICKERS).body());
      Map<String, Long> known = new HashMap<>();
      for (JsonNode each : all) {
        known.putIfAbsent(each.path("ticker").asString(""), each.path("cik_str").asLong(0));
      }
      for (WatchList.Watched each : list.issuers()) {
        Long cik = each.ticker() == null ? null : known.get(each.ticker());
        if (cik != null && cik > 0 && unresolved.remove(each.ticker()) != null) {
          watch(cik, each);
        }
      }
      unresolved.replaceAll((ticker, why) -> "EDGAR lists no such ticker");
      tickersAt = now().plus(settings.longestRetry());
      tickerFailures = 0;
    } catch (EdgarClient.Failure | JacksonException e) {
      unresolved.replaceAll((ticker, why) -> e.getMessage());
      tickersAt = now().plus(retry(tickerFailures++));
    }
  }

  // -- indexes

  private void look(IssuerRow issuer) throws InterruptedException {
    LocalDate since = since();
    // Whoever wants to go back further than before wants what was passed over then.
    boolean isWhole = issuer.since() == null || since.isBefore(issuer.since());
    try {
      EdgarClient.Answer answer =
          client.data(
              "/submissions/" + number(issuer.cik()) + ".json",
              isWhole ? null : issuer.etag(),
              isWhole ? null : issuer.lastModified());
      if (answer.isUnchanged()) {
        rows.checked(
            issuer.cik(),
            null,
            issuer.etag(),
            issuer.lastModified(),
            issuer.since(),
            now(),
            nextLook());
        return;
      }
      SubmissionsIndex index = SubmissionsIndex.parse(answer.body());
      List<SubmissionsIndex.Entry> found = new ArrayList<>(index.filings());
      if (isWhole) {
        for (SubmissionsIndex.Older older : index.older()) {
          if (older.until() == null || !older.until().isBefore(since)) {
            found.addAll(
                SubmissionsIndex.parse(
                        client.data("/submissions/" + older.name(), null, null).body())
                    .filings());
          }
        }
      }
      // What was read to its end is written down together with how far that was.
      transaction.executeWithoutResult(
          status -> {
            found(issuer.cik(), found.stream().filter(e -> !e.filed().isBefore(since)).toList());
            rows.checked(
                issuer.cik(),
                index.name(),
                answer.etag(),
                answer.lastModified(),
                isWhole ? since : issuer.since(),
                now(),
                nextLook());
          });
    } catch (EdgarClient.Failure e) {
      rows.failed(
          issuer.cik(), e.isRefusal ? 0 : 1, shown(e.getMessage()), retryAt(issuer.failures()));
    } catch (IllegalArgumentException e) {
      rows.failed(issuer.cik(), 1, shown(e.getMessage()), retryAt(issuer.failures()));
    }
  }

  private void found(long cik, List<SubmissionsIndex.Entry> entries) {
    List<SubmissionsIndex.Entry> once =
        List.copyOf(
            entries.stream()
                .collect(
                    Collectors.toMap(
                        SubmissionsIndex.Entry::accession,
                        each -> each,
                        (a, b) -> a,
                        LinkedHashMap::new))
                .values());
    if (once.isEmpty()) {
      return;
    }
    rows.found(
        cik,
        once.stream().map(SubmissionsIndex.Entry::accession).toArray(String[]::new),
        once.stream().map(SubmissionsIndex.Entry::form).toArray(String[]::new),
        once.stream().map(each -> each.filed().toString()).toArray(String[]::new),
        once.stream()
            .map(each -> each.document() == null ? "" : each.document())
            .toArray(String[]::new),
        now());
  }

  private LocalDate since() {
    return list.since() != null
        ? list.since()
        : LocalDate.ofInstant(clock.instant().minus(DEFAULT_LOOK_BACK), ZoneOffset.UTC);
  }

  // -- filings

  private void fetch(FilingRow filing) throws InterruptedException {
    try {
      if (filing.document() == null) {
        fetchCompanyFacts(filing.cik());
      } else {
        fetchDocument(filing);
      }
    } catch (EdgarClient.Failure e) {
      postpone(filing, e.isRefusal ? 0 : 1, e.getMessage());
    } catch (ProblemException e) {
      if (e.problem().errors().stream().anyMatch(each -> NOTHING.contains(each.code()))) {
        rows.settled(filing.accession(), "nothing", shown(reason(e)), now());
      } else {
        postpone(filing, 1, reason(e));
      }
    } catch (RuntimeException e) {
      LOG.warn("filing {} could not be taken and is tried again", filing.accession(), e);
      postpone(filing, 1, e.toString());
    }
  }

  private void fetchDocument(FilingRow filing) throws EdgarClient.Failure, InterruptedException {
    String path =
        "/Archives/edgar/data/"
            + filing.cik()
            + "/"
            + filing.accession().replace("-", "")
            + "/"
            + filing.document();
    byte[] document = client.archives(path).body();
    Optional<XbrlFormat> format = XbrlFormat.of(document);
    if (format.isEmpty()) {
      throw ProblemException.unreadable(path + " is not a report.");
    }
    Reports.Taken taken =
        reports.take(
            new ReportFile(document, format.get()),
            new Reports.Hints(
                filing.accession(),
                issuer(filing.cik()),
                filing.form(),
                filing.filed(),
                "SEC EDGAR",
                client.archivesUrl(path).toString()));
    switch (taken.recorded()) {
      case Recorded.Accepted accepted -> rows.settled(filing.accession(), "taken", null, now());
      case Recorded.Duplicate duplicate -> rows.settled(filing.accession(), "taken", null, now());
      case Recorded.Conflicting conflicting ->
          postpone(filing, 1, "it is stored as a filing of another issuer");
      case Recorded.Refused refused -> throw refused.problem();
    }
  }

  /**
   * One document has the figures of all filings of the issuer that were filed before inline XBRL.
   */
  private void fetchCompanyFacts(long cik) throws EdgarClient.Failure, InterruptedException {
    List<FilingRow> waiting = rows.waitingForFacts(cik);
    Set<String> there;
    try {
      byte[] facts =
          client.data("/api/xbrl/companyfacts/" + number(cik) + ".json", null, null).body();
      there =
          companyFacts.take(
              facts, issuer(cik), waiting.stream().map(FilingRow::accession).toList());
    } catch (EdgarClient.Failure e) {
      waiting.forEach(each -> postpone(each, e.isRefusal ? 0 : 1, e.getMessage()));
      return;
    } catch (ProblemException e) {
      waiting.forEach(each -> postpone(each, 1, reason(e)));
      return;
    }
    for (FilingRow each : waiting) {
      if (there.contains(each.accession())) {
        rows.settled(each.accession(), "taken", null, now());
      } else {
        postpone(each, 1, "companyfacts does not have it yet");
      }
    }
  }

  private IssuerId issuer(long cik) {
    WatchList.Watched entry = watched.get(cik);
    return entry == null ? null : entry.issuer();
  }

  private void postpone(FilingRow filing, int count, String reason) {
    rows.postponed(filing.accession(), count, shown(reason), retryAt(filing.attempts()));
  }

  private static String reason(ProblemException e) {
    Problem problem = e.problem();
    return problem.errors().isEmpty()
        ? problem.detail()
        : problem.detail()
            + " "
            + String.join(
                "; ",
                problem.errors().stream()
                    .limit(3)
                    .map(each -> each.pointer() + ": " + each.message())
                    .toList());
  }

  private static String shown(String reason) {
    return reason.length() > MOST_REASON ? reason.substring(0, MOST_REASON) + "…" : reason;
  }

  // -- times

  private static String number(long cik) {
    return "CIK%010d".formatted(cik);
  }

  /** Spread by a tenth, so that those who were looked at together do not stay together. */
  private Instant nextLook() {
    return later(settings.pollEvery());
  }

  private Instant retryAt(int failures) {
    return later(retry(failures));
  }

  private Duration retry(int failures) {
    Duration longest = settings.longestRetry();
    Duration wait = settings.firstRetry().multipliedBy(1L << Math.min(failures, 20));
    return wait.compareTo(longest) > 0 ? longest : wait;
  }

  private Instant later(Duration wait) {
    long millis = wait.toMillis();
    return now().plusMillis(millis + ThreadLocalRandom.current().nextLong(millis / 10 + 1));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  // -- being asked

  /** What {@code GET /v1/watch} tells. */
  WatchAnswer answer() {
    Map<Long, Map<String, Long>> counts = new HashMap<>();
    rows.counts()
        .forEach(
            each ->
                counts
                    .computeIfAbsent(each.cik(), c -> new HashMap<>())
                    .put(each.state(), each.filings()));
    Map<WatchList.Watched, Long> resolved = new HashMap<>();
    watched.forEach((cik, each) -> resolved.put(each, cik));
    Map<Long, IssuerRow> known = new HashMap<>();
    rows.issuers().forEach(row -> known.put(row.cik(), row));
    List<WatchAnswer.Issuer> issuers = new ArrayList<>();
    for (WatchList.Watched each : list.issuers()) {
      Long cik = each.cik() != null ? each.cik() : resolved.get(each);
      IssuerRow row = cik == null ? null : known.get(cik);
      Map<String, Long> of = cik == null ? Map.of() : counts.getOrDefault(cik, Map.of());
      issuers.add(
          new WatchAnswer.Issuer(
              cik,
              each.ticker(),
              each.issuer(),
              row == null ? null : row.name(),
              row == null ? null : row.checkedAt(),
              row == null ? null : row.nextAt(),
              of.getOrDefault("taken", 0L),
              of.getOrDefault("waiting", 0L),
              of.getOrDefault("nothing", 0L),
              row == null ? unresolved.get(each.ticker()) : row.failure()));
    }
    List<WatchAnswer.Filing> troubled =
        rows.troubled(100).stream()
            .map(
                each ->
                    new WatchAnswer.Filing(
                        each.accession(),
                        each.cik(),
                        each.form(),
                        each.filed(),
                        each.attempts(),
                        each.nextAt(),
                        each.reason()))
            .toList();
    return new WatchAnswer(
        running, client == null ? 0 : client.pause().toSeconds(), issuers, troubled);
  }
}
