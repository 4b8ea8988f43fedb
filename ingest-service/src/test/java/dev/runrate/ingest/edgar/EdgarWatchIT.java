package dev.runrate.ingest.edgar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runrate.common.event.Json;
import dev.runrate.embedded.Ports;
import dev.runrate.embedded.testing.TestInfrastructure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The watch against a server that plays EDGAR, in a process of its own that is killed. */
class EdgarWatchIT {
  private static final int ISSUERS = 50;
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir Path directory;

  @Test
  void everyFilingIsTakenOnceAndNoneMissedWhateverIsKilled() throws Exception {
    try (EdgarServer edgar = new EdgarServer(ISSUERS)) {
      Path list = directory.resolve("watch.yaml");
      StringBuilder issuers = new StringBuilder("  - ticker: FIRST\n    issuer: watch-900001\n");
      for (int cik = EdgarServer.FIRST_CIK + 1; cik <= edgar.lastCik(); cik++) {
        issuers.append("  - cik: " + cik + "\n    issuer: watch-" + cik + "\n");
      }
      Files.writeString(
          list, "contact: Test tester@example.com\nsince: 2024-01-01\nissuers:\n" + issuers);
      int port = Ports.free();
      Process service = start(edgar, list, port);
      try {
        // Killed in the middle of the work, twice.
        for (long taken : List.of(40L, 130L)) {
          await().atMost(Duration.ofMinutes(3)).until(() -> total(port, "taken") >= taken);
          service.destroyForcibly().waitFor();
          service = start(edgar, list, port);
        }
        edgar.refuse(3);
        awaitAll(port, edgar, service);

        edgar.amend();
        awaitAll(port, edgar, service);
        assertRate(edgar);
        assertThat(edgar.agents()).containsExactly("Test tester@example.com");
        assertThat(total(port, "nothing")).isEqualTo(ISSUERS);
      } finally {
        service.destroyForcibly().waitFor();
      }
    }
  }

  private static void awaitAll(int port, EdgarServer edgar, Process service) {
    await()
        .atMost(Duration.ofMinutes(4))
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(
            () -> {
              assertThat(service.isAlive()).isTrue();
              assertThat(total(port, "taken"))
                  .isEqualTo((long) ISSUERS * edgar.expected(EdgarServer.FIRST_CIK).size());
            });
    for (int cik = EdgarServer.FIRST_CIK; cik <= edgar.lastCik(); cik++) {
      Set<String> ids = new TreeSet<>();
      List<String> all = new ArrayList<>();
      for (JsonNode item : get(port, "/v1/filings?issuer=watch-" + cik).path("items")) {
        ids.add(item.path("id").asString());
        all.add(item.path("id").asString());
      }
      // companyfacts names one more that EDGAR does not list.
      ids.remove(EdgarServer.accession(cik, 60));
      all.remove(EdgarServer.accession(cik, 60));
      assertThat(ids).isEqualTo(edgar.expected(cik));
      assertThat(all).hasSameSizeAs(ids);
    }
  }

  /** In no second more than the ten that are allowed. */
  private static void assertRate(EdgarServer edgar) {
    List<Long> at = edgar.requestNanos();
    for (int i = 10; i < at.size(); i++) {
      assertThat(Duration.ofNanos(at.get(i) - at.get(i - 10)))
          .as("request %s and the tenth before it", i)
          .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }
  }

  private Process start(EdgarServer edgar, Path list, int port) throws IOException {
    TestInfrastructure servers = TestInfrastructure.start();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx512m", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add("dev.runrate.ingest.IngestApplication");
    command.add("--server.port=" + port);
    command.add("--spring.datasource.url=" + servers.jdbcUrl());
    command.add("--spring.datasource.username=" + servers.user());
    command.add("--spring.datasource.password=" + servers.password());
    command.add("--spring.kafka.bootstrap-servers=" + servers.bootstrapServers());
    command.add("--runrate.edgar.watch=" + list);
    command.add("--runrate.edgar.data-url=" + edgar.url());
    command.add("--runrate.edgar.archives-url=" + edgar.url());
    command.add("--runrate.edgar.requests-per-second=10");
    command.add("--runrate.edgar.poll-every=15s");
    command.add("--runrate.edgar.first-retry=300ms");
    command.add("--runrate.edgar.longest-retry=2s");
    Process service =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(directory.resolve("service.log").toFile()))
            .start();
    await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> !service.isAlive() || get(port, "/v1/watch").path("on").asBoolean(false));
    assertThat(service.isAlive()).as(() -> log()).isTrue();
    return service;
  }

  private String log() {
    try {
      return Files.readString(directory.resolve("service.log"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static long total(int port, String state) {
    long total = 0;
    for (JsonNode issuer : get(port, "/v1/watch").path("issuers")) {
      total += issuer.path(state).asLong(0);
    }
    return total;
  }

  private static JsonNode get(int port, String path) {
    try {
      return Json.MAPPER.readTree(
          HTTP.send(
                  HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
                  BodyHandlers.ofString())
              .body());
    } catch (IOException e) {
      return Json.MAPPER.createObjectNode();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
