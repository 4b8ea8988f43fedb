package dev.runrate.ingest.format.sec;

import dev.runrate.common.fact.Amounts;
import dev.runrate.common.fact.Basis;
import dev.runrate.common.fact.Checked;
import dev.runrate.common.fact.Checked.Fault;
import dev.runrate.common.fact.Concept;
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
import dev.runrate.ingest.format.sec.TagMap.Mapping;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a companyfacts document says under one accession number, from anywhere in it, and the filing
 * that it makes. It depends on nothing else in the document.
 */
final class Accession {
  private static final int MOST_SHOWN = 50;

  /** What comes of an accession number. */
  sealed interface Outcome {}

  /**
   * @param omitted faults of facts, which are left out
   */
  record Taken(Filing filing, List<ContentError> omitted) implements Outcome {}

  record Rejected(List<ContentError> errors) implements Outcome {}

  /** It says nothing that the catalogue has a place for. */
  record Empty() implements Outcome {}

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

  private final String number;
  private String form;
  private LocalDate filed;

  /** Each with where it stands in the document. */
  private final Map<Stated, String> facts = new LinkedHashMap<>();

  /** Faults of facts, which are left out. */
  private final List<ContentError> omitted = new ArrayList<>();

  /** Faults of the accession, of which nothing is taken. */
  private final List<ContentError> errors = new ArrayList<>();

  Accession(String number) {
    this.number = number;
  }

  String number() {
    return number;
  }

  // -- reading

  /**
   * @param members of the value: end, val, filed, …
   * @param at where it stands in the document
   * @return false if the concept has no place for such a period
   */
  boolean add(Mapping mapping, Unit unit, Map<String, String> members, String at) {
    identify(members, at);
    Period period = period(members, at);
    BigDecimal value = period == null ? null : amount(members.get("val"), at + "/val");
    if (value == null) {
      return true; // It is told among the omitted.
    }
    if (!mapping.concept().takes(PeriodExpression.of(period))) {
      return false;
    }
    facts.putIfAbsent(new Stated(mapping, period, value, unit), at);
    return true;
  }

  private void identify(Map<String, String> members, String at) {
    LocalDate day = date(errors, members.get("filed"), at + "/filed");
    if (day == null) {
      return;
    }
    if (filed == null) {
      filed = day;
      form = CompanyFactsReader.clean(members.get("form"), at + "/form");
    } else if (!filed.equals(day)) {
      errors.add(
          new ContentError(
              at + "/filed",
              "inconsistent",
              "the same accession number was filed on " + filed + " elsewhere"));
    }
  }

  private Period period(Map<String, String> members, String at) {
    LocalDate end = date(omitted, members.get("end"), at + "/end");
    if (end == null) {
      return null;
    }
    if (members.get("start") == null) {
      return new Period.Instant(end);
    }
    LocalDate start = date(omitted, members.get("start"), at + "/start");
    if (start == null) {
      return null;
    }
    if (end.isBefore(start)) {
      omitted.add(
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

  private BigDecimal amount(String text, String at) {
    if (text != null && Amounts.parse(text) instanceof Checked.Valid<BigDecimal> valid) {
      return valid.value();
    }
    omitted.add(new ContentError(at, "number-range", "not an amount: " + shown(text)));
    return null;
  }

  /** A fault is told with what was there, but not with a page of it. */
  private static String shown(String text) {
    return text == null || text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "…";
  }

  // -- building

  /** To be asked once, when the whole document has been read. */
  Outcome filing(IssuerId issuer, Long cikOrNull, String entityNameOrNull, LocalDate today) {
    if (!errors.isEmpty()) {
      return new Rejected(List.copyOf(errors));
    }
    Source source =
        new Source(Tier.REGULATORY, "SEC EDGAR", title(entityNameOrNull), url(cikOrNull), filed);
    List<Fault> ofPublication = Filing.faults(null, null, source, List.of(), today);
    if (!ofPublication.isEmpty()) {
      return rejected(ofPublication);
    }
    List<Fact> possible = facts(source);
    if (possible.isEmpty()) {
      return omitted.isEmpty() ? new Empty() : new Rejected(List.copyOf(omitted));
    }
    return switch (Filing.of(FilingId.of(number), issuer, form, source, null, possible, today)) {
      case Checked.Valid<Filing> valid -> new Taken(valid.value(), List.copyOf(omitted));
      case Checked.Invalid<Filing> invalid -> rejected(invalid.faults());
    };
  }

  /** What is wrong with the whole stands nowhere in the document. */
  private static Rejected rejected(List<Fault> faults) {
    return new Rejected(
        faults.stream().map(f -> new ContentError("", f.code(), f.message())).toList());
  }

  private String url(Long cikOrNull) {
    return cikOrNull == null
        ? null
        : "https://www.sec.gov/Archives/edgar/data/"
            + cikOrNull
            + "/"
            + number.replace("-", "")
            + "/";
  }

  /** What is known of: {@code 10-Q of NVIDIA CORP}, {@code 10-Q}, {@code Filing of NVIDIA CORP}. */
  private String title(String entityNameOrNull) {
    if (entityNameOrNull == null) {
      return form;
    }
    return (form == null ? "Filing" : form) + " of " + entityNameOrNull;
  }

  /** What can be, each once, of several tags of a concept what counts. */
  private List<Fact> facts(Source source) {
    Precision precision = Precision.of(facts.keySet().stream().map(Stated::amount));
    Map<Fact, Stated> possible = new LinkedHashMap<>();
    facts.forEach(
        (stated, at) -> {
          switch (fact(stated, precision)) {
            case Checked.Valid<Fact> valid -> {
              List<Fault> untimely = Fact.faults(valid.value(), source);
              if (untimely.isEmpty()) {
                possible.putIfAbsent(valid.value(), stated);
              }
              omit(untimely, at);
            }
            case Checked.Invalid<Fact> invalid -> omit(invalid.faults(), at);
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

  private void omit(List<Fault> faults, String at) {
    for (Fault fault : faults) {
      String member = fault.pointer().equals("/period") ? "/end" : "/val";
      omitted.add(new ContentError(at + member, fault.code(), fault.message()));
    }
  }

  private static Checked<Fact> fact(Stated stated, Precision precision) {
    return switch (StatedValue.of(stated.value, precision.decimals(stated.amount()), null, null)) {
      case Checked.Valid<StatedValue> valid ->
          Fact.of(
              stated.mapping.concept(),
              SegmentId.WHOLE,
              PeriodExpression.of(stated.period),
              valid.value(),
              stated.unit,
              Scenario.ACTUAL,
              Basis.REPORTED,
              stated.mapping.tag());
      case Checked.Invalid<StatedValue> invalid -> new Checked.Invalid<>(invalid.faults());
    };
  }
}
