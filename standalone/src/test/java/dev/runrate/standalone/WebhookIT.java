package dev.runrate.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runrate.common.event.AlertKind;
import dev.runrate.common.event.Json;
import dev.runrate.common.event.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Alerts to people's own endpoints, which are slow, fail, or never come to an end. */
class WebhookIT {
  private static final String LOSSES = Topics.alerts(AlertKind.LOSS_WIDENING);
  private static Live live;

  @BeforeAll
  static void start() throws Exception {
    live = Live.system();
  }

  @Test
  void requestIsSignedAsStandardWebhooksPrescribe() throws Exception {
    try (Receiver receiver = Receiver.polite()) {
      JsonNode subscription = subscribe(receiver, "hook-signed");
      tellOfLoss("hook-signed");
      await().atMost(Live.PATIENCE).until(() -> !receiver.requests().isEmpty());

      Receiver.Request request = receiver.requests().getFirst();
      byte[] key =
          Base64.getDecoder()
              .decode(subscription.get("secret").stringValue().substring("whsec_".length()));
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      byte[] signed =
          (request.id() + "." + request.timestamp() + "." + request.body())
              .getBytes(StandardCharsets.UTF_8);
      assertThat(request.signature())
          .isEqualTo("v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed)));
      JsonNode body = Json.MAPPER.readTree(request.body());
      assertThat(body.path("type").asString("")).isEqualTo("runrate.alerts");
      assertThat(body.at("/data/alerts").valueStream().map(a -> a.path("kind").asString("")))
          .contains("loss-widening");
    }
  }

  @Test
  void alertsOfOneIssuerComeTogether() throws Exception {
    try (Receiver receiver = Receiver.polite()) {
      subscribe(receiver, "hook-group");
      live.post(Live.quarter("hook-group", "2024-Q3", "NetIncome", "-100000000", "USD"));
      live.post(Live.quarter("hook-group", "2024-Q3", "GrossMargin", "0.60", "ratio"));
      live.awaitCurrent();
      live.post(
          """
          {"issuer": "hook-group", "source": {"tier": "regulatory", "publishedOn": "2025-11-01"},
           "facts": [
            {"concept": "NetIncome", "period": "2025-Q3", "value": "-150000000", "unit": "USD"},
            {"concept": "GrossMargin", "period": "2025-Q3", "value": "0.50", "unit": "ratio"}]}
          """);
      await().atMost(Live.PATIENCE).until(() -> !receiver.requests().isEmpty());

      JsonNode alerts =
          Json.MAPPER.readTree(receiver.requests().getFirst().body()).at("/data/alerts");
      assertThat(alerts.valueStream().map(a -> a.path("kind").asString("")))
          .contains("loss-widening", "margin-change");
      assertThat(receiver.requests()).hasSize(1);
    }
  }

  /** Two endpoints are still holding a request while the next alert reaches everybody else. */
  @Test
  void badEndpointsHoldUpNeitherTheTopicNorOthers() throws Exception {
    try (Receiver hanging = Receiver.hanging();
        Receiver endless = Receiver.endless();
        Receiver failing = Receiver.failing(Integer.MAX_VALUE);
        Receiver good = Receiver.polite()) {
      for (Receiver each : List.of(hanging, endless, failing, good)) {
        subscribe(each, "hook-held-a", "hook-held-b");
      }
      tellOfLoss("hook-held-a");
      await()
          .atMost(Live.PATIENCE)
          .until(() -> !hanging.requests().isEmpty() && !endless.requests().isEmpty());

      tellOfLoss("hook-held-b");

      live.awaitMessages("hook-held-b", LOSSES, 1);
      await().atMost(Live.PATIENCE).until(() -> mentions(good, "hook-held-b"));
    }
  }

  @Test
  void answerWithoutAnEndIsGivenUpAndTriedAgain() throws Exception {
    try (Receiver endless = Receiver.endless()) {
      String id = subscribe(endless, "hook-endless").get("id").stringValue();
      tellOfLoss("hook-endless");

      await()
          .atMost(Live.PATIENCE)
          .untilAsserted(
              () -> {
                JsonNode delivery = deliveries(id).at("/0");
                assertThat(delivery.path("attempts").asInt(0)).isPositive();
                assertThat(delivery.path("status").asString("")).isEqualTo("pending");
                assertThat(delivery.path("lastError").asString("")).contains("imeout");
              });
    }
  }

  @Test
  void failureIsTriedAgainUnderTheSameIdAndCanBeReplayed() throws Exception {
    try (Receiver receiver = Receiver.failing(1)) {
      String id = subscribe(receiver, "hook-retry").get("id").stringValue();
      tellOfLoss("hook-retry");

      await()
          .atMost(Live.PATIENCE)
          .until(() -> "delivered".equals(deliveries(id).at("/0/status").asString("")));
      assertThat(receiver.requests()).hasSize(2);
      assertThat(receiver.requests().get(0).id()).isEqualTo(receiver.requests().get(1).id());
      JsonNode delivery = deliveries(id).get(0);
      assertThat(delivery.path("attempts").asInt(0)).isEqualTo(2);
      assertThat(delivery.path("lastError").asString("")).isEmpty();

      String path = "/v1/subscriptions/" + id + "/deliveries/" + delivery.path("id") + "/replay";
      assertThat(live.send("POST", live.alerts(path), "").statusCode()).isEqualTo(200);
      await().atMost(Live.PATIENCE).until(() -> receiver.requests().size() == 3);
      assertThat(receiver.requests().getLast().id()).isEqualTo(receiver.requests().getFirst().id());
    }
  }

  @Test
  void historyAndSilencesAreNotPushed() throws Exception {
    try (Receiver receiver = Receiver.polite()) {
      live.post(Live.quarter("hook-quiet", "2025-Q3", "NetIncome", "-50000000", "USD"));
      live.awaitCurrent();
      subscribe(receiver, "hook-quiet", "hook-silenced", "hook-loud");
      // An old pair that comes late: published on its topic, nobody is paged.
      live.post(Live.quarter("hook-quiet", "2019-Q3", "NetIncome", "-100000000", "USD"));
      live.post(Live.quarter("hook-quiet", "2020-Q3", "NetIncome", "-150000000", "USD"));
      live.awaitMessages("hook-quiet", LOSSES, 1);
      String silence =
          """
          {"matchers": {"issuer": "hook-silenced"}, "createdBy": "ann", "comment": "known",
           "endsAt": "2126-01-01T00:00:00Z"}
          """;
      assertThat(live.send("POST", live.alerts("/v1/silences"), silence).statusCode())
          .isEqualTo(201);
      tellOfLoss("hook-silenced");
      live.awaitMessages("hook-silenced", LOSSES, 1);
      tellOfLoss("hook-loud");

      await().atMost(Live.PATIENCE).until(() -> mentions(receiver, "hook-loud"));

      assertThat(receiver.requests()).noneMatch(r -> r.body().contains("hook-quiet"));
      assertThat(receiver.requests()).noneMatch(r -> r.body().contains("hook-silenced"));
      JsonNode listed = live.get(live.alerts("/v1/alerts?issuer=hook-silenced")).at("/items/0");
      assertThat(listed.path("silencedBy").asString("")).isNotEmpty();
    }
  }

  @Test
  void goodNewsIsPushedOnlyToThoseWhoAskForIt() throws Exception {
    try (Receiver everything = Receiver.polite();
        Receiver unasked = Receiver.polite()) {
      String whole =
          Json.MAPPER
              .createObjectNode()
              .put("url", everything.url())
              .put("minSeverity", "info")
              .set("issuers", Json.MAPPER.valueToTree(List.of("hook-good")))
              .toString();
      assertThat(live.send("POST", live.alerts("/v1/subscriptions"), whole).statusCode())
          .isEqualTo(201);
      JsonNode subscription = subscribe(unasked, "hook-good", "hook-bad");
      assertThat(subscription.path("minSeverity").asString("")).isEqualTo("warning");

      live.post(Live.quarter("hook-good", "2024-Q3", "GrossMargin", "0.50", "ratio"));
      live.post(Live.quarter("hook-good", "2025-Q3", "GrossMargin", "0.70", "ratio"));
      await().atMost(Live.PATIENCE).until(() -> mentions(everything, "hook-good"));
      tellOfLoss("hook-bad");
      await().atMost(Live.PATIENCE).until(() -> mentions(unasked, "hook-bad"));

      assertThat(mentions(unasked, "hook-good")).isFalse();
    }
  }

  private static JsonNode subscribe(Receiver receiver, String... issuers) throws Exception {
    String body =
        Json.MAPPER
            .createObjectNode()
            .put("url", receiver.url())
            .set("issuers", Json.MAPPER.valueToTree(issuers))
            .toString();
    var answer = live.send("POST", live.alerts("/v1/subscriptions"), body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return Json.MAPPER.readTree(answer.body());
  }

  private static void tellOfLoss(String issuer) throws Exception {
    live.post(Live.quarter(issuer, "2024-Q3", "NetIncome", "-100000000", "USD"));
    live.post(Live.quarter(issuer, "2025-Q3", "NetIncome", "-150000000", "USD"));
  }

  private static boolean mentions(Receiver receiver, String issuer) {
    return receiver.requests().stream().anyMatch(r -> r.body().contains(issuer));
  }

  private static JsonNode deliveries(String subscription) throws Exception {
    return live.get(live.alerts("/v1/subscriptions/" + subscription + "/deliveries")).get("items");
  }
}
