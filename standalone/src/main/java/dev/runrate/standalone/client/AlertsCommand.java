package dev.runrate.standalone.client;

import dev.runrate.common.event.Json;
import java.net.http.HttpRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** The alerts, and those to come. */
@Command(
    name = "alerts",
    mixinStandardHelpOptions = true,
    description = "What changed for the worse or the better, newest first.")
public final class AlertsCommand implements Callable<Integer> {
  @Mixin private Services services;

  @Option(names = "--issuer", description = "Of this issuer only.")
  private String issuer;

  @Option(names = "--kind", description = "Of this kind only, e.g. loss-widening.")
  private String kind;

  @Option(names = "--state", description = "raised, resolved or corrected.")
  private String state;

  @Option(names = "--follow", description = "Go on with those that come, until Ctrl-C.")
  private boolean follow;

  @Option(
      names = "--limit",
      defaultValue = "50",
      description = "At most (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Override
  public Integer call() {
    StringBuilder path = new StringBuilder("/v1/alerts?limit=" + limit);
    append(path, "issuer", issuer);
    append(path, "kind", kind);
    append(path, "state", state);
    Services.Positioned alerts = services.getPositioned(services.alerts(path.toString()));
    JsonNode answer = alerts.list();
    if (services.json() && !follow) {
      System.out.println(answer.toPrettyString());
      return 0;
    }
    if (answer.path("items").isEmpty() && !follow) {
      System.out.println("no alerts");
    }
    if (!services.json() && (follow || !answer.path("items").isEmpty())) {
      System.out.println(AlertLine.head());
    }
    for (JsonNode alert : answer.path("items")) {
      print(alert);
    }
    if (follow) {
      follow(alerts);
    }
    return 0;
  }

  private static void append(StringBuilder path, String name, String value) {
    if (value != null) {
      path.append('&').append(name).append('=').append(Services.encode(value));
    }
  }

  /** Goes on where the list ended; what came while it was read may be in both. */
  private void follow(Services.Positioned alerts) {
    Map<String, Integer> listed = new HashMap<>();
    for (JsonNode alert : alerts.list().path("items")) {
      listed.put(alert.path("id").asString(), alert.path("sequence").asInt());
    }
    HttpRequest.Builder request =
        services
            .request(services.alerts("/v1/alerts/stream"))
            .header("Accept", "text/event-stream");
    if (alerts.lastEventId() != null) {
      request.header("Last-Event-ID", alerts.lastEventId());
    }
    services.lines(
        request.GET().build(),
        line -> {
          if (line.startsWith("data: ")) {
            JsonNode alert = Json.MAPPER.readTree(line.substring("data: ".length()));
            int known = listed.getOrDefault(alert.path("id").asString(), 0);
            if (alert.path("sequence").asInt() > known && isWanted(alert)) {
              print(alert);
            }
          }
          return true;
        });
  }

  private boolean isWanted(JsonNode alert) {
    return (issuer == null || issuer.equals(alert.path("issuer").asString("")))
        && (kind == null || kind.equals(alert.path("kind").asString("")))
        && (state == null || state.equals(alert.path("state").asString("")));
  }

  private void print(JsonNode alert) {
    if (services.json()) {
      System.out.println(alert);
      return;
    }
    System.out.println(AlertLine.of(alert, null));
  }
}
