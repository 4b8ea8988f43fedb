package dev.runrate.standalone.client;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Who only repeats. */
@Command(
    name = "echoes",
    mixinStandardHelpOptions = true,
    description = "Figures that several state: how many independent voices, and who was first.")
public final class EchoesCommand implements Callable<Integer> {
  @Mixin private Services services;

  @Parameters(paramLabel = "ISSUER", description = "e.g. openai")
  private String issuer;

  @Option(
      names = "--limit",
      defaultValue = "20",
      description = "So many at most (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Override
  public Integer call() {
    JsonNode found =
        services.get(
            services.metrics("/v1/issuers/" + Services.encode(issuer) + "/echoes?limit=" + limit));
    if (services.json()) {
      System.out.println(found.toPrettyString());
      return 0;
    }
    for (JsonNode item : found.path("items")) {
      String segment = item.path("segment").asString("");
      System.out.println(
          item.path("concept").asString("")
              + (segment.isEmpty() ? "" : " of " + segment)
              + " "
              + item.path("period").path("label").asString("")
              + ": "
              + item.path("statements").asInt(0)
              + " statements, "
              + item.path("confirmedBy").asInt(0)
              + " independent");
      for (JsonNode origin : item.path("origins")) {
        JsonNode first = origin.path("first");
        System.out.println("    " + Table.figure(first) + ", first " + Table.source(first));
        for (JsonNode echo : origin.path("echoes")) {
          System.out.println("        repeated " + Table.source(echo));
        }
      }
    }
    if (found.path("items").isEmpty()) {
      System.out.println("No figure is stated twice.");
    }
    return 0;
  }
}
