package dev.runrate.alert.notify;

import dev.runrate.alert.AlertSettings;
import dev.runrate.alert.notify.SubscriptionRepository.DeliveryRow;
import dev.runrate.alert.notify.SubscriptionRepository.SubscriptionRow;
import dev.runrate.alert.silence.Silences;
import dev.runrate.common.event.AlertEvent;
import dev.runrate.common.event.AlertEvent.State;
import dev.runrate.common.event.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Pushes alerts to webhooks, beside everything else: it follows the stored messages with a cursor
 * per subscription, so that an endpoint that is slow, fails or hangs delays nobody, not even the
 * other subscribers. The way of a message is a line of stages, each of which may stop it for a
 * named reason: historical, not wanted, silenced, overtaken.
 */
@Component
public class Notifier implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);
  private static final int BATCH = 200;

  /** New subscriptions of another instance, and retries, are looked for this often. */
  private static final long LOOK_MS = 1_000;

  private static final Duration FIRST_RETRY = Duration.ofSeconds(5);
  private static final Duration LONGEST_RETRY = Duration.ofHours(1);
  private static final int MOST_ERROR_TEXT = 500;

  private final SubscriptionRepository rows;
  private final MessageLog log;
  private final Silences silences;
  private final TransactionTemplate transaction;
  private final AlertSettings.Webhooks settings;
  private final Targets targets;
  private final Clock clock;
  private final HttpClient http;

  /** A worker per subscription, so that none waits for another. */
  private final Map<String, Thread> workers = new ConcurrentHashMap<>();

  private final Map<String, Semaphore> bells = new ConcurrentHashMap<>();
  private volatile boolean running;
  private Thread overseer;

  Notifier(
      SubscriptionRepository rows,
      MessageLog log,
      Silences silences,
      TransactionTemplate transaction,
      AlertSettings settings,
      Clock clock) {
    this.rows = rows;
    this.log = log;
    this.silences = silences;
    this.transaction = transaction;
    this.settings = settings.webhooks();
    this.targets = new Targets(settings.webhooks().allowPrivateTargets());
    this.clock = clock;
    this.http =
        HttpClient.newBuilder()
            .connectTimeout(settings.webhooks().timeout())
            // A redirect could lead to an address that was not checked.
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  Optional<String> refusal(URI url) {
    return targets.refusal(url);
  }

  /** There are new messages, or new subscriptions. Returns at once. */
  public void wake() {
    bells.values().forEach(Semaphore::release);
  }

  @Override
  public void start() {
    running = true;
    overseer = Thread.ofVirtual().name("notifier").start(this::oversee);
  }

  @Override
  public void stop() {
    running = false;
    overseer.interrupt();
    workers.values().forEach(Thread::interrupt);
    workers.clear();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private void oversee() {
    while (running) {
      try {
        for (SubscriptionRow row : rows.all()) {
          workers.computeIfAbsent(row.id(), this::work);
        }
        Thread.sleep(LOOK_MS);
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.warn("subscriptions cannot be read: {}", e.toString());
        pause();
      }
    }
  }

  private void pause() {
    try {
      Thread.sleep(LOOK_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Thread work(String subscriptionId) {
    Semaphore bell = bells.computeIfAbsent(subscriptionId, id -> new Semaphore(0));
    return Thread.ofVirtual()
        .name("webhook-" + subscriptionId)
        .start(
            () -> {
              while (running && !Thread.currentThread().isInterrupted()) {
                try {
                  Optional<SubscriptionRow> row = rows.find(subscriptionId);
                  if (row.isEmpty()) {
                    break;
                  }
                  queue(row.get());
                  deliver(row.get());
                  bell.tryAcquire(LOOK_MS, TimeUnit.MILLISECONDS);
                  bell.drainPermits();
                } catch (InterruptedException e) {
                  break;
                } catch (RuntimeException e) {
                  LOG.warn("webhook {} pauses: {}", subscriptionId, e.toString());
                  pause();
                }
              }
              workers.remove(subscriptionId);
              bells.remove(subscriptionId);
            });
  }

  // -- from messages to deliveries

  private void queue(SubscriptionRow row) {
    Subscription subscription = subscription(row);
    SubscriptionRow at = row;
    while (true) {
      List<MessageLog.Entry> entries = log.after(at.cursorTransaction(), at.cursorSeq(), BATCH);
      if (entries.isEmpty()) {
        return;
      }
      MessageLog.Entry last = entries.getLast();
      SubscriptionRow from = at;
      boolean moved =
          Boolean.TRUE.equals(
              transaction.execute(
                  status -> {
                    if (rows.advance(
                            from.id(),
                            last.transaction(),
                            last.seq(),
                            from.cursorTransaction(),
                            from.cursorSeq())
                        .isEmpty()) {
                      return false;
                    }
                    Silences.Muting muting = silences.now();
                    entries.forEach(entry -> queue(subscription, entry, muting));
                    return true;
                  }));
      if (!moved) {
        return;
      }
      at = new SubscriptionRow(row.id(), row.body(), row.secret(), last.transaction(), last.seq());
    }
  }

  private void queue(Subscription subscription, MessageLog.Entry entry, Silences.Muting muting) {
    AlertEvent alert = Json.read(entry.body(), AlertEvent.class);
    if (alert.historical() || !subscription.wants(alert) || muting.of(alert).isPresent()) {
      return;
    }
    Instant now = clock.instant();
    rows.addDelivery(
        subscription.id(),
        alert.issuer().slug(),
        alert.id(),
        entry.seq(),
        entry.body(),
        now.plus(settings.groupWait()),
        now);
  }

  // -- from deliveries to requests

  private void deliver(SubscriptionRow row) throws InterruptedException {
    Map<String, List<DeliveryRow>> byIssuer = new LinkedHashMap<>();
    for (DeliveryRow delivery : rows.pending(row.id(), BATCH)) {
      byIssuer.computeIfAbsent(delivery.issuer(), i -> new ArrayList<>()).add(delivery);
    }
    for (List<DeliveryRow> group : byIssuer.values()) {
      Instant now = clock.instant();
      if (group.stream().noneMatch(delivery -> delivery.nextAt().isAfter(now))
          || isOverdue(group, now)) {
        send(row, group);
      }
    }
  }

  /** The first of a group has waited for company long enough. */
  private boolean isOverdue(List<DeliveryRow> group, Instant now) {
    return !group.getFirst().nextAt().isAfter(now);
  }

  private void send(SubscriptionRow row, List<DeliveryRow> group) throws InterruptedException {
    Map<String, DeliveryRow> newest = new LinkedHashMap<>();
    List<DeliveryRow> overtaken = new ArrayList<>();
    for (DeliveryRow delivery : group) {
      DeliveryRow older = newest.put(delivery.alertId(), delivery);
      if (older != null) {
        overtaken.add(older);
      }
    }
    // Of an alert that was never told, nobody needs to hear that it is over.
    List<DeliveryRow> pointless =
        newest.values().stream()
            .filter(d -> alert(d).state() != State.RAISED)
            .filter(d -> rows.deliveredOf(row.id(), d.alertId()) == 0)
            .toList();
    overtaken.addAll(pointless);
    pointless.forEach(d -> newest.remove(d.alertId()));
    if (!overtaken.isEmpty()) {
      settle(overtaken, "obsolete", 0, clock.instant(), null, null, null);
    }
    if (!newest.isEmpty()) {
      post(row, List.copyOf(newest.values()));
    }
  }

  private static AlertEvent alert(DeliveryRow delivery) {
    return Json.read(delivery.body(), AlertEvent.class);
  }

  private void post(SubscriptionRow row, List<DeliveryRow> group) throws InterruptedException {
    Subscription subscription = subscription(row);
    // The same for every try, so that a receiver can drop what it has.
    String webhookId =
        group.stream()
            .map(DeliveryRow::webhookId)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse("msg_" + row.id() + "_" + group.getLast().messageSeq());
    int attempts = group.stream().mapToInt(DeliveryRow::attempts).max().orElse(0) + 1;
    String body = body(group);
    Optional<String> failure = attempt(subscription, row.secret(), webhookId, body);
    Instant now = clock.instant();
    if (failure.isEmpty()) {
      settle(group, "delivered", attempts, now, null, webhookId, now);
    } else if (attempts >= settings.maxAttempts()) {
      LOG.warn("webhook {} to {} is given up: {}", webhookId, subscription.url(), failure.get());
      settle(group, "failed", attempts, now, failure.get(), webhookId, null);
    } else {
      settle(
          group, "pending", attempts, now.plus(backOff(attempts)), failure.get(), webhookId, null);
    }
  }

  static Duration backOff(int attempts) {
    Duration wait = FIRST_RETRY.multipliedBy(1L << Math.min(attempts - 1, 20));
    return wait.compareTo(LONGEST_RETRY) < 0 ? wait : LONGEST_RETRY;
  }

  /** Standard Webhooks: type, timestamp, data. */
  private String body(List<DeliveryRow> group) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", "runrate.alerts");
    body.put("timestamp", clock.instant().toString());
    body.put(
        "data",
        Map.of(
            "issuer",
            group.getFirst().issuer(),
            "alerts",
            group.stream().map(Notifier::alert).toList()));
    return Json.MAPPER.writeValueAsString(body);
  }

  /** Why it failed; empty where the endpoint took it. */
  private Optional<String> attempt(
      Subscription subscription, String secret, String webhookId, String body)
      throws InterruptedException {
    Optional<String> refusal = targets.refusal(subscription.url());
    if (refusal.isPresent()) {
      return refusal;
    }
    long timestamp = clock.instant().getEpochSecond();
    HttpRequest request =
        HttpRequest.newBuilder(subscription.url())
            .header("Content-Type", "application/json")
            .header("webhook-id", webhookId)
            .header("webhook-timestamp", Long.toString(timestamp))
            .header("webhook-signature", Signature.sign(secret, webhookId, timestamp, body))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    // A request's own timeout ends with the headers; an answer may go on for ever after them.
    CompletableFuture<HttpResponse<Void>> answer =
        http.sendAsync(request, HttpResponse.BodyHandlers.discarding());
    try {
      int status = answer.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS).statusCode();
      return status >= 200 && status < 300
          ? Optional.empty()
          : Optional.of("the endpoint answered " + status);
    } catch (TimeoutException e) {
      return Optional.of("timeout: no whole answer within " + settings.timeout());
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      String text = cause.getClass().getSimpleName() + ": " + cause.getMessage();
      return Optional.of(text.substring(0, Math.min(text.length(), MOST_ERROR_TEXT)));
    } finally {
      answer.cancel(true);
    }
  }

  private void settle(
      List<DeliveryRow> group,
      String status,
      int attempts,
      Instant nextAt,
      String error,
      String webhookId,
      Instant deliveredAt) {
    rows.settle(
        group.stream().map(d -> Long.toString(d.id())).toArray(String[]::new),
        status,
        attempts,
        nextAt,
        error,
        webhookId,
        deliveredAt);
  }

  static Subscription subscription(SubscriptionRow row) {
    return Json.read(row.body(), Subscription.class);
  }
}
