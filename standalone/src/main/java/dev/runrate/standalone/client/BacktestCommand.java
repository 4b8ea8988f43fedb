package dev.runrate.standalone.client;

import dev.runrate.common.event.Json;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** What a rule would have said. */
@Command(
    name = "backtest",
    mixinStandardHelpOptions = true,
    description = {
      "Run a rule over the recorded history, as it was published, without looking ahead.",
      "RULE is a YAML file, the id of a rule in force, or '*' for all of them."
    })
public final class BacktestCommand implements Callable<Integer> {
  @Mixin private Services services;

  @Parameters(paramLabel = "RULE")
  private String rule;

  @Option(names = "--compare-with", paramLabel = "RULE", description = "A second rule beside it.")
  private String compareWith;

  @Option(names = "--issuer", description = "Over these issuers only; may be given several times.")
  private List<String> issuers = List.of();

  @Option(names = "--from", description = "Alerts told from this day on.")
  private String from;

  @Option(names = "--to", description = "Nothing published after this day.")
  private String to;

  @Override
  public Integer call() throws IOException {
    ObjectNode body = Json.MAPPER.createObjectNode();
    body.set("rule", rule(rule));
    if (compareWith != null) {
      body.set("compareWith", rule(compareWith));
    }
    if (!issuers.isEmpty()) {
      issuers.forEach(body.putArray("issuers")::add);
    }
    if (from != null) {
      body.put("from", from);
    }
    if (to != null) {
      body.put("to", to);
    }
    Progress progress = new Progress();
    HttpRequest request =
        services
            .request(services.alerts("/v1/rules/backtest"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(Json.MAPPER.writeValueAsBytes(body)))
            .build();
    services.lines(
        request,
        line -> {
          if (services.json()) {
            System.out.println(line);
            return true;
          }
          JsonNode answer = Json.MAPPER.readTree(line);
          progress.clear();
          if (answer.has("alert")) {
            print(answer.path("alert"));
          } else if (answer.has("progress")) {
            progress.step(answer.path("progress").path("of").asLong(1), "issuers");
          } else if (answer.has("summary")) {
            summarise(answer.path("summary"));
          }
          return true;
        });
    return 0;
  }

  private static JsonNode rule(String text) throws IOException {
    Path file = Path.of(text);
    return Files.isRegularFile(file)
        ? new YAMLMapper().readTree(Files.readAllBytes(file))
        : Json.MAPPER.getNodeFactory().stringNode(text);
  }

  private void print(JsonNode told) {
    System.out.println(
        (compareWith == null ? "" : "%-12s".formatted(told.path("set").asString("")))
            + AlertLine.of(told.path("alert"), told.path("publishedOn").asString("")));
  }

  private static void summarise(JsonNode summary) {
    summary
        .properties()
        .forEach(
            set ->
                System.out.println(
                    set.getKey()
                        + ": "
                        + set.getValue().path("raised").asInt(0)
                        + " raised, "
                        + set.getValue().path("resolved").asInt(0)
                        + " resolved, "
                        + set.getValue().path("corrected").asInt(0)
                        + " corrected later"));
  }
}
