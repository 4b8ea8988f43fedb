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
import dev.runrate.common.fact.Quantity;
import dev.runrate.common.fact.Unit;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Words a finding as an alert. */
public final class Alerts {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

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
    Map<String, Change> context = new TreeMap<>();
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
        summary(snapshot, finding),
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

  private static String summary(SnapshotEvent snapshot, Finding finding) {
    String subject =
        snapshot.issuer()
            + (snapshot.segment().isWhole() ? "" : "/" + snapshot.segment())
            + " "
            + finding.metric()
            + (finding.basis().isReported() ? "" : " (" + finding.basis() + ")");
    String text =
        subject + " of " + snapshot.current().period().label() + ": " + amount(finding.it());
    if (finding.was() != null) {
      text += ", was " + amount(finding.was());
      if (finding.comparedWith() != null
          && !finding.comparedWith().equals(snapshot.current().period())) {
        text += " in " + finding.comparedWith().label();
      }
    }
    return finding.verdict() == Verdict.POSSIBLE ? text + " (possibly)" : text;
  }

  private static String amount(Figure figure) {
    String unit = figure.unit().kind() == Unit.Kind.RATIO ? "" : " " + figure.unit();
    if (figure.value() != null) {
      return number(figure.value(), figure.unit()) + unit;
    }
    String low = figure.low() == null ? "?" : number(figure.low(), figure.unit());
    String high = figure.high() == null ? "?" : number(figure.high(), figure.unit());
    return low + " to " + high + unit;
  }

  private static String number(BigDecimal value, Unit unit) {
    return unit.kind() == Unit.Kind.RATIO
        ? value.multiply(HUNDRED).setScale(1, RoundingMode.HALF_EVEN).toPlainString() + "%"
        : inGroupsOfThree(value.setScale(0, RoundingMode.HALF_UP).toPlainString());
  }

  /** 1234567 as 1,234,567. */
  private static String inGroupsOfThree(String digits) {
    StringBuilder grouped = new StringBuilder(digits);
    int first = digits.startsWith("-") ? 1 : 0;
    for (int i = digits.length() - 3; i > first; i -= 3) {
      grouped.insert(i, ',');
    }
    return grouped.toString();
  }
}
