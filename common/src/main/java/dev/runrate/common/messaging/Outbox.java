package dev.runrate.common.messaging;

import dev.runrate.common.event.Message;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Publishes rows that are their own outbox. Whoever commits rows hands them over right afterwards;
 * they are sent beside him, at once, and marked in the background when the broker has them. What a
 * crash left unmarked, or an outage of the broker left unsent, is found by a sweep, at the start
 * and from then on. A message may thus be sent twice, never not at all; its id is the same each
 * time.
 *
 * <p>A broker that is away holds nobody up: while it takes nothing, what is handed over is left to
 * the sweep.
 *
 * @param <K> names a row
 */
public final class Outbox<K> implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

  /** The table behind it. */
  public interface Rows<K> {
    /** Committed before the moment and not marked, oldest first. */
    List<Row<K>> unpublished(Instant before, int limit);

    void markPublished(Collection<K> keys);
  }

  public record Row<K>(K key, Message message) {}

  /** How long a row may wait for the broker before the sweep sends it again. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Rows per sweep and per mark: bounds memory after a long outage of the broker. */
  private static final int BATCH = 2_000;

  /** Bytes that may wait to be sent, beyond what the producer has taken. */
  private static final int MOST_WAITING_BYTES = 16 << 20;

  /** How long whoever hands rows over waits for room, while the broker takes what it gets. */
  private static final Duration ROOM = Duration.ofSeconds(1);

  /**
   * Marks are gathered this long: they are in nobody's way, and one update is cheaper than many.
   */
  private static final Duration GATHERING = Duration.ofMillis(100);

  /** Sweeps left out in a row while messages are on their way: half a minute. */
  private static final int MOST_SKIPPED = 6;

  private final String name;
  private final MessagePublisher publisher;
  private final Rows<K> rows;
  private final Clock clock;
  private final Set<K> inFlight = ConcurrentHashMap.newKeySet();
  private final LinkedBlockingQueue<K> acknowledged = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<Row<K>> handedOver = new LinkedBlockingQueue<>();
  private final Semaphore room = new Semaphore(MOST_WAITING_BYTES);
  private volatile boolean isTaking = true;
  private volatile boolean running;
  private Thread sender;
  private Thread marker;
  private Thread sweeper;

  public Outbox(String name, MessagePublisher publisher, Rows<K> rows, Clock clock) {
    this.name = name;
    this.publisher = publisher;
    this.rows = rows;
    this.clock = clock;
  }

  /** Hands over rows that were just committed; returns before the broker has them. */
  public void publish(List<Row<K>> committed) {
    for (Row<K> row : committed) {
      if (inFlight.add(row.key()) && !handOver(row)) {
        inFlight.remove(row.key());
      }
    }
  }

  private boolean handOver(Row<K> row) {
    try {
      int bytes = bytes(row);
      if (!room.tryAcquire(bytes)
          && (!isTaking || !room.tryAcquire(bytes, ROOM.toMillis(), TimeUnit.MILLISECONDS))) {
        return false;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    return handedOver.add(row);
  }

  private static int bytes(Row<?> row) {
    return Math.min(row.message().value().length + 500, MOST_WAITING_BYTES);
  }

  private void send() {
    while (running || !handedOver.isEmpty()) {
      Row<K> row;
      try {
        row = handedOver.take();
      } catch (InterruptedException e) {
        continue; // Stopping: what was handed over is still sent.
      }
      publisher.publish(row.message()).whenComplete((sent, failure) -> settle(row.key(), failure));
      room.release(bytes(row));
      if (!isTaking) {
        leaveToTheSweep();
      }
    }
  }

  /** Each further one would be waited for in vain. */
  private void leaveToTheSweep() {
    List<Row<K>> left = new ArrayList<>();
    handedOver.drainTo(left);
    left.forEach(
        row -> {
          inFlight.remove(row.key());
          room.release(bytes(row));
        });
  }

  private void settle(K key, Throwable failure) {
    if (failure == null) {
      isTaking = true;
      acknowledged.add(key);
    } else {
      inFlight.remove(key);
      if (isTaking) {
        LOG.warn("{} {} could not be published yet: {}", name, key, failure.getMessage());
      }
      isTaking = false;
    }
  }

  /**
   * Since when the oldest row waits for the broker that was committed before the moment; empty
   * where none does.
   */
  public Optional<Instant> waitingSince(Instant before) {
    return rows.unpublished(before, 1).stream().findFirst().map(row -> row.message().time());
  }

  public String name() {
    return name;
  }

  @Override
  public void start() {
    running = true;
    sender = Thread.ofPlatform().daemon().name(name + "-outbox-sender").start(this::send);
    marker = Thread.ofVirtual().name(name + "-outbox-marker").start(this::mark);
    sweeper = Thread.ofVirtual().name(name + "-outbox-sweeper").start(this::sweep);
  }

  @Override
  public void stop() {
    running = false;
    for (Thread thread : List.of(sweeper, sender, marker)) {
      thread.interrupt();
      try {
        thread.join(PATIENCE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private void mark() {
    while (running || !acknowledged.isEmpty()) {
      List<K> keys = new ArrayList<>();
      try {
        K first = acknowledged.poll(1, TimeUnit.SECONDS);
        if (first == null) {
          continue;
        }
        keys.add(first);
        if (running) {
          Thread.sleep(GATHERING);
        }
      } catch (InterruptedException e) {
        // Stopping: mark what is left, then go.
      }
      acknowledged.drainTo(keys, BATCH - keys.size());
      try {
        rows.markPublished(keys);
      } catch (RuntimeException e) {
        // They will be sent once more, which is harmless.
        LOG.warn("{}: {} rows were published but not marked: {}", name, keys.size(), e.toString());
      }
      keys.forEach(inFlight::remove);
    }
  }

  private void sweep() {
    Instant before = clock.instant();
    int skipped = 0;
    boolean isMore = false;
    while (running) {
      try {
        // What is on its way needs no second look, unless it is so without end.
        if (inFlight.isEmpty() || ++skipped > MOST_SKIPPED) {
          skipped = 0;
          isMore = false;
          List<Row<K>> left = rows.unpublished(before, BATCH);
          publish(left);
          isMore = left.size() >= BATCH && isTaking;
        }
      } catch (RuntimeException e) {
        LOG.warn("{}: cannot look for unpublished rows: {}", name, e.toString());
      }
      try {
        Thread.sleep(isMore ? GATHERING : PATIENCE);
      } catch (InterruptedException e) {
        return;
      }
      before = clock.instant().minus(PATIENCE);
    }
  }
}
