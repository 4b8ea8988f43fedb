package dev.runrate.ingest.filing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runrate.common.event.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** SEC companyfacts as served: a filing per accession number, whole or not at all. */
class SecImportIT extends RunningService {
  private static final String IMPORT = "/v1/filings/sec-companyfacts";
  private static final String TEN_K = "-25-000001";
  private static final String TEN_Q = "-25-000002";

  /** The document with accession numbers of the test's own, as ids are the whole store's. */
  private static String document(String accession) {
    try (var in = SecImportIT.class.getResourceAsStream("/sec/companyfacts.json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("ACCN", accession);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String without(String document, String tag) {
    JsonNode root = Json.MAPPER.readTree(document);
    ((ObjectNode) root.at("/facts/us-gaap")).remove(tag);
    return root.toString();
  }

  private Answer send(String issuer, String document) {
    return post(IMPORT + "?issuer=" + issuer, JSON, document);
  }

  private static String filings(int accepted, int duplicate, int rejected) {
    return "{\"accepted\":%d,\"duplicate\":%d,\"rejected\":%d}"
        .formatted(accepted, duplicate, rejected);
  }

  private static String filings(Answer answer) {
    return answer.json().path("filings").toString();
  }

  private static String facts(Answer answer) {
    return answer.json().path("facts").toString();
  }

  @Test
  void accessionNumberIsAFilingPublishedOnTheDayItWasFiled() {
    Answer answer = send("sec-first", document("sec-first"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(filings(answer)).isEqualTo(filings(2, 0, 0));
    assertThat(facts(answer)).isEqualTo("{\"taken\":7,\"unmapped\":2,\"omitted\":0}");
    assertThat(answer.json().path("unmappedConcepts").asInt()).isEqualTo(2);
    JsonNode tenQ = get("/v1/filings/sec-first" + TEN_Q).json();
    assertThat(tenQ.path("form").asString()).isEqualTo("10-Q");
    assertThat(tenQ.at("/source/tier").asString()).isEqualTo("regulatory");
    assertThat(tenQ.at("/source/publishedOn").asString()).isEqualTo("2025-05-06");
    assertThat(tenQ.path("facts").toString())
        .contains("\"period\":\"2025-01-01/2025-03-31\",\"value\":\"-20000000.5\"")
        .contains("\"concept\":\"Cash\",\"period\":\"2025-03-31\",\"value\":\"75000000\"")
        .contains("\"period\":\"2024-01-01/2024-03-31\",\"value\":\"90000000\"");
  }

  @Test
  void factsHaveTheirTagAndThePrecisionThatTheirZerosTell() {
    send("sec-precise", document("sec-precise"));

    JsonNode tenK = get("/v1/filings/sec-precise" + TEN_K).json();
    assertThat(tenK.at("/facts/0/tag").asString()).isEqualTo("us-gaap:Revenues");
    assertThat(tenK.at("/facts/0/decimals").asInt()).isEqualTo(-6);
    // One of four amounts of the 10-Q has cents, so the others may be exact as well.
    JsonNode tenQ = get("/v1/filings/sec-precise" + TEN_Q).json();
    assertThat(tenQ.path("facts").toString()).doesNotContain("decimals");
  }

  @Test
  void issuerIsDescribedByItsDocument() {
    send("sec-described", document("sec-described"));

    Answer profile = get("/v1/issuers/sec-described");

    assertThat(profile.json().path("cik").asLong()).isEqualTo(777001);
    assertThat(profile.text("name")).isEqualTo("TINY ROBOTICS CORP");
    // What the engine learns from facts is no person's word.
    assertThat(profile.text("fiscalYearEnd")).isNull();
    assertThat(profile.text("reportingCurrency")).isNull();
  }

  @Test
  void documentSaysWhoseItIsWhereTheAddressDoesNot() {
    String document = document("sec-named").replace("777001", "777009").replace("TINY", "LITTLE");

    Answer answer = post(IMPORT, JSON, document);

    assertThat(answer.text("issuer")).isEqualTo("little-robotics");
    assertThat(storedIds("little-robotics")).hasSize(2);
  }

  @Test
  void importingAgainAddsNothing() {
    send("sec-again", document("sec-again"));

    Answer again = post(IMPORT + "?issuer=sec-again", JSON, gzip(document("sec-again")));

    assertThat(filings(again)).isEqualTo(filings(0, 2, 0));
    assertThat(facts(again)).startsWith("{\"taken\":0,");
    assertThat(storedIds("sec-again")).hasSize(2);
  }

  @Test
  void fullDocumentCompletesATrimmedOneOnce() {
    String full = document("sec-trimmed");
    send("sec-trimmed", without(full, "NetIncomeLoss"));

    Answer completing = send("sec-trimmed", full);
    Answer again = send("sec-trimmed", full);
    Answer trimmedAgain = send("sec-trimmed", without(full, "NetIncomeLoss"));

    assertThat(filings(completing)).isEqualTo(filings(2, 0, 0));
    assertThat(filings(again)).isEqualTo(filings(0, 2, 0));
    assertThat(filings(trimmedAgain)).isEqualTo(filings(0, 2, 0));
    assertThat(storedIds("sec-trimmed")).hasSize(4);
    String completed =
        storedIds("sec-trimmed").stream()
            .filter(id -> id.startsWith("sec-trimmed" + TEN_Q + ":"))
            .findFirst()
            .orElseThrow();
    JsonNode filing = get("/v1/filings/" + completed).json();
    assertThat(filing.path("supersedes").asString()).isEqualTo("sec-trimmed" + TEN_Q);
    assertThat(filing.path("facts").toString()).contains("NetIncome");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "{\"cik\": 1, \"facts\": []}",
        "{\"cik\": 1, \"cik\": 2, \"facts\": {}}",
        "{\"facts\": {\"us-gaap\": {\"Revenues\": {\"units\": {\"USD\": [5]}}}}}",
        "{\"facts\": {\"us-gaap\": {\"Revenues\": {\"units\": {\"USD\": [{\"val\": 1}]}}}}}"
      })
  void whatIsNoCompanyfactsDocumentIsUnreadable(String body) {
    Answer answer = send("sec-unreadable", body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("type")).isEqualTo("/problems/unreadable");
    assertNothingIsStored("sec-unreadable");
  }

  static Stream<Arguments> documentsThatBreakOff() {
    byte[] plain = document("sec-broken").getBytes(StandardCharsets.UTF_8);
    byte[] packed = gzip(document("sec-broken"));
    byte[] corrupt = packed.clone();
    Arrays.fill(corrupt, corrupt.length / 2, corrupt.length / 2 + 20, (byte) 0x55);
    return Stream.of(
        Arguments.of("cut in the middle", Arrays.copyOf(plain, plain.length / 2)),
        Arguments.of(
            "without its last brace",
            (document("sec-broken").strip() + "#")
                .replace("}#", "")
                .getBytes(StandardCharsets.UTF_8)),
        Arguments.of(
            "with something behind it",
            (document("sec-broken") + "{}").getBytes(StandardCharsets.UTF_8)),
        Arguments.of("gzip cut in the middle", Arrays.copyOf(packed, packed.length / 2)),
        Arguments.of("gzip without its end", Arrays.copyOf(packed, packed.length - 9)),
        Arguments.of("gzip with other bytes in it", corrupt));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("documentsThatBreakOff")
  void nothingIsTakenOfADocumentThatBreaksOff(String what, byte[] body) {
    Answer answer = post(IMPORT + "?issuer=sec-broken", JSON, body);

    assertThat(answer.status()).isEqualTo(400);
    assertNothingIsStored("sec-broken");
  }

  private void assertNothingIsStored(String issuer) {
    assertThat(storedIds(issuer)).isEmpty();
    assertThat(get("/v1/issuers/" + issuer).status()).isEqualTo(404);
  }

  /** A fact that cannot be; where it is told. */
  static Stream<Arguments> impossibleFacts() {
    return Stream.of(
        Arguments.of(
            "\"start\": \"2025-01-01\", \"end\": \"2025-03-31\", \"val\": 120000000",
            "\"start\": \"2025-01-01\", \"end\": \"2024-03-31\", \"val\": 120000000",
            "/facts/us-gaap/Revenues/units/USD/3/end period-order"),
        Arguments.of(
            "\"val\": 120000000",
            "\"val\": 1e40",
            "/facts/us-gaap/Revenues/units/USD/3/val number-range"),
        Arguments.of(
            "\"val\": 120000000",
            "\"val\": 1e9999999999",
            "/facts/us-gaap/Revenues/units/USD/3/val number-range"),
        Arguments.of(
            "\"val\": 120000000",
            "\"val\": null",
            "/facts/us-gaap/Revenues/units/USD/3/val number-range"),
        Arguments.of(
            "\"end\": \"2025-03-31\", \"val\": 75000000",
            "\"end\": \"2025-02-30\", \"val\": 75000000",
            "/facts/us-gaap/CashAndCashEquivalentsAtCarryingValue/units/USD/0/end date"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("impossibleFacts")
  void impossibleFactIsLeftOutAndReported(String right, String wrong, String fault) {
    String issuer = "sec-impossible-" + Math.abs(wrong.hashCode());
    String document = document(issuer);
    assertThat(document).contains(right);

    Answer answer = send(issuer, document.replace(right, wrong));

    assertThat(filings(answer)).isEqualTo(filings(2, 0, 0));
    assertThat(facts(answer)).isEqualTo("{\"taken\":6,\"unmapped\":2,\"omitted\":1}");
    JsonNode omitted = answer.json().at("/omissions/0");
    assertThat(omitted.path("id").asString()).isEqualTo(issuer + TEN_Q);
    assertThat(
            omitted.at("/errors/0/pointer").asString()
                + " "
                + omitted.at("/errors/0/code").asString())
        .isEqualTo(fault);
    assertThat(get("/v1/filings/" + issuer + TEN_Q).json().path("facts").size()).isEqualTo(3);
  }

  @Test
  void accessionOfWhichNobodyKnowsTheDayIsRejectedAndNoOther() {
    String document = document("sec-undated");
    int at = document.indexOf("2025-05-06");

    Answer answer =
        send("sec-undated", document.substring(0, at) + "2025-05-07" + document.substring(at + 10));

    assertThat(filings(answer)).isEqualTo(filings(1, 0, 1));
    assertThat(answer.json().at("/rejections/0/id").asString()).isEqualTo("sec-undated" + TEN_Q);
    assertThat(answer.json().at("/rejections/0/errors/0/code").asString())
        .isEqualTo("inconsistent");
    assertThat(storedIds("sec-undated")).containsExactly("sec-undated" + TEN_K);
  }

  @Test
  void whatIsOddIsTakenAndTold() {
    Answer answer =
        send("sec-odd", document("sec-odd").replace("\"val\": 120000000", "\"val\": -120000000"));

    assertThat(filings(answer)).isEqualTo(filings(2, 0, 0));
    JsonNode told = answer.json().at("/problems/0");
    assertThat(told.path("id").asString()).isEqualTo("sec-odd" + TEN_Q);
    assertThat(told.at("/errors/0/code").asString()).isEqualTo("negative-revenue");
    assertThat(problems(get("/v1/filings/sec-odd" + TEN_Q).json()))
        .containsExactly(told.at("/errors/0/pointer").asString() + " negative-revenue");
  }

  @Test
  void readingOfAnEarlierVersionIsReplacedOnce() {
    // As versions without tags and decimals have left it.
    for (String accession : List.of(TEN_K, TEN_Q)) {
      send("sec-scratch", document("sec-scratch"));
      String old =
          get("/v1/filings/sec-scratch" + accession)
              .body()
              .replace("sec-scratch", "sec-upgrade")
              .replaceAll(",\"decimals\":-\\d", "")
              .replaceAll(",\"tag\":\"[^\"]*\"", "");
      assertThat(postFiling(old).status()).isEqualTo(201);
    }

    Answer first = send("sec-upgrade", document("sec-upgrade"));
    Answer second = send("sec-upgrade", document("sec-upgrade"));

    assertThat(filings(first)).isEqualTo(filings(2, 0, 0));
    assertThat(filings(second)).isEqualTo(filings(0, 2, 0));
    List<String> replacing =
        storedIds("sec-upgrade").stream()
            .filter(id -> id.startsWith("sec-upgrade" + TEN_K + ":"))
            .toList();
    assertThat(replacing).hasSize(1);
    JsonNode filing = get("/v1/filings/" + replacing.getFirst()).json();
    assertThat(filing.path("supersedes").asString()).isEqualTo("sec-upgrade" + TEN_K);
    assertThat(filing.path("facts").toString()).contains("\"decimals\":-6");
  }

  @Test
  void retractedAccessionStaysRetracted() {
    send("sec-withdrawn", document("sec-withdrawn"));
    retract("sec-withdrawn" + TEN_Q);

    Answer again = send("sec-withdrawn", document("sec-withdrawn"));
    Answer changed =
        send("sec-withdrawn", document("sec-withdrawn").replace("120000000", "130000000"));

    for (Answer answer : List.of(again, changed)) {
      assertThat(filings(answer)).isEqualTo(filings(0, 2, 0));
      assertThat(answer.json().path("retracted").toString())
          .isEqualTo("[\"sec-withdrawn" + TEN_Q + "\"]");
    }
    assertThat(get("/v1/filings/sec-withdrawn" + TEN_Q).text("status")).isEqualTo("retracted");
    assertThat(storedIds("sec-withdrawn")).hasSize(2);
  }

  @Test
  void dryRunStoresNothing() {
    String document = document("sec-dry");

    Answer before = post(IMPORT + "?issuer=sec-dry&dryRun=true", JSON, document);
    assertNothingIsStored("sec-dry");
    send("sec-dry", document);
    Answer after = post(IMPORT + "?issuer=sec-dry&dryRun=true", JSON, document);
    Answer changed =
        post(
            IMPORT + "?issuer=sec-dry&dryRun=true",
            JSON,
            document.replace("120000000", "130000000"));

    assertThat(filings(before)).isEqualTo(filings(2, 0, 0));
    assertThat(facts(before)).startsWith("{\"taken\":7,");
    assertThat(before.json().path("dryRun").asBoolean()).isTrue();
    assertThat(filings(after)).isEqualTo(filings(0, 2, 0));
    assertThat(filings(changed)).isEqualTo(filings(1, 1, 0));
    assertThat(storedIds("sec-dry")).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dryRun=maybe", "issuers=a", "cik=5"})
  void whatTheImportIsNotAskedForIsRefused(String query) {
    assertThat(post(IMPORT + "?" + query, JSON, document("sec-query")).status()).isEqualTo(400);
  }

  @Test
  void factStatedTwiceIsTakenOnce() {
    String document = document("sec-twice");
    int at = document.indexOf("{\"start\": \"2025-01-01\"");
    String fact = document.substring(at, document.indexOf('}', at) + 1);

    Answer answer = send("sec-twice", document.replace(fact, fact + ", " + fact));

    assertThat(facts(answer)).startsWith("{\"taken\":7,");
  }

  @Test
  void accessionOfAnotherIssuerIsRejected() {
    send("sec-owner", document("sec-owner"));

    Answer same = send("sec-thief", document("sec-owner"));
    Answer changed = send("sec-thief", document("sec-owner").replace("120000000", "130000000"));

    assertThat(filings(same)).isEqualTo(filings(0, 0, 2));
    assertThat(filings(changed)).isEqualTo(filings(0, 0, 2));
    assertThat(storedIds("sec-thief")).isEmpty();
  }

  @Test
  void documentWithoutFactsCreatesNoIssuer() {
    send("sec-empty", "{\"cik\": 777002, \"entityName\": \"EMPTY CORP\", \"facts\": {}}");

    assertNothingIsStored("sec-empty");
  }

  @Test
  void nameWithANulSpoilsNoImport() {
    send("sec-nul", document("sec-nul").replace("TINY", "TI\\u0000NY"));

    Answer answer = post(IMPORT, JSON, document("sec-unspoilt").replace("777001", "777003"));

    assertThat(answer.status()).isEqualTo(200);
  }
}
