package dev.runrate.alert.alert;

import dev.runrate.alert.rule.CompiledRule.Finding;
import dev.runrate.alert.rule.Rule;
import dev.runrate.alert.rule.Rule.Comparison;
import dev.runrate.alert.rule.Verdict;
import dev.runrate.common.event.AlertEvent.Change;
import dev.runrate.common.event.SnapshotEvent;
import dev.runrate.common.fact.Conflict;
import dev.runrate.common.fact.Figure;
import dev.runrate.common.fact.Metric;
import dev.runrate.common.fact.Unit;
import dev.runrate.common.fact.Wording;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * An alert in one sentence.
 *
 * <pre>
 * minimax: net loss deepened by 50.0% in 2025-Q3: -150m USD (derived), was -100m USD in 2024-Q3
 * kuaishou/kling: gross margin fell by 8.0 points in 2025: 52.0%, was 60.0% in 2024
 * openai: sources disagree on net income of 2025-Q3: The Times (2025-11-01) says -150m USD, The
 *   Post (2025-11-02) says -20m USD
 * </pre>
 */
final class Summary {
  private Summary() {}

  static String of(Rule rule, SnapshotEvent snapshot, Finding finding, Change change) {
    String subject =
        snapshot.issuer() + (snapshot.segment().isWhole() ? "" : "/" + snapshot.segment()) + ": ";
    String period = snapshot.current().period().label();
    String sentence =
        finding.conflict() == null
            ? ofFigure(rule, finding, change, period, snapshot.isInstant() ? " on " : " in ")
            : ofConflict(finding, period);
    return subject + sentence + reservations(finding);
  }

  // -- a figure, and what it is compared with

  private static String ofFigure(
      Rule rule, Finding finding, Change change, String period, String when) {
    return headline(rule, finding, change)
        + when
        + period
        + ": "
        + figure(finding.it())
        + comparison(finding, period, when);
  }

  private static String headline(Rule rule, Finding finding, Change change) {
    String name =
        words(finding) + (finding.basis().isReported() ? "" : " (" + finding.basis() + ")");
    if (finding.comparison() == Comparison.FORECAST) {
      return name
          + (isLess(finding)
              ? " missed the forecast"
              : finding.was().range().isBelow(finding.it().range())
                  ? " is above the forecast"
                  : " is as forecast");
    }
    return switch (rule.transition()) {
      case "profit-to-loss" -> name + " turned from profit to loss";
      case "loss-to-profit" -> name + " turned from loss to profit";
      case "deeper-loss" -> name.replaceFirst("income", "loss") + " deepened" + by(finding, change);
      case null -> name + moved(finding, change);
      default -> name + " (" + rule.transition() + ")";
    };
  }

  private static String words(Finding finding) {
    return Metric.parse(finding.metric()).map(Metric::words).orElse(finding.metric());
  }

  private static boolean isLess(Finding finding) {
    return finding.it().range().isBelow(finding.was().range());
  }

  /** Which way, where there is no doubt about it. */
  private static String moved(Finding finding, Change change) {
    if (finding.was() == null) {
      return "";
    }
    BigDecimal difference = change == null ? null : change.absolute().value();
    if (difference == null || difference.signum() == 0) {
      return finding.it().range().isDisjointFrom(finding.was().range())
          ? isLess(finding) ? " fell" : " rose"
          : " may have changed";
    }
    return (difference.signum() < 0 ? " fell" : " rose") + by(finding, change);
  }

  /** Of ratios in points, of signs that changed in nothing, else in percent. */
  private static String by(Finding finding, Change change) {
    if (change == null || change.absolute().value() == null) {
      return "";
    }
    if (finding.it().unit().kind() == Unit.Kind.RATIO) {
      return " by " + Wording.points(change.absolute().value());
    }
    boolean sameSign =
        finding.it().value() != null
            && finding.was().value() != null
            && finding.it().value().signum() * finding.was().value().signum() > 0;
    return !sameSign || change.relative() == null || change.relative().value() == null
        ? ""
        : " by " + Wording.amount(change.relative().value().abs(), Unit.RATIO);
  }

  private static String comparison(Finding finding, String period, String when) {
    if (finding.was() == null) {
      return "";
    }
    if (finding.comparison() == Comparison.FORECAST) {
      return ", " + finding.was().scenario() + " was " + Wording.amount(finding.was());
    }
    String label = finding.comparedWith().label();
    return ", was " + figure(finding.was()) + (label.equals(period) ? "" : when + label);
  }

  /** {@code -150m USD (-160m to -140m USD; derived, estimate)}. */
  private static String figure(Figure figure) {
    List<String> notes = new ArrayList<>();
    String range = Wording.range(figure);
    if (!range.isEmpty()) {
      notes.add(range);
    }
    List<String> caveats = Wording.caveats(figure);
    if (!caveats.isEmpty()) {
      notes.add(String.join(", ", caveats));
    }
    return Wording.amount(figure) + (notes.isEmpty() ? "" : " (" + String.join("; ", notes) + ")");
  }

  // -- a conflict

  private static String ofConflict(Finding finding, String period) {
    Conflict conflict = finding.conflict();
    String name =
        Wording.concept(conflict.concept())
            + (conflict.basis().isReported() ? "" : " (" + conflict.basis() + ")");
    if (conflict.type() == Conflict.Type.RESTATED) {
      return name
          + " of "
          + period
          + " was restated: "
          + says(conflict.winner())
          + ", before that "
          + said(conflict.loser());
    }
    if (conflict.type() == Conflict.Type.AUDIT) {
      return name + " of " + period + " cannot be true beside the other figures: " + conflict.why();
    }
    String about =
        conflict.loser().filing() == null || conflict.winner().filing() == null
            ? "statements contradict each other on "
            : "sources disagree on ";
    return about
        + name
        + " of "
        + period
        + ": "
        + says(conflict.winner())
        + ", "
        + says(conflict.loser())
        + (conflict.type() == Conflict.Type.SOURCE ? "" : " (" + conflict.type() + ")");
  }

  private static String says(Conflict.Statement statement) {
    return statement.filing() == null
        ? "other statements make it " + Wording.amount(statement.quantity())
        : who(statement)
            + " says "
            + Wording.amount(statement.quantity())
            + (statement.suspect() == null ? "" : " (" + statement.suspect() + ")");
  }

  private static String said(Conflict.Statement statement) {
    return Wording.amount(statement.quantity())
        + (statement.publishedOn() == null ? "" : " (" + statement.publishedOn() + ")");
  }

  private static String who(Conflict.Statement statement) {
    return (statement.publisher() == null ? "filing " + statement.filing() : statement.publisher())
        + (statement.publishedOn() == null ? "" : " (" + statement.publishedOn() + ")");
  }

  // -- reservations

  private static String reservations(Finding finding) {
    StringBuilder text = new StringBuilder();
    if (finding.verdict() == Verdict.POSSIBLE) {
      text.append(" (possibly)");
    }
    if (finding.disputed()) {
      text.append("; sources disagree, but it holds whoever is right");
    }
    if (finding.suspect() != null) {
      text.append("; suspect: ").append(finding.suspect());
    }
    return text.toString();
  }
}
