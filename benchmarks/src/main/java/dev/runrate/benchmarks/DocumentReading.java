package dev.runrate.benchmarks;

import dev.runrate.benchmarks.Benchmarks.Options;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.ingest.format.sec.CompanyFacts;
import dev.runrate.ingest.format.sec.CompanyFactsReader;
import dev.runrate.ingest.format.xbrl.ReadReport;
import dev.runrate.ingest.format.xbrl.ReportFile;
import dev.runrate.ingest.format.xbrl.TagMapping;
import dev.runrate.ingest.format.xbrl.XbrlFormat;
import dev.runrate.ingest.format.xbrl.XbrlLimits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.zip.GZIPInputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamReader;

/**
 * How fast documents are read: reports and companyfacts, from bytes to facts, on one thread; beside
 * them the JDK's XML parser alone on the same bytes. Without files a report is made up that looks
 * like a large 10-K.
 */
final class DocumentReading {
  private static final int SECTIONS = 3_000;
  private static final long MEGABYTE = 1_000_000;

  private DocumentReading() {}

  /** A reading of one document; answers how many facts it saw. */
  private interface Reading {
    long read(byte[] document) throws Exception;
  }

  static void run(Options options) throws Exception {
    int seconds = options.number("seconds", 5);
    byte[] report =
        options.text("report", "").isEmpty() ? madeUp() : bytes(options.text("report", ""));
    byte[] facts = bytes(options.text("facts", "examples/sec/nvidia.json.gz"));
    System.out.printf(
        "report %.1f MB, companyfacts %.1f MB%n",
        report.length / (double) MEGABYTE, facts.length / (double) MEGABYTE);
    for (int round = 0; round < options.number("rounds", 3); round++) {
      if (report[0] == '<') {
        measure("XML parser alone", report, seconds, DocumentReading::parsed);
      }
      measure("report to facts", report, seconds, DocumentReading::read);
      measure("companyfacts to facts", facts, seconds, DocumentReading::companyFacts);
    }
  }

  private static void measure(String name, byte[] document, int seconds, Reading reading)
      throws Exception {
    long start = System.nanoTime();
    long end = start + seconds * 1_000_000_000L;
    long times = 0;
    long facts = 0;
    while (System.nanoTime() < end) {
      facts += reading.read(document);
      times++;
    }
    double took = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        "%-22s %7.1f MB/s %,10.0f facts/s %8.1f ms each%n",
        name, times * document.length / (double) MEGABYTE / took, facts / took, 1e3 * took / times);
  }

  private static long parsed(byte[] document) throws Exception {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty("jdk.xml.maxElementDepth", "10000");
    XMLStreamReader in = factory.createXMLStreamReader(new ByteArrayInputStream(document));
    long events = 0;
    while (in.hasNext()) {
      in.next();
      events++;
    }
    return events > 0 ? 0 : 1;
  }

  private static long read(byte[] document) throws Exception {
    ReadReport report =
        new ReportFile(document, XbrlFormat.of(document).orElseThrow())
            .read(TagMapping.NONE, XbrlLimits.ofBytes(1 << 30));
    return report.numbers();
  }

  private static long companyFacts(byte[] document) {
    CompanyFacts facts =
        CompanyFactsReader.read(
            new ByteArrayInputStream(document),
            LocalDate.of(2100, 1, 1),
            reader -> IssuerId.of("measured"));
    return facts.unmappedFacts()
        + facts.filings().stream().mapToLong(filing -> filing.facts().size()).sum();
  }

  private static byte[] bytes(String file) throws IOException {
    try (InputStream in = Files.newInputStream(Path.of(file));
        InputStream unpacked = file.endsWith(".gz") ? new GZIPInputStream(in) : in) {
      return unpacked.readAllBytes();
    }
  }

  /** Text as notes have it, tables with styled cells, ten figures a section. */
  private static byte[] madeUp() {
    StringBuilder report =
        new StringBuilder(
            """
            <html xmlns="http://www.w3.org/1999/xhtml" xmlns:ix="http://www.xbrl.org/2013/inlineXBRL"
              xmlns:xbrli="http://www.xbrl.org/2003/instance" xmlns:iso4217="http://www.xbrl.org/2003/iso4217"
              xmlns:us-gaap="http://fasb.org/us-gaap/2025" xmlns:co="http://example.com/20251231">
            <body><ix:header><ix:resources><xbrli:unit id="usd"><xbrli:measure>iso4217:USD</xbrli:measure></xbrli:unit>
            """);
    for (int i = 0; i < SECTIONS; i++) {
      report.append(
          """
          <xbrli:context id="c-%d"><xbrli:entity><xbrli:identifier scheme="http://www.sec.gov/CIK">0000000001</xbrli:identifier></xbrli:entity>
          <xbrli:period><xbrli:startDate>%d-01-01</xbrli:startDate><xbrli:endDate>%d-12-31</xbrli:endDate></xbrli:period></xbrli:context>
          """
              .formatted(i, 1990 + i % 35, 1990 + i % 35));
    }
    report.append("</ix:resources></ix:header>");
    String text =
        "<p style=\"font-family:'Times New Roman',sans-serif;font-size:10pt\">"
            + "The amounts below are estimates and may change as more becomes known. ".repeat(12)
            + "</p>";
    for (int i = 0; i < SECTIONS; i++) {
      report.append(text).append("<table><tr>");
      for (int j = 0; j < 10; j++) {
        report.append(
            """
            <td colspan="3" style="background-color:#cceeff;padding:2px 1pt;text-align:right;vertical-align:bottom"><span style="color:#000000;font-weight:400;line-height:100%%"><ix:nonFraction unitRef="usd" contextRef="c-%d" decimals="-6" name="%s" format="ixt:num-dot-decimal" scale="6" id="f-%d">%,d</ix:nonFraction></span></td>
            """
                .formatted(
                    i,
                    j == 0 ? "us-gaap:Revenues" : "co:Line" + j,
                    10 * i + j,
                    // Of one year and line it is the same wherever it stands.
                    1_000 + i % 35 * 10 + j));
      }
      report.append("</tr></table>");
    }
    return report.append("</body></html>").toString().getBytes(StandardCharsets.UTF_8);
  }
}
