package dev.runrate.standalone.client;

import dev.runrate.common.event.Json;
import java.io.FileNotFoundException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
      "Post filings: a filing in JSON, one a line in NDJSON, or a fact a row in CSV; or a report",
      "as it is filed: inline XBRL (.htm, .xhtml), an XBRL instance (.xml), xBRL-JSON (.json), a",
      "zip of these. The extension says which (.gz may follow), or --format. Exit code 1 if any",
      "was rejected."
    })
public final class PostCommand implements Callable<Integer> {
  enum Format {
    json,
    ndjson,
    csv,
    xbrl
  }

  /** As EDGAR names files and folders: 0001045810-25-000209, 000104581025000209. */
  private static final Pattern ACCESSION =
      Pattern.compile("(?<!\\d)(\\d{10})-?(\\d{2})-?(\\d{6})(?!\\d)");

  @Mixin private Services services;

  @Parameters(arity = "1..*", paramLabel = "FILE")
  private List<Path> files;

  @Option(names = "--format", description = "json, ndjson, csv or xbrl, whatever the extension.")
  private Format format;

  @Option(
      names = "--id",
      description = "Of a report: its accession number. Else it is looked for in the file's path.")
  private String id;

  @Option(
      names = "--issuer",
      description = "Of a report: whose it is. Else it is found by its number or name.")
  private String issuer;

  @Option(
      names = "--published-on",
      paramLabel = "DATE",
      description = "Of a report: the day it was published, which it does not say itself.")
  private String publishedOn;

  @Option(names = "--url", description = "Of a report: where it is published.")
  private String url;

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
      case json -> postOne(file, "application/json");
      case xbrl -> postOne(file, "application/octet-stream");
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
    if (name.matches(".*\\.(x?html?|xml|xbrl|zip)")) {
      return Format.xbrl;
    }
    throw new ClientException(
        file + ": the extension is none of .json, .ndjson, .csv, .htm, .xml, .zip; say --format");
  }

  private boolean postOne(Path file, String contentType) throws FileNotFoundException {
    JsonNode answer =
        services.post(
            services.ingest("/v1/filings" + parameters(file, contentType)),
            contentType,
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

  private String parameters(Path file, String contentType) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("dryRun", dryRun ? "true" : null);
    parameters.put("id", id);
    parameters.put("issuer", issuer);
    parameters.put("publishedOn", publishedOn);
    parameters.put("url", url);
    Matcher accession = ACCESSION.matcher(file.toAbsolutePath().toString());
    if (id == null && !contentType.equals("application/json") && accession.find()) {
      parameters.put(
          "id", accession.group(1) + "-" + accession.group(2) + "-" + accession.group(3));
    }
    StringBuilder query = new StringBuilder();
    parameters.forEach(
        (name, value) -> {
          if (value != null) {
            query
                .append(query.isEmpty() ? "?" : "&")
                .append(name)
                .append('=')
                .append(Services.encode(value));
          }
        });
    return query.toString();
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
        services
            .request(services.ingest("/v1/filings/bulk" + (dryRun ? "?dryRun=true" : "")))
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
