package dev.runrate.ingest.format.xbrl;

import static dev.runrate.ingest.format.xbrl.Documents.codes;
import static dev.runrate.ingest.format.xbrl.Documents.facts;
import static dev.runrate.ingest.format.xbrl.Documents.json;
import static dev.runrate.ingest.format.xbrl.Documents.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of xBRL-JSON, a small document each. */
class JsonRulesTest {
  private static final String YEAR = "\"period\": \"2021-04-01T00:00:00/2022-04-01T00:00:00\"";
  private static final String POUNDS = "\"unit\": \"iso4217:GBP\"";

  private static String revenue(String members, String dimensions) {
    return """
    "fact-10": {%s, "dimensions": {"concept": "ifrs-full:Revenue", "entity": "scheme:213800H2PQMIF3OVZY47", %s}}
    """
        .formatted(members, dimensions);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void oneNumber(String rule, String fact, String expected) throws Exception {
    ReadReport report = read(json(fact));

    assertThat(report.errors()).isEmpty();
    assertThat(facts(report)).containsExactly(expected);
  }

  static Stream<Arguments> oneNumber() {
    String year = "Revenue 2021-04-01/2022-03-31 ";
    return Stream.of(
        arguments(
            "a period ends exclusively",
            revenue("\"value\": \"302632000\", \"decimals\": -3", YEAR + ", " + POUNDS),
            year + "302632000 (-3) GBP"),
        arguments(
            "dates without times are beginnings of days too",
            revenue(
                "\"value\": \"1\", \"decimals\": 0",
                "\"period\": \"2021-04-01/2022-04-01\", " + POUNDS),
            year + "1 (0) GBP"),
        arguments(
            "no decimals is exact",
            revenue("\"value\": \"1\"", YEAR + ", " + POUNDS),
            year + "1 GBP"),
        arguments(
            "a number as a number",
            revenue("\"value\": 12.5, \"decimals\": 1", YEAR + ", " + POUNDS),
            year + "12.5 (1) GBP"),
        arguments(
            "a member of one axis",
            revenue(
                "\"value\": \"1\", \"decimals\": 0",
                YEAR
                    + ", "
                    + POUNDS
                    + ", \"ifrs-full:SegmentsAxis\": \"co:WorkdayPracticeMember\""),
            "Revenue workday-practice 2021-04-01/2022-03-31 1 (0) GBP"),
        arguments(
            "an instant is the beginning of a day",
            revenue(
                    "\"value\": \"1\", \"decimals\": 0",
                    "\"period\": \"2022-04-01T00:00:00\", " + POUNDS)
                .replace("Revenue", "CashAndCashEquivalents"),
            "Cash 2022-03-31 1 (0) GBP"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void broken(String fault, String document, String expected) {
    String told;
    try {
      told = codes(read(document).errors()).toString();
    } catch (UnreadableReportException e) {
      told = e.getMessage();
    }
    assertThat(told).contains(expected);
  }

  static Stream<Arguments> broken() {
    return Stream.of(
        arguments(
            "decimals that are none",
            json(revenue("\"value\": \"1\", \"decimals\": \"many\"", YEAR + ", " + POUNDS)),
            "decimals /facts/fact-10/decimals"),
        arguments(
            "a unit that is none",
            json(revenue("\"value\": \"1\", \"decimals\": 0", YEAR + ", \"unit\": \"pounds\"")),
            "unit /facts/fact-10/dimensions/unit"),
        arguments(
            "a unit of two measures",
            json(
                revenue(
                    "\"value\": \"1\", \"decimals\": 0",
                    YEAR + ", \"unit\": \"iso4217:GBP*xbrli:shares\"")),
            "unit-measures /ifrs-full:Revenue[@id='fact-10']"),
        arguments(
            "half a day",
            json(
                revenue(
                    "\"value\": \"1\", \"decimals\": 0",
                    "\"period\": \"2021-04-01T12:00:00/2022-04-01T00:00:00\", " + POUNDS)),
            "period /ifrs-full:Revenue[@id='fact-10']"),
        arguments(
            "no number",
            json(revenue("\"value\": \"1,000\", \"decimals\": 0", YEAR + ", " + POUNDS)),
            "number /ifrs-full:Revenue[@id='fact-10']"),
        arguments(
            "a fact without a concept",
            json("\"f\": {\"value\": \"1\", \"dimensions\": {\"period\": \"2021-04-01\"}}"),
            "name /facts/f/dimensions/concept"),
        arguments("an end too early", json("\"f\": {").substring(0, 340), "not JSON to its end"),
        arguments(
            "no facts",
            "{\"documentInfo\": {\"documentType\": \"https://xbrl.org/2021/xbrl-json\"}}",
            "not xBRL-JSON"));
  }

  @Test
  void nilAndTextAreNoNumbersAndSeveralAxesNoSegment() throws Exception {
    ReadReport report =
        read(
            json(
                revenue("\"value\": null, \"decimals\": 0", YEAR + ", " + POUNDS)
                    + ","
                    + revenue("\"value\": \"Kainos Group plc\"", YEAR + ", \"language\": \"en\"")
                        .replace("fact-10", "fact-1")
                        .replace(
                            "ifrs-full:Revenue",
                            "ifrs-full:NameOfReportingEntityOrOtherMeansOfIdentification")
                    + ","
                    + revenue(
                            "\"value\": \"1\", \"decimals\": 0",
                            YEAR
                                + ", "
                                + POUNDS
                                + ", \"ifrs-full:SegmentsAxis\": \"co:AMember\","
                                + " \"ifrs-full:GeographicalAreasAxis\": \"co:BMember\"")
                        .replace("fact-10", "fact-2")));

    assertThat(report.facts()).isEmpty();
    assertThat(report.leftOut()).isEqualTo(Map.of("several-axes", 1));
    assertThat(report.cover().entityName()).isEqualTo("Kainos Group plc");
    assertThat(report.cover().lei()).isEqualTo("213800H2PQMIF3OVZY47");
  }
}
