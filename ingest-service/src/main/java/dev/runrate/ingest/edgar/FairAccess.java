package dev.runrate.ingest.edgar;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Who may ask EDGAR, and when. Requests of all threads begin one after the other, never less than a
 * tenth of a second (or what is set) apart: there is no burst to get wrong. When EDGAR says that it
 * is too much, everybody waits, longer each time; afterwards they begin again one after the other,
 * not all at once.
 */
final class FairAccess {
  private static final long LONGEST_PAUSE_NANOS = Duration.ofMinutes(10).toNanos();

  private final long spacingNanos;
  private final long firstPauseNanos;
  private final RandomGenerator random;
  private long nextNanos;
  private long pausedUntilNanos;
  private int refusals;

  /**
   * @param perSecond requests
   * @param firstPause how long nobody asks when EDGAR refuses; each further time twice as long
   * @param random spreads what would come back at the same moment
   */
  FairAccess(int perSecond, Duration firstPause, RandomGenerator random) {
    this.firstPauseNanos = firstPause.toNanos();
    // A tenth more than the even share: the network may bring two closer together than they left.
    this.spacingNanos = Duration.ofMillis(1_100).toNanos() / perSecond;
    this.random = random;
    this.nextNanos = System.nanoTime();
    this.pausedUntilNanos = nextNanos;
  }

  /** Waits until it is this thread's turn. */
  void await() throws InterruptedException {
    while (true) {
      long wait = turn(System.nanoTime());
      if (wait <= 0) {
        return;
      }
      Thread.sleep(Duration.ofNanos(wait));
    }
  }

  /**
   * How long until somebody may ask; zero or less takes the turn.
   *
   * @param now as {@link System#nanoTime}
   */
  synchronized long turn(long now) {
    long wait = Math.max(nextNanos - now, pausedUntilNanos - now);
    if (wait <= 0) {
      nextNanos = now + spacingNanos;
    }
    return wait;
  }

  /**
   * EDGAR asked for less.
   *
   * @param retryAfterSeconds what it said; null where it said nothing
   */
  synchronized Duration refused(long now, Long retryAfterSeconds) {
    // Answers to what was under way before the pause are of the same refusal.
    if (now >= pausedUntilNanos) {
      refusals++;
    }
    long pause =
        Math.min(LONGEST_PAUSE_NANOS, firstPauseNanos * (1L << Math.clamp(refusals - 1, 0, 10)));
    if (retryAfterSeconds != null) {
      pause = Math.max(pause, Duration.ofSeconds(Math.min(retryAfterSeconds, 3_600)).toNanos());
    }
    pause += random.nextLong(pause / 4 + 1);
    pausedUntilNanos = Math.max(pausedUntilNanos, now + pause);
    return Duration.ofNanos(pausedUntilNanos - now);
  }

  synchronized void answered() {
    refusals = 0;
  }

  synchronized Duration pause(long now) {
    return Duration.ofNanos(Math.max(0, pausedUntilNanos - now));
  }
}
