package dev.runrate.alert.alert;

import dev.runrate.alert.rule.CompiledRule.Finding;
import dev.runrate.alert.rule.Rule;
import dev.runrate.alert.rule.Verdict;
import dev.runrate.common.event.AlertEvent;
import dev.runrate.common.event.AlertEvent.Certainty;
import dev.runrate.common.event.AlertEvent.Change;
import dev.runrate.common.event.AlertEvent.State;
import dev.runrate.common.event.SnapshotEvent;
import dev.runrate.common.fact.Figure;
import dev.runrate.common.fact.Hows;
import dev.runrate.common.fact.Metric;
import dev.runrate.common.fact.Quantity;
import dev.runrate.common.fact.Unit;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Makes an alert of a finding; {@link Summary} has the words. */
public final class Alerts {
  private Alerts() {}

  /** {@code loss-widening:nvidia:whole:net-income:reported:2025-02-01_2025-04-30}. */
  public static String id(Rule rule, SnapshotEvent snapshot, Finding finding) {
    return String.join(
        ":",
        rule.id(),
        snapshot.issuer().slug(),
        snapshot.segment().isWhole() ? "whole" : snapshot.segment().slug(),
        finding.metric(),
        finding.basis().slug(),
        snapshot.periodKey().replace('/', '_'));
  }

  /** The alert that a firing finding amounts to; its state and number are the life cycle's. */
  public static AlertEvent word(Rule rule, SnapshotEvent snapshot, Finding finding) {
    Change change = change(finding.it(), finding.was());
    Map<Metric, Change> context = new EnumMap<>(Metric.class);
    finding.context().forEach((metric, pair) -> context.put(metric, contextOf(pair)));
    return new AlertEvent(
        id(rule, snapshot, finding),
        rule.id(),
        rule.kind(),
        snapshot.issuer(),
        snapshot.segment(),
        snapshot.current().period(),
        finding.comparedWith(),
        State.RAISED,
        finding.severity(),
        finding.verdict() == Verdict.CERTAIN ? Certainty.CERTAIN : Certainty.POSSIBLE,
        rule.transition(),
        Summary.of(rule, snapshot, finding, change),
        finding.suspect(),
        finding.metric(),
        finding.it(),
        finding.was(),
        change,
        context.isEmpty() ? null : context,
        finding.basis(),
        rule.labels().isEmpty() ? null : rule.labels(),
        snapshot.causedBy(),
        !snapshot.newest(),
        1,
        snapshot.at());
  }

  private static Change change(Figure now, Figure before) {
    if (before == null || !now.unit().equals(before.unit())) {
      return null;
    }
    Quantity current = now.quantity();
    Quantity previous = before.quantity();
    Hows how = now.how().and(before.how());
    String suspect = now.suspect() == null ? before.suspect() : now.suspect();
    Figure absolute =
        Figure.known(current.minus(previous), how, now.basis(), now.scenario(), null, suspect);
    // Of a ratio the relative change misleads: margins are told in points.
    Optional<Figure> relative =
        now.unit().kind() == Unit.Kind.RATIO
            ? Optional.empty()
            : current
                .dividedBy(previous, Unit.RATIO)
                .map(Quantity::minusOne)
                .map(q -> Figure.known(q, how, now.basis(), now.scenario(), null, suspect));
    return new Change(absolute, relative.orElse(null));
  }

  private static Change contextOf(Finding.Pair pair) {
    return pair.before() == null ? new Change(pair.now(), null) : change(pair.now(), pair.before());
  }
}
