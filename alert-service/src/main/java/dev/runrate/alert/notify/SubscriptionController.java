package dev.runrate.alert.notify;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.runrate.alert.AlertSettings;
import dev.runrate.alert.notify.DeliveryRepository.DeliveryRow;
import dev.runrate.alert.notify.SubscriptionRepository.SubscriptionRow;
import dev.runrate.common.event.AlertEvent.Severity;
import dev.runrate.common.event.AlertKind;
import dev.runrate.common.event.Json;
import dev.runrate.common.fact.Checked;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.web.Body;
import dev.runrate.common.web.Page;
import dev.runrate.common.web.Problem.ContentError;
import dev.runrate.common.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/**
 * Webhook subscriptions: {@code {"url": "https://...", "kinds": ["loss-widening"], "issuers":
 * ["openai"], "minSeverity": "info"}}. All but the URL may be left out; then it is all kinds and
 * issuers from {@code warning} on. The secret is told once, in the answer.
 */
@RestController
@RequestMapping("/v1/subscriptions")
class SubscriptionController {
  /** The answer to a POST: the only one with the secret. */
  @JsonInclude(Include.NON_NULL)
  record Answer(
      String id,
      URI url,
      Set<AlertKind> kinds,
      Set<String> issuers,
      Severity minSeverity,
      String secret) {
    static Answer of(Subscription s, String secret) {
      return new Answer(s.id(), s.url(), s.kinds(), s.issuers(), s.minSeverity(), secret);
    }
  }

  /**
   * @param reason why it was stopped before it was sent: overtaken, never-told, silenced
   */
  @JsonInclude(Include.NON_NULL)
  record Delivery(
      long id,
      String alertId,
      String issuer,
      String status,
      String reason,
      int attempts,
      String webhookId,
      String lastError,
      Instant nextAttemptAt,
      Instant createdAt,
      Instant deliveredAt) {
    static Delivery of(DeliveryRow row) {
      return new Delivery(
          row.id(),
          row.alertId(),
          row.issuer(),
          row.status(),
          row.reason(),
          row.attempts(),
          row.webhookId(),
          row.lastError(),
          row.status().equals("pending") ? row.nextAt() : null,
          row.createdAt(),
          row.deliveredAt());
    }
  }

  /** What came of a test: delivered, or failed and why. */
  @JsonInclude(Include.NON_NULL)
  record Test(String webhookId, String status, String lastError) {}

  /** Good news is info: it is on its topic and in the list, but pushed to those only who ask. */
  private static final Severity DEFAULT_MIN_SEVERITY = Severity.WARNING;

  private static final Set<String> MEMBERS =
      Set.of("url", "kinds", "issuers", "minSeverity", "secret");

  /** Subscribers that are being tested: one at a time each, so that nobody is flooded so. */
  private final Set<String> tested = ConcurrentHashMap.newKeySet();

  private final SubscriptionRepository rows;
  private final DeliveryRepository deliveries;
  private final Dispatch dispatch;
  private final Notifier notifier;
  private final Sender sender;
  private final Targets targets;
  private final AlertSettings settings;
  private final Clock clock;

  SubscriptionController(
      SubscriptionRepository rows,
      DeliveryRepository deliveries,
      Dispatch dispatch,
      Notifier notifier,
      Sender sender,
      Targets targets,
      AlertSettings settings,
      Clock clock) {
    this.rows = rows;
    this.deliveries = deliveries;
    this.dispatch = dispatch;
    this.notifier = notifier;
    this.sender = sender;
    this.targets = targets;
    this.settings = settings;
    this.clock = clock;
  }

  @PostMapping(consumes = "application/json")
  ResponseEntity<Answer> add(HttpServletRequest request) throws IOException {
    JsonNode body = Body.readJson(request, Body.MOST_SMALL_BYTES);
    List<ContentError> errors = new ArrayList<>(ContentError.unknownMembers(body, MEMBERS));
    URI url = url(body, errors);
    Set<AlertKind> kinds = kinds(body, errors);
    Set<String> issuers = issuers(body, errors);
    Severity minSeverity = minSeverity(body, errors);
    String secret =
        body.hasNonNull("secret") ? body.get("secret").asString("") : Signature.newSecret();
    if (!Signature.isSecret(secret)) {
      errors.add(
          new ContentError(
              "/secret", "secret", "whsec_ and the base64 of 24 to 64 bytes; or leave it out"));
    }
    if (!errors.isEmpty()) {
      throw ProblemException.invalid(errors);
    }
    Subscription subscription =
        new Subscription(UUID.randomUUID().toString(), url, kinds, issuers, minSeverity);
    int most = settings.webhooks().maxSubscriptions();
    String stored = Json.MAPPER.writeValueAsString(subscription);
    if (rows.add(subscription.id(), stored, secret, clock.instant(), most).isEmpty()) {
      throw ProblemException.conflict(
          "There are " + most + " subscriptions already; delete one that nobody needs.");
    }
    return ResponseEntity.created(URI.create("/v1/subscriptions/" + subscription.id()))
        .body(Answer.of(subscription, secret));
  }

  private URI url(JsonNode body, List<ContentError> errors) {
    try {
      URI url = new URI(body.path("url").asString(""));
      Optional<String> refusal = targets.refusal(url);
      refusal.ifPresent(why -> errors.add(new ContentError("/url", "target", why)));
      return url;
    } catch (URISyntaxException e) {
      errors.add(new ContentError("/url", "target", "not a URL: " + e.getReason()));
      return null;
    }
  }

  /** A lone text would silently mean "all". */
  private static void requireList(JsonNode body, String name, List<ContentError> errors) {
    if (body.hasNonNull(name) && !body.get(name).isArray()) {
      errors.add(new ContentError("/" + name, "type", "a list"));
    }
  }

  private static Set<AlertKind> kinds(JsonNode body, List<ContentError> errors) {
    Set<AlertKind> kinds = EnumSet.noneOf(AlertKind.class);
    requireList(body, "kinds", errors);
    for (int i = 0; i < body.path("kinds").size(); i++) {
      Optional<AlertKind> kind = AlertKind.parse(body.get("kinds").get(i).asString(""));
      if (kind.isEmpty()) {
        errors.add(
            new ContentError(
                "/kinds/" + i, "choice", "one of " + Arrays.toString(AlertKind.values())));
      }
      kind.ifPresent(kinds::add);
    }
    return kinds;
  }

  private static Set<String> issuers(JsonNode body, List<ContentError> errors) {
    Set<String> issuers = new TreeSet<>();
    requireList(body, "issuers", errors);
    for (int i = 0; i < body.path("issuers").size(); i++) {
      if (!(IssuerId.parse(body.get("issuers").get(i).asString("")) instanceof Checked.Valid)) {
        errors.add(new ContentError("/issuers/" + i, "type", "an issuer's slug"));
      } else {
        issuers.add(body.get("issuers").get(i).stringValue());
      }
    }
    return issuers;
  }

  private static Severity minSeverity(JsonNode body, List<ContentError> errors) {
    String text = body.path("minSeverity").asString(DEFAULT_MIN_SEVERITY.toString());
    return Arrays.stream(Severity.values())
        .filter(s -> s.toString().equals(text))
        .findFirst()
        .orElseGet(
            () -> {
              errors.add(new ContentError("/minSeverity", "choice", "info, warning or critical"));
              return DEFAULT_MIN_SEVERITY;
            });
  }

  @GetMapping
  Page<Answer> list(
      @RequestParam(required = false) Integer limit,
      @RequestParam(required = false) String cursor) {
    List<Answer> all =
        rows.all().stream().map(row -> Answer.of(Subscription.read(row.body()), null)).toList();
    return Page.slice(all, limit, cursor, Answer::id);
  }

  @GetMapping("/{id}")
  Answer get(@PathVariable String id) {
    return Answer.of(Subscription.read(find(id).body()), null);
  }

  @DeleteMapping("/{id}")
  ResponseEntity<Void> delete(@PathVariable String id) {
    find(id);
    rows.delete(id);
    return ResponseEntity.noContent().build();
  }

  /** Newest first. */
  @GetMapping("/{id}/deliveries")
  Page<Delivery> deliveries(
      @PathVariable String id,
      @RequestParam(required = false) Integer limit,
      @RequestParam(required = false) String cursor) {
    find(id);
    int most = Page.limit(limit);
    long before = Page.number(cursor, Long.MAX_VALUE);
    List<Delivery> newest =
        deliveries.newest(id, Long.toString(before), most + 1).stream().map(Delivery::of).toList();
    return Page.of(newest, most, d -> Long.toString(d.id()));
  }

  /**
   * Sends a delivery again, whatever became of it: the request that it went out with, under its id
   * and with all that was in it.
   */
  @PostMapping("/{id}/deliveries/{delivery}/replay")
  Delivery replay(@PathVariable String id, @PathVariable long delivery) {
    find(id);
    dispatch.again(id, findDelivery(id, delivery));
    notifier.wake();
    return Delivery.of(findDelivery(id, delivery));
  }

  private DeliveryRow findDelivery(String id, long delivery) {
    return deliveries
        .find(id, Long.toString(delivery))
        .orElseThrow(() -> ProblemException.notFound("delivery " + delivery));
  }

  /** Sends a request of the type {@code runrate.test}, once, and tells what came of it. */
  @PostMapping("/{id}/test")
  Test test(@PathVariable String id) throws InterruptedException {
    SubscriptionRow row = find(id);
    if (!tested.add(id)) {
      throw ProblemException.conflict("A test of this subscription is under way.");
    }
    try {
      Webhook webhook = Webhook.ofTest(id, clock.instant());
      URI url = Subscription.read(row.body()).url();
      return switch (sender.send(url, row.secret(), webhook.id(), webhook.body())) {
        case Sender.Taken taken -> new Test(webhook.id(), "delivered", null);
        case Sender.Failed failed -> new Test(webhook.id(), "failed", failed.why());
      };
    } finally {
      tested.remove(id);
    }
  }

  private SubscriptionRow find(String id) {
    return rows.find(id).orElseThrow(() -> ProblemException.notFound("subscription " + id));
  }
}
