package dev.runrate.common.fact;

import java.util.Objects;

/**
 * One statement of a filing: a concept of the issuer or of one of its segments had this value in
 * this period. Example: {@code Revenue} of the whole issuer in {@code 2025-9M} was 53.43m USD.
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

  public Quantity quantity() {
    return stated.in(unit);
  }
}
