package dev.runrate.standalone.client;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Whether figures can be true together. */
@Command(
    name = "audits",
    mixinStandardHelpOptions = true,
    description = "Whether figures can be true together, with the arithmetic; what fails first.")
public final class AuditsCommand implements Callable<Integer> {
  @Mixin private Services services;

  @Parameters(
      arity = "0..1",
      paramLabel = "ISSUER",
      description = "e.g. openai; of all issuers without it")
  private String issuer;

  @Option(
      names = "--answer",
      paramLabel = "ANSWER",
      description =
          "Only those that: fails, holds, not-computable; doubt for what is odd. Without it, what"
              + " fails and what is odd.")
  private String answer;

  @Option(names = "--all", description = "Those that hold or cannot be computed as well.")
  private boolean all;

  @Option(names = "--known-at", description = "Only what was published by this day.")
  private String knownAt;

  @Option(
      names = "--limit",
      defaultValue = "100",
      description = "So many at most (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Override
  public Integer call() {
    String path =
        issuer == null ? "/v1/audits" : "/v1/issuers/" + Services.encode(issuer) + "/audits";
    StringBuilder query = new StringBuilder(path + "?limit=" + limit);
    if (answer != null) {
      query.append("&answer=").append(Services.encode(answer));
    }
    if (knownAt != null) {
      query.append("&knownAt=").append(Services.encode(knownAt));
    }
    JsonNode found = services.get(services.metrics(query.toString()));
    if (services.json()) {
      System.out.println(found.toPrettyString());
      return 0;
    }
    int shown = 0;
    for (JsonNode audit : found.path("items")) {
      if (all || answer != null || isWorthAWord(audit)) {
        print(audit);
        shown++;
      }
    }
    if (shown == 0) {
      System.out.println(
          "Nothing fails and nothing is odd; --all shows what was held against what.");
    }
    if (found.hasNonNull("next")) {
      System.out.println("There are more; ask with a larger --limit.");
    }
    return 0;
  }

  private static boolean isWorthAWord(JsonNode audit) {
    return audit.path("answer").asString("").equals("fails") || audit.hasNonNull("doubt");
  }

  private static void print(JsonNode audit) {
    String segment = audit.path("segment").asString("");
    System.out.println(
        audit.path("issuer").asString("")
            + (segment.isEmpty() ? "" : "/" + segment)
            + " "
            + audit.path("period").path("label").asString("")
            + " "
            + audit.path("identity").asString("")
            + ": "
            + audit.path("answer").asString(""));
    System.out.println("    " + audit.path("arithmetic").asString(""));
    text("not computable: ", audit, "reason");
    text("doubt: ", audit, "doubt");
    if (audit.path("answer").asString("").equals("fails")) {
      for (JsonNode evidence : audit.path("evidence")) {
        if (evidence.path("leastSupported").asBoolean(false)) {
          System.out.println(
              "    least supported: "
                  + evidence.path("fact").path("concept").asString("")
                  + " "
                  + Table.figure(evidence.path("fact"))
                  + ", "
                  + Table.source(evidence.path("fact")));
        }
      }
      text("taken for granted: ", audit, "assumption");
    }
  }

  private static void text(String before, JsonNode audit, String member) {
    if (audit.hasNonNull(member)) {
      System.out.println("    " + before + audit.path(member).asString(""));
    }
  }
}
