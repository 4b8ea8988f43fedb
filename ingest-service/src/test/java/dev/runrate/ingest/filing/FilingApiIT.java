package dev.runrate.ingest.filing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Single filings over HTTP: what is taken, what is refused and how it is told. */
class FilingApiIT extends RunningService {
  private static final String NOBODY = "bad-input";
  private static final String SOURCE = "'source': {'tier': 'press', 'publishedOn': '2025-05-01'}";
  private static final String REVENUE =
      "'concept': 'Revenue', 'period': '2025-Q1', 'value': '100', 'unit': 'USD'";

  private static final String GROSS_PROFIT =
      "'concept': 'GrossProfit', 'period': '2025-Q1', 'value': '130', 'unit': 'USD'";

  /** What is wrong; the filing (' for "); pointer and code of every fault. */
  static Stream<Arguments> invalidFilings() {
    return Stream.of(
        invalid("nothing in it", "{}", "/issuer required", "/source required", "/facts required"),
        invalid("not an object", "[]", " type"),
        invalid(
            "a member that nobody knows",
            "{'issuer': 'bad-input', 'isuer': 1, %s, 'facts': [{%s}]}".formatted(SOURCE, REVENUE),
            "/isuer unknown-member"),
        invalid(
            "a member whose name needs escapes",
            "{'issuer': 'bad-input', 'a/b~c': 1, %s, 'facts': [{%s}]}".formatted(SOURCE, REVENUE),
            "/a~1b~0c unknown-member"),
        invalid("an issuer that is no slug", whole("Ünï Cörp"), "/issuer slug"),
        invalid("an id that cannot stand in a URL", withId("a b"), "/id id"),
        invalid("a NUL in the form", whole("bad-input', 'form': 'a\\u0000b"), "/form text"),
        invalid(
            "a tier, a date",
            "{'issuer': 'bad-input', 'source': {'tier': 'Press', 'publishedOn': '2.5.2025'},"
                + " 'facts': [{%s}]}".formatted(REVENUE),
            "/source/tier choice",
            "/source/publishedOn date"),
        invalid(
            "no facts",
            "{'issuer': 'bad-input', %s, 'facts': []}".formatted(SOURCE),
            "/facts size"),
        invalid(
            "facts that are none",
            facts("5, null, []"),
            "/facts/0 type",
            "/facts/1 type",
            "/facts/2 type"),
        invalid(
            "an empty fact",
            facts("{}"),
            "/facts/0/concept required",
            "/facts/0/period required",
            "/facts/0/unit required",
            "/facts/0 value-missing"),
        fact("a concept nobody knows", "'concept': 'Turnover'", "/concept concept"),
        fact("a month of thirteen", "'period': '2025-13'", "/period period"),
        fact(
            "an end before its start", "'period': '2025-06-30/2025-01-01'", "/period period-order"),
        fact("a year beyond all years", "'period': '2200'", "/period period-range"),
        fact("an instant for a flow", "'period': '2025-03-31'", "/period period-kind"),
        fact("a span for an instant", "'concept': 'Cash'", "/period period-kind"),
        fact("no currency of this world", "'unit': 'usd'", "/unit unit"),
        fact("users for money", "'unit': 'users'", "/unit unit-kind"),
        fact("money for a ratio", "'concept': 'GrossMargin'", "/unit unit-kind"),
        fact("a thousands separator", "'value': '1,000'", "/value number"),
        fact("not a number", "'value': 'NaN'", "/value number"),
        fact("a truth for a number", "'value': true", "/value type"),
        fact("more than the world earns", "'value': 1e999", "/value number-range"),
        fact("half a decimal", "'decimals': 1.5", "/decimals decimals"),
        fact("a value and bounds", "'low': '1'", " value-and-bounds"),
        fact("bounds crossed", "'value': null, 'low': '2', 'high': '1'", "/low bounds-order"),
        fact(
            "decimals of bounds",
            "'value': null, 'low': '2', 'decimals': 0",
            "/decimals decimals-without-value"),
        fact("a scenario nobody knows", "'scenario': 'guess'", "/scenario choice"),
        fact("a misspelt member", "'decimal': 2", "/decimal unknown-member"),
        fact(
            "a negative cost",
            "'concept': 'CapitalExpenditure', 'value': '-5'",
            "/value negative-amount"),
        fact(
            "percent for a ratio",
            "'concept': 'GrossMargin', 'value': '70', 'unit': 'ratio'",
            "/value ratio-above-one"),
        fact("an actual of a year that is not over", "'period': '2025'", "/period period-not-over"),
        fact("an actual of the future", "'period': '2026-Q1'", "/period period-not-begun"),
        fact("more than the world produces", "'value': '1e15'", "/value size"),
        invalid(
            "a publication in the future",
            "{'issuer': 'bad-input', 'source': {'tier': 'press', 'publishedOn': '2190-01-01'},"
                + " 'facts': [{%s}]}".formatted(REVENUE),
            "/source/publishedOn published-in-future"),
        invalid(
            "profit above revenue",
            facts("{%s}, {%s}".formatted(REVENUE, GROSS_PROFIT)),
            "/facts/1/value part-above-whole"),
        invalid(
            "what cannot be beside what cannot be read",
            facts("5, {%s}, {%s}".formatted(REVENUE, REVENUE.replace("100", "1e15"))),
            "/facts/0 type",
            "/facts/2/value size"));
  }

  private static Arguments invalid(String what, String json, String... faults) {
    return Arguments.of(what, json.replace('\'', '"'), List.of(faults));
  }

  /** A fact that is right but for the given members. */
  private static Arguments fact(String what, String members, String fault) {
    StringBuilder fact = new StringBuilder(members);
    for (String member : REVENUE.split(", ")) {
      if (!members.contains(member.substring(0, member.indexOf(':') + 1))) {
        fact.append(", ").append(member);
      }
    }
    return invalid(what, facts("{" + fact + "}"), "/facts/0" + fault);
  }

  private static String facts(String facts) {
    return "{'issuer': 'bad-input', %s, 'facts': [%s]}".formatted(SOURCE, facts);
  }

  private static String whole(String issuer) {
    return "{'issuer': '%s', %s, 'facts': [{%s}]}".formatted(issuer, SOURCE, REVENUE);
  }

  private static String withId(String id) {
    return whole("bad-input', 'id': '" + id);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("invalidFilings")
  void invalidFilingIsRefusedWithAllOfItsFaults(String what, String json, List<String> faults) {
    Answer answer = postFiling(json);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(answer.faults()).containsExactlyInAnyOrderElementsOf(faults);
    assertNothingIsStored();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{} {}",
        "{\"issuer\": \"a\", \"issuer\": \"b\"}",
        "{\"value\": NaN}",
        "{\"value\": 01}",
        "\u0000"
      })
  void whatIsNotJsonIsUnreadable(String body) {
    Answer answer = postFiling(body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("type")).isEqualTo("/problems/unreadable");
  }

  @Test
  void nestingWithoutEndIsUnreadable() {
    assertThat(postFiling("[".repeat(100_000)).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "text/csv", "application/xml", "nonsense"})
  void otherTypesAreRefused(String type) {
    assertThat(post("/v1/filings", type, filing(NOBODY, "x", "1")).status()).isEqualTo(415);
    assertNothingIsStored();
  }

  @Test
  void tooLargeFilingIsRefusedHoweverSmallItCame() {
    String blanks = " ".repeat(5_000_000);

    assertThat(postFiling(blanks).status()).isEqualTo(413);
    assertThat(post("/v1/filings", JSON, gzip(blanks)).status()).isEqualTo(413);
  }

  private void assertNothingIsStored() {
    assertThat(storedIds(NOBODY)).isEmpty();
    assertThat(get("/v1/issuers/" + NOBODY).status()).isEqualTo(404);
  }

  @Test
  void acceptedFilingIsWhereTheAnswerSays() {
    Answer answer = postFiling(filing("api-accepted", "api-a:1", "100.50"));

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.text("status")).isEqualTo("accepted");
    assertThat(answer.json().path("facts").asInt()).isEqualTo(1);
    Answer stored = get(answer.headers().firstValue("Location").orElseThrow());
    assertThat(stored.status()).isEqualTo(200);
    assertThat(stored.text("id")).isEqualTo("api-a:1");
    assertThat(stored.text("status")).isEqualTo("accepted");
    assertThat(stored.text("acceptedAt")).isEqualTo(answer.text("acceptedAt"));
    assertThat(stored.json().at("/facts/0/value").asString()).isEqualTo("100.5");
    assertThat(get("/v1/issuers/api-accepted").status()).isEqualTo(200);
  }

  @Test
  void sameFilingAgainIsADuplicateHoweverItsNumbersAreWritten() {
    postFiling(filing("api-duplicate", "api-d", "100"));

    Answer again = postFiling(filing("api-duplicate", "api-d", "1.00e2"));

    assertThat(again.status()).isEqualTo(200);
    assertThat(again.text("status")).isEqualTo("duplicate");
    assertThat(storedIds("api-duplicate")).containsExactly("api-d");
  }

  @Test
  void filingWithoutAnIdIsKnownByItsContent() {
    String anonymous = filing("api-anonymous", "x", "7").replace("\"id\": \"x\",", "");

    String id = postFiling(anonymous).text("id");

    assertThat(postFiling(anonymous).text("status")).isEqualTo("duplicate");
    assertThat(storedIds("api-anonymous")).containsExactly(id);
  }

  @Test
  void sameIdWithOtherContentIsAConflictAndChangesNothing() {
    postFiling(filing("api-conflict", "api-c", "100"));

    Answer other = postFiling(filing("api-conflict", "api-c", "101"));

    assertThat(other.status()).isEqualTo(409);
    assertThat(get("/v1/filings/api-c").json().at("/facts/0/value").asString()).isEqualTo("100");
  }

  @Test
  void answerOfAGetCanBePostedElsewhere() {
    postFiling(filing("api-again", "api-again", "3"));

    Answer again = postFiling(get("/v1/filings/api-again").body());

    assertThat(again.text("status")).isEqualTo("duplicate");
  }

  @Test
  void retractionIsToldAndDoneOnce() {
    postFiling(filing("api-retracted", "api-r", "5"));

    Answer first = post("/v1/filings/api-r/retraction", JSON, "{\"reason\": \"typing error\"}");
    Answer second = post("/v1/filings/api-r/retraction", JSON, "{\"reason\": \"another\"}");

    assertThat(first.status()).isEqualTo(200);
    assertThat(first.text("status")).isEqualTo("retracted");
    assertThat(second.status()).isEqualTo(200);
    assertThat(second.text("reason")).isEqualTo("typing error");
    assertThat(second.text("retractedAt")).isEqualTo(first.text("retractedAt"));
    assertThat(get("/v1/filings/api-r").text("status")).isEqualTo("retracted");
  }

  @Test
  void retractedFilingStandsAgainWhenItIsPostedAgain() {
    String filing = filing("api-reinstated", "api-ri", "5");
    postFiling(filing);
    String retractedAt = retract("api-ri").text("retractedAt");

    Answer again = postFiling(filing);

    assertThat(again.status()).isEqualTo(201);
    assertThat(again.text("status")).isEqualTo("accepted");
    assertThat(Instant.parse(again.text("acceptedAt"))).isAfter(Instant.parse(retractedAt));
    Answer stored = get("/v1/filings/api-ri");
    assertThat(stored.text("status")).isEqualTo("accepted");
    assertThat(stored.text("acceptedAt")).isEqualTo(again.text("acceptedAt"));
    assertThat(stored.text("retractedAt")).isNull();
    assertThat(stored.text("reason")).isNull();
    assertThat(postFiling(filing).text("status")).isEqualTo("duplicate");
    assertThat(storedIds("api-reinstated")).containsExactly("api-ri");

    Answer retractedAgain = retract("api-ri");

    assertThat(retractedAgain.text("status")).isEqualTo("retracted");
    assertThat(Instant.parse(retractedAgain.text("retractedAt")))
        .isAfter(Instant.parse(again.text("acceptedAt")));
    assertThat(postFiling(filing).status()).isEqualTo(201);
  }

  @Test
  void retractedFilingWithOtherContentIsStillAConflict() {
    postFiling(filing("api-other", "api-other", "5"));
    retract("api-other");

    assertThat(postFiling(filing("api-other", "api-other", "6")).status()).isEqualTo(409);
    assertThat(get("/v1/filings/api-other").text("status")).isEqualTo("retracted");
  }

  @Test
  void whatIsOddIsTakenAndTold() {
    String odd =
        facts(
                "{%s}, {'concept': 'NetMargin', 'period': '2025-Q1', 'value': '23', 'unit': 'ratio'}"
                    .formatted(REVENUE))
            .replace("bad-input", "api-odd', 'id': 'api-odd")
            .replace('\'', '"');

    Answer answer = postFiling(odd);

    assertThat(answer.status()).isEqualTo(201);
    assertThat(problems(answer.json())).containsExactly("/facts/1/value ratio-above-one");
    assertThat(answer.json().at("/problems/0/message").asString()).endsWith("did you mean 0.23?");
    assertThat(get("/v1/filings/api-odd").json().path("problems"))
        .isEqualTo(answer.json().path("problems"));
  }

  @Test
  void misspeltNameIsAnsweredWithTheRightOne() {
    Answer answer =
        postFiling(
            filing(NOBODY, "x", "1")
                .replace("\"issuer\"", "\"isuer\": \"y\", \"issuer\"")
                .replace("Revenue", "Revenu"));

    assertThat(answer.faults())
        .containsExactly("/isuer unknown-member", "/facts/0/concept concept");
    assertThat(answer.json().at("/errors/0/message").asString()).contains("did you mean issuer?");
    assertThat(answer.json().at("/errors/1/message").asString()).contains("did you mean Revenue?");
  }

  @Test
  void whatIsNeitherOddNorImpossibleHasNoProblems() {
    Answer answer = postFiling(filing("api-plain", "api-plain", "5"));

    assertThat(answer.json().has("problems")).isFalse();
    assertThat(get("/v1/filings/api-plain").json().path("problems").size()).isZero();
  }

  /** A filing of the tier that replaces another. */
  private static String superseding(String issuer, String id, String tier, String older) {
    return filing(issuer, id, "7")
        .replace("\"tier\": \"press\"", "\"tier\": \"%s\"".formatted(tier))
        .replace("\"form\"", "\"supersedes\": \"%s\", \"form\"".formatted(older));
  }

  @ParameterizedTest
  @CsvSource({
    "regulatory, issuer,     422",
    "regulatory, estimate,   422",
    "issuer,     press,      422",
    "press,      estimate,   422",
    "regulatory, regulatory, 201",
    "press,      press,      201",
    "press,      regulatory, 201",
    "estimate,   press,      201"
  })
  void onlyTheSameOrABetterTierSupersedes(String older, String newer, int status) {
    String issuer = "api-tiers-" + older + "-" + newer;
    postFiling(
        filing(issuer, issuer + "-1", "5")
            .replace("\"tier\": \"press\"", "\"tier\": \"%s\"".formatted(older)));

    Answer answer = postFiling(superseding(issuer, issuer + "-2", newer, issuer + "-1"));

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.faults())
        .isEqualTo(status == 201 ? List.of() : List.of("/supersedes supersedes-better-tier"));
    assertThat(storedIds(issuer)).hasSize(status == 201 ? 2 : 1);
  }

  @Test
  void betterSourceThatComesLaterIsAProblemOfTheOneBefore() {
    Answer first = postFiling(superseding("api-late", "api-late-2", "press", "api-late-1"));
    postFiling(superseding("api-late", "api-late-1", "regulatory", "api-late-0"));

    assertThat(problems(first.json())).containsExactly("/supersedes unknown");
    assertThat(problems(get("/v1/filings/api-late-2").json()))
        .containsExactly("/supersedes supersedes-better-tier");
    assertThat(
            postFiling(superseding("api-late", "api-late-2", "press", "api-late-1")).text("status"))
        .isEqualTo("duplicate");
  }

  @Test
  void ofTwoThatSupersedeEachOtherTheLaterCounts() {
    postFiling(superseding("api-mutual", "api-m-1", "press", "api-m-2"));

    Answer second = postFiling(superseding("api-mutual", "api-m-2", "press", "api-m-1"));

    assertThat(second.status()).isEqualTo(201);
    assertThat(problems(second.json())).containsExactly("/supersedes supersedes-each-other");
    JsonNode first = get("/v1/filings/api-m-1").json();
    assertThat(problems(first)).containsExactly("/supersedes supersedes-each-other");
    assertThat(first.at("/problems/0/message").asString())
        .isEqualTo(second.json().at("/problems/0/message").asString())
        .contains("api-m-2 counts");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "[]", "{\"reason\": \" \"}", "{\"reason\": 5}", "{\"reason\": \"\\u0000\"}"})
  void retractionNeedsAReason(String body) {
    postFiling(filing("api-unreasoned", "api-u", "5"));

    Answer answer = post("/v1/filings/api-u/retraction", JSON, body);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.faults()).containsExactly("/reason required");
    assertThat(get("/v1/filings/api-u").text("status")).isEqualTo("accepted");
  }

  @Test
  void whatIsNotThereIsNotFound() {
    assertThat(get("/v1/filings/never-posted").status()).isEqualTo(404);
    assertThat(get("/v1/filings/a%20b").status()).isEqualTo(404);
    assertThat(post("/v1/filings/never-posted/retraction", JSON, "{\"reason\": \"x\"}").status())
        .isEqualTo(404);
  }

  @Test
  void listPagesInTheOrderOfArrivalAndMissesNothing() {
    List<String> posted = IntStream.range(0, 7).mapToObj(i -> "api-page-" + (9 - i)).toList();
    posted.forEach(id -> postFiling(filing("api-paged", id, "1")));

    List<String> listed = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = get("/v1/filings?issuer=api-paged&limit=3" + cursor).json();
      page.path("items").forEach(item -> listed.add(item.path("id").asString()));
      String next = page.path("next").asString(null);
      cursor = next == null ? null : "&cursor=" + next;
    } while (cursor != null);

    assertThat(listed).isEqualTo(posted);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=0",
        "limit=1001",
        "limit=many",
        "cursor=!",
        "cursor=bm90IGEgbnVtYmVy",
        "issuer=A%20B"
      })
  void badQueryOfAListIsABadRequest(String query) {
    Answer answer = get("/v1/filings?" + query);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e9999999999", "1e-99999999999"})
  void exponentBeyondAllExponentsIsOutOfRange(String value) {
    Answer answer = postFiling(filing(NOBODY, "x", "0").replace("\"0\"", value));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.faults()).containsExactly(" number-range");
    assertNothingIsStored();
  }

  @Test
  void brokenGzipIsUnreadable() {
    byte[] packed = gzip(filing(NOBODY, "x", "1"));

    Answer answer = post("/v1/filings", JSON, Arrays.copyOf(packed, packed.length - 12));

    assertThat(answer.status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {".", "..", "a;b"})
  void idThatAUrlCannotCarryIsRefused(String id) {
    Answer answer = postFiling(filing(NOBODY, id, "1"));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.faults()).containsExactly("/id id");
  }

  @Test
  void halfACharacterIsRefused() {
    Answer answer = postFiling(filing(NOBODY, "x", "1").replace("Gazette", "\\ud800"));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.faults()).containsExactly("/source/publisher text");
  }

  @Test
  void cursorThatWasNeverGivenIsABadRequest() {
    assertThat(get("/v1/issuers?cursor=AA").status()).isEqualTo(400);
  }

  /** Every endpoint of the service; what it is asked beside its own parameters. */
  @ParameterizedTest
  @CsvSource({
    "GET,  /v1/filings?issuers=a,                        did you mean issuer?",
    "GET,  /v1/filings?offset=5,                         'Known are cursor, format, issuer,"
        + " limit.'",
    "GET,  /v1/filings/some?verbose=true,                There are none.",
    "GET,  /v1/issuers?limits=5,                         did you mean limit?",
    "GET,  /v1/issuers/some?currency=USD,                There are none.",
    "GET,  /v1/concepts?kind=flow,                       Known are format.",
    "POST, /v1/filings?dry-run=true,                     did you mean dryRun?",
    "POST, /v1/filings?dryrun=true,                      did you mean dryRun?",
    "POST, /v1/filings?dryRun=true&dryRun=false,         is given 2 times",
    "POST, /v1/filings?dryRun=maybe,                     'true or false, not maybe'",
    "POST, /v1/filings/some/retraction?dryRun=true,      There are none.",
    "PUT,  /v1/issuers/bad-input?dryRun=true,            There are none."
  })
  void whatAnEndpointIsNotAskedForIsRefused(String method, String path, String detail) {
    String body = filing(NOBODY, "x", "1");

    Answer answer =
        switch (method) {
          case "GET" -> get(path);
          case "PUT" -> put(path, JSON, "{\"name\": \"Bad\"}");
          default -> post(path, JSON, body);
        };

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(answer.text("detail")).contains(detail);
    assertNothingIsStored();
  }

  @Test
  void actuatorIsLeftAlone() {
    assertThat(get("/actuator/health?verbose=1").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e9999999999", "1e-99999999999"})
  void exponentBeyondAllExponentsInAProfileIsOutOfRange(String cik) {
    Answer answer = put("/v1/issuers/" + NOBODY, JSON, "{\"cik\": " + cik + "}");

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.faults()).containsExactly(" number-range");
    assertNothingIsStored();
  }

  @Test
  void dryRunOfWhatWouldBeRefusedIsRefused() {
    postFiling(filing("api-dry", "api-dry", "5"));

    assertThat(post("/v1/filings?dryRun=true", JSON, filing("api-dry", "api-dry", "6")).status())
        .isEqualTo(409);
    assertThat(
            post(
                    "/v1/filings?dryRun=true",
                    JSON,
                    superseding("api-dry", "api-dry-2", "estimate", "api-dry"))
                .faults())
        .containsExactly("/supersedes supersedes-better-tier");
    assertThat(storedIds("api-dry")).containsExactly("api-dry");
  }

  @Test
  void dryRunWithoutAValueStoresNothing() {
    post("/v1/filings?dryRun", JSON, filing(NOBODY, "x", "1"));

    assertNothingIsStored();
  }
}
