package dev.runrate.ingest.format.xbrl;

import dev.runrate.common.fact.Checked;
import dev.runrate.common.fact.Period;
import java.util.List;

/**
 * What a fact is about.
 *
 * @param scheme of the entity's identifier: {@code http://www.sec.gov/CIK}
 * @param period in whole days, both ends inclusive; invalid where the document's is none
 * @param dimensions sorted by axis
 */
record XbrlContext(
    String scheme, String entity, Checked<Period> period, List<Dimension> dimensions) {
  /**
   * A member of an axis.
   *
   * @param member null where the member is typed, that is no name but a value
   */
  record Dimension(XbrlName axis, XbrlName member) {}

  XbrlContext {
    dimensions =
        dimensions.stream()
            .sorted((a, b) -> a.axis.toString().compareTo(b.axis.toString()))
            .toList();
  }
}
