package dev.runrate.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.runrate.common.event.AlertKind;
import dev.runrate.common.event.Topics;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/**
 * Three companies as SEC EDGAR serves them (cut down to the concepts that are mapped): what their
 * own reports say is what comes out.
 */
class SecFiguresIT {
  private static final int MOST_DAYS_OF_A_QUARTER = 100;

  private static Live live;

  @BeforeAll
  static void start() throws Exception {
    live = Live.system();
    for (String issuer : List.of("nvidia", "snowflake", "tsmc")) {
      JsonNode answer = live.importSec(issuer);
      assertThat(answer.at("/filings/rejected").asInt(-1)).as(issuer).isZero();
    }
    live.awaitCurrent();
  }

  /** From the companies' own releases; in millions. */
  @ParameterizedTest
  @CsvSource({
    // Fourth quarters are differences of the year and the nine months.
    "nvidia,    revenue,             quarter, FY2024-Q4, 22103, derived",
    "nvidia,    revenue,             quarter, FY2026-Q4, 68127, derived",
    "nvidia,    revenue,             quarter, FY2027-Q1, 81615, reported",
    "nvidia,    revenue,             quarter, FY2025-Q3, 35082, reported",
    "nvidia,    revenue,             year,    FY2025,   130497, reported",
    "nvidia,    net-income,          year,    FY2024,    29760, reported",
    "nvidia,    operating-cash-flow, quarter, FY2024-Q4, 11499, derived",
    "nvidia,    operating-cash-flow, year,    FY2024,    28090, reported",
    "snowflake, revenue,             year,    FY2025,   3626.396, reported",
    "snowflake, revenue,             quarter, FY2025-Q4,  986.770, derived",
    "snowflake, revenue,             quarter, FY2026-Q1, 1042.074, reported",
    "snowflake, net-income,          year,    FY2025,  -1285.640, reported",
    "tsmc,      revenue,             year,    2024,    2894307.7, reported",
    "tsmc,      revenue,             year,    2020,    1339254.8, reported",
  })
  void figureIsTheOneOfTheReports(
      String issuer, String metric, String span, String label, BigDecimal millions, String how)
      throws Exception {
    JsonNode item = series(issuer, metric, span).get(label);

    assertThat(item).as(issuer + " " + metric + " " + label).isNotNull();
    assertThat(new BigDecimal(item.path("value").stringValue()))
        .isEqualByComparingTo(millions.movePointRight(6));
    assertThat(item.path("how").toString()).isEqualTo("[\"" + how + "\"]");
    assertThat(item.path("unit").asString("")).isEqualTo(issuer.equals("tsmc") ? "TWD" : "USD");
  }

  @Test
  void twelveMonthsEndWithTheNewestQuarterAndAreNeverStale() throws Exception {
    JsonNode items = items("nvidia", "revenue", "ttm");
    JsonNode last = items.get(items.size() - 1);

    assertThat(last.at("/period/end").asString("")).isEqualTo("2026-04-26");
    assertThat(last.path("value").asString("")).isEqualTo("253491000000");
    for (JsonNode item : items) {
      assertThat(days(item)).isBetween(357L, 378L);
    }
  }

  @Test
  void fiscalYearsEndOnTheLastSundayOfJanuary() throws Exception {
    Map<String, JsonNode> years = series("nvidia", "revenue", "year");

    assertThat(years.get("FY2024").at("/period/end").asString("")).isEqualTo("2024-01-28");
    assertThat(years.get("FY2025").at("/period/end").asString("")).isEqualTo("2025-01-26");
    assertThat(years.get("FY2026").at("/period/end").asString("")).isEqualTo("2026-01-25");
  }

  /** Nine months shown as a quarter, a fourth quarter below zero: both have been seen elsewhere. */
  @Test
  void quartersAreQuartersAndRevenueIsPositive() throws Exception {
    for (String issuer : List.of("nvidia", "snowflake")) {
      for (String metric : List.of("revenue", "research-and-development")) {
        JsonNode items = items(issuer, metric, "quarter");
        assertThat(items).as(issuer + " " + metric).hasSizeGreaterThan(10);
        for (JsonNode item : items) {
          assertThat(days(item)).as(item.toString()).isLessThan(MOST_DAYS_OF_A_QUARTER);
          if (item.hasNonNull("value")) {
            assertThat(new BigDecimal(item.get("value").stringValue())).isPositive();
          }
        }
      }
    }
  }

  @Test
  void quartersOfAYearAddUpToTheYear() throws Exception {
    for (String metric : List.of("revenue", "net-income", "operating-cash-flow")) {
      Map<String, JsonNode> quarters = series("nvidia", metric, "quarter");
      Map<String, JsonNode> years = series("nvidia", metric, "year");
      int compared = 0;
      for (var year : years.entrySet()) {
        List<BigDecimal> parts = new ArrayList<>();
        for (int quarter = 1; quarter <= 4; quarter++) {
          JsonNode item = quarters.get(year.getKey() + "-Q" + quarter);
          if (item != null && item.hasNonNull("value")) {
            parts.add(new BigDecimal(item.get("value").stringValue()));
          }
        }
        if (parts.size() == 4 && year.getValue().hasNonNull("value")) {
          compared++;
          assertThat(parts.stream().reduce(BigDecimal::add).orElseThrow())
              .as(metric + " " + year.getKey())
              // A year is restated for new standards, its quarters are not.
              .isCloseTo(
                  new BigDecimal(year.getValue().get("value").stringValue()), withPercentage(0.1));
        }
      }
      assertThat(compared).as(metric).isGreaterThan(5);
    }
  }

  @Test
  void figureIsWhatHadBeenFiledByThatDay() throws Exception {
    // The 10-K with the year was filed on 21 February 2024, the third quarter's 10-Q before it.
    String path = "/v1/issuers/nvidia/series/revenue?span=quarter&knownAt=";

    assertThat(labels(live.get(live.metrics(path + "2024-02-20")))).contains("FY2024-Q3");
    assertThat(labels(live.get(live.metrics(path + "2024-02-20")))).doesNotContain("FY2024-Q4");
    assertThat(labels(live.get(live.metrics(path + "2024-02-21")))).contains("FY2024-Q4");
  }

  @Test
  void sharesOfOneCurrencyAreNeverShownAsAnother() throws Exception {
    JsonNode years =
        live.get(live.metrics("/v1/issuers/tsmc/series/revenue?span=year&currency=USD"));

    for (JsonNode item : years.path("items")) {
      // Convenience translations into dollars are TSMC's own; the ECB has no rate for its dollar.
      assertThat(item.path("how").toString()).doesNotContain("translated");
      assertThat(item.path("unit").asString("")).isEqualTo("USD");
    }
  }

  @Test
  void historyPagesNobodyAndTheNewestPeriodDoes() {
    List<JsonNode> alerts = new ArrayList<>();
    for (AlertKind kind : AlertKind.values()) {
      alerts.addAll(live.messages("snowflake", Topics.alerts(kind)));
    }

    assertThat(alerts).isNotEmpty();
    for (JsonNode alert : alerts) {
      LocalDate end = LocalDate.parse(alert.at("/period/end").stringValue());
      if (end.isBefore(LocalDate.parse("2025-01-01"))) {
        assertThat(alert.path("historical").asBoolean(false)).as(alert.toString()).isTrue();
      }
    }
  }

  @Test
  void importedAgainNothingIsNew() throws Exception {
    JsonNode answer = live.importSec("snowflake");

    assertThat(answer.at("/filings/accepted").asInt(-1)).isZero();
    assertThat(answer.at("/filings/duplicate").asInt(-1)).isPositive();
  }

  private static JsonNode items(String issuer, String metric, String span) throws Exception {
    return live.get(live.metrics("/v1/issuers/" + issuer + "/series/" + metric + "?span=" + span))
        .path("items");
  }

  private static Map<String, JsonNode> series(String issuer, String metric, String span)
      throws Exception {
    Map<String, JsonNode> byLabel = new TreeMap<>();
    items(issuer, metric, span)
        .forEach(item -> byLabel.put(item.at("/period/label").stringValue(), item));
    return byLabel;
  }

  private static List<String> labels(JsonNode series) {
    List<String> labels = new ArrayList<>();
    series
        .path("items")
        .forEach(
            item -> {
              if (item.hasNonNull("value")) {
                labels.add(item.at("/period/label").stringValue());
              }
            });
    return labels;
  }

  private static long days(JsonNode item) {
    return 1
        + ChronoUnit.DAYS.between(
            LocalDate.parse(item.at("/period/start").stringValue()),
            LocalDate.parse(item.at("/period/end").stringValue()));
  }
}
