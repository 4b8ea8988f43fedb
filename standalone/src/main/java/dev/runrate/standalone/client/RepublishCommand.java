package dev.runrate.standalone.client;

import dev.runrate.common.event.Json;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Sends again what was sent. */
@Command(
    name = "republish",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Send filings (and snapshots, alerts) to their topics again, under the same ids.",
      "Who knows them already does nothing; who lost them has them again."
    })
public final class RepublishCommand implements Callable<Integer> {
  /** From when on. */
  static final class From {
    @Option(names = "--since", paramLabel = "DATE", description = "Written on this day or later.")
    private LocalDate since;

    @Option(names = "--all", description = "All there ever were.")
    private boolean all;
  }

  @Mixin private Services services;

  @ArgGroup(multiplicity = "1")
  private From from;

  @Option(names = "--snapshots", description = "The snapshots, too.")
  private boolean snapshots;

  @Option(names = "--alerts", description = "The alerts, too.")
  private boolean alerts;

  @Override
  public Integer call() {
    ObjectNode request = Json.MAPPER.createObjectNode();
    if (from.all) {
      request.put("all", true);
    } else {
      request.put("since", from.since.toString());
    }
    String path = "/v1/admin/republish";
    List<URI> asked = new ArrayList<>(List.of(services.ingest(path)));
    if (snapshots) {
      asked.add(services.metrics(path));
    }
    if (alerts) {
      asked.add(services.alerts(path));
    }
    for (URI uri : asked) {
      JsonNode answer =
          services.post(uri, "application/json", BodyPublishers.ofString(request.toString()));
      if (services.json()) {
        System.out.println(answer.toPrettyString());
      } else {
        answer.forEach(
            marked ->
                System.out.printf(
                    "%s to send again: %d%n",
                    marked.path("what").asString(""), marked.path("rows").asLong(0)));
      }
    }
    return 0;
  }
}
