package dev.runrate.metrics.metric;

import dev.runrate.common.fact.Basis;
import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.Figure;
import dev.runrate.common.fact.Metric;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.Scenario;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.common.fact.SpanLength;
import dev.runrate.common.fact.Unit;
import dev.runrate.common.fact.Wording;
import dev.runrate.metrics.factbook.FactBook;
import dev.runrate.metrics.factbook.Line;
import dev.runrate.metrics.metric.Outcome.Known;
import dev.runrate.metrics.metric.Outcome.Unknown;
import dev.runrate.metrics.period.FiscalCalendar;
import dev.runrate.metrics.period.FlowGraph;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Every figure of one segment of an issuer, from the facts of a {@link FactBook}. Lazy and
 * remembering; pure: the same book always gives the same figures.
 *
 * <p>Money comes in the reporting currency where the facts allow it, else in another they are
 * stated in; with a currency asked for, in that one: as stated in it where it is, else translated.
 */
public final class SegmentFigures {
  /** What happened, or is thought to have: forecasts and targets are asked for by name. */
  public static final List<Scenario> OUTCOMES = List.of(Scenario.ACTUAL, Scenario.ESTIMATE);

  public static final List<Scenario> EXPECTATIONS = List.of(Scenario.FORECAST, Scenario.TARGET);

  /** An earlier day is compared with if it lies at most a year and a half back. */
  static final int EARLIER_DAYS = 550;

  /** Headcounts and valuations are stated rarely; a figure this old still describes the company. */
  static final int SAME_YEAR_DAYS = 366;

  /** A growth is followed for two years at most, and a path to its start adds nothing to that. */
  static final int TWO_YEARS_DAYS = 2 * SAME_YEAR_DAYS;

  /**
   * A snapshot looks at nothing that lies farther before its period: the farthest is the valuation
   * of the earlier day, over the revenue of a span that ended up to a year before, found by a path.
   */
  public static final int LOOK_BACK_DAYS =
      EARLIER_DAYS + SAME_YEAR_DAYS + FlowGraph.HORIZON_DAYS + FiscalCalendar.TOLERANCE_DAYS;

  /**
   * Nor at anything that lies farther after it: a path to figures that imply those of a year
   * before.
   */
  public static final int LOOK_AHEAD_DAYS =
      SAME_YEAR_DAYS + FlowGraph.HORIZON_DAYS + FiscalCalendar.TOLERANCE_DAYS;

  /** Instants this near to a day a year ago are of the same season. */
  private static final int SAME_SEASON_DAYS = 45;

  /** A year and a late annual report. */
  private static final int STALE_AFTER_DAYS = 500;

  private record Seen(Lens lens, boolean translating) {}

  private record PeriodAsked(Period period, List<Scenario> scenarios) {}

  private final FactBook book;
  private final SegmentId segment;
  private final ExchangeRates rates;
  private final Optional<Unit> wanted;
  private final List<Basis> bases;
  private final Map<Seen, Formulas> lenses = new HashMap<>();
  private final Map<Scenario, List<Formulas>> ownLenses = new EnumMap<>(Scenario.class);
  private final Map<Scenario, TreeSet<Period.Span>> spans = new EnumMap<>(Scenario.class);
  private final Map<Scenario, TreeSet<LocalDate>> instants = new EnumMap<>(Scenario.class);
  private final Map<PeriodAsked, Map<Metric, Figure>> known = new HashMap<>();
  private TreeSet<LocalDate> instantsWithFigures;
  private SegmentFigures untranslated;

  public SegmentFigures(FactBook book, SegmentId segment) {
    this(book, segment, ExchangeRates.NONE, null);
  }

  /**
   * @param currencyOrNull the currency money is wanted in; null for the issuer's own
   */
  public SegmentFigures(
      FactBook book, SegmentId segment, ExchangeRates rates, Unit currencyOrNull) {
    this.book = book;
    this.segment = segment;
    this.rates = rates;
    this.wanted = Optional.ofNullable(currencyOrNull);
    this.bases = basesOf(book, segment);
  }

  public FactBook book() {
    return book;
  }

  public SegmentId segment() {
    return segment;
  }

  /** The spans worth asking about, newest first. */
  public TreeSet<Period.Span> spans(Scenario scenario) {
    // Actual figures serve every scenario, so one that nobody uses has the spans of those.
    Scenario used = book.scenarios(segment).contains(scenario) ? scenario : Scenario.ACTUAL;
    return spans.computeIfAbsent(used, s -> Spans.of(book, segment, s));
  }

  /** The days of which something is stated, or follows from a stated growth, oldest first. */
  public TreeSet<LocalDate> instants(Scenario scenario) {
    return instants.computeIfAbsent(scenario, this::findInstants);
  }

  private TreeSet<LocalDate> findInstants(Scenario scenario) {
    TreeSet<LocalDate> days = new TreeSet<>();
    for (Line line : book.lines()) {
      if (line.segment().equals(segment)
          && line.scenario() == scenario
          && line.concept().takesInstant()) {
        boolean growth = line.concept().growthOf().isPresent();
        for (Period period : book.candidates(line).keySet()) {
          if (period instanceof Period.Instant instant) {
            days.add(instant.date());
            if (growth) {
              days.add(instant.date().minusYears(1));
            }
          }
        }
      }
    }
    return days;
  }

  /** The first of the scenarios in which the figure is known; else why it is not in the first. */
  public Outcome outcome(Metric metric, Period period, List<Scenario> scenarios) {
    Outcome first = null;
    for (Scenario scenario : scenarios) {
      if (scenario != Scenario.ACTUAL && !book.scenarios(segment).contains(scenario)) {
        continue;
      }
      Outcome outcome = outcome(metric, period, scenario);
      // A solver falls back on actual figures; what is made of those alone is not this scenario's.
      if (outcome instanceof Known known && known.scenario() == scenario) {
        return outcome;
      }
      first = first == null ? outcome : first;
    }
    return first == null || first.isKnown() ? Outcome.notKnown(metric.toString(), period) : first;
  }

  private Outcome outcome(Metric metric, Period period, Scenario scenario) {
    if (wanted.isEmpty()) {
      return ownCurrency(metric, period, scenario);
    }
    Outcome nearest =
        metric.measure() == Metric.Measure.MONEY
            ? inWanted(metric, period, scenario)
            : ownCurrency(metric, period, scenario);
    if (isFinal(nearest)) {
      return nearest;
    }
    Outcome translating = first(lenses(scenario, wanted.get(), true), metric, period);
    return translating.isKnown() || saysWhatIsInTheWay(translating) ? translating : nearest;
  }

  /** More than that nothing is known, or not in the currency that came first. */
  private static boolean saysWhatIsInTheWay(Outcome outcome) {
    return outcome instanceof Unknown unknown
        && (unknown.reason() instanceof Outcome.Reason.Because
            || unknown.reason() instanceof Outcome.Reason.NoRate);
  }

  /**
   * As stated in the currency that is wanted, where that has no caveat of its own; else translated
   * from the one it is known in. So asking for a currency adds no caveat but the translation: a
   * burn that is stated in yuan does not become a proxy because somebody gave the net loss in
   * dollars.
   */
  private Outcome inWanted(Metric metric, Period period, Scenario scenario) {
    Outcome stated = first(lenses(scenario, wanted.get(), false), metric, period);
    Outcome own = ownCurrency(metric, period, scenario);
    if (stated instanceof Unknown && isFinal(stated)) {
      return stated;
    }
    if (!(own instanceof Known known) || isAsGood(stated, known)) {
      return stated;
    }
    // Where there is a figure but no rate for it, that is the reason.
    Outcome translated =
        Translation.translate(known, metric.toString(), period, wanted.get(), rates);
    return translated.isKnown() ? translated : stated.isKnown() ? stated : translated;
  }

  private static boolean isAsGood(Outcome outcome, Known own) {
    return outcome instanceof Known known
        && own.how().and(known.how()).equals(own.how())
        && known.basis().equals(own.basis())
        && known.scenario() == own.scenario();
  }

  private Outcome ownCurrency(Metric metric, Period period, Scenario scenario) {
    return first(ownLenses.computeIfAbsent(scenario, this::ownLenses), metric, period);
  }

  /** The first lens's figure; else why the first one has none. */
  private Outcome first(List<Formulas> lenses, Metric metric, Period period) {
    Outcome first = null;
    for (Formulas lens : lenses) {
      Outcome outcome = lens.evaluate(metric, period);
      if (isFinal(outcome)) {
        return outcome;
      }
      first = first == null ? outcome : first;
    }
    return first;
  }

  /** Known, or certain not to exist: no other lens has anything to add. */
  private static boolean isFinal(Outcome outcome) {
    return switch (outcome) {
      case Known known -> true;
      case Unknown unknown -> unknown.reason() instanceof Outcome.Reason.NotApplicable;
    };
  }

  private List<Formulas> ownLenses(Scenario scenario) {
    return currencies().stream()
        .flatMap(currency -> lenses(scenario, currency, false).stream())
        .toList();
  }

  /** One for each basis that the segment has figures on, {@code reported} first. */
  private List<Formulas> lenses(Scenario scenario, Unit currency, boolean translating) {
    return bases.stream()
        .map(basis -> formulas(new Lens(scenario, currency, basis), translating))
        .toList();
  }

  private static List<Basis> basesOf(FactBook book, SegmentId segment) {
    TreeSet<Basis> bases = new TreeSet<>();
    bases.add(Basis.REPORTED);
    for (Line line : book.lines()) {
      if (line.segment().equals(segment)) {
        bases.add(line.basis());
      }
    }
    return List.copyOf(bases);
  }

  /** Segments with no money at all still need a unit to say that revenue is not known in. */
  private Collection<Unit> currencies() {
    Set<Unit> known = book.currencies(segment);
    if (!known.isEmpty()) {
      return known;
    }
    Set<Unit> ofWhole = book.currencies(SegmentId.WHOLE);
    return ofWhole.isEmpty() ? List.of(defaultCurrency()) : ofWhole;
  }

  private Unit defaultCurrency() {
    return book.conventions().reportingCurrency().orElse(Unit.of("USD"));
  }

  private Formulas formulas(Lens lens, boolean translating) {
    return lenses.computeIfAbsent(
        new Seen(lens, translating),
        seen ->
            new Formulas(
                book,
                new Solver(book, segment, lens, translating ? rates : ExchangeRates.NONE),
                lens.currency(),
                spans(lens.scenario()),
                span -> isAdjustedNetIncomeKnown(lens, span)));
  }

  private boolean isAdjustedNetIncomeKnown(Lens lens, Period.Span span) {
    return lens.basis().isReported()
        && bases.stream()
            .filter(Basis::adjustsProfit)
            .map(basis -> new Lens(lens.scenario(), lens.currency(), basis))
            .anyMatch(
                other ->
                    formulas(other, false).evaluate(Metric.ADJUSTED_NET_INCOME, span).isKnown());
  }

  public Figure figure(Metric metric, Period period, List<Scenario> scenarios) {
    return switch (outcome(metric, period, scenarios)) {
      case Known k -> k.figure();
      case Unknown u ->
          Figure.notComputable(
              unitOf(metric), Basis.REPORTED, scenarios.getFirst(), render(u.reason()));
    };
  }

  /** In the words of the metrics: of a concept, its name in lower case with spaces. */
  public String render(Outcome.Reason reason) {
    return switch (reason) {
      case Outcome.Reason.Because because -> because.text();
      case Outcome.Reason.NotApplicable notApplicable -> notApplicable.text();
      case Outcome.Reason.MayBeZero zero ->
          words(zero.name()) + " of " + book.label(zero.period()) + ", the divisor, may be zero";
      case Outcome.Reason.NoRate none ->
          "no exchange rate from "
              + none.from()
              + " to "
              + none.to()
              + " is loaded for "
              + book.label(none.period());
      case Outcome.Reason.NotKnown missing ->
          words(missing.name())
              + " of "
              + book.label(missing.period())
              + Concept.parse(missing.name())
                  .flatMap(concept -> whereElse(concept, missing.period()))
                  .orElse(" is neither stated nor follows from what is");
    };
  }

  /** That it is stated, but on another basis or in another currency than the rest. */
  private Optional<String> whereElse(Concept concept, Period period) {
    List<Line> stated =
        book.lines().stream()
            .filter(line -> line.segment().equals(segment) && line.concept() == concept)
            .filter(line -> line.scenario().isOutcome())
            .filter(line -> book.candidates(line, period).isPresent())
            .toList();
    boolean onAnotherBasis = stated.stream().noneMatch(line -> line.basis().isReported());
    return stated.stream()
        .min(Comparator.comparing(Line::basis).thenComparing(Line::unit))
        .filter(line -> onAnotherBasis || wanted.isEmpty() && book.currencies(segment).size() > 1)
        .map(
            line ->
                onAnotherBasis
                    ? " is known on the basis "
                        + line.basis()
                        + " only, which is not the basis of the rest"
                    : " is stated in " + line.unit() + ", the rest is not; ask for one currency");
  }

  /** {@code SalesAndMarketingExpense} is the sales and marketing expense. */
  private static String words(String name) {
    return Concept.parse(name).map(Wording::concept).orElse(name);
  }

  private Unit unitOf(Metric metric) {
    return switch (metric.measure()) {
      case MONEY -> wanted.orElseGet(() -> currencies().iterator().next());
      case RATIO -> Unit.RATIO;
      case MULTIPLE -> Unit.MULTIPLE;
      case MONTHS -> Unit.MONTHS;
      case USERS -> Unit.USERS;
      case PEOPLE -> Unit.PEOPLE;
      case TOKENS_PER_DAY -> Unit.TOKENS_PER_DAY;
    };
  }

  /**
   * All figures of a period that are known in one of the scenarios, in catalogue order, as its
   * snapshot tells them. Left out are those that follow whatever is newest, and the rest of a
   * forecast year: whoever misses it has missed the year, which is told once.
   */
  public Map<Metric, Figure> known(Period period, List<Scenario> scenarios) {
    return known.computeIfAbsent(
        new PeriodAsked(period, scenarios), asked -> findKnown(period, scenarios));
  }

  private Map<Metric, Figure> findKnown(Period period, List<Scenario> scenarios) {
    Map<Metric, Figure> figures = new EnumMap<>(Metric.class);
    for (Metric metric : Metric.values()) {
      if (isOf(metric, period)
          && !metric.followsTheNewest()
          && outcome(metric, period, scenarios) instanceof Known k
          && (k.scenario().isOutcome() || !k.uses(Solver.REST_OF_FORECAST))) {
        figures.put(metric, k.figure());
      }
    }
    return figures;
  }

  /** The adjoining span of equal length before. */
  public Optional<Period.Span> before(Period.Span span) {
    int months = SpanLength.of(span).months();
    return months == 0 ? Optional.empty() : Optional.of(book.shifted(span, -months));
  }

  /**
   * For each metric that is known on a day the last earlier day on which it was: stocks are stated
   * on days of their own.
   */
  public Map<Metric, LocalDate> lastKnownBefore(LocalDate day) {
    return lastKnown(
        day,
        instantsWithFigures()
            .subSet(day.minusDays(EARLIER_DAYS), true, day, false)
            .descendingSet());
  }

  /** For each metric that is known on a day the day nearest to a year before on which it was. */
  public Map<Metric, LocalDate> knownYearBefore(LocalDate day) {
    LocalDate yearAgo = day.minusYears(1);
    List<LocalDate> nearestFirst =
        instantsWithFigures()
            .subSet(
                yearAgo.minusDays(SAME_SEASON_DAYS), true, yearAgo.plusDays(SAME_SEASON_DAYS), true)
            .stream()
            .sorted(
                Comparator.comparing(
                        (LocalDate d) -> Math.abs(d.toEpochDay() - yearAgo.toEpochDay()))
                    .thenComparing(Comparator.naturalOrder()))
            .toList();
    return lastKnown(day, nearestFirst);
  }

  private Map<Metric, LocalDate> lastKnown(LocalDate day, Collection<LocalDate> inOrder) {
    Set<Metric> left = EnumSet.noneOf(Metric.class);
    left.addAll(known(new Period.Instant(day), OUTCOMES).keySet());
    Map<Metric, LocalDate> found = new EnumMap<>(Metric.class);
    for (LocalDate other : inOrder) {
      if (left.isEmpty()) {
        break;
      }
      for (Metric metric : known(new Period.Instant(other), OUTCOMES).keySet()) {
        if (left.remove(metric)) {
          found.put(metric, other);
        }
      }
    }
    return found;
  }

  /**
   * Whether what is expected of a period was said before it was known what came: a forecast that is
   * published after its actual is none.
   */
  public boolean isTimely(Metric metric, Period period) {
    return !(outcome(metric, period, EXPECTATIONS) instanceof Known expected)
        || !(outcome(metric, period, List.of(Scenario.ACTUAL)) instanceof Known actual)
        || expected.firstSaid().isBefore(actual.firstSaid());
  }

  private TreeSet<LocalDate> instantsWithFigures() {
    if (instantsWithFigures == null) {
      instantsWithFigures = new TreeSet<>();
      OUTCOMES.forEach(scenario -> instantsWithFigures.addAll(instants(scenario)));
    }
    return instantsWithFigures;
  }

  public static boolean isOf(Metric metric, Period period) {
    return switch (metric.kind()) {
      case BOTH -> true;
      case SPAN -> period instanceof Period.Span;
      case INSTANT -> period instanceof Period.Instant;
    };
  }

  /**
   * The newest period of which the metric is known; quarters before longer spans that end with
   * them. It does not depend on the currency that is asked for: where there is no rate for that
   * period, the figure says so. Only what no single currency gives, a sum over several, has the
   * newest period of which it can be translated.
   */
  public Optional<Period> newest(Metric metric, List<Scenario> scenarios) {
    if (wanted.isPresent()) {
      Optional<Period> own = untranslated().newest(metric, scenarios);
      if (own.isPresent()) {
        return own;
      }
    }
    for (Period period : newestFirst(metric, scenarios)) {
      if (outcome(metric, period, scenarios).isKnown()) {
        return Optional.of(period);
      }
    }
    return Optional.empty();
  }

  private SegmentFigures untranslated() {
    if (untranslated == null) {
      untranslated = new SegmentFigures(book, segment);
    }
    return untranslated;
  }

  private List<Period> newestFirst(Metric metric, List<Scenario> scenarios) {
    List<Period> periods = new ArrayList<>();
    if (metric.kind() != Metric.Kind.INSTANT) {
      TreeSet<Period.Span> all = new TreeSet<>(Spans.NEWEST_FIRST);
      scenarios.forEach(scenario -> all.addAll(spans(scenario)));
      all.stream()
          .filter(span -> span.end().isAfter(all.getFirst().end().minusDays(STALE_AFTER_DAYS)))
          .forEach(periods::add);
    }
    if (metric.kind() != Metric.Kind.SPAN) {
      TreeSet<LocalDate> days = new TreeSet<>();
      scenarios.forEach(scenario -> days.addAll(instants(scenario)));
      days.descendingSet().forEach(day -> periods.add(new Period.Instant(day)));
    }
    return periods;
  }

  /**
   * The periods of a series, oldest first: those in which the metric is known, and those in which
   * one of its own concepts is stated without sufficing.
   *
   * @param length empty for instants
   * @param anyTwelveMonths for {@link SpanLength#YEAR}: also the twelve months that are no fiscal
   *     year
   */
  public List<Period> series(
      Metric metric,
      Optional<SpanLength> length,
      boolean anyTwelveMonths,
      List<Scenario> scenarios) {
    TreeSet<Period> periods = new TreeSet<>();
    for (Scenario scenario : scenarios) {
      if (length.isEmpty()) {
        instants(scenario).forEach(day -> periods.add(new Period.Instant(day)));
      } else {
        spans(scenario).stream()
            .filter(
                span ->
                    length.get() == SpanLength.YEAR
                        ? isYear(span)
                            || (anyTwelveMonths && SpanLength.of(span) == SpanLength.YEAR)
                        : SpanLength.of(span) == length.get())
            .forEach(periods::add);
      }
    }
    return periods.stream()
        .filter(
            period ->
                outcome(metric, period, scenarios).isKnown()
                    || isKnownUntranslated(metric, period, scenarios)
                    || metric.concepts().stream().anyMatch(c -> isStated(c, period)))
        .toList();
  }

  /** A period of which there is a figure is one of the series, rate or no rate. */
  private boolean isKnownUntranslated(Metric metric, Period period, List<Scenario> scenarios) {
    return wanted.isPresent() && untranslated().outcome(metric, period, scenarios).isKnown();
  }

  /** A period that somebody reports, rather than any twelve months that can be added up. */
  public boolean isReportingPeriod(Period.Span span) {
    return SpanLength.of(span) != SpanLength.YEAR || isFiscalYear(book.calendar(), span);
  }

  /**
   * A fiscal year, or twelve months off the issuer's grid that a filing gives a figure for; or the
   * transition period between the years of two calendars.
   */
  private boolean isYear(Period.Span span) {
    FiscalCalendar calendar = book.calendar();
    if (calendar.isTransition(span)) {
      return true;
    }
    return SpanLength.of(span) == SpanLength.YEAR && isFiscalYear(calendar, span);
  }

  private boolean isFiscalYear(FiscalCalendar calendar, Period.Span span) {
    return calendar.partOfYear(span).isPresent()
        || (calendar.monthsIntoYear(span.start()).isEmpty() && isStatedAtAll(span));
  }

  private boolean isStatedAtAll(Period.Span span) {
    return book.lines().stream()
        .anyMatch(
            line -> line.segment().equals(segment) && book.candidates(line, span).isPresent());
  }

  private boolean isStated(Concept concept, Period period) {
    return book.lines().stream()
        .filter(line -> line.segment().equals(segment) && line.concept() == concept)
        .filter(line -> line.scenario().isOutcome())
        .anyMatch(line -> book.candidates(line, period).isPresent());
  }
}
