package dev.runrate.alert.rule;

import dev.runrate.common.event.AlertEvent.Severity;
import dev.runrate.common.event.AlertKind;
import dev.runrate.common.fact.Conflict;
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
 * @param compareWith where {@code was} comes from: the first in which the metric is known on the
 *     same basis and in the same unit
 * @param when fires
 * @param reset resolves what earlier periods raised; null where "does not fire" is enough
 * @param forPeriods how many periods in a row must fire before an alert is raised
 * @param severityWhen other severities than the default one, each with its condition
 * @param certainOnly overlapping intervals are silent
 * @param transition a name for what happened, told with the alert; null for none
 * @param context further metrics whose change is told
 * @param inhibitedBy conflicts of this type about the watched figure keep the rule from firing;
 *     null for none
 * @param spans lengths of period the rule looks at; empty for all that are not longer than need be
 * @param issuers the rule is for; empty for all
 * @param segments the rule is for; empty for all
 */
public record Rule(
    String id,
    String description,
    AlertKind kind,
    List<String> over,
    List<Conflict.Type> conflicts,
    List<Comparison> compareWith,
    String when,
    String reset,
    int forPeriods,
    Severity severity,
    Map<Severity, String> severityWhen,
    boolean certainOnly,
    String transition,
    List<String> context,
    Conflict.Type inhibitedBy,
    Set<String> spans,
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
    Objects.requireNonNull(when);
    Objects.requireNonNull(severity);
    over = List.copyOf(over);
    conflicts = List.copyOf(conflicts);
    compareWith = List.copyOf(compareWith);
    severityWhen = Map.copyOf(severityWhen);
    context = List.copyOf(context);
    spans = Set.copyOf(spans);
    issuers = Set.copyOf(issuers);
    segments = Set.copyOf(segments);
    labels = Map.copyOf(labels);
    if (forPeriods < 1) {
      throw new IllegalArgumentException("for is at least 1 period");
    }
  }
}
