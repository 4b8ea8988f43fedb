package dev.runrate.ingest.format.xbrl;

import dev.runrate.common.fact.Amounts;
import dev.runrate.common.fact.Checked;
import dev.runrate.common.fact.Period;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads inline XBRL and instances, in one pass:
 *
 * <pre>
 * &lt;ix:nonFraction contextRef="c-1" name="us-gaap:Revenues" unitRef="usd" decimals="-6" scale="6"
 *     format="ixt:num-dot-decimal" id="f-30"&gt;46,743&lt;/ix:nonFraction&gt;
 *
 * &lt;us-gaap:Revenues contextRef="c-1" unitRef="usd" decimals="-6" id="f-30"&gt;46743000000&lt;/us-gaap:Revenues&gt;
 * </pre>
 *
 * A number inside a number is two facts of the same text, and a note around a number is two facts
 * as well; both are followed on a stack. Footnotes, references and schemas are passed over.
 */
final class XmlReader {
  private static final int MOST_SCALE = 15;
  private static final int MOST_DECIMALS = 30;
  private static final int MOST_TEXT = 2_000;
  private static final int MOST_NAME = 500;

  /** Facts in facts in facts: each of them gets all of the text. */
  private static final int MOST_OPEN = 100;

  private static final Set<String> FACTS = Set.of("nonFraction", "nonNumeric", "fraction");
  private static final Pattern WHOLE = Pattern.compile("[+-]?\\d{1,4}");
  private static final Set<String> TRUE = Set.of("true", "1");

  /** An inline element that is open, and the text that was seen in it. */
  private static final class Open {
    final String kind;
    final int depth;
    final String element;
    final StringBuilder text = new StringBuilder();
    String id;
    XbrlName concept;
    String contextRef;
    String unitRef;
    String format;
    String continuedAt;
    String target;
    Integer scale;
    boolean negative;
    boolean nil;
    String decimals;
    String precision;
    Checked<BigDecimal> numerator;
    Checked<BigDecimal> denominator;

    Open(String kind, int depth, String element) {
      this.kind = kind;
      this.depth = depth;
      this.element = element;
    }
  }

  private final XMLStreamReader in;
  private final ReportBuilder report;
  private final XbrlLimits limits;
  private final byte[] document;
  private final String file;
  private final Deque<Open> open = new ArrayDeque<>();
  private final Map<String, XbrlName> names = new HashMap<>();
  private int depth;
  private int excluded;
  private String last;

  private XmlReader(
      XMLStreamReader in, ReportBuilder report, XbrlLimits limits, byte[] document, String file) {
    this.in = in;
    this.report = report;
    this.limits = limits;
    this.document = document;
    this.file = file;
  }

  /**
   * @param nameOrNull of the file in a package, for messages
   * @throws UnreadableReportException if it is not XML to its end, or more than the limits allow
   */
  static void read(byte[] document, String nameOrNull, XbrlLimits limits, ReportBuilder report)
      throws UnreadableReportException {
    String file = nameOrNull == null ? "" : nameOrNull + ", ";
    XmlReader reader = null;
    try {
      XMLStreamReader in = Xml.reader(new ByteArrayInputStream(document));
      try {
        reader = new XmlReader(in, report, limits, document, file);
        reader.read();
      } finally {
        in.close();
      }
    } catch (XMLStreamException e) {
      throw new UnreadableReportException(Xml.told(e, file, reader == null ? null : reader.last));
    }
  }

  private void read() throws XMLStreamException, UnreadableReportException {
    boolean isInstance = false;
    while (in.hasNext()) {
      switch (in.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          enter();
          String namespace = in.getNamespaceURI();
          String local = in.getLocalName();
          if (depth == 1) {
            isInstance = Xml.INSTANCE.equals(namespace) && local.equals("xbrl");
          }
          if (Xml.isInline(namespace)) {
            inline(local);
          } else if (Xml.INSTANCE.equals(namespace)) {
            if (local.equals("context")) {
              context();
            } else if (local.equals("unit")) {
              unit();
            }
          } else if (isInstance && depth == 2 && attribute("contextRef") != null) {
            instanceFact(namespace, local);
          }
        }
        case XMLStreamConstants.END_ELEMENT -> {
          if (!open.isEmpty() && open.peek().depth == depth) {
            close(open.pop());
          }
          depth--;
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
          if (!open.isEmpty() && excluded == 0) {
            collect(in.getTextCharacters(), in.getTextStart(), in.getTextLength());
          }
        }
        case XMLStreamConstants.ENTITY_REFERENCE -> {
          char[] mark = Xml.entity(in.getLocalName(), file).toCharArray();
          if (excluded == 0) {
            collect(mark, 0, mark.length);
          }
        }
        case XMLStreamConstants.DTD -> Xml.checkType(document, file);
        default -> {
          // Comments and instructions say nothing.
        }
      }
    }
  }

  private void enter() throws UnreadableReportException {
    last = in.getLocalName();
    if (++depth > limits.depth()) {
      throw UnreadableReportException.tooLarge(
          file + "<" + last + "> is nested deeper than " + limits.depth() + " elements");
    }
  }

  private void collect(char[] characters, int start, int length) {
    for (Open each : open) {
      int room = MOST_TEXT - each.text.length();
      if (room > 0) {
        each.text.append(characters, start, Math.min(room, length));
      }
    }
  }

  // -- inline

  private void inline(String local) throws UnreadableReportException {
    if (open.size() > MOST_OPEN) {
      throw UnreadableReportException.tooLarge(
          file + "<ix:" + local + "> stands in more than " + MOST_OPEN + " other facts");
    }
    switch (local) {
      case "nonFraction", "nonNumeric", "fraction" -> {
        String id = attribute("id");
        String place = report.placeOf(id);
        Open fact = new Open(local, depth, element("ix:" + local, id, attribute("name")));
        fact.id = place;
        fact.concept = name(attribute("name"));
        fact.contextRef = attribute("contextRef");
        fact.unitRef = local.equals("nonNumeric") ? null : attribute("unitRef");
        fact.target = attribute("target");
        fact.decimals = attribute("decimals");
        fact.precision = attribute("precision");
        fact.continuedAt = attribute("continuedAt");
        String nil = in.getAttributeValue(Xml.SCHEMA_INSTANCE, "nil");
        fact.nil = nil != null && TRUE.contains(nil.strip());
        shape(fact);
        if (fact.concept == null) {
          report.error(
              fact.element,
              "name",
              "a fact has the name of a concept, of at most " + MOST_NAME + " characters");
        }
        if (fact.unitRef == null && !local.equals("nonNumeric")) {
          report.error(fact.element, "unit-missing", fact.concept + " has no unit");
        }
        open.push(fact);
      }
      case "numerator", "denominator" -> {
        Open part = new Open(local, depth, element("ix:" + local, null, null));
        shape(part);
        open.push(part);
      }
      case "continuation" -> {
        Open continuation = new Open(local, depth, element("ix:" + local, attribute("id"), null));
        continuation.id = attribute("id");
        continuation.continuedAt = attribute("continuedAt");
        open.push(continuation);
      }
      case "exclude" -> {
        open.push(new Open(local, depth, "ix:exclude"));
        excluded++;
      }
      default -> {
        // header, hidden, resources, references, relationship, footnote, tuple: no text of a fact.
      }
    }
  }

  /** What turns the text into a number. */
  private void shape(Open number) {
    String format = attribute("format");
    number.format = format == null ? null : format.substring(format.indexOf(':') + 1);
    String sign = attribute("sign");
    if (sign != null && !sign.isBlank()) {
      number.negative = sign.strip().equals("-");
      if (!number.negative) {
        report.error(number.element, "sign", "sign is - or absent, not " + Shown.of(sign));
      }
    }
    String scale = attribute("scale");
    if (scale != null) {
      number.scale = wholeNumber(scale, MOST_SCALE);
      if (number.scale == null) {
        report.error(
            number.element,
            "scale",
            "scale is a whole number from -"
                + MOST_SCALE
                + " to "
                + MOST_SCALE
                + ", not "
                + Shown.of(scale));
      }
    }
  }

  private void close(Open element) throws UnreadableReportException {
    switch (element.kind) {
      case "exclude" -> excluded--;
      case "continuation" -> {
        if (element.id != null) {
          report.continuation(
              element.id,
              new ReportBuilder.Continuation(element.text.toString(), element.continuedAt));
        }
      }
      case "numerator", "denominator" -> {
        Open fraction = open.peek();
        if (fraction != null && fraction.kind.equals("fraction")) {
          if (element.kind.equals("numerator")) {
            fraction.numerator = scaled(element);
          } else {
            fraction.denominator = scaled(element);
          }
        }
      }
      default -> {
        if (element.concept != null) {
          report.fact(fact(element));
        }
      }
    }
  }

  private ReportBuilder.Raw fact(Open element) {
    Checked<BigDecimal> number =
        switch (element.kind) {
          case "nonNumeric" -> null;
          case "fraction" -> quotient(element);
          default -> scaled(element);
        };
    return new ReportBuilder.Raw(
        element.element,
        element.id,
        element.concept,
        element.contextRef,
        element.unitRef,
        element.nil ? null : number,
        decimals(element.element, element.decimals, element.precision, number),
        element.nil,
        element.kind.equals("nonNumeric") ? element.text.toString() : null,
        element.format,
        element.continuedAt,
        element.target);
  }

  private static Checked<BigDecimal> scaled(Open number) {
    return switch (Transformations.number(number.format, number.text.toString())) {
      case Checked.Valid<BigDecimal> valid -> {
        BigDecimal scaled =
            number.scale == null ? valid.value() : valid.value().scaleByPowerOfTen(number.scale);
        yield Amounts.check(number.negative ? scaled.negate() : scaled);
      }
      case Checked.Invalid<BigDecimal> invalid -> invalid;
    };
  }

  private static Checked<BigDecimal> quotient(Open fraction) {
    if (fraction.numerator instanceof Checked.Valid<BigDecimal> above
        && fraction.denominator instanceof Checked.Valid<BigDecimal> below
        && below.value().signum() != 0) {
      try {
        return Amounts.check(above.value().divide(below.value()));
      } catch (ArithmeticException e) {
        return Checked.invalid("fraction", "the digits of this fraction do not end");
      }
    }
    return Checked.invalid("fraction", "a fraction has a numerator and a denominator");
  }

  // -- instances

  private void instanceFact(String namespace, String local)
      throws XMLStreamException, UnreadableReportException {
    String id = attribute("id");
    XbrlName concept = XbrlName.of(namespace, in.getPrefix(), local);
    String element = element(concept.toString(), id, null);
    String contextRef = attribute("contextRef");
    String unitRef = attribute("unitRef");
    String decimals = attribute("decimals");
    String precision = attribute("precision");
    String nil = in.getAttributeValue(Xml.SCHEMA_INSTANCE, "nil");
    boolean isNil = nil != null && TRUE.contains(nil.strip());
    String place = report.placeOf(id);
    String text = text();
    Checked<BigDecimal> number = unitRef == null || isNil ? null : Amounts.parse(text);
    report.fact(
        new ReportBuilder.Raw(
            element,
            place,
            concept,
            contextRef,
            unitRef,
            number,
            unitRef == null ? null : decimals(element, decimals, precision, number),
            isNil,
            unitRef == null ? text : null,
            null,
            null,
            null));
  }

  /** The text of the element, to its end; what is in further elements is passed over. */
  private String text() throws XMLStreamException, UnreadableReportException {
    StringBuilder text = new StringBuilder();
    int outer = depth;
    while (depth >= outer) {
      switch (in.next()) {
        case XMLStreamConstants.START_ELEMENT -> enter();
        case XMLStreamConstants.END_ELEMENT -> depth--;
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
          int room = MOST_TEXT - text.length();
          if (depth == outer && room > 0) {
            text.append(
                in.getTextCharacters(), in.getTextStart(), Math.min(room, in.getTextLength()));
          }
        }
        case XMLStreamConstants.ENTITY_REFERENCE ->
            text.append(Xml.entity(in.getLocalName(), file));
        case XMLStreamConstants.END_DOCUMENT -> throw new XMLStreamException("ends too early");
        default -> {
          // Comments and instructions say nothing.
        }
      }
    }
    return text.toString();
  }

  // -- contexts and units

  private void context() throws XMLStreamException, UnreadableReportException {
    String id = attribute("id");
    String element = element("xbrli:context", id, null);
    String scheme = null;
    String entity = null;
    String start = null;
    String end = null;
    String instant = null;
    boolean isForever = false;
    List<XbrlContext.Dimension> dimensions = new ArrayList<>();
    int outer = depth;
    int container = 0;
    while (depth >= outer) {
      int event = in.next();
      if (event == XMLStreamConstants.END_ELEMENT) {
        container = depth == container ? 0 : container;
        depth--;
      } else if (event == XMLStreamConstants.ENTITY_REFERENCE) {
        Xml.entity(in.getLocalName(), file);
      } else if (event == XMLStreamConstants.START_ELEMENT) {
        enter();
        switch (in.getLocalName()) {
          case "identifier" -> {
            scheme = attribute("scheme");
            entity = text().strip();
          }
          case "startDate" -> start = text();
          case "endDate" -> end = text();
          case "instant" -> instant = text();
          case "forever" -> isForever = true;
          case "segment", "scenario" -> container = depth;
          case "explicitMember" -> {
            XbrlName axis = name(attribute("dimension"));
            dimensions.add(new XbrlContext.Dimension(axis, memberName(element)));
          }
          case "typedMember" -> {
            XbrlName axis = name(attribute("dimension"));
            text();
            dimensions.add(new XbrlContext.Dimension(axis, null));
          }
          default -> {
            if (container > 0) {
              // What was said before there were dimensions: the fact is not about the whole.
              XbrlName axis = XbrlName.of(in.getNamespaceURI(), in.getPrefix(), in.getLocalName());
              text();
              dimensions.add(new XbrlContext.Dimension(axis, null));
            }
          }
        }
      }
    }
    if (id == null) {
      report.error(element, "id", "a context has an id");
      return;
    }
    if (dimensions.stream().anyMatch(each -> each.axis() == null)) {
      report.error(element, "dimension", "a member names its axis");
      return;
    }
    Checked<Period> period =
        instant != null
            ? XbrlPeriods.instant(instant)
            : start != null && end != null
                ? XbrlPeriods.span(start, end)
                : Checked.invalid(
                    "period", isForever ? "about all times" : "a context has a period");
    report.context(id, new XbrlContext(scheme, entity, period, dimensions));
  }

  /** The text of a member is a name with a prefix that is declared where it stands. */
  private XbrlName memberName(String element) throws XMLStreamException, UnreadableReportException {
    // Once the text was read, prefixes are those of what follows; they are the same but in theory.
    Map<String, String> here = new HashMap<>();
    for (int i = 0; i < in.getNamespaceCount(); i++) {
      here.put(
          in.getNamespacePrefix(i) == null ? "" : in.getNamespacePrefix(i), in.getNamespaceURI(i));
    }
    String text = text().strip();
    int colon = text.indexOf(':');
    String prefix = colon < 0 ? "" : text.substring(0, colon);
    if (text.isEmpty()) {
      report.error(element, "member", "an explicit member has a name");
      return new XbrlName("", "none");
    }
    if (text.length() > MOST_NAME) {
      report.error(element, "member", "a name has at most " + MOST_NAME + " characters");
      return new XbrlName("", "none");
    }
    return here.containsKey(prefix)
        ? XbrlName.of(here.get(prefix), prefix, text.substring(colon + 1))
        : name(text);
  }

  private void unit() throws XMLStreamException, UnreadableReportException {
    String id = attribute("id");
    List<XbrlName> numerator = new ArrayList<>();
    List<XbrlName> denominator = new ArrayList<>();
    boolean below = false;
    int outer = depth;
    while (depth >= outer) {
      int event = in.next();
      if (event == XMLStreamConstants.END_ELEMENT) {
        depth--;
      } else if (event == XMLStreamConstants.ENTITY_REFERENCE) {
        Xml.entity(in.getLocalName(), file);
      } else if (event == XMLStreamConstants.START_ELEMENT) {
        enter();
        switch (in.getLocalName()) {
          case "measure" -> {
            XbrlName measure = memberName(element("xbrli:unit", id, null));
            (below ? denominator : numerator).add(measure);
          }
          case "unitNumerator" -> below = false;
          case "unitDenominator" -> below = true;
          default -> {
            // divide
          }
        }
      }
    }
    if (id == null || numerator.isEmpty()) {
      report.error(
          element("xbrli:unit", id, null), "unit", "a unit has an id and at least one measure");
      return;
    }
    report.unit(id, new XbrlUnit(List.copyOf(numerator), List.copyOf(denominator)));
  }

  // -- attributes

  private String attribute(String name) {
    return in.getAttributeValue(null, name);
  }

  private XbrlName name(String textOrNull) {
    if (textOrNull == null || textOrNull.isBlank() || textOrNull.length() > MOST_NAME) {
      return null;
    }
    String text = textOrNull.strip();
    int colon = text.indexOf(':');
    String prefix = colon < 0 ? "" : text.substring(0, colon);
    String namespace = in.getNamespaceURI(prefix);
    return names.computeIfAbsent(
        namespace + " " + text, t -> XbrlName.of(namespace, prefix, text.substring(colon + 1)));
  }

  private Integer decimals(
      String element, String decimals, String precision, Checked<BigDecimal> number) {
    if (decimals != null && !decimals.strip().equals("INF")) {
      Integer whole = wholeNumber(decimals, MOST_DECIMALS);
      if (whole == null) {
        report.error(
            element,
            "decimals",
            "decimals is INF or a whole number from -"
                + MOST_DECIMALS
                + " to "
                + MOST_DECIMALS
                + ", not "
                + Shown.of(decimals));
      }
      return whole;
    }
    Integer digits = precision == null ? null : wholeNumber(precision, MOST_DECIMALS);
    if (decimals == null
        && digits != null
        && digits > 0
        && number instanceof Checked.Valid<BigDecimal> valid
        && valid.value().signum() != 0) {
      // XBRL 2.1, section 4.6.6: so many digits from the first on.
      BigDecimal value = valid.value().stripTrailingZeros();
      return digits - (value.precision() - value.scale());
    }
    return null;
  }

  private static Integer wholeNumber(String text, int most) {
    String trimmed = text.strip();
    if (!WHOLE.matcher(trimmed).matches()) {
      return null;
    }
    int number = Integer.parseInt(trimmed);
    return Math.abs(number) > most ? null : number;
  }

  private static String element(String name, String idOrNull, String conceptOrNull) {
    if (idOrNull != null) {
      return name + "[@id='" + Shown.of(idOrNull) + "']";
    }
    return conceptOrNull == null ? name : name + "[@name='" + Shown.of(conceptOrNull) + "']";
  }

  static boolean isFact(String local) {
    return FACTS.contains(local);
  }
}
