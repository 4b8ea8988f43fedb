package dev.runrate.ingest.filing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runrate.common.event.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Many filings in a request: an outcome for each, and the bad never stop the good. */
class BulkIT extends RunningService {
  private static final String BULK = "/v1/filings/bulk";
  private static final String HEADER =
      "filing,issuer,concept,period,value,unit,tier,publisher,publishedOn\n";
  private static final int PATIENCE_MS = 60_000;

  private Answer ndjson(String... lines) {
    return post(BULK, NDJSON, String.join("\n", lines));
  }

  private Answer csv(String... rows) {
    return post(BULK, CSV, HEADER + String.join("\n", rows) + "\n");
  }

  private static String row(String filing, String issuer, String period, String value) {
    return String.join(
        ",", filing, issuer, "Revenue", period, value, "USD", "press", "Gazette", "2025-05-01");
  }

  /** {@code line status} of every filing; the line of totals is left out. */
  private static List<String> outcomes(Answer answer) {
    List<String> outcomes = new ArrayList<>();
    for (JsonNode line : answer.lines()) {
      if (line.has("status")) {
        outcomes.add(line.path("line").asInt() + " " + line.path("status").asString());
      }
    }
    return outcomes;
  }

  private static String summary(Answer answer) {
    return answer.lines().getLast().toString();
  }

  private static String summary(int accepted, int duplicate, int rejected, boolean complete) {
    return "{\"totals\":{\"accepted\":%d,\"duplicate\":%d,\"rejected\":%d},\"complete\":%b}"
        .formatted(accepted, duplicate, rejected, complete);
  }

  @Test
  void everyLineGetsItsOutcomeAndTheLastTellsTheTotals() {
    Answer answer =
        ndjson(
            filing("bulk-lines", "bulk-1", "1"),
            "",
            filing("bulk-lines", "bulk-2", "2"),
            filing("bulk-lines", "bulk-1", "1"),
            filing("bulk-lines", "bulk-1", "999"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains(NDJSON);
    assertThat(outcomes(answer))
        .containsExactly("1 accepted", "3 accepted", "4 duplicate", "5 rejected");
    assertThat(summary(answer)).isEqualTo(summary(2, 1, 1, true));
    assertThat(storedIds("bulk-lines")).containsExactlyInAnyOrder("bulk-1", "bulk-2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {broken         | unreadable
          null            | type
          "a text"        | type
          {"a":1,"a":2}   | unreadable
          {"a": NaN}      | unreadable
          not json at all | unreadable
          """)
  void badLineNeverStopsGoodOnes(String bad, String code) {
    String issuer = "bulk-good-" + Math.abs(bad.hashCode());

    Answer answer =
        ndjson(
            filing(issuer, issuer + "-before", "1"), bad, filing(issuer, issuer + "-after", "2"));

    assertThat(outcomes(answer)).containsExactly("1 accepted", "2 rejected", "3 accepted");
    assertThat(answer.lines().get(1).at("/errors/0/code").asString()).isEqualTo(code);
    assertThat(storedIds(issuer)).hasSize(2);
  }

  @Test
  void lineThatIsTooLongIsPassedOver() {
    Answer answer =
        ndjson("x".repeat(5_000_000), filing("bulk-after-long", "bulk-after-long", "1"));

    assertThat(outcomes(answer)).containsExactly("1 rejected", "2 accepted");
    assertThat(answer.lines().getFirst().at("/errors/0/code").asString()).isEqualTo("too-large");
  }

  @Test
  void allFaultsOfABadFilingAreTold() {
    Answer answer = ndjson("{\"issuer\": \"A B\"}");

    List<String> faults = new ArrayList<>();
    answer.lines().getFirst().path("errors").forEach(e -> faults.add(e.path("pointer").asString()));
    assertThat(faults).containsExactly("/issuer", "/source", "/facts");
  }

  @Test
  void gzipIsTakenWithoutBeingAnnounced() {
    Answer answer =
        post(
            BULK,
            NDJSON,
            gzip(filing("bulk-gzip", "bulk-g1", "1") + "\n" + filing("bulk-gzip", "bulk-g2", "2")));

    assertThat(summary(answer)).isEqualTo(summary(2, 0, 0, true));
  }

  @Test
  void whatCameBeforeTheDocumentBrokeOffIsKept() {
    byte[] packed = gzip(filing("bulk-cut", "bulk-cut", "1") + "\n");

    Answer answer = post(BULK, NDJSON, Arrays.copyOf(packed, packed.length - 9));

    assertThat(outcomes(answer)).first().isEqualTo("1 accepted");
    assertThat(answer.lines().getLast().path("complete").asBoolean()).isFalse();
    assertThat(storedIds("bulk-cut")).containsExactly("bulk-cut");
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "text/plain", "application/xml"})
  void otherTypesAreRefused(String type) {
    assertThat(post(BULK, type, filing("bulk-type", "bulk-type", "1")).status()).isEqualTo(415);
  }

  @Test
  void emptyDocumentHasTotalsOfNothing() {
    assertThat(ndjson("").body().strip()).isEqualTo(summary(0, 0, 0, true));
  }

  @Test
  void outcomeIsSentWhileTheDocumentIsStillComing() throws IOException {
    try (Socket socket = connect()) {
      OutputStream out = socket.getOutputStream();
      BufferedReader in = reader(socket);
      out.write(head("Transfer-Encoding: chunked"));
      chunk(out, filing("bulk-live", "bulk-live-1", "1") + "\n");

      String first = lineWith(in, "bulk-live-1");
      chunk(out, filing("bulk-live", "bulk-live-2", "2") + "\n");
      String second = lineWith(in, "bulk-live-2");
      out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

      assertThat(Json.MAPPER.readTree(first).path("status").asString()).isEqualTo("accepted");
      assertThat(Json.MAPPER.readTree(second).path("line").asInt()).isEqualTo(2);
      assertThat(lineWith(in, "totals")).isEqualTo(summary(2, 0, 0, true));
    }
  }

  @Test
  void clientThatReadsNothingUntilItHasSentAllGetsEveryOutcome() throws IOException {
    int count = 50_000;
    // Too much for the buffers of both sides: server and client would wait for each other for ever.
    byte[] body = "{\"issuer\": \"A B\"}\n".repeat(count).getBytes(StandardCharsets.US_ASCII);
    try (Socket socket = connect()) {
      socket.getOutputStream().write(head("Content-Length: " + body.length));
      socket.getOutputStream().write(body);

      BufferedReader in = reader(socket);

      assertThat(lineWith(in, "totals")).isEqualTo(summary(0, 0, count, true));
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket("127.0.0.1", port);
    socket.setSoTimeout(PATIENCE_MS);
    return socket;
  }

  private static byte[] head(String framing) {
    return ("POST "
            + BULK
            + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: "
            + NDJSON
            + "\r\n"
            + framing
            + "\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static void chunk(OutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.write(bytes);
    out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  private static String lineWith(BufferedReader in, String part) throws IOException {
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.contains(part)) {
        return line;
      }
    }
    throw new AssertionError("the answer ended without " + part);
  }

  @Test
  void rowsOfACsvFilingNeedNotAdjoin() {
    Answer answer =
        csv(
            row("csv-1", "csv-shuffled", "2025-Q1", "1"),
            row("csv-2", "csv-shuffled", "2025-Q1", "2"),
            row("csv-1", "csv-shuffled", "2024-Q2", "3"));

    assertThat(outcomes(answer)).containsExactly("2 accepted", "3 accepted");
    assertThat(get("/v1/filings/csv-1").json().path("facts").size()).isEqualTo(2);
  }

  @Test
  void quotesCommasAndLineBreaksBelongToTheCell() {
    Answer answer =
        csv(
            row("csv-q", "csv-quoted", "2024", "1")
                .replace("Gazette", "\"A, \"\"B\"\"\n& Söhne\""));

    assertThat(summary(answer)).isEqualTo(summary(1, 0, 0, true));
    assertThat(get("/v1/filings/csv-q").json().at("/source/publisher").asString())
        .isEqualTo("A, \"B\"\n& Söhne");
  }

  @Test
  void faultOfACsvFilingNamesItsLineAndLeavesTheOthersAlone() {
    Answer answer =
        csv(
            row("csv-ok-1", "csv-faults", "2024", "1"),
            row("csv-bad", "csv-faults", "2024", "many"),
            "csv-short,csv-faults",
            row("csv-ok-2", "csv-faults", "2024", "2"));

    assertThat(outcomes(answer))
        .containsExactlyInAnyOrder("2 accepted", "3 rejected", "4 rejected", "5 accepted");
    assertThat(answer.body()).contains("/facts/0/value").contains("line 3: ");
    assertThat(storedIds("csv-faults")).containsExactlyInAnyOrder("csv-ok-1", "csv-ok-2");
  }

  @Test
  void rowsThatDisagreeAboutTheirFilingRejectIt() {
    Answer answer =
        csv(
            row("csv-two", "csv-disagree", "2025-Q1", "1"),
            row("csv-two", "csv-disagree", "2024-Q2", "1").replace("Gazette", "Herald"));

    assertThat(outcomes(answer)).containsExactly("2 rejected");
    assertThat(answer.lines().getFirst().at("/errors/0/pointer").asString())
        .isEqualTo("/source/publisher");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a,b\n1,2\n", "filing,issuer,concept,period\n", "filing;issuer\n"})
  void headerThatCannotBeUsedIsRefused(String document) {
    Answer answer = post(BULK, CSV, document);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.faults()).containsExactly(" header");
  }

  @Test
  void csvAndJsonOfOneFilingAreTheSame() {
    ndjson(filing("csv-same", "csv-same", "10").replace("\"form\": \"press\",", ""));

    Answer answer = csv(row("csv-same", "csv-same", "2025-Q1", "10.0"));

    assertThat(outcomes(answer)).containsExactly("2 duplicate");
  }

  @Test
  void exponentBeyondAllExponentsStopsNothing() {
    Answer answer =
        ndjson(
            filing("bulk-exponent", "x", "0").replace("\"0\"", "1e9999999999"),
            filing("bulk-exponent", "bulk-exponent", "1"));

    assertThat(outcomes(answer)).containsExactly("1 rejected", "2 accepted");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"csv-b,\"open", "csv-b,\"a\"b,Revenue,2024,1,USD,press,Gazette,2025-05-01"})
  void strayQuoteLosesNoOtherRow(String bad) {
    String issuer = "csv-quote-" + bad.length();

    csv(row(issuer + "-1", issuer, "2024", "1"), bad, row(issuer + "-2", issuer, "2024", "2"));

    assertThat(storedIds(issuer)).contains(issuer + "-1");
  }

  private static String pointerAndCode(JsonNode fault) {
    return fault.path("pointer").asString() + " " + fault.path("code").asString();
  }

  @ParameterizedTest
  @CsvSource({
    "2025-Q1, 1e15, /facts/0/value size",
    "2025,    5,    /facts/0/period period-not-over",
    "2026-Q1, 5,    /facts/0/period period-not-begun"
  })
  void whatCannotBeIsRejectedInCsvAndInNdjson(String period, String value, String fault) {
    String issuer = "bulk-cannot-" + period.toLowerCase(Locale.ROOT) + "-" + value;

    Answer csv =
        csv(row(issuer + "-1", issuer, period, value), row(issuer + "-2", issuer, "2024", "1"));
    Answer ndjson =
        ndjson(
            filing(issuer, issuer + "-3", value).replace("2025-Q1", period),
            filing(issuer, issuer + "-4", "1"));

    assertThat(outcomes(csv)).containsExactly("2 rejected", "3 accepted");
    assertThat(pointerAndCode(csv.lines().getFirst().at("/errors/0"))).isEqualTo(fault);
    assertThat(csv.lines().getFirst().at("/errors/0/message").asString()).startsWith("line 2: ");
    assertThat(outcomes(ndjson)).containsExactly("1 rejected", "2 accepted");
    assertThat(pointerAndCode(ndjson.lines().getFirst().at("/errors/0"))).isEqualTo(fault);
    assertThat(storedIds(issuer)).containsExactly(issuer + "-2", issuer + "-4");
  }

  @Test
  void whatIsOddIsTakenAndToldInCsvAndInNdjson() {
    Answer csv = csv(row("bulk-odd-1", "bulk-odd", "2024", "-5"));
    Answer ndjson = ndjson(filing("bulk-odd", "bulk-odd-2", "-5"));

    for (Answer answer : List.of(csv, ndjson)) {
      JsonNode outcome = answer.lines().getFirst();
      assertThat(outcome.path("status").asString()).isEqualTo("accepted");
      assertThat(problems(outcome)).containsExactly("/facts/0/value negative-revenue");
    }
    assertThat(problems(get("/v1/filings/bulk-odd-1").json()))
        .containsExactly("/facts/0/value negative-revenue");
  }

  @Test
  void olderFilingIsKnownToTheNextLine() {
    Answer answer =
        ndjson(
            filing("bulk-tier", "bulk-tier-1", "1"),
            filing("bulk-tier", "bulk-tier-2", "2")
                .replace("\"tier\": \"press\"", "\"tier\": \"estimate\"")
                .replace("\"form\"", "\"supersedes\": \"bulk-tier-1\", \"form\""),
            filing("bulk-tier", "bulk-tier-3", "3"));

    assertThat(outcomes(answer)).containsExactly("1 accepted", "2 rejected", "3 accepted");
    assertThat(pointerAndCode(answer.lines().get(1).at("/errors/0")))
        .isEqualTo("/supersedes supersedes-better-tier");
    assertThat(storedIds("bulk-tier")).containsExactly("bulk-tier-1", "bulk-tier-3");
  }

  @Test
  void retractedFilingStandsAgainWhenItIsPostedAgain() {
    String filing = filing("bulk-again", "bulk-again", "1");
    ndjson(filing);
    retract("bulk-again");

    assertThat(outcomes(ndjson(filing, filing))).containsExactly("1 accepted", "2 duplicate");
    assertThat(get("/v1/filings/bulk-again").text("status")).isEqualTo("accepted");
  }

  @Test
  void retractedFilingStaysRetractedWhereItIsNotMeant() {
    String filing = filing("bulk-spared", "bulk-spared", "1");
    ndjson(filing);
    retract("bulk-spared");

    Answer answer =
        post(
            BULK + "?reinstate=false",
            NDJSON,
            filing + "\n" + filing("bulk-spared", "bulk-spared-2", "2"));

    assertThat(outcomes(answer)).containsExactly("1 duplicate", "2 accepted");
    assertThat(get("/v1/filings/bulk-spared").text("status")).isEqualTo("retracted");
  }

  @Test
  void dryRunSaysWhatWouldBecomeOfEachFilingAndStoresNothing() {
    String known = filing("bulk-dry", "bulk-dry-known", "1");
    String retracted = filing("bulk-dry", "bulk-dry-retracted", "1");
    ndjson(known, retracted);
    retract("bulk-dry-retracted");
    String lines =
        String.join(
            "\n",
            known,
            filing("bulk-dry", "bulk-dry-known", "2"),
            filing("bulk-dry", "bulk-dry-new", "-3"),
            filing("bulk-dry", "bulk-dry-new", "-3"),
            filing("bulk-dry", "bulk-dry-new", "4"),
            retracted,
            filing("bulk-dry-other", "bulk-dry-bad", "many"));

    Answer answer = post(BULK + "?dryRun=true", NDJSON, lines);

    assertThat(outcomes(answer))
        .containsExactly(
            "1 duplicate",
            "2 rejected",
            "3 accepted",
            "4 duplicate",
            "5 rejected",
            "6 accepted",
            "7 rejected");
    assertThat(problems(answer.lines().get(2))).containsExactly("/facts/0/value negative-revenue");
    assertThat(answer.lines()).allMatch(line -> line.path("dryRun").asBoolean());
    assertThat(summary(answer))
        .isEqualTo(summary(2, 2, 3, true).replace("true}", "true,\"dryRun\":true}"));
    assertThat(storedIds("bulk-dry")).containsExactly("bulk-dry-known", "bulk-dry-retracted");
    assertThat(get("/v1/filings/bulk-dry-retracted").text("status")).isEqualTo("retracted");
  }

  @Test
  void dryRunOfCsvStoresNothing() {
    Answer answer =
        post(BULK + "?dryRun", CSV, HEADER + row("csv-dry", "csv-dry", "2024", "1") + "\n");

    assertThat(outcomes(answer)).containsExactly("2 accepted");
    assertThat(storedIds("csv-dry")).isEmpty();
    assertThat(get("/v1/issuers/csv-dry").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dryRun=maybe", "dry-run=true", "verbose"})
  void whatBulkIsNotAskedForIsRefused(String query) {
    Answer answer = post(BULK + "?" + query, NDJSON, filing("bulk-query", "bulk-query", "1"));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(storedIds("bulk-query")).isEmpty();
  }

  @Test
  void filingsThatWereOpenWhenTheStreamBrokeAreReported() {
    byte[] packed =
        gzip(
            HEADER
                + row("csv-cut-1", "csv-cut", "2024-Q1", "1")
                + "\n"
                + row("csv-cut-2", "csv-cut", "2024-Q1", "2")
                + "\n");

    // The data are whole; what is missing is the end of the gzip.
    Answer answer = post(BULK, CSV, Arrays.copyOf(packed, packed.length - 6));

    List<String> told = new ArrayList<>();
    for (JsonNode line : answer.lines()) {
      if (line.has("id")) {
        told.add(line.path("id").asString() + " " + line.at("/errors/0/code").asString());
      }
    }
    assertThat(told).contains("csv-cut-1 broken-off");
    assertThat(answer.lines().getLast().path("complete").asBoolean()).isFalse();
    assertThat(storedIds("csv-cut")).isEmpty();
  }

  @Test
  void byteOrderMarkOfASpreadsheetIsPassedOver() {
    Answer answer = post(BULK, CSV, "\ufeff" + HEADER + row("csv-bom", "csv-bom", "2024", "1"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(summary(answer)).isEqualTo(summary(1, 0, 0, true));
  }

  @Test
  void typeMayBeInCapitals() {
    Answer answer = post(BULK, "TEXT/CSV", HEADER + row("csv-caps", "csv-caps", "2024", "1"));

    assertThat(summary(answer)).isEqualTo(summary(1, 0, 0, true));
  }

  @Test
  void sameRowsInAnotherOrderAreTheSameFiling() {
    csv(row("csv-o", "csv-order", "2025-Q1", "1"), row("csv-o", "csv-order", "2024-Q2", "2"));

    Answer answer =
        csv(row("csv-o", "csv-order", "2024-Q2", "2"), row("csv-o", "csv-order", "2025-Q1", "1"));

    assertThat(outcomes(answer)).containsExactly("2 duplicate");
  }

  @Test
  void quoteThatIsNeverClosedSwallowsNoRowsBehindIt() {
    Answer answer =
        post(
            BULK,
            CSV,
            HEADER.strip()
                + ",title\n"
                + row("csv-open-1", "csv-open", "2024", "1")
                + ",fine\n"
                + row("csv-open-2", "csv-open", "2024", "2")
                + ",\"never closed\n"
                + row("csv-open-3", "csv-open", "2024", "3")
                + ",fine\n");

    assertThat(storedIds("csv-open")).contains("csv-open-1").doesNotContain("csv-open-2");
    assertThat(answer.lines())
        .anyMatch(
            line ->
                line.path("id").asString("").equals("csv-open-2")
                    && line.at("/errors/0/code").asString().equals("broken-off"));
    assertThat(answer.lines().getLast().path("complete").asBoolean()).isFalse();
  }

  /** Each line would be answered with a thousand faults; nobody reads them. */
  @Test
  void aClientThatNeverReadsIsGivenUpAndFillsNoMemory() throws Exception {
    byte[] line =
        ("{\"issuer\":\"bulk-unread\",\"facts\":[" + "{},".repeat(400) + "{}]}\n")
            .getBytes(StandardCharsets.UTF_8);
    byte[] chunk =
        (Integer.toHexString(line.length)
                + "\r\n"
                + new String(line, StandardCharsets.UTF_8)
                + "\r\n")
            .getBytes(StandardCharsets.UTF_8);
    int sent = 0;
    try (Socket client = new Socket("127.0.0.1", port)) {
      client.setReceiveBufferSize(4_096);
      OutputStream out = client.getOutputStream();
      out.write(
          ("POST "
                  + BULK
                  + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
                  + NDJSON
                  + "\r\nTransfer-Encoding: chunked\r\n\r\n")
              .getBytes(StandardCharsets.UTF_8));
      for (; sent < 200_000; sent++) {
        out.write(chunk);
      }
    } catch (IOException given) {
      // Up, as it should be.
    }

    // What both ends' buffers hold, and what waits by the bound; never all of it.
    assertThat(sent).isLessThan(50_000);
    assertThat(ndjson("{}").lines()).hasSize(2);
  }
}
