package dev.runrate.common.event;

import dev.runrate.common.fact.Period;
import java.time.LocalDate;

/**
 * A period as messages and answers show it.
 *
 * @param label in the issuer's own calendar, e.g. {@code FY2026-Q1}
 * @param start first day; that of an instant is the day itself
 * @param end last day
 */
public record PeriodView(String label, LocalDate start, LocalDate end) {
  public static PeriodView of(String label, Period period) {
    return new PeriodView(label, period.start(), period.end());
  }
}
