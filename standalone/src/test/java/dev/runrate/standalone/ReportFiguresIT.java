package dev.runrate.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What a segment earns, from reports as they are filed: a third quarter's and the year's. */
class ReportFiguresIT {
  private static final String ISSUER = "report-figures";
  private static final String THIRD_QUARTER = "0000004711-25-000003";
  private static final String YEAR = "0000004711-26-000001";

  private static Live live;

  @BeforeAll
  static void start() throws Exception {
    live = Live.system();
    post(
        THIRD_QUARTER,
        "2025-10-30",
        report("10-Q", "2025-01-01", "2025-09-30", "90", "60", "9")
            + report("10-Q", "2024-01-01", "2024-09-30", "70", "45", "5")
            + report("10-Q", "2025-07-01", "2025-09-30", "32", "22", "3"));
    post(
        YEAR,
        "2026-02-05",
        report("10-K", "2025-01-01", "2025-12-31", "130", "85", "14")
            + report("10-K", "2024-01-01", "2024-12-31", "100", "65", "9"));
    live.awaitCurrent();
  }

  private static void post(String accession, String publishedOn, String facts) throws Exception {
    HttpResponse<String> answer =
        live.send(
            "POST",
            live.ingest(
                "/v1/filings?issuer="
                    + ISSUER
                    + "&id="
                    + accession
                    + "&publishedOn="
                    + publishedOn),
            "application/xml",
            BodyPublishers.ofString(
                """
                <xbrl xmlns="http://www.xbrl.org/2003/instance" xmlns:us-gaap="http://fasb.org/us-gaap/2025"
                  xmlns:xbrldi="http://xbrl.org/2006/xbrldi" xmlns:iso4217="http://www.xbrl.org/2003/iso4217"
                  xmlns:srt="http://fasb.org/srt/2025" xmlns:co="http://example.com/2025">
                <unit id="usd"><measure>iso4217:USD</measure></unit>%s</xbrl>
                """
                    .formatted(facts)));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
  }

  /** In millions: the whole's revenue, that of the cloud and what the cloud earns. */
  private static String report(
      String form, String start, String end, String whole, String cloud, String income) {
    String id = form + start + end;
    return context("w" + id, start, end, "")
        + context(
            "c" + id,
            start,
            end,
            """
            <segment>
              <xbrldi:explicitMember dimension="srt:ConsolidationItemsAxis">us-gaap:OperatingSegmentsMember</xbrldi:explicitMember>
              <xbrldi:explicitMember dimension="us-gaap:StatementBusinessSegmentsAxis">co:CloudSegmentMember</xbrldi:explicitMember>
            </segment>
            """)
        + fact("Revenues", "w" + id, whole)
        + fact("Revenues", "c" + id, cloud)
        + fact("OperatingIncomeLoss", "c" + id, income);
  }

  private static String context(String id, String start, String end, String segment) {
    return """
    <context id="%s"><entity><identifier scheme="http://www.sec.gov/CIK">0000004711</identifier>%s</entity>
    <period><startDate>%s</startDate><endDate>%s</endDate></period></context>
    """
        .formatted(id, segment, start, end);
  }

  private static String fact(String tag, String context, String millions) {
    return "<us-gaap:%s id=\"%s-%s\" contextRef=\"%s\" unitRef=\"usd\" decimals=\"-6\">%s000000</us-gaap:%s>\n"
        .formatted(tag, tag, context, context, millions, tag);
  }

  @ParameterizedTest
  @CsvSource({
    "revenue,            quarter, 2025-Q3, 22000000, reported",
    "revenue,            quarter, 2025-Q4, 25000000, derived",
    "revenue,            quarter, 2024-Q4, 20000000, derived",
    "revenue,            year,    2025,    85000000, reported",
    "operating-margin,   quarter, 2025-Q4, 0.2,      derived",
    "revenue-growth-yoy, quarter, 2025-Q4, 0.25,     derived",
  })
  void theCloudsFourthQuarterIsDerived(
      String metric, String span, String label, BigDecimal expected, String how) throws Exception {
    JsonNode item = series(metric, span, "cloud").get(label);

    assertThat(item).as(metric + " " + label).isNotNull();
    assertThat(new BigDecimal(item.path("value").stringValue())).isEqualByComparingTo(expected);
    assertThat(item.path("how").toString()).isEqualTo("[\"" + how + "\"]");
  }

  @Test
  void theWholeIsTheWholeAndNotTheCloud() throws Exception {
    assertThat(series("revenue", "year", "").get("2025").path("value").asString(""))
        .isEqualTo("130000000");
  }

  @Test
  void anExplanationLeadsToThePlaceInTheReport() throws Exception {
    JsonNode fact =
        live.get(
                live.metrics(
                    "/v1/issuers/" + ISSUER + "/explain/revenue?period=2025-Q3&segment=cloud"))
            .at("/tree/fact");

    HttpResponse<String> place =
        live.send(
            "GET",
            live.ingest(
                "/v1/filings/"
                    + fact.path("filing").asString("")
                    + "/document?segment=cloud&concept="
                    + fact.path("concept").asString("")
                    + "&period="
                    + fact.path("period").asString("")),
            "text/plain",
            BodyPublishers.noBody());

    assertThat(place.statusCode()).isEqualTo(303);
    String location = place.headers().firstValue("Location").orElseThrow();
    assertThat(location).contains(THIRD_QUARTER + "/document#Revenues-c10-Q2025-07-01");
    assertThat(
            live.send("GET", live.ingest(location), "text/plain", BodyPublishers.noBody()).body())
        .contains("<tr id=\"" + location.substring(location.indexOf('#') + 1) + "\">");
  }

  private static Map<String, JsonNode> series(String metric, String span, String segment)
      throws Exception {
    Map<String, JsonNode> byLabel = new HashMap<>();
    for (JsonNode item :
        live.get(
                live.metrics(
                    "/v1/issuers/"
                        + ISSUER
                        + "/series/"
                        + metric
                        + "?span="
                        + span
                        + "&segment="
                        + segment))
            .path("items")) {
      byLabel.put(item.at("/period/label").asString(""), item);
    }
    return byLabel;
  }
}
