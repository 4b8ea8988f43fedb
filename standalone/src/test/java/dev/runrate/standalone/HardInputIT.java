package dev.runrate.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runrate.common.event.Json;
import dev.runrate.common.event.Topics;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What nobody in their right mind sends: it is refused with a reason and stops nothing. */
class HardInputIT {
  private static Live live;

  @BeforeAll
  static void start() throws Exception {
    live = Live.system();
  }

  private static URI uri(String service, String path) {
    return switch (service) {
      case "ingest" -> live.ingest(path);
      case "metrics" -> live.metrics(path);
      default -> live.alerts(path);
    };
  }

  private static List<String> faults(HttpResponse<String> answer) {
    List<String> faults = new ArrayList<>();
    for (JsonNode error : Json.MAPPER.readTree(answer.body()).path("errors")) {
      faults.add(error.path("pointer").asString("") + " " + error.path("code").asString(""));
    }
    return faults;
  }

  @ParameterizedTest(name = "{0} {1} {2} {3}: {5}")
  @CsvSource(
      delimiter = '|',
      value = {
        "ingest  | PUT  | /v1/issuers/hard    | []                        | 422 | ' type'",
        "ingest  | PUT  | /v1/issuers/hard    | {'nam': 'x', 'cik': 1.5}  | 422 | '/nam"
            + " unknown-member, /cik cik'",
        "ingest  | PUT  | /v1/issuers/hard    | {'cik': 1e999999}         | 422 | /cik cik",
        "ingest  | PUT  | /v1/issuers/hard    | {'name': 1e999999}        | 422 | /name type",
        "ingest  | PUT  | /v1/issuers/hard    | {'aliases': ['a', 5]}     | 422 | /aliases/1 type",
        "ingest  | PUT  | /v1/issuers/hard    | {'names': {'zh': '\\u0000'}} | 422 | /names/zh"
            + " text",
        "metrics | POST | /internal/dry-run   | {                         | 400 |",
        "metrics | POST | /internal/dry-run   | {}                        | 422 | /filing required",
        "metrics | POST | /internal/dry-run   | null                      | 422 | ' required'",
        "metrics | POST | /internal/dry-run   | {'filing': {'facts': [{'concept': 'Revenu'}]}} |"
            + " 422 | /filing/facts/0 type",
        "alerts  | POST | /internal/dry-run   | [                         | 400 |",
        "alerts  | POST | /internal/dry-run   | [{}]                      | 422 | /0/revision type",
        "alerts  | POST | /internal/dry-run   | [{'issuer': 'a', 'revision': 1, 'newest': true,"
            + " 'finer': false}] | 422 | /0 required",
        "alerts  | POST | /internal/dry-run   | [null]                    | 422 | /0 required",
        "alerts  | POST | /internal/dry-run   | [{'issuer': 'A B'}]       | 422 | /0/issuer type",
        "alerts  | POST | /v1/silences        | []                        | 422 | ' type, /matchers"
            + " required, /createdBy required, /comment required, /endsAt required'",
        "alerts  | POST | /v1/silences        | {'matchers': {'who': 'x'}, 'createdBy': 'ann',"
            + " 'comment': 'c', 'endsAt': '2090-01-01T00:00:00Z'} | 422 | /matchers/who choice",
        "alerts  | POST | /v1/silences        | {'matchers': {'issuer': 'x'}, 'createdBy': 5,"
            + " 'comment': '\\u0000', 'endsAt': 'soon', 'until': 1} | 422 | '/until unknown-member,"
            + " /createdBy required, /comment required, /endsAt instant'",
        "alerts  | POST | /v1/rules/backtest  | []                        | 422 | ' type, /rule"
            + " required'",
        "alerts  | POST | /v1/rules/backtest  | {'rule': 5, 'form': 1, 'from': 'x', 'issuers': []}"
            + " | 422 | '/form unknown-member, /from date, /issuers type, /rule required'",
        "alerts  | POST | /v1/rules/backtest  | {'rule': '*', 'issuers': ['a', 'B C']} | 422 |"
            + " /issuers/1 slug",
        "alerts  | POST | /v1/rules/backtest  | {'rule': 'no-such-rule'}  | 404 |",
        "alerts  | PUT  | /v1/rules/hard      | {                         | 400 |",
        "alerts  | PUT  | /v1/rules/hard      | []                        | 422 | ' type'"
      })
  void bodyThatSaysNothingIsRefusedWithAllOfItsFaults(
      String service, String method, String path, String body, int status, String faults)
      throws Exception {
    HttpResponse<String> answer = live.send(method, uri(service, path), body.replace('\'', '"'));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(faults(answer)).isEqualTo(faults == null ? List.of() : List.of(faults.split(", ")));
  }

  @ParameterizedTest
  @CsvSource({
    "ingest,  POST, /v1/filings",
    "ingest,  POST, /v1/filings/some/retraction",
    "ingest,  PUT,  /v1/issuers/hard",
    "metrics, POST, /internal/dry-run",
    "alerts,  POST, /internal/dry-run",
    "alerts,  POST, /v1/rules/backtest",
    "alerts,  PUT,  /v1/rules/hard",
    "alerts,  POST, /v1/silences",
    "alerts,  POST, /v1/alerts/some/acknowledgement",
    "alerts,  POST, /v1/subscriptions"
  })
  void bodyWithoutEndIsTooLarge(String service, String method, String path) throws Exception {
    boolean takesGzip = !path.equals("/v1/subscriptions");
    byte[] blanks = takesGzip ? packedBlanks() : " ".repeat(1_000_000).getBytes(UTF_8);

    HttpResponse<String> answer =
        live.send(
            method, uri(service, path), "application/json", BodyPublishers.ofByteArray(blanks));

    int expected = path.contains("/alerts/some/") ? 404 : 413;
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(expected);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
  }

  /** 300 MB in 300 kB. */
  private static byte[] packedBlanks() throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      byte[] block = " ".repeat(1_000_000).getBytes(UTF_8);
      for (int i = 0; i < 300; i++) {
        out.write(block);
      }
    }
    return packed.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e999999", "1e-999999"})
  void amountBeyondAllRangeOnATopicIsADeadLetterAndStopsNothing(String value) throws Exception {
    String issuer = "hard-" + value.replace("e", "").replace("-", "m");
    String filing =
        """
        {"filing": {"id": "%s", "issuer": "%s", "source": {"tier": "press", "publishedOn": "2025-05-01"},
         "facts": [{"concept": "Revenue", "period": "2025-Q1", "value": "%s", "unit": "USD"}]},
         "acceptedAt": "2025-05-01T00:00:00Z"}
        """
            .formatted(issuer, issuer, value);
    String snapshot =
        """
        {"issuer": "%s", "span": "quarter", "periodKey": "2025-Q1", "revision": 1, "newest": true,
         "current": {"period": {"label": "2025-Q1", "start": "2025-01-01", "end": "2025-03-31"},
          "metrics": {"net-income": {"value": "%s", "low": "%s", "high": "%s", "unit": "USD",
           "how": ["reported"], "basis": "reported", "scenario": "actual"}}},
         "yearAgo": {"period": {"label": "2024-Q1", "start": "2024-01-01", "end": "2024-03-31"},
          "metrics": {"net-income": {"value": "-5", "low": "-5", "high": "-5", "unit": "USD",
           "how": ["reported"], "basis": "reported", "scenario": "actual"}}},
         "conflicts": [], "causedBy": "f", "at": "2025-05-01T00:00:00Z"}
        """
            .formatted(issuer, value, value, value);

    String rates =
        "{\"rates\": {\"currency\": \"XAF\", \"year\": 2024, \"perEuro\": {\"2024-05-02\": \"%s\"}},"
                .formatted(value)
            + " \"at\": \"2025-05-01T00:00:00Z\"}";

    live.produce(Topics.FILINGS, issuer, filing);
    live.produce(Topics.REFERENCE, issuer, rates);
    live.produce(Topics.SNAPSHOTS, issuer, snapshot);
    live.post(Live.quarter(issuer, "2024-Q1", "NetIncome", "-5", "USD"));
    live.awaitCurrent();

    assertThat(live.messages(issuer, Topics.deadLetters(Topics.FILINGS))).hasSize(1);
    assertThat(live.messages(issuer, Topics.deadLetters(Topics.SNAPSHOTS))).hasSize(1);
    assertThat(live.messages(issuer, Topics.deadLetters(Topics.REFERENCE))).hasSize(1);
    assertThat(
            live.get(live.metrics("/v1/issuers/" + issuer + "/series/net-income"))
                .at("/items/0/value")
                .asString(""))
        .isEqualTo("-5");
  }

  @Test
  void conflictsOfLaterFilingsAreOnTheNextPageToo() throws Exception {
    String issuer = "hard-conflicts";
    for (String period : List.of("2024-Q1", "2024-Q2", "2024-Q3")) {
      live.post(Live.quarter(issuer, period, "Revenue", "100", "USD"));
      live.post(
          Live.quarter(issuer, period, "Revenue", "150", "USD").replace("regulatory", "press"));
    }
    live.awaitCurrent();
    JsonNode first = live.get(live.metrics("/v1/conflicts?limit=2&issuer=" + issuer));
    assertThat(first.path("items")).hasSize(2);
    String rest =
        "/v1/conflicts?limit=2&issuer=" + issuer + "&cursor=" + first.path("next").asString("");
    assertThat(live.get(live.metrics(rest)).path("items")).hasSize(1);

    live.post(Live.quarter(issuer, "2024-Q4", "Revenue", "100", "USD"));
    live.post(
        Live.quarter(issuer, "2024-Q4", "Revenue", "150", "USD").replace("regulatory", "press"));
    live.awaitCurrent();

    assertThat(live.get(live.metrics("/v1/conflicts?issuer=" + issuer)).path("items")).hasSize(4);
  }
}
