package dev.runrate.alert.backtest;

import dev.runrate.alert.AlertSettings;
import dev.runrate.common.event.Json;
import dev.runrate.common.event.SnapshotEvent;
import dev.runrate.common.web.ProblemException;
import dev.runrate.common.web.ServiceClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClientException;
import org.springframework.web.service.annotation.GetExchange;
import tools.jackson.databind.JsonNode;

/**
 * What metrics-service would have said on each day of the past: the same messages as ever, a day a
 * line, computed from what was published by then.
 */
@Component
class History {
  /** Of one issuer, to the last line: some 2,000 days at a few milliseconds each, and room. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** A line of the answer. */
  private record DayLine(LocalDate day, List<SnapshotEvent> changes) {}

  /** What metrics-service is asked. */
  interface Metrics {
    @GetExchange("/internal/issuers")
    JsonNode issuers();

    /** NDJSON, a {@link DayLine} a line; to be closed by the caller. Null where it has none. */
    @GetExchange("/internal/issuers/{issuer}/vintages")
    InputStream vintages(@PathVariable String issuer, @RequestParam String to);
  }

  private final Metrics metrics;

  History(AlertSettings settings, ServiceClient services) {
    this.metrics = services.of(Metrics.class, settings.metricsUrl(), PATIENCE);
  }

  List<String> issuers() {
    return ask(metrics::issuers).path("items").valueStream().map(JsonNode::stringValue).toList();
  }

  void replay(String issuer, LocalDate to, BacktestController.Day day) throws IOException {
    InputStream vintages = ask(() -> metrics.vintages(issuer, to.toString()));
    if (vintages == null) {
      return;
    }
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(vintages, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        DayLine vintage = Json.read(line, DayLine.class);
        day.on(vintage.day, vintage.changes);
      }
    }
  }

  private static <T> T ask(Supplier<T> question) {
    try {
      return question.get();
    } catch (HttpClientErrorException.NotFound e) {
      throw ProblemException.notFound("such issuer");
    } catch (ResourceAccessException e) {
      throw ProblemException.unavailable(
          "metrics-service does not answer; a backtest needs it: " + e.getMessage());
    } catch (RestClientException e) {
      throw ProblemException.unavailable("metrics-service could not answer.");
    }
  }
}
