package dev.runrate.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runrate.common.event.AlertKind;
import dev.runrate.common.event.Json;
import dev.runrate.common.event.Topics;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Rules, streams, dry runs and backtests, against the running system. */
@Timeout(300) // A stream that says nothing would be read for ever.
class JudgementIT {
  private static final String LOSSES = Topics.alerts(AlertKind.LOSS_WIDENING);
  private static final int MOST_DAYS_APART = 10;

  private static Live live;

  @BeforeAll
  static void start() throws Exception {
    live = Live.system();
  }

  // -- rules

  @Test
  void ruleOfOnesOwnFiresUntilItIsDeleted() throws Exception {
    String rule =
        """
        id: dear-customers
        description: Revenue fell by a tenth
        kind: arr-change
        over: [revenue]
        compareWith: [yearAgo]
        when: growth(it, was) <= -0.1
        severity: critical
        issuers: [rule-a, rule-b]
        """;
    var answer =
        live.send(
            "PUT",
            live.alerts("/v1/rules/dear-customers"),
            "application/yaml",
            BodyPublishers.ofString(rule));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);

    tell("rule-a", "Revenue", "100000000", "80000000", "USD");
    live.awaitMessages("rule-a", Topics.alerts(AlertKind.ARR_CHANGE), 1);
    JsonNode alert = live.messages("rule-a", Topics.alerts(AlertKind.ARR_CHANGE)).getFirst();
    assertThat(alert.path("rule").asString("")).isEqualTo("dear-customers");
    assertThat(alert.path("severity").asString("")).isEqualTo("critical");

    assertThat(live.send("DELETE", live.alerts("/v1/rules/dear-customers"), "").statusCode())
        .isEqualTo(204);
    tell("rule-b", "Revenue", "100000000", "80000000", "USD");
    live.awaitCurrent();
    assertThat(live.messages("rule-b", Topics.alerts(AlertKind.ARR_CHANGE))).isEmpty();
  }

  @Test
  void ruleThatCannotBeReadIsRefusedWithThePlace() throws Exception {
    String rule =
        """
        {"description": "x", "kind": "loss-widening", "over": ["net-income"],
         "when": "it < 0 && wsa < 0", "severity": "warning"}
        """;

    var answer = live.send("PUT", live.alerts("/v1/rules/typo"), rule);

    assertThat(answer.statusCode()).isEqualTo(422);
    JsonNode error = Json.MAPPER.readTree(answer.body()).at("/errors/0");
    assertThat(error.path("pointer").asString("")).isEqualTo("/when");
    assertThat(error.path("message").asString("")).contains("wsa").contains("11");
  }

  @Test
  void metricThatDoesNotExistIsRefusedWithTheOneThatWasMeant() throws Exception {
    String rule =
        """
        {"kind": "loss-widening", "over": ["net-incme"], "compareWith": ["yearAgo"],
         "when": "it < was && current['cahs'] < was", "severity": "warning"}
        """;

    var answer = live.send("PUT", live.alerts("/v1/rules/typo"), rule);

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body())
        .contains("/over/0", "did you mean 'net-income'?")
        .contains("line 1, column 21", "did you mean 'cash'?");
  }

  @Test
  void shippedRuleIsSwitchedOffAndPutBack() throws Exception {
    URI uri = live.alerts("/v1/rules/forecast-miss");
    JsonNode shipped = live.get(uri);

    assertThat(live.send("DELETE", uri, "").statusCode()).isEqualTo(204);
    assertThat(live.send("GET", uri, "").statusCode()).isEqualTo(404);
    var put = live.send("PUT", uri, shipped.toString());
    assertThat(put.statusCode()).as(put.body()).isEqualTo(200);

    assertThat(live.get(uri).path("when")).isEqualTo(shipped.path("when"));
  }

  // -- noise

  @Test
  void sourcesThatDisagreeAboutTheLossAreToldInsteadOfTheLoss() throws Exception {
    press("inhibited-a", "The Times", "2025-Q3", "-150000000");
    press("inhibited-a", "The Post", "2025-Q3", "-102000000");
    press("inhibited-a", "The Times", "2024-Q3", "-100000000");
    live.awaitCurrent();

    live.awaitMessages("inhibited-a", Topics.alerts(AlertKind.SOURCE_CONFLICT), 1);
    assertThat(live.messages("inhibited-a", LOSSES)).isEmpty();
  }

  @Test
  void lossThatIsDeeperWhoeverIsRightIsToldAsWell() throws Exception {
    press("whoever-a", "The Times", "2025-Q3", "-150000000");
    press("whoever-a", "The Post", "2025-Q3", "-120000000");
    press("whoever-a", "The Times", "2024-Q3", "-100000000");
    live.awaitCurrent();

    live.awaitMessages("whoever-a", Topics.alerts(AlertKind.SOURCE_CONFLICT), 1);
    live.awaitMessages("whoever-a", LOSSES, 1);
    JsonNode loss = live.messages("whoever-a", LOSSES).getLast();
    assertThat(loss.path("certainty").asString("")).isEqualTo("certain");
    assertThat(loss.path("summary").asString("")).contains("holds whoever is right");
  }

  // -- streams

  @Test
  void streamOfAlertsGoesOnFromAnyEventWithoutGapOrRepetition() throws Exception {
    resumesEverywhere("stream-a", live.alerts("/v1/alerts/stream"));
  }

  @Test
  void streamOfSnapshotsGoesOnFromAnyEventWithoutGapOrRepetition() throws Exception {
    resumesEverywhere("stream-s", live.metrics("/v1/stream"));
  }

  /**
   * Reads while filings come in, hanging up after every few events. How many events there are
   * depends on the tests before, and a reader asks for a number of them, so filings come in until
   * the reader has heard enough: it never waits for an event that nobody will send.
   */
  private static void resumesEverywhere(String issuer, URI stream) throws Exception {
    int enough = 12;
    AtomicBoolean heard = new AtomicBoolean();
    FutureTask<Integer> teller =
        new FutureTask<>(
            () -> {
              int issuers = 0;
              while (!heard.get()) {
                tell(issuer + issuers++, "NetIncome", "-100000000", "-150000000", "USD");
              }
              return issuers;
            });
    Thread.ofVirtual().start(teller);
    List<String> seen = new ArrayList<>();
    Set<String> told = new HashSet<>();
    Pattern ours = Pattern.compile("\"(" + issuer + "\\d+)\"");
    try {
      while (told.size() < enough) {
        String last = seen.isEmpty() ? "0-0" : seen.getLast();
        for (Event event : read(stream, last, 1 + seen.size() % 7)) {
          seen.add(event.id());
          ours.matcher(event.data()).results().map(m -> m.group(1)).forEach(told::add);
        }
      }
    } finally {
      heard.set(true);
    }
    assertThat(teller.get()).isGreaterThanOrEqualTo(enough);

    List<String> whole = read(stream, "0-0", seen.size()).stream().map(Event::id).toList();
    assertThat(seen).doesNotHaveDuplicates().isEqualTo(whole);
  }

  private record Event(String id, String data) {}

  private static List<Event> read(URI stream, String lastEventId, int count) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(stream).header("Last-Event-ID", lastEventId).build();
    List<Event> events = new ArrayList<>();
    try (HttpClient http = HttpClient.newHttpClient();
        InputStream body = http.send(request, HttpResponse.BodyHandlers.ofInputStream()).body();
        BufferedReader lines = new BufferedReader(new InputStreamReader(body))) {
      String id = null;
      while (events.size() < count) {
        String line = lines.readLine();
        if (line.startsWith("id: ")) {
          id = line.substring("id: ".length());
        } else if (line.startsWith("data: ")) {
          events.add(new Event(id, line.substring("data: ".length())));
        }
      }
      http.shutdownNow();
    }
    return events;
  }

  // -- dry runs

  @Test
  void dryRunSaysWhatWouldChangeAndLeavesNoTrace() throws Exception {
    live.post(Live.quarter("dry-a", "2024-Q3", "NetIncome", "-100000000", "USD"));
    live.awaitCurrent();
    String withId =
        Live.quarter("dry-a", "2025-Q3", "NetIncome", "-150000000", "USD")
            .replaceFirst("\\{", "{\"id\": \"dry-a-1\", ");

    var answer = live.send("POST", live.ingest("/v1/filings?dryRun=true"), withId);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode preview = Json.MAPPER.readTree(answer.body());
    assertThat(preview.path("alerts").valueStream().map(a -> a.path("kind").asString("")))
        .contains("loss-widening");
    assertThat(preview.at("/snapshots/0/current/metrics/net-income/value").asString(""))
        .isEqualTo("-150000000");
    live.awaitCurrent();
    assertThat(live.send("GET", live.ingest("/v1/filings/dry-a-1"), "").statusCode())
        .isEqualTo(404);
    assertThat(live.messages("dry-a", LOSSES)).isEmpty();

    // The id is free, and what was tried under it is forgotten.
    assertThat(live.post(withId.replace("-150000000", "-160000000"))).isEqualTo(201);
    live.awaitMessages("dry-a", LOSSES, 1);
    live.post(Live.quarter("dry-a", "2025-Q2", "NetIncome", "-10000000", "USD"));
    live.awaitCurrent();
    JsonNode items = live.get(live.metrics("/v1/issuers/dry-a/series/net-income")).path("items");
    assertThat(items.get(items.size() - 1).path("value").asString("")).isEqualTo("-160000000");
  }

  // -- backtests

  @Test
  void backtestFindsSnowflakesWideningLossesOnTheDaysTheyWereFiled() throws Exception {
    live.importSec("snowflake");
    live.awaitCurrent();

    List<JsonNode> told = backtest("loss-widening");

    assertThat(raised(told, "year")).contains("2022-03-30 2022-01-31", "2023-03-29 2023-01-31");
    assertThat(told).isNotEmpty().allSatisfy(JudgementIT::comparesLikeWithLike);
    for (JsonNode line : told) {
      JsonNode alert = line.get("alert");
      if (alert.path("state").asString("").equals("raised")) {
        knewNoMoreThan(line.path("publishedOn").stringValue(), alert);
      }
    }
  }

  @Test
  void wholePackComparesLikeWithLikeOnRealHistory() throws Exception {
    for (String issuer : List.of("nvidia", "snowflake", "tsmc")) {
      live.importSec(issuer);
    }
    live.awaitCurrent();

    List<JsonNode> told = backtest("*");

    assertThat(told).hasSizeGreaterThan(20).allSatisfy(JudgementIT::comparesLikeWithLike);
    // The same facts through the same code: what was told live is what the backtest tells.
    assertThat(told).isEqualTo(backtest("*"));
  }

  /** Alone it would tell of margins that the alert about the loss has told. */
  @Test
  void ruleAloneTellsWhatItTellsAmongTheOthers() throws Exception {
    for (String issuer : List.of("nvidia", "snowflake", "tsmc")) {
      live.importSec(issuer);
    }
    live.awaitCurrent();

    List<JsonNode> alone = backtest("net-margin-change");

    assertThat(alone.stream().map(line -> line.get("alert")))
        .containsExactlyElementsOf(
            backtest("*").stream()
                .map(line -> line.get("alert"))
                .filter(alert -> alert.path("issuer").asString("").equals("snowflake"))
                .filter(alert -> alert.path("rule").asString("").equals("net-margin-change"))
                .toList());
  }

  private static List<JsonNode> backtest(String rule) throws Exception {
    ObjectNode question = Json.MAPPER.createObjectNode().put("rule", rule);
    question.set("issuers", Json.MAPPER.valueToTree(List.of("nvidia", "snowflake", "tsmc")));
    if (!rule.equals("*")) {
      question.set("issuers", Json.MAPPER.valueToTree(List.of("snowflake")));
    }
    List<JsonNode> lines =
        live.lines(live.send("POST", live.alerts("/v1/rules/backtest"), question.toString()));
    assertThat(lines.getLast().at("/summary/rule/raised").asInt(0)).isPositive();
    return lines.stream().filter(l -> l.has("alert")).map(l -> l.get("alert")).toList();
  }

  /** {@code publishedOn end} of the alerts raised for spans about as long as this. */
  private static List<String> raised(List<JsonNode> told, String span) {
    return told.stream()
        .filter(line -> line.at("/alert/state").asString("").equals("raised"))
        .filter(line -> !span.equals("year") || days(line.at("/alert/period")) > 350)
        .map(
            line ->
                line.path("publishedOn").stringValue()
                    + " "
                    + line.at("/alert/period/end").stringValue())
        .toList();
  }

  private static void comparesLikeWithLike(JsonNode line) {
    JsonNode alert = line.get("alert");
    if (alert.hasNonNull("previous")) {
      assertThat(alert.at("/current/basis")).isEqualTo(alert.at("/previous/basis"));
      assertThat(alert.at("/current/unit")).isEqualTo(alert.at("/previous/unit"));
    }
    if (alert.hasNonNull("comparedWith")) {
      assertThat(Math.abs(days(alert.get("period")) - days(alert.get("comparedWith"))))
          .as(alert.toString())
          .isLessThan(MOST_DAYS_APART);
    }
  }

  /** The figure that fired is the one that the filings of that day gave. */
  private static void knewNoMoreThan(String day, JsonNode alert) throws Exception {
    String label = alert.at("/period/label").stringValue();
    JsonNode explained =
        live.get(
            live.metrics(
                "/v1/issuers/snowflake/explain/"
                    + alert.path("metric").stringValue()
                    + "?period="
                    + label
                    + "&knownAt="
                    + day));
    assertThat(explained.findValue("value")).as(label).isEqualTo(alert.at("/current/value"));
  }

  private static long days(JsonNode period) {
    return ChronoUnit.DAYS.between(
        LocalDate.parse(period.path("start").stringValue()),
        LocalDate.parse(period.path("end").stringValue()));
  }

  // -- what the tests are told with

  private static void tell(String issuer, String concept, String before, String now, String unit)
      throws Exception {
    live.post(Live.quarter(issuer, "2024-Q3", concept, before, unit));
    live.post(Live.quarter(issuer, "2025-Q3", concept, now, unit));
  }

  private static void press(String issuer, String publisher, String period, String value)
      throws Exception {
    live.post(
        Live.quarter(issuer, period, "NetIncome", value, "USD")
            .replace(
                "\"tier\": \"regulatory\"",
                "\"tier\": \"press\", \"publisher\": \"" + publisher + "\""));
  }
}
