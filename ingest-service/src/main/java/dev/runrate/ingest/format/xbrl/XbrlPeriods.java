package dev.runrate.ingest.format.xbrl;

import dev.runrate.common.fact.Checked;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.PeriodExpression;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Periods of a report as days, both ends inclusive.
 *
 * <p>In XML a date without a time means, as an end or an instant, midnight at the end of that day,
 * and as a start at its beginning (XBRL 2.1, section 4.7.2). With a time, midnight at the end of 27
 * July is {@code 2025-07-28T00:00:00}. In JSON every date is such a beginning of a day, so periods
 * end exclusively: {@code 2021-04-01T00:00:00/2022-04-01T00:00:00} is the year to 31 March 2022
 * (OIM 1.0, section 3.2.3).
 */
final class XbrlPeriods {
  private static final Pattern MOMENT =
      Pattern.compile(
          "(\\d{4}-\\d{2}-\\d{2})(?:T(\\d{2}:\\d{2}(?::\\d{2}(?:\\.0+)?)?))?(?:Z|[+-]\\d{2}:\\d{2})?");

  private XbrlPeriods() {}

  /** {@code startDate} and {@code endDate} of a context. */
  static Checked<Period> span(String start, String end) {
    return span(first(start), last(end, false), start + "/" + end);
  }

  /** {@code instant} of a context. */
  static Checked<Period> instant(String text) {
    return instant(last(text, false), text);
  }

  /** The period dimension of xBRL-JSON. */
  static Checked<Period> ofJson(String text) {
    int slash = text.indexOf('/');
    return slash < 0
        ? instant(last(text, true), text)
        : span(first(text.substring(0, slash)), last(text.substring(slash + 1), true), text);
  }

  private static Checked<Period> span(LocalDate start, LocalDate end, String text) {
    if (start == null || end == null) {
      return notDays(text);
    }
    return end.isBefore(start)
        ? Checked.invalid("period-order", "the period " + text + " ends before it starts")
        : Checked.valid(new Period.Span(start, end));
  }

  private static Checked<Period> instant(LocalDate date, String text) {
    return date == null ? notDays(text) : Checked.valid(new Period.Instant(date));
  }

  private static Checked<Period> notDays(String text) {
    return Checked.invalid("period", "not whole days between 1900 and 2199: " + Shown.of(text));
  }

  private static LocalDate first(String text) {
    Matcher moment = MOMENT.matcher(text.strip());
    return moment.matches() && isMidnight(moment.group(2)) ? date(moment.group(1), 0) : null;
  }

  private static LocalDate last(String text, boolean isBeginning) {
    Matcher moment = MOMENT.matcher(text.strip());
    if (!moment.matches() || !isMidnight(moment.group(2))) {
      // 24:00 is not among what people write, but it is what they mean.
      return moment.matches() && moment.group(2).startsWith("24:00")
          ? date(moment.group(1), 0)
          : null;
    }
    return date(moment.group(1), moment.group(2) != null || isBeginning ? -1 : 0);
  }

  private static boolean isMidnight(String timeOrNull) {
    return timeOrNull == null || timeOrNull.startsWith("00:00") && !timeOrNull.matches(".*[1-9].*");
  }

  private static LocalDate date(String text, int days) {
    try {
      LocalDate date = LocalDate.parse(text).plusDays(days);
      return date.getYear() < PeriodExpression.FIRST_YEAR
              || date.getYear() > PeriodExpression.LAST_YEAR
          ? null
          : date;
    } catch (DateTimeException e) {
      return null;
    }
  }
}
