package dev.runrate.ingest.filing;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.runrate.common.fact.Filing;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.Texts;
import dev.runrate.common.web.Body;
import dev.runrate.common.web.ProblemException;
import dev.runrate.common.web.QueryParameters;
import dev.runrate.ingest.IngestSettings;
import dev.runrate.ingest.format.FilingParser;
import dev.runrate.ingest.format.xbrl.Cover;
import dev.runrate.ingest.format.xbrl.ReadReport;
import dev.runrate.ingest.format.xbrl.ReportFile;
import dev.runrate.ingest.format.xbrl.XbrlFormat;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Reports as they are filed: posted, shown, and what of them is not taken yet. */
@RestController
class ReportController {
  private static final int MOST_TEXT = 500;

  /**
   * The answer to a report.
   *
   * @param form with {@code periodEnd} to {@code amendment} what the report says of itself
   * @param facts in the filing, with those that companyfacts added
   * @param segments what is called what
   * @param leftOut facts whose tag is known but that are of none of these, by reason
   * @param unmapped tags without a concept; {@code GET /v1/filings/{id}/unmapped} lists them
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Receipt(
      String id,
      String issuer,
      String status,
      String form,
      LocalDate publishedOn,
      LocalDate periodEnd,
      MonthDay fiscalYearEnd,
      Integer fiscalYear,
      String fiscalPeriod,
      Boolean amendment,
      int facts,
      List<ReadReport.Division> segments,
      Map<String, Integer> leftOut,
      int unmapped,
      Instant acceptedAt,
      List<FilingProblem> problems) {}

  /** The parameters of a report that is posted, as they were given. */
  record Given(
      String id, String issuer, String form, String publishedOn, String publisher, String url) {
    boolean isNothing() {
      return Stream.of(id, issuer, form, publishedOn, publisher, url)
          .allMatch(each -> each == null);
    }

    Reports.Hints hints() {
      Stream.of(id, form, publisher, url)
          .filter(each -> each != null)
          .filter(each -> each.length() > MOST_TEXT || each.isBlank() || !Texts.isClean(each))
          .findFirst()
          .ifPresent(
              each -> {
                throw ProblemException.badRequest(
                    "A parameter has 1 to "
                        + MOST_TEXT
                        + " characters, and no control characters.");
              });
      return new Reports.Hints(
          id,
          issuer == null ? null : QueryParameters.read(IssuerId.parse(issuer)),
          form,
          publishedOn == null ? null : date(publishedOn),
          publisher,
          url);
    }

    private static LocalDate date(String text) {
      try {
        return LocalDate.parse(text);
      } catch (DateTimeException e) {
        throw ProblemException.badRequest("publishedOn is a date such as 2025-08-27.");
      }
    }
  }

  private final Reports reports;
  private final FilingStore store;
  private final DryRun dryRun;
  private final IngestSettings settings;
  private final Clock clock;

  ReportController(
      Reports reports, FilingStore store, DryRun dryRun, IngestSettings settings, Clock clock) {
    this.reports = reports;
    this.store = store;
    this.dryRun = dryRun;
    this.settings = settings;
    this.clock = clock;
  }

  /** Whether what is posted as JSON is a report. */
  static boolean isReport(byte[] start) {
    return XbrlFormat.of(start).filter(format -> format == XbrlFormat.JSON).isPresent();
  }

  @PostMapping(
      path = "/v1/filings",
      consumes = {
        MediaType.TEXT_HTML_VALUE,
        MediaType.APPLICATION_XHTML_XML_VALUE,
        MediaType.APPLICATION_XML_VALUE,
        MediaType.TEXT_XML_VALUE,
        "application/zip",
        "application/x-zip-compressed",
        "application/gzip",
        "application/x-gzip",
        MediaType.APPLICATION_OCTET_STREAM_VALUE,
        "application/xbrl+json",
        "application/vnd.xbrl+json"
      })
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
    Given given = new Given(id, issuer, form, publishedOn, publisher, url);
    return reports.inTurn(
        () -> accept(Body.read(request, settings.maxReportBytes()), given, dryRun));
  }

  /** For JSON that turned out to be a report. */
  ResponseEntity<?> post(byte[] body, Given given, String dryRun) throws IOException {
    return reports.inTurn(() -> accept(body, given, dryRun));
  }

  private ResponseEntity<?> accept(byte[] body, Given given, String dryRunOrNull) {
    boolean isDryRun = QueryParameters.flag("dryRun", dryRunOrNull);
    ReportFile file =
        new ReportFile(
            body,
            XbrlFormat.of(body)
                .orElseThrow(
                    () ->
                        ProblemException.unsupportedType(
                            body.length == 0
                                ? "The body is empty."
                                : "Not a report: neither XHTML, nor an XBRL instance, nor"
                                    + " xBRL-JSON, nor a zip of these.")));
    Reports.Taken taken =
        isDryRun ? reports.rehearse(file, given.hints()) : reports.accept(file, given.hints());
    switch (taken.recorded()) {
      case Recorded.Conflicting conflicting ->
          throw ProblemException.conflict(
              "A filing " + taken.id() + " of another issuer is stored already.");
      case Recorded.Refused refused -> throw refused.problem();
      case Recorded.Accepted accepted -> {
        if (isDryRun) {
          return ResponseEntity.ok(dryRun.preview(taken.filing(), problems(taken)));
        }
        return ResponseEntity.created(URI.create("/v1/filings/" + taken.id()))
            .body(receipt(taken, "accepted", accepted.at()));
      }
      case Recorded.Duplicate duplicate -> {
        if (isDryRun) {
          return ResponseEntity.ok(dryRun.preview(taken.filing(), problems(taken)));
        }
        return ResponseEntity.ok(
            receipt(
                taken,
                "duplicate",
                store.stored(taken.id()).map(StoredFiling::newestAcceptedAt).orElse(null)));
      }
    }
  }

  private static List<FilingProblem> problems(Reports.Taken taken) {
    List<FilingProblem> problems = new ArrayList<>(taken.problems());
    FilingParser.identified(taken.filing()).doubts().stream()
        .map(FilingProblem::of)
        .forEach(problems::add);
    return problems;
  }

  private static Receipt receipt(Reports.Taken taken, String status, Instant acceptedAt) {
    Filing filing = taken.filing();
    ReadReport report = taken.report();
    Cover cover = report.cover();
    return new Receipt(
        taken.id().text(),
        filing.issuer().slug(),
        status,
        filing.form(),
        filing.source().publishedOn(),
        cover.periodEnd(),
        cover.fiscalYearEnd(),
        cover.fiscalYear(),
        cover.fiscalPeriod(),
        cover.isAmendment(),
        filing.facts().size(),
        report.segments(),
        report.leftOut(),
        report.unmapped().size(),
        acceptedAt,
        problems(taken));
  }
}
