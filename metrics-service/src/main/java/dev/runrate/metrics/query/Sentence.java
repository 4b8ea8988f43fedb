package dev.runrate.metrics.query;

import dev.runrate.common.fact.Scenario;
import dev.runrate.common.fact.Unit;
import dev.runrate.metrics.metric.Metric;
import dev.runrate.metrics.query.ExplainController.FactView;
import dev.runrate.metrics.query.ExplainController.Node;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One line that a journalist could print: "Zhipu AI: run-rate-revenue for 2025-H1 was 382 million
 * CNY (381 million to 383 million), annualised; from prospectus, 2025-12-22 (issuer)." The range is
 * left out where it reads like the point.
 */
final class Sentence {
  private static final BigDecimal TWO = BigDecimal.valueOf(2);
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private record Scale(BigDecimal size, String name) {}

  private static final Scale MILLION = new Scale(new BigDecimal("1e6"), " million");
  private static final List<Scale> SCALES =
      List.of(
          new Scale(new BigDecimal("1e12"), " trillion"),
          new Scale(new BigDecimal("1e9"), " billion"),
          MILLION);
  private static final Scale ONE = new Scale(BigDecimal.ONE, "");
  private static final Scale TIMES = new Scale(BigDecimal.ONE, "x");
  private static final Scale PERCENT = new Scale(new BigDecimal("0.01"), " percent");

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
        + amount(figure)
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

  private static String amount(FigureView figure) {
    Unit unit = figure.unit();
    String suffix = unit.isRatio() ? "" : " " + unit;
    if (figure.value() == null) {
      return range(figure, unit) + suffix;
    }
    String point = number(figure.value(), unit);
    return readsDifferently(figure)
        ? point + suffix + " (" + range(figure, unit) + ")"
        : point + suffix;
  }

  /**
   * Whether the interval says more than the digits shown do: "40 people" means 39.5 to 40.5
   * already.
   */
  private static boolean readsDifferently(FigureView figure) {
    Unit unit = figure.unit();
    return figure.low() == null
        || figure.high() == null
        || !sameDigits(figure.low(), figure.value(), unit)
        || !sameDigits(figure.high(), figure.value(), unit);
  }

  /** At most half a shown digit apart from what is shown. */
  private static boolean sameDigits(BigDecimal end, BigDecimal point, Unit unit) {
    BigDecimal digit = lastDigit(point, unit);
    BigDecimal shown = point.divide(digit, 0, RoundingMode.HALF_EVEN).multiply(digit);
    return end.subtract(shown).abs().multiply(TWO).compareTo(digit) <= 0;
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
    Scale scale = scaleOf(value, unit);
    BigDecimal digit = lastDigit(value, unit);
    BigDecimal shown =
        value.divide(digit, 0, RoundingMode.HALF_EVEN).multiply(digit).divide(scale.size);
    return (unit.isRatio() ? shown.setScale(digits(value, unit)) : stripped(shown)).toPlainString()
        + scale.name;
  }

  /** What the last digit that is shown is worth. */
  private static BigDecimal lastDigit(BigDecimal value, Unit unit) {
    return scaleOf(value, unit).size.scaleByPowerOfTen(-digits(value, unit));
  }

  /** Digits after the point: 21.5 percent, 9.0x and 722x, 12.25 million, 40 people. */
  private static int digits(BigDecimal value, Unit unit) {
    return switch (unit.kind()) {
      case RATIO -> 1;
      case MULTIPLE -> value.abs().compareTo(HUNDRED) < 0 ? 1 : 0;
      case MONTHS -> 1;
      case MONEY -> 2;
      case USERS, PEOPLE, TOKENS_PER_DAY -> value.abs().compareTo(MILLION.size) < 0 ? 0 : 2;
    };
  }

  private static Scale scaleOf(BigDecimal value, Unit unit) {
    return switch (unit.kind()) {
      case RATIO -> PERCENT;
      case MULTIPLE -> TIMES;
      case MONTHS -> ONE;
      case MONEY, USERS, PEOPLE, TOKENS_PER_DAY ->
          SCALES.stream()
              .filter(scale -> value.abs().compareTo(scale.size) >= 0)
              .findFirst()
              .orElse(ONE);
    };
  }

  private static BigDecimal stripped(BigDecimal value) {
    BigDecimal stripped = value.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
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
