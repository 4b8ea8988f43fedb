package dev.runrate.ingest.concept;

import dev.runrate.common.fact.Concept;
import dev.runrate.common.web.CsvTable;
import dev.runrate.common.web.Page;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
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

  @GetMapping("/v1/concepts")
  Object list(@RequestHeader(required = false) String accept) {
    List<Entry> entries = Arrays.stream(Concept.values()).map(ConceptController::entry).toList();
    return CsvTable.isWanted(accept)
        ? CsvTable.answer(
            List.of("name", "kind", "periods", "units", "definition"),
            entries.stream()
                .map(
                    e ->
                        List.<Object>of(
                            e.name, e.kind, String.join(" ", e.periods), e.units, e.definition))
                .toList())
        : new Page<>(entries, null);
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
