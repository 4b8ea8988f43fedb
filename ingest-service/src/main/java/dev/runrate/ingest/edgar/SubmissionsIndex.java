package dev.runrate.ingest.edgar;

import dev.runrate.common.event.Json;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What EDGAR lists of an issuer, newest first: the columns of {@code filings.recent} side by side,
 * about a thousand; those before them in files of their own.
 *
 * @param name of the entity; null in the files of older filings
 * @param filings those with figures in them
 * @param older files that reach further back
 */
record SubmissionsIndex(String name, List<Entry> filings, List<Older> older) {
  /** Periodic reports, and what is furnished with XBRL in between; amendments end with /A. */
  private static final Set<String> FORMS =
      Set.of("10-K", "10-KT", "10-Q", "10-QT", "20-F", "40-F", "6-K", "8-K");

  private static final Pattern ACCESSION = Pattern.compile("\\d{10}-\\d{2}-\\d{6}");
  private static final Pattern FILE = Pattern.compile("[A-Za-z0-9._-]{1,200}");

  /**
   * A filing.
   *
   * @param document the name of its inline document; null where it has none, and companyfacts has
   *     its figures
   */
  record Entry(String accession, String form, LocalDate filed, String document) {}

  record Older(String name, LocalDate until) {}

  /**
   * @throws IllegalArgumentException if it is no index to its very end
   */
  static SubmissionsIndex parse(byte[] document) {
    JsonNode root;
    try {
      root = Json.MAPPER.readTree(document);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "the index is not JSON to its end: " + e.getOriginalMessage());
    }
    JsonNode filings = root.path("filings");
    JsonNode columns = filings.isMissingNode() ? root : filings.path("recent");
    if (!columns.path("accessionNumber").isArray()) {
      throw new IllegalArgumentException("the index has no filings.recent.accessionNumber");
    }
    List<Older> older = new ArrayList<>();
    for (JsonNode file : filings.path("files")) {
      String name = file.path("name").asString("");
      LocalDate until = date(file.path("filingTo").asString(""));
      if (FILE.matcher(name).matches()) {
        older.add(new Older(name, until));
      }
    }
    return new SubmissionsIndex(root.path("name").asString(null), entries(columns), older);
  }

  private static List<Entry> entries(JsonNode columns) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < columns.path("accessionNumber").size(); i++) {
      String accession = text(columns, "accessionNumber", i);
      String form = text(columns, "form", i);
      LocalDate filed = date(text(columns, "filingDate", i));
      String document = text(columns, "primaryDocument", i);
      boolean isInline = flag(columns, "isInlineXBRL", i);
      if (ACCESSION.matcher(accession).matches()
          && FORMS.contains(form.replaceFirst("/A$", ""))
          && filed != null
          && (isInline || flag(columns, "isXBRL", i))) {
        entries.add(
            new Entry(
                accession,
                form,
                filed,
                isInline && FILE.matcher(document).matches() ? document : null));
      }
    }
    return entries;
  }

  private static String text(JsonNode columns, String name, int i) {
    return columns.path(name).path(i).asString("");
  }

  private static boolean flag(JsonNode columns, String name, int i) {
    return columns.path(name).path(i).asInt(0) == 1;
  }

  private static LocalDate date(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
