package dev.runrate.ingest.format.sec;

import dev.runrate.common.event.Json;
import dev.runrate.common.fact.Basis;
import dev.runrate.common.fact.Checked;
import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.Fact;
import dev.runrate.common.fact.Filing;
import dev.runrate.common.fact.FilingId;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.PeriodExpression;
import dev.runrate.common.fact.Plausibility;
import dev.runrate.common.fact.Plausibility.Finding;
import dev.runrate.common.fact.Scenario;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.common.fact.Source;
import dev.runrate.common.fact.StatedValue;
import dev.runrate.common.fact.Tier;
import dev.runrate.common.fact.Unit;
import dev.runrate.common.web.Problem.ContentError;
import dev.runrate.ingest.format.Amounts;
import dev.runrate.ingest.format.Texts;
import dev.runrate.ingest.format.sec.TagMap.Mapping;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.DateTimeException;
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
  private static final int MOST_TEXT = 500;
  private static final int MOST_SHOWN = 50;

  private record Stated(Mapping mapping, Period period, BigDecimal value, Unit unit) {
    Slot slot() {
      return new Slot(mapping.concept(), period, unit);
    }

    Precision.Amount amount() {
      return new Precision.Amount(value, unit);
    }
  }

  /** Which of several tags of a concept counts is settled by accession and period. */
  private record Slot(Concept concept, Period period, Unit unit) {}

  private static final class Accession {
    String form;
    LocalDate filed;

    /** Each with where it stands in the document. */
    final Map<Stated, String> facts = new LinkedHashMap<>();

    /** Faults of facts, which are left out. */
    final List<ContentError> omitted = new ArrayList<>();

    /** Faults of the accession, of which nothing is taken. */
    final List<ContentError> errors = new ArrayList<>();
  }

  private final JsonParser in;
  private final Map<String, Accession> accessions = new LinkedHashMap<>();
  private final Set<String> unmappedTags = new LinkedHashSet<>();
  private Long cik;
  private String entityName;
  private boolean hasFacts;
  private long unmappedFacts;

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

  // -- reading

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

  private static String clean(String text, String what) {
    if (text != null && (text.length() > MOST_TEXT || !Texts.isClean(text))) {
      throw new IllegalArgumentException(
          what + " has at most " + MOST_TEXT + " characters and no control characters");
    }
    return text;
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
    Accession accession = accessions.computeIfAbsent(accn, a -> new Accession());
    identify(accession, members, at);
    Period period = period(accession.omitted, members, at);
    BigDecimal value =
        period == null ? null : amount(accession.omitted, members.get("val"), at + "/val");
    if (value == null) {
      return;
    }
    boolean span = period instanceof Period.Span;
    if (span ? !mapping.concept().takesSpan() : !mapping.concept().takesInstant()) {
      unmappedFacts++;
      return;
    }
    accession.facts.putIfAbsent(new Stated(mapping, period, value, unit), at);
  }

  private static void identify(Accession accession, Map<String, String> members, String at) {
    LocalDate filed = date(accession.errors, members.get("filed"), at + "/filed");
    if (filed == null) {
      return;
    }
    if (accession.filed == null) {
      accession.filed = filed;
      accession.form = clean(members.get("form"), at + "/form");
    } else if (!accession.filed.equals(filed)) {
      accession.errors.add(
          new ContentError(
              at + "/filed",
              "inconsistent",
              "the same accession number was filed on " + accession.filed + " elsewhere"));
    }
  }

  private static Period period(List<ContentError> errors, Map<String, String> members, String at) {
    LocalDate end = date(errors, members.get("end"), at + "/end");
    if (end == null) {
      return null;
    }
    if (members.get("start") == null) {
      return new Period.Instant(end);
    }
    LocalDate start = date(errors, members.get("start"), at + "/start");
    if (start == null) {
      return null;
    }
    if (end.isBefore(start)) {
      errors.add(
          new ContentError(at + "/end", "period-order", "ends on " + end + " before " + start));
      return null;
    }
    return new Period.Span(start, end);
  }

  private static LocalDate date(List<ContentError> errors, String text, String at) {
    try {
      if (text != null) {
        LocalDate date = LocalDate.parse(text);
        if (date.getYear() >= PeriodExpression.FIRST_YEAR
            && date.getYear() <= PeriodExpression.LAST_YEAR) {
          return date;
        }
      }
    } catch (DateTimeException e) {
      // Told below, as a missing one.
    }
    errors.add(new ContentError(at, "date", "not a date: " + shown(text)));
    return null;
  }

  private static BigDecimal amount(List<ContentError> errors, String text, String at) {
    if (text != null && Amounts.parse(text) instanceof Checked.Valid<BigDecimal> valid) {
      return valid.value();
    }
    errors.add(new ContentError(at, "number-range", "not an amount: " + shown(text)));
    return null;
  }

  /** A fault is told with what was there, but not with a page of it. */
  private static String shown(String text) {
    return text == null || text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "…";
  }

  private void requireObject(String what) {
    if (in.currentToken() != JsonToken.START_OBJECT) {
      throw new IllegalArgumentException(what + " is not a JSON object");
    }
  }

  // -- building

  private CompanyFacts result(IssuerId issuer, LocalDate today) {
    List<Filing> filings = new ArrayList<>();
    List<CompanyFacts.Faulty> rejected = new ArrayList<>();
    List<CompanyFacts.Faulty> omitted = new ArrayList<>();
    accessions.forEach(
        (accn, accession) -> {
          if (!accession.errors.isEmpty()) {
            rejected.add(new CompanyFacts.Faulty(accn, List.copyOf(accession.errors)));
            return;
          }
          Filing filing = filing(issuer, accn, accession);
          List<ContentError> impossible =
              Plausibility.of(List.of(), filing.source(), today).stream()
                  .filter(Finding::isImpossible)
                  .map(f -> new ContentError("", f.code(), f.message()))
                  .toList();
          if (!impossible.isEmpty()) {
            rejected.add(new CompanyFacts.Faulty(accn, impossible));
            return;
          }
          if (!filing.facts().isEmpty()) {
            filings.add(filing);
            if (!accession.omitted.isEmpty()) {
              omitted.add(new CompanyFacts.Faulty(accn, List.copyOf(accession.omitted)));
            }
          } else if (!accession.omitted.isEmpty()) {
            rejected.add(new CompanyFacts.Faulty(accn, List.copyOf(accession.omitted)));
          }
        });
    filings.sort(
        Comparator.comparing((Filing f) -> f.source().publishedOn())
            .thenComparing(Filing::id)
            .reversed());
    return new CompanyFacts(
        cik, entityName, filings, rejected, omitted, unmappedFacts, unmappedTags.size());
  }

  private Filing filing(IssuerId issuer, String accn, Accession accession) {
    String url =
        cik == null
            ? null
            : "https://www.sec.gov/Archives/edgar/data/" + cik + "/" + accn.replace("-", "") + "/";
    Source source =
        new Source(Tier.REGULATORY, "SEC EDGAR", title(accession.form), url, accession.filed);
    return new Filing(
        FilingId.of(accn), issuer, accession.form, source, null, facts(accession, source));
  }

  /** What is known of: {@code 10-Q of NVIDIA CORP}, {@code 10-Q}, {@code Filing of NVIDIA CORP}. */
  private String title(String formOrNull) {
    if (entityName == null) {
      return formOrNull;
    }
    return (formOrNull == null ? "Filing" : formOrNull) + " of " + entityName;
  }

  private static List<Fact> facts(Accession accession, Source source) {
    Precision precision = Precision.of(accession.facts.keySet().stream().map(Stated::amount));
    Map<Fact, Stated> possible = new LinkedHashMap<>();
    accession.facts.forEach(
        (stated, at) -> {
          Fact fact = fact(stated, precision);
          List<Finding> impossible =
              Plausibility.of(fact, source).stream().filter(Finding::isImpossible).toList();
          if (impossible.isEmpty()) {
            possible.putIfAbsent(fact, stated);
          }
          for (Finding finding : impossible) {
            accession.omitted.add(
                new ContentError(
                    at + "/" + (finding.member().equals("period") ? "end" : "val"),
                    finding.code(),
                    finding.message()));
          }
        });
    Map<Slot, Integer> bestRank = new HashMap<>();
    possible
        .values()
        .forEach(stated -> bestRank.merge(stated.slot(), stated.mapping.rank(), Math::min));
    return possible.entrySet().stream()
        .filter(
            each -> {
              Stated stated = each.getValue();
              return stated.mapping.keepsAlternatives()
                  || bestRank.get(stated.slot()) == stated.mapping.rank();
            })
        .map(Map.Entry::getKey)
        .toList();
  }

  private static Fact fact(Stated stated, Precision precision) {
    return new Fact(
        stated.mapping.concept(),
        SegmentId.WHOLE,
        PeriodExpression.of(stated.period),
        new StatedValue(stated.value, precision.decimals(stated.amount()), null, null),
        stated.unit,
        Scenario.ACTUAL,
        Basis.REPORTED,
        stated.mapping.tag());
  }
}
