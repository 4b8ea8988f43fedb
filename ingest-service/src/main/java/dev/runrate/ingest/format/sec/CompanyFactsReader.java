package dev.runrate.ingest.format.sec;

import dev.runrate.common.event.Json;
import dev.runrate.common.fact.Basis;
import dev.runrate.common.fact.Checked;
import dev.runrate.common.fact.Fact;
import dev.runrate.common.fact.Filing;
import dev.runrate.common.fact.FilingId;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.PeriodExpression;
import dev.runrate.common.fact.Scenario;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.common.fact.Source;
import dev.runrate.common.fact.StatedValue;
import dev.runrate.common.fact.Tier;
import dev.runrate.common.fact.Unit;
import dev.runrate.common.web.Problem.ContentError;
import dev.runrate.ingest.format.Texts;
import dev.runrate.ingest.format.sec.TagMap.Mapping;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.YearMonth;
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
 */
public final class CompanyFactsReader {
  private static final TagMap TAGS = TagMap.load();
  private static final int SHORTEST_YEAR_DAYS = 350;
  private static final int LONGEST_YEAR_DAYS = 380;
  private static final int YEAR_END_TOLERANCE_DAYS = 6;

  /** Below 10^30, as for every filing. */
  private static final int MOST_INTEGER_DIGITS = 30;

  private static final int MOST_TEXT = 500;

  private record Stated(Mapping mapping, Period period, BigDecimal value, Unit unit) {}

  /** Which of several tags of a concept counts is settled per period, over the whole document. */
  private record Slot(Object concept, Period period, Unit unit) {}

  private static final class Accession {
    String form;
    LocalDate filed;
    final Set<Stated> facts = new LinkedHashSet<>();
    final List<ContentError> errors = new ArrayList<>();
  }

  private final JsonParser in;
  private final Map<String, Accession> accessions = new LinkedHashMap<>();
  private final Map<Slot, Integer> bestRank = new HashMap<>();
  private final Set<String> unmappedTags = new LinkedHashSet<>();
  private Long cik;
  private String entityName;
  private boolean hasFacts;
  private long unmappedFacts;
  private LocalDate newestYearEnd;

  private CompanyFactsReader(JsonParser in) {
    this.in = in;
  }

  /**
   * @param issuer whose filings these are, from the SEC's number and the entity's name
   * @throws JacksonException if the document is not JSON to its very end
   * @throws IllegalArgumentException if it is not a companyfacts document
   */
  public static CompanyFacts read(
      InputStream document, Function<CompanyFactsReader, IssuerId> issuer) {
    try (JsonParser in = Json.MAPPER.createParser(document)) {
      CompanyFactsReader reader = new CompanyFactsReader(in);
      reader.document();
      return reader.result(issuer.apply(reader));
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
    Period period = period(accession, members, at);
    BigDecimal value = amount(accession, members.get("val"), at);
    if (period == null || value == null) {
      return;
    }
    boolean span = period instanceof Period.Span;
    if (span ? !mapping.concept().takesSpan() : !mapping.concept().takesInstant()) {
      unmappedFacts++;
      return;
    }
    if (period instanceof Period.Span s) {
      learnYearEnd(s);
    }
    accession.facts.add(new Stated(mapping, period, value, unit));
    bestRank.merge(new Slot(mapping.concept(), period, unit), mapping.rank(), Math::min);
  }

  private static void identify(Accession accession, Map<String, String> members, String at) {
    LocalDate filed = date(accession, members.get("filed"), at + "/filed");
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

  private static Period period(Accession accession, Map<String, String> members, String at) {
    LocalDate end = date(accession, members.get("end"), at + "/end");
    if (end == null) {
      return null;
    }
    if (members.get("start") == null) {
      return new Period.Instant(end);
    }
    LocalDate start = date(accession, members.get("start"), at + "/start");
    if (start == null) {
      return null;
    }
    if (end.isBefore(start)) {
      accession.errors.add(
          new ContentError(at + "/end", "period-order", "ends on " + end + " before " + start));
      return null;
    }
    return new Period.Span(start, end);
  }

  private static LocalDate date(Accession accession, String text, String at) {
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
    accession.errors.add(new ContentError(at, "date", "not a date: " + text));
    return null;
  }

  private static BigDecimal amount(Accession accession, String text, String at) {
    if (text != null && text.matches("-?\\d{1,40}(\\.\\d{1,30})?([eE][+-]?\\d{1,3})?")) {
      BigDecimal value = new BigDecimal(text).stripTrailingZeros();
      if (value.precision() - value.scale() <= MOST_INTEGER_DIGITS) {
        return value.scale() < 0 ? value.setScale(0) : value;
      }
    }
    accession.errors.add(new ContentError(at + "/val", "number-range", "not an amount: " + text));
    return null;
  }

  private void learnYearEnd(Period.Span span) {
    if (span.days() >= SHORTEST_YEAR_DAYS
        && span.days() <= LONGEST_YEAR_DAYS
        && (newestYearEnd == null || span.end().isAfter(newestYearEnd))) {
      newestYearEnd = span.end();
    }
  }

  private void requireObject(String what) {
    if (in.currentToken() != JsonToken.START_OBJECT) {
      throw new IllegalArgumentException(what + " is not a JSON object");
    }
  }

  // -- building

  private CompanyFacts result(IssuerId issuer) {
    List<Filing> filings = new ArrayList<>();
    List<CompanyFacts.Rejected> rejected = new ArrayList<>();
    accessions.forEach(
        (accn, accession) -> {
          if (!accession.errors.isEmpty()) {
            rejected.add(new CompanyFacts.Rejected(accn, List.copyOf(accession.errors)));
          } else if (!accession.facts.isEmpty()) {
            filings.add(filing(issuer, accn, accession));
          }
        });
    filings.sort(
        Comparator.comparing((Filing f) -> f.source().publishedOn())
            .thenComparing(Filing::id)
            .reversed());
    return new CompanyFacts(
        cik,
        entityName,
        filings,
        rejected,
        unmappedFacts,
        unmappedTags.size(),
        newestYearEnd == null ? null : nominal(newestYearEnd));
  }

  private Filing filing(IssuerId issuer, String accn, Accession accession) {
    List<Fact> facts = new ArrayList<>();
    for (Stated stated : accession.facts) {
      Slot slot = new Slot(stated.mapping.concept(), stated.period, stated.unit);
      if (stated.mapping.keepsAlternatives() || bestRank.get(slot) == stated.mapping.rank()) {
        facts.add(fact(stated));
      }
    }
    String publisher = "SEC EDGAR";
    String title = accession.form + " of " + entityName;
    String url =
        cik == null
            ? null
            : "https://www.sec.gov/Archives/edgar/data/" + cik + "/" + accn.replace("-", "") + "/";
    return new Filing(
        FilingId.of(accn),
        issuer,
        accession.form,
        new Source(Tier.REGULATORY, publisher, title, url, accession.filed),
        null,
        facts);
  }

  private static Fact fact(Stated stated) {
    return new Fact(
        stated.mapping.concept(),
        SegmentId.WHOLE,
        PeriodExpression.of(stated.period),
        new StatedValue(stated.value, null, null, null),
        stated.unit,
        Scenario.ACTUAL,
        Basis.REPORTED,
        stated.mapping.keepsAlternatives() ? stated.mapping.tag() : null);
  }

  /** The end of the month where it is near: a 52/53-week year's nominal end. */
  private static MonthDay nominal(LocalDate end) {
    YearMonth month = YearMonth.from(end);
    if (end.getDayOfMonth() <= YEAR_END_TOLERANCE_DAYS) {
      return MonthDay.from(month.minusMonths(1).atEndOfMonth());
    }
    return end.isBefore(month.atEndOfMonth().minusDays(YEAR_END_TOLERANCE_DAYS))
        ? MonthDay.from(end)
        : MonthDay.from(month.atEndOfMonth());
  }
}
