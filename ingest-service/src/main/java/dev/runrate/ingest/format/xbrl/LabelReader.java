package dev.runrate.ingest.format.xbrl;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads the standard English labels of a label linkbase:
 *
 * <pre>
 * &lt;link:loc xlink:href="nvda-20250727.xsd#nvda_DataCenterMember" xlink:label="loc_1"/&gt;
 * &lt;link:label xlink:label="lab_1" xlink:role="…/label" xml:lang="en-US"&gt;Data Center [Member]&lt;/link:label&gt;
 * &lt;link:labelArc xlink:from="loc_1" xlink:to="lab_1"/&gt;
 * </pre>
 */
final class LabelReader {
  private static final String XLINK = "http://www.w3.org/1999/xlink";
  private static final String XML = "http://www.w3.org/XML/1998/namespace";
  private static final int MOST_CHARACTERS = 300;

  private LabelReader() {}

  /** A linkbase that cannot be read gives no labels; the facts do not depend on them. */
  static void read(byte[] document, String file, ReportBuilder report)
      throws UnreadableReportException {
    Map<String, XbrlName> located = new HashMap<>();
    Map<String, String> labels = new HashMap<>();
    List<String[]> arcs = new ArrayList<>();
    try {
      XMLStreamReader in = Xml.reader(new ByteArrayInputStream(document));
      try {
        while (in.hasNext()) {
          int event = in.next();
          if (event == XMLStreamConstants.DTD) {
            Xml.checkType(document, file + ", ");
          } else if (event == XMLStreamConstants.START_ELEMENT) {
            String label = in.getAttributeValue(XLINK, "label");
            switch (in.getLocalName()) {
              case "loc" -> {
                XbrlName name = located(in.getAttributeValue(XLINK, "href"));
                if (label != null && name != null) {
                  located.put(label, name);
                }
              }
              case "labelArc" ->
                  arcs.add(
                      new String[] {
                        in.getAttributeValue(XLINK, "from"), in.getAttributeValue(XLINK, "to")
                      });
              case "label" -> {
                String role = in.getAttributeValue(XLINK, "role");
                String language = in.getAttributeValue(XML, "lang");
                if (label != null
                    && (role == null || role.endsWith("/role/label"))
                    && (language == null || language.startsWith("en"))) {
                  String text = in.getElementText().strip();
                  if (!text.isEmpty() && text.length() <= MOST_CHARACTERS) {
                    labels.putIfAbsent(label, text);
                  }
                }
              }
              default -> {
                // Links of other kinds.
              }
            }
          }
        }
      } finally {
        in.close();
      }
    } catch (XMLStreamException e) {
      return;
    }
    for (String[] arc : arcs) {
      XbrlName name = arc[0] == null ? null : located.get(arc[0]);
      String label = arc[1] == null ? null : labels.get(arc[1]);
      if (name != null && label != null) {
        report.label(name, label);
      }
    }
  }

  /** {@code nvda-20250727.xsd#nvda_DataCenterMember}. */
  private static XbrlName located(String hrefOrNull) {
    int hash = hrefOrNull == null ? -1 : hrefOrNull.indexOf('#');
    int underscore = hash < 0 ? -1 : hrefOrNull.indexOf('_', hash);
    return underscore < 0
        ? null
        : new XbrlName(
            hrefOrNull.substring(hash + 1, underscore), hrefOrNull.substring(underscore + 1));
  }
}
