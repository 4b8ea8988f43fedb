package dev.runrate.ingest.format.xbrl;

import dev.runrate.common.fact.Checked;
import dev.runrate.common.fact.Period;
import java.io.BufferedWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Shows a report as a page on which every fact is an anchor, {@code #f-30}, that is marked when it
 * is gone to. An inline document is written anew from what is known to be harmless: text, tables,
 * styles, pictures that it carries itself. Whatever else it holds (scripts, handlers, frames,
 * forms, what it would fetch) is not written at all. Of instances and JSON the page is a table.
 */
public final class ReportPage {
  private static final Set<String> ELEMENTS =
      Set.of(
          "a",
          "abbr",
          "address",
          "article",
          "aside",
          "b",
          "bdi",
          "bdo",
          "big",
          "blockquote",
          "br",
          "caption",
          "center",
          "cite",
          "code",
          "col",
          "colgroup",
          "dd",
          "del",
          "dfn",
          "div",
          "dl",
          "dt",
          "em",
          "figcaption",
          "figure",
          "font",
          "footer",
          "h1",
          "h2",
          "h3",
          "h4",
          "h5",
          "h6",
          "header",
          "hr",
          "i",
          "img",
          "ins",
          "kbd",
          "li",
          "main",
          "nav",
          "ol",
          "p",
          "pre",
          "q",
          "s",
          "samp",
          "section",
          "small",
          "span",
          "strike",
          "strong",
          "sub",
          "sup",
          "table",
          "tbody",
          "td",
          "tfoot",
          "th",
          "thead",
          "tr",
          "tt",
          "u",
          "ul",
          "var",
          "wbr");
  private static final Set<String> VOID = Set.of("br", "col", "hr", "img", "wbr");

  /** With all that is in them. */
  private static final Set<String> DROPPED =
      Set.of(
          "script",
          "noscript",
          "iframe",
          "frame",
          "frameset",
          "object",
          "embed",
          "applet",
          "form",
          "input",
          "button",
          "select",
          "textarea",
          "template",
          "svg",
          "math",
          "link",
          "meta",
          "base",
          "title",
          "audio",
          "video",
          "canvas",
          "map",
          "dialog",
          "portal");

  private static final Set<String> ATTRIBUTES =
      Set.of(
          "align",
          "alt",
          "bgcolor",
          "border",
          "cellpadding",
          "cellspacing",
          "class",
          "color",
          "colspan",
          "dir",
          "face",
          "height",
          "id",
          "lang",
          "name",
          "noshade",
          "nowrap",
          "rowspan",
          "size",
          "start",
          "style",
          "title",
          "type",
          "valign",
          "value",
          "width");
  private static final Pattern PICTURE =
      Pattern.compile("data:image/(?:png|jpe?g|gif|webp);base64,[A-Za-z0-9+/=\\s]*");
  private static final Pattern LINK = Pattern.compile("(?:#|https?://)[^\\s\"'<>`]*");

  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en"><head><meta charset="utf-8"><title>%s</title><style>
      :target { outline: 3px solid #b45309; background: #fde68a; color: #111; scroll-margin: 40vh; }
      .runrate-facts { font: 14px/1.4 sans-serif; border-collapse: collapse; margin: 2em 1em; }
      .runrate-facts th, .runrate-facts td { border: 1px solid #ccc; padding: 2px 8px; text-align: left; }
      .runrate-facts td.n { text-align: right; white-space: nowrap; }
      .runrate-facts :target, .runrate-facts tr:target { outline-offset: -2px; }
      </style>
      """;

  private record Hidden(String id, String name, String text) {}

  private final Writer out;
  private final Places places = new Places();
  private final List<Hidden> hidden = new ArrayList<>();

  private ReportPage(Writer out) {
    this.out = out;
  }

  /**
   * @param title for the window
   * @throws UnreadableReportException if the report cannot be read, though it could be once
   */
  public static void write(ReportFile file, XbrlLimits limits, String title, OutputStream to)
      throws IOException, UnreadableReportException {
    Writer out = new BufferedWriter(new OutputStreamWriter(to, StandardCharsets.UTF_8));
    ReportPage page = new ReportPage(out);
    out.write(HEAD.formatted(escaped(title)));
    switch (file.format()) {
      case INLINE -> {
        page.styles(file.bytes());
        out.write("</head><body>\n");
        page.inline(file.bytes(), "");
        page.hiddenFacts();
      }
      case PACKAGE -> {
        List<PackageReader.Part> parts =
            PackageReader.parts(file.bytes(), limits, new ReportBuilder(limits));
        if (parts.getFirst().format() == XbrlFormat.INLINE) {
          for (PackageReader.Part part : parts) {
            page.styles(part.bytes());
          }
          out.write("</head><body>\n");
          for (PackageReader.Part part : parts) {
            page.inline(part.bytes(), part.name() + ", ");
          }
          page.hiddenFacts();
        } else {
          out.write("</head><body>\n");
          page.table(XbrlReader.read(file.bytes(), file.format(), limits));
        }
      }
      case INSTANCE, JSON -> {
        out.write("</head><body>\n");
        page.table(XbrlReader.read(file.bytes(), file.format(), limits));
      }
    }
    out.write("</body></html>\n");
    out.flush();
  }

  // -- inline

  /** What the document says of its looks; a style sheet cannot end itself without a tag. */
  private void styles(byte[] document) throws IOException, UnreadableReportException {
    try {
      XMLStreamReader in = Xml.reader(new ByteArrayInputStream(document));
      boolean isStyle = false;
      while (in.hasNext()) {
        int event = in.next();
        if (event == XMLStreamConstants.START_ELEMENT) {
          if (in.getLocalName().equals("body")) {
            return;
          }
          isStyle = in.getLocalName().equals("style");
          out.write(isStyle ? "<style>" : "");
        } else if (event == XMLStreamConstants.END_ELEMENT && isStyle) {
          out.write("</style>\n");
          isStyle = false;
        } else if (isStyle && in.isCharacters()) {
          out.write(in.getText().replace("<", ""));
        }
      }
    } catch (XMLStreamException e) {
      throw new UnreadableReportException(Xml.told(e, "", "style"));
    }
  }

  private void inline(byte[] document, String file) throws IOException, UnreadableReportException {
    try {
      XMLStreamReader in = Xml.reader(new ByteArrayInputStream(document));
      Deque<String> open = new ArrayDeque<>();
      boolean isBody = false;
      int hiddenDepth = 0;
      int droppedDepth = 0;
      int depth = 0;
      StringBuilder text = null;
      String hiddenId = null;
      String hiddenName = null;
      int hiddenFact = 0;
      while (in.hasNext()) {
        switch (in.next()) {
          case XMLStreamConstants.START_ELEMENT -> {
            depth++;
            String local = in.getLocalName();
            String end = "";
            if (Xml.isInline(in.getNamespaceURI())) {
              boolean isFact = XmlReader.isFact(local);
              String place = isFact ? places.of(in.getAttributeValue(null, "id")) : null;
              if (local.equals("header") && hiddenDepth == 0) {
                hiddenDepth = depth;
              }
              if (hiddenDepth > 0) {
                if (isFact && hiddenFact == 0) {
                  hiddenFact = depth;
                  hiddenId = place;
                  hiddenName = in.getAttributeValue(null, "name");
                  text = new StringBuilder();
                }
              } else if (droppedDepth == 0 && isBody && isFact) {
                out.write("<span id=\"" + escaped(place) + "\">");
                end = "</span>";
              }
            } else if (hiddenDepth == 0 && droppedDepth == 0) {
              String name = local.toLowerCase(Locale.ROOT);
              if (name.equals("body")) {
                isBody = true;
              } else if (DROPPED.contains(name)) {
                droppedDepth = depth;
              } else if (isBody && ELEMENTS.contains(name)) {
                element(in, name);
                end = VOID.contains(name) ? "" : "</" + name + ">";
              }
            }
            open.push(end);
          }
          case XMLStreamConstants.END_ELEMENT -> {
            out.write(open.pop());
            if (hiddenFact == depth) {
              hidden.add(new Hidden(hiddenId, hiddenName, text.toString()));
              hiddenFact = 0;
              text = null;
            }
            hiddenDepth = hiddenDepth == depth ? 0 : hiddenDepth;
            droppedDepth = droppedDepth == depth ? 0 : droppedDepth;
            depth--;
          }
          case XMLStreamConstants.CHARACTERS,
              XMLStreamConstants.CDATA,
              XMLStreamConstants.SPACE -> {
            if (text != null && text.length() < 500) {
              text.append(in.getText());
            } else if (isBody && hiddenDepth == 0 && droppedDepth == 0) {
              text(in.getTextCharacters(), in.getTextStart(), in.getTextLength());
            }
          }
          case XMLStreamConstants.ENTITY_REFERENCE -> {
            if (isBody && hiddenDepth == 0 && droppedDepth == 0) {
              out.write(escaped(Xml.entity(in.getLocalName(), file)));
            }
          }
          default -> {
            // Comments, instructions and the document type are not shown.
          }
        }
      }
    } catch (XMLStreamException e) {
      throw new UnreadableReportException(Xml.told(e, file, null));
    }
  }

  private void element(XMLStreamReader in, String name) throws IOException {
    out.write("<" + name);
    for (int i = 0; i < in.getAttributeCount(); i++) {
      if (in.getAttributeNamespace(i) != null && !in.getAttributeNamespace(i).isEmpty()) {
        continue;
      }
      String attribute = in.getAttributeLocalName(i).toLowerCase(Locale.ROOT);
      String value = in.getAttributeValue(i);
      boolean isLink = name.equals("a") && attribute.equals("href");
      boolean isShown =
          ATTRIBUTES.contains(attribute)
              || isLink && LINK.matcher(value).matches()
              || name.equals("img") && attribute.equals("src") && PICTURE.matcher(value).matches();
      if (isShown) {
        out.write(" " + attribute + "=\"" + escaped(value) + "\"");
        if (isLink && !value.startsWith("#")) {
          out.write(" rel=\"noopener noreferrer nofollow\"");
        }
      }
    }
    out.write(">");
  }

  /** Facts of the header, which have no place in the text. */
  private void hiddenFacts() throws IOException {
    if (hidden.isEmpty()) {
      return;
    }
    out.write(
        "\n<table class=\"runrate-facts\"><caption>Facts without a place in the text</caption>"
            + "<tr><th>id</th><th>fact</th><th>value</th></tr>\n");
    for (Hidden each : hidden) {
      row(each.id, List.of(each.id, each.name == null ? "" : each.name, each.text.strip()), 3);
    }
    out.write("</table>\n");
  }

  // -- instances

  private void table(XbrlReport report) throws IOException {
    out.write(
        "<table class=\"runrate-facts\"><tr><th>id</th><th>fact</th><th>of</th><th>period</th>"
            + "<th>value</th><th>unit</th><th>decimals</th></tr>\n");
    for (XbrlFact fact : report.facts()) {
      String value =
          fact.isNil()
              ? "nil"
              : fact.text() != null
                  ? fact.text()
                  : fact.number() instanceof Checked.Valid<BigDecimal> valid
                      ? valid.value().toPlainString()
                      : "";
      row(
          fact.id(),
          List.of(
              fact.id(),
              fact.concept().toString(),
              fact.context().dimensions().stream()
                  .map(each -> each.axis() + " " + (each.member() == null ? "" : each.member()))
                  .collect(Collectors.joining(", ")),
              fact.context().period() instanceof Checked.Valid<Period> valid
                  ? valid.value().toString()
                  : "",
              value.length() > 500 ? value.substring(0, 500) + "…" : value,
              fact.unit() == null ? "" : fact.unit().text(),
              fact.unit() == null
                  ? ""
                  : fact.decimals() == null ? "INF" : fact.decimals().toString()),
          fact.isNumeric() ? 4 : 7);
    }
    out.write("</table>\n");
  }

  private void row(String id, List<String> cells, int numeric) throws IOException {
    out.write("<tr id=\"" + escaped(id) + "\">");
    for (int i = 0; i < cells.size(); i++) {
      out.write(i == numeric ? "<td class=\"n\">" : "<td>");
      out.write(escaped(cells.get(i)));
      out.write("</td>");
    }
    out.write("</tr>\n");
  }

  // -- text

  private void text(char[] characters, int start, int length) throws IOException {
    int from = start;
    for (int i = start; i < start + length; i++) {
      String escape = escape(characters[i]);
      if (escape != null) {
        out.write(characters, from, i - from);
        out.write(escape);
        from = i + 1;
      }
    }
    out.write(characters, from, start + length - from);
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      String escape = escape(text.charAt(i));
      if (escape == null) {
        escaped.append(text.charAt(i));
      } else {
        escaped.append(escape);
      }
    }
    return escaped.toString();
  }

  private static String escape(char c) {
    return switch (c) {
      case '<' -> "&lt;";
      case '>' -> "&gt;";
      case '&' -> "&amp;";
      case '"' -> "&quot;";
      case '\'' -> "&#39;";
      case '\0' -> "";
      default -> null;
    };
  }
}
