package dev.runrate.metrics.factbook;

import dev.runrate.common.fact.Basis;
import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.Fact;
import dev.runrate.common.fact.Scenario;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.common.fact.Unit;

/** What may be compared and added: one concept of one segment, on one basis, in one unit. */
public record Line(SegmentId segment, Concept concept, Basis basis, Scenario scenario, Unit unit) {
  public static Line of(Fact fact) {
    return new Line(fact.segment(), fact.concept(), fact.basis(), fact.scenario(), fact.unit());
  }
}
