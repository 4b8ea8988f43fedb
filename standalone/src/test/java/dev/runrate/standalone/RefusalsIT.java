package dev.runrate.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runrate.common.event.Json;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked in a way that nobody understands is refused, and what is tried is not done. */
class RefusalsIT {
  private static Live live;

  @BeforeAll
  static void start() throws Exception {
    live = Live.system();
  }

  /** Every endpoint of metrics-service and alert-service; those of ingest have a table there. */
  @ParameterizedTest
  @CsvSource({
    "metrics, GET,  /v1/issuers?curency=USD,                     did you mean currency?",
    "metrics, GET,  /v1/issuers/acme/snapshot?knowAt=2025-01-01, did you mean knownAt?",
    "metrics, GET,  /v1/issuers/acme/series/revenue?spam=year,   did you mean span?",
    "metrics, GET,  /v1/issuers/acme/explain/revenue?periods=2024, did you mean period?",
    "metrics, GET,  /v1/conflicts?issuers=acme,                  did you mean issuer?",
    "metrics, GET,  /v1/metrics?unit=ratio,                      Known are format.",
    "metrics, GET,  /v1/stream?issuer=acme,                      There are none.",
    "metrics, GET,  /internal/issuers?limit=5,                   There are none.",
    "metrics, GET,  /internal/issuers/acme/vintages?too=2025-01-01, did you mean to?",
    "metrics, POST, /internal/dry-run?dryRun=true,               There are none.",
    "alerts,  GET,  /v1/alerts?severty=info,                     did you mean severity?",
    "alerts,  GET,  /v1/alerts?issuer=a&issuer=b,                is given 2 times",
    "alerts,  GET,  /v1/alerts/some?verbose=true,                There are none.",
    "alerts,  GET,  /v1/alerts/stream?issuer=acme,               There are none.",
    "alerts,  POST, /internal/dry-run?dryRun=true,               There are none.",
    "alerts,  GET,  /v1/rules?limits=5,                          did you mean limit?",
    "alerts,  GET,  /v1/rules/some?verbose=true,                 There are none.",
    "alerts,  POST, /v1/rules/backtest?issuer=acme,              There are none.",
    "alerts,  GET,  /v1/subscriptions?limits=5,                  did you mean limit?",
    "alerts,  POST, /v1/subscriptions?dryRun=true,               There are none.",
    "alerts,  GET,  /v1/silences?limits=5,                       did you mean limit?",
    "alerts,  POST, /v1/silences?dryRun=true,                    There are none."
  })
  void whatAnEndpointIsNotAskedForIsRefused(
      String service, String method, String path, String detail) throws Exception {
    URI uri = service.equals("metrics") ? live.metrics(path) : live.alerts(path);

    HttpResponse<String> answer = live.send(method, uri, method.equals("GET") ? "" : "{}");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(Json.MAPPER.readTree(answer.body()).path("detail").asString("")).contains(detail);
  }

  @Test
  void pageTakesWhatItsReadersPutInItsAddress() throws Exception {
    assertThat(live.send("GET", live.metrics("/?utm_source=mail"), "").statusCode()).isEqualTo(200);
  }

  private static int command(String... arguments) {
    String[] all = new String[arguments.length + 2];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "--ingest-port";
    all[arguments.length + 1] = Integer.toString(live.ingestPort());
    return Runrate.commandLine().execute(all);
  }

  private static Path write(Path directory, String name, String text) throws Exception {
    return Files.writeString(directory.resolve(name), text);
  }

  private static void assertNothingIsStored(String issuer) throws Exception {
    assertThat(live.get(live.ingest("/v1/filings?issuer=" + issuer)).path("items")).isEmpty();
    assertThat(live.send("GET", live.ingest("/v1/issuers/" + issuer), "").statusCode())
        .isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "ndjson", "csv"})
  void postOfEveryFormatCanBeTriedDry(String format, @TempDir Path directory) throws Exception {
    String issuer = "dry-" + format;
    String filing = Live.quarter(issuer, "2024-Q3", "Revenue", "5", "USD");
    String csv =
        "filing,issuer,concept,period,value,unit,tier,publishedOn\n%s,%s,Revenue,2024,5,USD,press,2025-05-01\n"
            .formatted(issuer, issuer);
    Path file =
        write(
            directory,
            "filings." + format,
            format.equals("csv") ? csv : filing.replace("\n", " ") + "\n");

    assertThat(command("post", "--dry-run", file.toString())).isZero();
    assertNothingIsStored(issuer);

    assertThat(command("post", file.toString())).isZero();
    assertThat(live.get(live.ingest("/v1/filings?issuer=" + issuer)).path("items")).hasSize(1);
  }

  @Test
  void importCanBeTriedDry(@TempDir Path directory) throws Exception {
    Path served = Live.EXAMPLES.resolve("sec").resolve("tsmc.json.gz");
    String document;
    try (InputStream in = new GZIPInputStream(Files.newInputStream(served))) {
      // Accession numbers of the test's own, as ids are the whole store's.
      document = new String(in.readAllBytes(), UTF_8).replace("\"0001193125-", "\"dry-sec-");
    }
    String file = write(directory, "tsmc.json", document).toString();

    assertThat(command("import", "sec", "--dry-run", "--issuer", "dry-sec", file)).isZero();
    assertNothingIsStored("dry-sec");

    assertThat(command("import", "sec", "--issuer", "dry-sec", file)).isZero();
    assertThat(live.get(live.ingest("/v1/filings?issuer=dry-sec")).path("items")).isNotEmpty();
  }
}
