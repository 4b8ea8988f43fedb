package dev.runrate.ingest.filing;

import dev.runrate.common.event.FilingEvent;
import dev.runrate.common.event.Json;
import dev.runrate.common.fact.Filing;
import dev.runrate.common.web.ProblemException;
import dev.runrate.ingest.IngestSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a filing would change, without storing it. Asks the services that would be told of it, in
 * the words of the messages they would get: metrics-service answers with the snapshot changes, and
 * alert-service is asked about those. So the engine and the rules live where they live, once.
 */
@Component
class DryRun {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final IngestSettings settings;
  private final Clock clock;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3)).build();

  DryRun(IngestSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /** {@code {filing, snapshots: [...], alerts: [...]}}, in the layout of the messages. */
  JsonNode preview(Filing filing, List<FilingProblem> problems) {
    byte[] recorded = Json.MAPPER.writeValueAsBytes(FilingEvent.recorded(filing, clock.instant()));
    JsonNode snapshots = ask(settings.metricsUrl(), recorded).path("snapshots");
    JsonNode alerts =
        ask(settings.alertsUrl(), Json.MAPPER.writeValueAsBytes(snapshots)).path("alerts");
    ObjectNode answer = Json.MAPPER.createObjectNode();
    answer.put("id", filing.id().text());
    answer.put("issuer", filing.issuer().slug());
    answer.put("status", "dry-run");
    answer.put("facts", filing.facts().size());
    if (!problems.isEmpty()) {
      answer.set("problems", Json.MAPPER.valueToTree(problems));
    }
    answer.set("snapshots", snapshots);
    answer.set("alerts", alerts);
    return answer;
  }

  private JsonNode ask(URI service, byte[] body) {
    HttpRequest request =
        HttpRequest.newBuilder(service.resolve("/internal/dry-run"))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    try {
      HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
      if (answer.statusCode() != 200) {
        throw ProblemException.unavailable(service + " could not answer the dry run.");
      }
      return Json.MAPPER.readTree(answer.body());
    } catch (IOException e) {
      throw ProblemException.unavailable(service + " does not answer; a dry run needs it.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ProblemException.unavailable("The service is stopping.");
    }
  }
}
