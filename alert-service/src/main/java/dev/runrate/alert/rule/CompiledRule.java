package dev.runrate.alert.rule;

import dev.runrate.alert.rule.Condition.Answer;
import dev.runrate.alert.rule.Rule.Comparison;
import dev.runrate.common.event.AlertEvent.Severity;
import dev.runrate.common.event.PeriodMetrics;
import dev.runrate.common.event.PeriodView;
import dev.runrate.common.event.SnapshotEvent;
import dev.runrate.common.fact.Basis;
import dev.runrate.common.fact.Conflict;
import dev.runrate.common.fact.Figure;
import dev.runrate.common.fact.Hows;
import dev.runrate.common.fact.Metric;
import dev.runrate.common.fact.SpanLength;
import dev.runrate.common.fact.Wording;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A rule that can be asked: its conditions are compiled. */
public record CompiledRule(
    Rule rule, Condition when, Optional<Condition> reset, List<SeverityCase> severities) {

  /** A severity other than the rule's own. */
  public record SeverityCase(Severity severity, Condition when) {}

  /** What fires before what does not, then by severity and certainty. */
  private static final Comparator<Finding> GRAVEST_FIRST =
      Comparator.comparing((Finding finding) -> !finding.verdict().isFiring())
          .thenComparing(
              finding -> finding.verdict().isFiring() ? finding.severity() : Severity.INFO,
              Comparator.reverseOrder())
          .thenComparing(Finding::verdict);

  /** The metrics that the rule looks at; what a snapshot says of others is nothing to it. */
  public Set<Metric> reads() {
    Set<Metric> reads = EnumSet.noneOf(Metric.class);
    reads.addAll(rule.over());
    reads.addAll(rule.context());
    reads.addAll(when.reads());
    reset.ifPresent(condition -> reads.addAll(condition.reads()));
    severities.forEach(each -> reads.addAll(each.when().reads()));
    return reads;
  }

  /** What the rule says of every figure it watches in a snapshot. */
  public List<Finding> judge(SnapshotEvent snapshot) {
    if (!isInScope(snapshot)) {
      return List.of();
    }
    List<Finding> findings = new ArrayList<>();
    for (Metric metric : rule.over()) {
      judgeMetric(snapshot, metric).ifPresent(findings::add);
    }
    if (!rule.conflicts().isEmpty()) {
      findings.addAll(judgeConflicts(snapshot));
    }
    if (isLongerThanNeedBe(snapshot)) {
      findings.removeIf(finding -> finding.conflict() != null || !finding.verdict().isFiring());
    }
    return findings;
  }

  private boolean isInScope(SnapshotEvent snapshot) {
    return rule.enabled()
        && (rule.issuers().isEmpty() || rule.issuers().contains(snapshot.issuer().slug()))
        && (rule.segments().isEmpty() || rule.segments().contains(snapshot.segment().slug()))
        && (rule.spans().isEmpty()
            ? snapshot.span() != SpanLength.OTHER
            : rule.spans().contains(snapshot.span()));
  }

  /**
   * Halves and nine months tell again what the quarter that ends with them tells, if it tells
   * anything of this figure. They are only noted where they fire; whether that is told depends on
   * the quarter. What was stated in two ways is told of the quarters and the year.
   */
  private boolean isLongerThanNeedBe(SnapshotEvent snapshot) {
    return rule.spans().isEmpty()
        && snapshot.finer()
        && (snapshot.span() == SpanLength.HALF || snapshot.span() == SpanLength.NINE_MONTHS);
  }

  private Optional<Finding> judgeMetric(SnapshotEvent snapshot, Metric metric) {
    Figure it = snapshot.current().metrics().get(metric);
    if (it == null) {
      return Optional.empty();
    }
    List<Compared> comparisons = comparisons(snapshot, metric, it);
    if (comparisons.isEmpty()) {
      return Optional.of(Finding.none(metric.toString(), it.basis()));
    }
    // The order of the comparisons decides between equals.
    return comparisons.stream()
        .map(compared -> judge(snapshot, metric, it, compared))
        .reduce((first, second) -> GRAVEST_FIRST.compare(second, first) < 0 ? second : first);
  }

  /**
   * A figure to compare with.
   *
   * @param with which one; null where the rule compares nothing
   */
  private record Compared(Comparison with, Figure figure, PeriodMetrics metrics) {
    static final Compared WITH_NOTHING = new Compared(null, null, null);
  }

  private List<Compared> comparisons(SnapshotEvent snapshot, Metric metric, Figure it) {
    if (rule.compareWith().isEmpty()) {
      return List.of(Compared.WITH_NOTHING);
    }
    List<Compared> comparisons = new ArrayList<>();
    for (Comparison comparison : rule.compareWith()) {
      PeriodMetrics metrics =
          switch (comparison) {
            case YEAR_AGO -> snapshot.yearAgo();
            case PRIOR -> snapshot.prior();
            case FORECAST -> snapshot.forecast();
          };
      Figure was = metrics == null ? null : metrics.metrics().get(metric);
      if (was != null
          && Comparability.allows(it, was)
          && (comparisons.isEmpty() || rule.everyComparison())) {
        comparisons.add(new Compared(comparison, was, metrics));
      }
    }
    return comparisons;
  }

  private Finding judge(SnapshotEvent snapshot, Metric metric, Figure it, Compared compared) {
    Figure was = compared.figure();
    Readings readings = readings(snapshot, metric.toString(), it, was);
    Dispute dispute =
        Dispute.about(
            metric,
            it,
            conflicts(snapshot),
            conflict -> conflict.type() == rule.inhibitedBy() && conflict.scenario().isOutcome());
    // The doubt about a disputed figure is the dispute itself, of which every reading is asked.
    String suspect = suspect(readings, dispute.isNone() ? null : it);
    Answered answered =
        dispute.isNone()
            ? answer(readings, suspect)
            : dispute.complete()
                ? whoeverIsRight(snapshot, metric, dispute, was, suspect)
                : new Answered(Verdict.HOLDING, rule.severity());
    Verdict verdict = seen(answered.verdict(), it, was);
    return new Finding(
        metric.toString(),
        it.basis(),
        verdict,
        answered.severity(),
        it,
        was,
        compared.with(),
        was == null ? null : compared.metrics().periodOf(metric),
        verdict.isFiring() ? context(snapshot, compared) : Map.of(),
        suspect,
        !dispute.isNone(),
        null);
  }

  private record Answered(Verdict verdict, Severity severity) {}

  /** How grave it is matters where it fires. */
  private Answered answer(Readings readings, String suspect) {
    Verdict verdict = verdict(readings, suspect != null);
    return new Answered(verdict, verdict.isFiring() ? severity(readings) : rule.severity());
  }

  /** Fires where every reading does, as gravely as the mildest of them. */
  private Answered whoeverIsRight(
      SnapshotEvent snapshot, Metric metric, Dispute dispute, Figure was, String suspect) {
    List<Answered> answers =
        dispute.readings().stream()
            .map(reading -> answer(readings(snapshot, metric.toString(), reading, was), suspect))
            .toList();
    Severity mildest =
        answers.stream().map(Answered::severity).min(Comparator.naturalOrder()).orElseThrow();
    boolean oneWay =
        dispute.readings().stream().map(reading -> direction(reading, was)).distinct().count() == 1;
    if (oneWay && answers.stream().allMatch(answer -> answer.verdict().isFiring())) {
      // Of certain and possible, the later one is the weaker.
      Verdict weakest =
          answers.stream().map(Answered::verdict).max(Comparator.naturalOrder()).orElseThrow();
      return new Answered(weakest, mildest);
    }
    boolean clear = answers.stream().allMatch(answer -> answer.verdict() == Verdict.CLEAR);
    return new Answered(clear ? Verdict.CLEAR : Verdict.HOLDING, mildest);
  }

  /**
   * Down, up or unknown: a margin that fell or rose, according to whom one believes, did neither.
   */
  private static int direction(Figure it, Figure was) {
    if (was == null) {
      return 0;
    }
    if (it.value() != null && was.value() != null) {
      return it.value().compareTo(was.value());
    }
    return it.range().isBelow(was.range()) ? -1 : was.range().isBelow(it.range()) ? 1 : 0;
  }

  /** Nobody is told of a change that the words for it do not show: "-100m, was -100m". */
  private static Verdict seen(Verdict verdict, Figure it, Figure was) {
    return verdict.isFiring() && was != null && Wording.amount(it).equals(Wording.amount(was))
        ? Verdict.HOLDING
        : verdict;
  }

  private Map<Metric, Finding.Pair> context(SnapshotEvent snapshot, Compared compared) {
    Map<Metric, Finding.Pair> context = new EnumMap<>(Metric.class);
    for (Metric metric : rule.context()) {
      Figure now = snapshot.current().metrics().get(metric);
      if (now != null) {
        Figure before =
            compared.metrics() == null ? null : compared.metrics().metrics().get(metric);
        boolean comparable = before != null && Comparability.allows(now, before);
        context.put(metric, new Finding.Pair(now, comparable ? before : null));
      }
    }
    return context;
  }

  private static List<Conflict> conflicts(SnapshotEvent snapshot) {
    return snapshot.conflicts() == null ? List.of() : snapshot.conflicts();
  }

  /** One finding per concept and basis: of several conflicts, the one that weighs most. */
  private List<Finding> judgeConflicts(SnapshotEvent snapshot) {
    Map<List<Object>, Finding> weightiest = new LinkedHashMap<>();
    conflicts(snapshot).stream()
        .filter(conflict -> rule.conflicts().contains(conflict.type()))
        .filter(conflict -> conflict.scenario().isOutcome())
        .sorted(
            Comparator.comparing((Conflict conflict) -> conflict.concept().label())
                .thenComparing(Conflict::basis)
                .thenComparing(Materiality::of, Comparator.reverseOrder()))
        .map(conflict -> judgeConflict(snapshot, conflict))
        .forEach(
            finding ->
                weightiest.merge(
                    List.of(finding.metric(), finding.basis()),
                    finding,
                    (one, other) -> other.verdict().compareTo(one.verdict()) < 0 ? other : one));
    return List.copyOf(weightiest.values());
  }

  private Finding judgeConflict(SnapshotEvent snapshot, Conflict conflict) {
    Figure it = figure(conflict, conflict.winner());
    Figure was = figure(conflict, conflict.loser());
    Readings readings = readings(snapshot, conflict.concept().label(), it, was);
    String suspect = suspect(readings, null);
    boolean matters = Materiality.of(conflict).compareTo(rule.minMateriality()) >= 0;
    return new Finding(
        conflict.concept().label(),
        conflict.basis(),
        matters ? seen(verdict(readings, suspect != null), it, was) : Verdict.HOLDING,
        severity(readings),
        it,
        was,
        null,
        snapshot.current().period(),
        Map.of(),
        suspect,
        false,
        conflict);
  }

  private static Figure figure(Conflict conflict, Conflict.Statement statement) {
    return Figure.known(
        statement.quantity(), Hows.REPORTED, conflict.basis(), conflict.scenario(), null, null);
  }

  private static Readings readings(SnapshotEvent snapshot, String metric, Figure it, Figure was) {
    return new Readings(
        metric,
        it,
        was,
        snapshot.current().metrics(),
        metrics(snapshot.prior()),
        metrics(snapshot.yearAgo()),
        metrics(snapshot.forecast()),
        snapshot.issuer().slug(),
        snapshot.segment().slug(),
        snapshot.span().toString());
  }

  private static Map<Metric, Figure> metrics(PeriodMetrics period) {
    return period == null ? Map.of() : period.metrics();
  }

  /** What rests on a suspect figure is possible at most, and resolves nothing. */
  private Verdict verdict(Readings readings, boolean doubtful) {
    return switch (when.ask(readings)) {
      case CERTAINLY -> doubtful ? Verdict.POSSIBLE : Verdict.CERTAIN;
      case POSSIBLY -> rule.certainOnly() ? Verdict.HOLDING : Verdict.POSSIBLE;
      case UNKNOWN -> Verdict.NONE;
      case NO -> !doubtful && isPastReset(readings) ? Verdict.CLEAR : Verdict.HOLDING;
    };
  }

  private boolean isPastReset(Readings readings) {
    return reset.isEmpty() || reset.get().ask(readings) == Answer.CERTAINLY;
  }

  /** The contradictions that the answer rests on; null for none, as nearly always. */
  private String suspect(Readings readings, Figure butFor) {
    String suspect = null;
    for (Figure figure : when.looksAt(readings)) {
      if (figure != butFor
          && figure.suspect() != null
          && (suspect == null || !suspect.contains(figure.suspect()))) {
        suspect = suspect == null ? figure.suspect() : suspect + "; " + figure.suspect();
      }
    }
    return suspect;
  }

  private Severity severity(Readings readings) {
    return severities.stream()
        .filter(c -> c.when().ask(readings) == Answer.CERTAINLY)
        .map(SeverityCase::severity)
        .findFirst()
        .orElse(rule.severity());
  }

  /**
   * What a rule says of one figure, with the evidence.
   *
   * @param comparison which figure {@code was} is; null where nothing is compared, or a conflict is
   *     told
   * @param comparedWith the period that {@code was} is of; null where nothing is compared
   * @param suspect the contradictions that the verdict rests on; null for none
   * @param disputed sources disagree on what {@code it} rests on; it fires all the same
   * @param conflict that is told; null for a rule over metrics
   */
  public record Finding(
      String metric,
      Basis basis,
      Verdict verdict,
      Severity severity,
      Figure it,
      Figure was,
      Comparison comparison,
      PeriodView comparedWith,
      Map<Metric, Pair> context,
      String suspect,
      boolean disputed,
      Conflict conflict) {

    /** A further figure now and before; before may be null. */
    public record Pair(Figure now, Figure before) {}

    static Finding none(String metric, Basis basis) {
      return new Finding(
          metric, basis, Verdict.NONE, null, null, null, null, null, Map.of(), null, false, null);
    }
  }
}
