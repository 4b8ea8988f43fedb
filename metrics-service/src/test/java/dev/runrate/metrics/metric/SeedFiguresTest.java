package dev.runrate.metrics.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runrate.common.fact.Figure;
import dev.runrate.common.fact.Filing;
import dev.runrate.common.fact.How;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.IssuerProfile;
import dev.runrate.common.fact.Metric;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.Scenario;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.common.fact.SpanLength;
import dev.runrate.metrics.ExampleFilings;
import dev.runrate.metrics.factbook.AsOf;
import dev.runrate.metrics.factbook.FactBook;
import dev.runrate.metrics.factbook.FilingRecord;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.MonthDay;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The shipped facts give the figures that were worked out by hand: {@code seed/expected.csv}. */
class SeedFiguresTest {
  private static final List<Filing> FILINGS = ExampleFilings.read();

  static Stream<Map<String, String>> expected() {
    return ExampleFilings.rows(Path.of("src", "test", "resources", "seed", "expected.csv"))
        .stream();
  }

  @ParameterizedTest
  @MethodSource("expected")
  void figureIsAsWorkedOutByHand(Map<String, String> row) {
    SegmentFigures figures = figures(row.get("issuer"), row.get("segment"));
    Metric metric = Metric.parse(row.get("metric")).orElseThrow();
    boolean ttm = row.get("span").equals("ttm");
    Optional<SpanLength> length =
        switch (row.get("span")) {
          case "instant" -> Optional.empty();
          case "ttm" -> Optional.of(SpanLength.YEAR);
          default -> SpanLength.parse(row.get("span"));
        };

    List<Scenario> scenarios =
        row.get("scenario").isEmpty()
            ? SegmentFigures.OUTCOMES
            : List.of(Scenario.parse(row.get("scenario")).orElseThrow());
    Period period =
        figures.series(metric, length, ttm, scenarios).stream()
            .filter(p -> figures.book().label(p).equals(row.get("period")))
            .findFirst()
            .orElseThrow(() -> new AssertionError("not in the series"));
    Figure figure = figures.figure(metric, period, scenarios);

    assertThat(figure.how().list()).contains(How.parse(row.get("how")));
    assertThat(figure.basis()).hasToString(row.get("basis"));
    assertThat(figure.unit()).hasToString(row.get("unit"));
    assertThat(figure.isKnown()).isEqualTo(!row.get("how").equals("not-computable"));
    assertThat(figure.reason() != null).isEqualTo(!figure.isKnown());
    assertNear("value", figure.value(), row);
    if (figure.value() != null) {
      assertThat(figure.range().contains(figure.value())).isTrue();
    } else if (figure.isKnown()) {
      assertNear("low", figure.low(), row);
      assertNear("high", figure.high(), row);
    }
  }

  private static void assertNear(String column, BigDecimal actual, Map<String, String> row) {
    if (row.get(column).isEmpty()) {
      assertThat(actual).as(column).isNull();
    } else {
      BigDecimal expected = new BigDecimal(row.get(column));
      BigDecimal tolerance = new BigDecimal(row.get("tolerance")).multiply(expected.abs());
      assertThat(actual.subtract(expected).abs()).as(column).isLessThanOrEqualTo(tolerance);
    }
  }

  private static SegmentFigures figures(String issuer, String segment) {
    IssuerId id = IssuerId.of(issuer);
    MonthDay yearEnd = issuer.equals("nvidia") ? MonthDay.of(1, 31) : null;
    IssuerProfile profile =
        new IssuerProfile(id, null, null, null, null, null, yearEnd, null, null);
    List<FilingRecord> records =
        FILINGS.stream()
            .filter(filing -> filing.issuer().equals(id))
            .map(filing -> new FilingRecord(filing, Instant.EPOCH, null))
            .toList();
    FactBook book = FactBook.of(profile, records, AsOf.NOW);
    return new SegmentFigures(book, SegmentId.of(segment));
  }
}
