package dev.runrate.ingest.filing;

import dev.runrate.common.fact.Checked;
import dev.runrate.common.fact.Fact;
import dev.runrate.common.fact.FilingId;
import dev.runrate.common.fact.PeriodExpression;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.common.web.Columns;
import dev.runrate.common.web.Page;
import dev.runrate.common.web.ProblemException;
import dev.runrate.common.web.QueryParameters;
import dev.runrate.common.web.Tabular;
import dev.runrate.ingest.format.xbrl.ReadReport;
import dev.runrate.ingest.format.xbrl.ReportFile;
import dev.runrate.ingest.format.xbrl.ReportPage;
import dev.runrate.ingest.format.xbrl.UnreadableReportException;
import dev.runrate.ingest.format.xbrl.XbrlFormat;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriUtils;

/** A report as it was filed, with the place of each figure, and what of it is not taken. */
@RestController
class DocumentController {
  /**
   * No script of a document ever runs: none is written into the page, none would be allowed to run,
   * and the page is nobody's origin.
   */
  private static final String POLICY =
      "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'none';"
          + " base-uri 'none'; frame-ancestors 'none'";

  private static final Columns<ReadReport.Unmapped> UNMAPPED =
      new Columns<ReadReport.Unmapped>()
          .and("tag", ReadReport.Unmapped::tag)
          .and("label", ReadReport.Unmapped::label)
          .and("value", ReadReport.Unmapped::value)
          .and("unit", ReadReport.Unmapped::unit)
          .and("period", ReadReport.Unmapped::period)
          .and("segment", ReadReport.Unmapped::segment)
          .and("facts", ReadReport.Unmapped::facts)
          .and("proposal", ReadReport.Unmapped::proposal)
          .and("reason", ReadReport.Unmapped::reason)
          .and("place", ReadReport.Unmapped::place);

  private final Reports reports;
  private final FilingStore store;

  DocumentController(Reports reports, FilingStore store) {
    this.reports = reports;
    this.store = store;
  }

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
  Tabular<ReadReport.Unmapped> unmapped(@PathVariable String id) throws IOException {
    return Tabular.whole(UNMAPPED, kept(id).report().unmapped());
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
}
