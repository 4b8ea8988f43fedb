package dev.runrate.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runrate.common.event.Json;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
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
          .isIn(
              "restated", "source", "currency-translation", "basis", "scope", "identity", "audit");
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

  @Test
  void leagueTableAsCsvSaysWhatEachFigureRestsOn() throws Exception {
    Map<String, String> zhipu = csv("/v1/issuers", "issuer", "zhipu");

    assertThat(zhipu).containsEntry("burn-per-month-how", "proxy");
    assertThat(zhipu).containsEntry("burn-per-month-basis", "non-ifrs");
    assertThat(zhipu).containsEntry("burn-per-month-scenario", "actual");
    assertThat(zhipu).containsEntry("burn-per-month-period", "2025-H1");
    assertThat(zhipu).containsEntry("run-rate-revenue-how", "annualised");
    assertThat(zhipu)
        .containsKeys("arr-low", "arr-high", "arr-suspect", "arr-reason", "arr-unit", "segment");
  }

  @Test
  void snapshotAsCsvNamesTheSegment() throws Exception {
    Map<String, String> margin =
        csv("/v1/issuers/minimax/snapshot?segment=open-platform", "metric", "gross-margin");

    assertThat(margin).containsEntry("segment", "open-platform").containsEntry("how", "reported");
  }

  /** The ECB has no rate for Taiwan's dollar. */
  @Test
  void newestPeriodWithoutARateIsSaidToHaveNone() throws Exception {
    live.post(Live.quarter("norate-a", "2025-Q1", "Revenue", "100000000", "USD"));
    live.post(Live.quarter("norate-a", "2025-Q2", "Revenue", "3000000000", "TWD"));
    live.awaitCurrent();
    String reason = "no exchange rate from TWD to USD is loaded for 2025-Q2";

    JsonNode snapshot =
        live.get(live.metrics("/v1/issuers/norate-a/snapshot?currency=USD")).path("metrics");
    assertThat(snapshot.at("/revenue/period/label").asString("")).isEqualTo("2025-Q2");
    assertThat(snapshot.at("/revenue/reason").asString("")).isEqualTo(reason);
    assertThat(csv("/v1/issuers?currency=USD", "issuer", "norate-a"))
        .containsEntry("run-rate-revenue-reason", reason);
    assertThat(printed("issuers", "--currency", "USD")).contains("norate-a").contains(reason);
    assertThat(printed("show", "norate-a", "--currency", "USD")).contains("n/a").contains(reason);
  }

  @Test
  void commandLineSaysWhatFiguresRestOn() throws Exception {
    assertThat(printed("issuers").lines().filter(line -> line.startsWith("zhipu ")).toList())
        .singleElement()
        .satisfies(line -> assertThat(line).contains("burn proxy non-ifrs"));
    assertThat(printed("show", "harvey")).containsPattern("valuation-to-arr .* 66\\.7x");
    assertThat(printed("show", "midjourney"))
        .containsPattern("employees +2025-06-12 +40 people +rep");
    assertThat(printed("explain", "openai", "valuation-to-run-rate")).contains("58.1x");
  }

  @Test
  void conflictsComeWithWhereTheyCanBeReadAndWhatMattersMostFirst() throws Exception {
    live.post(titled("conflict-a", "100000000", "A Paper", "The First Title"));
    live.post(titled("conflict-a", "150000000", "Another", "The Second Title"));
    live.awaitCurrent();

    JsonNode conflict =
        live.get(live.metrics("/v1/conflicts?issuer=conflict-a")).path("items").get(0);
    assertThat(conflict.at("/winner/title").asString("")).endsWith("Title");
    assertThat(conflict.at("/loser/url").asString("")).startsWith("https://example.com/");
    assertThat(conflict.hasNonNull("materiality")).isTrue();
    assertThat(printed("conflicts", "conflict-a"))
        .contains("The First Title", "The Second Title", "https://example.com/", "materiality");

    List<BigDecimal> materialities = new ArrayList<>();
    live.get(live.metrics("/v1/conflicts?limit=1000"))
        .path("items")
        .forEach(item -> materialities.add(new BigDecimal(item.path("materiality").asString(""))));
    assertThat(materialities).isSortedAccordingTo(Comparator.reverseOrder());
  }

  private static String titled(String issuer, String revenue, String publisher, String title) {
    return """
    {"issuer": "%s",
     "source": {"tier": "press", "publisher": "%s", "publishedOn": "2025-11-01", "title": "%s",
                "url": "https://example.com/%s"},
     "facts": [{"concept": "Revenue", "period": "2025-Q3", "value": "%s", "unit": "USD"}]}
    """
        .formatted(issuer, publisher, title, title.replace(' ', '-'), revenue);
  }

  /** What nobody reports as a company, a sector's total, is an issuer like any other. */
  @Test
  void sectorIsAnIssuer() throws Exception {
    live.post(Live.quarter("sector-cn-llm", "2024-Q3", "Revenue", "400000000", "CNY"));
    live.post(Live.quarter("sector-cn-llm", "2025-Q3", "Revenue", "500000000", "CNY"));
    live.awaitCurrent();

    JsonNode metrics = live.get(live.metrics("/v1/issuers/sector-cn-llm/snapshot")).path("metrics");
    assertThat(metrics.at("/revenue-growth-yoy/value").asString("")).isEqualTo("0.25");
    assertThat(metrics.at("/run-rate-revenue/value").asString("")).isEqualTo("2000000000");
  }

  @Test
  void cataloguesAreComplete() throws Exception {
    JsonNode metrics = live.get(live.metrics("/v1/metrics")).path("items");
    Map<String, String> units = new HashMap<>();
    for (JsonNode metric : metrics) {
      units.put(metric.path("name").asString(""), metric.path("unit").asString(""));
      assertThat(metric.path("formula").asString("")).isNotBlank();
      assertThat(metric.path("source").asString("")).isNotBlank();
    }
    assertThat(units)
        .containsEntry("valuation-to-run-rate", "multiple")
        .containsEntry("valuation-to-newest-run-rate", "multiple")
        .containsEntry("valuation-to-arr", "multiple")
        .containsEntry("burn-multiple", "multiple")
        .containsEntry("magic-number", "multiple")
        .containsEntry("rule-of-40", "ratio")
        .containsKeys("funding-raised", "stated-run-rate", "price", "debt", "backlog")
        .containsKeys("weekly-active-users", "daily-active-users", "revenue-growth-hoh");

    JsonNode concepts = live.get(live.ingest("/v1/concepts")).path("items");
    List<String> names = new ArrayList<>();
    concepts.forEach(concept -> names.add(concept.path("name").asString("")));
    assertThat(names)
        .contains("RunRateRevenue", "RevenuePerMonth", "CashBurnPerMonth", "Price", "Debt")
        .contains("AnnualRecurringRevenueGrowth", "GrossProfitGrowth", "AdjustedNetIncomeGrowth");
  }

  /** The row of a table whose first cell of this name has the value. */
  private static Map<String, String> csv(String path, String column, String value)
      throws Exception {
    String text =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(live.metrics(path)).header("Accept", "text/csv").build(),
                HttpResponse.BodyHandlers.ofString())
            .body();
    return CSVFormat.RFC4180
        .builder()
        .setHeader()
        .setSkipHeaderRecord(true)
        .get()
        .parse(new StringReader(text))
        .stream()
        .map(CSVRecord::toMap)
        .filter(row -> row.get(column).equals(value))
        .findFirst()
        .orElseThrow();
  }

  /** What the command line prints. */
  private static String printed(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--metrics-port=" + live.metrics("/").getPort());
    PrintStream out = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      assertThat(Runrate.commandLine().execute(all.toArray(String[]::new))).isZero();
    } finally {
      System.setOut(out);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static JsonNode explain(String issuer, String metric, String query) throws Exception {
    return live.get(live.metrics("/v1/issuers/" + issuer + "/explain/" + metric + "?" + query));
  }

  private static BigDecimal value(String path) throws Exception {
    JsonNode items = live.get(live.metrics(path)).path("items");
    return new BigDecimal(items.get(0).path("value").stringValue());
  }
}
