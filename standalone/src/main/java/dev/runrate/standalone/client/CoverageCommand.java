package dev.runrate.standalone.client;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Which missing fact would help most. */
@Command(
    name = "coverage",
    mixinStandardHelpOptions = true,
    description = "Which single missing fact would make which figures known, the best first.")
public final class CoverageCommand implements Callable<Integer> {
  @Mixin private Services services;

  @Parameters(
      arity = "0..1",
      paramLabel = "ISSUER",
      description = "e.g. openai; of the whole table without it")
  private String issuer;

  @Option(names = "--segment", description = "Of a segment rather than of the issuer.")
  private String segment;

  @Option(
      names = "--limit",
      defaultValue = "20",
      description = "So many at most (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Override
  public Integer call() {
    StringBuilder path =
        new StringBuilder(
            issuer == null
                ? "/v1/coverage"
                : "/v1/issuers/" + Services.encode(issuer) + "/coverage");
    path.append("?limit=").append(limit);
    if (segment != null && issuer != null) {
      path.append("&segment=").append(Services.encode(segment));
    }
    JsonNode found = services.get(services.metrics(path.toString()));
    if (services.json()) {
      System.out.println(found.toPrettyString());
      return 0;
    }
    Table table = new Table();
    for (JsonNode item : found.path("items")) {
      table.row(
          item.path("issuer").asString(""),
          item.path("unlocks").size() + " figures",
          item.path("sentence").asString(""));
    }
    table.print(System.out);
    if (found.path("items").isEmpty()) {
      System.out.println("No single fact would make another figure known.");
    } else if (found.hasNonNull("next")) {
      System.out.println("There are more; ask with a larger --limit.");
    }
    return 0;
  }
}
