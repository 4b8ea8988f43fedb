package dev.runrate.metrics.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runrate.common.fact.Figure;
import dev.runrate.common.fact.How;
import dev.runrate.common.fact.Hows;
import dev.runrate.common.fact.Metric;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.common.fact.SpanLength;
import dev.runrate.common.fact.Unit;
import dev.runrate.metrics.Issuer;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A currency that is asked for changes the unit, and nothing else. */
class CurrencyTest {
  private static final Unit USD = Unit.of("USD");

  /** Until the end of March 2025. */
  private static final ExchangeRates RATES =
      ExchangeRates.of(
          LocalDate.parse("2024-01-01")
              .datesUntil(LocalDate.parse("2025-04-01"))
              .flatMap(day -> Stream.of(rate(day, "USD", "1.25"), rate(day, "CNY", "10")))
              .toList());

  private static ExchangeRates.Rate rate(LocalDate day, String currency, String perEuro) {
    return new ExchangeRates.Rate(day, Unit.of(currency), new BigDecimal(perEuro));
  }

  @Test
  void newestPeriodWithoutARateIsSaidToHaveNoneRatherThanLeftForAnOlderOne() {
    Issuer issuer =
        new Issuer()
            .filed("2025-08-01")
            .says("Revenue 2025-Q1 80 CNY", "Revenue 2025-Q2 88 CNY", "Cash 2025-06-30 800 CNY");
    SegmentFigures figures = in(USD, issuer);

    for (Metric metric : List.of(Metric.REVENUE, Metric.RUN_RATE_REVENUE, Metric.CASH)) {
      Period newest = figures.newest(metric, SegmentFigures.OUTCOMES).orElseThrow();
      Figure figure = figures.figure(metric, newest, SegmentFigures.OUTCOMES);

      assertThat(newest)
          .isEqualTo(
              new SegmentFigures(issuer.book(), SegmentId.WHOLE)
                  .newest(metric, SegmentFigures.OUTCOMES)
                  .orElseThrow());
      assertThat(figure.isKnown()).isFalse();
      assertThat(figure.reason()).startsWith("no exchange rate from CNY to USD is loaded for 2025");
      assertThat(figure.unit()).isEqualTo(USD);
    }
  }

  @Test
  void figureThatNeedsNoRateIsThereInEveryCurrency() {
    Issuer issuer =
        new Issuer()
            .filed("2025-08-01")
            .says("Revenue 2025-Q2 88 CNY", "NetIncome 2025-Q2 -44 CNY");
    SegmentFigures figures = in(USD, issuer);

    Period newest = figures.newest(Metric.NET_MARGIN, SegmentFigures.OUTCOMES).orElseThrow();

    assertThat(figures.figure(Metric.NET_MARGIN, newest, SegmentFigures.OUTCOMES).value())
        .isEqualByComparingTo("-0.5");
  }

  @Test
  void whatNoSingleCurrencyGivesHasTheNewestPeriodOfWhichItCanBeSummed() {
    Issuer issuer =
        new Issuer()
            .filed("2025-08-01")
            .says("GrossProfit 2024 10 USD", "CostOfRevenue 2024 80 CNY");
    SegmentFigures figures = in(USD, issuer);

    Period newest = figures.newest(Metric.REVENUE, SegmentFigures.OUTCOMES).orElseThrow();

    assertThat(figures.figure(Metric.REVENUE, newest, SegmentFigures.OUTCOMES).value())
        .isEqualByComparingTo("20");
  }

  @Test
  void seriesHasTheSamePeriodsInEveryCurrency() {
    Issuer issuer =
        new Issuer()
            .filed("2025-08-01")
            .says("Revenue 2024-Q4 80 CNY", "Revenue 2025-Q1 90 CNY", "Revenue 2025-H1 200 CNY");
    Optional<SpanLength> quarters = Optional.of(SpanLength.QUARTER);

    List<Period> own =
        new SegmentFigures(issuer.book(), SegmentId.WHOLE)
            .series(Metric.RUN_RATE_REVENUE, quarters, false, SegmentFigures.OUTCOMES);

    assertThat(own).hasSize(3);
    assertThat(
            in(USD, issuer)
                .series(Metric.RUN_RATE_REVENUE, quarters, false, SegmentFigures.OUTCOMES))
        .isEqualTo(own);
  }

  @Test
  void translationKeepsTheNote() {
    Issuer issuer =
        new Issuer()
            .filed("2025-08-01")
            .says(
                "AnnualRecurringRevenue 2024-12-31 80 CNY",
                "AnnualRecurringRevenue 2024-06-30 40 CNY");
    Period day = Period.instant("2024-12-31");

    Figure figure = in(USD, issuer).figure(Metric.NET_NEW_ARR, day, SegmentFigures.OUTCOMES);

    assertThat(figure.value()).isEqualByComparingTo("5");
    assertThat(figure.how()).isEqualTo(Hows.of(How.TRANSLATED));
    assertThat(figure.note()).contains("since 2024-06-30").contains("1 CNY = 0.125 USD");
  }

  /** One leg may have rates where the other has none; and both must be there to the end. */
  @ParameterizedTest
  @CsvSource({
    "2024-01-01, 2024-12-31, 2024-01-01, 2024-12-31, true",
    "2024-01-01, 2024-12-31, 2024-01-01, 2024-06-30, false",
    "2024-01-01, 2024-06-30, 2024-01-01, 2024-12-31, false",
    "2024-07-01, 2024-12-31, 2024-01-01, 2024-12-31, false",
    "2024-01-01, 2024-12-31, 2024-07-01, 2024-12-31, false",
    "2024-01-05, 2024-12-27, 2024-01-03, 2024-12-30, true",
    "2023-01-01, 2023-12-31, 2024-01-01, 2024-12-31, false",
    "2023-01-01, 2025-12-31, 2023-06-01, 2025-06-30, true"
  })
  void averageCoversTheWholeSpanOnBothLegs(
      LocalDate fromStart, LocalDate fromEnd, LocalDate toStart, LocalDate toEnd, boolean covered) {
    ExchangeRates rates =
        ExchangeRates.of(
            Stream.concat(
                    fromStart.datesUntil(fromEnd.plusDays(1)).map(day -> rate(day, "CNY", "10")),
                    toStart.datesUntil(toEnd.plusDays(1)).map(day -> rate(day, "USD", "1.25")))
                .toList());

    assertThat(rates.rate(Unit.of("CNY"), USD, Period.span("2024-01-01", "2024-12-31")).isPresent())
        .isEqualTo(covered);
  }

  @Test
  void holeOfMoreThanAWeekIsNotCovered() {
    Stream<LocalDate> days =
        LocalDate.parse("2024-01-01")
            .datesUntil(LocalDate.parse("2025-01-01"))
            .filter(day -> day.getMonthValue() != 5);
    ExchangeRates rates = ExchangeRates.of(days.map(day -> rate(day, "CNY", "10")).toList());

    assertThat(rates.rate(Unit.of("CNY"), Unit.of("EUR"), Period.span("2024-01-01", "2024-12-31")))
        .isEmpty();
    assertThat(rates.rate(Unit.of("CNY"), Unit.of("EUR"), Period.span("2024-06-01", "2024-12-31")))
        .isPresent();
  }

  private static SegmentFigures in(Unit currency, Issuer issuer) {
    return new SegmentFigures(issuer.book(), SegmentId.WHOLE, RATES, currency);
  }
}
