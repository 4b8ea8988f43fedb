package dev.runrate.ingest.format.xbrl;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** How a report is written down. */
public enum XbrlFormat {
  /** XHTML with the facts in place (Inline XBRL 1.1 and 1.0), as 10-Qs are served. */
  INLINE,
  /** An XBRL 2.1 instance, {@code _htm.xml}. */
  INSTANCE,
  /** xBRL-JSON (OIM 1.0), as repositories of European reports publish it. */
  JSON,
  /** A zip of any of these: an inline document set, a report package. */
  PACKAGE;

  private static final int SNIFFED_BYTES = 256 * 1024;

  /**
   * Recognises a document by its content.
   *
   * @return empty where it is none of these
   */
  public static Optional<XbrlFormat> of(byte[] document) {
    if (document.length > 3 && document[0] == 'P' && document[1] == 'K' && document[2] == 3) {
      return Optional.of(PACKAGE);
    }
    String start =
        new String(
            document, 0, Math.min(document.length, SNIFFED_BYTES), StandardCharsets.ISO_8859_1);
    String text = start.indexOf('\0') < 0 ? start : start.replace("\0", "");
    int first = firstMark(text);
    if (first < 0) {
      return Optional.empty();
    }
    if (text.charAt(first) == '{') {
      return text.contains("\"documentInfo\"") ? Optional.of(JSON) : Optional.empty();
    }
    if (text.charAt(first) != '<') {
      return Optional.empty();
    }
    String root = root(text, first);
    return switch (root.substring(root.indexOf(':') + 1).toLowerCase(Locale.ROOT)) {
      case "html" -> Optional.of(INLINE);
      case "xbrl" -> Optional.of(INSTANCE);
      default -> Optional.empty();
    };
  }

  private static int firstMark(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      // What a byte order mark looks like when read as Latin-1.
      if (!Character.isWhitespace(c) && c < 0x80) {
        return i;
      }
    }
    return -1;
  }

  /** The name of the first element, behind comments, instructions and the document type. */
  private static String root(String text, int from) {
    int at = from;
    while (at >= 0 && at + 1 < text.length()) {
      String end;
      if (text.startsWith("<!--", at)) {
        end = "-->";
      } else if (text.startsWith("<?", at)) {
        end = "?>";
      } else if (text.startsWith("<!", at)) {
        int subset = text.indexOf('[', at);
        int close = text.indexOf('>', at);
        end = subset >= 0 && subset < close ? "]>" : ">";
      } else {
        int stop = at + 1;
        while (stop < text.length() && " \t\r\n/>".indexOf(text.charAt(stop)) < 0) {
          stop++;
        }
        return text.substring(at + 1, stop);
      }
      int after = text.indexOf(end, at);
      at = after < 0 ? -1 : text.indexOf('<', after);
    }
    return "";
  }
}
