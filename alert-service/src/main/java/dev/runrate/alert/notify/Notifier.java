package dev.runrate.alert.notify;

import dev.runrate.alert.AlertSettings;
import dev.runrate.alert.notify.Sender.Failed;
import dev.runrate.alert.notify.Sender.Outcome;
import dev.runrate.alert.notify.Sender.Taken;
import dev.runrate.alert.notify.WebhookRepository.Claim;
import dev.runrate.alert.notify.WebhookRepository.Due;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Pushes alerts to webhooks, beside everything else. One thread makes webhooks of what has come
 * ({@link Dispatch}); couriers, a few for each subscriber, claim them one by one and send them, so
 * that an endpoint that is slow, fails or hangs delays nobody else. Any number of instances may do
 * so on one database: a webhook is claimed by one of them.
 */
@Component
public class Notifier implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);

  /** What others wrote, what has waited long enough, and retries are looked for this often. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** A request that is almost done may end; the others are left to who comes after. */
  private static final Duration FAREWELL = Duration.ofSeconds(1);

  private final Dispatch dispatch;
  private final WebhookRepository webhooks;
  private final Sender sender;
  private final AlertSettings.Webhooks settings;

  /** Says in the table who sends: process, host, and something that no restart repeats. */
  private final String instance =
      ManagementFactory.getRuntimeMXBean().getName() + "/" + UUID.randomUUID();

  private final Semaphore bell = new Semaphore(0);

  /** Those at work, by subscriber. */
  private final Map<String, Set<Thread>> couriers = new HashMap<>();

  private volatile boolean running;
  private Thread overseer;

  Notifier(Dispatch dispatch, WebhookRepository webhooks, Sender sender, AlertSettings settings) {
    this.dispatch = dispatch;
    this.webhooks = webhooks;
    this.sender = sender;
    this.settings = settings.webhooks();
  }

  /** There is something new. Returns at once. */
  public void wake() {
    bell.release();
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
    List<Thread> atWork;
    synchronized (couriers) {
      atWork = couriers.values().stream().flatMap(Set::stream).toList();
    }
    try {
      long end = System.nanoTime() + FAREWELL.toNanos();
      for (Thread courier : atWork) {
        courier.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
      }
      for (Thread courier : atWork) {
        courier.interrupt();
        courier.join(FAREWELL);
      }
      webhooks.release(instance);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.warn("what was being sent is sent again in {}: {}", settings.lease(), e.toString());
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private void oversee() {
    while (running) {
      try {
        bell.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        bell.drainPermits();
        dispatch.work().forEach(this::visit);
        webhooks.due().forEach(this::send);
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.warn("webhooks wait: {}", e.toString());
      }
    }
  }

  private void visit(String subscriptionId) {
    try {
      if (dispatch.visit(subscriptionId)) {
        wake();
      }
    } catch (RuntimeException e) {
      // The others' turn.
      LOG.warn("subscription {} waits: {}", subscriptionId, e.toString());
    }
  }

  private void send(Due due) {
    synchronized (couriers) {
      Set<Thread> atWork = couriers.computeIfAbsent(due.subscriptionId(), s -> new HashSet<>());
      while (running && atWork.size() < Math.min(settings.concurrency(), due.webhooks())) {
        Thread courier =
            Thread.ofVirtual().name("courier").unstarted(() -> carry(due.subscriptionId()));
        atWork.add(courier);
        courier.start();
      }
    }
  }

  /** A courier's day: as long as there is something to send. */
  private void carry(String subscriptionId) {
    try {
      while (running) {
        List<Claim> claims = webhooks.claim(subscriptionId, instance, settings.lease().toMillis());
        if (claims.isEmpty()) {
          return;
        }
        deliver(claims.getFirst());
      }
    } catch (InterruptedException e) {
      LOG.debug("a courier was called back");
    } catch (RuntimeException e) {
      LOG.warn("webhooks of subscription {} wait: {}", subscriptionId, e.toString());
    } finally {
      synchronized (couriers) {
        couriers.computeIfPresent(
            subscriptionId,
            (s, atWork) -> {
              atWork.remove(Thread.currentThread());
              return atWork.isEmpty() ? null : atWork;
            });
      }
    }
  }

  private void deliver(Claim claim) throws InterruptedException {
    Subscription subscriber = Subscription.read(claim.subscription());
    Outcome outcome = sender.send(subscriber.url(), claim.secret(), claim.id(), claim.body());
    switch (outcome) {
      case Taken taken -> settle(claim, "delivered", null, Duration.ZERO);
      case Failed failed when claim.attempts() < settings.maxAttempts() ->
          settle(claim, "pending", failed.why(), settings.backOff(claim.attempts()));
      case Failed failed -> {
        // The host only: the rest of a URL may be somebody's secret.
        LOG.warn(
            "webhook {} to {} is given up: {}",
            claim.id(),
            subscriber.url().getHost(),
            failed.why());
        settle(claim, "failed", failed.why(), Duration.ZERO);
      }
    }
  }

  private void settle(Claim claim, String status, String error, Duration wait) {
    if (webhooks
        .settle(claim.id(), instance, claim.attempts(), status, error, wait.toMillis())
        .isEmpty()) {
      LOG.warn("webhook {} is not ours any more: it took too long, or nobody wants it", claim.id());
    }
  }
}
