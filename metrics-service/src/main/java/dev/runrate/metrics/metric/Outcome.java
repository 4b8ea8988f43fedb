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
import dev.runrate.metrics.factbook.FiledFact;
import java.time.LocalDate;
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
    public Figure figure() {
      return Figure.known(quantity, how, basis, scenario, note, suspect);
    }

    /** Whether every statement at the leaves is of a period that ends between the two days. */
    boolean restsOnWhatEnds(LocalDate from, LocalDate to) {
      return switch (derivation) {
        case Derivation.Stated stated -> {
          LocalDate end = stated.candidates.winner().nominal().end();
          yield !end.isBefore(from) && !end.isAfter(to);
        }
        case Derivation.Outdated old -> {
          LocalDate end = old.fact.nominal().end();
          yield !end.isBefore(from) && !end.isAfter(to);
        }
        case Derivation.Computed computed ->
            computed.operands.stream()
                .allMatch(
                    part -> part.outcome instanceof Known known && known.restsOnWhatEnds(from, to));
      };
    }

    /** Whether the formula was used for it or for anything that went into it. */
    boolean uses(String formula) {
      return derivation instanceof Derivation.Computed computed
          && (computed.formula.equals(formula)
              || computed.operands.stream()
                  .anyMatch(part -> part.outcome instanceof Known known && known.uses(formula)));
    }

    Known doubting(String because) {
      return new Known(quantity, how, basis, scenario, note, because, derivation);
    }

    /** The day on which all that it rests on had been said for the first time. */
    public LocalDate firstSaid() {
      return switch (derivation) {
        case Derivation.Stated stated -> stated.candidates.firstSaid();
        case Derivation.Outdated old -> old.fact.filing().source().publishedOn();
        case Derivation.Computed computed ->
            computed.operands.stream()
                .map(Part::outcome)
                .filter(Known.class::isInstance)
                .map(operand -> ((Known) operand).firstSaid())
                .max(LocalDate::compareTo)
                .orElse(LocalDate.MIN);
      };
    }
  }

  record Unknown(Reason reason, List<Part> operands) implements Outcome {}

  /** Where a known figure comes from. */
  sealed interface Derivation {
    /** A leaf: the statement that won, and those that did not. */
    record Stated(Candidates candidates) implements Derivation {}

    /** A leaf: what the period was said to be before it was restated. */
    record Outdated(FiledFact fact, Candidates candidates) implements Derivation {}

    /**
     * An inner node: the formula and what was put into it.
     *
     * @param overruled statements of this very figure that it was held against and that lost
     */
    record Computed(String formula, List<Part> operands, Optional<Candidates> overruled)
        implements Derivation {
      public Computed(String formula, List<Part> operands) {
        this(formula, operands, Optional.empty());
      }
    }
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

    /** A divisor's interval spans zero. */
    record MayBeZero(String name, Period period) implements Reason {}

    /** Known in another currency, but no rate covers the whole period. */
    record NoRate(Unit from, Unit to, Period period) implements Reason {}

    /** There is no such figure, whatever else were known: a profit is no loss ratio. */
    record NotApplicable(String text) implements Reason {}

    /** Anything that needs no period to be said. */
    record Because(String text) implements Reason {}
  }

  static Outcome unknown(String because) {
    return new Unknown(new Reason.Because(because), List.of());
  }

  static Outcome notKnown(String name, Period period) {
    return new Unknown(new Reason.NotKnown(name, period), List.of());
  }

  static Outcome notApplicable(String because) {
    return new Unknown(new Reason.NotApplicable(because), List.of());
  }

  /**
   * Applies a formula to operands that were all seen through one lens. The result carries every way
   * and every doubt of its operands (and {@code way}), is as hypothetical as its most hypothetical
   * one, and on the basis of the lens where any of them is. Two figures of one name that are on two
   * bases are never compared.
   *
   * @param apply empty where a divisor spans zero
   */
  static Outcome combine(
      String formula,
      How way,
      List<Part> operands,
      Function<List<Quantity>, Optional<Quantity>> apply) {
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
          basis = known.basis.isReported() ? basis : known.basis;
          how = how.and(known.how);
          suspect = suspect == null ? known.suspect : suspect;
          scenario = scenario.compareTo(known.scenario) >= 0 ? scenario : known.scenario;
          quantities.add(known.quantity);
        }
      }
    }
    Optional<String> mixed = mixedBases(operands, basis).or(() -> mixedCurrencies(quantities));
    if (mixed.isPresent()) {
      return new Unknown(new Reason.Because(mixed.get()), operands);
    }
    Optional<Quantity> result = apply.apply(quantities);
    if (result.isEmpty()) {
      return new Unknown(mayBeZero(operands), operands);
    }
    if (result.get().unit().isRatio() && setsStatedAgainstTranslated(operands)) {
      return new Unknown(
          new Reason.Because(
              "it would set an amount that was stated in a currency against one translated into"
                  + " it"),
          operands);
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

  /** The operands are known; the last of those that may be zero is the divisor. */
  private static Reason mayBeZero(List<Part> operands) {
    for (Part part : operands.reversed()) {
      if (((Known) part.outcome).quantity.range().containsZero()) {
        return new Reason.MayBeZero(part.name, part.period);
      }
    }
    Part divisor = operands.getLast();
    return new Reason.MayBeZero(divisor.name, divisor.period);
  }

  private static Optional<String> mixedBases(List<Part> operands, Basis basis) {
    if (basis.isReported()) {
      return Optional.empty();
    }
    for (Part a : operands) {
      for (Part b : operands) {
        if (a.name.equals(b.name) && !((Known) a.outcome).basis.equals(((Known) b.outcome).basis)) {
          return Optional.of("it would compare " + a.name + " on two bases, one of them " + basis);
        }
      }
    }
    return Optional.empty();
  }

  /** A rounded rate of the filer's and an official one do not meet in one ratio of two flows. */
  private static boolean setsStatedAgainstTranslated(List<Part> operands) {
    boolean anyTranslated = false;
    boolean anyStated = false;
    for (Part part : operands) {
      Known known = (Known) part.outcome;
      if (known.quantity.unit().isMoney() && part.period instanceof Period.Span) {
        boolean translated = known.how.contains(How.TRANSLATED);
        anyTranslated |= translated;
        anyStated |= !translated;
      }
    }
    return anyTranslated && anyStated;
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

  static Outcome quotient(String formula, Part dividend, Part divisor, Unit unit) {
    return combine(
        formula, How.REPORTED, List.of(dividend, divisor), q -> q.get(0).dividedBy(q.get(1), unit));
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

  /** The same, with the statements that it was held against. */
  default Outcome overruling(Candidates candidates) {
    return this instanceof Known k && k.derivation instanceof Derivation.Computed c
        ? new Known(
            k.quantity,
            k.how,
            k.basis,
            k.scenario,
            k.note,
            k.suspect,
            new Derivation.Computed(c.formula, c.operands, Optional.of(candidates)))
        : this;
  }

  default Outcome noting(String note) {
    return switch (this) {
      case Known k ->
          new Known(k.quantity, k.how, k.basis, k.scenario, note, k.suspect, k.derivation);
      case Unknown u -> u;
    };
  }
}
