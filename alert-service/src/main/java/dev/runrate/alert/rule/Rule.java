package dev.runrate.alert.rule;

import dev.runrate.common.event.AlertEvent.Severity;
import dev.runrate.common.event.AlertKind;
import dev.runrate.common.fact.Conflict;
import dev.runrate.common.fact.Metric;
import dev.runrate.common.fact.SpanLength;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A rule as it is written down.
 *
 * <pre>
 * id: loss-widening
 * kind: loss-widening
 * over: [net-income, adjusted-net-income]
 * compareWith: [yearAgo, prior]
 * when: it &lt; 0 &amp;&amp; was &lt; 0 &amp;&amp; growth(it, was) &gt;= 0.05
 * reset: it &gt;= 0 || growth(it, was) &lt;= 0
 * severity: warning
 * </pre>
 *
 * @param id slug
 * @param description one line for people
 * @param over the metrics that are watched, each on its own; empty for rules over conflicts
 * @param conflicts the types of conflicts that are watched: {@code it} is the winner, {@code was}
 *     the loser
 * @param minMateriality of a rule over conflicts: those that matter less are none; 0.01 is a gap of
 *     a hundredth of the larger figure and of the period's revenue, 0 is every conflict
 * @param compareWith where {@code was} comes from: the first in which the metric is known and
 *     comparable ({@link Comparability}: same basis, same unit, both a proxy or neither, both
 *     annualised or neither)
 * @param everyComparison judge every comparison of {@code compareWith} and tell the gravest, rather
 *     than only the first: a stock that fell within a month fell, whatever it was a year ago
 * @param when fires; null for a rule over conflicts that tells each of them
 * @param reset resolves what earlier periods raised; null where "does not fire" is enough
 * @param forPeriods how many periods in a row must fire before an alert is raised
 * @param severityWhen other severities than the default one, each with its condition
 * @param certainOnly what overlapping intervals leave open is silent. A figure that is suspect is
 *     told nevertheless, as possible: it is its source that is in doubt
 * @param transition a name for what happened, told with the alert; null for none
 * @param context further metrics whose change is told
 * @param inhibitedBy a conflict of this type about anything that the watched figure rests on keeps
 *     the rule from firing, unless every reading of what is disputed fires; null for none
 * @param yieldsTo rules that tell the same fact better, {@code margin-change}, or some of their
 *     metrics, {@code margin-change:operating-margin}: where one of them fires for the same period
 *     and basis, and is no less severe, this one is silent
 * @param spans lengths of period the rule looks at, and tells each for itself; empty for all but
 *     odd ones, and of those that end together, the same change is told once
 * @param issuers the rule is for; empty for all
 * @param segments the rule is for; empty for all
 */
public record Rule(
    String id,
    String description,
    AlertKind kind,
    List<Metric> over,
    List<Conflict.Type> conflicts,
    BigDecimal minMateriality,
    List<Comparison> compareWith,
    boolean everyComparison,
    String when,
    String reset,
    int forPeriods,
    Severity severity,
    Map<Severity, String> severityWhen,
    boolean certainOnly,
    String transition,
    List<Metric> context,
    Conflict.Type inhibitedBy,
    Set<String> yieldsTo,
    Set<SpanLength> spans,
    Set<String> issuers,
    Set<String> segments,
    Map<String, String> labels,
    boolean enabled) {

  /** Which period a figure is compared with. */
  public enum Comparison {
    YEAR_AGO("yearAgo"),
    PRIOR("prior"),
    FORECAST("forecast");

    private final String label;

    Comparison(String label) {
      this.label = label;
    }

    @Override
    public String toString() {
      return label;
    }
  }

  public Rule {
    Objects.requireNonNull(id);
    Objects.requireNonNull(kind);
    Objects.requireNonNull(minMateriality);
    Objects.requireNonNull(severity);
    over = List.copyOf(over);
    conflicts = List.copyOf(conflicts);
    compareWith = List.copyOf(compareWith);
    severityWhen = Map.copyOf(severityWhen);
    context = List.copyOf(context);
    yieldsTo = Set.copyOf(yieldsTo);
    spans = Set.copyOf(spans);
    issuers = Set.copyOf(issuers);
    segments = Set.copyOf(segments);
    labels = Map.copyOf(labels);
    if (forPeriods < 1) {
      throw new IllegalArgumentException("for is at least 1 period");
    }
  }

  /** Whether this rule may be silent for that one. */
  public boolean yieldsToSomeOf(String otherRule) {
    return yieldsTo.stream()
        .anyMatch(other -> other.equals(otherRule) || other.startsWith(otherRule + ":"));
  }

  /** Whether this rule is silent where that one tells of that metric. */
  public boolean yieldsTo(String otherRule, String metric) {
    return yieldsTo.contains(otherRule) || yieldsTo.contains(otherRule + ":" + metric);
  }
}
