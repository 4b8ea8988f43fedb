package dev.runrate.metrics.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runrate.common.fact.Basis;
import dev.runrate.common.fact.Figure;
import dev.runrate.common.fact.How;
import dev.runrate.common.fact.Hows;
import dev.runrate.common.fact.Metric;
import dev.runrate.common.fact.Scenario;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.common.fact.Unit;
import dev.runrate.metrics.Issuer;
import dev.runrate.metrics.factbook.FactBook;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a careful reader would not fall for, as a table: {@code traps/figures.txt} says how it is
 * written.
 */
class FigureTrapsTest {
  private static final Path TABLE = Path.of("src", "test", "resources", "traps", "figures.txt");
  private static final Pattern QUESTION =
      Pattern.compile(
          "= (?:(?<segment>[a-z-]+)/)?(?<metric>\\S+) (?<period>\\S+)(?: in (?<currency>\\S+))?"
              + "(?: as (?<scenario>\\S+))? : (?<value>\\S+)(?<rest>.*)");
  private static final Pattern QUOTED = Pattern.compile("\"(.*)\"");
  private static final ExchangeRates RATES = rates();

  /** What is asked of the facts above it, and what must come of it. */
  private record Trap(String title, List<String> facts, String question) {}

  static Stream<Arguments> traps() throws IOException {
    List<Arguments> traps = new ArrayList<>();
    String title = null;
    List<String> facts = new ArrayList<>();
    for (String line : Files.readAllLines(TABLE)) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      if (!line.startsWith(" ")) {
        title = line;
        facts = new ArrayList<>();
      } else if (line.strip().startsWith("=")) {
        String question = line.strip();
        traps.add(Arguments.of(title, question, new Trap(title, List.copyOf(facts), question)));
      } else {
        facts.add(line.strip());
      }
    }
    return traps.stream();
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("traps")
  void trapIsAvoided(String title, String question, Trap trap) {
    FactBook book = new Issuer().filed("2025-11-01").says(trap.facts.toArray(String[]::new)).book();
    Matcher asked = QUESTION.matcher(trap.question);
    assertThat(asked.matches()).as("readable: " + trap.question).isTrue();
    SegmentId segment = SegmentId.of(asked.group("segment"));
    SegmentFigures figures =
        asked.group("currency") == null
            ? new SegmentFigures(book, segment)
            : new SegmentFigures(book, segment, RATES, Unit.of(asked.group("currency")));
    List<Scenario> scenarios =
        asked.group("scenario") == null
            ? SegmentFigures.OUTCOMES
            : List.of(Scenario.parse(asked.group("scenario")).orElseThrow());

    Figure figure =
        figures.figure(
            Metric.parse(asked.group("metric")).orElseThrow(),
            Issuer.period(book, asked.group("period")),
            scenarios);

    String text = Objects.toString(figure.note(), Objects.toString(figure.reason(), ""));
    assertThat(figure.isKnown())
        .as("%s (%s)", figure.value(), text)
        .isEqualTo(!asked.group("value").equals("n/a"));
    Matcher quoted = QUOTED.matcher(asked.group("rest"));
    if (quoted.find()) {
      assertThat(text).contains(quoted.group(1));
    }
    if (figure.isKnown()) {
      assertValue(figure, asked.group("value"));
      assertRest(figure, quoted.replaceAll("").strip());
    } else {
      assertThat(figure.reason()).isNotBlank();
    }
  }

  private static void assertValue(Figure figure, String value) {
    if (value.contains("..")) {
      String[] ends = value.split("\\.\\.", -1);
      assertThat(figure.value()).isNull();
      assertEnd(figure.low(), ends[0]);
      assertEnd(figure.high(), ends[1]);
    } else {
      assertThat(figure.value()).isEqualByComparingTo(value);
      assertThat(figure.range().contains(figure.value())).isTrue();
    }
  }

  private static void assertEnd(BigDecimal end, String expected) {
    if (expected.isEmpty()) {
      assertThat(end).isNull();
    } else {
      assertThat(end).isEqualByComparingTo(expected);
    }
  }

  /** Ways, unit, basis and scenario; what is not named is as usual. */
  private static void assertRest(Figure figure, String rest) {
    Hows how = Hows.REPORTED;
    Basis basis = Basis.REPORTED;
    Scenario scenario = Scenario.ACTUAL;
    Unit unit = figure.unit();
    for (String word : rest.isEmpty() ? new String[0] : rest.split("\\s+")) {
      String value = word.substring(word.indexOf('=') + 1);
      switch (word.substring(0, Math.max(0, word.indexOf('=')))) {
        case "" -> how = Hows.of(Arrays.stream(word.split("\\+")).map(How::parse).toList());
        case "unit" -> unit = Unit.of(value);
        case "basis" -> basis = Basis.of(value);
        case "scenario" -> scenario = Scenario.parse(value).orElseThrow();
        default -> throw new IllegalArgumentException(word);
      }
    }
    assertThat(figure.how()).isEqualTo(how);
    assertThat(figure.basis()).isEqualTo(basis);
    assertThat(figure.scenario()).isEqualTo(scenario);
    assertThat(figure.unit()).isEqualTo(unit);
  }

  private static ExchangeRates rates() {
    List<ExchangeRates.Rate> rates = new ArrayList<>();
    LocalDate noYenFrom = LocalDate.of(2024, 4, 1);
    LocalDate yenAgainFrom = LocalDate.of(2024, 10, 1);
    for (LocalDate day = LocalDate.of(2022, 1, 3);
        day.isBefore(LocalDate.of(2025, 10, 1));
        day = day.plusDays(1)) {
      if (day.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) <= 0) {
        rates.add(new ExchangeRates.Rate(day, Unit.of("USD"), new BigDecimal("1.25")));
        rates.add(new ExchangeRates.Rate(day, Unit.of("CNY"), BigDecimal.TEN));
        if (day.isBefore(noYenFrom) || !day.isBefore(yenAgainFrom)) {
          rates.add(new ExchangeRates.Rate(day, Unit.of("JPY"), new BigDecimal("200")));
        }
      }
    }
    return ExchangeRates.of(rates);
  }
}
