package dev.runrate.metrics.query;

import dev.runrate.common.fact.Metric;
import dev.runrate.common.fact.Scenario;
import dev.runrate.common.fact.Wording;
import dev.runrate.metrics.query.ExplainController.FactView;
import dev.runrate.metrics.query.ExplainController.Node;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One line that a journalist could print: "Zhipu AI: run-rate-revenue for 2025-H1 was 382m CNY
 * (381m to 383m CNY), annualised; from prospectus, 2025-12-22 (issuer)." The range is left out
 * where it reads like the point.
 */
final class Sentence {
  private static final int MOST_SOURCES = 3;

  private Sentence() {}

  static String of(String subject, Metric metric, FigureView figure, Node tree) {
    String about = subject + ": " + metric + " for " + figure.period().label();
    if (figure.reason() != null) {
      return about + " is not computable: " + figure.reason() + ".";
    }
    String verb = figure.scenario().isOutcome() ? " was " : " is expected to be ";
    return about
        + verb
        + Wording.amountAndRange(figure.quantity())
        + ", "
        + figure.how()
        + (figure.basis().isReported() ? "" : " on the basis " + figure.basis())
        + (figure.scenario() == Scenario.ACTUAL ? "" : " (" + figure.scenario() + ")")
        + (figure.note() == null ? "" : " (" + figure.note() + ")")
        + (figure.suspect() == null ? "" : ", suspect: " + figure.suspect())
        + "; from "
        + sources(tree)
        + ".";
  }

  private static String sources(Node tree) {
    Set<String> sources = new LinkedHashSet<>();
    for (FactView fact : leaves(tree)) {
      sources.add(
          (fact.publisher() == null ? fact.filing() : fact.publisher())
              + ", "
              + fact.publishedOn()
              + " ("
              + fact.tier()
              + ")");
    }
    String some = sources.stream().limit(MOST_SOURCES).collect(Collectors.joining("; "));
    int more = sources.size() - MOST_SOURCES;
    return more > 0 ? some + " and " + more + " more" : some;
  }

  private static List<FactView> leaves(Node node) {
    List<FactView> leaves = new ArrayList<>();
    if (node.fact() != null) {
      leaves.add(node.fact());
    }
    if (node.operands() != null) {
      node.operands().forEach(operand -> leaves.addAll(leaves(operand)));
    }
    return leaves;
  }
}
