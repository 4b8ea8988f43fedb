package dev.runrate.metrics.metric;

import dev.runrate.common.fact.Interval;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.Unit;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Daily reference rates as the ECB publishes them: units of a currency for one euro. Flows are
 * translated at the average of their period, instants at the closing rate (IAS 21.39-40 allows the
 * average as an approximation); other pairs are crossed through the euro.
 */
public final class ExchangeRates {
  /** A closing rate may be this old: weekends, and the long holidays around them. */
  static final int STALE_AFTER_DAYS = 7;

  private static final MathContext PRECISION = MathContext.DECIMAL64;
  private static final Unit EURO = Unit.of("EUR");
  private static final NavigableMap<LocalDate, BigDecimal> NO_DAYS =
      Collections.emptyNavigableMap();

  /** A currency pair over a period, the key under which a computed rate is remembered. */
  private record Wanted(Unit from, Unit to, Period period) {}

  private final Map<Unit, NavigableMap<LocalDate, BigDecimal>> perEuro;
  private final Map<Wanted, Optional<BigDecimal>> remembered = new ConcurrentHashMap<>();

  /** One day's rate of one currency: {@code perEuro} units of it for one euro. */
  public record Rate(LocalDate day, Unit currency, BigDecimal perEuro) {}

  public static final ExchangeRates NONE = of(List.of());

  private ExchangeRates(Map<Unit, NavigableMap<LocalDate, BigDecimal>> perEuro) {
    this.perEuro = perEuro;
  }

  public static ExchangeRates of(List<Rate> rates) {
    Map<Unit, NavigableMap<LocalDate, BigDecimal>> table = new HashMap<>();
    for (Rate rate : rates) {
      table.computeIfAbsent(rate.currency, c -> new TreeMap<>()).put(rate.day, rate.perEuro);
    }
    return new ExchangeRates(table);
  }

  public boolean isEmpty() {
    return perEuro.isEmpty();
  }

  /** Units of {@code to} for one unit of {@code from}; empty where the table does not reach. */
  public Optional<BigDecimal> rate(Unit from, Unit to, Period period) {
    if (from.equals(to)) {
      return Optional.of(BigDecimal.ONE);
    }
    return remembered.computeIfAbsent(new Wanted(from, to, period), this::compute);
  }

  private Optional<BigDecimal> compute(Wanted wanted) {
    return switch (wanted.period) {
      case Period.Instant instant -> closing(wanted.from, wanted.to, instant.date());
      case Period.Span span -> average(wanted.from, wanted.to, span);
    };
  }

  /**
   * The lowest and the highest of the daily rates from the first day to the last; empty where the
   * table says nothing of those days.
   */
  public Optional<Interval> between(Unit from, Unit to, LocalDate first, LocalDate last) {
    BigDecimal low = null;
    BigDecimal high = null;
    Period.Span span = new Period.Span(first, last);
    for (LocalDate day : quoted(from.equals(EURO) ? to : from, span).keySet()) {
      Optional<BigDecimal> cross = closing(from, to, day);
      if (cross.isPresent()) {
        low = low == null ? cross.get() : low.min(cross.get());
        high = high == null ? cross.get() : high.max(cross.get());
      }
    }
    return low == null ? Optional.empty() : Optional.of(new Interval(low, high));
  }

  private Optional<BigDecimal> closing(Unit from, Unit to, LocalDate day) {
    return closingPerEuro(from, day)
        .flatMap(f -> closingPerEuro(to, day).map(t -> t.divide(f, PRECISION)));
  }

  private Optional<BigDecimal> closingPerEuro(Unit currency, LocalDate day) {
    if (currency.equals(EURO)) {
      return Optional.of(BigDecimal.ONE);
    }
    NavigableMap<LocalDate, BigDecimal> days = perEuro.get(currency);
    if (days == null) {
      return Optional.empty();
    }
    var latest = days.floorEntry(day);
    return latest == null || latest.getKey().isBefore(day.minusDays(STALE_AFTER_DAYS))
        ? Optional.empty()
        : Optional.of(latest.getValue());
  }

  /**
   * The mean of the daily cross rates. Both legs must be quoted over the whole span, without a hole
   * that is longer than a closing rate may be old: the mean of half a period is not its mean.
   */
  private Optional<BigDecimal> average(Unit from, Unit to, Period.Span span) {
    if (!covers(from, span) || !covers(to, span)) {
      return Optional.empty();
    }
    BigDecimal sum = BigDecimal.ZERO;
    int days = 0;
    for (LocalDate day : quoted(from.equals(EURO) ? to : from, span).keySet()) {
      Optional<BigDecimal> cross = closing(from, to, day);
      if (cross.isPresent()) {
        sum = sum.add(cross.get());
        days++;
      }
    }
    return days == 0
        ? Optional.empty()
        : Optional.of(sum.divide(BigDecimal.valueOf(days), PRECISION));
  }

  private NavigableMap<LocalDate, BigDecimal> quoted(Unit currency, Period.Span span) {
    NavigableMap<LocalDate, BigDecimal> days = perEuro.get(currency);
    return days == null ? NO_DAYS : days.subMap(span.start(), true, span.end(), true);
  }

  private boolean covers(Unit currency, Period.Span span) {
    if (currency.equals(EURO)) {
      return true;
    }
    LocalDate last = span.start();
    for (LocalDate day : quoted(currency, span).keySet()) {
      if (day.isAfter(last.plusDays(STALE_AFTER_DAYS))) {
        return false;
      }
      last = day;
    }
    return !last.isBefore(span.end().minusDays(STALE_AFTER_DAYS));
  }
}
