package dev.runrate.metrics.metric;

import dev.runrate.common.fact.Basis;
import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.Fact;
import dev.runrate.common.fact.Hows;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.Scenario;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.metrics.factbook.Candidates;
import dev.runrate.metrics.factbook.FactBook;
import dev.runrate.metrics.factbook.FiledFact;
import dev.runrate.metrics.factbook.Line;
import dev.runrate.metrics.metric.Outcome.Known;
import java.util.Optional;

/** What is stated of a segment, as a {@link Lens} sees it. */
final class Statements {
  private final FactBook book;
  private final SegmentId segment;
  private final Lens lens;

  Statements(FactBook book, SegmentId segment, Lens lens) {
    this.book = book;
    this.segment = segment;
    this.lens = lens;
  }

  SegmentId segment() {
    return segment;
  }

  Line line(Concept concept, Basis basis, Scenario scenario) {
    return new Line(segment, concept, basis, scenario, lens.unitOf(concept));
  }

  /** The statement of the first scenario and basis of the lens in which there is one. */
  Outcome of(Concept concept, Period period) {
    for (Scenario scenario : lens.scenarios()) {
      for (Basis basis : lens.bases(concept)) {
        Outcome outcome = of(line(concept, basis, scenario), period);
        if (outcome.isKnown()) {
          return outcome;
        }
      }
    }
    return Outcome.notKnown(concept.label(), period);
  }

  Outcome of(Line line, Period period) {
    Optional<Candidates> candidates = book.candidates(line, period);
    return candidates.isPresent() && !candidates.get().isOverruled()
        ? stated(candidates.get())
        : Outcome.notKnown(line.concept().label(), period);
  }

  /** What was stated of the period and does not count, where nothing else was. */
  Optional<Candidates> overruled(Concept concept, Period period) {
    return book.candidates(line(concept, lens.basis(), lens.scenario()), period)
        .filter(Candidates::isOverruled);
  }

  /** A value that the period had before it was restated. */
  static Known outdated(Candidates candidates, FiledFact older) {
    return known(
        older.fact(), candidates.suspect(), new Outcome.Derivation.Outdated(older, candidates));
  }

  static Known stated(Candidates candidates) {
    return known(
        candidates.winner().fact(),
        candidates.suspect(),
        new Outcome.Derivation.Stated(candidates));
  }

  private static Known known(Fact fact, String suspect, Outcome.Derivation derivation) {
    return new Known(
        fact.quantity(), Hows.REPORTED, fact.basis(), fact.scenario(), null, suspect, derivation);
  }
}
