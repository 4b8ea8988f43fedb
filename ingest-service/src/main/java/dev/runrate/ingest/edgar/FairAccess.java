package dev.runrate.ingest.edgar;

import java.time.Duration;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Who may ask EDGAR, and when. Requests of all threads begin one after the other, never less than a
 * tenth of a second (or what is set) apart: there is no burst to get wrong. When EDGAR says that it
 * is too much, everybody waits, longer each time; afterwards they begin again one after the other,
 * not all at once.
 */
final class FairAccess {
  private static final long LONGEST_PAUSE_NANOS = Duration.ofMinutes(10).toNanos();

  private static final long SECOND_NANOS = Duration.ofSeconds(1).toNanos();

  /** How long until somebody looks again whether an answer has come. */
  private static final long UNANSWERED_NANOS = Duration.ofMillis(5).toNanos();

  private final long spacingNanos;
  private final long firstPauseNanos;
  private final RandomGenerator random;

  /**
   * The requests of the last second, in turn: whether one is under way, and when its place is free.
   */
  private final boolean[] underWay;

  private final long[] freeAt;
  private int place;
  private long nextNanos;
  private long pausedUntilNanos;
  private int refusals;

  /**
   * When somebody's turn is.
   *
   * @param waitNanos zero where it has come
   * @param place to be given back when the answer is there
   */
  record Turn(long waitNanos, int place) {}

  /**
   * @param perSecond requests
   * @param firstPause how long nobody asks when EDGAR refuses; each further time twice as long
   * @param random spreads what would come back at the same moment
   */
  FairAccess(int perSecond, Duration firstPause, RandomGenerator random) {
    this.firstPauseNanos = firstPause.toNanos();
    this.spacingNanos = SECOND_NANOS / perSecond;
    this.random = random;
    this.underWay = new boolean[perSecond];
    this.freeAt = new long[perSecond];
    this.nextNanos = System.nanoTime();
    this.pausedUntilNanos = nextNanos;
    Arrays.fill(freeAt, nextNanos);
  }

  /** Waits until it is this thread's turn; answers the place to give back. */
  int await() throws InterruptedException {
    while (true) {
      Turn turn = turn(System.nanoTime());
      if (turn.waitNanos == 0) {
        return turn.place;
      }
      Thread.sleep(Duration.ofNanos(turn.waitNanos));
    }
  }

  /**
   * Takes the turn if it has come.
   *
   * @param now as {@link System#nanoTime}
   */
  synchronized Turn turn(long now) {
    long wait = Math.max(nextNanos - now, pausedUntilNanos - now);
    wait = Math.max(wait, underWay[place] ? UNANSWERED_NANOS : freeAt[place] - now);
    if (wait > 0) {
      return new Turn(wait, -1);
    }
    int taken = place;
    underWay[taken] = true;
    place = (place + 1) % underWay.length;
    nextNanos = now + spacingNanos;
    return new Turn(0, taken);
  }

  /** The request of this place was answered, or never will be. */
  synchronized void done(int taken, long now) {
    underWay[taken] = false;
    freeAt[taken] = now + SECOND_NANOS;
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
