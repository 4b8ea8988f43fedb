package dev.runrate.alert.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runrate.alert.AlertApplication;
import dev.runrate.alert.Story;
import dev.runrate.common.event.Json;
import dev.runrate.embedded.testing.TestInfrastructure;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Webhooks by two instances of the service on one database. Alerts are put where the judging puts
 * them; each test has issuers and subscribers of its own.
 */
class NotifierIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration LEASE = Duration.ofSeconds(4);
  private static final Duration FIRST_RETRY = Duration.ofSeconds(2);
  private static final List<String> SETTINGS =
      List.of(
          "--server.port=0",
          "--runrate.alerts.max-silences=2",
          "--runrate.alerts.webhooks.allow-private-targets=true",
          "--runrate.alerts.webhooks.max-subscriptions=40",
          "--runrate.alerts.webhooks.group-wait=100ms",
          "--runrate.alerts.webhooks.max-alerts=5",
          "--runrate.alerts.webhooks.timeout=2s",
          "--runrate.alerts.webhooks.lease=" + LEASE.toSeconds() + "s",
          "--runrate.alerts.webhooks.max-attempts=4",
          "--runrate.alerts.webhooks.first-retry=" + FIRST_RETRY.toSeconds() + "s",
          "--runrate.alerts.webhooks.longest-retry=3s");

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String RAISED =
      Json.MAPPER.writeValueAsString(
          Story.of("loss-widening")
              .hears("net-income", "2025-Q3", "-150000000", "-100000000", null)
              .lastAlert());

  private static List<String> arguments;
  private static ConfigurableApplicationContext one;
  private static ConfigurableApplicationContext two;
  private static JdbcTemplate database;

  private final List<AutoCloseable> hooks = new ArrayList<>();
  private final List<String> subscriptions = new ArrayList<>();

  @BeforeAll
  static void start() {
    TestInfrastructure servers = TestInfrastructure.start();
    arguments = new ArrayList<>(SETTINGS);
    arguments.add("--spring.datasource.url=" + servers.jdbcUrl());
    arguments.add("--spring.datasource.username=" + servers.user());
    arguments.add("--spring.datasource.password=" + servers.password());
    arguments.add("--spring.kafka.bootstrap-servers=" + servers.bootstrapServers());
    one = AlertApplication.application().run(arguments.toArray(String[]::new));
    two = AlertApplication.application().run(arguments.toArray(String[]::new));
    database = one.getBean(JdbcTemplate.class);
  }

  @AfterAll
  static void stop() {
    one.close();
    two.close();
  }

  @AfterEach
  void tidy() throws Exception {
    for (String subscription : subscriptions) {
      send("DELETE", "/v1/subscriptions/" + subscription, "");
    }
    for (AutoCloseable hook : hooks) {
      hook.close();
    }
  }

  // -- once

  @Test
  void twoInstancesSendEachAlertOnce() throws Exception {
    Hook hook = keep(Hook.slow(Duration.ofMillis(20)));
    String[] issuers = issuers("once", 60);
    String id = subscribe(hook, issuers);
    List<String> told = new ArrayList<>();
    for (int round = 0; round < 3; round++) {
      for (String issuer : issuers) {
        told.add(tell(issuer, "p" + round, "raised", 1) + " raised");
      }
    }

    await().atMost(PATIENCE).until(() -> statuses(id).equals(Map.of("delivered", 180L)));

    assertThat(hook.alerts()).containsExactlyInAnyOrderElementsOf(told);
    assertThat(hook.requests()).extracting(Hook.Request::id).doesNotHaveDuplicates();
  }

  @Test
  void bothInstancesSend() throws Exception {
    Set<String> senders = ConcurrentHashMap.newKeySet();
    Hook hook =
        keep(
            new Hook(
                (exchange, request) -> {
                  senders.addAll(
                      database.queryForList(
                          "select claimed_by from alerts.webhook where id = ?",
                          String.class,
                          request.id()));
                  exchange.sendResponseHeaders(204, -1);
                }));
    String[] issuers = issuers("both", 10);
    String id = subscribe(hook, issuers);

    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              for (String issuer : issuers) {
                tell(issuer, "p" + System.nanoTime(), "raised", 1);
              }
              return senders.size() == 2;
            });
    await().atMost(PATIENCE).until(() -> statuses(id).keySet().equals(Set.of("delivered")));
    assertThat(hook.requests()).extracting(Hook.Request::id).doesNotHaveDuplicates();
  }

  // -- one id, one body

  @Test
  void retryIsTheSameRequestAndWhatComesMeanwhileIsAnother() throws Exception {
    Hook hook = keep(failingFor("retry-a/p1", 2));
    String id = subscribe(hook, "retry-a");
    tell("retry-a", "p1", "raised", 1);
    await().atMost(PATIENCE).until(() -> hook.requests().size() == 1);
    tell("retry-a", "p2", "raised", 1);

    await().atMost(PATIENCE).until(() -> statuses(id).equals(Map.of("delivered", 2L)));

    Map<String, Set<String>> bodies = new HashMap<>();
    hook.requests()
        .forEach(r -> bodies.computeIfAbsent(r.id(), i -> new HashSet<>()).add(r.body()));
    assertThat(bodies.values()).hasSize(2).allSatisfy(same -> assertThat(same).hasSize(1));
    assertThat(hook.requests()).allSatisfy(r -> assertThat(r.alerts()).hasSize(1));
    Map<String, Integer> attempts = new HashMap<>();
    deliveries(id)
        .forEach(d -> attempts.put(d.path("alertId").asString(), d.path("attempts").asInt()));
    assertThat(attempts).containsValues(1, 3);
  }

  @Test
  void newAlertHasAllItsTriesAfterAnOldOneIsGivenUp() throws Exception {
    Hook hook = keep(failingFor("tries/p1", Integer.MAX_VALUE));
    String id = subscribe(hook, "tries");
    tell("tries", "p1", "raised", 1);
    await().atMost(PATIENCE).until(() -> statuses(id).equals(Map.of("failed", 1L)));
    assertThat(hook.requests()).hasSize(4);

    tell("tries", "p2", "raised", 1);

    await()
        .atMost(PATIENCE)
        .until(() -> statuses(id).equals(Map.of("failed", 1L, "delivered", 1L)));
  }

  @Test
  void manyAlertsAreSeveralRequests() throws Exception {
    Hook hook = keep(Hook.polite());
    subscribe(hook, "many");
    tellTogether("many", 12);

    await().atMost(PATIENCE).until(() -> hook.alerts().size() == 12);

    assertThat(hook.requests())
        .extracting(r -> r.alerts().size())
        .containsExactlyInAnyOrder(5, 5, 2);
  }

  @Test
  void replayIsTheSameRequestWithAllThatWasInIt() throws Exception {
    Hook hook = keep(Hook.polite());
    String id = subscribe(hook, "replay");
    tellTogether("replay", 3);
    await().atMost(PATIENCE).until(() -> statuses(id).equals(Map.of("delivered", 3L)));

    String delivery = deliveries(id).get(1).path("id").asString();
    String path = "/v1/subscriptions/" + id + "/deliveries/" + delivery + "/replay";
    assertThat(send("POST", path, "").statusCode()).isEqualTo(200);

    await().atMost(PATIENCE).until(() -> hook.requests().size() == 2);
    assertThat(hook.requests().get(1))
        .usingRecursiveComparison()
        .ignoringFields("signature")
        .isEqualTo(hook.requests().get(0));
  }

  // -- nobody waits for others

  @Test
  void newAlertDoesNotWaitForHundredsThatFail() throws Exception {
    Hook hook =
        keep(
            new Hook(
                (exchange, request) ->
                    exchange.sendResponseHeaders(
                        request.body().contains("fresh") ? 204 : 500, -1)));
    String[] failing = issuers("stale", 300);
    String id = subscribe(hook, failing, "fresh");
    for (String issuer : failing) {
      tell(issuer, "p1", "raised", 1);
    }
    await().atMost(PATIENCE).until(() -> hook.requests().size() >= 300);

    long start = System.nanoTime();
    String fresh = tell("fresh", "p1", "raised", 1) + " raised";
    await().atMost(PATIENCE).until(() -> hook.alerts().contains(fresh));

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    assertThat(statuses(id)).containsKey("pending");
  }

  @Test
  void hooksThatHangHoldBackNobody() throws Exception {
    String[] issuers = issuers("hang", 50);
    for (int i = 0; i < 10; i++) {
      subscribe(keep(Hook.hanging()), issuers);
    }
    for (String issuer : issuers) {
      tell(issuer, "p1", "raised", 1);
    }
    Hook good = keep(Hook.polite());
    subscribe(good, "calm");

    long start = System.nanoTime();
    tell("calm", "p1", "raised", 1);
    await().atMost(PATIENCE).until(() -> !good.requests().isEmpty());

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }

  // -- the stages

  @Test
  void wordsOnOneAlertComeInOrder() throws Exception {
    Hook hook = keep(failingFor("order/p1", 3));
    String id = subscribe(hook, "order");
    String alert = tell("order", "p1", "raised", 1);
    await().atMost(PATIENCE).until(() -> hook.requests().size() == 1);
    tell("order", "p1", "resolved", 2);
    String other = tell("order", "p2", "raised", 1);

    await().atMost(PATIENCE).until(() -> statuses(id).equals(Map.of("delivered", 3L)));

    assertThat(hook.alerts().stream().filter(a -> a.startsWith(alert)))
        .containsExactly(
            alert + " raised",
            alert + " raised",
            alert + " raised",
            alert + " raised",
            alert + " resolved");
    // Another alert of the issuer need not wait until this one got through.
    assertThat(hook.alerts().indexOf(other + " raised"))
        .isLessThan(hook.alerts().lastIndexOf(alert + " raised"));
  }

  @Test
  void whatIsOverBeforeItWasToldIsNotTold() throws Exception {
    Hook hook = keep(Hook.polite());
    String id = subscribe(hook, "over", "marker");
    insert(List.of(word("over", "p1", "raised", 1), word("over", "p1", "resolved", 2)));
    tell("marker", "p1", "raised", 1);

    await().atMost(PATIENCE).until(() -> !hook.requests().isEmpty());
    await()
        .atMost(PATIENCE)
        .until(() -> statuses(id).equals(Map.of("obsolete", 2L, "delivered", 1L)));

    assertThat(hook.alerts()).allMatch(alert -> alert.startsWith("marker"));
    assertThat(deliveries(id).stream().map(d -> d.path("reason").asString("-")))
        .containsExactlyInAnyOrder("overtaken", "never-told", "-");
  }

  @Test
  void silencedAlertSaysSoAmongTheDeliveriesAndCanBeSentAfterAll() throws Exception {
    Hook hook = keep(Hook.polite());
    String id = subscribe(hook, "hush");
    HttpResponse<String> silence =
        send(
            "POST",
            "/v1/silences",
            """
            {"matchers": {"issuer": "hush"}, "createdBy": "ann", "comment": "known",
             "endsAt": "2126-01-01T00:00:00Z"}
            """);
    assertThat(silence.statusCode()).as(silence.body()).isEqualTo(201);
    tell("hush", "p1", "raised", 1);
    await().atMost(PATIENCE).until(() -> statuses(id).equals(Map.of("silenced", 1L)));
    assertThat(hook.requests()).isEmpty();

    String delivery = deliveries(id).getFirst().path("id").asString();
    send("POST", "/v1/subscriptions/" + id + "/deliveries/" + delivery + "/replay", "");

    await().atMost(PATIENCE).until(() -> statuses(id).equals(Map.of("delivered", 1L)));
    assertThat(hook.alerts()).hasSize(1);
    send("DELETE", silence.headers().firstValue("Location").orElseThrow(), "");
  }

  // -- instances that go

  @Test
  void killedInstancesWebhookIsSentByAnother(@TempDir Path directory) throws Exception {
    Hook hook =
        keep(
            new Hook(
                (exchange, request) -> {
                  if (database.queryForObject(
                          "select attempts from alerts.webhook where id = ?",
                          Integer.class,
                          request.id())
                      == 1) {
                    Thread.sleep(1_500);
                  }
                  exchange.sendResponseHeaders(204, -1);
                }));
    notifier(one).stop();
    notifier(two).stop();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(AlertApplication.class.getName());
    command.addAll(arguments);
    Process other =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();
    try {
      String id = subscribe(hook, "killed");
      tell("killed", "p1", "raised", 1);
      await().atMost(PATIENCE).until(() -> hook.requests().size() == 1);
      other.destroyForcibly().waitFor();
      notifier(one).start();
      notifier(two).start();

      long start = System.nanoTime();
      await().atMost(PATIENCE).until(() -> statuses(id).equals(Map.of("delivered", 1L)));

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LEASE.plusSeconds(3));
      assertThat(hook.requests()).hasSize(2);
      assertThat(hook.requests().get(1).id()).isEqualTo(hook.requests().get(0).id());
      assertThat(hook.requests().get(1).body()).isEqualTo(hook.requests().get(0).body());
    } finally {
      other.destroyForcibly();
    }
  }

  @Test
  void instanceThatStopsLeavesItsWebhookToTheOthersAtOnce() throws Exception {
    Hook hook =
        keep(
            new Hook(
                (exchange, request) -> {
                  if (notifier(one).isRunning()) {
                    Thread.sleep(10_000);
                  }
                  exchange.sendResponseHeaders(204, -1);
                }));
    notifier(two).stop();
    try {
      String id = subscribe(hook, "leaving");
      tell("leaving", "p1", "raised", 1);
      await().atMost(PATIENCE).until(() -> hook.requests().size() == 1);
      // Well before its own timeout.
      notifier(one).stop();
      assertThat(
              database.queryForMap(
                  "select attempts, claimed_by from alerts.webhook where id = ?",
                  hook.requests().getFirst().id()))
          .containsEntry("attempts", 0)
          .containsEntry("claimed_by", null);

      notifier(two).start();

      await().atMost(PATIENCE).until(() -> statuses(id).equals(Map.of("delivered", 1L)));
      assertThat(hook.requests()).hasSize(2);
    } finally {
      if (!notifier(one).isRunning()) {
        notifier(one).start();
      }
      if (!notifier(two).isRunning()) {
        notifier(two).start();
      }
    }
  }

  // -- the API

  @Test
  void testTellsWhatCameOfIt() throws Exception {
    Hook good = keep(Hook.polite());
    Hook bad = keep(Hook.answering(500));

    JsonNode delivered = test(subscribe(good, "tested"));
    JsonNode failed = test(subscribe(bad, "tested"));

    assertThat(delivered.path("status").asString()).isEqualTo("delivered");
    assertThat(good.requests().getFirst().id()).isEqualTo(delivered.path("webhookId").asString());
    assertThat(good.requests().getFirst().json().path("type").asString()).isEqualTo("runrate.test");
    assertThat(failed.path("status").asString()).isEqualTo("failed");
    assertThat(failed.path("lastError").asString()).contains("500");
    assertThat(bad.requests()).hasSize(1);
    assertThat(send("POST", "/v1/subscriptions/nobody/test", "").statusCode()).isEqualTo(404);
  }

  @Test
  void oneTestOfASubscriptionAtATime() throws Exception {
    Hook slow = keep(Hook.slow(Duration.ofMillis(1_000)));
    String id = subscribe(slow, "tested");
    var first =
        HTTP.sendAsync(
            request("POST", "/v1/subscriptions/" + id + "/test", ""), BodyHandlers.ofString());
    await().atMost(PATIENCE).until(() -> slow.requests().size() == 1);

    assertThat(send("POST", "/v1/subscriptions/" + id + "/test", "").statusCode()).isEqualTo(409);

    assertThat(first.get().statusCode()).isEqualTo(200);
    assertThat(slow.requests()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "70000, '{\"url\": \"', x, 413",
    "0,     '',             x, 400",
    "1,     '{\"url\": \"', x, 400",
    "5000,  '',             [, 400",
    "1,     '[',            ], 422",
    "1,     '{',            }, 422"
  })
  void bodiesOfSubscriptionsAreBounded(int times, String start, String more, int status)
      throws Exception {
    assertThat(send("POST", "/v1/subscriptions", start + more.repeat(times)).statusCode())
        .isEqualTo(status);
  }

  @Test
  void subscriptionsAndSilencesAreCounted() throws Exception {
    Hook hook = keep(Hook.polite());
    int status = 201;
    for (int i = 0; i <= 40 && status == 201; i++) {
      HttpResponse<String> answer = trySubscribe(hook, "counted");
      status = answer.statusCode();
      assertThat(subscriptions.size()).isLessThanOrEqualTo(40);
    }
    assertThat(status).isEqualTo(409);
    List<Integer> silences = new ArrayList<>();
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      HttpResponse<String> answer =
          send(
              "POST",
              "/v1/silences",
              """
              {"matchers": {"issuer": "nobody"}, "createdBy": "ann", "comment": "known",
               "endsAt": "2126-01-01T00:00:00Z"}
              """);
      silences.add(answer.statusCode());
      answer.headers().firstValue("Location").ifPresent(made::add);
    }
    assertThat(silences).containsExactly(201, 201, 409);
    for (String each : made) {
      send("DELETE", each, "");
    }
  }

  // -- tools

  private Hook keep(Hook hook) {
    hooks.add(hook);
    return hook;
  }

  /** Fails so often for requests with this alert in them, and takes all others. */
  private static Hook failingFor(String alert, int times) {
    int[] failed = {0};
    return new Hook(
        (exchange, request) -> {
          boolean concerned = request.alerts().stream().anyMatch(a -> a.startsWith(alert));
          boolean fails;
          synchronized (failed) {
            fails = concerned && failed[0]++ < times;
          }
          exchange.sendResponseHeaders(fails ? 500 : 204, -1);
        });
  }

  private static Notifier notifier(ConfigurableApplicationContext instance) {
    return instance.getBean(Notifier.class);
  }

  private static String[] issuers(String name, int count) {
    return IntStream.range(0, count).mapToObj(i -> name + "-" + i).toArray(String[]::new);
  }

  private String subscribe(Hook hook, String[] issuers, String more) throws Exception {
    List<String> all = new ArrayList<>(List.of(issuers));
    all.add(more);
    return subscribe(hook, all.toArray(String[]::new));
  }

  private String subscribe(Hook hook, String... issuers) throws Exception {
    HttpResponse<String> answer = trySubscribe(hook, issuers);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return Json.MAPPER.readTree(answer.body()).path("id").asString();
  }

  private HttpResponse<String> trySubscribe(Hook hook, String... issuers) throws Exception {
    ObjectNode body = Json.MAPPER.createObjectNode().put("url", hook.url());
    body.set("issuers", Json.MAPPER.valueToTree(issuers));
    HttpResponse<String> answer = send("POST", "/v1/subscriptions", body.toString());
    if (answer.statusCode() == 201) {
      subscriptions.add(Json.MAPPER.readTree(answer.body()).path("id").asString());
    }
    return answer;
  }

  private static JsonNode test(String subscription) throws Exception {
    HttpResponse<String> answer = send("POST", "/v1/subscriptions/" + subscription + "/test", "");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Json.MAPPER.readTree(answer.body());
  }

  /** The id of the alert. */
  private static String tell(String issuer, String period, String state, int sequence) {
    JsonNode word = word(issuer, period, state, sequence);
    insert(List.of(word));
    return word.path("id").asString();
  }

  private static void tellTogether(String issuer, int count) {
    insert(IntStream.range(0, count).mapToObj(i -> word(issuer, "p" + i, "raised", 1)).toList());
  }

  private static JsonNode word(String issuer, String period, String state, int sequence) {
    ObjectNode word = (ObjectNode) Json.MAPPER.readTree(RAISED);
    word.put("id", issuer + "/" + period);
    word.put("issuer", issuer);
    word.put("state", state);
    word.put("sequence", sequence);
    word.put("historical", false);
    return word;
  }

  /** In one transaction, as the judging does; and nobody is woken. */
  private static void insert(List<JsonNode> words) {
    String values = String.join(", ", Collections.nCopies(words.size(), "(?, ?, now())"));
    database.update(
        "insert into alerts.alert_message (alert_id, body, at) values " + values,
        words.stream().flatMap(w -> Stream.of(w.path("id").asString(), w.toString())).toArray());
  }

  private static List<JsonNode> deliveries(String subscription) throws Exception {
    HttpResponse<String> answer =
        send("GET", "/v1/subscriptions/" + subscription + "/deliveries?limit=1000", "");
    return Json.MAPPER.readTree(answer.body()).path("items").valueStream().toList();
  }

  private static Map<String, Long> statuses(String subscription) throws Exception {
    Map<String, Long> counts = new HashMap<>();
    deliveries(subscription).forEach(d -> counts.merge(d.path("status").asString(), 1L, Long::sum));
    return counts;
  }

  private static HttpRequest request(String method, String path, String body) {
    String port = one.getEnvironment().getProperty("local.server.port");
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .header("Content-Type", "application/json")
        .method(method, BodyPublishers.ofString(body))
        .build();
  }

  private static HttpResponse<String> send(String method, String path, String body)
      throws Exception {
    return HTTP.send(request(method, path, body), BodyHandlers.ofString());
  }
}
