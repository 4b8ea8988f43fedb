package dev.runrate.ingest.filing;

import dev.runrate.common.event.Json;
import dev.runrate.common.fact.Checked;
import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.Fact;
import dev.runrate.common.fact.Filing;
import dev.runrate.common.fact.FilingId;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.PeriodExpression;
import dev.runrate.common.fact.Plausibility;
import dev.runrate.common.fact.Plausibility.Finding;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.common.fact.Sha256;
import dev.runrate.common.fact.Source;
import dev.runrate.common.fact.Tier;
import dev.runrate.common.persistence.Packed;
import dev.runrate.common.security.Caller;
import dev.runrate.common.web.Problem.ContentError;
import dev.runrate.common.web.ProblemException;
import dev.runrate.ingest.IngestSettings;
import dev.runrate.ingest.filing.ReportRepository.Notes;
import dev.runrate.ingest.filing.ReportRepository.ReportRow;
import dev.runrate.ingest.format.xbrl.Cover;
import dev.runrate.ingest.format.xbrl.ReadReport;
import dev.runrate.ingest.format.xbrl.ReportFile;
import dev.runrate.ingest.format.xbrl.TagMapping;
import dev.runrate.ingest.format.xbrl.UnreadableReportException;
import dev.runrate.ingest.format.xbrl.XbrlFormat;
import dev.runrate.ingest.format.xbrl.XbrlLimits;
import dev.runrate.ingest.issuer.Entities;
import dev.runrate.ingest.issuer.IssuerDirectory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.springframework.stereotype.Component;

/**
 * Takes reports as they are filed: reads one, makes a filing of it, keeps it beside that. What was
 * kept is read again when a user says what one more of the issuer's tags means.
 */
@Component
public class Reports {
  private static final Pattern ACCESSION = Pattern.compile("(\\d{10})-?(\\d{2})-?(\\d{6})");
  private static final Pattern ACCESSION_IN_URL =
      Pattern.compile("(?<!\\d)(\\d{10})-?(\\d{2})-?(\\d{6})(?!\\d)");

  /** A report comes out within so many days after what it reports on; annual ones take longest. */
  private static final int MOST_DAYS_TO_FILE = 200;

  private static final int MOST_PROBLEMS = 200;
  private static final int ID_DIGITS = 32;
  private static final long PATIENCE_SECONDS = 30;

  /**
   * What the sender knows of a report and the report may not say; every member may be null.
   *
   * @param id the accession number, with or without its hyphens, or another name
   */
  public record Hints(
      String id,
      IssuerId issuer,
      String form,
      LocalDate publishedOn,
      String publisher,
      String url) {
    public static final Hints NONE = new Hints(null, null, null, null, null, null);
  }

  /**
   * What became of a report.
   *
   * @param filing as it counts now, under its first id
   */
  public record Taken(
      Recorded recorded,
      FilingId id,
      Filing filing,
      ReadReport report,
      List<FilingProblem> problems) {}

  private final ReportRepository rows;
  private final Readings readings;
  private final FilingStore store;
  private final Entities entities;
  private final IssuerDirectory issuers;
  private final GroupCommit commits;
  private final IngestSettings settings;
  private final Clock clock;
  private final Semaphore slots;

  Reports(
      ReportRepository rows,
      Readings readings,
      FilingStore store,
      Entities entities,
      IssuerDirectory issuers,
      GroupCommit commits,
      IngestSettings settings,
      Clock clock) {
    this.rows = rows;
    this.readings = readings;
    this.store = store;
    this.entities = entities;
    this.issuers = issuers;
    this.commits = commits;
    this.settings = settings;
    this.clock = clock;
    this.slots = new Semaphore(settings.reportsAtOnce(), true);
  }

  /** Something that takes the memory of a report. */
  interface Work<T> {
    T run() throws IOException;
  }

  /** Does it when there is memory for it. */
  <T> T inTurn(Work<T> work) throws IOException {
    try {
      if (!slots.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw ProblemException.unavailable("Too many reports are being read; try again.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ProblemException.unavailable("The service is stopping.");
    }
    try {
      return work.run();
    } finally {
      slots.release();
    }
  }

  private XbrlLimits limits() {
    return XbrlLimits.ofBytes(settings.maxReportBytes());
  }

  // -- taking

  /**
   * Stores the report's filing and keeps the report, for whoever fetched it.
   *
   * @throws ProblemException if it cannot be taken; the problem says why
   */
  public Taken take(ReportFile file, Hints hints) {
    try {
      return inTurn(() -> accept(file, hints));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Taken accept(ReportFile file, Hints hints) {
    return accept(file, hints, commits::submitPatiently, false);
  }

  /** As {@link #accept}, but nothing is stored. */
  Taken rehearse(ReportFile file, Hints hints) {
    return accept(file, hints, Taker.rehearsing(store), true);
  }

  private Taken accept(ReportFile file, Hints hints, Taker taker, boolean isRehearsal) {
    ReportFile.Open open = open(file);
    Cover cover = open.cover();
    if (open.isEmpty()) {
      throw ProblemException.unreadable(
          "Not a report: there is no XBRL fact in it. Nothing was taken.");
    }
    // What is broken is told before what is missing: it may be why.
    refuse(open.errors());
    IssuerId issuer =
        hints.issuer() != null
            ? hints.issuer()
            : entities.identify(cover.cik(), cover.entityName(), cover.lei());
    ReadReport report = open.with(mapping(issuer));
    refuse(report.errors());
    String sha256 = sha256(file.bytes());
    String form = hints.form() != null ? hints.form() : cover.form();
    Optional<Filing> companion = companion(hints, issuer, form, cover);
    FilingId id = companion.map(Filing::id).orElseGet(() -> id(hints, issuer, sha256));
    List<FilingProblem> problems = new ArrayList<>();
    Source source = source(hints, id, cover, form, companion, problems);
    ReadReport.Result result =
        report.filing(
            id, issuer, form != null ? form : companion.map(Filing::form).orElse(null), source);
    if (result.filing().facts().isEmpty()) {
      throw nothingTaken(report, result.omitted());
    }
    checkSource(result.filing());
    if (!isRehearsal) {
      Caller.current().require(result.filing());
    }
    report.problems().forEach(each -> problems.add(problem(each)));
    result.omitted().forEach(each -> problems.add(problem(each)));
    return readings.alone(
        id, () -> record(file, sha256, report, result.filing(), problems, taker, isRehearsal));
  }

  private static void refuse(List<ContentError> errors) {
    if (!errors.isEmpty()) {
      throw ProblemException.invalid(errors);
    }
  }

  private ReportFile.Open open(ReportFile file) {
    try {
      return file.open(limits());
    } catch (UnreadableReportException e) {
      throw e.isTooLarge()
          ? ProblemException.tooLarge("The report is too large: " + e.getMessage() + ".")
          : ProblemException.unreadable(
              "Not a report that can be read: " + e.getMessage() + ". Nothing was taken.");
    }
  }

  private Taken record(
      ReportFile file,
      String sha256,
      ReadReport report,
      Filing filing,
      List<FilingProblem> problems,
      Taker taker,
      boolean isRehearsal) {
    Set<Fact> everTaken = new LinkedHashSet<>();
    rows.notes(filing.id().text()).ifPresent(notes -> everTaken.addAll(facts(notes.taken())));
    List<Fact> others =
        Readings.newest(readings.all(filing.id()))
            .map(newest -> newest.filing().facts())
            .orElse(List.of())
            .stream()
            .filter(fact -> !everTaken.contains(fact))
            .toList();
    for (Fact[] pair : Readings.differences(filing.facts(), others)) {
      problems.add(difference(pair[0], pair[1]));
    }
    Filing merged = withFacts(filing, Readings.union(filing.facts(), others));
    if (!isRehearsal) {
      // The report first: a filing without its report is found again when it is posted again, and a
      // report that is there twice is there once.
      everTaken.addAll(filing.facts());
      keep(file, sha256, filing, everTaken, problems);
    }
    Readings.Outcome outcome = readings.record(merged, taker);
    if (!isRehearsal && outcome.filing() != null) {
      readings.withdrawStale(filing.id(), outcome.filing());
      issuers.describe(
          filing.issuer(),
          report.cover().entityName(),
          report.cover().cik(),
          report.cover().fiscalYearEnd());
    }
    return new Taken(outcome.recorded(), filing.id(), merged, report, List.copyOf(problems));
  }

  private void keep(
      ReportFile file,
      String sha256,
      Filing filing,
      Set<Fact> everTaken,
      List<FilingProblem> problems) {
    byte[] packed = gzip(file.bytes());
    if (packed.length > settings.maxKeptBytes()) {
      problems.add(
          new FilingProblem(
              "",
              "report-not-kept",
              "the report is longer than "
                  + settings.maxKeptBytes()
                  + " bytes, packed; its facts are taken, it is not kept"));
      return;
    }
    // Somebody else's filing of this name keeps its report.
    Optional<Filing> there = store.find(filing.id());
    if (there.isPresent() && !there.get().issuer().equals(filing.issuer())) {
      return;
    }
    rows.put(
        filing.id().text(),
        filing.issuer().slug(),
        file.format().name(),
        sha256,
        file.bytes().length,
        packed,
        packed(everTaken),
        json(problems),
        now());
  }

  private static ProblemException nothingTaken(ReadReport report, List<ContentError> omitted) {
    List<ContentError> errors = new ArrayList<>(omitted.stream().limit(MOST_PROBLEMS).toList());
    StringBuilder message = new StringBuilder("none of the report's ");
    message.append(report.numbers()).append(" numbers is taken");
    if (!report.leftOut().isEmpty()) {
      message.append("; left out: ").append(report.leftOut());
    }
    if (!report.unmapped().isEmpty()) {
      message
          .append("; without a concept: ")
          .append(
              String.join(
                  ", ", report.unmapped().stream().limit(10).map(each -> each.tag()).toList()))
          .append(report.unmapped().size() > 10 ? ", …" : "")
          .append(" (PUT /v1/issuers/{id}/tags maps them)");
    }
    errors.add(new ContentError("", "nothing-taken", message.toString()));
    return ProblemException.invalid(errors);
  }

  private void checkSource(Filing filing) {
    List<ContentError> impossible =
        Plausibility.of(List.of(), filing.source(), today()).stream()
            .filter(Finding::isImpossible)
            .map(each -> new ContentError("", each.code(), each.message()))
            .toList();
    if (!impossible.isEmpty()) {
      throw ProblemException.invalid(impossible);
    }
  }

  // -- which filing it is

  /** What has no name is named after its issuer and its content. */
  private static FilingId id(Hints hints, IssuerId issuer, String sha256) {
    String named = named(hints);
    if (named == null) {
      String own = sha256((issuer.slug() + " " + sha256).getBytes(StandardCharsets.UTF_8));
      return FilingId.of("sha256-" + own.substring(0, ID_DIGITS));
    }
    return switch (FilingId.parse(named)) {
      case Checked.Valid<FilingId> valid -> valid.value();
      case Checked.Invalid<FilingId> invalid ->
          throw ProblemException.badRequest(invalid.message());
    };
  }

  /** The accession number with its hyphens, from the id or the address; else the id as it is. */
  private static String named(Hints hints) {
    if (hints.id() != null) {
      Matcher accession = ACCESSION.matcher(hints.id());
      return accession.matches() ? hyphenated(accession) : hints.id();
    }
    if (hints.url() != null) {
      Matcher accession = ACCESSION_IN_URL.matcher(hints.url());
      return accession.find() ? hyphenated(accession) : null;
    }
    return null;
  }

  private static String hyphenated(Matcher accession) {
    return accession.group(1) + "-" + accession.group(2) + "-" + accession.group(3);
  }

  /**
   * What companyfacts brought of the same report: the filing of that name, or where the report came
   * without one, the only one of its form whose newest figures end on the same day.
   */
  private Optional<Filing> companion(Hints hints, IssuerId issuer, String form, Cover cover) {
    String named = named(hints);
    if (named != null) {
      return FilingId.parse(named) instanceof Checked.Valid<FilingId> id
          ? store.find(id.value()).filter(filing -> filing.issuer().equals(issuer))
          : Optional.empty();
    }
    if (form == null || cover.periodEnd() == null || cover.cik() == null) {
      return Optional.empty();
    }
    List<Filing> same =
        store.startingWith(issuer, "0").stream()
            .filter(filing -> ACCESSION.matcher(filing.id().text()).matches())
            .filter(filing -> isSameReport(filing, form, cover))
            .toList();
    return same.size() == 1 ? Optional.of(same.getFirst()) : Optional.empty();
  }

  private static boolean isSameReport(Filing filing, String form, Cover cover) {
    LocalDate published = filing.source().publishedOn();
    return form.equals(filing.form())
        && !published.isBefore(cover.periodEnd())
        && !published.isAfter(cover.periodEnd().plusDays(MOST_DAYS_TO_FILE))
        && filing.facts().stream()
            .map(Fact::period)
            .map(period -> period instanceof PeriodExpression.Dated dated ? dated.period() : null)
            .filter(Objects::nonNull)
            .map(period -> period.end())
            .max(LocalDate::compareTo)
            .filter(cover.periodEnd()::equals)
            .isPresent();
  }

  /**
   * The companion's where there is one: it knows the day of the filing. Else the sender says that
   * day, and where nobody does it is the latest that the report itself knows of.
   */
  private Source source(
      Hints hints,
      FilingId id,
      Cover cover,
      String form,
      Optional<Filing> companion,
      List<FilingProblem> problems) {
    Source known =
        Readings.newest(companion.map(filing -> readings.all(filing.id())).orElse(List.of()))
            .map(newest -> newest.filing().source())
            .orElse(null);
    LocalDate published = hints.publishedOn();
    if (published == null && known != null) {
      published = known.publishedOn();
    } else if (published == null) {
      published = latest(cover.latestDay(), cover.periodEnd());
      if (published == null) {
        throw ProblemException.invalid(
            List.of(
                new ContentError(
                    "/source/publishedOn",
                    "required",
                    "the report does not say when it was published; say it with"
                        + " ?publishedOn=2025-08-27")));
      }
      problems.add(
          new FilingProblem(
              "/source/publishedOn",
              "published-on-assumed",
              "a report does not say when it was published; taken is the latest day it knows of, "
                  + published
                  + ". ?publishedOn= says it"));
    }
    String title =
        cover.entityName() == null
            ? form
            : (form == null ? "Report" : form) + " of " + cover.entityName();
    return new Source(
        Tier.REGULATORY,
        hints.publisher() != null
            ? hints.publisher()
            : known != null ? known.publisher() : cover.cik() == null ? null : "SEC EDGAR",
        known != null && known.title() != null ? known.title() : title,
        hints.url() != null ? hints.url() : known != null ? known.url() : folder(id, cover),
        published);
  }

  private static String folder(FilingId id, Cover cover) {
    return cover.cik() != null && ACCESSION.matcher(id.text()).matches()
        ? "https://www.sec.gov/Archives/edgar/data/"
            + cover.cik()
            + "/"
            + id.text().replace("-", "")
            + "/"
        : null;
  }

  private static LocalDate latest(LocalDate a, LocalDate b) {
    return a == null ? b : b == null || a.isAfter(b) ? a : b;
  }

  // -- companyfacts

  /**
   * What companyfacts says of a filing whose report is here. The report is what was filed, so its
   * figures stay; companyfacts adds those that the report does not have.
   *
   * @return empty where there is no report of it
   */
  Optional<Recorded> addCompanyFacts(
      Filing filing, Taker taker, boolean isRehearsal, List<ContentError> told) {
    Optional<Notes> notes = rows.notes(filing.id().text());
    if (notes.isEmpty() || !notes.get().issuer().equals(filing.issuer().slug())) {
      return Optional.empty();
    }
    return Optional.of(
        readings.alone(
            filing.id(),
            () -> {
              Filing newest = Readings.newest(readings.all(filing.id())).orElseThrow().filing();
              List<FilingProblem> differences = new ArrayList<>();
              for (Fact[] pair : Readings.differences(newest.facts(), filing.facts())) {
                differences.add(difference(pair[0], pair[1]));
              }
              differences.forEach(
                  each -> told.add(new ContentError(each.pointer(), each.code(), each.message())));
              Filing merged =
                  withFacts(
                      new Filing(
                          filing.id(),
                          newest.issuer(),
                          newest.form() != null ? newest.form() : filing.form(),
                          // companyfacts knows the day.
                          on(newest.source(), filing.source().publishedOn()),
                          null,
                          newest.facts()),
                      Readings.union(newest.facts(), filing.facts()));
              Readings.Outcome outcome = readings.record(merged, taker);
              if (!isRehearsal && outcome.filing() != null) {
                note(notes.get(), differences);
                readings.withdrawStale(filing.id(), outcome.filing());
              }
              return outcome.recorded();
            }));
  }

  private static Source on(Source source, LocalDate publishedOn) {
    return new Source(source.tier(), source.publisher(), source.title(), source.url(), publishedOn);
  }

  private void note(Notes notes, List<FilingProblem> differences) {
    List<FilingProblem> problems = new ArrayList<>(problems(notes.problems()));
    // The day is known now.
    problems.removeIf(each -> each.code().equals("published-on-assumed"));
    differences.stream().filter(each -> !problems.contains(each)).forEach(problems::add);
    if (!json(problems).equals(notes.problems())) {
      rows.note(notes.filingId(), notes.taken(), json(problems));
    }
  }

  /**
   * Reports that came without their accession number, before companyfacts told it: they are put
   * where they belong. To be called before the filings of companyfacts are stored.
   */
  void adopt(IssuerId issuer, Collection<Filing> filings) throws IOException {
    for (String id : rows.idsOf(issuer.slug())) {
      if (id.startsWith("sha256-")) {
        inTurn(() -> adopt(issuer, FilingId.of(id), filings));
      }
    }
  }

  private boolean adopt(IssuerId issuer, FilingId id, Collection<Filing> filings) {
    ReportFile file = file(id).orElse(null);
    if (file == null) {
      return false;
    }
    Cover cover = open(file).cover();
    List<Filing> same =
        cover.form() == null || cover.periodEnd() == null
            ? List.of()
            : filings.stream().filter(filing -> isSameReport(filing, cover.form(), cover)).toList();
    List<StoredFiling> standing =
        readings.all(id).stream().filter(each -> !each.isRetracted()).toList();
    if (same.size() != 1
        || standing.isEmpty()
        || !readings.retracted(List.of(same.getFirst().id())).isEmpty()) {
      return false;
    }
    Filing filing = same.getFirst();
    accept(
        file,
        new Hints(
            filing.id().text(),
            issuer,
            null,
            filing.source().publishedOn(),
            null,
            filing.source().url()));
    standing.forEach(each -> store.retract(FilingId.of(each.id()), "It is " + filing.id() + "."));
    rows.delete(id.text());
    return true;
  }

  // -- what is kept

  /**
   * A report, and as it is read now.
   *
   * @param mapping of the issuer
   */
  record Kept(ReportFile file, ReadReport report) {}

  Optional<Kept> kept(FilingId id) {
    return rows.find(id.text())
        .map(
            row -> {
              ReportFile file = file(row);
              return new Kept(file, open(file).with(mapping(IssuerId.of(row.issuer()))));
            });
  }

  Optional<ReportFile> file(FilingId id) {
    return rows.find(id.text()).map(Reports::file);
  }

  XbrlLimits readingLimits() {
    return limits();
  }

  List<FilingProblem> problems(FilingId id) {
    return rows.notes(id.text()).map(notes -> problems(notes.problems())).orElse(List.of());
  }

  private static ReportFile file(ReportRow row) {
    return new ReportFile(gunzip(row.content()), XbrlFormat.valueOf(row.format()));
  }

  // -- what tags mean

  TagMapping mapping(IssuerId issuer) {
    return rows.mapping(issuer.slug())
        .map(text -> Json.read(text, StoredMapping.class).mapping())
        .orElse(TagMapping.NONE);
  }

  /**
   * Says what an issuer's own tags mean, and reads its reports again.
   *
   * @return what became of each of them
   */
  List<Taken> put(IssuerId issuer, TagMapping mapping) {
    rows.putMapping(
        issuer.slug(), Json.MAPPER.writeValueAsString(StoredMapping.of(mapping)), now());
    List<Taken> taken = new ArrayList<>();
    for (String id : rows.idsOf(issuer.slug())) {
      rows.find(id).ifPresent(row -> again(row).ifPresent(taken::add));
    }
    return taken;
  }

  private Optional<Taken> again(ReportRow row) {
    FilingId id = FilingId.of(row.filingId());
    List<StoredFiling> all = readings.all(id);
    if (all.isEmpty() || all.stream().allMatch(StoredFiling::isRetracted)) {
      // A mapping is no word on what somebody withdrew.
      return Optional.empty();
    }
    Filing newest = Readings.newest(all).orElseThrow().filing();
    Source source = newest.source();
    return Optional.of(
        take(
            file(row),
            new Hints(
                row.filingId(),
                newest.issuer(),
                newest.form(),
                source.publishedOn(),
                source.publisher(),
                source.url())));
  }

  private static Filing withFacts(Filing filing, List<Fact> facts) {
    return new Filing(
        filing.id(), filing.issuer(), filing.form(), filing.source(), filing.supersedes(), facts);
  }

  private static FilingProblem difference(Fact report, Fact companyFacts) {
    return new FilingProblem(
        "",
        "differs-from-companyfacts",
        report.concept()
            + " of "
            + report.period().text()
            + (report.tag() == null ? "" : " (" + report.tag() + ")")
            + " is "
            + report.stated().value().toPlainString()
            + " in the report and "
            + (companyFacts.stated().value() == null
                ? "otherwise"
                : companyFacts.stated().value().toPlainString())
            + " elsewhere; the report's is taken");
  }

  private static FilingProblem problem(ContentError error) {
    return new FilingProblem(error.pointer(), error.code(), error.message());
  }

  // -- bytes

  private static String json(List<FilingProblem> problems) {
    return Json.MAPPER.writeValueAsString(problems.stream().limit(MOST_PROBLEMS).toList());
  }

  private static List<FilingProblem> problems(String json) {
    return Arrays.asList(Json.read(json, FilingProblem[].class));
  }

  private static byte[] packed(Collection<Fact> facts) {
    return Packed.pack(Json.MAPPER.writeValueAsString(facts).getBytes(StandardCharsets.UTF_8));
  }

  private static Set<Fact> facts(byte[] packed) {
    return new HashSet<>(
        Arrays.asList(
            Json.read(new String(Packed.unpack(packed), StandardCharsets.UTF_8), Fact[].class)));
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream(bytes.length / 8 + 1_000);
    try (GZIPOutputStream out = new GZIPOutputStream(packed, 64 * 1024)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  private static byte[] gunzip(byte[] packed) {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed), 64 * 1024)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(Sha256.of(bytes));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  /** {@link TagMapping} as it is stored and shown. */
  record StoredMapping(Map<String, String> concepts, Map<String, String> segments) {
    static StoredMapping of(TagMapping mapping) {
      Map<String, String> concepts = new TreeMap<>();
      mapping.concepts().forEach((tag, concept) -> concepts.put(tag, concept.label()));
      Map<String, String> segments = new TreeMap<>();
      mapping.segments().forEach((member, segment) -> segments.put(member, segment.slug()));
      return new StoredMapping(concepts, segments);
    }

    TagMapping mapping() {
      Map<String, Concept> byTag = new HashMap<>();
      concepts.forEach(
          (tag, name) -> Concept.parse(name).ifPresent(concept -> byTag.put(tag, concept)));
      Map<String, SegmentId> byMember = new HashMap<>();
      segments.forEach((member, slug) -> byMember.put(member, SegmentId.of(slug)));
      return new TagMapping(byTag, byMember);
    }
  }
}
