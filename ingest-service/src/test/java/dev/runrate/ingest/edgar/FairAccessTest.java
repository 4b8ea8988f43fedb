package dev.runrate.ingest.edgar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FairAccessTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final FairAccess access = new FairAccess(10, Duration.ofSeconds(10), () -> 0);
  private final long start = System.nanoTime();

  @Test
  void noSecondHasMoreRequestsThanAreAllowed() {
    List<Long> asked = new ArrayList<>();
    // Many threads that try again every millisecond.
    for (long now = start; now < start + 20 * SECOND; now += SECOND / 1_000) {
      for (int thread = 0; thread < 8; thread++) {
        FairAccess.Turn turn = access.turn(now);
        if (turn.waitNanos() == 0) {
          asked.add(now);
          access.done(turn.place(), now);
        }
      }
    }

    assertThat(asked.size()).isBetween(190, 200);
    for (int i = 10; i < asked.size(); i++) {
      assertThat(asked.get(i) - asked.get(i - 10)).isGreaterThanOrEqualTo(SECOND);
    }
  }

  @Test
  void aRequestThatMayArriveAnyTimeUntilItIsAnsweredCountsFromItsAnswer() {
    List<FairAccess.Turn> turns = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      turns.add(access.turn(start + i * SECOND / 10));
    }

    assertThat(turns).allMatch(turn -> turn.waitNanos() == 0);
    assertThat(access.turn(start + 30 * SECOND).waitNanos()).isPositive();
    access.done(turns.get(0).place(), start + 30 * SECOND);
    assertThat(access.turn(start + 31 * SECOND - 1).waitNanos()).isEqualTo(1);
    assertThat(access.turn(start + 31 * SECOND).waitNanos()).isZero();
    // The second of the ten is not answered yet.
    assertThat(access.turn(start + 60 * SECOND).waitNanos()).isPositive();
  }

  @Test
  void aRefusalStopsEverybodyAndEachFurtherOneForLonger() {
    Duration first = access.refused(start, null);
    Duration ofTheSame = access.refused(start + 1, null);
    long after = start + 1 + first.toNanos();

    assertThat(first).isEqualTo(Duration.ofSeconds(10));
    assertThat(ofTheSame).isEqualTo(first);
    assertThat(access.turn(after - 1).waitNanos()).isEqualTo(1);
    assertThat(access.turn(after).waitNanos()).isZero();
    // They come back one after the other.
    assertThat(access.turn(after).waitNanos()).isPositive();
    assertThat(access.refused(after, null)).isEqualTo(Duration.ofSeconds(20));
    access.answered();
    assertThat(access.refused(after + 30 * SECOND, null)).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void whatTheServerAsksForIsWaited() {
    assertThat(access.refused(start, 45L)).isEqualTo(Duration.ofSeconds(45));
  }
}
