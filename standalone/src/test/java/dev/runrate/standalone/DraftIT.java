package dev.runrate.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runrate.common.event.AlertKind;
import dev.runrate.common.event.Json;
import dev.runrate.common.event.Topics;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** From an article to the alert topic, and what the engine says to one that contradicts it. */
class DraftIT {
  private static Live live;

  @BeforeAll
  static void start() throws Exception {
    live = Live.system();
  }

  private static JsonNode draft(String article) throws Exception {
    return Json.MAPPER.readTree(
        live.send(
                "POST",
                live.ingest("/v1/drafts?publishedOn=2025-11-05"),
                "text/plain",
                BodyPublishers.ofString(article))
            .body());
  }

  private static int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--ingest-port=" + live.ingestPort());
    return Runrate.commandLine().execute(all.toArray(String[]::new));
  }

  @Test
  void oneCommandLeadsFromAnArticleToTheAlert(@TempDir Path directory) throws Exception {
    live.post(Live.quarter("drafted-ai", "2024-Q3", "NetIncome", "-100000000", "USD"));
    live.awaitCurrent();
    Path article =
        Files.writeString(
            directory.resolve("article.txt"),
            "Drafted AI's net loss widened to $150 million in the third quarter of 2025,"
                + " people familiar with the matter said.");

    assertThat(run("draft", article.toString(), "--published-on=2025-11-05", "--approve-all"))
        .isZero();

    live.awaitMessages("drafted-ai", Topics.alerts(AlertKind.LOSS_WIDENING), 1);
    // Once more: it is known, and nothing is left to approve.
    assertThat(run("draft", article.toString(), "--published-on=2025-11-05", "--approve-all"))
        .isEqualTo(1);
  }

  @Test
  void theEngineDoubtsWhatContradictsTheKnown() throws Exception {
    live.post(Live.quarter("doubted-ai", "2024-Q3", "NetIncome", "-100000000", "USD"));
    live.post(Live.quarter("doubted-ai", "2024-Q3", "Revenue", "50000000", "USD"));
    live.awaitCurrent();

    JsonNode draft =
        draft(
            "Doubted AI's net loss was $170 million in the third quarter of 2024."
                + " Doubted AI's revenue was $900 million in the third quarter of 2024.");

    assertThat(draft.path("reading").path("doubts")).isEmpty();
    assertThat(codes(draft.path("facts").get(0))).contains("conflict");
    assertThat(codes(draft.path("facts").get(1))).contains("conflict", "order-of-magnitude");
  }

  private static List<String> codes(JsonNode fact) {
    List<String> codes = new ArrayList<>();
    fact.path("engineDoubts").forEach(doubt -> codes.add(doubt.path("code").asString("")));
    return codes;
  }
}
