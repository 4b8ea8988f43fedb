package dev.runrate.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runrate.common.event.AlertKind;
import dev.runrate.common.event.Json;
import dev.runrate.common.event.Topics;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What an analyst asks after the figures, over the shipped examples. */
class AnalystIT {
  private static Live live;

  @BeforeAll
  static void start() throws Exception {
    live = Live.system();
    live.loadExamples();
    live.send(
        "PUT",
        live.ingest("/v1/fx-rates"),
        "text/csv",
        BodyPublishers.ofFile(Live.EXAMPLES.resolve("eurofxref.csv.gz")));
    live.awaitCurrent();
  }

  @Test
  void contradictionsOfTheExamplesAreFoundWithTheirArithmetic() throws Exception {
    JsonNode fails = live.get(live.metrics("/v1/issuers/openai/audits?answer=fails")).path("items");

    assertThat(texts(fails, "identity"))
        .contains("stated-subtraction", "unit-economics", "run-rate-of-year");
    for (JsonNode audit : fails) {
      assertThat(audit.path("arithmetic").asString("")).isNotEmpty();
      assertThat(audit.path("evidence").valueStream())
          .anyMatch(evidence -> evidence.path("leastSupported").asBoolean(false));
    }
  }

  @Test
  void figureThatFailsIsSuspectWhereItIsShown() throws Exception {
    JsonNode arr = live.get(live.metrics("/v1/issuers/openai/series/arr?span=instant"));

    assertThat(arr.path("items").valueStream())
        .anyMatch(f -> f.path("suspect").asString("").contains("the audit run-rate-of-year fails"));
  }

  @Test
  void failingAuditIsAConflictAndAnAlert() throws Exception {
    JsonNode conflicts = live.get(live.metrics("/v1/conflicts?issuer=openai")).path("items");

    assertThat(texts(conflicts, "type")).contains("audit");
    assertThat(live.messages("openai", Topics.alerts(AlertKind.AUDIT_FAILED)))
        .isNotEmpty()
        .allSatisfy(
            alert ->
                assertThat(alert.path("summary").asString(""))
                    .contains("cannot be true beside the other figures", "least supported: "));
  }

  @Test
  void missingFactIsNamedWithWhatItUnlocks() throws Exception {
    JsonNode items = live.get(live.metrics("/v1/issuers/minimax/coverage")).path("items");

    assertThat(items).isNotEmpty();
    assertThat(items.get(0).path("unlocks")).isNotEmpty();
    assertThat(live.get(live.metrics("/v1/coverage?limit=5")).path("items")).hasSize(5);
  }

  @Test
  void forecastsStandUnderWhoeverSaidThem() throws Exception {
    JsonNode ledger = live.get(live.metrics("/v1/issuers/openai/forecasts"));

    assertThat(texts(ledger.path("forecasts"), "sentence"))
        .anyMatch(s -> s.startsWith("Sam Altman said 100bn USD for 2027"));
    assertThat(texts(ledger.path("sources"), "publisher")).contains("Sam Altman");
  }

  @Test
  void peersAreSetSideBySideInOneCurrency() throws Exception {
    JsonNode items =
        live.get(
                live.metrics(
                    "/v1/compare?issuers=openai,zhipu&metrics=revenue&span=2025-H1&calendar=true"
                        + "&currency=USD"))
            .path("items");

    assertThat(items).hasSize(2);
    assertThat(items.get(0).at("/percentile/low").asString("")).isEqualTo("1.000000");
    assertThat(items.get(1).at("/percentile/high").asString("")).isEqualTo("0.000000");
  }

  @Test
  void echoesAreCountedAsOneVoice() throws Exception {
    JsonNode items = live.get(live.metrics("/v1/issuers/openai/echoes")).path("items");

    assertThat(items.valueStream())
        .anyMatch(
            item ->
                item.path("statements").asInt(0) > item.path("confirmedBy").asInt(0)
                    && item.path("concept").asString("").equals("Revenue"));
  }

  @Test
  void trendOfAnArrHasBounds() throws Exception {
    JsonNode trend =
        live.get(live.metrics("/v1/issuers/lovable/trend/arr?asOf=2025-06-01&tolerance=10"));

    assertThat(trend.path("legs")).hasSize(1);
    assertThat(trend.at("/legs/0/growthPerYear/low").isString()).isTrue();
    assertThat(trend.at("/asOf/manner").asString("")).isEqualTo("interpolated");
  }

  @Test
  void whatIfChangesNothing() throws Exception {
    String body =
        """
        {"issuer": "openai", "facts": [
          {"concept": "CashBurn", "period": "2025-H1", "value": "2500000000", "unit": "USD"},
          {"concept": "Cash", "period": "2025-06-30", "value": "9000000000", "unit": "USD"},
          {"concept": "RevenueGrowth", "period": "2024", "value": "9", "unit": "ratio"},
          {"concept": "Revenue", "period": "2023", "value": "1600000000", "unit": "USD"}]}
        """;
    String before = live.get(live.metrics("/v1/issuers/openai/snapshot")).toString();

    JsonNode answer =
        Json.MAPPER.readTree(live.send("POST", live.ingest("/v1/whatif"), body).body());

    assertThat(answer.path("snapshots").toString()).contains("runway-months");
    assertThat(answer.path("audits").valueStream())
        .anyMatch(
            change ->
                !change.hasNonNull("before")
                    && change.at("/after/identity").asString("").equals("growth")
                    && change.at("/after/answer").asString("").equals("fails"));
    assertThat(live.get(live.metrics("/v1/issuers/openai/snapshot")).toString()).isEqualTo(before);
  }

  @Test
  void personsJudgementCountsUntilItIsTakenBack() throws Exception {
    String filing =
        """
        {"id": "ruled-1", "issuer": "ruled-a",
         "source": {"tier": "press", "publisher": "Paper", "publishedOn": "2025-08-01"},
         "facts": [{"concept": "Revenue", "period": "2025-H1", "value": "100", "unit": "USD"},
                   {"concept": "Revenue", "period": "2024-H1", "value": "50", "unit": "USD"}]}
        """;
    live.post(filing);
    live.awaitCurrent();
    URI ruling = live.ingest("/v1/filings/ruled-1/facts/1/ruling");

    assertThat(live.send("PUT", ruling, "{\"action\": \"exclude\", \"by\": \"ann\"}").statusCode())
        .isEqualTo(422);
    assertThat(
            live.send(
                    "PUT",
                    ruling,
                    "{\"action\": \"exclude\", \"by\": \"ann\", \"reason\": \"a misprint\"}")
                .statusCode())
        .isEqualTo(200);
    await()
        .untilAsserted(
            () -> assertThat(figures("revenue-growth-yoy")).doesNotContain("\"value\":\"1\""));
    assertThat(
            live.get(live.metrics("/v1/issuers/ruled-a/explain/revenue?period=2024-H1")).toString())
        .contains("is neither stated");
    assertThat(live.send("DELETE", ruling, "").statusCode()).isEqualTo(204);
    await()
        .untilAsserted(() -> assertThat(figures("revenue-growth-yoy")).contains("\"value\":\"1\""));
    assertThat(live.send("DELETE", ruling, "").statusCode()).isEqualTo(404);
  }

  private String figures(String metric) throws Exception {
    return live.get(live.metrics("/v1/issuers/ruled-a/series/" + metric + "?span=half")).toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/issuers/openai/audits?anwser=fails|did you mean answer?",
        "/v1/issuers/openai/audits?answer=maybe|answer is fails",
        "/v1/issuers/openai/coverage?segments=x|did you mean segment?",
        "/v1/compare?issuers=openai&metrics=revenu&span=2025|did you mean revenue?",
        "/v1/compare?issuers=openai&metrics=revenue&span=FY2025&calendar=true|fiscal year",
        "/v1/compare?issuers=,&metrics=revenue&span=2025|from 1 to 50",
        "/v1/issuers/openai/trend/revenue|is a figure of a period",
        "/v1/issuers/openai/trend/arr?tolerance=-1|tolerance is from 0",
        "/v1/issuers/openai/trend/arr?asOf=yesterday|asOf is a date",
      })
  void whatMeansNothingIsRefusedWithAHint(String path, String hint) throws Exception {
    HttpResponse<String> answer = live.send("GET", live.metrics(path), "");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains(hint);
  }

  private static List<String> texts(JsonNode items, String member) {
    List<String> texts = new ArrayList<>();
    items.forEach(item -> texts.add(item.path(member).asString("")));
    return texts;
  }
}
