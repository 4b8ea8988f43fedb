package dev.runrate.ingest.filing;

import dev.runrate.common.event.FilingEvent;
import dev.runrate.common.event.Json;
import dev.runrate.common.fact.Filing;
import dev.runrate.common.web.ProblemException;
import dev.runrate.common.web.ServiceClient;
import dev.runrate.ingest.IngestSettings;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClientException;
import org.springframework.web.service.annotation.PostExchange;
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

  /** What metrics-service and alert-service are asked alike. */
  interface Neighbour {
    @PostExchange(url = "/internal/dry-run", contentType = MediaType.APPLICATION_JSON_VALUE)
    JsonNode dryRun(@RequestBody byte[] messages);
  }

  private final IngestSettings settings;
  private final Neighbour metrics;
  private final Neighbour alerts;
  private final Clock clock;

  DryRun(IngestSettings settings, ServiceClient services, Clock clock) {
    this.settings = settings;
    this.metrics = services.of(Neighbour.class, settings.metricsUrl(), PATIENCE);
    this.alerts = services.of(Neighbour.class, settings.alertsUrl(), PATIENCE);
    this.clock = clock;
  }

  /**
   * {@code {filing, snapshots: [...], alerts: [...], audits: [...]}}, in the layout of the
   * messages.
   */
  JsonNode preview(Filing filing, List<FilingProblem> problems) {
    byte[] recorded = Json.MAPPER.writeValueAsBytes(FilingEvent.recorded(filing, clock.instant()));
    JsonNode engine = ask(settings.metricsUrl(), metrics, recorded);
    JsonNode snapshots = engine.path("snapshots");
    JsonNode raised =
        ask(settings.alertsUrl(), alerts, Json.MAPPER.writeValueAsBytes(snapshots)).path("alerts");
    ObjectNode answer = Json.MAPPER.createObjectNode();
    answer.put("id", filing.id().text());
    answer.put("issuer", filing.issuer().slug());
    answer.put("status", "dry-run");
    answer.put("facts", filing.facts().size());
    if (!problems.isEmpty()) {
      answer.set("problems", Json.MAPPER.valueToTree(problems));
    }
    answer.set("snapshots", snapshots);
    answer.set("alerts", raised);
    answer.set("audits", engine.path("audits"));
    return answer;
  }

  private static JsonNode ask(URI url, Neighbour service, byte[] messages) {
    try {
      return service.dryRun(messages);
    } catch (ResourceAccessException e) {
      throw ProblemException.unavailable(url + " does not answer; a dry run needs it.");
    } catch (RestClientException e) {
      throw ProblemException.unavailable(url + " could not answer the dry run.");
    }
  }
}
