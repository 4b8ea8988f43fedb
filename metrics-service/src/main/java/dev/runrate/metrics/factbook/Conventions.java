package dev.runrate.metrics.factbook;

import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.Fact;
import dev.runrate.common.fact.Filing;
import dev.runrate.common.fact.IssuerProfile;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.PeriodExpression;
import dev.runrate.common.fact.Unit;
import dev.runrate.metrics.period.FiscalCalendar;
import java.time.MonthDay;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What must be known of an issuer before its facts can be read: when its years end and which
 * currency it thinks in. From its profile where that says so, else what most of its facts speak
 * for.
 */
public record Conventions(Optional<FiscalCalendar> calendar, Optional<Unit> reportingCurrency) {

  /**
   * Counts of what the facts speak for. Counts can be added and taken back, so an issuer's votes
   * are kept up to date without reading its history.
   */
  public record Votes(Map<FiscalCalendar, Integer> yearEnds, Map<Unit, Integer> currencies) {
    public Votes() {
      this(
          new TreeMap<>(
              Comparator.comparing(FiscalCalendar::yearEndMonth)
                  .thenComparing(FiscalCalendar::yearEndDay)),
          new TreeMap<>());
    }

    /** {@code weight} 1 counts the facts of a filing, -1 takes them back after a retraction. */
    public void add(Filing filing, int weight) {
      for (Fact fact : filing.facts()) {
        if (!fact.scenario().isOutcome()) {
          continue;
        }
        if (fact.unit().isMoney()) {
          currencies.merge(fact.unit(), weight, Votes::sumOrNothing);
        }
        if (fact.concept().kind() == Concept.Kind.FLOW
            && fact.period() instanceof PeriodExpression.Dated dated
            && dated.period() instanceof Period.Span span
            && FiscalCalendar.isYearLong(span)) {
          FiscalCalendar calendar = FiscalCalendar.endingOn(MonthDay.from(span.end()));
          yearEnds.merge(calendar, weight, Votes::sumOrNothing);
        }
      }
    }

    private static Integer sumOrNothing(Integer a, Integer b) {
      int sum = a + b;
      return sum == 0 ? null : sum;
    }
  }

  public static Conventions of(IssuerProfile profile, Votes votes) {
    Optional<FiscalCalendar> stated =
        Optional.ofNullable(profile.fiscalYearEnd()).map(FiscalCalendar::endingOn);
    Optional<Unit> currency = Optional.ofNullable(profile.reportingCurrency());
    return new Conventions(
        stated.or(() -> FiscalCalendar.learn(votes.yearEnds())),
        currency.or(() -> mostUsed(votes.currencies())));
  }

  private static Optional<Unit> mostUsed(Map<Unit, Integer> votes) {
    return votes.entrySet().stream()
        .max(
            Map.Entry.<Unit, Integer>comparingByValue()
                .thenComparing(Map.Entry.<Unit, Integer>comparingByKey().reversed()))
        .map(Map.Entry::getKey);
  }

  /** The calendar year where nothing is known: it only names spans that filings gave as dates. */
  public FiscalCalendar calendarOrDefault() {
    return calendar.orElse(FiscalCalendar.CALENDAR_YEAR);
  }

  /** The reporting currency before all others, those by code. */
  public Comparator<Unit> currencyOrder() {
    return Comparator.comparing((Unit unit) -> !reportingCurrency.equals(Optional.of(unit)))
        .thenComparing(Comparator.naturalOrder());
  }
}
