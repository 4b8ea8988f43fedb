package dev.runrate.alert.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runrate.alert.Story;
import dev.runrate.common.event.SnapshotEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of stories in {@code stories.txt}: what comes in, and all that is told of it. */
class AlertStoriesTest {
  private static final int ORDERS = 20;
  private static final int FEWEST = 64;

  /** As it is written. */
  record Told(
      String title,
      List<String> rules,
      List<List<String>> batches,
      List<String> told,
      String says) {
    Story tell() {
      Story story = rules.isEmpty() ? Story.ofWholePack() : Story.of(rules.toArray(String[]::new));
      batches.forEach(story::hearsTogether);
      return story;
    }

    @Override
    public String toString() {
      return title;
    }
  }

  static Stream<Told> stories() throws IOException {
    List<Told> stories = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                AlertStoriesTest.class.getResourceAsStream("/stories.txt"),
                StandardCharsets.UTF_8))) {
      List<String> block = new ArrayList<>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("== ") && !block.isEmpty()) {
          stories.add(story(block));
          block.clear();
        }
        if (!line.isBlank() && !line.startsWith("#")) {
          block.add(line);
        }
      }
      stories.add(story(block));
    }
    return stories.stream();
  }

  private static Told story(List<String> block) {
    List<String> rules = new ArrayList<>();
    List<List<String>> batches = new ArrayList<>();
    List<String> told = new ArrayList<>();
    String says = null;
    for (String line : block.subList(1, block.size())) {
      if (line.startsWith("rules: ")) {
        rules.addAll(List.of(line.substring("rules: ".length()).split(" ")));
      } else if (line.startsWith("-> ")) {
        told.add(line.substring("-> ".length()));
      } else if (line.startsWith("says ")) {
        says = line.substring("says ".length());
      } else if (line.startsWith("+ ")) {
        batches.getLast().add(line.substring("+ ".length()));
      } else {
        batches.add(new ArrayList<>(List.of(line)));
      }
    }
    told.remove("nothing");
    return new Told(block.getFirst().substring("== ".length()), rules, batches, told, says);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("stories")
  void isToldAsWritten(Told told) {
    Story story = told.tell();

    assertThat(story.toldInFull()).containsExactlyElementsOf(told.told);
    if (told.says != null) {
      assertThat(story.messages().getLast().summary()).contains(told.says);
    }
    assertThat(story.messages())
        .allSatisfy(
            alert -> {
              if (alert.suspect() != null) {
                assertThat(alert.certainty()).hasToString("possible");
                assertThat(alert.summary()).contains(alert.suspect());
              }
            });
  }

  /** Also with every message twice, and each concluded before the next. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("stories")
  void endsTheSameInAnyOrder(Told told) {
    Story inOrder = told.tell();
    Random random = new Random(told.title.hashCode());
    for (int i = 0; i < ORDERS; i++) {
      List<SnapshotEvent> shuffled = new ArrayList<>(inOrder.heard());
      shuffled.addAll(inOrder.heard());
      Collections.shuffle(shuffled, random);
      Story another = inOrder.fromTheBeginning();
      shuffled.forEach(another::hears);

      assertThat(another.standing()).isEqualTo(inOrder.standing());
    }
  }

  /** Whoever reads a window of what is stored tells what one tells who remembers everything. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("stories")
  void aWindowIsEnough(Told told) {
    Random random = new Random(told.title.hashCode());
    for (int i = 0; i < ORDERS; i++) {
      List<SnapshotEvent> shuffled = new ArrayList<>(told.tell().heard());
      shuffled.addAll(told.tell().heard());
      Collections.shuffle(shuffled, random);
      Story remembering = told.tell().fromTheBeginning();
      Story forgetful = told.tell().forgetful();
      shuffled.forEach(
          snapshot -> {
            remembering.hears(snapshot);
            forgetful.hears(snapshot);
          });

      assertThat(forgetful.toldInFull()).isEqualTo(remembering.toldInFull());
      assertThat(forgetful.messages()).isEqualTo(remembering.messages());
    }
  }

  @Test
  void thereAreEnoughOfThem() throws IOException {
    assertThat(stories().map(Told::title)).hasSizeGreaterThan(FEWEST).doesNotHaveDuplicates();
  }
}
