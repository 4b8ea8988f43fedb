package dev.runrate.alert.rule;

import dev.runrate.alert.rule.Condition.Answer;
import dev.runrate.alert.rule.Rule.Comparison;
import dev.runrate.common.event.AlertEvent.Severity;
import dev.runrate.common.event.PeriodMetrics;
import dev.runrate.common.event.PeriodView;
import dev.runrate.common.event.SnapshotEvent;
import dev.runrate.common.fact.Basis;
import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.Conflict;
import dev.runrate.common.fact.Figure;
import dev.runrate.common.fact.Hows;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A rule that can be asked: its conditions are compiled. */
public record CompiledRule(
    Rule rule, Condition when, Optional<Condition> reset, List<SeverityCase> severities) {

  /** A severity other than the rule's own. */
  public record SeverityCase(Severity severity, Condition when) {}

  private static final String HALF = "half";
  private static final String NINE_MONTHS = "nine-months";
  private static final String OTHER = "other";

  /** The stated figure behind a metric, for conflicts about it. */
  private static final Map<String, Concept> CONCEPT_OF =
      Map.of(
          "net-income", Concept.NET_INCOME,
          "adjusted-net-income", Concept.ADJUSTED_NET_INCOME,
          "revenue", Concept.REVENUE,
          "gross-margin", Concept.GROSS_MARGIN,
          "operating-margin", Concept.OPERATING_MARGIN,
          "net-margin", Concept.NET_INCOME,
          "arr", Concept.ANNUAL_RECURRING_REVENUE);

  /** What the rule says of every figure it watches in a snapshot. */
  public List<Finding> judge(SnapshotEvent snapshot) {
    if (!isInScope(snapshot)) {
      return List.of();
    }
    List<Finding> findings = new ArrayList<>();
    for (String metric : rule.over()) {
      judgeMetric(snapshot, metric).ifPresent(findings::add);
    }
    if (!rule.conflicts().isEmpty()) {
      findings.addAll(judgeConflicts(snapshot));
    }
    return findings;
  }

  private boolean isInScope(SnapshotEvent snapshot) {
    return rule.enabled()
        && (rule.issuers().isEmpty() || rule.issuers().contains(snapshot.issuer().slug()))
        && (rule.segments().isEmpty() || rule.segments().contains(snapshot.segment().slug()))
        && isWorthLookingAt(snapshot);
  }

  /** Halves and nine months tell again what the quarter that ends with them tells. */
  private boolean isWorthLookingAt(SnapshotEvent snapshot) {
    String span = snapshot.span();
    if (!rule.spans().isEmpty()) {
      return rule.spans().contains(span);
    }
    boolean longerThanNeedBe = snapshot.finer() && (span.equals(HALF) || span.equals(NINE_MONTHS));
    return !span.equals(OTHER) && !longerThanNeedBe;
  }

  private Optional<Finding> judgeMetric(SnapshotEvent snapshot, String metric) {
    Figure it = snapshot.current().metrics().get(metric);
    if (it == null) {
      return Optional.empty();
    }
    Optional<Compared> compared = compared(snapshot, metric, it);
    if (compared.isEmpty() && !rule.compareWith().isEmpty()) {
      return Optional.of(Finding.none(metric, it.basis()));
    }
    Figure was = compared.map(Compared::figure).orElse(null);
    Readings readings = readings(snapshot, it, was);
    Verdict verdict = isInhibited(snapshot, metric) ? Verdict.HOLDING : verdict(readings);
    return Optional.of(
        new Finding(
            metric,
            it.basis(),
            verdict,
            severity(readings),
            it,
            was,
            compared.map(c -> c.period().period()).orElse(null),
            context(snapshot, compared)));
  }

  private record Compared(Figure figure, PeriodMetrics period) {}

  private Optional<Compared> compared(SnapshotEvent snapshot, String metric, Figure it) {
    for (Comparison comparison : rule.compareWith()) {
      PeriodMetrics period =
          switch (comparison) {
            case YEAR_AGO -> snapshot.yearAgo();
            case PRIOR -> snapshot.prior();
            case FORECAST -> snapshot.forecast();
          };
      Figure was = period == null ? null : period.metrics().get(metric);
      // Two bases or two currencies never meet in one comparison.
      if (was != null && was.basis().equals(it.basis()) && was.unit().equals(it.unit())) {
        return Optional.of(new Compared(was, period));
      }
    }
    return Optional.empty();
  }

  private boolean isInhibited(SnapshotEvent snapshot, String metric) {
    Concept concept = CONCEPT_OF.get(metric);
    return rule.inhibitedBy() != null
        && conflicts(snapshot).stream()
            .anyMatch(c -> c.type() == rule.inhibitedBy() && c.concept() == concept);
  }

  private Map<String, Finding.Pair> context(SnapshotEvent snapshot, Optional<Compared> compared) {
    Map<String, Finding.Pair> context = new TreeMap<>();
    for (String metric : rule.context()) {
      Figure now = snapshot.current().metrics().get(metric);
      if (now != null) {
        Figure before = compared.map(c -> c.period().metrics().get(metric)).orElse(null);
        boolean comparable = before != null && before.basis().equals(now.basis());
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
    List<Finding> findings = new ArrayList<>();
    for (Conflict conflict : conflicts(snapshot)) {
      if (rule.conflicts().contains(conflict.type()) && conflict.scenario().isOutcome()) {
        Figure it = figure(conflict, conflict.winner());
        Figure was = figure(conflict, conflict.loser());
        Readings readings = readings(snapshot, it, was);
        findings.add(
            new Finding(
                conflict.concept().label(),
                conflict.basis(),
                verdict(readings),
                severity(readings),
                it,
                was,
                snapshot.current().period(),
                Map.of()));
      }
    }
    findings.sort(
        Comparator.comparing(Finding::metric)
            .thenComparing(Finding::basis)
            .thenComparing(Finding::verdict));
    List<Finding> weightiest = new ArrayList<>();
    for (Finding finding : findings) {
      if (weightiest.isEmpty()
          || !weightiest.getLast().metric().equals(finding.metric())
          || !weightiest.getLast().basis().equals(finding.basis())) {
        weightiest.add(finding);
      }
    }
    return weightiest;
  }

  private static Figure figure(Conflict conflict, Conflict.Statement statement) {
    return Figure.known(
        statement.quantity(), Hows.REPORTED, conflict.basis(), conflict.scenario(), null, null);
  }

  private static Readings readings(SnapshotEvent snapshot, Figure it, Figure was) {
    return new Readings(
        it,
        was,
        snapshot.current().metrics(),
        metrics(snapshot.prior()),
        metrics(snapshot.yearAgo()),
        metrics(snapshot.forecast()),
        snapshot.issuer().slug(),
        snapshot.segment().slug(),
        snapshot.span());
  }

  private static Map<String, Figure> metrics(PeriodMetrics period) {
    return period == null ? Map.of() : period.metrics();
  }

  private Verdict verdict(Readings readings) {
    return switch (when.ask(readings)) {
      case CERTAINLY -> Verdict.CERTAIN;
      case POSSIBLY -> rule.certainOnly() ? Verdict.HOLDING : Verdict.POSSIBLE;
      case UNKNOWN -> Verdict.NONE;
      case NO -> isPastReset(readings) ? Verdict.CLEAR : Verdict.HOLDING;
    };
  }

  private boolean isPastReset(Readings readings) {
    return reset.isEmpty() || reset.get().ask(readings) == Answer.CERTAINLY;
  }

  private Severity severity(Readings readings) {
    return severities.stream()
        .filter(c -> c.when().ask(readings) == Answer.CERTAINLY)
        .map(SeverityCase::severity)
        .findFirst()
        .orElse(rule.severity());
  }

  /** What a rule says of one figure, with the evidence. */
  public record Finding(
      String metric,
      Basis basis,
      Verdict verdict,
      Severity severity,
      Figure it,
      Figure was,
      PeriodView comparedWith,
      Map<String, Pair> context) {

    /** A further figure now and before; before may be null. */
    public record Pair(Figure now, Figure before) {}

    static Finding none(String metric, Basis basis) {
      return new Finding(metric, basis, Verdict.NONE, null, null, null, null, Map.of());
    }
  }
}
