package dev.runrate.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import dev.runrate.common.event.Json;
import dev.runrate.embedded.PostgresServer.Durability;
import dev.runrate.ingest.IngestApplication;
import dev.runrate.standalone.up.Platform;
import dev.runrate.standalone.up.Platform.PortPlan;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The three services where callers must say who they are. */
class DoorsIT {
  private static final String ADMIN = "an-admin-key-of-the-tests-0123456789";
  private static final String AUDIENCE = "runrate";
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final PortPlan PORTS = PortPlan.free();
  private static final Map<String, String> KEYS = new TreeMap<>();

  private static final Platform PLATFORM = new Platform();
  private static HttpServer provider;
  private static RSAKey providersKey;

  @TempDir static Path data;

  @BeforeAll
  static void start() throws Exception {
    providersKey = new RSAKeyGenerator(2048).keyID("one").generate();
    provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    provider.createContext(
        "/jwks",
        exchange -> {
          byte[] keys =
              new JWKSet(providersKey.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, keys.length);
          exchange.getResponseBody().write(keys);
          exchange.close();
        });
    provider.start();
    PLATFORM.start(
        data,
        PORTS,
        Durability.THROW_AWAY,
        List.of(
            "--runrate.security.admin-key=" + ADMIN,
            "--runrate.security.jwt.issuer=" + issuer(),
            "--runrate.security.jwt.audience=" + AUDIENCE,
            "--runrate.security.jwt.jwk-set-uri=" + issuer() + "/jwks"),
        progress -> {});
    for (String role : List.of("read", "post", "rules", "admin")) {
      KEYS.put(role, make("{\"name\": \"" + role + "\", \"roles\": [\"" + role + "\"]}"));
    }
  }

  @AfterAll
  static void stop() {
    PLATFORM.close();
    provider.stop(0);
  }

  private static String issuer() {
    return "http://127.0.0.1:" + provider.getAddress().getPort();
  }

  private static URI at(String service, String path) {
    int port =
        switch (service) {
          case "ingest" -> PORTS.ingest();
          case "metrics" -> PORTS.metrics();
          default -> PORTS.alerts();
        };
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private static HttpResponse<String> call(String key, String method, URI uri, String bodyOrNull)
      throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    if (key != null) {
      request.header("Authorization", "Bearer " + key);
    }
    if (bodyOrNull != null) {
      request.header("Content-Type", "application/json");
    }
    return HTTP.send(
        request
            .method(
                method,
                bodyOrNull == null ? BodyPublishers.noBody() : BodyPublishers.ofString(bodyOrNull))
            .build(),
        BodyHandlers.ofString());
  }

  private static String make(String key) throws Exception {
    HttpResponse<String> answer = call(ADMIN, "POST", at("ingest", "/v1/keys"), key);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return Json.MAPPER.readTree(answer.body()).path("key").asString();
  }

  private static String filing(String issuer, String tier, String publisher) {
    return """
    {"issuer": "%s", "source": {"tier": "%s", "publisher": "%s", "publishedOn": "2025-11-01"},
     "facts": [{"concept": "Revenue", "period": "2025-Q3", "value": "250", "unit": "USD"}]}
    """
        .formatted(issuer, tier, publisher);
  }

  /** What opens which door: 401 nobody's, 403 closed, else whatever is behind. */
  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource({
    // service, method, path,                          nobody, read, post, rules, admin
    "ingest,    GET,    /actuator/health,              open,   open, open, open,  open",
    "ingest,    GET,    /actuator/metrics,             401,    open, open, open,  open",
    "ingest,    GET,    /v1/filings,                   401,    open, open, open,  open",
    "ingest,    POST,   /v1/filings,                   401,    403,  open, 403,   open",
    "ingest,    POST,   /v1/filings/x/retraction,      401,    403,  open, 403,   open",
    "ingest,    POST,   /v1/filings/bulk,              401,    403,  open, 403,   open",
    "ingest,    PUT,    /v1/issuers/x,                 401,    403,  open, 403,   open",
    "ingest,    PUT,    /v1/issuers/x/tags,            401,    403,  open, 403,   open",
    "ingest,    PUT,    /v1/filings/x/facts/0/ruling,  401,    403,  open, 403,   open",
    "ingest,    POST,   /v1/whatif,                    401,    open, open, open,  open",
    "metrics,   POST,   /v1/filings,                   401,    403,  open, 403,   open",
    "metrics,   GET,    /v1/subscriptions,             401,    403,  403,  open,  open",
    "ingest,    POST,   /v1/admin/republish,           401,    403,  403,  403,   open",
    "ingest,    PUT,    /v1/fx-rates,                  401,    403,  open, 403,   open",
    "ingest,    POST,   /v1/drafts,                    401,    403,  open, 403,   open",
    "ingest,    GET,    /v1/keys,                      401,    403,  403,  403,   open",
    "ingest,    POST,   /v1/keys,                      401,    403,  403,  403,   open",
    "ingest,    GET,    /v1/admin/audit,               401,    403,  403,  403,   open",
    "metrics,   GET,    /v1/admin/audit,               401,    403,  403,  403,   open",
    "alerts,    GET,    /v1/admin/audit,               401,    403,  403,  403,   open",
    "ingest,    GET,    /internal/keys/00,             401,    403,  403,  403,   403",
    "metrics,   GET,    /,                             open,   open, open, open,  open",
    "metrics,   GET,    /v1/issuers,                   401,    open, open, open,  open",
    "metrics,   GET,    /v1/stream,                    401,    -,    -,    -,     -",
    "metrics,   POST,   /internal/dry-run,             401,    403,  403,  403,   403",
    "metrics,   GET,    /internal/issuers,             401,    403,  403,  403,   403",
    "alerts,    GET,    /v1/alerts,                    401,    open, open, open,  open",
    "alerts,    GET,    /v1/rules,                     401,    open, open, open,  open",
    "alerts,    PUT,    /v1/rules/x,                   401,    403,  403,  open,  open",
    "alerts,    POST,   /v1/silences,                  401,    403,  403,  open,  open",
    "alerts,    GET,    /v1/subscriptions,             401,    403,  403,  open,  open",
    "alerts,    POST,   /v1/subscriptions,             401,    403,  403,  open,  open",
    "alerts,    POST,   /internal/dry-run,             401,    403,  403,  403,   403",
    "alerts,    DELETE, /nowhere,                      401,    403,  403,  403,   403",
  })
  void eachDoorOpensToItsRoles(
      String service,
      String method,
      String path,
      String nobody,
      String read,
      String post,
      String rules,
      String admin)
      throws Exception {
    Map<String, String> expected =
        Map.of("nobody", nobody, "read", read, "post", post, "rules", rules, "admin", admin);
    Map<String, String> found = new TreeMap<>(expected);
    for (String role : expected.keySet()) {
      if (!expected.get(role).equals("-")) {
        HttpResponse<String> answer =
            call(KEYS.get(role), method, at(service, path), method.equals("GET") ? null : "{}");
        int status = answer.statusCode();
        found.put(role, status == 401 || status == 403 ? Integer.toString(status) : "open");
        if (status == 401) {
          assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
        }
        if (status == 401 || status == 403) {
          assertThat(answer.headers().firstValue("Content-Type").orElse(""))
              .startsWith("application/problem+json");
        }
      }
    }

    assertThat(found).isEqualTo(new TreeMap<>(expected));
  }

  @Test
  void aKeyThatIsLimitedPostsNothingElse() throws Exception {
    String key =
        make(
            """
            {"name": "press-scraper", "roles": ["post"], "tier": "press", "publisher": "Example Times",
             "issuers": ["doors-a"]}
            """);

    HttpResponse<String> own =
        call(key, "POST", at("ingest", "/v1/filings"), filing("doors-a", "press", "Example Times"));
    HttpResponse<String> regulatory =
        call(key, "POST", at("ingest", "/v1/filings"), filing("doors-a", "regulatory", "SEC"));
    HttpResponse<String> other =
        call(key, "POST", at("ingest", "/v1/filings"), filing("doors-b", "press", "Example Times"));

    assertThat(own.statusCode()).as(own.body()).isEqualTo(201);
    assertThat(regulatory.statusCode()).isEqualTo(403);
    assertThat(regulatory.body()).contains("/source/tier", "/source/publisher", "press-scraper");
    assertThat(other.statusCode()).isEqualTo(403);
    assertThat(call(key, "PUT", at("ingest", "/v1/issuers/doors-b"), "{}").statusCode())
        .isEqualTo(403);
    assertThat(call(ADMIN, "GET", at("ingest", "/v1/filings?issuer=doors-b"), null).body())
        .contains("\"items\":[]");
  }

  @Test
  void aLimitedKeyRetractsNothingOfOthers() throws Exception {
    HttpResponse<String> posted =
        call(ADMIN, "POST", at("ingest", "/v1/filings"), filing("doors-c", "regulatory", "SEC"));
    String id = Json.MAPPER.readTree(posted.body()).path("id").asString();
    String key = make("{\"name\": \"blogger\", \"roles\": [\"post\"], \"tier\": \"press\"}");

    HttpResponse<String> answer =
        call(
            key,
            "POST",
            at("ingest", "/v1/filings/" + id + "/retraction"),
            "{\"reason\": \"because\"}");

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(call(ADMIN, "GET", at("ingest", "/v1/filings/" + id), null).body())
        .contains("\"issuer\":\"doors-c\"")
        .doesNotContain("retracted");
  }

  @Test
  void theServicesAskEachOther() throws Exception {
    HttpResponse<String> dryRun =
        call(
            KEYS.get("post"),
            "POST",
            at("ingest", "/v1/filings?dryRun=true"),
            filing("doors-d", "press", "Example Times"));

    assertThat(dryRun.statusCode()).as(dryRun.body()).isEqualTo(200);
    assertThat(dryRun.body()).contains("dry-run", "run-rate-revenue");
  }

  @Test
  void aRevokedKeyEndsEverywhereInSeconds() throws Exception {
    String key = make("{\"name\": \"leaver\", \"roles\": [\"read\"]}");
    assertThat(call(key, "GET", at("metrics", "/v1/issuers"), null).statusCode()).isEqualTo(200);
    assertThat(call(key, "GET", at("ingest", "/v1/filings"), null).statusCode()).isEqualTo(200);

    call(ADMIN, "DELETE", at("ingest", "/v1/keys/leaver"), null);

    assertThat(call(key, "GET", at("ingest", "/v1/filings"), null).statusCode()).isEqualTo(401);
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(call(key, "GET", at("metrics", "/v1/issuers"), null).statusCode())
                    .isEqualTo(401));
    assertThat(
            call(
                    ADMIN,
                    "POST",
                    at("ingest", "/v1/keys"),
                    "{\"name\":\"leaver\",\"roles\":[\"read\"]}")
                .statusCode())
        .isEqualTo(409);
  }

  @Test
  void aKeyIsShownOnce() throws Exception {
    String key = make("{\"name\": \"shown\", \"roles\": [\"read\"]}");

    assertThat(key).startsWith("rr_").hasSizeGreaterThan(40);
    assertThat(call(ADMIN, "GET", at("ingest", "/v1/keys"), null).body())
        .contains("shown")
        .doesNotContain(key)
        .doesNotContain("hash");
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"name\": \"x\"}', /roles",
    "'{\"name\": \"x\", \"roles\": []}', /roles",
    "'{\"name\": \"x\", \"roles\": [\"internal\"]}', /roles/0",
    "'{\"name\": \"x\", \"roles\": [\"read\"], \"expiresAt\": \"2020-01-01T00:00:00Z\"}',"
        + " /expiresAt",
    "'{\"name\": \"X Y\", \"roles\": [\"read\"]}', /name",
    "'{\"name\": \"x\", \"role\": [\"read\"]}', /role",
  })
  void aKeyThatCannotBeIsRefused(String key, String pointer) throws Exception {
    HttpResponse<String> answer = call(ADMIN, "POST", at("ingest", "/v1/keys"), key);

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(
            Json.MAPPER
                .readTree(answer.body())
                .path("errors")
                .valueStream()
                .map(error -> error.path("pointer").asString()))
        .contains(pointer);
  }

  private static String token(String issuer, String audience, Instant until, RSAKey by)
      throws Exception {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("one").build(),
            new JWTClaimsSet.Builder()
                .issuer(issuer)
                .audience(audience)
                .subject("ann")
                .claim("roles", List.of("post", "unheard-of"))
                .expirationTime(Date.from(until))
                .build());
    token.sign(new RSASSASigner(by));
    return token.serialize();
  }

  @Test
  void aProvidersTokenOpensWhatItsRolesOpen() throws Exception {
    Instant soon = Instant.now().plusSeconds(300);
    String good = token(issuer(), AUDIENCE, soon, providersKey);

    assertThat(call(good, "GET", at("metrics", "/v1/issuers"), null).statusCode()).isEqualTo(200);
    assertThat(
            call(good, "POST", at("ingest", "/v1/filings"), filing("doors-e", "press", "X"))
                .statusCode())
        .isEqualTo(201);
    assertThat(call(good, "GET", at("ingest", "/v1/keys"), null).statusCode()).isEqualTo(403);
    for (String bad :
        List.of(
            token("http://elsewhere.example.com", AUDIENCE, soon, providersKey),
            token(issuer(), "another-service", soon, providersKey),
            token(issuer(), AUDIENCE, Instant.now().minusSeconds(600), providersKey),
            token(issuer(), AUDIENCE, soon, new RSAKeyGenerator(2048).keyID("one").generate()),
            good.substring(0, good.lastIndexOf('.') + 1),
            "rr_" + "0".repeat(43),
            ADMIN + "0")) {
      assertThat(call(bad, "GET", at("metrics", "/v1/issuers"), null).statusCode()).isEqualTo(401);
    }
  }

  @Test
  void whoChangedWhatIsWrittenDownAndWhoTriedToo() throws Exception {
    call(KEYS.get("post"), "POST", at("ingest", "/v1/filings"), filing("doors-f", "press", "X"));
    call(KEYS.get("read"), "PUT", at("ingest", "/v1/issuers/doors-f"), "{}");
    call(null, "PUT", at("ingest", "/v1/issuers/doors-g"), "{}");
    call(KEYS.get("read"), "GET", at("ingest", "/v1/issuers"), null);

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              String trail =
                  call(ADMIN, "GET", at("ingest", "/v1/admin/audit?limit=1000&format=csv"), null)
                      .body();
              assertThat(trail.lines().map(line -> line.substring(line.indexOf(',') + 1)))
                  .contains(
                      "post,127.0.0.1,POST,/v1/filings,201",
                      "read,127.0.0.1,PUT,/v1/issuers/doors-f,403",
                      ",127.0.0.1,PUT,/v1/issuers/doors-g,401");
              assertThat(trail).doesNotContain(",GET,", KEYS.get("post"), ADMIN);
            });
  }

  @Test
  void offLoopbackWithNothingToShowNothingStarts() {
    assertThatThrownBy(
            () ->
                IngestApplication.application()
                    .registerShutdownHook(false)
                    .run(
                        "--server.address=0.0.0.0",
                        "--server.port=0",
                        "--spring.datasource.url=jdbc:postgresql://127.0.0.1:"
                            + PORTS.postgres()
                            + "/runrate",
                        "--spring.kafka.bootstrap-servers=127.0.0.1:" + PORTS.kafka()))
        .rootCause()
        .hasMessageContaining("runrate.security.admin-key")
        .hasMessageContaining("0.0.0.0");
  }

  @Test
  void healthTellsStrangersNoDetails() throws Exception {
    JsonNode health =
        Json.MAPPER.readTree(call(null, "GET", at("ingest", "/actuator/health"), null).body());

    assertThat(health.path("status").asString()).isIn("UP", "DEGRADED");
    assertThat(health.toString()).doesNotContain("details");
  }
}
