package dev.runrate.metrics.factbook;

import dev.runrate.common.fact.Basis;
import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.Fact;
import dev.runrate.common.fact.Scenario;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.common.fact.Unit;
import java.util.Comparator;

/** What may be compared and added: one concept of one segment, on one basis, in one unit. */
public record Line(SegmentId segment, Concept concept, Basis basis, Scenario scenario, Unit unit) {
  public static Line of(Fact fact) {
    return new Line(fact.segment(), fact.concept(), fact.basis(), fact.scenario(), fact.unit());
  }

  /** A total order: the whole first, then as in the catalogue. */
  public static final Comparator<Line> ORDER =
      Comparator.comparing(Line::segment)
          .thenComparing(Line::concept)
          .thenComparing(Line::basis)
          .thenComparing(Line::scenario)
          .thenComparing(Line::unit);

  /** The same for another concept. */
  Line of(Concept other) {
    return new Line(segment, other, basis, scenario, unit);
  }

  /** The same in another scenario. */
  Line of(Scenario other) {
    return new Line(segment, concept, basis, other, unit);
  }

  /** The same for another segment. */
  Line of(SegmentId other) {
    return new Line(other, concept, basis, scenario, unit);
  }
}
