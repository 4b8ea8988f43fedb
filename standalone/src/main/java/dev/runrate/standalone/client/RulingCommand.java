package dev.runrate.standalone.client;

import dev.runrate.common.event.Json;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Judges a fact, as a person. */
@Command(
    name = "ruling",
    mixinStandardHelpOptions = true,
    description = {
      "Judges a fact of a filing: exclude, pin or grade it, with a reason; without, shows it.",
      "Example: runrate ruling article-004-openai 4 exclude --by ann --reason 'no disclosure'"
    })
public final class RulingCommand implements Callable<Integer> {
  @Mixin private Services services;

  @Parameters(index = "0", paramLabel = "FILING", description = "e.g. article-004-openai")
  private String filing;

  @Parameters(index = "1", paramLabel = "FACT", description = "its place in the filing, from 0")
  private int fact;

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "ACTION",
      description = "exclude, pin or grade")
  private String action;

  @Option(names = "--by", description = "Who says so.")
  private String by;

  @Option(names = "--reason", description = "Why.")
  private String reason;

  @Option(names = "--confidence", description = "Of a grade: high, medium or low.")
  private String confidence;

  @Override
  public Integer call() {
    var uri =
        services.ingest("/v1/filings/" + Services.encode(filing) + "/facts/" + fact + "/ruling");
    JsonNode answer =
        action == null
            ? services.get(uri)
            : services.put(uri, "application/json", BodyPublishers.ofString(body().toString()));
    if (services.json()) {
      System.out.println(answer.toPrettyString());
    } else {
      System.out.println(
          answer.path("action").asString("")
              + (answer.hasNonNull("confidence")
                  ? " " + answer.path("confidence").asString("")
                  : "")
              + " by "
              + answer.path("by").asString("")
              + " ("
              + answer.path("at").asString("")
              + "): "
              + answer.path("reason").asString(""));
    }
    return 0;
  }

  private ObjectNode body() {
    ObjectNode body = Json.MAPPER.createObjectNode().put("action", action);
    if (by != null) {
      body.put("by", by);
    }
    if (reason != null) {
      body.put("reason", reason);
    }
    if (confidence != null) {
      body.put("confidence", confidence);
    }
    return body;
  }
}
