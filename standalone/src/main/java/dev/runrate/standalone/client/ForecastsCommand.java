package dev.runrate.standalone.client;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Who said what would be, and who was right. */
@Command(
    name = "forecasts",
    mixinStandardHelpOptions = true,
    description = "Who said what would be, when, and what came of it; then each source's record.")
public final class ForecastsCommand implements Callable<Integer> {
  @Mixin private Services services;

  @Parameters(paramLabel = "ISSUER", description = "e.g. openai")
  private String issuer;

  @Option(names = "--known-at", description = "Only what was published by this day.")
  private String knownAt;

  @Override
  public Integer call() {
    String path =
        "/v1/issuers/"
            + Services.encode(issuer)
            + "/forecasts"
            + (knownAt == null ? "" : "?knownAt=" + Services.encode(knownAt));
    JsonNode found = services.get(services.metrics(path));
    if (services.json()) {
      System.out.println(found.toPrettyString());
      return 0;
    }
    for (JsonNode forecast : found.path("forecasts")) {
      String segment = forecast.path("segment").asString("");
      System.out.println(
          forecast.path("concept").asString("")
              + (segment.isEmpty() ? "" : " of " + segment)
              + ": "
              + forecast.path("sentence").asString(""));
    }
    if (found.path("forecasts").isEmpty()) {
      System.out.println("Nobody has forecast anything.");
      return 0;
    }
    System.out.println();
    Table table =
        new Table().row("source", "said", "open", "hit", "missed", "beaten", "late", "certain");
    for (JsonNode source : found.path("sources")) {
      table.row(
          source.path("publisher").asString(""),
          number(source, "said"),
          number(source, "open"),
          number(source, "hit"),
          number(source, "missed"),
          number(source, "beaten"),
          number(source, "late"),
          number(source, "certain"));
    }
    table.print(System.out);
    return 0;
  }

  private static String number(JsonNode source, String member) {
    return Integer.toString(source.path(member).asInt(0));
  }
}
