package dev.runrate.standalone.client;

import dev.runrate.common.event.Json;
import java.io.FileNotFoundException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** Loads the examples, as a user would post them. */
public final class Demo {
  /** Whose filings with the SEC are among the examples: quarters of many years. */
  private static final List<String> OF_THE_SEC = List.of("nvidia", "tsmc", "snowflake");

  private Demo() {}

  public static void load(Services services, Consumer<String> out) throws FileNotFoundException {
    Path examples = Path.of(System.getProperty("runrate.home", "."), "examples");
    if (!Files.isDirectory(examples)) {
      throw new ClientException("there is no folder " + examples);
    }
    services.put(
        services.ingest("/v1/fx-rates"),
        "text/csv",
        HttpRequest.BodyPublishers.ofFile(examples.resolve("eurofxref.csv.gz")));
    // Once: an import has no way to leave out what the user retracted since.
    if (post(services, examples.resolve("filings.csv"), out) > 0) {
      for (String issuer : OF_THE_SEC) {
        importSec(services, issuer, examples.resolve("sec").resolve(issuer + ".json.gz"));
      }
    }
    out.accept("The figures follow within a second: ./runrate issuers");
  }

  private static void importSec(Services services, String issuer, Path file)
      throws FileNotFoundException {
    services.post(
        services.ingest("/v1/filings/sec-companyfacts?issuer=" + issuer),
        "application/json",
        HttpRequest.BodyPublishers.ofFile(file));
  }

  /** How many filings are new. */
  private static long post(Services services, Path file, Consumer<String> out)
      throws FileNotFoundException {
    AtomicLong accepted = new AtomicLong();
    HttpRequest request =
        // What the user retracted does not come back with every start.
        services
            .request(services.ingest("/v1/filings/bulk?reinstate=false"))
            .header("Content-Type", "text/csv")
            .POST(HttpRequest.BodyPublishers.ofFile(file))
            .build();
    services.lines(
        request,
        line -> {
          JsonNode outcome = Json.MAPPER.readTree(line);
          if (outcome.has("totals")) {
            JsonNode totals = outcome.path("totals");
            accepted.set(totals.path("accepted").asLong(0));
            out.accept(
                "examples: "
                    + accepted
                    + " filings accepted, "
                    + totals.path("duplicate").asLong(0)
                    + " known already, "
                    + totals.path("rejected").asLong(0)
                    + " rejected");
          }
          return true;
        });
    return accepted.get();
  }
}
