package dev.runrate.ingest.format.sec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runrate.common.fact.Fact;
import dev.runrate.common.fact.Filing;
import dev.runrate.common.fact.IssuerId;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an accession says is what it said on its day, whatever came after it. */
class CompanyFactsReaderTest {
  private static final String Q1 = "\"start\": \"2025-01-01\", \"end\": \"2025-03-31\"";

  /** A document, tag by tag. */
  private final Map<String, List<String>> values = new LinkedHashMap<>();

  private String entityName = "\"TINY CORP\"";

  private void value(
      String accn, String filed, String form, String tag, String period, String val) {
    values
        .computeIfAbsent(tag, t -> new ArrayList<>())
        .add(
            "{%s, \"val\": %s, \"accn\": \"%s\", \"filed\": \"%s\", \"form\": %s}"
                .formatted(period, val, accn, filed, form == null ? "null" : '"' + form + '"'));
  }

  private void first(String tag, String val) {
    value("a-1", "2025-05-06", "10-Q", tag, Q1, val);
  }

  private void later(String tag, String val) {
    value("a-2", "2026-05-06", "10-Q", tag, Q1, val);
  }

  private CompanyFacts read() {
    List<String> tags = new ArrayList<>();
    values.forEach(
        (tag, all) ->
            tags.add("\"%s\": {\"units\": {\"USD\": [%s]}}".formatted(tag, String.join(",", all))));
    String document =
        "{\"cik\": 77, \"entityName\": %s, \"facts\": {\"us-gaap\": {%s}}}"
            .formatted(entityName, String.join(",", tags));
    return CompanyFactsReader.read(
        new ByteArrayInputStream(document.getBytes(StandardCharsets.UTF_8)),
        LocalDate.of(2026, 5, 6),
        reader -> IssuerId.of("tiny"));
  }

  /** {@code tag value decimals} of every fact of a filing. */
  private static List<String> facts(CompanyFacts document, String accn) {
    List<String> facts = new ArrayList<>();
    for (Filing filing : document.filings()) {
      if (filing.id().text().equals(accn)) {
        for (Fact fact : filing.facts()) {
          facts.add(
              fact.tag().substring(fact.tag().indexOf(':') + 1)
                  + " "
                  + fact.stated().value().toPlainString()
                  + " "
                  + fact.stated().decimals());
        }
      }
    }
    return facts;
  }

  private static List<String> faults(List<CompanyFacts.Faulty> faulty) {
    return faulty.stream()
        .flatMap(
            each -> each.errors().stream().map(e -> each.id() + " " + e.pointer() + " " + e.code()))
        .toList();
  }

  @Test
  void laterFilingWithABetterTagTakesNothingFromAnEarlierOne() {
    first("ProfitLoss", "-20000000");
    later("NetIncomeLoss", "-21000000");

    assertThat(facts(read(), "a-1")).containsExactly("ProfitLoss -20000000 -6");
    assertThat(facts(read(), "a-2")).containsExactly("NetIncomeLoss -21000000 -6");
  }

  @Test
  void ofOneFilingsTagsTheBestIsTaken() {
    first("ProfitLoss", "-20000000");
    first("NetIncomeLoss", "-21000000");

    assertThat(facts(read(), "a-1")).containsExactly("NetIncomeLoss -21000000 -6");
  }

  @Test
  void whereThePartMayBeTaggedAllAreKept() {
    first("Revenues", "120000000");
    first("SalesRevenueNet", "110000000");

    assertThat(facts(read(), "a-1"))
        .containsExactlyInAnyOrder("Revenues 120000000 -6", "SalesRevenueNet 110000000 -6");
  }

  @Test
  void accessionIsTheSameWhateverElseTheDocumentHas() {
    first("ProfitLoss", "-20000000");
    first("Revenues", "120000000");
    Filing alone = read().filings().getFirst();

    later("NetIncomeLoss", "-21234567");
    later("Revenues", "120000001");

    assertThat(read().filings()).contains(alone);
  }

  @Test
  void factThatCannotBeIsLeftOutAndReported() {
    first("Revenues", "120000000");
    first("CostOfRevenue", "-5000000");
    value(
        "a-1",
        "2025-05-06",
        "10-Q",
        "GrossProfit",
        "\"start\": \"2025-01-01\", \"end\": \"2025-12-31\"",
        "7000000");

    CompanyFacts document = read();

    assertThat(facts(document, "a-1")).containsExactly("Revenues 120000000 -6");
    assertThat(document.rejected()).isEmpty();
    assertThat(faults(document.omitted()))
        .containsExactly(
            "a-1 /facts/us-gaap/CostOfRevenue/units/USD/0/val negative-amount",
            "a-1 /facts/us-gaap/GrossProfit/units/USD/0/end period-not-over");
    assertThat(document.omittedFacts()).isEqualTo(2);
  }

  @Test
  void nextTagIsTakenWhereTheBestCannotBe() {
    first("ResearchAndDevelopmentExpense", "-5000000");
    first("ResearchAndDevelopmentExpenseExcludingAcquiredInProcessCost", "4000000");

    assertThat(facts(read(), "a-1"))
        .containsExactly("ResearchAndDevelopmentExpenseExcludingAcquiredInProcessCost 4000000 -6");
  }

  @Test
  void accessionWithNothingLeftIsRejected() {
    first("CostOfRevenue", "-5000000");

    CompanyFacts document = read();

    assertThat(document.filings()).isEmpty();
    assertThat(document.omitted()).isEmpty();
    assertThat(faults(document.rejected()))
        .containsExactly("a-1 /facts/us-gaap/CostOfRevenue/units/USD/0/val negative-amount");
  }

  @Test
  void accessionFiledInTheFutureIsRejected() {
    first("Revenues", "120000000");
    value("a-9", "2026-05-08", "10-Q", "Revenues", Q1, "120000000");

    assertThat(faults(read().rejected())).containsExactly("a-9  published-in-future");
    assertThat(read().filings()).hasSize(1);
  }

  @Test
  void accessionFiledOnTwoDaysIsRejectedAsAWhole() {
    first("Revenues", "120000000");
    value("a-1", "2025-05-07", "10-Q", "Revenues", Q1, "120000000");

    assertThat(faults(read().rejected()))
        .containsExactly("a-1 /facts/us-gaap/Revenues/units/USD/1/filed inconsistent");
  }

  @ParameterizedTest
  @CsvSource({"1e-999", "1e999999", "1e9999999999", "-1e31", "null", "true"})
  void amountBeyondAllAmountsIsLeftOut(String val) {
    first("Revenues", "120000000");
    first("GrossProfit", val);

    assertThat(facts(read(), "a-1")).containsExactly("Revenues 120000000 -6");
    assertThat(faults(read().omitted()))
        .containsExactly("a-1 /facts/us-gaap/GrossProfit/units/USD/0/val number-range");
  }

  @ParameterizedTest
  @CsvSource({
    "10-Q, '\"TINY CORP\"', 10-Q of TINY CORP",
    ",     '\"TINY CORP\"', Filing of TINY CORP",
    "10-Q, null,            10-Q",
    ",     null,"
  })
  void titleSaysWhatIsKnown(String form, String name, String title) {
    entityName = name;
    value("a-1", "2025-05-06", form, "Revenues", Q1, "120000000");

    assertThat(read().filings().getFirst().source().title()).isEqualTo(title);
  }
}
