package dev.runrate.alert.notify;

import dev.runrate.alert.AlertSettings;
import dev.runrate.alert.notify.DeliveryRepository.DeliveryRow;
import dev.runrate.alert.notify.DeliveryRepository.WaitingRow;
import dev.runrate.alert.notify.Stages.Departures;
import dev.runrate.alert.notify.Stages.Reason;
import dev.runrate.alert.notify.Stages.Waiting;
import dev.runrate.alert.notify.SubscriptionRepository.SubscriptionRow;
import dev.runrate.alert.silence.Silences;
import dev.runrate.common.event.AlertEvent;
import dev.runrate.common.event.Json;
import dev.runrate.common.persistence.Column;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes webhooks of alerts, a subscriber at a time and each in one transaction: what has come since
 * becomes deliveries, and those that have waited for company long enough become requests, whose
 * bodies are written now and never again.
 */
@Component
class Dispatch {
  /** Alert messages of one visit; whoever is further behind is visited again, after the others. */
  private static final int BATCH = 200;

  /** Waiting deliveries of one visit; likewise. */
  private static final int MOST_WAITING = 1_000;

  private final SubscriptionRepository subscriptions;
  private final DeliveryRepository deliveries;
  private final WebhookRepository webhooks;
  private final MessageLog log;
  private final Silences silences;
  private final TransactionTemplate transaction;
  private final AlertSettings.Webhooks settings;
  private final Clock clock;

  Dispatch(
      SubscriptionRepository subscriptions,
      DeliveryRepository deliveries,
      WebhookRepository webhooks,
      MessageLog log,
      Silences silences,
      TransactionTemplate transaction,
      AlertSettings settings,
      Clock clock) {
    this.subscriptions = subscriptions;
    this.deliveries = deliveries;
    this.webhooks = webhooks;
    this.log = log;
    this.silences = silences;
    this.transaction = transaction;
    this.settings = settings.webhooks();
    this.clock = clock;
  }

  /** The subscribers to visit. */
  List<String> work() {
    return subscriptions.withWork();
  }

  /**
   * One subscriber's turn; nothing where another instance is at it.
   *
   * @return whether there is more
   */
  boolean visit(String subscriptionId) {
    return Boolean.TRUE.equals(
        transaction.execute(
            status ->
                subscriptions
                    .lock(subscriptionId)
                    .map(row -> arrivals(row) | departures(row.id()))
                    .orElse(false)));
  }

  /** Messages to deliveries. */
  private boolean arrivals(SubscriptionRow row) {
    Subscription subscriber = Subscription.read(row.body());
    List<MessageLog.Entry> entries = log.after(row.cursorTransaction(), row.cursorSeq(), BATCH);
    if (entries.isEmpty()) {
      return false;
    }
    List<MessageLog.Entry> wanted = new ArrayList<>();
    List<AlertEvent> alerts = new ArrayList<>();
    for (MessageLog.Entry entry : entries) {
      AlertEvent alert = Json.read(entry.body(), AlertEvent.class);
      if (Stages.arrive(alert, subscriber).isEmpty()) {
        wanted.add(entry);
        alerts.add(alert);
      }
    }
    if (!wanted.isEmpty()) {
      deliveries.add(
          row.id(),
          settings.groupWait().toMillis(),
          Column.texts(alerts, alert -> alert.issuer().slug()),
          Column.texts(alerts, AlertEvent::id),
          Column.texts(wanted, entry -> Long.toString(entry.seq())));
    }
    MessageLog.Entry last = entries.getLast();
    subscriptions.move(row.id(), last.transaction(), last.seq());
    return entries.size() == BATCH;
  }

  /** Deliveries to webhooks. */
  private boolean departures(String subscriptionId) {
    List<WaitingRow> rows = deliveries.due(subscriptionId, MOST_WAITING);
    if (rows.isEmpty()) {
      return false;
    }
    Map<String, List<Waiting>> byIssuer = new LinkedHashMap<>();
    for (WaitingRow row : rows) {
      byIssuer
          .computeIfAbsent(row.issuer(), issuer -> new ArrayList<>())
          .add(new Waiting(row.id(), Json.read(row.body(), AlertEvent.class), row.told()));
    }
    Silences.Muting muting = silences.now();
    Settlement settlement = new Settlement();
    byIssuer.forEach(
        (issuer, waiting) -> {
          Departures departures = Stages.depart(waiting, muting);
          departures.staying().forEach(settlement::stopped);
          for (List<Waiting> load : loads(departures.going())) {
            Webhook webhook = Webhook.ofAlerts(subscriptionId, issuer, alerts(load), now());
            webhooks.add(webhook.id(), subscriptionId, issuer, webhook.body());
            load.forEach(each -> settlement.gathered(each, webhook));
          }
        });
    settlement.store(deliveries);
    return rows.size() == MOST_WAITING;
  }

  private List<List<Waiting>> loads(List<Waiting> going) {
    List<List<Waiting>> loads = new ArrayList<>();
    for (int from = 0; from < going.size(); from += settings.maxAlerts()) {
      loads.add(going.subList(from, Math.min(going.size(), from + settings.maxAlerts())));
    }
    return loads;
  }

  private static List<AlertEvent> alerts(List<Waiting> load) {
    return load.stream().map(Waiting::alert).toList();
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /**
   * Sends a delivery again, whatever became of it: the request that it was in, as it was, with all
   * that was in it; or one of its own, where there was none.
   */
  void again(String subscriptionId, DeliveryRow delivery) {
    transaction.executeWithoutResult(
        status -> {
          if (delivery.repeatable()) {
            webhooks.again(delivery.webhookId());
            return;
          }
          AlertEvent alert =
              Json.read(deliveries.message(delivery.messageSeq()).orElseThrow(), AlertEvent.class);
          Webhook webhook =
              Webhook.ofAlerts(subscriptionId, delivery.issuer(), List.of(alert), now());
          webhooks.add(webhook.id(), subscriptionId, delivery.issuer(), webhook.body());
          Settlement settlement = new Settlement();
          settlement.gathered(new Waiting(delivery.id(), alert, false), webhook);
          settlement.store(deliveries);
        });
  }

  /** What becomes of deliveries, column by column. */
  private static final class Settlement {
    private final List<String> ids = new ArrayList<>();
    private final List<String> statuses = new ArrayList<>();
    private final List<String> reasons = new ArrayList<>();
    private final List<String> webhookIds = new ArrayList<>();

    void gathered(Waiting delivery, Webhook webhook) {
      add(delivery, "gathered", "", webhook.id());
    }

    void stopped(Waiting delivery, Reason reason) {
      String status = reason == Reason.SILENCED ? "silenced" : "obsolete";
      add(delivery, status, reason.toString(), "");
    }

    private void add(Waiting delivery, String status, String reason, String webhookId) {
      ids.add(Long.toString(delivery.delivery()));
      statuses.add(status);
      reasons.add(reason);
      webhookIds.add(webhookId);
    }

    void store(DeliveryRepository rows) {
      rows.settle(
          ids.toArray(String[]::new),
          statuses.toArray(String[]::new),
          reasons.toArray(String[]::new),
          webhookIds.toArray(String[]::new));
    }
  }
}
