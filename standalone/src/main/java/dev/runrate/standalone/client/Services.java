package dev.runrate.standalone.client;

import dev.runrate.common.event.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Where the services are, and how to talk to them. */
public final class Services {
  private static final Duration CONNECT = Duration.ofSeconds(3);

  @Option(
      names = "--server",
      paramLabel = "HOST",
      defaultValue = "${env:RUNRATE_SERVER:-127.0.0.1}",
      description = "Host of the services (default: ${DEFAULT-VALUE}; or RUNRATE_SERVER).")
  private String host;

  @Option(names = "--ingest-port", defaultValue = "${env:RUNRATE_INGEST_PORT:-8081}", hidden = true)
  private int ingestPort;

  @Option(
      names = "--metrics-port",
      defaultValue = "${env:RUNRATE_METRICS_PORT:-8082}",
      hidden = true)
  private int metricsPort;

  @Option(names = "--alerts-port", defaultValue = "${env:RUNRATE_ALERTS_PORT:-8083}", hidden = true)
  private int alertsPort;

  @Option(names = "--json", description = "Print JSON as the API answers it, for machines.")
  private boolean json;

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).build();

  public Services() {}

  public Services(String host, int ingestPort, int metricsPort, int alertsPort) {
    this.host = host;
    this.ingestPort = ingestPort;
    this.metricsPort = metricsPort;
    this.alertsPort = alertsPort;
  }

  boolean json() {
    return json;
  }

  URI ingest(String path) {
    return URI.create("http://" + host + ":" + ingestPort + path);
  }

  URI metrics(String path) {
    return URI.create("http://" + host + ":" + metricsPort + path);
  }

  URI alerts(String path) {
    return URI.create("http://" + host + ":" + alertsPort + path);
  }

  /** With the key, if there is one. Not an option: who lists the processes would see it. */
  HttpRequest.Builder request(URI uri) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    String key = System.getenv("RUNRATE_KEY");
    return key == null || key.isBlank()
        ? request
        : request.header("Authorization", "Bearer " + key.strip());
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  JsonNode get(URI uri) {
    return read(send(request(uri).GET().build()));
  }

  /**
   * A list, and where the stream goes on after it.
   *
   * @param lastEventId null where the service did not say
   */
  record Positioned(JsonNode list, String lastEventId) {}

  Positioned getPositioned(URI uri) {
    HttpResponse<InputStream> answer = send(request(uri).GET().build());
    return new Positioned(read(answer), answer.headers().firstValue("Last-Event-ID").orElse(null));
  }

  /** Where the answer leads; empty where it leads nowhere, or nothing answers. */
  Optional<URI> location(URI uri) {
    try {
      HttpResponse<InputStream> answer = send(request(uri).GET().build());
      try (InputStream body = answer.body()) {
        return answer.headers().firstValue("Location").map(uri::resolve);
      }
    } catch (IOException | ClientException e) {
      return Optional.empty();
    }
  }

  JsonNode post(URI uri, String contentType, BodyPublisher body) {
    return read(send(request(uri).header("Content-Type", contentType).POST(body).build()));
  }

  JsonNode delete(URI uri) {
    return read(send(request(uri).DELETE().build()));
  }

  JsonNode patch(URI uri, BodyPublisher json) {
    return read(
        send(
            request(uri).header("Content-Type", "application/json").method("PATCH", json).build()));
  }

  JsonNode put(URI uri, String contentType, BodyPublisher body) {
    return read(send(request(uri).header("Content-Type", contentType).PUT(body).build()));
  }

  /** Reads an answer line by line until its end, or until the reader has enough. */
  void lines(HttpRequest request, Predicate<String> goOn) {
    HttpResponse<InputStream> answer = send(request);
    if (answer.statusCode() >= 300) {
      read(answer);
    }
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!goOn.test(line)) {
          return;
        }
      }
    } catch (IOException e) {
      throw new ClientException("the connection broke: " + e.getMessage());
    }
  }

  private HttpResponse<InputStream> send(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (ConnectException e) {
      throw new ClientException(
          "nothing answers at "
              + request.uri().getAuthority()
              + "; start it with: runrate up (or name another host with --server)");
    } catch (IOException e) {
      throw new ClientException(request.uri().getAuthority() + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClientException("interrupted");
    }
  }

  private static JsonNode read(HttpResponse<InputStream> answer) {
    JsonNode body;
    try (InputStream in = answer.body()) {
      body = Json.MAPPER.readTree(in);
    } catch (IOException | RuntimeException e) {
      throw new ClientException("the answer (" + answer.statusCode() + ") is not JSON");
    }
    if (answer.statusCode() >= 300) {
      StringBuilder message = new StringBuilder(body.path("detail").asString("refused"));
      for (JsonNode error : body.path("errors")) {
        message
            .append("\n  ")
            .append(error.path("pointer").asString(""))
            .append(": ")
            .append(error.path("message").asString(""));
      }
      throw new ClientException(message.toString());
    }
    return body;
  }
}
