package dev.runrate.alert.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runrate.alert.Story;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Long histories, of which the service reads a window: what is told is the same as if everything
 * was remembered.
 */
class WindowTest {
  private static final String THREE_IN_A_ROW =
      """
      id: three-in-a-row
      kind: loss-widening
      over: [net-income]
      compareWith: [yearAgo]
      when: it < 0 && was < 0 && growth(it, was) >= 0.05
      reset: it >= 0
      for: 3
      severity: info
      """;
  private static final String FALLING =
      """
      id: falling
      kind: loss-widening
      over: [net-income]
      compareWith: [yearAgo]
      when: it < was
      reset: it > was
      severity: warning
      """;
  private static final int FIRST_YEAR = 2010;
  private static final int YEARS = 14;
  private static final int BATCHES = 60;
  private static final int MOST_IN_BATCH = 6;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void tellsTheSame(long seed) {
    Random random = new Random(seed);
    // A rule that counts periods needs more of them, and would hide what is missing for the other.
    Story remembering =
        seed % 2 == 0 ? Story.ofYaml(FALLING) : Story.ofYaml(FALLING, THREE_IN_A_ROW);
    Story forgetful = remembering.forgetful();
    for (int i = 0; i < BATCHES; i++) {
      List<String> batch = new ArrayList<>();
      int size = 1 + random.nextInt(MOST_IN_BATCH);
      for (int j = 0; j < size; j++) {
        batch.add(snapshot(random, i));
      }
      remembering.hearsTogether(batch);
      forgetful.hearsTogether(batch);

      assertThat(forgetful.messages()).isEqualTo(remembering.messages());
    }
    assertThat(remembering.messages()).hasSizeGreaterThan(BATCHES);
  }

  /** Mostly newer and newer periods; now and then an old one is said anew. Most years are alike. */
  private static String snapshot(Random random, int batch) {
    int newest = YEARS * batch / BATCHES;
    int year = FIRST_YEAR + (random.nextInt(4) > 0 ? newest : random.nextInt(YEARS));
    String period = random.nextInt(5) == 0 ? "" + year : year + "-Q" + (1 + random.nextInt(4));
    boolean better = year % 7 == 3 ? random.nextInt(3) > 0 : random.nextInt(12) == 0;
    int loss = better ? 40 : 100 + random.nextInt(30);
    return period
        + " net-income=-"
        + loss
        + "m | ago net-income=-"
        + (random.nextInt(9) == 0 ? 30 : 95)
        + "m";
  }
}
