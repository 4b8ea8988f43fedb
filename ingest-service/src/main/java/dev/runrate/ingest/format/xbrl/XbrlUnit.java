package dev.runrate.ingest.format.xbrl;

import dev.runrate.common.fact.Checked;
import dev.runrate.common.fact.Unit;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a number is measured in.
 *
 * @param numerator measures that are multiplied
 * @param denominator measures that it is divided by; empty for none
 */
record XbrlUnit(List<XbrlName> numerator, List<XbrlName> denominator) {
  private static final XbrlName PURE = new XbrlName("xbrli", "pure");
  static final XbrlUnit NONE = new XbrlUnit(List.of(PURE), List.of());

  /** As one of the catalogue's units; invalid with the reason where it is none. */
  Checked<Unit> unit() {
    if (numerator.size() != 1 || denominator.size() > 1) {
      return Checked.invalid(
          "unit-measures", "a unit of " + text() + ", more measures than one; an amount has one");
    }
    if (!denominator.isEmpty()) {
      return Checked.invalid("unit", text() + " is a quotient");
    }
    XbrlName measure = numerator.getFirst();
    if (measure.equals(PURE)) {
      return Checked.valid(Unit.RATIO);
    }
    if (measure.prefix().equals("iso4217")
        && Unit.parse(measure.local()) instanceof Checked.Valid<Unit> valid
        && valid.value().isMoney()) {
      return valid;
    }
    return Checked.invalid("unit", text() + " is no unit of the catalogue");
  }

  boolean isProduct() {
    return numerator.size() > 1 || denominator.size() > 1;
  }

  /** {@code USD}, {@code USD/shares}. */
  String text() {
    return text(numerator) + (denominator.isEmpty() ? "" : "/" + text(denominator));
  }

  private static String text(List<XbrlName> measures) {
    return measures.isEmpty()
        ? "nothing"
        : measures.stream().map(XbrlName::local).collect(Collectors.joining("*"));
  }
}
