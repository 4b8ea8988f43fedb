package dev.runrate.ingest.format.xbrl;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * XML as far as it is trusted: no document type is read, no entity expanded, nothing fetched. What
 * XHTML calls by name is known to be a few marks; every other entity is an error.
 */
final class Xml {
  static final String XHTML = "http://www.w3.org/1999/xhtml";
  static final String INSTANCE = "http://www.xbrl.org/2003/instance";
  static final String SCHEMA_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance";
  private static final String INLINE = "http://www.xbrl.org/2013/inlineXBRL";
  private static final String INLINE_1_0 = "http://www.xbrl.org/2008/inlineXBRL";

  private static final Map<String, String> MARKS =
      Map.ofEntries(
          Map.entry("nbsp", "\u00a0"),
          Map.entry("ndash", "\u2013"),
          Map.entry("mdash", "\u2014"),
          Map.entry("lsquo", "\u2018"),
          Map.entry("rsquo", "\u2019"),
          Map.entry("ldquo", "\u201c"),
          Map.entry("rdquo", "\u201d"),
          Map.entry("bull", "\u2022"),
          Map.entry("hellip", "\u2026"),
          Map.entry("copy", "\u00a9"),
          Map.entry("reg", "\u00ae"),
          Map.entry("trade", "\u2122"),
          Map.entry("sect", "\u00a7"),
          Map.entry("para", "\u00b6"),
          Map.entry("middot", "\u00b7"),
          Map.entry("thinsp", "\u2009"),
          Map.entry("ensp", "\u2002"),
          Map.entry("emsp", "\u2003"),
          Map.entry("zwnj", "\u200c"),
          Map.entry("shy", "\u00ad"),
          Map.entry("euro", "\u20ac"),
          Map.entry("pound", "\u00a3"),
          Map.entry("yen", "\u00a5"),
          Map.entry("cent", "\u00a2"));

  private static final int MOST_DEPTH = 10_000;

  private static final XMLInputFactory FACTORY = factory();

  private Xml() {}

  private static XMLInputFactory factory() {
    // The JDK's own, whatever else lies on the class path: its behaviour is what is tested here.
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    // The limits of the report count; pages are laid out deeper than the JDK's default of 100.
    factory.setProperty("jdk.xml.maxElementDepth", Integer.toString(MOST_DEPTH));
    factory.setXMLResolver(
        (publicId, systemId, base, namespace) -> {
          throw new XMLStreamException("nothing is fetched: " + systemId);
        });
    return factory;
  }

  static XMLStreamReader reader(InputStream in) throws XMLStreamException {
    return FACTORY.createXMLStreamReader(in);
  }

  static boolean isInline(String namespace) {
    return INLINE.equals(namespace) || INLINE_1_0.equals(namespace);
  }

  /**
   * @throws UnreadableReportException for any that is not a mark of XHTML
   */
  static String entity(String name, String file) throws UnreadableReportException {
    String mark = MARKS.get(name);
    if (mark == null) {
      throw new UnreadableReportException(
          file + "the entity &" + Shown.of(name) + "; is not expanded here; write the character");
    }
    return mark;
  }

  /** A document type may name itself; what it declares within the document is refused. */
  static void checkType(byte[] document, String file) throws UnreadableReportException {
    String start =
        new String(document, 0, Math.min(document.length, 64 * 1024), StandardCharsets.ISO_8859_1);
    int type = start.indexOf("<!DOCTYPE");
    int subset = start.indexOf('[', Math.max(type, 0));
    int close = start.indexOf('>', Math.max(type, 0));
    if (type < 0 || subset >= 0 && (close < 0 || subset < close)) {
      throw new UnreadableReportException(
          file + "<!DOCTYPE> declares entities or the like; a report declares none");
    }
  }

  /** Where and why, in one line. */
  static String told(XMLStreamException e, String file, String elementOrNull) {
    Location at = e.getLocation();
    String message = e.getMessage() == null ? "broken" : e.getMessage();
    int why = message.indexOf("Message: ");
    return file
        + (at == null ? "" : "line " + at.getLineNumber() + ", column " + at.getColumnNumber())
        + (elementOrNull == null ? "" : ", after <" + elementOrNull + ">")
        + ": "
        + (why < 0 ? message : message.substring(why + "Message: ".length()))
            .replace('\n', ' ')
            .replaceFirst("\\.$", "");
  }
}
