package dev.runrate.ingest.draft;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.runrate.common.event.Json;
import dev.runrate.ingest.draft.ModelProposer.Outcome;
import dev.runrate.ingest.draft.reading.ArticleReader;
import dev.runrate.ingest.draft.reading.Doubt;
import dev.runrate.ingest.draft.reading.Reading;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A small server stands in for the model: one that helps, one that lies, one that is broken. */
class ModelProposerTest {
  private static final LocalDate DAY = LocalDate.of(2025, 11, 10);

  /** The first amount the reading ties itself; the second only a model would. */
  private static final String ARTICLE =
      "Quill AI's revenue was $120 million in 2024."
          + " Its coffers hold some $75 million these days, insiders whisper.";

  private final AtomicReference<String> received = new AtomicReference<>("");
  private final AtomicReference<String> authorization = new AtomicReference<>("");
  private volatile String answer = "";
  private volatile int status = 200;
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/chat/completions",
        exchange -> {
          received.set(
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          authorization.set(exchange.getRequestHeaders().getFirst("Authorization"));
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private ModelProposer proposer(String url) {
    return new ModelProposer(
        new DraftSettings(
            204_800,
            null,
            Duration.ofSeconds(1),
            url == null ? null : URI.create(url),
            "small",
            "secret",
            Duration.ofSeconds(5)));
  }

  private Outcome propose(String content) {
    answer =
        "{\"choices\": [{\"message\": {\"content\": "
            + Json.MAPPER.writeValueAsString(content)
            + "}}]}";
    return ask();
  }

  private Outcome ask() {
    Reading reading = new ArticleReader(Lexicons.shipped()).read(ARTICLE, DAY, DAY, List.of());
    List<DraftItem> drafted =
        reading.facts().stream().map(fact -> DraftItem.of(fact, ARTICLE)).toList();
    return proposer("http://127.0.0.1:" + server.getAddress().getPort() + "/v1")
        .propose(ARTICLE, reading, drafted, List.of());
  }

  private static String proposal(String concept, String unit, String amount, String evidence) {
    return """
    {"issuer": "quill-ai", "segment": null, "concept": "%s", "period": "2025-11-10", "unit": "%s",
     "scenario": "actual", "amount": "%s", "evidence": "%s"}
    """
        .formatted(concept, unit, amount, evidence);
  }

  @Test
  void isOffUnlessConfigured() {
    assertThat(proposer(null).isConfigured()).isFalse();
    assertThat(proposer("").isConfigured()).isFalse();
  }

  @Test
  void keepsWhatStandsInTheArticleAndWasReadThere() {
    Outcome outcome =
        propose(
            "Here you are:\n```json\n["
                + proposal("Cash", "USD", "$75 million", "coffers hold some $75 million")
                + "]\n```");

    assertThat(outcome.doubt()).isEmpty();
    assertThat(outcome.counts().kept()).isEqualTo(1);
    DraftItem item = outcome.kept().getFirst();
    assertThat(item.value()).isEqualByComparingTo("75000000");
    assertThat(item.decimals()).isEqualTo(-6);
    assertThat(item.evidence().getFirst().text()).isEqualTo("coffers hold some $75 million");
    assertThat(ARTICLE.substring(item.evidence().getFirst().start()))
        .startsWith("coffers hold some $75 million");
    assertThat(item.doubts()).extracting(Doubt::code).containsExactly("proposed-by-model");
    assertThat(received.get()).contains("\"model\":\"small\"", "coffers");
    assertThat(authorization.get()).isEqualTo("Bearer secret");
  }

  @Test
  void dropsEveryLieAndCountsIt() {
    Outcome outcome =
        propose(
            "["
                + String.join(
                    ",",
                    // Words that are nowhere.
                    proposal("Cash", "USD", "$95 million", "coffers hold some $95 million"),
                    // Words that are nearly there.
                    proposal("Cash", "USD", "$75 million", "coffers hold about $75 million"),
                    // An amount that its evidence does not have.
                    proposal("Cash", "USD", "$120 million", "coffers hold some $75 million"),
                    // A part of an amount: 5 million of 75.
                    proposal("Cash", "USD", "5 million", "coffers hold some $75 million"),
                    // Another currency than is written.
                    proposal("Cash", "CNY", "$75 million", "coffers hold some $75 million"),
                    proposal("Cash", "users", "$75 million", "coffers hold some $75 million"),
                    proposal("Riches", "USD", "$75 million", "coffers hold some $75 million"),
                    proposal("Cash", "USD", "", "coffers hold some $75 million"),
                    proposal("Cash", "USD", "$75 million", ""),
                    proposal("Cash", "USD", "$75 million", "coffers hold some $75 million")
                        .replace("2025-11-10", "someday"),
                    proposal("Cash", "USD", "$75 million", "coffers hold some $75 million")
                        .replace("quill-ai", "../etc"),
                    // What was read without it.
                    proposal("Revenue", "USD", "$120 million", "revenue was $120 million in 2024")
                        .replace("2025-11-10", "2024"),
                    "7",
                    "null",
                    "{\"evidence\": [\"coffers\"]}")
                + "]");

    assertThat(outcome.kept()).isEmpty();
    assertThat(outcome.counts().proposed()).isEqualTo(15);
    assertThat(outcome.counts().dropped().values().stream().mapToInt(Integer::intValue).sum())
        .isEqualTo(15);
    assertThat(outcome.counts().dropped())
        .containsEntry("evidence-not-in-article", 4)
        .containsEntry("amount-not-in-evidence", 4)
        .containsEntry("unit", 1)
        .containsEntry("no-such-concept", 1)
        .containsEntry("no-such-period", 1)
        .containsEntry("no-such-issuer", 1)
        .containsEntry("drafted-already", 1)
        .containsEntry("not-a-fact", 2);
  }

  @Test
  void aModelThatIsBrokenIsADoubtAndNoFailure() {
    assertThat(propose("I cannot help with that.").doubt()).isPresent();
    assertThat(propose("[{\"issuer\": ").doubt()).isPresent();
    answer = "<html>";
    assertThat(ask().doubt()).isPresent();
    answer = "x".repeat(2 << 20);
    assertThat(ask().doubt()).isPresent();
    answer = "{}";
    status = 500;
    assertThat(ask().doubt()).isPresent();
    server.stop(0);
    assertThat(ask().doubt()).isPresent();
  }

  @Test
  void aModelThatNeverStopsIsCutOff() {
    Outcome outcome = propose("[" + "{},".repeat(700) + "{}]");

    assertThat(outcome.kept()).isEmpty();
    assertThat(outcome.counts().dropped()).containsEntry("too-many", 201);
  }
}
