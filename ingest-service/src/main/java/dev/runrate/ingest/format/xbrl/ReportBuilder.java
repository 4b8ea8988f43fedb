package dev.runrate.ingest.format.xbrl;

import dev.runrate.common.fact.Checked;
import dev.runrate.common.web.Problem.ContentError;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Gathers what the files of a report say and puts it together at the end: a fact may stand before
 * its context, and its text may go on in another file.
 */
final class ReportBuilder {
  /** As many as a person will read. */
  private static final int MOST_ERRORS = 100;

  /** A chain of continuations is as long as a document has columns and pages. */
  private static final int MOST_CONTINUATIONS = 1_000;

  private static final int MOST_TEXT = 2_000;

  /**
   * A fact whose references are not resolved yet.
   *
   * @param element names it in messages: {@code ix:nonFraction[@id='f-30']}
   * @param target the output document it is meant for; null is the default one
   * @param unitRef null where the fact is no number
   */
  record Raw(
      String element,
      String id,
      XbrlName concept,
      String contextRef,
      String unitRef,
      Checked<BigDecimal> number,
      Integer decimals,
      boolean nil,
      String text,
      String format,
      String continuedAt,
      String target) {}

  record Continuation(String text, String continuedAt) {}

  private final XbrlLimits limits;
  private final Map<String, XbrlContext> contexts = new HashMap<>();
  private final Map<String, XbrlUnit> units = new HashMap<>();
  private final Map<String, Continuation> continuations = new HashMap<>();
  private final Map<XbrlName, String> labels = new LinkedHashMap<>();
  private final List<Raw> raw = new ArrayList<>();
  private final List<ContentError> errors = new ArrayList<>();
  private final Places places = new Places();

  ReportBuilder(XbrlLimits limits) {
    this.limits = limits;
  }

  void error(String element, String code, String message) {
    if (errors.size() < MOST_ERRORS) {
      errors.add(new ContentError("/" + element, code, message));
    }
  }

  void context(String id, XbrlContext context) throws UnreadableReportException {
    XbrlContext before = contexts.putIfAbsent(id, context);
    if (before != null && !before.equals(context)) {
      error("xbrli:context[@id='" + id + "']", "duplicate", "two contexts have the id " + id);
    }
    if (contexts.size() > limits.contexts()) {
      throw UnreadableReportException.tooLarge("more than " + limits.contexts() + " contexts");
    }
  }

  void unit(String id, XbrlUnit unit) {
    XbrlUnit before = units.putIfAbsent(id, unit);
    if (before != null && !before.equals(unit)) {
      error("xbrli:unit[@id='" + id + "']", "duplicate", "two units have the id " + id);
    }
  }

  void continuation(String id, Continuation continuation) {
    continuations.putIfAbsent(id, continuation);
  }

  void label(XbrlName name, String label) {
    labels.putIfAbsent(name, label);
  }

  void fact(Raw fact) throws UnreadableReportException {
    raw.add(fact);
    if (raw.size() > limits.facts()) {
      throw UnreadableReportException.tooLarge("more than " + limits.facts() + " facts");
    }
  }

  String placeOf(String idOrNull) {
    return places.of(idOrNull);
  }

  XbrlReport build(XbrlFormat format, long bytes) {
    boolean hasDefaultTarget = raw.stream().anyMatch(fact -> fact.target == null);
    String target = hasDefaultTarget || raw.isEmpty() ? null : raw.getFirst().target;
    List<XbrlFact> facts = new ArrayList<>(raw.size());
    for (Raw fact : raw) {
      if (Objects.equals(fact.target, target)) {
        XbrlFact resolved = resolve(fact);
        if (resolved != null) {
          facts.add(resolved);
        }
      }
    }
    return new XbrlReport(format, facts, Map.copyOf(labels), List.copyOf(errors), bytes);
  }

  private XbrlFact resolve(Raw fact) {
    XbrlContext context = contexts.get(fact.contextRef);
    if (context == null) {
      error(
          fact.element,
          "context-missing",
          fact.concept
              + " refers to the context "
              + Shown.of(fact.contextRef)
              + ", which is not there");
      return null;
    }
    XbrlUnit unit = null;
    if (fact.unitRef != null) {
      unit = units.get(fact.unitRef);
      if (unit == null) {
        error(
            fact.element,
            "unit-missing",
            fact.concept
                + " refers to the unit "
                + Shown.of(fact.unitRef)
                + ", which is not there");
        return null;
      }
    }
    if (unit == null && fact.text == null && !fact.nil) {
      return null; // A number without a unit; that was told when it was read.
    }
    return new XbrlFact(
        fact.concept,
        context,
        unit,
        unit == null || fact.nil ? null : fact.number,
        fact.decimals,
        unit != null || fact.nil ? null : text(fact),
        fact.id);
  }

  private String text(Raw fact) {
    StringBuilder whole = new StringBuilder(fact.text);
    String next = fact.continuedAt;
    for (int i = 0; next != null && whole.length() < MOST_TEXT; i++) {
      Continuation more = continuations.get(next);
      if (more == null) {
        error(
            fact.element,
            "continuation-missing",
            fact.concept + " goes on at " + Shown.of(next) + ", which is not there");
        break;
      }
      if (i == MOST_CONTINUATIONS) {
        error(fact.element, "continuation-loop", fact.concept + " goes on without an end");
        break;
      }
      whole.append(more.text);
      next = more.continuedAt;
    }
    String text = whole.substring(0, Math.min(whole.length(), MOST_TEXT));
    return Transformations.text(fact.format, text) instanceof Checked.Valid<String> valid
        ? valid.value()
        : text.strip();
  }
}
