package dev.runrate.ingest.concept;

import dev.runrate.common.fact.Concept;
import dev.runrate.common.web.Columns;
import dev.runrate.common.web.Tabular;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The concept catalogue: what can be stated, of which periods and in which units. */
@RestController
class ConceptController {
  /**
   * @param kind flow, instant or ratio
   * @param periods which periods it takes: span, instant or both
   * @param units for people; {@code unit} of a fact is one currency code or one of the words
   */
  record Entry(String name, String kind, List<String> periods, String units, String definition) {}

  private static final Columns<Entry> COLUMNS =
      new Columns<Entry>()
          .and("name", Entry::name)
          .and("kind", Entry::kind)
          .and("periods", entry -> String.join(" ", entry.periods()))
          .and("units", Entry::units)
          .and("definition", Entry::definition);

  @GetMapping("/v1/concepts")
  Tabular<Entry> list() {
    return Tabular.whole(
        COLUMNS, Arrays.stream(Concept.values()).map(ConceptController::entry).toList());
  }

  private static Entry entry(Concept concept) {
    List<String> periods = new ArrayList<>();
    if (concept.takesSpan()) {
      periods.add("span");
    }
    if (concept.takesInstant()) {
      periods.add("instant");
    }
    return new Entry(
        concept.label(),
        concept.kind().toString(),
        periods,
        concept.unitKind().units(),
        concept.definition());
  }
}
