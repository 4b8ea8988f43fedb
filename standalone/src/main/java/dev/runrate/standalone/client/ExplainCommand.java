package dev.runrate.standalone.client;

import java.net.URI;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Where a number comes from, as an indented tree. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = "Where a number comes from: the formula, its operands, and who said so.")
public final class ExplainCommand implements Callable<Integer> {
  @Mixin private Services services;

  @Parameters(index = "0", paramLabel = "ISSUER", description = "e.g. zhipu or kuaishou/kling")
  private String issuer;

  @Parameters(index = "1", paramLabel = "METRIC", description = "e.g. run-rate-revenue")
  private String metric;

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "PERIOD",
      description = "e.g. 2025-H1 or FY2026-Q1; the newest without it")
  private String period;

  @Option(names = "--known-at", description = "Only what was published by this day.")
  private String knownAt;

  /** Of the answer; empty for the whole. */
  private String segment = "";

  @Override
  public Integer call() {
    String[] parts = issuer.split("/", 2);
    StringBuilder path =
        new StringBuilder(
            "/v1/issuers/"
                + Services.encode(parts[0])
                + "/explain/"
                + Services.encode(metric)
                + "?");
    if (parts.length > 1) {
      path.append("segment=").append(Services.encode(parts[1])).append('&');
    }
    if (period != null) {
      path.append("period=").append(Services.encode(period)).append('&');
    }
    if (knownAt != null) {
      path.append("knownAt=").append(Services.encode(knownAt));
    }
    JsonNode answer = services.get(services.metrics(path.toString()));
    if (services.json()) {
      System.out.println(answer.toPrettyString());
      return 0;
    }
    System.out.println(answer.path("sentence").asString(""));
    System.out.println();
    segment = answer.path("segment").asString("");
    print(answer.path("tree"), "");
    return 0;
  }

  private void print(JsonNode node, String indent) {
    StringBuilder line = new StringBuilder(indent);
    line.append(node.path("subtracted").asBoolean(false) ? "- " : "");
    line.append(node.path("name").asString(""))
        .append(' ')
        .append(node.path("period").path("label").asString(""));
    if (node.has("reason")) {
      line.append(": not computable, ").append(node.path("reason").asString(""));
    } else {
      line.append(" = ").append(Table.figure(node));
      String range = Table.range(node);
      line.append(range.isEmpty() ? "" : " [" + range + "]");
      line.append("  ").append(Table.how(node));
      String caveats = Table.caveats(node);
      String ways = Table.how(node).replace('+', ' ');
      line.append(caveats.startsWith(ways) ? caveats.substring(ways.length()) : "  " + caveats);
    }
    System.out.println(line.toString().stripTrailing());
    String deeper = indent + "    ";
    if (node.has("formula")) {
      System.out.println(deeper + "= " + node.path("formula").asString(""));
    }
    for (JsonNode operand : node.path("operands")) {
      print(operand, deeper);
    }
    if (node.has("fact")) {
      System.out.println(deeper + fact(node.path("fact")));
      place(node.path("fact")).ifPresent(place -> System.out.println(deeper + "at " + place));
    }
    for (JsonNode rejected : node.path("rejected")) {
      System.out.println(
          deeper
              + "not: "
              + Table.figure(rejected.path("fact"))
              + ", "
              + fact(rejected.path("fact"))
              + ": "
              + rejected.path("reason").asString(""));
    }
  }

  /** Where in the report that the filing was made of; empty where it was made of none. */
  private Optional<URI> place(JsonNode fact) {
    if (!fact.has("filing") || !fact.has("concept")) {
      return Optional.empty();
    }
    return services.location(
        services.ingest(
            "/v1/filings/"
                + Services.encode(fact.path("filing").asString(""))
                + "/document?concept="
                + Services.encode(fact.path("concept").asString(""))
                + "&segment="
                + Services.encode(segment)
                + "&period="
                + Services.encode(fact.path("period").asString(""))));
  }

  private static String fact(JsonNode fact) {
    return Table.source(fact)
        + (fact.has("suspect") ? " " + fact.path("suspect").asString("") : "");
  }
}
