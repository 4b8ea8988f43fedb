package dev.runrate.standalone.client;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Who contradicts whom, what matters most first. */
@Command(
    name = "conflicts",
    mixinStandardHelpOptions = true,
    description = "Statements that cannot both be true, those that matter most first.")
public final class ConflictsCommand implements Callable<Integer> {
  @Mixin private Services services;

  @Parameters(
      arity = "0..1",
      paramLabel = "ISSUER",
      description = "e.g. openai; of all issuers without it")
  private String issuer;

  @Option(names = "--known-at", description = "Only what was published by this day.")
  private String knownAt;

  @Option(
      names = "--limit",
      defaultValue = "20",
      description = "So many at most (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Override
  public Integer call() {
    StringBuilder path = new StringBuilder("/v1/conflicts?limit=" + limit);
    if (issuer != null) {
      path.append("&issuer=").append(Services.encode(issuer));
    }
    if (knownAt != null) {
      path.append("&knownAt=").append(Services.encode(knownAt));
    }
    JsonNode answer = services.get(services.metrics(path.toString()));
    if (services.json()) {
      System.out.println(answer.toPrettyString());
      return 0;
    }
    for (JsonNode conflict : answer.path("items")) {
      print(conflict);
    }
    if (answer.path("items").isEmpty()) {
      System.out.println("No two statements contradict each other.");
    } else if (answer.hasNonNull("next")) {
      System.out.println("There are more; ask with a larger --limit.");
    }
    return 0;
  }

  private static void print(JsonNode conflict) {
    String segment = conflict.path("segment").asString("");
    String caveats = Table.caveats(conflict);
    System.out.println(
        conflict.path("issuer").asString("")
            + (segment.isEmpty() ? "" : "/" + segment)
            + " "
            + conflict.path("concept").asString("")
            + " "
            + conflict.path("period").path("label").asString("")
            + (caveats.isEmpty() ? "" : " " + caveats)
            + ": "
            + conflict.path("type").asString("")
            + ", materiality "
            + conflict.path("materiality").asString(""));
    statement("chosen", conflict.path("winner"));
    statement("not", conflict.path("loser"));
    System.out.println("    because: " + conflict.path("why").asString(""));
  }

  private static void statement(String which, JsonNode statement) {
    System.out.println(
        "    "
            + which
            + ": "
            + Table.figure(statement)
            + ", "
            + Table.source(statement)
            + (statement.hasNonNull("suspect")
                ? " " + statement.path("suspect").asString("")
                : ""));
  }
}
