package dev.runrate.ingest.format.sec;

import dev.runrate.common.event.Json;
import dev.runrate.common.fact.Checked;
import dev.runrate.common.fact.Filing;
import dev.runrate.common.fact.FilingId;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.Texts;
import dev.runrate.common.fact.Unit;
import dev.runrate.ingest.format.sec.TagMap.Mapping;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads the JSON of SEC EDGAR's companyfacts API as it is served:
 *
 * <pre>
 * {"cik": 1045810, "entityName": "NVIDIA CORP", "facts": {"us-gaap": {"Revenues": {"units": {"USD": [
 *   {"start": "2025-01-27", "end": "2025-04-27", "val": 44062000000, "accn": "0001045810-25-000116",
 *    "fy": 2026, "fp": "Q1", "form": "10-Q", "filed": "2025-05-28"}]}}}}}
 * </pre>
 *
 * The document is streamed; only facts that map to a concept are kept. The period of a fact is its
 * dates alone: {@code fy} and {@code fp} name the year of the filing, also on the comparative
 * figures of earlier years, and {@code frame} is missing from most.
 *
 * <p>What comes of an accession number depends on its own facts alone, so that no later filing
 * changes what was known. A fact that cannot be is left out and reported; an accession of which
 * nobody knows when it was filed is rejected as a whole.
 */
public final class CompanyFactsReader {
  private static final TagMap TAGS = TagMap.load();

  /** Of a name, of which a title is made. */
  private static final int MOST_TEXT = 500;

  /** The largest documents have a few thousand accession numbers, tags and 100,000 values. */
  private static final int MOST_ACCESSIONS = 50_000;

  private static final int MOST_TAGS = 100_000;
  private static final int MOST_VALUES = 1_000_000;

  private final JsonParser in;
  private final Map<String, Accession> accessions = new LinkedHashMap<>();
  private final Set<String> unmappedTags = new LinkedHashSet<>();
  private Long cik;
  private String entityName;
  private boolean hasFacts;
  private long unmappedFacts;
  private int values;

  private CompanyFactsReader(JsonParser in) {
    this.in = in;
  }

  /**
   * @param today in UTC; nothing is filed in its future
   * @param issuer whose filings these are, from the SEC's number and the entity's name
   * @throws JacksonException if the document is not JSON to its very end
   * @throws IllegalArgumentException if it is not a companyfacts document
   */
  public static CompanyFacts read(
      InputStream document, LocalDate today, Function<CompanyFactsReader, IssuerId> issuer) {
    try (JsonParser in = Json.MAPPER.createParser(document)) {
      CompanyFactsReader reader = new CompanyFactsReader(in);
      reader.document();
      return reader.result(issuer.apply(reader), today);
    }
  }

  public Long cik() {
    return cik;
  }

  public String entityName() {
    return entityName;
  }

  private void document() {
    if (in.nextToken() != JsonToken.START_OBJECT) {
      throw new IllegalArgumentException("a companyfacts document is a JSON object");
    }
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = in.currentName();
      in.nextToken();
      switch (name) {
        case "cik" -> cik = number(in.getValueAsString());
        case "entityName" -> entityName = clean(in.getValueAsString(), "entityName");
        case "facts" -> facts();
        default -> in.skipChildren();
      }
    }
    if (in.nextToken() != null) {
      throw new IllegalArgumentException("something follows after the document");
    }
    if (!hasFacts) {
      throw new IllegalArgumentException("a companyfacts document has facts");
    }
  }

  /**
   * @throws IllegalArgumentException if it cannot be kept as it is
   */
  static String clean(String textOrNull, String what) {
    return textOrNull == null ? null : Texts.check(what, textOrNull, MOST_TEXT).orThrow();
  }

  private static Long number(String text) {
    if (text == null || !text.matches("\\d{1,10}")) {
      return null;
    }
    return Long.valueOf(text);
  }

  private void facts() {
    requireObject("facts");
    hasFacts = true;
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String taxonomy = in.currentName();
      in.nextToken();
      requireObject(taxonomy);
      while (in.nextToken() != JsonToken.END_OBJECT) {
        String tag = in.currentName();
        in.nextToken();
        concept(taxonomy, tag);
      }
    }
  }

  private void concept(String taxonomy, String tag) {
    requireObject(tag);
    while (in.nextToken() != JsonToken.END_OBJECT) {
      boolean isUnits = in.currentName().equals("units");
      in.nextToken();
      if (!isUnits) {
        in.skipChildren();
        continue;
      }
      requireObject("units of " + tag);
      while (in.nextToken() != JsonToken.END_OBJECT) {
        String unit = in.currentName();
        in.nextToken();
        values(taxonomy, tag, unit);
      }
    }
  }

  private void values(String taxonomy, String tag, String unitText) {
    if (in.currentToken() != JsonToken.START_ARRAY) {
      throw new IllegalArgumentException("the values of " + tag + " are an array");
    }
    Mapping mapping = TAGS.find(taxonomy, tag).orElse(null);
    Unit unit = Unit.parse(unitText) instanceof Checked.Valid<Unit> valid ? valid.value() : null;
    boolean taken = mapping != null && unit != null && unit.kind() == mapping.concept().unitKind();
    if (mapping == null) {
      unmappedTags.add(taxonomy + ":" + tag);
      requireAtMost(MOST_TAGS, unmappedTags.size(), "tags that are not known");
    }
    String at = "/facts/" + taxonomy + "/" + tag + "/units/" + unitText.replace("/", "~1");
    for (int i = 0; in.nextToken() != JsonToken.END_ARRAY; i++) {
      if (taken) {
        value(mapping, unit, at + "/" + i);
      } else {
        unmappedFacts++;
        in.skipChildren();
      }
    }
  }

  private void value(Mapping mapping, Unit unit, String at) {
    requireObject(at);
    Map<String, String> members = new HashMap<>();
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = in.currentName();
      JsonToken token = in.nextToken();
      if (token.isScalarValue()) {
        members.put(name, token == JsonToken.VALUE_NULL ? null : in.getValueAsString());
      } else {
        in.skipChildren();
      }
    }
    String accn = members.get("accn");
    if (accn == null || !(FilingId.parse(accn) instanceof Checked.Valid<FilingId>)) {
      throw new IllegalArgumentException(at + " has no accession number (accn)");
    }
    requireAtMost(MOST_VALUES, ++values, "values");
    Accession accession = accessions.computeIfAbsent(accn, Accession::new);
    requireAtMost(MOST_ACCESSIONS, accessions.size(), "accession numbers");
    if (!accession.add(mapping, unit, members, at)) {
      unmappedFacts++;
    }
  }

  /** All of a document is held until its end. */
  private static void requireAtMost(int most, int there, String what) {
    if (there > most) {
      throw new IllegalArgumentException("it has more than " + most + " " + what);
    }
  }

  private void requireObject(String what) {
    if (in.currentToken() != JsonToken.START_OBJECT) {
      throw new IllegalArgumentException(what + " is not a JSON object");
    }
  }

  private CompanyFacts result(IssuerId issuer, LocalDate today) {
    List<Filing> filings = new ArrayList<>();
    List<CompanyFacts.Faulty> rejected = new ArrayList<>();
    List<CompanyFacts.Faulty> omitted = new ArrayList<>();
    for (Accession accession : accessions.values()) {
      switch (accession.filing(issuer, cik, entityName, today)) {
        case Accession.Taken taken -> {
          filings.add(taken.filing());
          if (!taken.omitted().isEmpty()) {
            omitted.add(new CompanyFacts.Faulty(accession.number(), taken.omitted()));
          }
        }
        case Accession.Rejected none ->
            rejected.add(new CompanyFacts.Faulty(accession.number(), none.errors()));
        case Accession.Empty nothing -> {
          // None of its facts has a concept that takes such a period.
        }
      }
    }
    filings.sort(
        Comparator.comparing((Filing f) -> f.source().publishedOn())
            .thenComparing(Filing::id)
            .reversed());
    return new CompanyFacts(
        cik, entityName, filings, rejected, omitted, unmappedFacts, unmappedTags.size());
  }
}
