package dev.runrate.metrics.period;

import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.PeriodExpression;
import dev.runrate.common.fact.SpanLength;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * An issuer's year: the month and day on which it nominally ends. It gives every real boundary its
 * nominal one, so that 52/53-week years line up, and names spans the way the issuer does.
 *
 * <p>Example: NVIDIA's years end on the last Sunday of January. Nominally that is 31 January, the
 * quarter from 27 January to 27 April 2025 is nominally 1 February to 30 April, and its label is
 * {@code FY2026-Q1}.
 *
 * <p>A boundary is the first day of a period, so a period's own boundaries are its start and the
 * day after its end.
 */
public record FiscalCalendar(int yearEndMonth, int yearEndDay, Change change) {
  /** A 52/53-week year ends at most this many days from its nominal end. */
  public static final int TOLERANCE_DAYS = 7;

  /**
   * The years once ended on another day.
   *
   * @param before the calendar until then
   * @param until the nominal boundary after its last year
   * @param since the nominal first day of the first year on the new calendar; what lies between the
   *     two is the transition period
   */
  public record Change(FiscalCalendar before, LocalDate until, LocalDate since) {}

  /** {@link #yearEndDay} of calendars that turn with the month. */
  private static final int LAST_DAY = 31;

  public static final FiscalCalendar CALENDAR_YEAR = new FiscalCalendar(12, LAST_DAY);

  public FiscalCalendar(int yearEndMonth, int yearEndDay) {
    this(yearEndMonth, yearEndDay, null);
  }

  /** Dates within the tolerance of a month's end mean that month's end. */
  public static FiscalCalendar endingOn(MonthDay yearEnd) {
    int month = yearEnd.getMonthValue();
    int day = yearEnd.getDayOfMonth();
    int lastDay = YearMonth.of(2023, month).lengthOfMonth();
    if (day >= lastDay - TOLERANCE_DAYS) {
      return new FiscalCalendar(month, LAST_DAY);
    }
    if (day <= TOLERANCE_DAYS) {
      return new FiscalCalendar(month == 1 ? 12 : month - 1, LAST_DAY);
    }
    return new FiscalCalendar(month, day);
  }

  /** Whether a span is as long as a fiscal year, and so tells when the issuer's years end. */
  public static boolean isYearLong(Period.Span span) {
    return SpanLength.of(span) == SpanLength.YEAR;
  }

  /** The same from now on, with another calendar before. */
  FiscalCalendar after(FiscalCalendar before, LocalDate until, LocalDate since) {
    return new FiscalCalendar(yearEndMonth, yearEndDay, new Change(before, until, since));
  }

  /** Years end on the same day, whatever they did before. */
  boolean endsAs(FiscalCalendar other) {
    return yearEndMonth == other.yearEndMonth && yearEndDay == other.yearEndDay;
  }

  /** The calendar in force on a boundary. */
  private FiscalCalendar at(LocalDate boundary) {
    return change != null && boundary.isBefore(change.since) ? change.before.at(boundary) : this;
  }

  /** The period between the last year of one calendar and the first of the next. */
  public boolean isTransition(Period.Span nominal) {
    return change != null
        && (change.before.isTransition(nominal)
            || (nominal.start().equals(change.until)
                && nominal.end().plusDays(1).equals(change.since)));
  }

  /** As in an issuer's profile; 29 February does for the end of February. */
  public MonthDay yearEnd() {
    int lastDay = YearMonth.of(2024, yearEndMonth).lengthOfMonth();
    return MonthDay.of(yearEndMonth, Math.min(yearEndDay, lastDay));
  }

  /** The nominal span of the same boundaries; as it is where it would vanish. */
  public Period.Span nominal(Period.Span span) {
    LocalDate start = nominalBoundary(span.start());
    LocalDate end = nominalBoundary(span.end().plusDays(1));
    return start.isBefore(end) ? new Period.Span(start, end.minusDays(1)) : span;
  }

  /** The nominal boundary within the tolerance of this one; the date itself where there is none. */
  public LocalDate nominalBoundary(LocalDate boundary) {
    LocalDate inThisMonth = boundaryIn(YearMonth.from(boundary));
    if (isNear(boundary, inThisMonth)) {
      return inThisMonth;
    }
    int step = boundary.isBefore(inThisMonth) ? -1 : 1;
    LocalDate neighbour = boundaryIn(YearMonth.from(boundary).plusMonths(step));
    return isNear(boundary, neighbour) ? neighbour : boundary;
  }

  public static boolean isNear(LocalDate a, LocalDate b) {
    return Math.abs(ChronoUnit.DAYS.between(a, b)) <= TOLERANCE_DAYS;
  }

  /** The nominal dates of a fiscal year or a part of one. */
  public Period.Span resolve(PeriodExpression.Fiscal fiscal) {
    LocalDate startOfYear = startOfYear(fiscal.fiscalYear());
    if (change != null && startOfYear.isBefore(change.since)) {
      return change.before.resolve(fiscal);
    }
    LocalDate start = shift(startOfYear, fiscal.part().offset);
    return new Period.Span(start, shift(start, fiscal.part().months).minusDays(1));
  }

  /** The boundary so many months later (or earlier, where negative). */
  public LocalDate shift(LocalDate nominalBoundary, int months) {
    return turnsWithTheMonth() || nominalBoundary.getDayOfMonth() != yearEndDay + 1
        ? nominalBoundary.plusMonths(months)
        : boundaryIn(YearMonth.from(nominalBoundary).plusMonths(months));
  }

  /** How many whole months into its fiscal year a nominal boundary lies; empty off the grid. */
  public Optional<Integer> monthsIntoYear(LocalDate nominalBoundary) {
    FiscalCalendar then = at(nominalBoundary);
    if (then != this) {
      return then.monthsIntoYear(nominalBoundary);
    }
    if (!boundaryIn(YearMonth.from(nominalBoundary)).equals(nominalBoundary)) {
      return Optional.empty();
    }
    return Optional.of(Math.floorMod(nominalBoundary.getMonthValue() - firstMonth(), 12));
  }

  /** The part of a fiscal year that a nominal span is, e.g. the first quarter of fiscal 2026. */
  public Optional<PeriodExpression.Fiscal> partOfYear(Period.Span nominal) {
    FiscalCalendar then = at(nominal.start());
    if (then != this) {
      return then.partOfYear(nominal);
    }
    Optional<Integer> offset = monthsIntoYear(nominal.start());
    if (offset.isEmpty()) {
      return Optional.empty();
    }
    for (PeriodExpression.Part part : PeriodExpression.Part.values()) {
      if (part.offset == offset.get()
          && shift(nominal.start(), part.months).equals(nominal.end().plusDays(1))) {
        LocalDate yearStart = shift(nominal.start(), -part.offset);
        int year = shift(yearStart, 12).minusDays(1).getYear();
        return Optional.of(new PeriodExpression.Fiscal(label(year, part.suffix), year, part));
      }
    }
    return Optional.empty();
  }

  /**
   * {@code 2025-H1} where years are calendar years, {@code FY2026-Q1} elsewhere, {@code 2025-03}
   * for a calendar month, and the real dates for anything else.
   */
  public String label(Period.Span nominal, Period.Span real) {
    return partOfYear(nominal)
        .map(PeriodExpression.Fiscal::text)
        .orElseGet(() -> isCalendarMonth(nominal) ? month(nominal) : real.toString());
  }

  private String label(int year, String suffix) {
    return (endsAs(CALENDAR_YEAR) ? "" : "FY") + year + (suffix.isEmpty() ? "" : "-" + suffix);
  }

  private static boolean isCalendarMonth(Period.Span span) {
    YearMonth month = YearMonth.from(span.start());
    return span.start().equals(month.atDay(1)) && span.end().equals(month.atEndOfMonth());
  }

  private static String month(Period.Span span) {
    return YearMonth.from(span.start()).toString();
  }

  private LocalDate startOfYear(int fiscalYear) {
    return shift(boundaryIn(endBoundaryMonth(fiscalYear)), -12);
  }

  private YearMonth endBoundaryMonth(int fiscalYear) {
    YearMonth endMonth = YearMonth.of(fiscalYear, yearEndMonth);
    return turnsWithTheMonth() ? endMonth.plusMonths(1) : endMonth;
  }

  private int firstMonth() {
    return turnsWithTheMonth() ? yearEndMonth % 12 + 1 : yearEndMonth;
  }

  private LocalDate boundaryIn(YearMonth month) {
    return turnsWithTheMonth() ? month.atDay(1) : month.atDay(yearEndDay + 1);
  }

  private boolean turnsWithTheMonth() {
    return yearEndDay == LAST_DAY;
  }
}
