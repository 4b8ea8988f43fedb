package dev.runrate.metrics.factbook;

import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.Fact;
import dev.runrate.common.fact.Filing;
import dev.runrate.common.fact.IssuerProfile;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.PeriodExpression;
import dev.runrate.common.fact.Ruling;
import dev.runrate.common.fact.Tier;
import dev.runrate.common.fact.Unit;
import dev.runrate.metrics.period.FiscalCalendar;
import dev.runrate.metrics.period.YearEnds;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What must be known of an issuer before its facts can be read: when its years end and which
 * currency it thinks in. From its profile where that says so, else what most of its facts speak
 * for. And what people judged of its facts, which is known as its profile is.
 */
public record Conventions(
    Optional<FiscalCalendar> calendar, Optional<Unit> reportingCurrency, List<Ruling> rulings) {

  /**
   * Counts of what the facts speak for. Counts can be added and taken back, so an issuer's votes
   * are kept up to date without reading its history.
   *
   * @param yearEnds last days of fiscal years
   */
  public record Votes(Map<LocalDate, Integer> yearEnds, Map<Unit, Integer> currencies) {
    /** A word of the issuer or its auditor weighs as much as those of so many journalists. */
    private static final int WEIGHT_OF_THE_ISSUER = 10;

    public Votes() {
      this(new TreeMap<>(), new TreeMap<>());
    }

    /** {@code weight} 1 counts a filing, -1 takes it back after a retraction. */
    public void add(Filing filing, int weight) {
      for (Fact fact : filing.facts()) {
        if (fact.scenario().isOutcome() && fact.unit().isMoney()) {
          currencies.merge(fact.unit(), weight, Votes::sumOrNothing);
        }
      }
      int votes =
          filing.source().tier().compareTo(Tier.ISSUER) <= 0
              ? weight * WEIGHT_OF_THE_ISSUER
              : weight;
      yearEnds(filing).forEach(day -> yearEnds.merge(day, votes, Votes::sumOrNothing));
    }

    /** Twelve months in an interim report are trailing ones, whenever they end. */
    private static Set<LocalDate> yearEnds(Filing filing) {
      if (filing.isInterim()) {
        return Set.of();
      }
      Set<LocalDate> days = new HashSet<>();
      LocalDate transition = filing.isOfTransition() ? newestDay(filing) : null;
      for (Fact fact : filing.facts()) {
        if (fact.scenario().isOutcome()
            && fact.concept().kind() == Concept.Kind.FLOW
            && fact.period() instanceof PeriodExpression.Dated dated
            && dated.period() instanceof Period.Span span
            && FiscalCalendar.isYearLong(span)
            && !span.end().equals(transition)) {
          days.add(span.end());
        }
      }
      return days;
    }

    /** Twelve months that end with a transition period are for comparison. */
    private static LocalDate newestDay(Filing filing) {
      return filing.facts().stream()
          .map(Fact::period)
          .filter(PeriodExpression.Dated.class::isInstance)
          .map(period -> ((PeriodExpression.Dated) period).period().end())
          .max(LocalDate::compareTo)
          .orElse(null);
    }

    private static Integer sumOrNothing(Integer a, Integer b) {
      int sum = a + b;
      return sum == 0 ? null : sum;
    }
  }

  public static Conventions of(IssuerProfile profile, Votes votes) {
    Optional<FiscalCalendar> calendar =
        profile.fiscalYearEnd() == null
            ? YearEnds.calendar(votes.yearEnds())
            : Optional.of(YearEnds.calendar(profile.fiscalYearEnd(), votes.yearEnds()));
    Optional<Unit> currency = Optional.ofNullable(profile.reportingCurrency());
    return new Conventions(
        calendar, currency.or(() -> mostUsed(votes.currencies())), profile.rulings());
  }

  private static Optional<Unit> mostUsed(Map<Unit, Integer> votes) {
    return votes.entrySet().stream()
        .max(
            Map.Entry.<Unit, Integer>comparingByValue()
                .thenComparing(Map.Entry.<Unit, Integer>comparingByKey().reversed()))
        .map(Map.Entry::getKey);
  }

  /** What a person judged of a fact. */
  public Optional<Ruling> ruling(FiledFact fact) {
    return rulings.isEmpty()
        ? Optional.empty()
        : rulings.stream().filter(r -> r.isAbout(fact.filing().id(), fact.index())).findFirst();
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
