package dev.runrate.ingest.draft.reading;

import dev.runrate.common.fact.Period;
import java.time.LocalDate;
import java.time.MonthDay;

/**
 * A time of the text: 今年上半年, "the nine months to September 2025", 2026财年第一季度.
 *
 * @param span of the plain text
 * @param start the first day; null where it is no certain time ({@link Kind#OPEN}, {@link
 *     Kind#NOW})
 * @param end the last day
 * @param asOf the text counts up to its end: 截至6月底
 * @param label the period as a filing would write it; null where it is a day or has none
 * @param isYearWritten the year stands in the text and was not taken from around it
 */
public record When(
    Span span,
    Kind kind,
    LocalDate start,
    LocalDate end,
    boolean asOf,
    String label,
    boolean isYearWritten) {
  public enum Kind {
    SPAN,
    DAY,
    /** 目前, "currently": at the time of writing. */
    NOW,
    /** 近三年, "the past decade": a time without dates. */
    OPEN
  }

  boolean isDated() {
    return kind == Kind.SPAN || kind == Kind.DAY;
  }

  boolean isFiscal() {
    return label != null && label.startsWith("FY");
  }

  /** The same time a year before. */
  When aYearBefore(Span where) {
    String before =
        label == null || isFiscal()
            ? null
            : label.replaceFirst("^\\d{4}", String.valueOf(start.getYear() - 1));
    LocalDate endBefore = end.minusYears(1);
    if (kind == Kind.SPAN && end.getDayOfMonth() == end.lengthOfMonth()) {
      endBefore = endBefore.withDayOfMonth(endBefore.lengthOfMonth());
    }
    return new When(where, kind, start.minusYears(1), endBefore, asOf, before, true);
  }

  /**
   * The period in the words of a filing: {@code 2025-H1}, {@code FY2026-Q1}, {@code 2025-06-30}.
   */
  String text() {
    if (label != null) {
      return label;
    }
    return kind == Kind.DAY ? end.toString() : new Period.Span(start, end).toString();
  }

  /**
   * What happened up to this day since the fiscal year began: 截至6月底 is the first half of a calendar
   * year.
   */
  static String toDate(LocalDate end, MonthDay fiscalYearEndOrNull) {
    boolean isCalendar =
        fiscalYearEndOrNull == null || fiscalYearEndOrNull.equals(MonthDay.of(12, 31));
    if (!isCalendar) {
      LocalDate start = fiscalYearEndOrNull.atYear(end.getYear()).plusDays(1);
      if (start.isAfter(end)) {
        start = fiscalYearEndOrNull.atYear(end.getYear() - 1).plusDays(1);
      }
      return new Period.Span(start, end).toString();
    }
    boolean isMonthEnd = end.getDayOfMonth() == end.lengthOfMonth();
    String year = String.valueOf(end.getYear());
    if (isMonthEnd) {
      switch (end.getMonthValue()) {
        case 3:
          return year + "-Q1";
        case 6:
          return year + "-H1";
        case 9:
          return year + "-9M";
        case 12:
          return year;
        default:
          break;
      }
    }
    return new Period.Span(end.withDayOfYear(1), end).toString();
  }
}
