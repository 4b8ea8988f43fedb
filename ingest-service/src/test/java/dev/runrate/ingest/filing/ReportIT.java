package dev.runrate.ingest.filing;

import static dev.runrate.ingest.format.xbrl.Documents.CONTEXTS;
import static dev.runrate.ingest.format.xbrl.Documents.UNITS;
import static dev.runrate.ingest.format.xbrl.Documents.inline;
import static dev.runrate.ingest.format.xbrl.Documents.instance;
import static dev.runrate.ingest.format.xbrl.Documents.json;
import static dev.runrate.ingest.format.xbrl.Documents.ofMembers;
import static dev.runrate.ingest.format.xbrl.Documents.revenue;
import static dev.runrate.ingest.format.xbrl.Documents.zip;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Reports as users post them. */
class ReportIT extends RunningService {
  private static final String HTML = "text/html";
  private static final String IMPORT = "/v1/filings/sec-companyfacts?issuer=";
  private static final String ACCESSION = "0000001234-25-0000";

  /** A quarter with one segment, and one tag of the filer's own. */
  private static String report() {
    return report("100");
  }

  private static String report(String revenue) {
    return inline(
        """
        <p>Revenue was $<b>%s</b> million, of which cloud %s, backlog %s.</p>
        <script>alert(1)</script><a href="javascript:alert(2)" onclick="alert(3)">x</a>
        <ix:nonNumeric contextRef="q" name="dei:DocumentPeriodEndDate">2025-07-27</ix:nonNumeric>
        <ix:nonNumeric contextRef="q" name="dei:CurrentFiscalYearEndDate">--01-25</ix:nonNumeric>
        """
            .formatted(
                revenue(
                    "id=\"f-30\" decimals=\"-6\" scale=\"6\" format=\"ixt:num-dot-decimal\"",
                    revenue),
                revenue("aws", "id=\"f-31\" decimals=\"-6\" scale=\"6\"", "40"),
                "<ix:nonFraction name=\"co:RemainingPerformanceObligations\" contextRef=\"i\""
                    + " unitRef=\"usd\" id=\"f-32\" decimals=\"-6\""
                    + " scale=\"6\">500</ix:nonFraction>"));
  }

  private static String companyFacts(String accession, String... tagsAndValues) {
    StringBuilder facts = new StringBuilder();
    for (int i = 0; i < tagsAndValues.length; i += 2) {
      facts
          .append(i == 0 ? "" : ",")
          .append(
              """
              "%s": {"units": {"USD": [{"start": "2025-04-28", "end": "2025-07-27", "val": %s,
                "accn": "%s", "form": "10-Q", "filed": "2025-08-27"}]}}
              """
                  .formatted(tagsAndValues[i], tagsAndValues[i + 1], accession));
    }
    return "{\"cik\": 1234, \"entityName\": \"EXAMPLE CORP\", \"facts\": {\"us-gaap\": {"
        + facts
        + "}}}";
  }

  private Answer postReport(String issuer, String accession, String report) {
    return post(
        "/v1/filings?issuer=" + issuer + "&publishedOn=2025-08-27&id=" + accession, HTML, report);
  }

  /** {@code Revenue 100000000 -6}, {@code Revenue/amazon-web-services 40000000 -6}, sorted. */
  private List<String> facts(String id) {
    List<String> facts = new ArrayList<>();
    for (JsonNode fact : get("/v1/filings/" + id).json().path("facts")) {
      facts.add(
          fact.path("concept").asString()
              + (fact.path("segment").asString("").isEmpty()
                  ? ""
                  : "/" + fact.path("segment").asString())
              + " "
              + fact.path("value").asString()
              + " "
              + fact.path("decimals").asString("exact"));
    }
    facts.sort(null);
    return facts;
  }

  @Test
  void aReportIsAFilingAndTheSameOneAgainADuplicate() {
    Answer first = post("/v1/filings?issuer=xb-plain", HTML, report());
    Answer again = post("/v1/filings?issuer=xb-plain", HTML, gzip(report()));

    assertThat(first.status()).isEqualTo(201);
    assertThat(first.text("form")).isEqualTo("10-Q");
    assertThat(first.text("periodEnd")).isEqualTo("2025-07-27");
    assertThat(first.text("fiscalYearEnd")).isEqualTo("--01-25");
    assertThat(first.json().path("unmapped").asInt()).isEqualTo(1);
    assertThat(first.json().at("/segments/0/segment").asString()).isEqualTo("amazon-web-services");
    assertThat(first.json().at("/segments/0/axis").asString()).isEqualTo("segments");
    // It does not say when it was published.
    assertThat(problems(first.json())).containsExactly("/source/publishedOn published-on-assumed");
    assertThat(first.text("publishedOn")).isEqualTo("2025-07-27");
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.text("status")).isEqualTo("duplicate");
    assertThat(facts(first.text("id")))
        .containsExactly("Revenue 100000000 -6", "Revenue/amazon-web-services 40000000 -6");
    assertThat(problems(get("/v1/filings/" + first.text("id")).json()))
        .containsExactly("/source/publishedOn published-on-assumed");
    assertThat(get("/v1/issuers/xb-plain").text("fiscalYearEnd")).isEqualTo("--01-25");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void recognisedByContent(String type, byte[] report, String expected) {
    String issuer = "xb-" + Math.abs((type + expected).hashCode());

    Answer answer = post("/v1/filings?issuer=" + issuer, type, report);

    assertThat(answer.status()).isEqualTo(201);
    assertThat(facts(answer.text("id"))).contains(expected);
  }

  static Stream<Arguments> recognisedByContent() {
    byte[] instance =
        instance(
                CONTEXTS + UNITS,
                "<us-gaap:Revenues contextRef=\"q\" unitRef=\"usd\""
                    + " decimals=\"0\">7</us-gaap:Revenues>")
            .getBytes();
    byte[] json =
        json("""
        "f": {"value": "302632000", "decimals": -3, "dimensions": {"concept": "ifrs-full:Revenue",
          "entity": "scheme:213800H2PQMIF3OVZY47", "unit": "iso4217:GBP",
          "period": "2021-04-01T00:00:00/2022-04-01T00:00:00"}}
        """)
            .getBytes();
    return Stream.of(
        Arguments.of("application/xhtml+xml", report().getBytes(), "Revenue 100000000 -6"),
        Arguments.of("application/octet-stream", report("101").getBytes(), "Revenue 101000000 -6"),
        Arguments.of("application/xml", instance, "Revenue 7 0"),
        Arguments.of("text/xml; charset=utf-8", instance, "Revenue 7 0"),
        Arguments.of("application/zip", zip("a.htm", report()), "Revenue 100000000 -6"),
        Arguments.of("application/json", json, "Revenue 302632000 -3"),
        Arguments.of("application/gzip", gzip(report("102")), "Revenue 102000000 -6"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void brokenReportsAreRefusedWithTheElement(String type, byte[] report, int status, String told) {
    Answer answer = post("/v1/filings?issuer=xb-broken", type, report);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    assertThat(answer.body()).contains(told);
    assertThat(storedIds("xb-broken")).isEmpty();
  }

  static Stream<Arguments> brokenReportsAreRefusedWithTheElement() {
    return Stream.of(
        Arguments.of(HTML, report().replace("</b>", "").getBytes(), 400, "after <"),
        Arguments.of(
            HTML,
            report().replace("\"aws\" unitRef", "\"nowhere\" unitRef").getBytes(),
            422,
            "/ix:nonFraction[@id='f-31']"),
        Arguments.of(
            HTML,
            inline(revenue("id=\"f-1\" decimals=\"0\"", "1").replace("\"usd\"", "\"two\""))
                .getBytes(),
            422,
            "/us-gaap:Revenues[@id='f-1']"),
        Arguments.of(
            HTML,
            inline(revenue("id=\"f-1\" decimals=\"0\" scale=\"30\"", "1")).getBytes(),
            422,
            "/ix:nonFraction[@id='f-1']"),
        Arguments.of(
            HTML,
            ("<!DOCTYPE html [<!ENTITY a \"aa\"><!ENTITY b \"&a;&a;\">]><html>&b;</html>")
                .getBytes(),
            400,
            "<!DOCTYPE>"),
        Arguments.of(
            HTML,
            inline(revenue("id=\"f-1\" decimals=\"0\"", "1,234")).getBytes(),
            422,
            "1,234 is no number"),
        Arguments.of(HTML, "<html><body>hello</body></html>".getBytes(), 400, "no XBRL fact"),
        Arguments.of(HTML, inline("").getBytes(), 422, "nothing-taken"),
        Arguments.of(HTML, gzip(inline(" ".repeat(70 << 20))), 413, "At most"),
        Arguments.of(
            "application/zip", zip("a.htm", inline(" ".repeat(70 << 20))), 413, "too large"),
        Arguments.of("application/zip", zip("a.txt", "hello"), 400, "none of the 1 files"),
        Arguments.of("application/zip", new byte[] {'P', 'K', 3, 4, 1, 2, 3}, 400, "Not a report"),
        Arguments.of(HTML, "plain words".getBytes(), 415, "Not a report"),
        Arguments.of(HTML, new byte[0], 415, "empty"),
        Arguments.of(
            "application/json",
            json("\"f\": {\"value\": 1").getBytes(),
            400,
            "not JSON to its end"));
  }

  @Test
  void parametersOfReportsAreNotForOtherFilings() {
    assertThat(
            post("/v1/filings?issuer=xb-other", JSON, filing("xb-other", "xb-other", "1")).status())
        .isEqualTo(400);
  }

  @Test
  void aReportAndCompanyFactsAreOneFilingWhicheverCameFirst() {
    String a = ACCESSION + "01";
    String b = ACCESSION + "02";
    String[] more = {"Revenues", "100000000", "NetIncomeLoss", "12000000"};

    postReport("xb-report-first", a, report());
    Answer import1 = post(IMPORT + "xb-report-first", JSON, companyFacts(a, more));
    post(IMPORT + "xb-facts-first", JSON, companyFacts(b, more));
    Answer report2 = postReport("xb-facts-first", b, report());

    assertThat(import1.json().at("/filings/accepted").asInt()).isEqualTo(1);
    assertThat(report2.status()).isEqualTo(201);
    assertThat(report2.text("id")).isEqualTo(b);
    List<String> union =
        List.of(
            "NetIncome 12000000 -6",
            "Revenue 100000000 -6",
            "Revenue/amazon-web-services 40000000 -6");
    assertThat(facts(a)).isEqualTo(union);
    assertThat(facts(b)).isEqualTo(union);
    // Again and again it stays what it is.
    assertThat(postReport("xb-report-first", a, report()).text("status")).isEqualTo("duplicate");
    assertThat(
            post(IMPORT + "xb-report-first", JSON, companyFacts(a, more))
                .json()
                .at("/filings/duplicate")
                .asInt())
        .isEqualTo(1);
    assertThat(postReport("xb-facts-first", b, report()).text("status")).isEqualTo("duplicate");
    assertThat(facts(a)).isEqualTo(union);
    assertThat(facts(b)).isEqualTo(union);
  }

  @Test
  void whatDiffersIsTheReportsAndTold() {
    String a = ACCESSION + "03";
    String b = ACCESSION + "04";

    postReport("xb-differs-1", a, report());
    Answer facts = post(IMPORT + "xb-differs-1", JSON, companyFacts(a, "Revenues", "130000000"));
    post(IMPORT + "xb-differs-2", JSON, companyFacts(b, "Revenues", "130000000"));
    Answer report = postReport("xb-differs-2", b, report());

    assertThat(facts.json().at("/problems/0/errors/0/code").asString())
        .isEqualTo("differs-from-companyfacts");
    assertThat(problems(report.json())).containsExactly(" differs-from-companyfacts");
    for (String id : List.of(a, b)) {
      assertThat(facts(id)).contains("Revenue 100000000 -6").hasSize(2);
      assertThat(problems(get("/v1/filings/" + id).json()))
          .containsExactly(" differs-from-companyfacts");
    }
  }

  @Test
  void companyFactsTellTheAccessionNumberOfAReportThatCameWithoutIt() {
    String accession = ACCESSION + "05";
    String anonymous = post("/v1/filings?issuer=xb-adopted", HTML, report()).text("id");

    post(IMPORT + "xb-adopted", JSON, companyFacts(accession, "Revenues", "100000000"));

    assertThat(facts(accession))
        .containsExactly("Revenue 100000000 -6", "Revenue/amazon-web-services 40000000 -6");
    assertThat(get("/v1/filings/" + accession).json().at("/source/publishedOn").asString())
        .isEqualTo("2025-08-27");
    assertThat(get("/v1/filings/" + anonymous).text("status")).isEqualTo("retracted");
    Answer again = post("/v1/filings?issuer=xb-adopted", HTML, report());
    assertThat(again.text("id")).isEqualTo(accession);
    assertThat(again.text("status")).isEqualTo("duplicate");
  }

  @Test
  void aTagIsMappedOnceAndTheKeptReportReadAgain() {
    String id = ACCESSION + "06";
    postReport("xb-mapped", id, report());
    JsonNode unmapped = get("/v1/filings/" + id + "/unmapped").json().at("/items/0");

    Answer mapped =
        put(
            "/v1/issuers/xb-mapped/tags",
            JSON,
            """
            {"concepts": {"co:RemainingPerformanceObligations": "RemainingPerformanceObligation"},
             "segments": {"co:AmazonWebServicesSegmentMember": "aws"}}
            """);

    assertThat(unmapped.path("tag").asString()).isEqualTo("co:RemainingPerformanceObligations");
    assertThat(unmapped.path("value").asString()).isEqualTo("500000000");
    assertThat(unmapped.path("proposal").asString()).isEqualTo("RemainingPerformanceObligation");
    assertThat(mapped.status()).isEqualTo(200);
    assertThat(mapped.json().at("/filings/0/status").asString()).isEqualTo("accepted");
    assertThat(facts(id))
        .containsExactly(
            "RemainingPerformanceObligation 500000000 -6",
            "Revenue 100000000 -6",
            "Revenue/aws 40000000 -6");
    assertThat(get("/v1/filings/" + id + "/unmapped").json().path("items")).isEmpty();
    // What the first reading called otherwise does not stand beside it.
    List<String> standing = new ArrayList<>();
    for (JsonNode item : get("/v1/filings?issuer=xb-mapped").json().path("items")) {
      if (item.path("status").asString().equals("accepted")) {
        standing.add(item.path("id").asString());
      }
    }
    assertThat(standing).singleElement().asString().startsWith(id + ":");
    // From then on the next report is read so at once.
    String next = ACCESSION + "07";
    assertThat(postReport("xb-mapped", next, report("110")).status()).isEqualTo(201);
    assertThat(facts(next)).contains("Revenue/aws 40000000 -6").hasSize(3);
    // And taken back it is what it was.
    put("/v1/issuers/xb-mapped/tags", JSON, "{}");
    assertThat(facts(id))
        .containsExactly("Revenue 100000000 -6", "Revenue/amazon-web-services 40000000 -6");
  }

  @Test
  void aMappingThatCannotBeIsRefusedWithItsPlace() {
    Answer answer =
        put(
            "/v1/issuers/xb-mapping/tags",
            JSON,
            "{\"concepts\": {\"co:A\": \"Revenu\"}, \"segments\": {\"B\": \"b\"}, \"tags\": {}}");

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.faults())
        .containsExactlyInAnyOrder(
            "/concepts/co:A concept", "/segments/B name", "/tags unknown-member");
  }

  @Test
  void theKeptReportIsShownWithEveryFactAsAnAnchorAndNoScript() {
    String id = ACCESSION + "08";
    postReport("xb-shown", id, report());

    Answer page = get("/v1/filings/" + id + "/document");
    Answer raw = get("/v1/filings/" + id + "/document?raw");

    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .startsWith("sandbox; default-src 'none';");
    assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
    assertThat(page.body())
        .contains("Revenue was $<b><span id=\"f-30\">100</span></b> million")
        // Of the cover, which is hidden.
        .contains("<td>dei:EntityRegistrantName</td><td>Example Corp</td>")
        .doesNotContain("script")
        .doesNotContain("alert");
    assertThat(raw.body()).isEqualTo(report());
    assertThat(raw.headers().firstValue("Content-Disposition").orElse("")).startsWith("attachment");
  }

  @Test
  void aFigureLeadsToItsPlaceInTheReport() {
    String id = ACCESSION + "09";
    postReport("xb-place", id, report());
    String document = "/v1/filings/" + id + "/document?concept=Revenue";

    assertThat(location(document)).isEqualTo("/v1/filings/" + id + "/document#f-30");
    assertThat(location(document + "&segment=amazon-web-services&period=2025-04-28/2025-07-27"))
        .isEqualTo("/v1/filings/" + id + "/document#f-31");
    assertThat(get(document + "&segment=nowhere").status()).isEqualTo(404);
    assertThat(get("/v1/filings/xb-nothing/document").status()).isEqualTo(404);
  }

  private String location(String path) {
    return get(path).headers().firstValue("Location").orElse(null);
  }

  @Test
  void aFilingIsRetractedWithAllOfItsReadings() {
    String id = ACCESSION + "10";
    post(IMPORT + "xb-retracted", JSON, companyFacts(id, "NetIncomeLoss", "12000000"));
    postReport("xb-retracted", id, report());

    retract(id);
    Answer imported =
        post(IMPORT + "xb-retracted", JSON, companyFacts(id, "NetIncomeLoss", "12000000"));

    assertThat(get("/v1/filings/" + id).text("status")).isEqualTo("retracted");
    for (JsonNode item : get("/v1/filings?issuer=xb-retracted").json().path("items")) {
      assertThat(item.path("status").asString()).isEqualTo("retracted");
    }
    assertThat(imported.json().path("retracted").toString()).isEqualTo("[\"" + id + "\"]");
    // A mapping is no word on it; the report posted again is.
    put("/v1/issuers/xb-retracted/tags", JSON, "{}");
    assertThat(get("/v1/filings/" + id).text("status")).isEqualTo("retracted");
    assertThat(postReport("xb-retracted", id, report()).status()).isEqualTo(201);
    assertThat(get("/v1/filings/" + id).text("status")).isEqualTo("accepted");
    assertThat(facts(id)).hasSize(3);
  }

  @Test
  void theAccessionNumberIsInTheAddress() {
    Answer answer =
        post(
            "/v1/filings?issuer=xb-url&publishedOn=2025-08-27&url="
                + "https://www.sec.gov/Archives/edgar/data/1234/000000123425000011/co-20250727.htm",
            HTML,
            report());

    assertThat(answer.text("id")).isEqualTo(ACCESSION + "11");
    assertThat(problems(answer.json())).isEmpty();
  }

  @Test
  void anAmendmentIsAFilingOfItsOwn() {
    String amended =
        inline(
            ofMembers("x", "srt:ProductOrServiceAxis", "co:GamingMember") + CONTEXTS + UNITS,
            revenue("x", "decimals=\"-6\" scale=\"6\"", "7")
                + "<ix:nonNumeric contextRef=\"q\""
                + " name=\"dei:AmendmentFlag\">true</ix:nonNumeric>");

    Answer answer = postReport("xb-amended", ACCESSION + "12", amended);

    assertThat(answer.text("form")).isEqualTo("10-Q/A");
    assertThat(answer.json().path("amendment").asBoolean()).isTrue();
    assertThat(facts(ACCESSION + "12")).containsExactly("Revenue/gaming 7000000 -6");
  }
}
