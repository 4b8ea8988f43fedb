package dev.runrate.ingest.format.xbrl;

import static dev.runrate.ingest.format.xbrl.Documents.CONTEXTS;
import static dev.runrate.ingest.format.xbrl.Documents.UNITS;
import static dev.runrate.ingest.format.xbrl.Documents.codes;
import static dev.runrate.ingest.format.xbrl.Documents.context;
import static dev.runrate.ingest.format.xbrl.Documents.facts;
import static dev.runrate.ingest.format.xbrl.Documents.inline;
import static dev.runrate.ingest.format.xbrl.Documents.instance;
import static dev.runrate.ingest.format.xbrl.Documents.read;
import static dev.runrate.ingest.format.xbrl.Documents.revenue;
import static dev.runrate.ingest.format.xbrl.Documents.span;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.SegmentId;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of the standard, a small document each. */
class InlineRulesTest {
  private static final String QUARTER = "2025-04-28/2025-07-27";

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void oneNumber(String rule, String document, String expected) throws Exception {
    ReadReport report = read(document);

    assertThat(report.errors()).isEmpty();
    assertThat(facts(report)).containsExactly(expected);
  }

  static Stream<Arguments> oneNumber() {
    String quarter = "Revenue " + QUARTER + " ";
    return Stream.of(
        number(
            "scale",
            "decimals=\"-6\" scale=\"6\" format=\"ixt:num-dot-decimal\"",
            "46,743",
            quarter + "46743000000 (-6) USD"),
        number(
            "a negative scale",
            "decimals=\"2\" scale=\"-2\" format=\"ixt:num-dot-decimal\"",
            "1,234",
            quarter + "12.34 (2) USD"),
        number(
            "sign",
            "decimals=\"0\" sign=\"-\" format=\"ixt:num-dot-decimal\"",
            "1,234",
            quarter + "-1234 (0) USD"),
        number(
            "a bracket outside of the element",
            "decimals=\"0\" sign=\"-\" format=\"ixt:num-dot-decimal\"",
            "1,234",
            quarter + "-1234 (0) USD"),
        number("decimals INF is exact", "decimals=\"INF\"", "601", quarter + "601 USD"),
        number(
            "precision instead of decimals",
            "precision=\"3\" format=\"ixt:num-dot-decimal\"",
            "46,700",
            quarter + "46700 (-2) USD"),
        number(
            "no format is XML's own number",
            "decimals=\"-6\" scale=\"6\"",
            "601",
            quarter + "601000000 (-6) USD"),
        number(
            "a decimal comma",
            "decimals=\"1\" format=\"ixt:num-comma-decimal\"",
            "1.234,5",
            quarter + "1234.5 (1) USD"),
        number(
            "registry 1's name of it",
            "decimals=\"1\" format=\"ixt:numdotcomma\"",
            "1.234,5",
            quarter + "1234.5 (1) USD"),
        number(
            "spaces between groups",
            "decimals=\"0\" format=\"ixt:num-dot-decimal\"",
            "46\u00a0743",
            quarter + "46743 (0) USD"),
        number(
            "apostrophes between groups",
            "decimals=\"0\" format=\"ixt5:num-dot-decimal-apos\"",
            "46'743",
            quarter + "46743 (0) USD"),
        number(
            "lakhs",
            "decimals=\"0\" format=\"ixt:num-dot-decimal-in\"",
            "1,00,00,000",
            quarter + "10000000 (0) USD"),
        number(
            "units and parts",
            "decimals=\"2\" format=\"ixt:num-unit-decimal\"",
            "12 dollars 5 cents",
            quarter + "12.05 (2) USD"),
        number(
            "a dash is zero",
            "decimals=\"-6\" format=\"ixt:fixed-zero\"",
            "\u2014",
            quarter + "0 (-6) USD"),
        number("zerodash", "decimals=\"-6\" format=\"ixt:zerodash\"", "-", quarter + "0 (-6) USD"),
        number(
            "words",
            "decimals=\"0\" scale=\"6\" format=\"ixt-sec:numwordsen\"",
            "one hundred and twenty-two",
            quarter + "122000000 (0) USD"),
        number(
            "no in words",
            "decimals=\"0\" format=\"ixt-sec:numwordsen\"",
            "No",
            quarter + "0 (0) USD"),
        number(
            "markup inside",
            "decimals=\"0\" format=\"ixt:num-dot-decimal\"",
            "<span>46,</span><b>743</b>",
            quarter + "46743 (0) USD"),
        number(
            "an entity of XHTML",
            "decimals=\"0\" format=\"ixt:num-dot-decimal\"",
            "46,743&nbsp;",
            quarter + "46743 (0) USD"),
        number(
            "excluded text",
            "decimals=\"0\" format=\"ixt:num-dot-decimal\"",
            "46<ix:exclude>page 3</ix:exclude>,743",
            quarter + "46743 (0) USD"),
        number(
            "a number inside a note",
            "decimals=\"0\"",
            "5</ix:nonFraction><ix:nonNumeric name=\"dei:X\" contextRef=\"q\"><ix:nonFraction"
                + " name=\"us-gaap:Assets\" contextRef=\"i\" unitRef=\"usd\""
                + " decimals=\"0\">1</ix:nonFraction></ix:nonNumeric><ix:nonFraction"
                + " xsi:nil=\"true\" name=\"us-gaap:Revenues\" contextRef=\"ya\" unitRef=\"usd\">",
            quarter + "5 (0) USD"),
        arguments(
            "a number inside a number",
            inline(
                "<ix:nonFraction name=\"us-gaap:Assets\" contextRef=\"i\" unitRef=\"usd\""
                    + " decimals=\"0\">"
                    + revenue("decimals=\"0\"", "7")
                    + "</ix:nonFraction>"),
            quarter + "7 (0) USD"),
        arguments(
            "a hidden header fact",
            inline(CONTEXTS + UNITS, "")
                .replace("</ix:hidden>", revenue("decimals=\"0\"", "9") + "</ix:hidden>"),
            quarter + "9 (0) USD"),
        arguments(
            "a fraction",
            inline(
                "<ix:fraction name=\"us-gaap:Revenues\" contextRef=\"q\" unitRef=\"usd\">"
                    + "<ix:numerator>1</ix:numerator>/<ix:denominator>4</ix:denominator></ix:fraction>"),
            quarter + "0.25 USD"),
        arguments(
            "an instance says numbers as they are",
            instance(
                CONTEXTS + UNITS,
                "<us-gaap:Revenues contextRef=\"q\" unitRef=\"usd\""
                    + " decimals=\"-3\">-46743</us-gaap:Revenues>"),
            quarter + "-46743 (-3) USD"),
        arguments(
            "an instant is the end of its day",
            instance(
                CONTEXTS + UNITS,
                "<us-gaap:Cash contextRef=\"i\" unitRef=\"usd\" decimals=\"0\">1</us-gaap:Cash>"),
            "Cash 2025-07-27 1 (0) USD"),
        arguments(
            "midnight at the end of the day",
            instance(
                context("m", "<xbrli:instant>2025-07-28T00:00:00</xbrli:instant>") + UNITS,
                "<us-gaap:Cash contextRef=\"m\" unitRef=\"usd\" decimals=\"0\">1</us-gaap:Cash>"),
            "Cash 2025-07-27 1 (0) USD"),
        arguments(
            "a span in times",
            instance(
                context("m", span("2025-04-28T00:00:00", "2025-07-28T00:00:00")) + UNITS,
                "<us-gaap:Revenues contextRef=\"m\" unitRef=\"usd\""
                    + " decimals=\"0\">1</us-gaap:Revenues>"),
            quarter + "1 (0) USD"),
        arguments(
            "another prefix for the same taxonomy of another year",
            instance(
                CONTEXTS + UNITS,
                "<g:Revenues xmlns:g=\"http://fasb.org/us-gaap/2023-01-31\" contextRef=\"q\""
                    + " unitRef=\"usd\" decimals=\"0\">1</g:Revenues>"),
            quarter + "1 (0) USD"),
        arguments(
            "a document type without declarations",
            inline(revenue("decimals=\"0\"", "1"))
                .replace(
                    "?>\n",
                    "?>\n"
                        + "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\""
                        + " \"http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd\">\n"),
            quarter + "1 (0) USD"),
        arguments(
            "inline XBRL 1.0",
            inline(revenue("decimals=\"0\"", "1")).replace("/2013/inlineXBRL", "/2008/inlineXBRL"),
            quarter + "1 (0) USD"));
  }

  private static Arguments number(String rule, String attributes, String text, String expected) {
    return arguments(rule, inline(revenue(attributes, text)), expected);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void broken(String fault, String document, String expected) {
    assertThat(brokenBy(document)).contains(expected);
  }

  private static String brokenBy(String document) {
    try {
      return codes(read(document).errors()).toString();
    } catch (UnreadableReportException e) {
      return e.getMessage();
    }
  }

  static Stream<Arguments> broken() {
    return Stream.of(
        arguments(
            "missing context",
            inline(revenue("nowhere", "decimals=\"0\" id=\"f-1\"", "1")),
            "context-missing /ix:nonFraction[@id='f-1']"),
        arguments(
            "missing unit",
            inline(revenue("id=\"f-1\" decimals=\"0\"", "1").replace("\"usd\"", "\"eur\"")),
            "unit-missing /ix:nonFraction[@id='f-1']"),
        arguments(
            "no unit at all",
            inline(revenue("id=\"f-1\" decimals=\"0\"", "1").replace("unitRef=\"usd\"", "")),
            "unit-missing /ix:nonFraction[@id='f-1']"),
        arguments(
            "a unit of two measures",
            inline(revenue("id=\"f-1\" decimals=\"0\"", "1").replace("\"usd\"", "\"two\"")),
            "unit-measures /us-gaap:Revenues[@id='f-1']"),
        arguments(
            "scale 30",
            inline(revenue("id=\"f-1\" decimals=\"0\" scale=\"30\"", "1")),
            "scale /ix:nonFraction[@id='f-1']"),
        arguments(
            "scale in words",
            inline(revenue("decimals=\"0\" scale=\"million\"", "1")),
            "scale /ix:nonFraction[@name='us-gaap:Revenues']"),
        arguments(
            "decimals of a thousand",
            inline(revenue("id=\"f-1\" decimals=\"1000\"", "1")),
            "decimals /ix:nonFraction[@id='f-1']"),
        arguments(
            "a sign that is none",
            inline(revenue("id=\"f-1\" decimals=\"0\" sign=\"minus\"", "1")),
            "sign /ix:nonFraction[@id='f-1']"),
        arguments(
            "a minus in the text",
            inline(revenue("id=\"f-1\" decimals=\"0\"", "-1")),
            "number /us-gaap:Revenues[@id='f-1']"),
        arguments(
            "a comma where the format has points",
            inline(revenue("id=\"f-1\" decimals=\"0\" format=\"ixt:num-dot-decimal\"", "1,5")),
            "number /us-gaap:Revenues[@id='f-1']"),
        arguments(
            "an empty number",
            inline(revenue("id=\"f-1\" decimals=\"0\" format=\"ixt:num-dot-decimal\"", "")),
            "number /us-gaap:Revenues[@id='f-1']"),
        arguments(
            "a format nobody knows",
            inline(revenue("id=\"f-1\" decimals=\"0\" format=\"ixt:num-roman\"", "IV")),
            "format /us-gaap:Revenues[@id='f-1']"),
        arguments(
            "more digits than there is money",
            inline(revenue("id=\"f-1\" decimals=\"0\"", "1".repeat(40))),
            "number-range /us-gaap:Revenues[@id='f-1']"),
        arguments(
            "a period that ends before it starts",
            inline(
                context("r", span("2025-07-27", "2025-04-28")) + CONTEXTS + UNITS,
                revenue("r", "id=\"f-1\" decimals=\"0\"", "1")),
            "period-order /us-gaap:Revenues[@id='f-1']"),
        arguments(
            "a day that never was",
            inline(
                context("r", span("2025-02-30", "2025-04-28")) + CONTEXTS + UNITS,
                revenue("r", "id=\"f-1\" decimals=\"0\"", "1")),
            "period /us-gaap:Revenues[@id='f-1']"),
        arguments(
            "half a day",
            inline(
                context("r", span("2025-02-01T12:00:00", "2025-04-28")) + CONTEXTS + UNITS,
                revenue("r", "id=\"f-1\" decimals=\"0\"", "1")),
            "period /us-gaap:Revenues[@id='f-1']"),
        arguments(
            "two contexts of one id",
            inline(
                context("q", span("2025-01-01", "2025-03-31")) + CONTEXTS + UNITS,
                revenue("decimals=\"0\"", "1")),
            "duplicate /xbrli:context[@id='q']"),
        arguments(
            "text that goes on nowhere",
            inline(
                "<ix:nonNumeric name=\"dei:X\" id=\"f-1\" contextRef=\"q\""
                    + " continuedAt=\"x\">a</ix:nonNumeric>"),
            "continuation-missing /ix:nonNumeric[@id='f-1']"),
        arguments(
            "text that goes on in a circle",
            inline(
                "<ix:nonNumeric name=\"dei:X\" id=\"f-1\" contextRef=\"q\""
                    + " continuedAt=\"x\">a</ix:nonNumeric><ix:continuation id=\"x\""
                    + " continuedAt=\"x\"/>"),
            "continuation-loop /ix:nonNumeric[@id='f-1']"),
        arguments(
            "a tag that is not closed",
            inline("<p>" + revenue("decimals=\"0\"", "1")),
            "must be terminated by the matching end-tag"),
        arguments(
            "the last tag before the break",
            inline("<p>" + revenue("decimals=\"0\"", "1")),
            "after <nonFraction>"),
        arguments(
            "an end too early", inline(revenue("decimals=\"0\"", "1")).substring(0, 900), "line "),
        arguments("an entity bomb", bomb(), "<!DOCTYPE> declares"),
        arguments(
            "a file of this machine",
            inline(revenue("decimals=\"0\"", "1"))
                .replace(
                    "?>\n", "?>\n<!DOCTYPE html [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>\n"),
            "<!DOCTYPE> declares"),
        arguments("an entity without declaration", inline("<p>&lol9;</p>"), "&lol9;"),
        arguments(
            "deeper than anything",
            inline("<b>".repeat(2_000) + "</b>".repeat(2_000)),
            "<b> is nested deeper than 1000"),
        arguments(
            "not a report",
            "<html xmlns=\"http://www.w3.org/1999/xhtml\"><body><ul><li>one</ul></body></html>",
            "after <li>"));
  }

  private static String bomb() {
    StringBuilder entities = new StringBuilder("<!ENTITY lol0 \"lol\">");
    for (int i = 1; i < 10; i++) {
      entities.append("<!ENTITY lol" + i + " \"" + ("&lol" + (i - 1) + ";").repeat(10) + "\">");
    }
    return inline("<p>&lol9;</p>").replace("?>\n", "?>\n<!DOCTYPE html [" + entities + "]>\n");
  }

  @Test
  void aDocumentLongerThanTheLimitIsTooLarge() {
    byte[] document = inline(" ".repeat(2 << 20)).getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> read(document, TagMapping.NONE))
        .isInstanceOfSatisfying(
            UnreadableReportException.class, e -> assertThat(e.isTooLarge()).isTrue());
  }

  @Test
  void aZipThatUnpacksToMoreThanTheLimitIsTooLarge() {
    byte[] document = Documents.zip("a.htm", inline(" ".repeat(2 << 20)));

    assertThat(document.length).isLessThan(20_000);
    assertThatThrownBy(() -> read(document, TagMapping.NONE))
        .isInstanceOfSatisfying(
            UnreadableReportException.class, e -> assertThat(e.isTooLarge()).isTrue());
  }

  @Test
  void duplicatesThatMayBothBeTrueAreTakenOnceAsTheMostExact() throws Exception {
    ReadReport report =
        read(
            inline(
                revenue("decimals=\"-8\" scale=\"9\" format=\"ixt:num-dot-decimal\"", "46.7")
                    + revenue(
                        "decimals=\"-6\" scale=\"6\" format=\"ixt:num-dot-decimal\"", "46,743")));

    assertThat(facts(report)).containsExactly("Revenue " + QUARTER + " 46743000000 (-6) USD");
    assertThat(report.problems()).isEmpty();
  }

  @Test
  void ofDuplicatesThatContradictEachOtherTheMajorityIsTakenAndTold() throws Exception {
    ReadReport report =
        read(
            inline(
                revenue("id=\"a\" decimals=\"0\"", "10")
                    + revenue("id=\"b\" decimals=\"0\"", "20")
                    + revenue("id=\"c\" decimals=\"0\"", "10")));

    assertThat(facts(report)).containsExactly("Revenue " + QUARTER + " 10 (0) USD");
    assertThat(codes(report.problems()))
        .containsExactly("inconsistent-duplicates /us-gaap:Revenues[@id='a']");
  }

  @Test
  void ofTwoThatContradictEachOtherNeitherIsTaken() throws Exception {
    ReadReport report =
        read(
            inline(
                revenue("id=\"a\" decimals=\"0\"", "10")
                    + revenue("id=\"b\" decimals=\"0\"", "20")));

    assertThat(facts(report)).isEmpty();
    assertThat(report.problems().getFirst().message()).contains("10 (a) and 20 (b); none is taken");
    assertThat(report.leftOut()).isEqualTo(Map.of("inconsistent-duplicates", 2));
  }

  @Test
  void nilIsNoFigure() throws Exception {
    ReadReport report = read(inline(revenue("xsi:nil=\"true\" decimals=\"0\"", "")));

    assertThat(report.errors()).isEmpty();
    assertThat(report.facts()).isEmpty();
  }

  @Test
  void aFigurePerShareIsNoAmount() throws Exception {
    ReadReport report =
        read(inline(revenue("decimals=\"2\"", "1.50").replace("\"usd\"", "\"eps\"")));

    assertThat(report.facts()).isEmpty();
    assertThat(report.unmapped())
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.reason()).isEqualTo("unit");
              assertThat(each.unit()).isEqualTo("USD/shares");
              assertThat(each.value()).isEqualTo("1.5");
            });
  }

  @Test
  void theCoverIsReadFromHiddenTransformedAndContinuedFacts() throws Exception {
    ReadReport report =
        read(
            inline(
                    """
                    <p><ix:nonNumeric contextRef="q" name="dei:DocumentPeriodEndDate"
                       format="ixt:date-monthname-day-year-en">July&#160;27, 2025</ix:nonNumeric>
                    <ix:nonNumeric contextRef="q" name="dei:AmendmentFlag" format="ixt:fixed-true">\u2612</ix:nonNumeric>
                    <ix:nonNumeric contextRef="q" name="dei:CurrentFiscalYearEndDate" format="ixt:date-month-day">1/25</ix:nonNumeric>
                    <ix:nonNumeric contextRef="q" name="dei:DocumentFiscalPeriodFocus" continuedAt="c">Q</ix:nonNumeric>
                    <ix:continuation id="c">2</ix:continuation>
                    <ix:nonNumeric contextRef="q" name="dei:DocumentFiscalYearFocus">2026</ix:nonNumeric></p>
                    """)
                .replace("10-Q</title>", "</title>"));

    Cover cover = report.cover();
    assertThat(cover.form()).isEqualTo("10-Q/A");
    assertThat(cover.periodEnd()).isEqualTo(LocalDate.of(2025, 7, 27));
    assertThat(cover.fiscalYearEnd()).isEqualTo(MonthDay.of(1, 25));
    assertThat(cover.fiscalPeriod()).isEqualTo("Q2");
    assertThat(cover.fiscalYear()).isEqualTo(2026);
    assertThat(cover.isAmendment()).isTrue();
    assertThat(cover.entityName()).isEqualTo("Example Corp");
    assertThat(cover.cik()).isEqualTo(1234);
  }

  @Test
  void factsWithoutIdsArePlacedByCounting() throws Exception {
    ReadReport report =
        read(
            inline(
                revenue("decimals=\"0\"", "1") + revenue("ya", "id=\"mine\" decimals=\"0\"", "2")));

    assertThat(report.facts())
        .extracting(ReadReport.Placed::place)
        // Three facts of the cover come before it.
        .containsExactly("fact-4", "mine");
  }

  @Test
  void factsOfAnotherTargetAreOfAnotherReport() throws Exception {
    ReadReport report =
        read(
            inline(
                revenue("decimals=\"0\"", "1")
                    + revenue("ya", "target=\"other\" decimals=\"0\"", "2")));

    assertThat(facts(report)).containsExactly("Revenue " + QUARTER + " 1 (0) USD");
  }

  @Test
  void anInlineDocumentSetSharesItsContextsAndTakesItsLabels() throws Exception {
    String second =
        inline("", revenue("aws", "decimals=\"0\"", "5"))
            .replaceAll("<ix:nonNumeric.*</ix:nonNumeric>", "");
    byte[] zip =
        Documents.zip(
            "co-20250727.htm", inline(revenue("decimals=\"0\"", "9")),
            "co-20250727_d2.htm", second,
            "co-20250727.xsd", "<schema/>",
            "exhibit.htm", "<html><body>no facts here<br></body></html>",
            "co-20250727_lab.xml",
                """
                <link:linkbase xmlns:link="http://www.xbrl.org/2003/linkbase" xmlns:xlink="http://www.w3.org/1999/xlink">
                <link:labelLink><link:loc xlink:label="l" xlink:href="co-20250727.xsd#co_AmazonWebServicesSegmentMember"/>
                <link:label xlink:label="t" xlink:role="http://www.xbrl.org/2003/role/label" xml:lang="en-US">AWS [Member]</link:label>
                <link:labelArc xlink:from="l" xlink:to="t"/></link:labelLink></link:linkbase>
                """);

    ReadReport report = read(zip, TagMapping.NONE);

    assertThat(report.errors()).isEmpty();
    assertThat(facts(report))
        .containsExactly(
            "Revenue " + QUARTER + " 9 (0) USD",
            "Revenue amazon-web-services " + QUARTER + " 5 (0) USD");
    assertThat(report.segments())
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.label()).isEqualTo("AWS");
              assertThat(each.axis()).isEqualTo("segments");
            });
  }

  @Test
  void aTagOfTheFilersOwnIsTakenOnceItIsMapped() throws Exception {
    String document =
        inline(
            "<ix:nonFraction name=\"co:RevenueOfServices\" contextRef=\"q\" unitRef=\"usd\""
                + " decimals=\"0\" id=\"f-7\">3</ix:nonFraction>");

    ReadReport before = read(document);
    ReadReport after =
        read(
            document.getBytes(StandardCharsets.UTF_8),
            new TagMapping(Map.of("co:RevenueOfServices", Concept.REVENUE), Map.of()));

    assertThat(before.facts()).isEmpty();
    assertThat(before.unmapped())
        .containsExactly(
            new ReadReport.Unmapped(
                "co:RevenueOfServices",
                "Revenue Of Services",
                "3",
                "USD",
                QUARTER,
                null,
                1,
                "Revenue",
                "tag",
                "f-7"));
    assertThat(facts(after)).containsExactly("Revenue " + QUARTER + " 3 (0) USD");
    assertThat(after.facts().getFirst().fact().tag()).isEqualTo("co:RevenueOfServices");
  }

  @Test
  void aMemberIsCalledWhatItIsMappedTo() throws Exception {
    ReadReport report =
        read(
            inline(revenue("aws", "decimals=\"0\"", "5")).getBytes(StandardCharsets.UTF_8),
            new TagMapping(
                Map.of(), Map.of("co:AmazonWebServicesSegmentMember", SegmentId.of("aws"))));

    assertThat(facts(report)).containsExactly("Revenue aws " + QUARTER + " 5 (0) USD");
    assertThat(List.of(report.segments().getFirst().member()))
        .containsExactly("co:AmazonWebServicesSegmentMember");
  }
}
