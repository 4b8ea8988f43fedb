package dev.runrate.ingest.format.xbrl;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a concept, an axis, a member or a measure, whatever prefix the document gave its
 * namespace. Namespaces of taxonomies have a year in them; the same name of another year is the
 * same name here: {@code us-gaap:Revenues}. A name of the filer's own namespace keeps the
 * document's prefix, which filers keep over the years: {@code nvda:DataCenterMember}.
 *
 * @param prefix empty for none
 */
record XbrlName(String prefix, String local) {
  private static final String INSTANCE = "http://www.xbrl.org/2003/instance";
  private static final String ISO_4217 = "http://www.xbrl.org/2003/iso4217";
  private static final String CIK = "http://www.sec.gov/CIK";
  private static final String LEI = "http://standards.iso.org/iso/17442";

  /** {@code http://fasb.org/us-gaap/2025}, {@code http://xbrl.sec.gov/dei/2025-01-31}. */
  private static final Pattern AMERICAN =
      Pattern.compile(
          "https?://(?:xbrl\\.)?(?:fasb\\.org|sec\\.gov|us)/([a-z-]+)/\\d{4}(?:-\\d{2}(?:-\\d{2})?)?");

  /** {@code http://xbrl.ifrs.org/taxonomy/2020-03-16/ifrs-full}. */
  private static final Pattern INTERNATIONAL =
      Pattern.compile("https?://xbrl\\.ifrs\\.org/taxonomy/[0-9-]+/(ifrs-[a-z]+)");

  static XbrlName of(String namespace, String prefixOrNull, String local) {
    return new XbrlName(prefix(namespace, prefixOrNull), local);
  }

  private static String prefix(String namespace, String prefixOrNull) {
    String given = prefixOrNull == null ? "" : prefixOrNull;
    if (namespace == null) {
      return given;
    }
    switch (namespace) {
      case INSTANCE -> {
        return "xbrli";
      }
      case ISO_4217 -> {
        return "iso4217";
      }
      default -> {
        // A taxonomy or the filer's own.
      }
    }
    Matcher american = AMERICAN.matcher(namespace);
    if (american.matches()) {
      return american.group(1);
    }
    Matcher international = INTERNATIONAL.matcher(namespace);
    return international.matches() ? international.group(1) : given;
  }

  /** The scheme of an entity that is a number of the SEC's. */
  static boolean isCik(String scheme) {
    return CIK.equals(scheme);
  }

  /** The scheme of an entity that is a legal entity identifier. */
  static boolean isLei(String scheme) {
    return LEI.equals(scheme);
  }

  @Override
  public String toString() {
    return prefix.isEmpty() ? local : prefix + ":" + local;
  }
}
