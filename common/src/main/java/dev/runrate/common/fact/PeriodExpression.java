package dev.runrate.common.fact;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A period as a filing writes it. Most forms are dates at once; {@code FY2026-Q1} becomes dates
 * only when the issuer's fiscal calendar is known, which may be long after the filing came.
 *
 * <table>
 * <caption>Forms</caption>
 * <tr><td>{@code 2025}, {@code 2025-H1}, {@code 2025-9M}, {@code 2025-Q3}</td><td>calendar year and parts</td></tr>
 * <tr><td>{@code 2025-10}</td><td>month</td></tr>
 * <tr><td>{@code 2025-09-30}</td><td>instant</td></tr>
 * <tr><td>{@code 2025-01-01/2025-09-30}</td><td>any span, both ends inclusive</td></tr>
 * <tr><td>{@code FY2026}, {@code FY2026-Q1}, …</td><td>the issuer's own calendar</td></tr>
 * </table>
 */
public sealed interface PeriodExpression {
  int FIRST_YEAR = 1900;
  int LAST_YEAR = 2199;

  /** The text as it was written. */
  String text();

  record Dated(String text, Period period) implements PeriodExpression {}

  record Fiscal(String text, int fiscalYear, Part part) implements PeriodExpression {}

  /** A part of a fiscal year: {@code months} months that begin {@code offset} months into it. */
  enum Part {
    YEAR("", 0, 12),
    H1("H1", 0, 6),
    H2("H2", 6, 6),
    NINE_MONTHS("9M", 0, 9),
    Q1("Q1", 0, 3),
    Q2("Q2", 3, 3),
    Q3("Q3", 6, 3),
    Q4("Q4", 9, 3);

    public final String suffix;
    public final int offset;
    public final int months;

    Part(String suffix, int offset, int months) {
      this.suffix = suffix;
      this.offset = offset;
      this.months = months;
    }

    static Part of(String suffixOrNull) {
      for (Part part : values()) {
        if (part.suffix.equals(suffixOrNull == null ? "" : suffixOrNull)) {
          return part;
        }
      }
      throw new IllegalArgumentException(suffixOrNull);
    }
  }

  Pattern YEAR_PART = Pattern.compile("(FY)?(\\d{4})(?:-(H[12]|9M|Q[1-4]))?");
  Pattern MONTH = Pattern.compile("\\d{4}-\\d{2}");
  Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

  static Checked<PeriodExpression> parse(String text) {
    int slash = text.indexOf('/');
    if (slash > 0) {
      return span(text, slash);
    }
    Matcher yearPart = YEAR_PART.matcher(text);
    if (yearPart.matches()) {
      int year = Integer.parseInt(yearPart.group(2));
      if (year < FIRST_YEAR || year > LAST_YEAR) {
        return outOfRange();
      }
      Part part = Part.of(yearPart.group(3));
      if (yearPart.group(1) != null) {
        return Checked.valid(new Fiscal(text, year, part));
      }
      YearMonth first = YearMonth.of(year, 1).plusMonths(part.offset);
      return dated(text, months(first, part.months));
    }
    try {
      if (MONTH.matcher(text).matches()) {
        return inRange(text, months(YearMonth.parse(text), 1));
      }
      if (DATE.matcher(text).matches()) {
        return inRange(text, Period.instant(text));
      }
    } catch (DateTimeException e) {
      return noSuchDate(text);
    }
    return Checked.invalid(
        "period",
        "period must look like 2025, 2025-H1, 2025-9M, 2025-Q3, 2025-10, 2025-09-30,"
            + " 2025-01-01/2025-09-30 or FY2026-Q1");
  }

  private static Checked<PeriodExpression> span(String text, int slash) {
    try {
      LocalDate start = LocalDate.parse(text.substring(0, slash));
      LocalDate end = LocalDate.parse(text.substring(slash + 1));
      return end.isBefore(start)
          ? Checked.invalid("period-order", "the period ends (" + end + ") before it starts")
          : inRange(text, new Period.Span(start, end));
    } catch (DateTimeException e) {
      return noSuchDate(text);
    }
  }

  private static Checked<PeriodExpression> noSuchDate(String text) {
    return Checked.invalid("period", "there is no such date in " + text);
  }

  private static Period.Span months(YearMonth first, int count) {
    return new Period.Span(first.atDay(1), first.plusMonths(count - 1L).atEndOfMonth());
  }

  private static Checked<PeriodExpression> inRange(String text, Period period) {
    return period.start().getYear() < FIRST_YEAR || period.end().getYear() > LAST_YEAR
        ? outOfRange()
        : dated(text, period);
  }

  private static Checked<PeriodExpression> dated(String text, Period period) {
    return Checked.valid(new Dated(text, period));
  }

  private static Checked<PeriodExpression> outOfRange() {
    return Checked.invalid(
        "period-range", "years from " + FIRST_YEAR + " to " + LAST_YEAR + " are taken");
  }

  static PeriodExpression of(String text) {
    return parse(text).orThrow();
  }

  static PeriodExpression of(Period period) {
    return new Dated(period.toString(), period);
  }
}
