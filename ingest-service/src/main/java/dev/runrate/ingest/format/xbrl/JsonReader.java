package dev.runrate.ingest.format.xbrl;

import dev.runrate.common.event.Json;
import dev.runrate.common.fact.Amounts;
import dev.runrate.common.fact.Checked;
import dev.runrate.common.fact.Period;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads xBRL-JSON (Open Information Model 1.0):
 *
 * <pre>
 * {"documentInfo": {"documentType": "https://xbrl.org/2021/xbrl-json", "namespaces": {…}},
 *  "facts": {"fact-10": {"value": "302632000", "decimals": -3, "dimensions": {
 *    "concept": "ifrs-full:Revenue", "entity": "scheme:213800H2PQMIF3OVZY47",
 *    "period": "2021-04-01T00:00:00/2022-04-01T00:00:00", "unit": "iso4217:GBP"}}}}
 * </pre>
 *
 * The prefixes may be declared behind the facts, so facts are kept until the end.
 */
final class JsonReader {
  private static final int MOST_TEXT = 2_000;
  private static final int MOST_DECIMALS = 30;
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z_][\\w.-]{0,99}:[A-Za-z_][\\w.-]{0,399}");

  private record Raw(
      String id, String value, boolean nil, Integer decimals, Map<String, String> dimensions) {}

  private final JsonParser in;
  private final ReportBuilder report;
  private final XbrlLimits limits;
  private final Map<String, String> namespaces = new HashMap<>();
  private final List<Raw> facts = new ArrayList<>();
  private boolean isReport;
  private boolean hasFacts;

  private JsonReader(JsonParser in, ReportBuilder report, XbrlLimits limits) {
    this.in = in;
    this.report = report;
    this.limits = limits;
  }

  static void read(byte[] document, String nameOrNull, XbrlLimits limits, ReportBuilder report)
      throws UnreadableReportException {
    String file = nameOrNull == null ? "" : nameOrNull + ", ";
    try (JsonParser in = Json.MAPPER.createParser(document)) {
      JsonReader reader = new JsonReader(in, report, limits);
      reader.document();
      reader.resolve();
    } catch (JacksonException e) {
      throw new UnreadableReportException(
          file + "not JSON to its end: " + e.getOriginalMessage() + Json.where(e));
    }
  }

  private void document() throws UnreadableReportException {
    if (in.nextToken() != JsonToken.START_OBJECT) {
      throw new UnreadableReportException("xBRL-JSON is a JSON object");
    }
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = in.currentName();
      in.nextToken();
      switch (name) {
        case "documentInfo" -> documentInfo();
        case "facts" -> facts();
        default -> in.skipChildren();
      }
    }
    if (in.nextToken() != null) {
      throw new UnreadableReportException("something follows after the document");
    }
    if (!isReport || !hasFacts) {
      throw new UnreadableReportException(
          "not xBRL-JSON: it has a documentInfo that says so, and facts");
    }
  }

  private void documentInfo() throws UnreadableReportException {
    requireObject("documentInfo");
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = in.currentName();
      in.nextToken();
      switch (name) {
        case "documentType" -> {
          String type = in.getValueAsString("");
          isReport = type.contains("xbrl-json");
        }
        case "namespaces" -> {
          requireObject("namespaces");
          while (in.nextToken() != JsonToken.END_OBJECT) {
            String prefix = in.currentName();
            in.nextToken();
            namespaces.put(prefix, in.getValueAsString(""));
            in.skipChildren();
          }
        }
        default -> in.skipChildren();
      }
    }
  }

  private void facts() throws UnreadableReportException {
    requireObject("facts");
    hasFacts = true;
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String id = in.currentName();
      in.nextToken();
      requireObject("fact " + Shown.of(id));
      String value = null;
      boolean nil = false;
      Integer decimals = null;
      Map<String, String> dimensions = new HashMap<>();
      while (in.nextToken() != JsonToken.END_OBJECT) {
        String name = in.currentName();
        JsonToken token = in.nextToken();
        switch (name) {
          case "value" -> {
            nil = token == JsonToken.VALUE_NULL;
            value = nil ? null : shortened(in.getValueAsString(""));
          }
          case "decimals" -> decimals = decimals(id);
          case "dimensions" -> {
            requireObject("dimensions of " + Shown.of(id));
            while (in.nextToken() != JsonToken.END_OBJECT) {
              String axis = in.currentName();
              in.nextToken();
              dimensions.put(axis, in.getValueAsString());
              in.skipChildren();
            }
          }
          default -> in.skipChildren();
        }
      }
      facts.add(new Raw(report.placeOf(id), value, nil, decimals, dimensions));
      if (facts.size() > limits.facts()) {
        throw UnreadableReportException.tooLarge("more than " + limits.facts() + " facts");
      }
    }
  }

  private Integer decimals(String id) {
    String text = in.getValueAsString("");
    if (text.matches("-?\\d{1,3}") && Math.abs(Integer.parseInt(text)) <= MOST_DECIMALS) {
      return Integer.valueOf(text);
    }
    report.error(
        at(id) + "/decimals",
        "decimals",
        "decimals is a whole number from -" + MOST_DECIMALS + " to " + MOST_DECIMALS);
    return null;
  }

  private static String at(String id) {
    return "facts/" + id.replace("~", "~0").replace("/", "~1");
  }

  private static String shortened(String text) {
    return text.length() > MOST_TEXT ? text.substring(0, MOST_TEXT) : text;
  }

  private void requireObject(String what) throws UnreadableReportException {
    if (in.currentToken() != JsonToken.START_OBJECT) {
      throw new UnreadableReportException(what + " is not a JSON object");
    }
  }

  // -- what the texts mean

  private void resolve() throws UnreadableReportException {
    for (Raw raw : facts) {
      String concept = raw.dimensions.get("concept");
      String period = raw.dimensions.get("period");
      if (concept == null || !NAME.matcher(concept).matches()) {
        report.error(
            at(raw.id) + "/dimensions/concept", "name", "a fact has the name of a concept");
        continue;
      }
      String contextRef = "json:" + new TreeMap<>(frame(raw.dimensions));
      report.context(contextRef, context(raw.dimensions, period));
      String unitText = raw.dimensions.get("unit");
      boolean isNumber =
          unitText != null || raw.decimals != null || isNumberWithoutUnit(raw, concept);
      String unitRef = null;
      if (isNumber) {
        unitRef = "json:" + unitText;
        report.unit(unitRef, unitText == null ? XbrlUnit.NONE : unit(raw.id, unitText));
      }
      Checked<BigDecimal> number = isNumber && raw.value != null ? Amounts.parse(raw.value) : null;
      report.fact(
          new ReportBuilder.Raw(
              at(raw.id),
              raw.id,
              name(concept),
              contextRef,
              unitRef,
              number,
              raw.decimals,
              raw.nil || raw.value == null,
              isNumber ? null : raw.value,
              null,
              null,
              null));
    }
  }

  /** A pure number that is exact has neither unit nor decimals; a text has a language, mostly. */
  private static boolean isNumberWithoutUnit(Raw raw, String concept) {
    return raw.value != null
        && raw.dimensions.get("language") == null
        && !concept.startsWith("dei:")
        && raw.value.matches("-?\\d{1,30}(\\.\\d{1,30})?");
  }

  private static Map<String, String> frame(Map<String, String> dimensions) {
    Map<String, String> frame = new HashMap<>(dimensions);
    frame.keySet().removeAll(List.of("concept", "unit", "language", "xbrl:noteId", "noteId"));
    frame.values().removeIf(value -> value == null);
    return frame;
  }

  private XbrlContext context(Map<String, String> dimensions, String periodOrNull) {
    String entity = dimensions.getOrDefault("entity", "");
    int colon = entity.indexOf(':');
    List<XbrlContext.Dimension> axes = new ArrayList<>();
    dimensions.forEach(
        (axis, member) -> {
          if (NAME.matcher(axis).matches() && !axis.startsWith("xbrl:")) {
            // A typed member is a value; a name with a prefix that is declared is a member.
            boolean isName =
                member != null
                    && NAME.matcher(member).matches()
                    && namespaces.containsKey(member.substring(0, member.indexOf(':')));
            axes.add(new XbrlContext.Dimension(name(axis), isName ? name(member) : null));
          }
        });
    Checked<Period> period =
        periodOrNull == null
            ? Checked.invalid("period", "about all times")
            : XbrlPeriods.ofJson(periodOrNull);
    return new XbrlContext(
        colon < 0 ? null : namespaces.get(entity.substring(0, colon)),
        entity.substring(colon + 1),
        period,
        axes);
  }

  private XbrlName name(String text) {
    int colon = text.indexOf(':');
    String prefix = text.substring(0, colon);
    return XbrlName.of(namespaces.get(prefix), prefix, text.substring(colon + 1));
  }

  /** {@code iso4217:USD}, {@code iso4217:USD/xbrli:shares}, {@code (a:b*a:c)/a:d}. */
  private XbrlUnit unit(String id, String text) {
    int slash = text.indexOf('/');
    List<XbrlName> numerator = measures(slash < 0 ? text : text.substring(0, slash));
    List<XbrlName> denominator = slash < 0 ? List.of() : measures(text.substring(slash + 1));
    if (numerator.isEmpty() || slash >= 0 && denominator.isEmpty()) {
      report.error(at(id) + "/dimensions/unit", "unit", "not a unit: " + Shown.of(text));
      return XbrlUnit.NONE;
    }
    return new XbrlUnit(numerator, denominator);
  }

  private List<XbrlName> measures(String text) {
    List<XbrlName> measures = new ArrayList<>();
    for (String measure : text.replaceAll("[()\\s]", "").split("\\*")) {
      if (!NAME.matcher(measure).matches()) {
        return List.of();
      }
      measures.add(name(measure));
    }
    return List.copyOf(measures);
  }
}
