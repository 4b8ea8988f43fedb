package dev.runrate.alert.backtest;

import dev.runrate.alert.AlertSettings;
import dev.runrate.common.event.Json;
import dev.runrate.common.event.SnapshotEvent;
import dev.runrate.common.web.ProblemException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * What metrics-service would have said on each day of the past: the same messages as ever, a day a
 * line, computed from what was published by then.
 */
@Component
class History {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** A line of the answer. */
  private record DayLine(LocalDate day, List<SnapshotEvent> changes) {}

  private final URI metrics;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3)).build();

  History(AlertSettings settings) {
    this.metrics = settings.metricsUrl();
  }

  List<String> issuers() {
    List<String> issuers = new ArrayList<>();
    try (InputStream in = get("/internal/issuers")) {
      for (JsonNode id : Json.MAPPER.readTree(in).path("items")) {
        issuers.add(id.stringValue());
      }
    } catch (IOException e) {
      throw unreachable(e);
    }
    return issuers;
  }

  void replay(String issuer, LocalDate to, BacktestController.Day day) throws IOException {
    String path =
        "/internal/issuers/"
            + URLEncoder.encode(issuer, StandardCharsets.UTF_8)
            + "/vintages?to="
            + to;
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(get(path), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        DayLine vintage = Json.read(line, DayLine.class);
        day.on(vintage.day, vintage.changes);
      }
    }
  }

  private InputStream get(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(metrics.resolve(path)).timeout(PATIENCE).GET().build();
    try {
      HttpResponse<InputStream> answer =
          http.send(request, HttpResponse.BodyHandlers.ofInputStream());
      if (answer.statusCode() == 404) {
        answer.body().close();
        throw ProblemException.notFound("such issuer");
      }
      if (answer.statusCode() != 200) {
        answer.body().close();
        throw ProblemException.unavailable("metrics-service could not answer.");
      }
      return answer.body();
    } catch (IOException e) {
      throw unreachable(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ProblemException.unavailable("The service is stopping.");
    }
  }

  private static ProblemException unreachable(IOException e) {
    return ProblemException.unavailable(
        "metrics-service does not answer; a backtest needs it: " + e.getMessage());
  }
}
