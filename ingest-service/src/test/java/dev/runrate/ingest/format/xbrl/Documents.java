package dev.runrate.ingest.format.xbrl;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes small reports. Each says only what its test is about. */
public final class Documents {
  public static final String CONTEXTS =
      context("q", span("2025-04-28", "2025-07-27"))
          + context("ya", span("2024-04-29", "2024-07-28"))
          + context("i", "<xbrli:instant>2025-07-27</xbrli:instant>")
          + ofMembers(
              "aws", "seg:StatementBusinessSegmentsAxis", "co:AmazonWebServicesSegmentMember");

  public static final String UNITS =
      """
      <xbrli:unit id="usd"><xbrli:measure>iso4217:USD</xbrli:measure></xbrli:unit>
      <xbrli:unit id="pure"><xbrli:measure>xbrli:pure</xbrli:measure></xbrli:unit>
      <xbrli:unit id="eps"><xbrli:divide>
        <xbrli:unitNumerator><xbrli:measure>iso4217:USD</xbrli:measure></xbrli:unitNumerator>
        <xbrli:unitDenominator><xbrli:measure>xbrli:shares</xbrli:measure></xbrli:unitDenominator>
      </xbrli:divide></xbrli:unit>
      <xbrli:unit id="two"><xbrli:measure>iso4217:USD</xbrli:measure><xbrli:measure>xbrli:shares</xbrli:measure></xbrli:unit>
      """;

  private static final String NAMESPACES =
      """
      xmlns:xbrli="http://www.xbrl.org/2003/instance" xmlns:xbrldi="http://xbrl.org/2006/xbrldi"
      xmlns:iso4217="http://www.xbrl.org/2003/iso4217" xmlns:seg="http://fasb.org/us-gaap/2025"
      xmlns:us-gaap="http://fasb.org/us-gaap/2025" xmlns:dei="http://xbrl.sec.gov/dei/2025"
      xmlns:srt="http://fasb.org/srt/2025" xmlns:country="http://xbrl.sec.gov/country/2025"
      xmlns:co="http://example.com/20250727" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
      xmlns:ixt="http://www.xbrl.org/inlineXBRL/transformation/2020-02-12"
      xmlns:ixt5="http://www.xbrl.org/inlineXBRL/transformation/2022-02-16"
      """;

  private Documents() {}

  public static String span(String start, String end) {
    return "<xbrli:startDate>%s</xbrli:startDate><xbrli:endDate>%s</xbrli:endDate>"
        .formatted(start, end);
  }

  public static String context(String id, String period) {
    return context(id, period, "");
  }

  /** Of the quarter, with members: axis, member, axis, member, … */
  public static String ofMembers(String id, String... axesAndMembers) {
    StringBuilder segment = new StringBuilder();
    for (int i = 0; i + 1 < axesAndMembers.length; i += 2) {
      segment
          .append("<xbrldi:explicitMember dimension=\"")
          .append(axesAndMembers[i])
          .append("\">")
          .append(axesAndMembers[i + 1])
          .append("</xbrldi:explicitMember>");
    }
    return context(
        id, span("2025-04-28", "2025-07-27"), "<xbrli:segment>" + segment + "</xbrli:segment>");
  }

  public static String context(String id, String period, String segment) {
    return """
    <xbrli:context id="%s"><xbrli:entity>
      <xbrli:identifier scheme="http://www.sec.gov/CIK">0000001234</xbrli:identifier>%s
    </xbrli:entity><xbrli:period>%s</xbrli:period></xbrli:context>
    """
        .formatted(id, segment, period);
  }

  public static String inline(String resources, String body) {
    return """
    <?xml version="1.0" encoding="UTF-8"?>
    <html xmlns="http://www.w3.org/1999/xhtml" xmlns:ix="http://www.xbrl.org/2013/inlineXBRL" %s>
    <head><title>10-Q</title></head><body><div style="display:none"><ix:header><ix:hidden>
    <ix:nonNumeric contextRef="q" name="dei:EntityRegistrantName">Example Corp</ix:nonNumeric>
    <ix:nonNumeric contextRef="q" name="dei:EntityCentralIndexKey">0000001234</ix:nonNumeric>
    <ix:nonNumeric contextRef="q" name="dei:DocumentType">10-Q</ix:nonNumeric>
    </ix:hidden><ix:references/><ix:resources>%s</ix:resources></ix:header></div>
    %s
    </body></html>
    """
        .formatted(NAMESPACES, resources, body);
  }

  public static String inline(String body) {
    return inline(CONTEXTS + UNITS, body);
  }

  public static String instance(String resources, String facts) {
    return """
    <?xml version="1.0" encoding="UTF-8"?>
    <xbrli:xbrl %s>%s%s</xbrli:xbrl>
    """
        .formatted(NAMESPACES, resources, facts);
  }

  /** Revenue of the quarter, with whatever else its element says. */
  public static String revenue(String attributes, String text) {
    return revenue("q", attributes, text);
  }

  public static String revenue(String context, String attributes, String text) {
    return "<ix:nonFraction name=\"us-gaap:Revenues\" contextRef=\"%s\" unitRef=\"usd\" %s>%s</ix:nonFraction>"
        .formatted(context, attributes, text);
  }

  public static String json(String facts) {
    return """
    {"documentInfo": {"documentType": "https://xbrl.org/2021/xbrl-json", "namespaces": {
       "ifrs-full": "http://xbrl.ifrs.org/taxonomy/2020-03-16/ifrs-full",
       "iso4217": "http://www.xbrl.org/2003/iso4217", "xbrli": "http://www.xbrl.org/2003/instance",
       "co": "http://example.com/2021", "scheme": "http://standards.iso.org/iso/17442"}},
     "facts": {%s}}
    """
        .formatted(facts);
  }

  public static byte[] zip(String... namesAndContents) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (int i = 0; i < namesAndContents.length; i += 2) {
        zip.putNextEntry(new ZipEntry(namesAndContents[i]));
        zip.write(namesAndContents[i + 1].getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static ReadReport read(String document) throws UnreadableReportException {
    return read(document.getBytes(StandardCharsets.UTF_8), TagMapping.NONE);
  }

  static ReadReport read(byte[] document, TagMapping mapping) throws UnreadableReportException {
    return new ReportFile(document, XbrlFormat.of(document).orElseThrow())
        .read(mapping, XbrlLimits.ofBytes(1 << 20));
  }

  /** {@code Revenue aws 2025-04-28/2025-07-27 46743000000 (-6) USD}, one a fact. */
  static List<String> facts(ReadReport report) {
    List<String> facts = new ArrayList<>();
    for (ReadReport.Placed placed : report.facts()) {
      var fact = placed.fact();
      facts.add(
          fact.concept()
              + (fact.segment().isWhole() ? "" : " " + fact.segment())
              + " "
              + fact.period().text()
              + " "
              + fact.stated().value().toPlainString()
              + (fact.stated().decimals() == null ? "" : " (" + fact.stated().decimals() + ")")
              + " "
              + fact.unit());
    }
    return facts;
  }

  static List<String> codes(List<dev.runrate.common.web.Problem.ContentError> errors) {
    return errors.stream().map(each -> each.code() + " " + each.pointer()).toList();
  }
}
