package dev.runrate.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runrate.common.event.Json;
import java.math.BigDecimal;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What can be asked of the examples: why, as known when, in which currency. */
class QuestionsIT {
  private static Live live;

  @BeforeAll
  static void start() throws Exception {
    live = Live.system();
    live.loadExamples();
    var rates =
        live.send(
            "PUT",
            live.ingest("/v1/fx-rates"),
            "text/csv",
            BodyPublishers.ofFile(Live.EXAMPLES.resolve("eurofxref.csv.gz")));
    assertThat(rates.statusCode()).as(rates.body()).isBetween(200, 204);
    live.importSec("tsmc");
    live.awaitCurrent();
  }

  @Test
  void explanationLeadsFromTheFigureToTheFilings() throws Exception {
    JsonNode answer = explain("zhipu", "revenue", "period=2024-H2");

    assertThat(answer.at("/figure/how").toString()).isEqualTo("[\"derived\",\"implied\"]");
    JsonNode tree = answer.get("tree");
    assertThat(tree.path("formula").asString("")).isEqualTo("sum of periods");
    // The first half was never stated: it is worked back from the growth of the next year's.
    assertThat(tree.path("operands")).hasSize(2);
    assertThat(tree.toString()).contains("a year later / (1 + RevenueGrowth)");
    assertThat(answer.path("sentence").asString("")).contains("267").doesNotContain("null");
    int leaves = 0;
    for (JsonNode fact : tree.findValues("fact")) {
      leaves++;
      assertThat(fact.path("filing").asString("")).isNotEmpty();
      assertThat(fact.path("tier").asString("")).isNotEmpty();
      assertThat(fact.path("publishedOn").asString("")).isNotEmpty();
    }
    assertThat(leaves).isEqualTo(3);
  }

  @Test
  void rejectedStatementsAreShownWithTheReason() throws Exception {
    JsonNode answer = explain("openai", "net-income", "period=2025-H1");

    JsonNode rejected = answer.at("/tree/rejected/0");
    assertThat(rejected.at("/fact/filing").asString("")).isNotEmpty();
    assertThat(rejected.path("reason").asString("")).startsWith("contradicts it");
  }

  @Test
  void lossThatIsExactlyADifferenceOfOtherFiguresIsSuspect() throws Exception {
    assertThat(explain("openai", "net-income", "period=2025-H1").toString())
        .contains("\"suspect\":");
  }

  @Test
  void contradictionsAreListedWithTheirType() throws Exception {
    JsonNode conflicts = live.get(live.metrics("/v1/conflicts?issuer=openai")).path("items");

    assertThat(conflicts).isNotEmpty();
    for (JsonNode conflict : conflicts) {
      assertThat(conflict.path("type").asString(""))
          .isIn("restated", "source", "currency-translation", "basis", "scope", "identity");
      assertThat(conflict.hasNonNull("winner")).isTrue();
      assertThat(conflict.hasNonNull("loser")).isTrue();
    }
  }

  @Test
  void figureIsWhatWasPublishedByThatDay() throws Exception {
    String path = "/v1/issuers/minimax/series/revenue?span=nine-months&knownAt=";

    assertThat(live.get(live.metrics(path + "2025-01-01")).path("items")).isEmpty();
    assertThat(live.get(live.metrics(path + "2026-12-31")).path("items")).isNotEmpty();
  }

  @Test
  void figureIsWhatWasRecordedByThatMoment() throws Exception {
    String wrong = Live.quarter("recorded-a", "2025-Q3", "Revenue", "100000000", "USD");
    JsonNode accepted =
        Json.MAPPER.readTree(live.send("POST", live.ingest("/v1/filings"), wrong).body());
    live.awaitCurrent();
    Instant before = Instant.parse(accepted.path("acceptedAt").stringValue());
    live.send(
        "POST",
        live.ingest("/v1/filings/" + accepted.path("id").stringValue() + "/retraction"),
        "{\"reason\": \"a slip\"}");
    live.post(Live.quarter("recorded-a", "2025-Q3", "Revenue", "90000000", "USD"));
    live.awaitCurrent();
    String path = "/v1/issuers/recorded-a/series/revenue";

    assertThat(value(path)).isEqualByComparingTo("90000000");
    assertThat(value(path + "?recordedAt=" + before)).isEqualByComparingTo("100000000");
    assertThat(live.get(live.metrics(path + "?recordedAt=" + before.minusSeconds(1))).path("items"))
        .isEmpty();
  }

  @Test
  void flowIsTranslatedAtTheAverageRateAndMarkedSo() throws Exception {
    JsonNode answer = explain("iflytek", "revenue", "period=2025-Q1&currency=USD");

    JsonNode figure = answer.get("figure");
    assertThat(figure.path("how").toString()).isEqualTo("[\"translated\"]");
    assertThat(figure.path("unit").asString("")).isEqualTo("USD");
    // 4.7bn CNY; a dollar was between 7.2 and 7.4 CNY on every day of that quarter.
    assertThat(new BigDecimal(figure.path("value").stringValue()))
        .isBetween(new BigDecimal("635000000"), new BigDecimal("653000000"));
    assertThat(answer.toString()).contains("average");
  }

  @Test
  void currencyWithoutARateIsSaidToBeOne() throws Exception {
    JsonNode figure = explain("tsmc", "net-income", "period=2016&currency=EUR").get("figure");

    assertThat(figure.path("how").toString()).isEqualTo("[\"not-computable\"]");
    assertThat(figure.path("reason").asString("")).contains("TWD").contains("EUR");
    assertThat(figure.hasNonNull("value")).isFalse();
  }

  /** No rate for Taiwan's dollar; but the filing has the figure in American ones beside it. */
  @Test
  void figureIsTranslatedFromWhicheverCurrencyHasARate() throws Exception {
    JsonNode answer = explain("tsmc", "net-income", "period=2020&currency=EUR");

    assertThat(answer.at("/figure/how").toString()).isEqualTo("[\"translated\"]");
    assertThat(answer.get("tree").toString()).contains("\"USD\"").doesNotContain("\"TWD\"");
  }

  private static JsonNode explain(String issuer, String metric, String query) throws Exception {
    return live.get(live.metrics("/v1/issuers/" + issuer + "/explain/" + metric + "?" + query));
  }

  private static BigDecimal value(String path) throws Exception {
    JsonNode items = live.get(live.metrics(path)).path("items");
    return new BigDecimal(items.get(0).path("value").stringValue());
  }
}
