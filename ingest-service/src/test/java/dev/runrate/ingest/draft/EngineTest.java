package dev.runrate.ingest.draft;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.runrate.common.event.Json;
import dev.runrate.common.web.ServiceClient;
import dev.runrate.ingest.IngestSettings;
import dev.runrate.ingest.draft.Engine.Verdict;
import dev.runrate.ingest.draft.reading.ArticleReader;
import dev.runrate.ingest.draft.reading.Doubt;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What is doubted of a draft before it is filed, with a small server in metrics-service's place.
 */
class EngineTest {
  private static final LocalDate DAY = LocalDate.of(2025, 11, 10);
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2025-11-11T08:00:00Z"), ZoneOffset.UTC);

  private HttpServer server;

  /** Answers of metrics-service; {@code FILING} is the id of the filing it is asked about. */
  private volatile String dryRun = "{\"snapshots\": []}";

  private volatile String newest = "{\"metrics\": {}}";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          String answer = newest;
          if (exchange.getRequestURI().getPath().equals("/internal/dry-run")) {
            String id = Json.MAPPER.readTree(body).path("filing").path("id").asString();
            answer = dryRun.replace("FILING", id);
          }
          byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private Verdict doubts(String article) {
    URI metrics = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    Engine engine =
        new Engine(
            new IngestSettings(1, 1, 1, 1, 1, 1, 1, 1, 1, metrics, metrics),
            new DraftSettings(
                204_800, null, Duration.ofSeconds(5), null, null, null, Duration.ofSeconds(1)),
            new ServiceClient(null),
            CLOCK);
    List<DraftItem> items =
        new ArticleReader(Lexicons.shipped())
            .read(article, DAY, DAY, List.of()).facts().stream()
                .map(fact -> DraftItem.of(fact, article))
                .toList();
    return engine.doubts(items, DAY);
  }

  private static List<String> codes(DraftItem item) {
    return item.engineDoubts().stream().map(Doubt::code).toList();
  }

  @Test
  void whoIsContradictedIsNamed() {
    dryRun =
        """
        {"snapshots": [{"issuer": "quill-ai", "segment": null, "conflicts": [
          {"type": "source", "concept": "Revenue", "why": "better tier",
           "winner": {"value": "150000000", "unit": "USD", "filing": "f1", "publisher": "HKEX",
                      "publishedOn": "2025-05-01"},
           "loser": {"value": "120000000", "unit": "USD", "filing": "FILING"}}],
          "current": {"metrics": {}}}]}
        """;

    DraftItem revenue = doubts("Quill AI's revenue was $120 million in 2024.").items().getFirst();

    assertThat(codes(revenue)).containsExactly("conflict");
    assertThat(revenue.engineDoubts().getFirst().message())
        .isEqualTo("against 150000000 USD by HKEX of 2025-05-01: better tier");
  }

  @Test
  void anAmountOfAnotherOrderIsDoubted() {
    newest =
        """
        {"metrics": {"revenue": {"value": "12000000", "unit": "USD", "period": {"label": "2023"}}}}
        """;

    assertThat(codes(doubts("Quill AI's revenue was $120 million in 2024.").items().getFirst()))
        .containsExactly("order-of-magnitude");
    assertThat(codes(doubts("Quill AI's revenue was $20 million in 2024.").items().getFirst()))
        .isEmpty();
  }

  @Test
  void aRateThatNeverWasIsDoubtedOnBothSides() {
    List<DraftItem> right = doubts("Quill AI去年收入3.12亿元（约合4500万美元）。").items();
    List<DraftItem> wrong = doubts("Quill AI去年收入3.12亿元（约合4.5亿美元）。").items();

    assertThat(right).hasSize(2).allMatch(item -> codes(item).isEmpty());
    assertThat(wrong).hasSize(2).allMatch(item -> codes(item).equals(List.of("exchange-rate")));
  }

  @Test
  void whatAFilingWouldBeRefusedForIsSaidBefore() {
    DraftItem margin = doubts("Quill AI's gross margin was 140% in 2024.").items().getFirst();

    assertThat(codes(margin)).containsExactly("ratio-above-one");
  }

  @Test
  void whereTheEngineDoesNotAnswerThatIsADoubt() {
    server.stop(0);

    Verdict verdict = doubts("Quill AI's revenue was $120 million in 2024.");

    assertThat(verdict.doubt()).get().extracting(Doubt::code).isEqualTo("engine-unreachable");
    assertThat(verdict.items()).hasSize(1);
  }

  @Test
  void anAnswerThatIsNoneIsADoubtToo() {
    dryRun = "<html>busy</html>";

    assertThat(doubts("Quill AI's revenue was $120 million in 2024.").doubt()).isPresent();
  }
}
