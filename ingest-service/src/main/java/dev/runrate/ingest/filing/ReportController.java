package dev.runrate.ingest.filing;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.runrate.common.fact.Checked;
import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.DidYouMean;
import dev.runrate.common.fact.Fact;
import dev.runrate.common.fact.Filing;
import dev.runrate.common.fact.FilingId;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.PeriodExpression;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.common.web.CsvTable;
import dev.runrate.common.web.Page;
import dev.runrate.common.web.Problem.ContentError;
import dev.runrate.common.web.ProblemException;
import dev.runrate.common.web.QueryParameters;
import dev.runrate.ingest.IngestSettings;
import dev.runrate.ingest.format.Body;
import dev.runrate.ingest.format.FilingParser;
import dev.runrate.ingest.format.Texts;
import dev.runrate.ingest.format.xbrl.Cover;
import dev.runrate.ingest.format.xbrl.ReadReport;
import dev.runrate.ingest.format.xbrl.ReportFile;
import dev.runrate.ingest.format.xbrl.ReportPage;
import dev.runrate.ingest.format.xbrl.TagMapping;
import dev.runrate.ingest.format.xbrl.UnreadableReportException;
import dev.runrate.ingest.format.xbrl.XbrlFormat;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriUtils;
import tools.jackson.databind.JsonNode;

/** Reports as they are filed: posted, shown, and what of them is not taken yet. */
@RestController
class ReportController {
  private static final int MOST_MAPPING_BYTES = 1 << 20;
  private static final int MOST_MAPPED = 10_000;
  private static final int MOST_TEXT = 500;
  private static final List<String> CONCEPTS =
      Arrays.stream(Concept.values()).map(Concept::label).toList();

  /**
   * No script of a document ever runs: none is written into the page, none would be allowed to run,
   * and the page is nobody's origin.
   */
  private static final String POLICY =
      "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'none';"
          + " base-uri 'none'; frame-ancestors 'none'";

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

  /** What became of a filing that was read again. */
  record ReadAgain(String id, String status, int facts) {}

  /**
   * What an issuer's tags mean.
   *
   * @param filings that were read again; null where it was only asked
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Mapping(
      Map<String, String> concepts, Map<String, String> segments, List<ReadAgain> filings) {}

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
          issuer == null ? null : issuerId(issuer),
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
      case Recorded.Refused refused -> throw ProblemException.invalid(refused.errors());
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

  // -- what is kept of it

  /**
   * The report as it was filed. With {@code concept} (and {@code segment}, {@code period}) it leads
   * to the place of that fact; with {@code raw} it is downloaded as it came.
   */
  @GetMapping("/v1/filings/{id}/document")
  void document(
      @PathVariable String id,
      @RequestParam(required = false) String concept,
      @RequestParam(required = false) String segment,
      @RequestParam(required = false) String period,
      @RequestParam(required = false) String raw,
      HttpServletResponse response)
      throws IOException {
    FilingId of = firstId(id);
    if (concept != null) {
      response.setStatus(303);
      response.setHeader(
          "Location",
          "/v1/filings/"
              + of
              + "/document#"
              + UriUtils.encodeFragment(
                  inPlace(of, concept, segment, period), StandardCharsets.UTF_8));
      return;
    }
    if (segment != null || period != null) {
      throw ProblemException.badRequest("segment and period go with a concept.");
    }
    boolean isRaw = QueryParameters.flag("raw", raw);
    String title = store.find(of).map(filing -> filing.source().title()).orElse(null);
    Shown shown =
        reports.inTurn(
            () ->
                shown(
                    reports.file(of).orElseThrow(() -> noReport(id)),
                    title == null ? of.text() : title,
                    isRaw));
    // Sent when nobody waits for the memory of reading: clients may be slow.
    response.setHeader("Content-Security-Policy", POLICY);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "no-referrer");
    if (isRaw) {
      response.setContentType(MediaType.APPLICATION_OCTET_STREAM_VALUE);
      response.setHeader(
          "Content-Disposition",
          "attachment; filename=\""
              + of.text().replaceAll("[^A-Za-z0-9.-]", "_")
              + extension(shown.format)
              + "\"");
    } else {
      response.setContentType("text/html;charset=UTF-8");
    }
    response.getOutputStream().write(shown.bytes);
  }

  private record Shown(byte[] bytes, XbrlFormat format) {}

  private Shown shown(ReportFile file, String title, boolean isRaw) throws IOException {
    if (isRaw) {
      return new Shown(file.bytes(), file.format());
    }
    ByteArrayOutputStream page = new ByteArrayOutputStream(file.bytes().length);
    try {
      ReportPage.write(file, reports.readingLimits(), title, page);
    } catch (UnreadableReportException e) {
      throw new IllegalStateException("a report that is kept was readable once", e);
    }
    return new Shown(page.toByteArray(), file.format());
  }

  private static String extension(XbrlFormat format) {
    return switch (format) {
      case INLINE -> ".htm";
      case INSTANCE -> ".xml";
      case JSON -> ".json";
      case PACKAGE -> ".zip";
    };
  }

  private String inPlace(FilingId id, String concept, String segment, String period)
      throws IOException {
    return reports.inTurn(() -> place(id, concept, segment, period));
  }

  private String place(FilingId id, String concept, String segment, String period) {
    SegmentId of =
        SegmentId.parse(segment) instanceof Checked.Valid<SegmentId> valid
            ? valid.value()
            : SegmentId.WHOLE;
    Reports.Kept kept = reports.kept(id).orElseThrow(() -> noReport(id.text()));
    return kept.report().facts().stream()
        .filter(
            each ->
                each.fact().concept().label().equals(concept)
                    && each.fact().segment().equals(of)
                    && (period == null || isOf(each.fact(), period)))
        .map(ReadReport.Placed::place)
        .findFirst()
        .orElseThrow(
            () ->
                ProblemException.notFound(
                    concept
                        + (of.isWhole() ? "" : " of " + of)
                        + (period == null ? "" : " in " + period)
                        + " in the report of filing "
                        + id));
  }

  private static boolean isOf(Fact fact, String period) {
    return fact.period().text().equals(period)
        || PeriodExpression.parse(period) instanceof Checked.Valid<PeriodExpression> asked
            && asked.value() instanceof PeriodExpression.Dated a
            && fact.period() instanceof PeriodExpression.Dated b
            && a.period().equals(b.period());
  }

  /** What the report says that is not taken, and which concept it may mean. */
  @GetMapping("/v1/filings/{id}/unmapped")
  Object unmapped(@PathVariable String id, @RequestHeader(required = false) String accept)
      throws IOException {
    List<ReadReport.Unmapped> unmapped = kept(id).report().unmapped();
    return CsvTable.isWanted(accept)
        ? CsvTable.answer(
            List.of(
                "tag",
                "label",
                "value",
                "unit",
                "period",
                "segment",
                "facts",
                "proposal",
                "reason",
                "place"),
            unmapped.stream()
                .map(
                    each ->
                        Arrays.<Object>asList(
                            each.tag(),
                            each.label(),
                            each.value(),
                            each.unit(),
                            each.period(),
                            each.segment(),
                            each.facts(),
                            each.proposal(),
                            each.reason(),
                            each.place()))
                .toList())
        : new Page<>(unmapped, null);
  }

  /** The segments of the report, and what they are called there. */
  @GetMapping("/v1/filings/{id}/segments")
  Page<ReadReport.Division> segments(@PathVariable String id) throws IOException {
    return new Page<>(kept(id).report().segments(), null);
  }

  private Reports.Kept kept(String id) throws IOException {
    FilingId of = firstId(id);
    return reports.inTurn(() -> reports.kept(of)).orElseThrow(() -> noReport(id));
  }

  /** A later reading is of the same report as the first. */
  private FilingId firstId(String id) {
    String first = id.replaceFirst(":[0-9a-f]{12}$", "");
    return Stream.of(id, first)
        .map(FilingId::parse)
        .flatMap(
            each ->
                each instanceof Checked.Valid<FilingId> v ? Stream.of(v.value()) : Stream.empty())
        .filter(each -> store.stored(each).isPresent())
        .reduce((a, b) -> b)
        .orElseThrow(() -> ProblemException.notFound("filing " + id));
  }

  private static ProblemException noReport(String id) {
    return ProblemException.notFound("report kept of filing " + id);
  }

  // -- what tags mean

  @GetMapping("/v1/issuers/{id}/tags")
  Mapping mapping(@PathVariable String id) {
    return answer(reports.mapping(issuerId(id)), null);
  }

  /** Replaces what was said before, and reads the issuer's reports again. */
  @PutMapping(path = "/v1/issuers/{id}/tags", consumes = MediaType.APPLICATION_JSON_VALUE)
  Mapping map(@PathVariable String id, HttpServletRequest request) throws IOException {
    IssuerId issuer = issuerId(id);
    TagMapping mapping = new MappingParser(Body.readJson(request, MOST_MAPPING_BYTES)).mapping();
    List<ReadAgain> again =
        reports.put(issuer, mapping).stream()
            .map(
                taken ->
                    new ReadAgain(
                        taken.id().text(),
                        taken.recorded() instanceof Recorded.Accepted ? "accepted" : "duplicate",
                        taken.filing().facts().size()))
            .toList();
    return answer(mapping, again);
  }

  private static Mapping answer(TagMapping mapping, List<ReadAgain> filings) {
    Reports.StoredMapping shown = Reports.StoredMapping.of(mapping);
    return new Mapping(shown.concepts(), shown.segments(), filings);
  }

  private static IssuerId issuerId(String slug) {
    return switch (IssuerId.parse(slug)) {
      case Checked.Valid<IssuerId> valid -> valid.value();
      case Checked.Invalid<IssuerId> invalid ->
          throw ProblemException.badRequest(invalid.message());
    };
  }

  /** Reads {@code {"concepts": {tag: concept}, "segments": {member: segment}}}. */
  private static final class MappingParser {
    private final JsonNode body;
    private final List<ContentError> errors = new ArrayList<>();

    MappingParser(JsonNode body) {
      this.body = body;
    }

    TagMapping mapping() {
      if (!body.isObject()) {
        throw ProblemException.invalid(
            List.of(new ContentError("", "type", "a mapping is a JSON object")));
      }
      errors.addAll(ContentError.unknownMembers(body, Set.of("concepts", "segments", "filings")));
      Map<String, Concept> concepts = new TreeMap<>();
      texts("concepts")
          .forEach(
              (tag, name) ->
                  Concept.parse(name)
                      .ifPresentOrElse(
                          concept -> concepts.put(tag, concept),
                          () ->
                              error(
                                  "concepts",
                                  tag,
                                  "concept",
                                  "there is no concept "
                                      + name
                                      + DidYouMean.hint(name, CONCEPTS))));
      Map<String, SegmentId> segments = new TreeMap<>();
      texts("segments")
          .forEach(
              (member, slug) -> {
                switch (SegmentId.parse(slug)) {
                  case Checked.Valid<SegmentId> valid when !valid.value().isWhole() ->
                      segments.put(member, valid.value());
                  case Checked.Valid<SegmentId> whole ->
                      error("segments", member, "slug", "a segment has a name");
                  case Checked.Invalid<SegmentId> invalid ->
                      error("segments", member, invalid.code(), invalid.message());
                }
              });
      if (!errors.isEmpty()) {
        throw ProblemException.invalid(errors);
      }
      return new TagMapping(concepts, segments);
    }

    private Map<String, String> texts(String member) {
      Map<String, String> texts = new TreeMap<>();
      JsonNode node = body.get(member);
      if (node == null || node.isNull()) {
        return texts;
      }
      if (!node.isObject() || node.size() > MOST_MAPPED) {
        errors.add(
            new ContentError(
                "/" + member, "type", "an object of at most " + MOST_MAPPED + " members"));
        return texts;
      }
      node.properties()
          .forEach(
              each -> {
                if (!each.getKey().matches("[\\w.-]{1,100}:[\\w.-]{1,400}")) {
                  error(member, each.getKey(), "name", "a name with its prefix: nvda:Revenue");
                } else if (!each.getValue().isString()) {
                  error(member, each.getKey(), "type", "a text");
                } else {
                  texts.put(each.getKey(), each.getValue().stringValue());
                }
              });
      return texts;
    }

    private void error(String member, String name, String code, String message) {
      errors.add(
          new ContentError(
              "/" + member + "/" + name.replace("~", "~0").replace("/", "~1"), code, message));
    }
  }
}
