package dev.runrate.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One address for everything that the page asks for. */
class GatewayIT {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static Live live;

  @BeforeAll
  static void start() throws Exception {
    live = Live.system();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/alerts",
        "/v1/rules",
        "/v1/silences",
        "/v1/subscriptions",
        "/v1/filings",
        "/v1/concepts",
        "/v1/drafts",
        "/drafts",
        "/v1/issuers/openai",
        "/v1/issuers/openai/snapshot",
        "/v1/metrics"
      })
  void everythingAnswersHere(String path) throws Exception {
    live.loadExamples();
    live.awaitCurrent();

    assertThat(send(HttpRequest.newBuilder(live.metrics(path))).statusCode()).isEqualTo(200);
  }

  @Test
  void refusalsComeAsTheyAre() throws Exception {
    HttpResponse<String> answer =
        live.send("POST", live.metrics("/v1/filings"), "{\"issuer\": \"gateway-a\"}");

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(answer.body()).contains("/facts");
  }

  @Test
  void anEventArrivesAsItIsWritten() throws Exception {
    live.post(Live.quarter("gateway-b", "2024-Q3", "NetIncome", "-100000000", "USD"));
    live.awaitCurrent();
    HttpResponse<InputStream> stream =
        HTTP.send(
            HttpRequest.newBuilder(live.metrics("/v1/alerts/stream"))
                .timeout(Duration.ofSeconds(30))
                .build(),
            HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream events = stream.body()) {
      assertThat(read(events, "\n\n")).isEqualTo(": connected\n\n");
      live.post(Live.quarter("gateway-b", "2025-Q3", "NetIncome", "-150000000", "USD"));

      assertThat(read(events, "gateway-b")).contains("event: dev.runrate.alert.raised");
    }
  }

  private static String read(InputStream events, String until) throws Exception {
    StringBuilder text = new StringBuilder();
    while (text.indexOf(until) < 0) {
      int next = events.read();
      assertThat(next).as("the stream ended after %s", text).isNotNegative();
      text.append((char) next);
    }
    return text.toString();
  }

  @Test
  void aLargeUploadGoesThrough() throws Exception {
    StringBuilder filings = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      filings.append(
          """
          {"id": "gateway-c-%d", "issuer": "gateway-c", "source": {"tier": "press", "title": "%s", \
          "publishedOn": "2025-11-01"}, "facts": [{"concept": "Nothing", "period": "2025-Q3", \
          "value": "1", "unit": "USD"}]}
          """
              .formatted(i, "x".repeat(300)));
    }
    HttpResponse<String> answer =
        live.send(
            "POST",
            live.metrics("/v1/filings/bulk?dryRun=true"),
            "application/x-ndjson",
            BodyPublishers.ofString(filings.toString()));

    assertThat(live.lines(answer).getLast().at("/totals/rejected").asInt(0)).isEqualTo(20_000);
  }

  @ParameterizedTest
  @CsvSource({
    "http://evil.example,          403",
    "http://127.0.0.1.evil.example, 403",
    "null,                         403",
    "here,                         200",
    "'',                           200",
  })
  void noPageFromElsewhereHasBusinessHere(String origin, int status) throws Exception {
    String filing = Live.quarter("gateway-d", "2024-Q3", "Revenue", "1", "USD");
    live.post(filing);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(live.metrics("/v1/filings"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(filing));
    if (!origin.isEmpty()) {
      URI here = live.metrics("");
      request.header("Origin", origin.equals("here") ? here.toString() : origin);
    }

    assertThat(send(request).statusCode()).isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/filings/../../internal/issuers",
        "/v1/filings/%2e%2e/%2e%2e/internal/issuers",
        "/v1/alerts/..;/..;/internal/dry-run",
        "/v1/filings/%252e%252e/internal"
      })
  void noWayLeadsToWhatIsInternal(String path) throws Exception {
    try (var socket = new Socket("127.0.0.1", live.metrics("").getPort())) {
      socket
          .getOutputStream()
          .write(
              ("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(answer).containsPattern("^HTTP/1.1 40[04] ");
    }
  }

  @Test
  void thePageIsShutInAndKept() throws Exception {
    HttpResponse<String> page =
        send(HttpRequest.newBuilder(live.metrics("/style.css")).header("Accept-Encoding", "gzip"));

    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(page.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
    assertThat(page.headers().firstValue("Content-Encoding")).hasValue("gzip");
    String etag = page.headers().firstValue("ETag").orElseThrow();
    assertThat(
            send(HttpRequest.newBuilder(live.metrics("/style.css")).header("If-None-Match", etag)))
        .extracting(HttpResponse::statusCode)
        .isEqualTo(304);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
