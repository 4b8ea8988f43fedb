package dev.runrate.metrics.metric;

import dev.runrate.common.fact.Basis;
import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.Figure;
import dev.runrate.common.fact.How;
import dev.runrate.common.fact.Hows;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.Quantity;
import dev.runrate.common.fact.Scenario;
import dev.runrate.common.fact.Unit;
import dev.runrate.metrics.factbook.Candidates;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What came of asking for a figure: the figure with its whole pedigree, or why there is none. The
 * explanation of a number is this tree itself, not a second computation beside it.
 */
public sealed interface Outcome {

  /**
   * @param note what the reader should know of the way it was computed; null for nothing
   * @param suspect the undecided contradiction that it rests on; null for none
   */
  record Known(
      Quantity quantity,
      Hows how,
      Basis basis,
      Scenario scenario,
      String note,
      String suspect,
      Derivation derivation)
      implements Outcome {
    Figure figure() {
      return Figure.known(quantity, how, basis, scenario, note, suspect);
    }
  }

  record Unknown(Reason reason, List<Part> operands) implements Outcome {}

  /** Where a known figure comes from. */
  sealed interface Derivation {
    /** A leaf: the statement that won, and those that did not. */
    record Stated(Candidates candidates) implements Derivation {}

    /** An inner node: the formula and what was put into it. */
    record Computed(String formula, List<Part> operands) implements Derivation {}
  }

  /** An operand in its place: what it is, of which period, and whether a sum subtracts it. */
  record Part(String name, Period period, boolean subtracted, Outcome outcome) {
    static Part of(String name, Period period, Outcome outcome) {
      return new Part(name, period, false, outcome);
    }

    static Part of(Concept concept, Period period, Outcome outcome) {
      return new Part(concept.label(), period, false, outcome);
    }
  }

  /** Why there is no figure; rendered only when somebody asks. */
  sealed interface Reason {
    /** Neither stated, nor to be added up or worked out from what is. */
    record NotKnown(String name, Period period) implements Reason {}

    /** Anything that needs no period to be said. */
    record Because(String text) implements Reason {}
  }

  static Outcome unknown(String because) {
    return new Unknown(new Reason.Because(because), List.of());
  }

  static Outcome notKnown(String name, Period period) {
    return new Unknown(new Reason.NotKnown(name, period), List.of());
  }

  /**
   * Applies a formula to operands. The result carries every way and every doubt of its operands
   * (and {@code way}), is as hypothetical as its most hypothetical one, and on the one basis that
   * is not {@code reported}; operands on two such bases are refused.
   *
   * @param apply empty where the formula has no value for these operands
   * @param whyEmpty the reason in that case
   */
  static Outcome combine(
      String formula,
      How way,
      List<Part> operands,
      Function<List<Quantity>, Optional<Quantity>> apply,
      String whyEmpty) {
    List<Quantity> quantities = new ArrayList<>(operands.size());
    Hows how = Hows.of(way);
    String suspect = null;
    Basis basis = Basis.REPORTED;
    Scenario scenario = Scenario.ACTUAL;
    for (Part part : operands) {
      switch (part.outcome) {
        case Unknown missing -> {
          return new Unknown(missing.reason, operands);
        }
        case Known known -> {
          if (!known.basis.isReported() && !basis.isReported() && !basis.equals(known.basis)) {
            return new Unknown(
                new Reason.Because("it would mix the bases " + basis + " and " + known.basis),
                operands);
          }
          basis = known.basis.isReported() ? basis : known.basis;
          how = how.and(known.how);
          suspect = suspect == null ? known.suspect : suspect;
          scenario = scenario.compareTo(known.scenario) >= 0 ? scenario : known.scenario;
          quantities.add(known.quantity);
        }
      }
    }
    Optional<String> mixed = mixedCurrencies(quantities);
    if (mixed.isPresent()) {
      return new Unknown(new Reason.Because(mixed.get()), operands);
    }
    Optional<Quantity> result = apply.apply(quantities);
    if (result.isEmpty()) {
      return new Unknown(new Reason.Because(whyEmpty), operands);
    }
    return new Known(
        result.get(),
        how,
        basis,
        scenario,
        null,
        suspect,
        new Derivation.Computed(formula, operands));
  }

  private static Optional<String> mixedCurrencies(List<Quantity> quantities) {
    Unit first = null;
    for (Quantity quantity : quantities) {
      if (quantity.unit().isMoney()) {
        if (first != null && !first.equals(quantity.unit())) {
          return Optional.of(
              "it would mix " + first + " and " + quantity.unit() + "; ask for one currency");
        }
        first = quantity.unit();
      }
    }
    return Optional.empty();
  }

  String SUM_OF_PERIODS = "sum of periods";
  String DIVISOR_MAY_BE_ZERO = "the divisor may be zero";

  static Outcome quotient(String formula, Part dividend, Part divisor, Unit unit) {
    return combine(
        formula,
        How.REPORTED,
        List.of(dividend, divisor),
        q -> q.get(0).dividedBy(q.get(1), unit),
        DIVISOR_MAY_BE_ZERO);
  }

  default boolean isKnown() {
    return this instanceof Known;
  }

  default Outcome orElse(Supplier<Outcome> other) {
    if (isKnown()) {
      return this;
    }
    Outcome second = other.get();
    return second.isKnown() ? second : this;
  }

  default Outcome noting(String note) {
    return switch (this) {
      case Known k ->
          new Known(k.quantity, k.how, k.basis, k.scenario, note, k.suspect, k.derivation);
      case Unknown u -> u;
    };
  }
}
