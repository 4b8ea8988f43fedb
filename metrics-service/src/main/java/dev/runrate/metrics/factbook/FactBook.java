package dev.runrate.metrics.factbook;

import dev.runrate.common.fact.FilingId;
import dev.runrate.common.fact.IssuerProfile;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.Scenario;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.common.fact.Unit;
import dev.runrate.metrics.period.FiscalCalendar;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
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
  /** Statements about days farther apart than this have no say in which of the other counts. */
  public static final int WEIGHING_DAYS = Weighing.REACH_DAYS;

  private final Conventions conventions;
  private final Map<Line, NavigableMap<Period, Candidates>> lines;
  private final NavigableMap<LocalDate, LocalDate> boundaries;
  private final List<FiledFact> withoutCalendar;
  private final NavigableSet<LocalDate> contested;
  private final Map<SegmentId, Set<Unit>> currencies = new HashMap<>();
  private final Map<SegmentId, Set<Scenario>> scenarios = new HashMap<>();

  /**
   * @param boundaries the issuer's own dates by nominal boundary
   * @param contested last days of periods of which the statements contradict each other or others
   */
  FactBook(
      Conventions conventions,
      Map<Line, NavigableMap<Period, Candidates>> lines,
      NavigableMap<LocalDate, LocalDate> boundaries,
      List<FiledFact> withoutCalendar,
      NavigableSet<LocalDate> contested) {
    this.conventions = conventions;
    this.lines = lines;
    this.boundaries = boundaries;
    this.withoutCalendar = withoutCalendar;
    this.contested = contested;
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
    return new BookBuilder(conventions, asOf.reading()).build(visible(records, asOf));
  }

  private static List<FilingRecord> visible(Collection<FilingRecord> records, AsOf asOf) {
    return records.stream().filter(r -> asOf.sees(r) && !asOf.seesRetractionOf(r)).toList();
  }

  /**
   * The same with doubts on figures of which nobody doubted anything yet.
   *
   * @param doubts the arithmetic that casts the doubt, by line and period
   */
  public FactBook doubting(Map<Line, Map<Period, String>> doubts) {
    if (doubts.isEmpty()) {
      return this;
    }
    Map<Line, NavigableMap<Period, Candidates>> doubted = new HashMap<>(lines);
    doubts.forEach(
        (line, byPeriod) -> {
          NavigableMap<Period, Candidates> candidates = new TreeMap<>(candidates(line));
          byPeriod.forEach(
              (period, because) ->
                  candidates.computeIfPresent(period, (p, c) -> c.doubting(because)));
          doubted.put(line, candidates);
        });
    return new FactBook(conventions, doubted, boundaries, withoutCalendar, contested);
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
    return boundaries.getOrDefault(nominal, nominal);
  }

  /**
   * A boundary of the issuer's own facts within the tolerance of a date; the nearest, the earlier.
   */
  public Optional<LocalDate> knownBoundaryNear(LocalDate date) {
    LocalDate before = boundaries.floorKey(date);
    LocalDate after = boundaries.ceilingKey(date);
    boolean isBeforeNear = before != null && FiscalCalendar.isNear(before, date);
    boolean isAfterNear = after != null && FiscalCalendar.isNear(after, date);
    if (isBeforeNear && isAfterNear) {
      long back = date.toEpochDay() - before.toEpochDay();
      long forth = after.toEpochDay() - date.toEpochDay();
      return Optional.of(back <= forth ? before : after);
    }
    return isBeforeNear ? Optional.of(before) : Optional.ofNullable(isAfterNear ? after : null);
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

  // -- what news changed

  /**
   * The periods of which another figure counts since some filings came, from the first day of them
   * to the last; empty where they say nothing new.
   *
   * <p>Where nothing is contested for as far as statements have a say in each other, the other
   * statements of a period tell what counted before. Elsewhere it takes weighing to know, so all
   * that they have a say in may have changed.
   */
  public Optional<Period.Span> changedBy(Set<FilingId> added) {
    Set<Period> said = new HashSet<>();
    Set<Period> changed = new HashSet<>();
    for (NavigableMap<Period, Candidates> line : lines.values()) {
      line.forEach(
          (period, candidates) -> {
            if (candidates.ranked().stream().anyMatch(f -> added.contains(f.filing().id()))) {
              said.add(period);
              if (isChangedBy(added, candidates)) {
                changed.add(period);
              }
            }
          });
    }
    Optional<Period.Span> all = hull(said);
    if (all.isPresent() && isContestedAround(all.get())) {
      return all.map(
          span ->
              new Period.Span(
                  span.start().minusDays(WEIGHING_DAYS), span.end().plusDays(WEIGHING_DAYS)));
    }
    changed.addAll(movedBoundaries(added, said));
    return hull(changed);
  }

  private boolean isContestedAround(Period.Span span) {
    return !contested
        .subSet(
            span.start().minusDays(WEIGHING_DAYS), true, span.end().plusDays(WEIGHING_DAYS), true)
        .isEmpty();
  }

  /** Nobody contradicts anybody: the best of the older statements is what counted before. */
  private static boolean isChangedBy(Set<FilingId> added, Candidates candidates) {
    List<FiledFact> older =
        candidates.ranked().stream().filter(fact -> !added.contains(fact.filing().id())).toList();
    return older.isEmpty()
        || candidates.isContested() // Who contradicts whom is told too.
        || !older.getFirst().quantity().equals(candidates.winner().quantity())
        || !firstSaid(older).equals(firstSaid(candidates.ranked()));
  }

  /** A forecast counts if it came before. */
  private static LocalDate firstSaid(List<FiledFact> facts) {
    return facts.stream()
        .map(fact -> fact.filing().source().publishedOn())
        .min(LocalDate::compareTo)
        .orElseThrow();
  }

  /** Boundaries that most statements gave another date before. */
  private Set<Period> movedBoundaries(Set<FilingId> added, Set<Period> said) {
    Set<LocalDate> touched = new HashSet<>();
    said.forEach(
        period -> {
          touched.add(period.start());
          touched.add(period.end().plusDays(1));
        });
    Boundaries before = new Boundaries();
    for (NavigableMap<Period, Candidates> line : lines.values()) {
      for (Candidates candidates : line.values()) {
        for (FiledFact fact : candidates.ranked()) {
          if (fact.nominal() instanceof Period.Span
              && fact.fact().scenario().isOutcome()
              && !added.contains(fact.filing().id())) {
            before.add(fact, touched);
          }
        }
      }
    }
    Map<LocalDate, LocalDate> real = before.real();
    Set<Period> moved = new HashSet<>();
    for (LocalDate boundary : touched) {
      if (boundaries.containsKey(boundary)
          && !boundaries.get(boundary).equals(real.get(boundary))) {
        moved.add(new Period.Instant(boundary));
      }
    }
    return moved;
  }

  private static Optional<Period.Span> hull(Set<Period> periods) {
    if (periods.isEmpty()) {
      return Optional.empty();
    }
    LocalDate first = periods.stream().map(Period::start).min(LocalDate::compareTo).orElseThrow();
    LocalDate last = periods.stream().map(Period::end).max(LocalDate::compareTo).orElseThrow();
    return Optional.of(new Period.Span(first, last));
  }
}
