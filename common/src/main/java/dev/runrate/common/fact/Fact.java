package dev.runrate.common.fact;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * One statement of a filing: a concept of the issuer or of one of its segments had this value in
 * this period. Example: {@code Revenue} of the whole issuer in {@code 2025-9M} was 53.43m USD.
 *
 * <p>What comes from outside, in whatever format, becomes a fact by {@link #of}, which knows every
 * rule. The constructor holds only what the engine cannot compute without: what was stored before a
 * rule was made stays readable, and is judged by {@link Plausibility} like everything else.
 *
 * @param tag the source's own name for it where several mean the concept ({@code
 *     us-gaap:SalesRevenueNet}); null where it has none
 */
public record Fact(
    Concept concept,
    SegmentId segment,
    PeriodExpression period,
    StatedValue stated,
    Unit unit,
    Scenario scenario,
    Basis basis,
    String tag) {
  public Fact {
    Objects.requireNonNull(concept);
    Objects.requireNonNull(segment);
    Objects.requireNonNull(period);
    Objects.requireNonNull(stated);
    Objects.requireNonNull(scenario);
    Objects.requireNonNull(basis);
    if (unit.kind() != concept.unitKind()) {
      throw new IllegalArgumentException(concept + " is not measured in " + unit);
    }
  }

  /**
   * The fact, or all that is wrong with it whatever else its filing says: the kinds of its period
   * and unit, its tag, and a number that cannot be (a negative cost, a gross margin of 70).
   * Pointers are from the fact: {@code /period}.
   */
  public static Checked<Fact> of(
      Concept concept,
      SegmentId segment,
      PeriodExpression period,
      StatedValue stated,
      Unit unit,
      Scenario scenario,
      Basis basis,
      String tagOrNull) {
    List<Checked.Fault> faults = new ArrayList<>(faults(concept, period));
    faults.addAll(faults(concept, unit));
    if (tagOrNull != null) {
      faults.addAll(Texts.check("tag", tagOrNull).faultsAt("/tag"));
    }
    if (!faults.isEmpty()) {
      return new Checked.Invalid<>(faults);
    }
    Fact fact = new Fact(concept, segment, period, stated, unit, scenario, basis, tagOrNull);
    return Checked.unless(faults(fact, null), () -> fact);
  }

  /**
   * What cannot be of a fact whatever else its filing says.
   *
   * @param sourceOrNull of which it is asked whether it can know already; null for not
   */
  public static List<Checked.Fault> faults(Fact fact, Source sourceOrNull) {
    List<Checked.Fault> faults = new ArrayList<>();
    for (Plausibility.Finding finding : Plausibility.of(fact, sourceOrNull)) {
      if (finding.isImpossible()) {
        faults.add(new Checked.Fault("/" + finding.member(), finding.code(), finding.message()));
      }
    }
    return faults;
  }

  /** Why there is no fact of the concept about the period. */
  public static List<Checked.Fault> faults(Concept concept, PeriodExpression period) {
    if (concept.takes(period)) {
      return List.of();
    }
    return List.of(
        new Checked.Fault(
            "/period",
            "period-kind",
            concept.takesSpan()
                ? concept
                    + " is a "
                    + concept.kind()
                    + " over a period; "
                    + period.text()
                    + " is a day"
                : concept
                    + " is known at a day: give a date such as 2025-09-30, not "
                    + period.text()));
  }

  /** Why there is no fact of the concept in the unit. */
  public static List<Checked.Fault> faults(Concept concept, Unit unit) {
    if (concept.unitKind() == unit.kind()) {
      return List.of();
    }
    return List.of(
        new Checked.Fault(
            "/unit",
            "unit-kind",
            concept + " is measured in " + concept.unitKind().units() + ", not in " + unit));
  }

  public Quantity quantity() {
    return stated.in(unit);
  }
}
