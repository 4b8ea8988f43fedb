package dev.runrate.ingest.filing;

import dev.runrate.common.event.Json;
import dev.runrate.embedded.testing.TestInfrastructure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.UseMainMethod;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/**
 * The service as users meet it: over HTTP, with a real PostgreSQL and a real Kafka. It is started
 * once and shared by all tests, so each test uses issuers and ids of its own.
 */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    useMainMethod = UseMainMethod.ALWAYS,
    classes = dev.runrate.ingest.IngestApplication.class)
public abstract class RunningService {
  public static final String JSON = "application/json";
  public static final String NDJSON = "application/x-ndjson";
  public static final String CSV = "text/csv";

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @LocalServerPort protected int port;

  @DynamicPropertySource
  static void infrastructure(DynamicPropertyRegistry properties) {
    TestInfrastructure servers = TestInfrastructure.start();
    properties.add("spring.datasource.url", servers::jdbcUrl);
    properties.add("spring.datasource.username", servers::user);
    properties.add("spring.datasource.password", servers::password);
    properties.add("spring.kafka.bootstrap-servers", servers::bootstrapServers);
  }

  public record Answer(int status, HttpHeaders headers, String body) {
    public JsonNode json() {
      return Json.MAPPER.readTree(body);
    }

    public String text(String member) {
      return json().path(member).asString(null);
    }

    /** {@code pointer code} of every fault. */
    public List<String> faults() {
      List<String> faults = new ArrayList<>();
      for (JsonNode error : json().path("errors")) {
        faults.add(error.path("pointer").asString() + " " + error.path("code").asString());
      }
      return faults;
    }

    /** For NDJSON: a node per line. */
    List<JsonNode> lines() {
      return body.lines().map(Json.MAPPER::readTree).toList();
    }
  }

  public Answer get(String path) {
    return send(HttpRequest.newBuilder(uri(path)).GET());
  }

  Answer get(String path, String acceptOrNull) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).GET();
    return send(acceptOrNull == null ? request : request.header("Accept", acceptOrNull));
  }

  public Answer post(String path, String type, String body) {
    return post(path, type, body.getBytes(StandardCharsets.UTF_8));
  }

  public Answer post(String path, String type, byte[] body) {
    return send(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", type)
            .POST(BodyPublishers.ofByteArray(body)));
  }

  public Answer put(String path, String type, String body) {
    return send(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", type)
            .PUT(BodyPublishers.ofString(body)));
  }

  Answer retract(String id) {
    return post("/v1/filings/" + id + "/retraction", JSON, "{\"reason\": \"mistaken\"}");
  }

  public Answer postFiling(String json) {
    return post("/v1/filings", JSON, json);
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private static Answer send(HttpRequest.Builder request) {
    try {
      var response = HTTP.send(request.build(), BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.headers(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** {@code pointer code} of every problem of a filing or of the answer to it. */
  static List<String> problems(JsonNode filing) {
    List<String> problems = new ArrayList<>();
    for (JsonNode problem : filing.path("problems")) {
      problems.add(problem.path("pointer").asString() + " " + problem.path("code").asString());
    }
    return problems;
  }

  /** A filing of one fact: revenue of the first quarter of 2025. */
  static String filing(String issuer, String id, String value) {
    return """
    {"id": "%s", "issuer": "%s", "form": "press",
     "source": {"tier": "press", "publisher": "Gazette", "publishedOn": "2025-05-01"},
     "facts": [{"concept": "Revenue", "period": "2025-Q1", "value": "%s", "unit": "USD"}]}
    """
        .formatted(id, issuer, value)
        .replace("\n", " ");
  }

  /** The ids of what is stored of an issuer, in the order of arrival. */
  public List<String> storedIds(String issuer) {
    List<String> ids = new ArrayList<>();
    for (JsonNode item : get("/v1/filings?issuer=" + issuer).json().path("items")) {
      ids.add(item.path("id").asString());
    }
    return ids;
  }

  static byte[] gzip(String text) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }
}
