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
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/** What is stated of a segment, as a {@link Lens} sees it. */
final class Statements {
  private final FactBook book;
  private final SegmentId segment;
  private final Lens lens;
  private final Map<Concept, List<Row>> rows = new EnumMap<>(Concept.class);

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

  /** What is stated of a line, by period. */
  record Row(Line line, NavigableMap<Period, Candidates> candidates) {}

  /** The lines of a concept that count in this lens and of which anything is stated, best first. */
  List<Row> rows(Concept concept) {
    List<Row> found = rows.get(concept);
    if (found == null) {
      found = findRows(concept);
      rows.put(concept, found);
    }
    return found;
  }

  private List<Row> findRows(Concept concept) {
    List<Row> found = new ArrayList<>(1);
    for (Scenario scenario : lens.scenarios()) {
      for (Basis basis : lens.bases(concept)) {
        Line line = line(concept, basis, scenario);
        NavigableMap<Period, Candidates> candidates = book.candidates(line);
        if (!candidates.isEmpty()) {
          found.add(new Row(line, candidates));
        }
      }
    }
    return found;
  }

  /** The statement of the first scenario and basis of the lens in which there is one. */
  Outcome of(Concept concept, Period period) {
    for (Row row : rows(concept)) {
      Outcome outcome = of(row, period);
      if (outcome.isKnown()) {
        return outcome;
      }
    }
    return Outcome.notKnown(concept.label(), period);
  }

  Outcome of(Line line, Period period) {
    return of(new Row(line, book.candidates(line)), period);
  }

  static Outcome of(Row row, Period period) {
    Candidates candidates = row.candidates.get(period);
    return candidates != null && !candidates.isOverruled()
        ? stated(candidates)
        : Outcome.notKnown(row.line.concept().label(), period);
  }

  /** What was stated of the period and does not count, where nothing else was. */
  Optional<Candidates> overruled(Concept concept, Period period) {
    for (Row row : rows(concept)) {
      Candidates candidates = row.candidates.get(period);
      if (candidates != null) {
        return Optional.of(candidates).filter(Candidates::isOverruled);
      }
    }
    return Optional.empty();
  }

  /** A value that the period had before it was restated. */
  static Known outdated(Candidates candidates, FiledFact older) {
    return known(older, candidates.suspect(), new Outcome.Derivation.Outdated(older, candidates));
  }

  static Known stated(Candidates candidates) {
    return known(
        candidates.winner(), candidates.suspect(), new Outcome.Derivation.Stated(candidates));
  }

  private static Known known(FiledFact filed, String suspect, Outcome.Derivation derivation) {
    Fact fact = filed.fact();
    return new Known(
        filed.quantity(), Hows.REPORTED, fact.basis(), fact.scenario(), null, suspect, derivation);
  }
}
