package dev.runrate.metrics.factbook;

import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.Fact;
import dev.runrate.common.fact.Filing;
import dev.runrate.common.fact.FilingId;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.PeriodExpression;
import dev.runrate.common.fact.Ruling;
import dev.runrate.common.fact.Scenario;
import dev.runrate.metrics.period.FiscalCalendar;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Dates the facts, groups them by line and period, has them weighed. */
final class BookBuilder {
  private record Replaced(FilingId filing, Line line, Period period) {}

  private final Conventions conventions;
  private final FiscalCalendar grid;
  private final AsOf.Reading reading;
  private final Map<Line, NavigableMap<Period, Ballot>> lines = new HashMap<>();
  private final Boundaries boundaries = new Boundaries();
  private final List<FiledFact> withoutCalendar = new ArrayList<>();
  private final Map<FilingId, Map<Integer, String>> doubts = new HashMap<>();

  BookBuilder(Conventions conventions, AsOf.Reading reading) {
    this.conventions = conventions;
    this.grid = conventions.calendarOrDefault();
    this.reading = reading;
  }

  FactBook build(List<FilingRecord> records) {
    Map<FilingId, FilingRecord> filings = new HashMap<>();
    records.forEach(record -> filings.putIfAbsent(record.filing().id(), record));
    filings.values().forEach(record -> add(record.filed()));
    if (reading == AsOf.Reading.AS_RESTATED) {
      supersede(filings);
    }
    lines.forEach((line, ballots) -> ballots.values().forEach(this::setLateForecastsAside));
    if (!conventions.rulings().isEmpty()) {
      lines.forEach((line, ballots) -> ballots.values().forEach(this::rule));
    }
    lines.forEach(
        (line, ballots) -> ballots.values().forEach(ballot -> ballot.rank(this::closesAnIdentity)));
    new Weighing(lines, this::label).weigh();
    if (!doubts.isEmpty()) {
      doubt();
    }
    Map<Line, NavigableMap<Period, Candidates>> weighed = new HashMap<>();
    NavigableSet<LocalDate> contested = new TreeSet<>();
    lines.forEach(
        (line, ballots) -> {
          NavigableMap<Period, Candidates> candidates = new TreeMap<>();
          ballots.forEach(
              (period, ballot) -> {
                candidates.put(period, ballot.candidates());
                if (!ballot.isPlain()) {
                  contested.add(period.end());
                }
              });
          weighed.put(line, candidates);
        });
    return new FactBook(conventions, weighed, boundaries.real(), withoutCalendar, contested);
  }

  private String label(Period period) {
    return switch (period) {
      case Period.Instant instant -> instant.toString();
      case Period.Span span -> grid.label(span, span);
    };
  }

  /** What its filing says of a fact that it hardly can be is a doubt on the figure. */
  private void doubt() {
    lines.forEach(
        (line, ballots) ->
            ballots
                .values()
                .forEach(
                    ballot -> {
                      FiledFact lead = ballot.leading().lead();
                      String doubt =
                          doubts.getOrDefault(lead.filing().id(), Map.of()).get(lead.index());
                      if (doubt != null) {
                        ballot.doubt(doubt);
                      }
                    }));
  }

  private void add(FilingRecord.Filed filed) {
    Filing filing = filed.filing();
    if (!filed.doubts().isEmpty()) {
      doubts.put(filing.id(), filed.doubts());
    }
    for (int i = 0; i < filing.facts().size(); i++) {
      Fact fact = filing.facts().get(i);
      switch (fact.period()) {
        case PeriodExpression.Dated d -> add(filed(filing, i, fact, d.period()));
        case PeriodExpression.Fiscal f -> {
          if (conventions.calendar().isPresent()) {
            add(filed(filing, i, fact, grid.resolve(f)));
          } else {
            withoutCalendar.add(new FiledFact(filing, i, fact, null, null));
          }
        }
      }
    }
  }

  private FiledFact filed(Filing filing, int index, Fact fact, Period dates) {
    Period nominal = dates instanceof Period.Span span ? grid.nominal(span) : dates;
    return new FiledFact(filing, index, fact, dates, nominal);
  }

  private void add(FiledFact fact) {
    Line line = Line.of(fact.fact());
    lines
        .computeIfAbsent(line, l -> new TreeMap<>())
        .computeIfAbsent(fact.nominal(), p -> new Ballot(line, p, reading.ranking))
        .add(fact);
    if (fact.nominal() instanceof Period.Span && fact.fact().scenario().isOutcome()) {
      boundaries.add(fact);
    }
  }

  /** Of several forecasts those do not count that came when it was known what came. */
  private void setLateForecastsAside(Ballot ballot) {
    if (ballot.line.scenario().isOutcome() || ballot.facts().size() == 1) {
      return;
    }
    NavigableMap<Period, Ballot> actuals = lines.get(ballot.line.of(Scenario.ACTUAL));
    Ballot actual = actuals == null ? null : actuals.get(ballot.period);
    if (actual == null) {
      return;
    }
    LocalDate known =
        actual.facts().stream()
            .map(fact -> fact.filing().source().publishedOn())
            .min(LocalDate::compareTo)
            .orElseThrow();
    List<FiledFact> late =
        ballot.facts().stream()
            .filter(fact -> !fact.filing().source().publishedOn().isBefore(known))
            .toList();
    if (late.size() < ballot.facts().size()) {
      late.forEach(fact -> ballot.setAside(fact, "published when the actual was known"));
    }
  }

  // -- what people judge

  /** Before anything is weighed: what is excluded has no say, and what is pinned has the only. */
  private void rule(Ballot ballot) {
    Ruling pin = null;
    int excluded = 0;
    for (FiledFact fact : ballot.facts()) {
      Optional<Ruling> ruling = conventions.ruling(fact);
      if (ruling.isPresent() && ruling.get().action() == Ruling.Action.EXCLUDE) {
        ballot.setAside(fact, ruling.get().inWords());
        excluded++;
        if (excluded == ballot.facts().size()) {
          ballot.overrule(ruling.get().inWords());
        }
      } else if (ruling.isPresent() && ruling.get().action() == Ruling.Action.PIN) {
        // Of several the one that was pinned last.
        pin = pin == null || ruling.get().at().isAfter(pin.at()) ? ruling.get() : pin;
      }
    }
    if (pin != null) {
      for (FiledFact fact : ballot.facts()) {
        if (!pin.isAbout(fact.filing().id(), fact.index())) {
          ballot.setAside(fact, "another is " + pin.inWords());
        }
      }
      ballot.pin();
    }
  }

  // -- amendments

  /** An amendment replaces what it states again, line by line. */
  private void supersede(Map<FilingId, FilingRecord> filings) {
    Map<Replaced, FilingId> replaced = new HashMap<>();
    lines.forEach(
        (line, ballots) ->
            ballots.forEach(
                (period, ballot) -> {
                  for (FiledFact fact : ballot.facts()) {
                    FilingId older = fact.filing().supersedes();
                    if (older != null
                        && maySupersede(filings.get(fact.filing().id()), filings.get(older))) {
                      replaced.merge(
                          new Replaced(older, line, period),
                          fact.filing().id(),
                          (a, b) -> a.compareTo(b) >= 0 ? a : b);
                    }
                  }
                }));
    if (replaced.isEmpty()) {
      return;
    }
    lines.forEach(
        (line, ballots) ->
            ballots.forEach(
                (period, ballot) ->
                    ballot
                        .facts()
                        .forEach(
                            fact -> {
                              FilingId by =
                                  replaced.get(new Replaced(fact.filing().id(), line, period));
                              if (by != null) {
                                ballot.supersede(fact, by);
                              }
                            })));
  }

  /** Only who is worth as much; of two that supersede each other the later one stays. */
  private static boolean maySupersede(FilingRecord newer, FilingRecord olderOrNull) {
    if (olderOrNull == null) {
      return false;
    }
    Filing replacing = newer.filing();
    Filing replaced = olderOrNull.filing();
    boolean isWorthAsMuch = replacing.source().tier().compareTo(replaced.source().tier()) <= 0;
    boolean isReplacedItself =
        replacing.id().equals(replaced.supersedes()) && LATER.compare(olderOrNull, newer) > 0;
    return isWorthAsMuch && !isReplacedItself;
  }

  private static final Comparator<FilingRecord> LATER =
      Comparator.comparing((FilingRecord record) -> record.filing().source().publishedOn())
          .thenComparing(FilingRecord::recordedAt)
          .thenComparing(record -> record.filing().id());

  // -- tags

  /** Revenue = GrossProfit + CostOfRevenue, all three stated by the same filing. */
  private boolean closesAnIdentity(FiledFact fact) {
    if (fact.fact().concept() != Concept.REVENUE) {
      return false;
    }
    BigDecimal revenue = fact.quantity().point();
    Optional<BigDecimal> profit = sameFiling(fact, Concept.GROSS_PROFIT);
    Optional<BigDecimal> cost = sameFiling(fact, Concept.COST_OF_REVENUE);
    return revenue != null
        && profit.isPresent()
        && cost.isPresent()
        && revenue.compareTo(profit.get().add(cost.get())) == 0;
  }

  private Optional<BigDecimal> sameFiling(FiledFact fact, Concept concept) {
    NavigableMap<Period, Ballot> line = lines.get(Line.of(fact.fact()).of(concept));
    Ballot ballot = line == null ? null : line.get(fact.nominal());
    return ballot == null
        ? Optional.empty()
        : ballot.facts().stream()
            .filter(f -> f.filing().id().equals(fact.filing().id()))
            .map(f -> f.quantity().point())
            .filter(Objects::nonNull)
            .findFirst();
  }
}
