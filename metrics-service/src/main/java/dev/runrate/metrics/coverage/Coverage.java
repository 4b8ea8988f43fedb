package dev.runrate.metrics.coverage;

import dev.runrate.common.fact.Basis;
import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.Fact;
import dev.runrate.common.fact.Filing;
import dev.runrate.common.fact.FilingId;
import dev.runrate.common.fact.IssuerProfile;
import dev.runrate.common.fact.Metric;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.PeriodExpression;
import dev.runrate.common.fact.Plausibility;
import dev.runrate.common.fact.Scenario;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.common.fact.Source;
import dev.runrate.common.fact.SpanLength;
import dev.runrate.common.fact.StatedValue;
import dev.runrate.common.fact.Tier;
import dev.runrate.common.fact.Unit;
import dev.runrate.common.fact.Wording;
import dev.runrate.metrics.factbook.AsOf;
import dev.runrate.metrics.factbook.FactBook;
import dev.runrate.metrics.factbook.FilingRecord;
import dev.runrate.metrics.metric.Outcome;
import dev.runrate.metrics.metric.SegmentFigures;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which single fact would make which figures known. The solver says itself what it lacks: what
 * stands at the unknown leaves of its answers is tried out, one fact at a time, on the very engine
 * that would compute with it. So what is promised here is what happens when the fact comes.
 *
 * <p>Example: cash at 30 June unlocks the runway of 2025-H1.
 */
public final class Coverage {
  /** Tried at most; each is a computation of the issuer's newest figures. */
  private static final int MOST_TRIED = 150;

  /** Figures look no farther back; of older filings the conventions are known already. */
  private static final int WINDOW_DAYS = 6 * 366;

  /** What it is worth does not depend on how much it is: a little, usual, and a lot. */
  private static final List<String> MONEY_PROBES = List.of("1", "1234567", "98765432109");

  private static final List<String> RATIO_PROBES = List.of("0.01", "0.37", "0.93");

  /**
   * A figure that would be known.
   *
   * @param reason why it is not
   */
  public record Unlocked(Metric metric, Period period, String reason) {}

  /**
   * A fact that is missing.
   *
   * @param unit that it would have to be stated in
   * @param unlocks never empty; in catalogue order
   */
  public record Missing(
      Concept concept, SegmentId segment, Period period, Unit unit, List<Unlocked> unlocks) {}

  private record Wanted(Concept concept, Period period) {}

  private record Asked(Metric metric, Period period) {}

  private final IssuerProfile profile;
  private final List<FilingRecord> records;
  private final SegmentId segment;
  private final FactBook book;
  private final SegmentFigures figures;
  private final LocalDate said;

  private Coverage(IssuerProfile profile, List<FilingRecord> records, SegmentId segment) {
    this.profile = profile;
    this.records = records;
    this.segment = segment;
    this.book = FactBook.of(profile, records, AsOf.NOW);
    this.figures = new SegmentFigures(book, segment);
    this.said =
        records.stream()
            .map(r -> r.filing().source().publishedOn())
            .max(Comparator.naturalOrder())
            .orElse(LocalDate.EPOCH);
  }

  /**
   * Facts of a segment that are missing, the one that unlocks most first.
   *
   * @param records all of the issuer
   */
  public static List<Missing> of(
      IssuerProfile profile, List<FilingRecord> records, SegmentId segment) {
    Optional<LocalDate> newest =
        records.stream()
            .flatMap(r -> r.filing().facts().stream())
            .filter(f -> f.scenario().isOutcome())
            .map(Fact::period)
            .filter(PeriodExpression.Dated.class::isInstance)
            .map(p -> ((PeriodExpression.Dated) p).period().end())
            .max(Comparator.naturalOrder());
    if (newest.isEmpty()) {
      return List.of();
    }
    LocalDate from = newest.get().minusDays(WINDOW_DAYS);
    return new Coverage(
            profile, records.stream().filter(r -> saysOfAfter(r, from)).toList(), segment)
        .missing();
  }

  private static boolean saysOfAfter(FilingRecord record, LocalDate from) {
    return record.filing().facts().stream()
        .anyMatch(
            f ->
                !(f.period() instanceof PeriodExpression.Dated dated)
                    || dated.period().end().isAfter(from));
  }

  private List<Missing> missing() {
    List<Asked> unknown = unknown();
    Set<Wanted> wanted = new LinkedHashSet<>();
    for (Asked asked : unknown) {
      leaves(outcome(figures, asked), asked.period, wanted);
      for (Concept concept : asked.metric.concepts()) {
        add(concept, asked.period, wanted);
      }
    }
    List<Missing> missing = new ArrayList<>();
    int tried = 0;
    for (Wanted each : wanted) {
      if (!isStated(each) && tried < MOST_TRIED) {
        tried++;
        List<Unlocked> unlocked = unlockedBy(each, unknown);
        if (!unlocked.isEmpty()) {
          missing.add(
              new Missing(each.concept, segment, each.period, unitOf(each.concept), unlocked));
        }
      }
    }
    missing.sort(
        Comparator.comparing((Missing m) -> m.unlocks().size())
            .reversed()
            .thenComparing(Missing::period, Comparator.reverseOrder())
            .thenComparing(Missing::concept));
    return missing;
  }

  // -- what is asked

  /** The newest quarter, half and year, and the newest day; all that is not known of them. */
  private List<Asked> unknown() {
    List<Asked> unknown = new ArrayList<>();
    for (Period period : periods()) {
      for (Metric metric : Metric.values()) {
        Asked asked = new Asked(metric, period);
        if (SegmentFigures.isOf(metric, period)
            && outcome(figures, asked) instanceof Outcome.Unknown missing
            && !(missing.reason() instanceof Outcome.Reason.NotApplicable)) {
          unknown.add(asked);
        }
      }
    }
    return unknown;
  }

  private List<Period> periods() {
    TreeSet<Period> periods = new TreeSet<>(Comparator.reverseOrder());
    Set<SpanLength> lengths = EnumSet.noneOf(SpanLength.class);
    for (Scenario scenario : SegmentFigures.OUTCOMES) {
      for (Period.Span span : figures.spans(scenario)) {
        SpanLength length = SpanLength.of(span);
        if (length.months() >= 3
            && figures.isReportingPeriod(span)
            && isStatedOf(span)
            && lengths.add(length)) {
          periods.add(span);
        }
      }
      TreeSet<LocalDate> days = figures.instants(scenario);
      if (!days.isEmpty()) {
        periods.add(new Period.Instant(days.getLast()));
      }
    }
    return List.copyOf(periods);
  }

  private boolean isStatedOf(Period period) {
    return book.lines().stream()
        .filter(line -> line.segment().equals(segment) && line.scenario().isOutcome())
        .anyMatch(line -> book.candidates(line, period).isPresent());
  }

  private static Outcome outcome(SegmentFigures figures, Asked asked) {
    return figures.outcome(asked.metric, asked.period, SegmentFigures.OUTCOMES);
  }

  // -- what is lacking

  private void leaves(Outcome outcome, Period asked, Set<Wanted> wanted) {
    switch (outcome) {
      case Outcome.Known known -> {
        // Lacks nothing.
      }
      case Outcome.Unknown unknown -> {
        unknown.operands().forEach(part -> leaves(part.outcome(), part.period(), wanted));
        if (unknown.reason() instanceof Outcome.Reason.NotKnown leaf) {
          namedIn(leaf.name())
              .forEach(
                  concept -> {
                    add(concept, leaf.period(), wanted);
                    // A stock that a span lacks is one of its last day, or of the day before it.
                    add(concept, new Period.Instant(leaf.period().end()), wanted);
                    if (asked instanceof Period.Span) {
                      add(concept, new Period.Instant(asked.start().minusDays(1)), wanted);
                    }
                  });
        }
      }
    }
  }

  private static void add(Concept concept, Period period, Set<Wanted> wanted) {
    if (takes(concept, period)) {
      wanted.add(new Wanted(concept, period));
    }
  }

  /** {@code Revenue}, or in words: {@code cash burn (or free cash flow, or net income)}. */
  private static List<Concept> namedIn(String name) {
    Optional<Concept> concept = Concept.parse(name);
    return concept.isPresent()
        ? List.of(concept.get())
        : Arrays.stream(Concept.values()).filter(c -> name.contains(Wording.concept(c))).toList();
  }

  private static boolean takes(Concept concept, Period period) {
    return period instanceof Period.Instant ? concept.takesInstant() : concept.takesSpan();
  }

  private boolean isStated(Wanted wanted) {
    return book.lines().stream()
        .filter(line -> line.segment().equals(segment) && line.concept() == wanted.concept)
        .filter(line -> line.scenario().isOutcome())
        .anyMatch(line -> book.candidates(line, wanted.period).isPresent());
  }

  // -- trying it out

  private List<Unlocked> unlockedBy(Wanted wanted, List<Asked> unknown) {
    Set<Asked> unlocked = null;
    for (BigDecimal probe : probes(wanted.concept)) {
      Optional<Fact> fact = fact(wanted, probe);
      if (fact.isEmpty()) {
        continue;
      }
      Set<Asked> now = known(fact.get(), unlocked == null ? unknown : List.copyOf(unlocked));
      if (now.isEmpty()) {
        return List.of();
      }
      unlocked = now;
    }
    if (unlocked == null) {
      return List.of();
    }
    Set<Asked> all = unlocked;
    return unknown.stream()
        .filter(all::contains)
        .map(asked -> new Unlocked(asked.metric, asked.period, reason(asked)))
        .toList();
  }

  private String reason(Asked asked) {
    return outcome(figures, asked) instanceof Outcome.Unknown unknown
        ? figures.render(unknown.reason())
        : "";
  }

  private Set<Asked> known(Fact fact, List<Asked> of) {
    List<FilingRecord> with = new ArrayList<>(records);
    with.add(hypothetical(fact));
    SegmentFigures then = new SegmentFigures(FactBook.of(profile, with, AsOf.NOW), segment);
    Set<Asked> known = new HashSet<>();
    for (Asked asked : of) {
      if (outcome(then, asked).isKnown()) {
        known.add(asked);
      }
    }
    return known;
  }

  private FilingRecord hypothetical(Fact fact) {
    LocalDate on =
        fact.period() instanceof PeriodExpression.Dated d && d.period().end().isAfter(said)
            ? d.period().end()
            : said;
    return new FilingRecord(
        new Filing(
            FilingId.of("missing"),
            profile.id(),
            null,
            new Source(Tier.ISSUER, null, null, null, on),
            null,
            List.of(fact)),
        Instant.EPOCH,
        null);
  }

  private Optional<Fact> fact(Wanted wanted, BigDecimal value) {
    Period dates = wanted.period instanceof Period.Span span ? book.realDates(span) : wanted.period;
    Fact fact =
        new Fact(
            wanted.concept,
            segment,
            PeriodExpression.of(dates.toString()),
            new StatedValue(value, null, null, null),
            unitOf(wanted.concept),
            Scenario.ACTUAL,
            Basis.REPORTED,
            null);
    return Plausibility.of(fact, null).stream().anyMatch(Plausibility.Finding::isImpossible)
        ? Optional.empty()
        : Optional.of(fact);
  }

  /** Of what may be a loss, losses as well. */
  private static List<BigDecimal> probes(Concept concept) {
    boolean isRatio = concept.unitKind() == Unit.Kind.RATIO;
    List<BigDecimal> probes = new ArrayList<>();
    for (String probe : isRatio ? RATIO_PROBES : MONEY_PROBES) {
      probes.add(new BigDecimal(probe));
    }
    if (concept.unitKind() == Unit.Kind.MONEY || isRatio) {
      probes.add(probes.get(1).negate());
    }
    return probes;
  }

  private Unit unitOf(Concept concept) {
    return switch (concept.unitKind()) {
      case MONEY -> currency();
      case RATIO -> Unit.RATIO;
      case MULTIPLE -> Unit.MULTIPLE;
      case USERS -> Unit.USERS;
      case PEOPLE -> Unit.PEOPLE;
      case TOKENS_PER_DAY -> Unit.TOKENS_PER_DAY;
      case MONTHS -> Unit.MONTHS;
    };
  }

  private Unit currency() {
    return book.currencies(segment).stream()
        .findFirst()
        .or(() -> book.currencies(SegmentId.WHOLE).stream().findFirst())
        .or(() -> book.conventions().reportingCurrency())
        .orElse(Unit.of("USD"));
  }
}
