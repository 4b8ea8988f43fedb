package dev.runrate.standalone.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Imports what others publish in bulk. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = "Import filings that others publish in bulk.",
    subcommands = ImportCommand.Sec.class)
public final class ImportCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    throw new ClientException("say what to import: runrate import sec FILE...");
  }

  /** SEC EDGAR's companyfacts. */
  @Command(
      name = "sec",
      mixinStandardHelpOptions = true,
      description = {
        "Import SEC EDGAR companyfacts as they are served: JSON files (gzipped or not),",
        "folders of them, or the SEC's own companyfacts.zip. One filing per accession number."
      })
  static final class Sec implements Callable<Integer> {
    @Mixin private Services services;

    @Parameters(arity = "1..*", paramLabel = "FILE")
    private List<Path> files;

    @Option(
        names = "--issuer",
        paramLabel = "SLUG",
        description = "Whose filings these are; else the SEC number or the entity's name tells.")
    private String issuer;

    @Option(
        names = "--dry-run",
        description = "Store nothing; only say what would become of the filings.")
    private boolean dryRun;

    /** A document, opened when its turn comes. */
    private interface Document {
      InputStream open() throws IOException;
    }

    private record Named(String name, Document document) {}

    @Override
    public Integer call() throws Exception {
      List<Named> documents = new ArrayList<>();
      List<ZipFile> zips = new ArrayList<>();
      for (Path file : files) {
        collect(file, documents, zips);
      }
      Progress progress = new Progress();
      boolean allTaken = true;
      for (Named each : documents) {
        allTaken &= post(each, progress);
        progress.step(documents.size(), "documents");
      }
      progress.clear();
      for (ZipFile zip : zips) {
        zip.close();
      }
      return allTaken ? 0 : 1;
    }

    private static void collect(Path file, List<Named> documents, List<ZipFile> zips)
        throws IOException {
      if (Files.isDirectory(file)) {
        try (Stream<Path> inside = Files.list(file)) {
          for (Path each : inside.sorted().toList()) {
            if (each.toString().matches(".*\\.(json|json\\.gz|zip)")) {
              collect(each, documents, zips);
            }
          }
        }
      } else if (file.toString().endsWith(".zip")) {
        ZipFile zip = new ZipFile(file.toFile());
        zips.add(zip);
        for (ZipEntry entry : Collections.list(zip.entries())) {
          if (entry.getName().endsWith(".json")) {
            documents.add(new Named(entry.getName(), () -> zip.getInputStream(entry)));
          }
        }
      } else if (Files.isReadable(file)) {
        documents.add(new Named(file.toString(), () -> Files.newInputStream(file)));
      } else {
        throw new ClientException(file + " cannot be read");
      }
    }

    private boolean post(Named document, Progress progress) {
      try {
        JsonNode answer =
            services.post(
                services.ingest(path()),
                "application/json",
                HttpRequest.BodyPublishers.ofInputStream(() -> open(document)));
        progress.clear();
        report(document.name, answer);
        return answer.path("filings").path("rejected").asInt(0) == 0;
      } catch (ClientException e) {
        progress.clear();
        System.err.println(document.name + ": " + e.getMessage());
        return false;
      }
    }

    private String path() {
      return "/v1/filings/sec-companyfacts?dryRun="
          + dryRun
          + (issuer == null ? "" : "&issuer=" + Services.encode(issuer));
    }

    private static InputStream open(Named document) {
      try {
        return document.document.open();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void report(String name, JsonNode answer) {
      if (services.json()) {
        System.out.println(answer);
        return;
      }
      JsonNode filings = answer.path("filings");
      System.out.println(
          name
              + ": "
              + answer.path("issuer").asString("")
              + ", "
              + filings.path("accepted").asInt(0)
              + " filings accepted, "
              + filings.path("duplicate").asInt(0)
              + " duplicate, "
              + filings.path("rejected").asInt(0)
              + " rejected; "
              + answer.path("facts").path("taken").asLong(0)
              + " facts taken, "
              + answer.path("facts").path("unmapped").asLong(0)
              + " without a place in the catalogue, "
              + answer.path("facts").path("omitted").asLong(0)
              + " left out"
              + (dryRun ? "; nothing is stored" : ""));
      faults("rejected", answer.path("rejections"));
      faults("left out of", answer.path("omissions"));
      faults("doubtful", answer.path("problems"));
      for (JsonNode retracted : answer.path("retracted")) {
        System.err.println("  stays retracted: " + retracted.asString(""));
      }
    }

    private static void faults(String what, JsonNode faulty) {
      for (JsonNode each : faulty) {
        System.err.println("  " + what + " " + each.path("id").asString(""));
        for (JsonNode error : each.path("errors")) {
          System.err.println(
              "    "
                  + error.path("pointer").asString("")
                  + ": "
                  + error.path("message").asString(""));
        }
      }
    }
  }
}
