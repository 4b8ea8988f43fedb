package dev.runrate.metrics.query;

import dev.runrate.common.fact.Scenario;
import dev.runrate.common.fact.Unit;
import dev.runrate.metrics.metric.Metric;
import dev.runrate.metrics.query.ExplainController.FactView;
import dev.runrate.metrics.query.ExplainController.Node;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One line that a journalist could print: "Zhipu AI: run-rate-revenue for 2025-H1 was 382 million
 * CNY (381 million to 383 million), annualised; from prospectus, 2025-12-22 (issuer)."
 */
final class Sentence {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private record Scale(BigDecimal size, String name) {}

  private static final List<Scale> SCALES =
      List.of(
          new Scale(new BigDecimal("1e12"), " trillion"),
          new Scale(new BigDecimal("1e9"), " billion"),
          new Scale(new BigDecimal("1e6"), " million"));

  /** Ratios that people say as "so many times", not in percent. */
  private static final Set<Metric> MULTIPLES =
      EnumSet.of(
          Metric.BURN_MULTIPLE,
          Metric.MAGIC_NUMBER,
          Metric.VALUATION_TO_RUN_RATE,
          Metric.VALUATION_TO_ARR);

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
        + amount(metric, figure)
        + ", "
        + figure.how()
        + (figure.basis().isReported() ? "" : " on the basis " + figure.basis())
        + (figure.scenario() == Scenario.ACTUAL ? "" : " (" + figure.scenario() + ")")
        + "; from "
        + sources(tree)
        + ".";
  }

  private static String amount(Metric metric, FigureView figure) {
    if (MULTIPLES.contains(metric) && figure.value() != null) {
      return round(figure.value()) + " times";
    }
    Unit unit = figure.unit();
    boolean exact =
        figure.value() != null
            && figure.low() != null
            && figure.value().compareTo(figure.low()) == 0
            && figure.high() != null
            && figure.value().compareTo(figure.high()) == 0;
    String point = figure.value() == null ? null : number(figure.value(), unit);
    String suffix = unit.kind() == Unit.Kind.RATIO ? "" : " " + unit;
    if (exact) {
      return point + suffix;
    }
    String range = range(figure, unit);
    return point == null ? range + suffix : point + suffix + " (" + range + ")";
  }

  private static String range(FigureView figure, Unit unit) {
    if (figure.low() == null) {
      return figure.high() == null ? "unknown" : "at most " + number(figure.high(), unit);
    }
    return figure.high() == null
        ? "at least " + number(figure.low(), unit)
        : number(figure.low(), unit) + " to " + number(figure.high(), unit);
  }

  private static String number(BigDecimal value, Unit unit) {
    if (unit.kind() == Unit.Kind.RATIO) {
      return value.multiply(HUNDRED).setScale(1, RoundingMode.HALF_EVEN).toPlainString()
          + " percent";
    }
    for (Scale scale : SCALES) {
      if (value.abs().compareTo(scale.size) >= 0) {
        return round(value.divide(scale.size)) + scale.name;
      }
    }
    return round(value);
  }

  private static String round(BigDecimal value) {
    BigDecimal rounded = value.setScale(2, RoundingMode.HALF_EVEN).stripTrailingZeros();
    return (rounded.scale() < 0 ? rounded.setScale(0) : rounded).toPlainString();
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
