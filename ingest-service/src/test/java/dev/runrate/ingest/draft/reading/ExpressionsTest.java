package dev.runrate.ingest.draft.reading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runrate.common.fact.StatedValue;
import dev.runrate.ingest.draft.Lexicons;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What each expression means, to the last digit: the tables are {@code draft/amounts.txt} and
 * {@code draft/times.txt}.
 */
class ExpressionsTest {
  private static final Lexicon LEXICON = Lexicons.shipped();
  private static final LocalDate PUBLISHED = LocalDate.of(2025, 11, 10);

  static Stream<Arguments> amounts() {
    return table("amounts.txt");
  }

  static Stream<Arguments> times() {
    return table("times.txt");
  }

  private static Stream<Arguments> table(String name) {
    try (var in = ExpressionsTest.class.getResourceAsStream("/draft/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> Arguments.of(Arrays.<Object>stream(line.split(" \\| ", -1)).toArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource
  void amounts(String written, String interval, String measure) {
    assertThat(read(written)).containsExactly(interval + " | " + measure);
  }

  @ParameterizedTest
  @MethodSource
  void times(String written, String time) {
    assertThat(
            Times.find(LEXICON, Plain.fold(written, LEXICON.script), PUBLISHED, List.of()).stream()
                .map(ExpressionsTest::show))
        .containsExactly(time);
  }

  @Test
  void tablesAreLongEnoughToMeanSomething() {
    assertThat(amounts()).hasSizeGreaterThan(200);
    assertThat(times()).hasSizeGreaterThan(70);
  }

  /** Numbers that are none: parts of names, ranks, words that only look like numbers. */
  @ParameterizedTest
  @CsvSource({
    "GPT-4",
    "DeepSeek-V3",
    "第一",
    "千问",
    "百度",
    "百川",
    "万科",
    "十分",
    "统一",
    "三星",
    "一旦",
    "M2",
    "Q3",
    "one of the",
    "a user"
  })
  void namesAreNoAmounts(String written) {
    assertThat(read(written)).isEmpty();
  }

  /** From so much to so much is a way, not a range. */
  @Test
  void aWayIsNoRange() {
    assertThat(read("从2亿元涨到3亿元")).containsExactly("200000000 ~ -8 | CNY", "300000000 ~ -8 | CNY");
    assertThat(read("rose from $5 million to $8 million"))
        .containsExactly("5000000 ~ -6 | USD", "8000000 ~ -6 | USD");
  }

  private static List<String> read(String written) {
    return Quantities.find(LEXICON, Plain.fold(written, LEXICON.script), List.of()).stream()
        .map(amount -> show(amount.stated()) + " | " + amount.measure())
        .toList();
  }

  private static String show(StatedValue stated) {
    return stated.value() != null
        ? stated.value().toPlainString() + " ~ " + stated.decimals()
        : (text(stated.low()) + " .. " + text(stated.high())).strip();
  }

  private static String text(BigDecimal value) {
    return value == null ? "" : value.toPlainString();
  }

  private static String show(When when) {
    return when.isDated()
        ? (when.asOf() ? "as of " : "") + when.text()
        : when.kind().toString().toLowerCase(java.util.Locale.ROOT);
  }
}
