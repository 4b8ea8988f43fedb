package dev.runrate.standalone.client;

import dev.runrate.common.event.Json;
import java.io.FileNotFoundException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Posts files of filings. */
@Command(
    name = "post",
    mixinStandardHelpOptions = true,
    description = {
      "Post filings: a filing in JSON, one a line in NDJSON, or a fact a row in CSV.",
      "The extension says which (.gz may follow), or --format. Exit code 1 if any was rejected."
    })
public final class PostCommand implements Callable<Integer> {
  enum Format {
    json,
    ndjson,
    csv
  }

  @Mixin private Services services;

  @Parameters(arity = "1..*", paramLabel = "FILE")
  private List<Path> files;

  @Option(names = "--format", description = "json, ndjson or csv, whatever the extension.")
  private Format format;

  @Option(
      names = "--dry-run",
      description = {
        "Store nothing; only say what would become of each filing, and of a single one (JSON)",
        "which figures and alerts would change."
      })
  private boolean dryRun;

  @Override
  public Integer call() throws Exception {
    boolean allTaken = true;
    for (Path file : files) {
      if (!Files.isReadable(file)) {
        throw new ClientException(file + " cannot be read");
      }
      allTaken &= post(file);
    }
    return allTaken ? 0 : 1;
  }

  private boolean post(Path file) throws FileNotFoundException {
    Format of = format != null ? format : format(file);
    return switch (of) {
      case json -> postOne(file);
      case ndjson -> postMany(file, "application/x-ndjson");
      case csv -> postMany(file, "text/csv");
    };
  }

  private static Format format(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT).replaceAll("\\.gz$", "");
    if (name.endsWith(".json")) {
      return Format.json;
    }
    if (name.endsWith(".ndjson") || name.endsWith(".jsonl")) {
      return Format.ndjson;
    }
    if (name.endsWith(".csv")) {
      return Format.csv;
    }
    throw new ClientException(
        file + ": the extension is none of .json, .ndjson, .csv; say --format");
  }

  private boolean postOne(Path file) throws FileNotFoundException {
    JsonNode answer =
        services.post(
            services.ingest("/v1/filings" + (dryRun ? "?dryRun=true" : "")),
            "application/json",
            HttpRequest.BodyPublishers.ofFile(file));
    if (services.json()) {
      System.out.println(answer.toPrettyString());
    } else if (dryRun) {
      preview(answer);
    } else {
      System.out.println(
          file
              + ": "
              + answer.path("status").asString("")
              + " as "
              + answer.path("id").asString(""));
    }
    if (!services.json()) {
      problems(file.toString(), answer);
    }
    return true;
  }

  private static void preview(JsonNode answer) {
    System.out.println(
        answer.path("snapshots").size()
            + " snapshots and "
            + answer.path("alerts").size()
            + " alerts would change; nothing is stored");
    for (JsonNode snapshot : answer.path("snapshots")) {
      JsonNode current = snapshot.path("current");
      System.out.println(
          "  "
              + snapshot.path("issuer").asString("")
              + "/"
              + snapshot.path("segment").asString("")
              + " "
              + current.path("period").path("label").asString(""));
      current
          .path("metrics")
          .properties()
          .forEach(m -> System.out.println("    " + m.getKey() + " " + Table.figure(m.getValue())));
    }
    for (JsonNode alert : answer.path("alerts")) {
      System.out.println(
          "  " + alert.path("state").asString("") + ": " + alert.path("summary").asString(""));
    }
  }

  private boolean postMany(Path file, String contentType) throws FileNotFoundException {
    Totals totals = new Totals();
    Progress progress = new Progress();
    HttpRequest request =
        HttpRequest.newBuilder(services.ingest("/v1/filings/bulk" + (dryRun ? "?dryRun=true" : "")))
            .header("Content-Type", contentType)
            .POST(HttpRequest.BodyPublishers.ofFile(file))
            .build();
    services.lines(
        request,
        line -> {
          JsonNode outcome = Json.MAPPER.readTree(line);
          if (services.json()) {
            System.out.println(line);
          }
          if (outcome.has("totals")) {
            totals.last = outcome;
          } else {
            progress.one();
            if (!services.json()) {
              if (outcome.path("status").asString("").equals("rejected")) {
                progress.clear();
                rejected(file, outcome);
              } else if (outcome.has("problems")) {
                progress.clear();
                problems(file + ":" + outcome.path("line").asLong(0), outcome);
              }
            }
          }
          return true;
        });
    progress.clear();
    if (totals.last == null) {
      throw new ClientException(file + ": the answer broke off");
    }
    JsonNode counts = totals.last.path("totals");
    if (!services.json()) {
      System.out.println(
          file
              + ": "
              + counts.path("accepted").asLong(0)
              + " accepted, "
              + counts.path("duplicate").asLong(0)
              + " duplicate, "
              + counts.path("rejected").asLong(0)
              + " rejected"
              + (dryRun ? "; nothing is stored" : "")
              + (totals.last.path("complete").asBoolean(true) ? "" : "; THE FILE BROKE OFF"));
    }
    return counts.path("rejected").asLong(0) == 0 && totals.last.path("complete").asBoolean(true);
  }

  /** What is odd in a filing that was taken. */
  private static void problems(String where, JsonNode answer) {
    if (!answer.path("problems").isEmpty()) {
      System.err.println(where + ": doubtful " + answer.path("id").asString(""));
    }
    for (JsonNode problem : answer.path("problems")) {
      System.err.println(
          "  "
              + problem.path("pointer").asString("")
              + ": "
              + problem.path("message").asString(""));
    }
  }

  private static void rejected(Path file, JsonNode outcome) {
    System.err.println(
        file
            + ":"
            + outcome.path("line").asLong(0)
            + ": rejected "
            + outcome.path("id").asString(""));
    for (JsonNode error : outcome.path("errors")) {
      System.err.println(
          "  " + error.path("pointer").asString("") + ": " + error.path("message").asString(""));
    }
  }

  private static final class Totals {
    JsonNode last;
  }
}
