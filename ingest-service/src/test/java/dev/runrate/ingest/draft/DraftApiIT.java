package dev.runrate.ingest.draft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runrate.ingest.filing.RunningService;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** From an article to filings over HTTP, and all that a person may do in between. */
class DraftApiIT extends RunningService {
  private static final String TEXT = "text/plain";
  private static final String DAY = "?publishedOn=2025-11-10&publisher=Gazette";

  /** Two issuers nobody else tests with, five facts, one of which has no time. */
  private static String article(String name) {
    return """
    %1$s AI's revenue rose 40%% to $120 million in the first half of 2025. Its net loss was about $30 million.
    %1$s Labs crossed $50 million in ARR in June 2025, and it had 200 employees.
    """
        .formatted(name);
  }

  private Answer draft(String article) {
    return post("/v1/drafts" + DAY, TEXT, article);
  }

  private Answer patch(String path, String body) throws IOException, InterruptedException {
    var answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .header("Content-Type", JSON)
                    .method("PATCH", BodyPublishers.ofString(body))
                    .build(),
                BodyHandlers.ofString());
    return new Answer(answer.statusCode(), answer.headers(), answer.body());
  }

  private static List<String> facts(Answer answer) {
    List<String> facts = new ArrayList<>();
    for (JsonNode fact : answer.json().path("facts")) {
      facts.add(
          String.join(
              " ",
              fact.path("issuer").asString(),
              fact.path("concept").asString(),
              fact.path("period").asString("?"),
              fact.path("value").asString("") + fact.path("low").asString(""),
              fact.path("unit").asString("?"),
              fact.path("status").asString()));
    }
    return facts;
  }

  private static String decision(int... numbers) {
    return "{\"facts\": " + java.util.Arrays.toString(numbers) + "}";
  }

  @Test
  void anArticleBecomesFactsThatStandOnItsWords() {
    Answer answer = draft(article("Quill"));

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.headers().firstValue("Location")).hasValue("/v1/drafts/" + answer.text("id"));
    assertThat(facts(answer))
        .containsExactly(
            "quill-ai RevenueGrowth 2025-H1 0.4 ratio open",
            "quill-ai Revenue 2025-H1 120000000 USD open",
            "quill-ai NetIncome 2025-H1 -30000000 USD open",
            "quill-labs AnnualRecurringRevenue 2025-06-30 50000000 USD open",
            "quill-labs Employees 2025-06-30 200 people open");
    String article = get("/v1/drafts/" + answer.text("id") + "/article").body();
    for (JsonNode fact : answer.json().path("facts")) {
      assertThat(fact.path("evidence")).isNotEmpty();
      for (JsonNode evidence : fact.path("evidence")) {
        assertThat(article.substring(evidence.path("start").asInt(), evidence.path("end").asInt()))
            .isEqualTo(evidence.path("text").asString());
      }
    }
    assertThat(get("/v1/drafts/" + answer.text("id")).json().path("facts"))
        .isEqualTo(answer.json().path("facts"));
  }

  @Test
  void theSameArticleTwiceIsOneDraftWithWhatWasDecided() {
    Answer first = draft(article("Twice"));
    post("/v1/drafts/" + first.text("id") + "/reject", JSON, decision(1));

    Answer again = draft("\n" + article("Twice").replace(" ", "  "));

    assertThat(again.status()).isEqualTo(200);
    assertThat(again.text("status")).isEqualTo("duplicate");
    assertThat(again.text("id")).isEqualTo(first.text("id"));
    assertThat(facts(again).getFirst()).endsWith("rejected");
  }

  @Test
  void approvingAllFilesThemByIssuerOnce() {
    String id = draft(article("Approve")).text("id");

    Answer approved =
        post(
            "/v1/drafts/" + id + "/approve",
            JSON,
            "{\"source\": {\"tier\": \"issuer\", \"url\": \"https://example.com/a\"}}");

    assertThat(approved.status()).isEqualTo(201);
    assertThat(facts(approved)).hasSize(5).allMatch(fact -> fact.endsWith(" approved"));
    assertThat(approved.json().path("filings").size()).isEqualTo(2);
    assertThat(storedIds("approve-ai")).hasSize(1);
    JsonNode filing = get("/v1/filings/" + storedIds("approve-ai").getFirst()).json();
    assertThat(filing.path("source").path("tier").asString()).isEqualTo("issuer");
    assertThat(filing.path("source").path("publisher").asString()).isEqualTo("Gazette");
    assertThat(filing.path("source").path("publishedOn").asString()).isEqualTo("2025-11-10");
    assertThat(filing.path("facts").size()).isEqualTo(3);
    assertThat(get("/v1/drafts/" + id).json().path("facts").get(0).path("filing").asString())
        .isEqualTo(storedIds("approve-ai").getFirst());

    assertThat(post("/v1/drafts/" + id + "/approve", JSON, "{}").status()).isEqualTo(409);
    assertThat(storedIds("approve-ai")).hasSize(1);
  }

  @Test
  void approvingAtTheSameTimeFilesOnce() {
    String id = draft(article("Race")).text("id");

    List<Integer> statuses =
        IntStream.range(0, 12)
            .parallel()
            .mapToObj(i -> post("/v1/drafts/" + id + "/approve", JSON, "{}").status())
            .toList();

    assertThat(statuses).contains(201).allMatch(status -> List.of(200, 201, 409).contains(status));
    assertThat(storedIds("race-ai")).hasSize(1);
    assertThat(facts(get("/v1/drafts/" + id))).allMatch(fact -> fact.endsWith(" approved"));
  }

  @Test
  void someAreApprovedSomeRejectedAndNoneTwice() {
    String id = draft(article("Sundry")).text("id");

    assertThat(post("/v1/drafts/" + id + "/reject", JSON, decision(1, 5)).status()).isEqualTo(200);
    assertThat(post("/v1/drafts/" + id + "/approve", JSON, decision(2)).status()).isEqualTo(201);

    assertThat(facts(get("/v1/drafts/" + id)))
        .extracting(fact -> fact.replaceAll(".* ", ""))
        .containsExactly("rejected", "approved", "open", "open", "rejected");
    assertThat(post("/v1/drafts/" + id + "/approve", JSON, decision(1)).status()).isEqualTo(409);
    assertThat(post("/v1/drafts/" + id + "/reject", JSON, decision(2)).status()).isEqualTo(409);
    assertThat(post("/v1/drafts/" + id + "/approve", JSON, decision(99)).status()).isEqualTo(404);
  }

  @Test
  void aPersonCorrectsWhatIsFiled() throws Exception {
    String id = draft(article("Edit")).text("id");
    String fact = "/v1/drafts/" + id + "/facts/2";

    Answer edited =
        patch(fact, "{\"low\": \"118000000\", \"high\": \"122000000\", \"segment\": \"cloud\"}");

    assertThat(edited.status()).isEqualTo(200);
    assertThat(edited.json().path("value").isMissingNode()).isTrue();
    assertThat(edited.json().path("edited").toString())
        .contains("low", "high", "segment")
        .doesNotContain("unit");
    post("/v1/drafts/" + id + "/approve", JSON, decision(2));
    JsonNode filed = get("/v1/filings/" + storedIds("edit-ai").getFirst()).json();
    assertThat(filed.path("facts").get(0).path("low").asString()).isEqualTo("118000000");
    assertThat(filed.path("facts").get(0).path("segment").asString()).isEqualTo("cloud");
    assertThat(patch(fact, "{\"period\": \"2025\"}").status()).isEqualTo(409);
  }

  @Test
  void aWrongCorrectionIsRefusedWithItsPlace() throws Exception {
    String id = draft(article("Wrong")).text("id");
    String fact = "/v1/drafts/" + id + "/facts/2";

    assertThat(patch(fact, "{\"unit\": \"dollars\"}").faults()).containsExactly("/unit unit");
    assertThat(patch(fact, "{\"period\": \"2025-Q7\"}").faults()).containsExactly("/period period");
    assertThat(patch(fact, "{\"concept\": \"Turnover\"}").faults())
        .containsExactly("/concept concept");
    assertThat(patch(fact, "{\"colour\": \"red\"}").faults())
        .containsExactly("/colour unknown-member");
    assertThat(patch(fact, "[]").status()).isEqualTo(422);
    assertThat(patch("/v1/drafts/" + id + "/facts/77", "{\"period\": \"2025\"}").status())
        .isEqualTo(404);
    // Taking something away leaves it incomplete, which is no fault.
    assertThat(patch(fact, "{\"period\": null}").status()).isEqualTo(200);
    assertThat(get("/v1/drafts/" + id).json().path("facts").get(1).path("complete").asBoolean())
        .isFalse();
  }

  @Test
  void whatIsIncompleteOrCannotBeIsNotFiled() throws Exception {
    String id = draft(article("Refuse")).text("id");
    patch("/v1/drafts/" + id + "/facts/2", "{\"period\": null}");

    assertThat(post("/v1/drafts/" + id + "/approve", JSON, decision(1, 2)).faults())
        .containsExactly("/facts/2/period required");
    assertThat(facts(get("/v1/drafts/" + id))).allMatch(fact -> fact.endsWith(" open"));

    patch(
        "/v1/drafts/" + id + "/facts/2",
        "{\"period\": \"2025-H1\", \"concept\": \"GrossMargin\", \"unit\": \"ratio\","
            + " \"value\": \"0.4\"}");
    // All that is complete goes; nothing is left behind by the refusal before.
    assertThat(post("/v1/drafts/" + id + "/approve", JSON, "{}").status()).isEqualTo(201);
  }

  @Test
  void nothingIsFiledOfAnArticleThatNobodyDated() {
    Answer answer = post("/v1/drafts", TEXT, article("Undated"));
    String id = answer.text("id");

    assertThat(answer.json().path("reading").path("publishedGuessed").asBoolean()).isTrue();
    assertThat(post("/v1/drafts/" + id + "/approve", JSON, "{}").faults())
        .containsExactly("/source/publishedOn required");
    assertThat(
            post(
                    "/v1/drafts/" + id + "/approve",
                    JSON,
                    "{\"source\": {\"publishedOn\": \"2025-11-10\"}}")
                .status())
        .isEqualTo(201);
  }

  @Test
  void aSavedPageIsReadAsItIsShown() {
    Answer answer =
        post(
            "/v1/drafts",
            "text/html",
            """
            <html><head><title>Paged &amp; co</title>
            <meta property="article:published_time" content="2025-09-05T08:00:00Z">
            <script>var revenue = "Paged AI's revenue was $9 billion in 2024";</script></head>
            <body><nav>menu</nav><p>Paged AI&#39;s revenue was <b>$7 million</b> in&nbsp;2024.</p>
            <style>p { content: "$8 million" }</style><!-- $6 million --></body></html>
            """);

    assertThat(facts(answer)).containsExactly("paged-ai Revenue 2024 7000000 USD open");
    assertThat(answer.json().path("source").path("title").asString()).isEqualTo("Paged & co");
    assertThat(answer.json().path("source").path("publishedOn").asString()).isEqualTo("2025-09-05");
  }

  @Test
  void whatIsNoArticleIsRefused() {
    assertThat(post("/v1/drafts", TEXT, "x".repeat(204_801)).status()).isEqualTo(413);
    assertThat(post("/v1/drafts", JSON, "{\"text\": \"" + "x".repeat(204_801) + "\"}").status())
        .isEqualTo(413);
    assertThat(post("/v1/drafts", TEXT, " \n ").status()).isEqualTo(422);
    assertThat(post("/v1/drafts", TEXT, new byte[] {(byte) 0xff, (byte) 0xfe, 'a'}).status())
        .isEqualTo(400);
    assertThat(post("/v1/drafts", "application/pdf", "%PDF").status()).isEqualTo(415);
    assertThat(post("/v1/drafts", JSON, "{\"text\": \"a\", \"html\": \"b\"}").faults())
        .containsExactly("/text required");
    assertThat(post("/v1/drafts", JSON, "{\"text\": \"a\", \"sauce\": {}}").faults())
        .containsExactly("/sauce unknown-member");
    assertThat(
            post(
                    "/v1/drafts",
                    JSON,
                    "{\"text\": \"a\", \"source\": {\"tier\": \"best\","
                        + " \"publishedOn\": \"2999-01-01\", \"x\": 1}}")
                .faults())
        .containsExactlyInAnyOrder(
            "/source/tier choice", "/source/publishedOn date", "/source/x unknown-member");
    assertThat(get("/v1/drafts/none").status()).isEqualTo(404);
  }

  @Test
  void draftsAreListedNewestFirst() {
    String older = draft(article("Older")).text("id");
    String newer = draft(article("Newer")).text("id");

    Answer page = get("/v1/drafts?limit=100");

    List<String> ids = new ArrayList<>();
    page.json().path("items").forEach(item -> ids.add(item.path("id").asString()));
    assertThat(ids).contains(older, newer);
    assertThat(ids.indexOf(newer)).isLessThan(ids.indexOf(older));
    assertThat(get("/v1/drafts?limit=1").json().path("next").isString()).isTrue();
  }

  @Test
  void thePageShowsEverythingAndRunsNothing() {
    String hostile =
        "Evil AI's revenue was $5 million in 2024. <script>alert(1)</script>"
            + " <img src=x onerror=alert(2)> \u202etxet desrever\u202c \u200b\"'&amp;";
    String id =
        post(
                "/v1/drafts",
                JSON,
                "{\"text\": "
                    + dev.runrate.common.event.Json.MAPPER.writeValueAsString(hostile)
                    + ", \"source\": {\"publishedOn\": \"2025-11-10\","
                    + " \"title\": \"</title><script>alert(3)</script>\"}}")
            .text("id");

    Answer page = get("/drafts/" + id);

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'none'", "script-src 'self'")
        .doesNotContain("unsafe");
    assertThat(page.body())
        .contains("&lt;script&gt;alert(", "<mark data-facts=\"1\">$5 million")
        .doesNotContain("<script>alert", "<img", "\u202e", "\u200b");
    assertThat(get("/drafts").status()).isEqualTo(200);
    assertThat(get("/drafts/view.js").status()).isEqualTo(200);
    assertThat(get("/drafts/view.css").status()).isEqualTo(200);
    assertThat(get("/drafts/%3Cb%3E").status()).isNotEqualTo(200);
  }

  @Test
  void textThatADatabaseCannotHoldIsKeptAllTheSame() {
    Answer answer =
        post(
            "/v1/drafts" + DAY,
            JSON.replace("json", "json"),
            "{\"text\": \"Nil AI's revenue was $5\\u0000 million in 2024. \\ud83d A\"}");

    assertThat(answer.status()).isEqualTo(400);
    Answer json =
        post(
            "/v1/drafts",
            JSON,
            "{\"text\": \"Nil AI's revenue was $5 million in 2024. \\u0000 \\ud83d A\"}");
    assertThat(json.status()).isEqualTo(201);
    assertThat(facts(json)).containsExactly("nil-ai Revenue 2024 5000000 USD open");
  }
}
