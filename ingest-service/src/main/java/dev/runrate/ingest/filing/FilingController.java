package dev.runrate.ingest.filing;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.runrate.common.fact.Checked;
import dev.runrate.common.fact.Filing;
import dev.runrate.common.fact.FilingId;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.Plausibility;
import dev.runrate.common.fact.Plausibility.Finding;
import dev.runrate.common.fact.Texts;
import dev.runrate.common.security.Caller;
import dev.runrate.common.web.Body;
import dev.runrate.common.web.Document;
import dev.runrate.common.web.Page;
import dev.runrate.common.web.ProblemException;
import dev.runrate.common.web.QueryParameters;
import dev.runrate.common.web.Tabular;
import dev.runrate.ingest.IngestSettings;
import dev.runrate.ingest.format.FilingParser;
import dev.runrate.ingest.format.ParsedFiling;
import dev.runrate.ingest.issuer.IssuerDirectory;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Single filings: post, read, list, retract. */
@RestController
@RequestMapping("/v1/filings")
class FilingController {
  /**
   * The answer to a filing that is stored, now or before.
   *
   * @param acceptedAt when it was recorded; of one that was posted again after a retraction, then
   * @param problems what keeps it from counting fully or makes it doubtful; absent where nothing
   *     does
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Receipt(
      String id,
      String issuer,
      String status,
      int facts,
      Instant acceptedAt,
      List<FilingProblem> problems) {}

  private final GroupCommit commits;
  private final FilingStore store;
  private final IssuerDirectory issuers;
  private final DryRun dryRun;
  private final ReportController posted;
  private final Reports reports;
  private final Readings readings;
  private final IngestSettings settings;
  private final Clock clock;

  FilingController(
      GroupCommit commits,
      FilingStore store,
      IssuerDirectory issuers,
      DryRun dryRun,
      ReportController posted,
      Reports reports,
      Readings readings,
      IngestSettings settings,
      Clock clock) {
    this.commits = commits;
    this.store = store;
    this.issuers = issuers;
    this.dryRun = dryRun;
    this.posted = posted;
    this.reports = reports;
    this.readings = readings;
    this.settings = settings;
    this.clock = clock;
  }

  /** The parameters but dryRun are for reports (xBRL-JSON): a filing says all of that itself. */
  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<?> post(
      HttpServletRequest request,
      @RequestParam(required = false) String dryRun,
      @RequestParam(required = false) String id,
      @RequestParam(required = false) String issuer,
      @RequestParam(required = false) String form,
      @RequestParam(required = false) String publishedOn,
      @RequestParam(required = false) String publisher,
      @RequestParam(required = false) String url)
      throws IOException {
    boolean isDryRun = QueryParameters.flag("dryRun", dryRun);
    ReportController.Given given =
        new ReportController.Given(id, issuer, form, publishedOn, publisher, url);
    byte[] body =
        Body.read(
            request,
            settings.maxFilingBytes(),
            ReportController::isReport,
            settings.maxReportBytes());
    if (ReportController.isReport(body)) {
      return posted.post(body, given, dryRun);
    }
    if (!given.isNothing()) {
      throw ProblemException.badRequest(
          "A filing in JSON says this itself; only dryRun is a parameter of it.");
    }
    return switch (FilingParser.parse(Body.json(body), today())) {
      case ParsedFiling.Invalid invalid -> throw ProblemException.invalid(invalid.errors());
      case ParsedFiling.Valid valid -> isDryRun ? preview(valid) : accept(valid);
    };
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  private ResponseEntity<Receipt> accept(ParsedFiling.Valid valid) {
    Filing filing = valid.filing();
    return switch (Taker.outcome(commits.submit(valid))) {
      case Recorded.Accepted accepted ->
          ResponseEntity.created(URI.create("/v1/filings/" + filing.id()))
              .body(receipt(valid, "accepted", accepted.at()));
      case Recorded.Duplicate duplicate ->
          ResponseEntity.ok(
              receipt(
                  valid, "duplicate", store.stored(filing.id()).orElseThrow().newestAcceptedAt()));
      case Recorded.Conflicting conflicting -> throw conflict(filing);
      case Recorded.Refused refused -> throw refused.problem();
    };
  }

  private static ProblemException conflict(Filing filing) {
    return ProblemException.conflict(
        "A filing "
            + filing.id()
            + " with other content is stored already. Give a correction an id of its own"
            + " and name this one in supersedes.");
  }

  private Receipt receipt(ParsedFiling.Valid valid, String status, Instant acceptedAt) {
    Filing filing = valid.filing();
    return new Receipt(
        filing.id().text(),
        filing.issuer().slug(),
        status,
        filing.facts().size(),
        acceptedAt,
        problems(filing, valid.doubts(), acceptedAt));
  }

  /** What would be refused is refused here too; what is there already changes nothing. */
  private ResponseEntity<JsonNode> preview(ParsedFiling.Valid valid) {
    switch (new Rehearsal(store).record(valid)) {
      case Recorded.Accepted accepted -> {
        // Its consequences follow.
      }
      case Recorded.Duplicate duplicate -> {
        // As the services will say, which know it.
      }
      case Recorded.Conflicting conflicting -> throw conflict(valid.filing());
      case Recorded.Refused refused -> throw refused.problem();
    }
    return ResponseEntity.ok(
        dryRun.preview(valid.filing(), problems(valid.filing(), valid.doubts(), clock.instant())));
  }

  @GetMapping("/{id}")
  FilingAnswer get(@PathVariable String id) {
    FilingId of = filingId(id);
    List<StoredFiling> all = readings.all(of);
    StoredFiling newest =
        Readings.newest(all).orElseThrow(() -> ProblemException.notFound("filing " + id));
    FilingAnswer answer = answer(newest);
    List<FilingProblem> problems = new ArrayList<>(answer.problems());
    problems.addAll(reports.problems(of));
    return answer.as(all.getFirst().filing(), problems);
  }

  @GetMapping
  Tabular<FactTable.Row> list(
      @RequestParam Optional<String> issuer,
      @RequestParam(required = false) Integer limit,
      @RequestParam(required = false) String cursor) {
    int most = Page.limit(limit);
    long after = Page.number(cursor, 0);
    Page<StoredFiling> page =
        Page.of(
            store.list(issuer.map(text -> QueryParameters.read(IssuerId.parse(text))), after, most),
            most,
            row -> Long.toString(row.seq()));
    return FactTable.of(
        new Page<>(page.items().stream().map(this::answer).toList(), page.next()),
        page.items().stream().map(StoredFiling::filing).toList());
  }

  @PostMapping(path = "/{id}/retraction", consumes = MediaType.APPLICATION_JSON_VALUE)
  FilingAnswer retract(@PathVariable String id, HttpServletRequest request) throws IOException {
    Document document = Document.of(Body.readJson(request, Body.MOST_SMALL_BYTES));
    Optional<String> reason =
        document.root().member("reason").said("say why, in at most " + Texts.MOST + " characters");
    return document
        .valueOrRefusal(() -> retract(filingId(id), reason.orElseThrow()))
        .map(this::answer)
        .orElseThrow(() -> ProblemException.notFound("filing " + id));
  }

  private Optional<StoredFiling> retract(FilingId id, String reason) {
    store.find(id).ifPresent(Caller.current()::require);
    return readings.retract(id, reason);
  }

  private FilingAnswer answer(StoredFiling stored) {
    Filing filing = stored.filing();
    return FilingAnswer.of(
        stored, problems(filing, Plausibility.of(filing, today()), stored.acceptedAt()));
  }

  private List<FilingProblem> problems(Filing filing, List<Finding> findings, Instant acceptedAt) {
    List<FilingProblem> problems =
        new ArrayList<>(FilingProblem.of(filing, findings, () -> issuers.profile(filing.issuer())));
    if (filing.supersedes() != null) {
      Supersession.problem(filing, acceptedAt, store.stored(filing.supersedes()))
          .ifPresent(problems::add);
    }
    return problems;
  }

  private static FilingId filingId(String id) {
    return switch (FilingId.parse(id)) {
      case Checked.Valid<FilingId> valid -> valid.value();
      case Checked.Invalid<FilingId> invalid -> throw ProblemException.notFound("filing " + id);
    };
  }
}
