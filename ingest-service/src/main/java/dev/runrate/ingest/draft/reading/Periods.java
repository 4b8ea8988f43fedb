package dev.runrate.ingest.draft.reading;

import dev.runrate.common.fact.Checked;
import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.IssuerProfile;
import dev.runrate.common.fact.PeriodExpression;
import dev.runrate.common.fact.Scenario;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which period a fact is of, once all of the article was read: the time that was tied to it, as its
 * concept takes it. 截至6月底 is half a year of revenue, and a day of users.
 */
final class Periods {
  private final String text;
  private final LocalDate published;
  private final Map<IssuerId, IssuerProfile> profiles;
  private final List<Tied> facts;

  /** Of each issuer the newest period that the article has. */
  private Map<IssuerId, When> newest;

  /**
   * @param facts all of the article's
   */
  Periods(
      String text, LocalDate published, Map<IssuerId, IssuerProfile> profiles, List<Tied> facts) {
    this.text = text;
    this.published = published;
    this.profiles = profiles;
    this.facts = facts;
  }

  /**
   * Dates the fact: what was pending gets the issuer's newest period of the article or the day of
   * publication; what no time can be tied to gets none.
   */
  void settle(Tied fact) {
    MonthDay yearEnd =
        profiles.containsKey(fact.issuer) ? profiles.get(fact.issuer).fiscalYearEnd() : null;
    if (fact.every != null && !isOfLength(fact.when, fact.every)) {
      every(fact);
    } else if (fact.when != null && fact.when.isDated()) {
      fact.period = period(fact, fact.when, yearEnd);
    } else if (fact.when == null && !fact.concept.takesSpan()) {
      fact.period = published.toString();
      if (!fact.isNow) {
        fact.doubt("period-not-written", "no time is written; the day of publication is taken");
      }
    } else if (fact.when == null) {
      When newest = newest(fact.issuer);
      if (newest != null) {
        fact.period = period(fact, newest, yearEnd);
        fact.doubt(
            "period-not-written",
            "no time is written; the issuer's newest of the article is taken");
      } else if (fact.concept.takesInstant()) {
        fact.period = published.toString();
        fact.doubt("period-not-written", "no time is written; the day of publication is taken");
      } else {
        fact.doubt("period-not-written", "no time is written");
      }
    } else if (!fact.concept.takesSpan()) {
      fact.period = published.toString();
      fact.doubt(
          "period-open",
          words(fact.when.span()) + " has no dates; the day of publication is taken");
    } else {
      fact.doubt("period-open", words(fact.when.span()) + " has no dates");
    }
    future(fact);
  }

  private static boolean isOfLength(When when, String every) {
    if (when == null || when.kind() != When.Kind.SPAN) {
      return false;
    }
    long months =
        (when.end().getYear() - when.start().getYear()) * 12L
            + when.end().getMonthValue()
            - when.start().getMonthValue()
            + 1;
    return months
        == switch (every) {
          case "month" -> 1;
          case "quarter" -> 3;
          default -> 12;
        };
  }

  private When newest(IssuerId issuer) {
    if (newest == null) {
      newest = new HashMap<>();
      for (Tied fact : facts) {
        if (fact.when != null
            && fact.when.isDated()
            && fact.concept.takesSpan()
            && (fact.when.kind() == When.Kind.SPAN || fact.when.asOf())
            && !fact.when.end().isAfter(published)) {
          newest.merge(fact.issuer, fact.when, (a, b) -> b.end().isAfter(a.end()) ? b : a);
        }
      }
    }
    return newest.get(issuer);
  }

  private void every(Tied fact) {
    LocalDate end = fact.when != null && fact.when.isDated() ? fact.when.end() : published;
    boolean isWritten = fact.when != null && fact.when.isDated();
    switch (fact.every) {
      case "month" -> {
        YearMonth month = YearMonth.from(end);
        fact.period = (isWritten ? month : month.minusMonths(1)).toString();
      }
      case "quarter" -> {
        int quarter = (end.getMonthValue() - 1) / 3 + 1;
        fact.period =
            isWritten
                ? end.getYear() + "-Q" + quarter
                : quarter == 1 ? end.getYear() - 1 + "-Q4" : end.getYear() + "-Q" + (quarter - 1);
      }
      default -> {
        boolean isYear = isWritten && fact.when.label() != null;
        fact.period =
            isYear
                ? fact.when.label()
                : String.valueOf(isWritten ? end.getYear() : published.getYear() - 1);
      }
    }
    if (!isWritten) {
      fact.doubt("period-not-written", "no time is written; the newest that is over is taken");
    }
  }

  private String period(Tied fact, When when, MonthDay yearEnd) {
    if (fact.concept.kind() == Concept.Kind.INSTANT || !fact.concept.takesSpan()) {
      if (when.isFiscal() && yearEnd == null) {
        fact.doubt(
            "fiscal-calendar-unknown", "nobody has said when the fiscal year of the issuer ends");
        return null;
      }
      LocalDate end = fiscalEnd(when, yearEnd);
      boolean isRunning =
          end.isAfter(published)
              && !when.start().isAfter(published)
              && fact.scenario == Scenario.ACTUAL
              && when.kind() == When.Kind.SPAN;
      return (isRunning ? published : end).toString();
    }
    if (when.kind() == When.Kind.SPAN) {
      boolean isCalendar = yearEnd != null && yearEnd.equals(MonthDay.of(12, 31));
      return when.isFiscal() && isCalendar ? when.label().substring(2) : when.text();
    }
    return When.toDate(when.end(), yearEnd);
  }

  private static LocalDate fiscalEnd(When when, MonthDay yearEnd) {
    if (!when.isFiscal() || yearEnd == null || yearEnd.equals(MonthDay.of(12, 31))) {
      return when.end();
    }
    int months = 12 - when.end().getMonthValue();
    return YearMonth.of(when.end().getYear(), yearEnd.getMonth())
        .minusMonths(months)
        .atEndOfMonth();
  }

  /** What is not over when it is written has not happened yet. */
  private void future(Tied fact) {
    if (fact.period == null || fact.scenario != Scenario.ACTUAL) {
      return;
    }
    if (PeriodExpression.parse(fact.period) instanceof Checked.Valid<PeriodExpression> valid
        && valid.value() instanceof PeriodExpression.Dated dated
        && dated.period().end().isAfter(published)) {
      fact.scenario = Scenario.FORECAST;
      fact.doubt("not-over", "the period is not over, so it is taken for a forecast");
    }
  }

  private String words(Span span) {
    return text.substring(span.start(), span.end());
  }
}
