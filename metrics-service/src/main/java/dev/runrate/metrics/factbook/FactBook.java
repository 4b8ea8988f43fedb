package dev.runrate.metrics.factbook;

import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.Fact;
import dev.runrate.common.fact.Filing;
import dev.runrate.common.fact.FilingId;
import dev.runrate.common.fact.IssuerProfile;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.PeriodExpression;
import dev.runrate.common.fact.Scenario;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.common.fact.Unit;
import dev.runrate.metrics.period.FiscalCalendar;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The facts of one issuer that count, from one point of view: retracted and superseded statements
 * are out, fiscal periods have become dates, and under every line and period the statements are
 * ranked. A pure function of the set of filings: their order and their repetition do not matter.
 *
 * <p>Example: {@code book.candidates(revenue of the whole in CNY, 2025-H1).winner()}.
 */
public final class FactBook {
  /** What identifies a statement for supersession: an amendment replaces these, line by line. */
  private record Statement(Line line, Period period) {}

  private final Conventions conventions;
  private final Map<Line, NavigableMap<Period, Candidates>> lines;
  private final Map<LocalDate, FiledFact> boundaries;
  private final List<FiledFact> withoutCalendar;
  private final Map<SegmentId, Set<Unit>> currencies = new HashMap<>();
  private final Map<SegmentId, Set<Scenario>> scenarios = new HashMap<>();

  private FactBook(
      Conventions conventions,
      Map<Line, NavigableMap<Period, Candidates>> lines,
      Map<LocalDate, FiledFact> boundaries,
      List<FiledFact> withoutCalendar) {
    this.conventions = conventions;
    this.lines = lines;
    this.boundaries = boundaries;
    this.withoutCalendar = withoutCalendar;
    for (Line line : lines.keySet()) {
      scenarios.computeIfAbsent(line.segment(), s -> new TreeSet<>()).add(line.scenario());
      if (line.unit().isMoney()) {
        currencies
            .computeIfAbsent(line.segment(), s -> new TreeSet<>(conventions.currencyOrder()))
            .add(line.unit());
      }
    }
  }

  /** Conventions learnt from these very filings; for when all of them are at hand. */
  public static FactBook of(IssuerProfile profile, Collection<FilingRecord> records, AsOf asOf) {
    List<FilingRecord> visible = visible(records, asOf);
    Conventions.Votes votes = new Conventions.Votes();
    visible.forEach(record -> votes.add(record.filing(), 1));
    return of(Conventions.of(profile, votes), visible, asOf);
  }

  /** For a window of an issuer's filings, whose conventions were learnt from all of them. */
  public static FactBook of(Conventions conventions, Collection<FilingRecord> records, AsOf asOf) {
    return new Builder(conventions).build(visible(records, asOf));
  }

  private static List<FilingRecord> visible(Collection<FilingRecord> records, AsOf asOf) {
    return records.stream().filter(r -> asOf.sees(r) && !asOf.seesRetractionOf(r)).toList();
  }

  public FiscalCalendar calendar() {
    return conventions.calendarOrDefault();
  }

  public Conventions conventions() {
    return conventions;
  }

  public Set<Line> lines() {
    return lines.keySet();
  }

  /** By nominal period, oldest first. */
  public NavigableMap<Period, Candidates> candidates(Line line) {
    return lines.getOrDefault(line, Collections.emptyNavigableMap());
  }

  public Optional<Candidates> candidates(Line line, Period nominal) {
    return Optional.ofNullable(candidates(line).get(nominal));
  }

  public Set<SegmentId> segments() {
    return new TreeSet<>(scenarios.keySet());
  }

  /** The reporting currency first; then the others, by code. */
  public Set<Unit> currencies(SegmentId segment) {
    return currencies.getOrDefault(segment, Set.of());
  }

  public Set<Scenario> scenarios(SegmentId segment) {
    return scenarios.getOrDefault(segment, Set.of());
  }

  /** Facts whose fiscal period cannot be dated until somebody says when the issuer's years end. */
  public List<FiledFact> withoutCalendar() {
    return withoutCalendar;
  }

  /** The issuer's own dates of a nominal span, as far as its facts tell them. */
  public Period.Span realDates(Period.Span nominal) {
    LocalDate start = realBoundary(nominal.start());
    LocalDate end = realBoundary(nominal.end().plusDays(1)).minusDays(1);
    return start.isAfter(end) ? nominal : new Period.Span(start, end);
  }

  private LocalDate realBoundary(LocalDate nominal) {
    FiledFact fact = boundaries.get(nominal);
    if (fact == null || !(fact.nominal() instanceof Period.Span span)) {
      return nominal;
    }
    return span.start().equals(nominal) ? fact.dates().start() : fact.dates().end().plusDays(1);
  }

  /**
   * A boundary of the issuer's own facts within the tolerance of a date; the nearest, the earlier.
   */
  public Optional<LocalDate> knownBoundaryNear(LocalDate date) {
    for (int days = 0; days <= FiscalCalendar.TOLERANCE_DAYS; days++) {
      if (boundaries.containsKey(date.minusDays(days))) {
        return Optional.of(date.minusDays(days));
      }
      if (boundaries.containsKey(date.plusDays(days))) {
        return Optional.of(date.plusDays(days));
      }
    }
    return Optional.empty();
  }

  /**
   * The span so many months later (earlier where negative). On the issuer's grid months are exact;
   * off it, a boundary that is known nearby is meant.
   */
  public Period.Span shifted(Period.Span span, int months) {
    return new Period.Span(
        shiftedBoundary(span.start(), months),
        shiftedBoundary(span.end().plusDays(1), months).minusDays(1));
  }

  public Period.Span yearEarlier(Period.Span span) {
    return shifted(span, -12);
  }

  public Period.Span yearLater(Period.Span span) {
    return shifted(span, 12);
  }

  public LocalDate shiftedBoundary(LocalDate boundary, int months) {
    LocalDate shifted = calendar().shift(boundary, months);
    return calendar().monthsIntoYear(boundary).isPresent()
        ? shifted
        : knownBoundaryNear(shifted).orElse(shifted);
  }

  /** The nominal period that dates given by a user mean: those of a span snap to the calendar. */
  public Period nominal(Period dates) {
    return switch (dates) {
      case Period.Instant instant -> instant;
      case Period.Span span -> calendar().nominal(span);
    };
  }

  public String label(Period nominal) {
    return switch (nominal) {
      case Period.Instant instant -> instant.toString();
      case Period.Span span -> calendar().label(span, realDates(span));
    };
  }

  private static final class Builder {
    private final Conventions conventions;
    private final FiscalCalendar grid;
    private final Map<Line, Map<Period, List<FiledFact>>> facts = new HashMap<>();
    private final Map<LocalDate, FiledFact> boundaries = new HashMap<>();
    private final List<FiledFact> withoutCalendar = new ArrayList<>();

    Builder(Conventions conventions) {
      this.conventions = conventions;
      this.grid = conventions.calendarOrDefault();
    }

    FactBook build(List<FilingRecord> records) {
      Map<FilingId, List<FiledFact>> dated = new HashMap<>();
      for (FilingRecord record : records) {
        dated.computeIfAbsent(record.filing().id(), id -> dated(record.filing()));
      }
      Map<FilingId, Set<Statement>> superseded = superseded(dated.values());
      for (var filing : dated.entrySet()) {
        Set<Statement> replaced = superseded.getOrDefault(filing.getKey(), Set.of());
        filing.getValue().stream()
            .filter(fact -> !replaced.contains(statement(fact)))
            .forEach(this::add);
      }
      Map<Line, NavigableMap<Period, Candidates>> ranked = new HashMap<>();
      facts.forEach((line, periods) -> ranked.put(line, rank(periods)));
      return new FactBook(conventions, ranked, boundaries, withoutCalendar);
    }

    private List<FiledFact> dated(Filing filing) {
      List<FiledFact> result = new ArrayList<>();
      for (int i = 0; i < filing.facts().size(); i++) {
        Fact fact = filing.facts().get(i);
        switch (fact.period()) {
          case PeriodExpression.Dated d -> result.add(filed(filing, i, fact, d.period()));
          case PeriodExpression.Fiscal f -> {
            if (conventions.calendar().isPresent()) {
              result.add(filed(filing, i, fact, grid.resolve(f)));
            } else {
              withoutCalendar.add(new FiledFact(filing, i, fact, null, null));
            }
          }
        }
      }
      return result;
    }

    private FiledFact filed(Filing filing, int index, Fact fact, Period dates) {
      Period nominal = dates instanceof Period.Span span ? grid.nominal(span) : dates;
      return new FiledFact(filing, index, fact, dates, nominal);
    }

    private static Map<FilingId, Set<Statement>> superseded(Collection<List<FiledFact>> filings) {
      Map<FilingId, Set<Statement>> result = new HashMap<>();
      for (List<FiledFact> facts : filings) {
        for (FiledFact fact : facts) {
          FilingId older = fact.filing().supersedes();
          if (older != null) {
            result.computeIfAbsent(older, id -> new HashSet<>()).add(statement(fact));
          }
        }
      }
      return result;
    }

    private static Statement statement(FiledFact fact) {
      return new Statement(Line.of(fact.fact()), fact.nominal());
    }

    private void add(FiledFact fact) {
      facts
          .computeIfAbsent(Line.of(fact.fact()), line -> new HashMap<>())
          .computeIfAbsent(fact.nominal(), period -> new ArrayList<>())
          .add(fact);
      if (fact.nominal() instanceof Period.Span span && fact.fact().scenario().isOutcome()) {
        boundaries.merge(span.start(), fact, this::betterDated);
        boundaries.merge(span.end().plusDays(1), fact, this::betterDated);
      }
    }

    /** The better source's dates; among equals the ones that are not merely nominal. */
    private FiledFact betterDated(FiledFact a, FiledFact b) {
      int byTier = a.filing().source().tier().compareTo(b.filing().source().tier());
      if (byTier != 0) {
        return byTier < 0 ? a : b;
      }
      int byExactness =
          Boolean.compare(a.dates().equals(a.nominal()), b.dates().equals(b.nominal()));
      if (byExactness != 0) {
        return byExactness < 0 ? a : b;
      }
      return FiledFact.RANKING.compare(a, b) <= 0 ? a : b;
    }

    private NavigableMap<Period, Candidates> rank(Map<Period, List<FiledFact>> periods) {
      NavigableMap<Period, Candidates> ranked = new TreeMap<>();
      periods.forEach(
          (period, statements) ->
              ranked.put(period, Candidates.rank(statements, this::closesAnIdentity)));
      return ranked;
    }

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
      Line line = Line.of(fact.fact());
      Line other = new Line(line.segment(), concept, line.basis(), line.scenario(), line.unit());
      return facts.getOrDefault(other, Map.of()).getOrDefault(fact.nominal(), List.of()).stream()
          .filter(f -> f.filing().id().equals(fact.filing().id()))
          .map(f -> f.quantity().point())
          .filter(Objects::nonNull)
          .findFirst();
    }
  }
}
