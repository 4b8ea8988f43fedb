package dev.runrate.standalone.client;

import dev.runrate.common.event.Json;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What hypothetical facts would change. */
@Command(
    name = "whatif",
    mixinStandardHelpOptions = true,
    description = {
      "What hypothetical facts would change; nothing is stored.",
      "Example: runrate whatif openai Cash 2025-06-30 9e9 USD",
      "         runrate whatif alibaba cloud-intelligence/Revenue 2025-Q2 33e9 CNY"
    })
public final class WhatIfCommand implements Callable<Integer> {
  private static final int WORDS_OF_A_FACT = 4;

  @Mixin private Services services;

  @Parameters(index = "0", paramLabel = "ISSUER", description = "e.g. openai")
  private String issuer;

  @Parameters(
      index = "1..*",
      arity = "4..*",
      paramLabel = "FACT",
      description = "[SEGMENT/]CONCEPT PERIOD VALUE UNIT, as often as you like")
  private List<String> facts;

  @Override
  public Integer call() {
    if (facts.size() % WORDS_OF_A_FACT != 0) {
      throw new ClientException("a fact is four words: [SEGMENT/]CONCEPT PERIOD VALUE UNIT");
    }
    ObjectNode filing = Json.MAPPER.createObjectNode().put("issuer", issuer);
    ArrayNode array = filing.putArray("facts");
    for (int i = 0; i < facts.size(); i += WORDS_OF_A_FACT) {
      String[] names = facts.get(i).split("/", 2);
      ObjectNode fact = array.addObject();
      fact.put("concept", names[names.length - 1]);
      if (names.length == 2) {
        fact.put("segment", names[0]);
      }
      fact.put("period", facts.get(i + 1));
      fact.put("value", facts.get(i + 2));
      fact.put("unit", facts.get(i + 3));
    }
    JsonNode answer =
        services.post(
            services.ingest("/v1/whatif"),
            "application/json",
            BodyPublishers.ofString(filing.toString()));
    if (services.json()) {
      System.out.println(answer.toPrettyString());
      return 0;
    }
    print(answer);
    return 0;
  }

  private static void print(JsonNode answer) {
    Table table = new Table();
    for (JsonNode snapshot : answer.path("snapshots")) {
      String period = snapshot.path("current").path("period").path("label").asString("");
      for (var metric : snapshot.path("current").path("metrics").properties()) {
        table.row(
            period,
            metric.getKey(),
            Table.figure(metric.getValue()),
            Table.caveats(metric.getValue()));
      }
    }
    if (answer.path("snapshots").isEmpty()) {
      System.out.println("No figure would change.");
    } else {
      System.out.println("The periods that would change, as they would be:");
      table.print(System.out);
    }
    for (JsonNode alert : answer.path("alerts")) {
      System.out.println(
          "alert " + alert.path("state").asString("") + ": " + alert.path("summary").asString(""));
    }
    for (JsonNode change : answer.path("audits")) {
      JsonNode now = change.hasNonNull("after") ? change.path("after") : change.path("before");
      System.out.println(
          "audit "
              + now.path("identity").asString("")
              + " "
              + now.path("period").path("label").asString("")
              + ": "
              + (change.hasNonNull("before")
                  ? change.path("before").path("answer").asString("")
                  : "none")
              + " -> "
              + (change.hasNonNull("after")
                  ? change.path("after").path("answer").asString("")
                  : "none")
              + ", "
              + now.path("arithmetic").asString(""));
    }
  }
}
