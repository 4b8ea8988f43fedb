package dev.runrate.ingest.format.xbrl;

import dev.runrate.common.fact.Checked;
import java.math.BigDecimal;

/**
 * A fact as the document states it.
 *
 * @param unit null where the fact is no number
 * @param number of a numeric fact, scaled and signed; invalid where its text is no number. Null of
 *     other facts and of those that are nil
 * @param decimals as in XBRL: known to the nearest 10^-decimals; null for exact (INF)
 * @param text of a fact that is no number, shortened; null of others
 * @param id by which the document, or whoever shows it, knows its place; unique in the document
 */
record XbrlFact(
    XbrlName concept,
    XbrlContext context,
    XbrlUnit unit,
    Checked<BigDecimal> number,
    Integer decimals,
    String text,
    String id) {
  boolean isNumeric() {
    return unit != null;
  }

  boolean isNil() {
    return number == null && text == null;
  }
}
