package dev.runrate.alert.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runrate.alert.AlertApplication;
import dev.runrate.alert.Story;
import dev.runrate.common.event.Json;
import dev.runrate.embedded.testing.TestInfrastructure;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** The list of alerts and the stream that goes on after it. */
class AlertStreamIT {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static ConfigurableApplicationContext service;

  @BeforeAll
  static void start() {
    TestInfrastructure servers = TestInfrastructure.start();
    service =
        AlertApplication.application()
            .run(
                "--server.port=0",
                "--spring.datasource.url=" + servers.jdbcUrl(),
                "--spring.datasource.username=" + servers.user(),
                "--spring.datasource.password=" + servers.password(),
                "--spring.kafka.bootstrap-servers=" + servers.bootstrapServers());
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  /** Of two alerts the one that was begun first is committed last: after the list was read. */
  @Test
  void whatIsCommittedWhileTheListIsReadIsInTheStream() throws Exception {
    JdbcTemplate database = service.getBean(JdbcTemplate.class);
    TransactionTemplate transaction = service.getBean(TransactionTemplate.class);
    List<String> position = new ArrayList<>();
    transaction.executeWithoutResult(
        status -> {
          insert(database, "late");
          CompletableFuture.runAsync(() -> insert(database, "early")).join();
          position.add(list().headers().firstValue("Last-Event-ID").orElseThrow());
        });

    assertThat(streamed(position.getFirst(), 2)).containsExactlyInAnyOrder("late", "early");
  }

  private static void insert(JdbcTemplate database, String id) {
    String body =
        Json.MAPPER.writeValueAsString(
            Story.of("loss-widening")
                .hears("net-income", "2025-Q3", "-150000000", "-100000000", null)
                .lastAlert());
    database.update(
        "insert into alerts.alert_message (alert_id, body, at) values (?, ?, now())", id, body);
  }

  private static HttpResponse<String> list() {
    return HTTP.sendAsync(
            HttpRequest.newBuilder(uri("/v1/alerts")).build(), BodyHandlers.ofString())
        .join();
  }

  /** The ids of the first alerts after a position. */
  private static List<String> streamed(String lastEventId, int count) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri("/v1/alerts/stream"))
            .header("Last-Event-ID", lastEventId)
            .build();
    return CompletableFuture.supplyAsync(
            () -> {
              List<String> numbers = new ArrayList<>();
              try (BufferedReader lines =
                  new BufferedReader(
                      new InputStreamReader(
                          HTTP.send(request, BodyHandlers.ofInputStream()).body(),
                          StandardCharsets.UTF_8))) {
                while (numbers.size() < count) {
                  String line = lines.readLine();
                  if (line.startsWith("id: ")) {
                    numbers.add(line.substring(line.indexOf('-') + 1));
                  }
                }
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
              return numbers.stream()
                  .map(
                      number ->
                          service
                              .getBean(JdbcTemplate.class)
                              .queryForObject(
                                  "select alert_id from alerts.alert_message where seq = ?",
                                  String.class,
                                  Long.valueOf(number)))
                  .toList();
            })
        .get(Duration.ofSeconds(20).toSeconds(), TimeUnit.SECONDS);
  }

  private static URI uri(String path) {
    return URI.create(
        "http://127.0.0.1:" + service.getEnvironment().getProperty("local.server.port") + path);
  }
}
