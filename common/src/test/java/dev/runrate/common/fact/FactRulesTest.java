package dev.runrate.common.fact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runrate.common.event.FilingEvent;
import dev.runrate.common.event.Json;
import dev.runrate.common.event.SnapshotEvent;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a fact and a filing can be they know themselves, whatever format they came in. */
class FactRulesTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 6, 1);
  private static final Source SOURCE =
      new Source(Tier.PRESS, "Gazette", null, null, LocalDate.of(2026, 5, 1));

  private static Checked<Fact> fact(String concept, String period, String value, String unit) {
    return Fact.of(
        Concept.parse(concept).orElseThrow(),
        SegmentId.WHOLE,
        PeriodExpression.of(period),
        StatedValue.exactly(value),
        Unit.of(unit),
        Scenario.ACTUAL,
        Basis.REPORTED,
        null);
  }

  private static Checked<Filing> filing(Source source, List<Fact> facts) {
    return Filing.of(FilingId.of("f"), IssuerId.of("acme"), "press", source, null, facts, TODAY);
  }

  private static List<String> faults(Checked<?> checked) {
    return checked.faultsAt("").stream().map(f -> f.pointer() + " " + f.code()).toList();
  }

  private static BigDecimal number(String textOrNull) {
    return textOrNull == null ? null : new BigDecimal(textOrNull);
  }

  @ParameterizedTest(name = "{0} {1} {2} {3}: {4}")
  @CsvSource({
    "Revenue,     2025,       5,    USD,   ",
    "Revenue,     2025-03-31, 5,    USD,   /period period-kind",
    "Cash,        2025,       5,    USD,   /period period-kind",
    "Revenue,     2025,       5,    users, /unit unit-kind",
    "GrossMargin, 2025,       0.5,  USD,   /unit unit-kind",
    "GrossMargin, 2025,       70,   ratio, /value ratio-above-one",
    "CostOfRevenue, 2025,     -5,   USD,   /value negative-amount",
    "Revenue,     2025,       1e15, USD,   /value size",
    "Revenue,     2025-03-31, 5,    users, /period period-kind;/unit unit-kind"
  })
  void factKnowsWhatItCanBe(
      String concept, String period, String value, String unit, String fault) {
    assertThat(faults(fact(concept, period, value, unit)))
        .isEqualTo(fault == null ? List.of() : List.of(fault.split(";")));
  }

  @ParameterizedTest(name = "{0} {1} {2} {3}: {4}")
  @CsvSource({
    "5,     ,    ,  ,  ",
    "5,     -6,  ,  ,  ",
    ",      ,    1, ,  ",
    ",      ,    1, 2, ",
    ",      ,    ,  ,  ' value-missing'",
    "5,     ,    1, ,  ' value-and-bounds'",
    ",      0,   1, ,  /decimals decimals-without-value",
    "5,     31,  ,  ,  /decimals decimals",
    "5,     -31, ,  ,  /decimals decimals",
    ",      ,    2, 1, /low bounds-order",
    "1e30,  ,    ,  ,  /value number-range",
    "1e-31, ,    ,  ,  /value number-range",
    ",      ,    1e999999, , /low number-range"
  })
  void statedValueKnowsItsDigitsAndItsParts(
      String value, Integer decimals, String low, String high, String fault) {
    assertThat(faults(StatedValue.of(number(value), decimals, number(low), number(high))))
        .isEqualTo(fault == null ? List.of() : List.of(fault));
  }

  @Test
  void numbersTakeTheirShortestForm() {
    StatedValue value = StatedValue.of(new BigDecimal("1.500e3"), null, null, null).orThrow();

    assertThat(value.value()).isEqualTo(new BigDecimal("1500"));
  }

  @Test
  void filingKnowsHowManyFactsItHas() {
    Fact fact = fact("Revenue", "2025", "5", "USD").orThrow();

    assertThat(faults(filing(SOURCE, List.of()))).containsExactly("/facts size");
    assertThat(faults(filing(SOURCE, Collections.nCopies(Filing.MOST_FACTS, fact)))).isEmpty();
    assertThat(faults(filing(SOURCE, Collections.nCopies(Filing.MOST_FACTS + 1, fact))))
        .containsExactly("/facts size");
  }

  @Test
  void filingKnowsWhatItsFactsSayBesideEachOtherAndWhen() {
    List<Fact> facts =
        List.of(
            fact("Revenue", "2026", "5", "USD").orThrow(),
            fact("GrossProfit", "2025", "5", "USD").orThrow(),
            fact("Revenue", "2025", "4", "USD").orThrow());

    assertThat(faults(filing(SOURCE, facts)))
        .containsExactly("/facts/0/period period-not-over", "/facts/1/value part-above-whole");
  }

  @Test
  void filingKnowsItsTexts() {
    Source source =
        new Source(Tier.PRESS, "Ga\u0000zette", "x".repeat(2_001), null, SOURCE.publishedOn());

    assertThat(faults(filing(source, List.of(fact("Revenue", "2025", "5", "USD").orThrow()))))
        .containsExactly("/source/publisher text", "/source/title text");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e999999", "-1e999999", "1e-999999", "1e2147483647"})
  void amountBeyondAllRangeOnATopicIsUnreadable(String value) {
    String filing =
        """
        {"filing": {"id": "f", "issuer": "acme", "source": {"tier": "press", "publishedOn": "2025-05-01"},
         "facts": [{"concept": "Revenue", "period": "2025-Q1", "value": "%s", "unit": "USD"}]},
         "acceptedAt": "2025-05-01T00:00:00Z"}
        """
            .formatted(value);
    String snapshot =
        """
        {"issuer": "acme", "span": "quarter", "periodKey": "2025-Q1", "revision": 1, "newest": true,
         "current": {"period": {"label": "2025-Q1", "start": "2025-01-01", "end": "2025-03-31"},
          "metrics": {"revenue": {"value": "%s", "low": null, "high": null, "unit": "USD",
           "how": ["reported"], "basis": "reported", "scenario": "actual"}}},
         "conflicts": [], "causedBy": "f", "at": "2025-05-01T00:00:00Z"}
        """
            .formatted(value);

    refuses(filing, FilingEvent.class);
    refuses(filing.replace("\"value\"", "\"low\""), FilingEvent.class);
    SnapshotEvent read = Json.read(bytes(snapshot.replace(value, "5")), SnapshotEvent.class);
    assertThat(read.current().metrics().get(Metric.REVENUE).value()).isEqualTo("5");
    assertThatThrownBy(
            () ->
                Json.read(bytes(snapshot), SnapshotEvent.class)
                    .current()
                    .metrics()
                    .get(Metric.REVENUE))
        .isInstanceOf(RuntimeException.class);
  }

  private static void refuses(String json, Class<?> type) {
    Json.read(bytes(json.replaceAll("-?1e-?\\d+", "5")), type);
    assertThatThrownBy(() -> Json.read(bytes(json), type))
        .isInstanceOfAny(tools.jackson.core.JacksonException.class, IllegalArgumentException.class);
  }

  private static byte[] bytes(String json) {
    return json.getBytes(StandardCharsets.UTF_8);
  }

  /** Adding it to anything would make a million digits of it. */
  @Test
  void zeroOfAMillionDigitsIsZero() {
    assertThat(StatedValue.exactly("0e-999999").value()).isEqualTo(BigDecimal.ZERO);
  }
}
