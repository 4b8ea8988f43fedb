package dev.runrate.common.web;

import dev.runrate.common.fact.Amounts;
import dev.runrate.common.fact.Checked;
import dev.runrate.common.fact.Checked.Fault;
import dev.runrate.common.fact.DidYouMean;
import dev.runrate.common.fact.PeriodExpression;
import dev.runrate.common.fact.Texts;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * A place in a {@link Document} and what stands there. Null is as good as absent, and what is
 * absent reads as empty, without a fault unless it is {@link #required}. Whatever else cannot be
 * read is empty too, after its fault was noted with the pointer of the place.
 */
public final class Field {
  private final Document document;
  private final Field parent;
  private final String name;
  private final JsonNode json;

  private Field(Document document, Field parent, String name, JsonNode jsonOrNull) {
    this.document = document;
    this.parent = parent;
    this.name = name;
    this.json = jsonOrNull == null ? MissingNode.getInstance() : jsonOrNull;
  }

  static Field ofDocument(Document document, JsonNode json) {
    return new Field(document, null, "", json);
  }

  // -- where

  /** RFC 6901; only needed where something is wrong. */
  public String pointer() {
    return parent == null
        ? ""
        : parent.pointer() + "/" + name.replace("~", "~0").replace("/", "~1");
  }

  public String name() {
    return name;
  }

  public Field member(String member) {
    return new Field(document, this, member, json.get(member));
  }

  /** The member; that it is not there is a fault. */
  public Field required(String member) {
    Field field = member(member);
    if (!field.isThere()) {
      field.fault("required", member + " is required");
    }
    return field;
  }

  /** Every member of an object, by its name; none of anything else. */
  public Map<String, Field> members() {
    Map<String, Field> members = new LinkedHashMap<>();
    for (String each : json.propertyNames()) {
      members.put(each, member(each));
    }
    return members;
  }

  /** The elements of an array; none of anything else. */
  public List<Field> elements() {
    if (!json.isArray()) {
      return List.of();
    }
    List<Field> elements = new ArrayList<>(json.size());
    for (int i = 0; i < json.size(); i++) {
      elements.add(new Field(document, this, Integer.toString(i), json.get(i)));
    }
    return elements;
  }

  /**
   * The elements of an array of at most so many; none where nothing is there.
   *
   * @param demand what it must be, for people: {@code a list of at most 100 texts}
   */
  public List<Field> elements(int most, String demand) {
    if (isThere() && (!json.isArray() || json.size() > most)) {
      fault("type", demand);
      return List.of();
    }
    return elements();
  }

  /**
   * Members nobody knows are faults: a misspelt one that is silently dropped makes a wrong value.
   *
   * @param ignored members that are passed over, such as those that an answer to a GET adds
   */
  public void knowsOnly(Set<String> known, Set<String> ignored) {
    for (String member : json.propertyNames()) {
      if (!known.contains(member) && !ignored.contains(member)) {
        member(member)
            .fault(
                "unknown-member",
                "there is no such member"
                    + DidYouMean.hint(member, known)
                    + "; known are "
                    + known.stream().sorted().toList());
      }
    }
  }

  public void knowsOnly(Set<String> known) {
    knowsOnly(known, Set.of());
  }

  // -- what

  public boolean isThere() {
    return !json.isMissingNode() && !json.isNull();
  }

  public boolean isObject() {
    return json.isObject();
  }

  public boolean isArray() {
    return json.isArray();
  }

  public boolean isText() {
    return json.isString();
  }

  /** How many elements or members. */
  public int size() {
    return json.size();
  }

  public JsonNode json() {
    return json;
  }

  /** A text of at most {@link Texts#MOST} characters that can be stored and shown as it is. */
  public Optional<String> text() {
    return text(Texts.MOST);
  }

  public Optional<String> text(int mostCharacters) {
    if (!isThere()) {
      return Optional.empty();
    }
    if (!json.isString()) {
      fault("type", name + " is a text");
      return Optional.empty();
    }
    return check(Texts.check(name, json.stringValue(), mostCharacters));
  }

  /** A text that must be given, such as a reason: neither blank nor anything else. */
  public Optional<String> said(String demand) {
    if (json.isString()
        && !json.stringValue().isBlank()
        && Texts.check(name, json.stringValue()) instanceof Checked.Valid<String> valid) {
      return Optional.of(valid.value());
    }
    fault("required", demand);
    return Optional.empty();
  }

  /** What a text means. */
  public <T> Optional<T> read(Function<String, Checked<T>> parse) {
    return text().flatMap(text -> check(parse.apply(text)));
  }

  /** One of the constants, by what it is called in documents. */
  public <T> Optional<T> choice(Function<String, Optional<T>> parse, T[] all) {
    return read(
        text ->
            parse
                .apply(text)
                .map(Checked::valid)
                .orElseGet(() -> Checked.invalid("choice", "one of " + names(all))));
  }

  private static <T> String names(T[] all) {
    return Arrays.stream(all)
        .map(each -> each.toString().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }

  /** A day of a year that periods may have. */
  public Optional<LocalDate> date(String example) {
    return read(
        text -> {
          try {
            LocalDate date = LocalDate.parse(text);
            return date.getYear() < PeriodExpression.FIRST_YEAR
                    || date.getYear() > PeriodExpression.LAST_YEAR
                ? Checked.invalid("date-range", "a year from 1900 to 2199")
                : Checked.valid(date);
          } catch (DateTimeException e) {
            return Checked.invalid("date", "a date such as " + example);
          }
        });
  }

  public Optional<Instant> instant() {
    return read(
        text -> {
          try {
            return Checked.valid(OffsetDateTime.parse(text).toInstant());
          } catch (DateTimeException e) {
            return Checked.invalid("instant", "an instant such as 2026-12-01T00:00:00Z");
          }
        });
  }

  /** An exact decimal, as a text or as a number. */
  public Optional<BigDecimal> amount() {
    if (!isThere()) {
      return Optional.empty();
    }
    if (json.isNumber()) {
      return check(number());
    }
    if (json.isString()) {
      return check(Amounts.parse(json.stringValue()));
    }
    fault("type", name + " is a decimal number, as a string or a number");
    return Optional.empty();
  }

  /**
   * As {@link #amount()}, but whatever is none is told so.
   *
   * @param demand what it must be, for people
   */
  public Optional<BigDecimal> amount(String code, String demand) {
    Checked<BigDecimal> number =
        json.isNumber() ? number() : Amounts.parse(json.isString() ? json.stringValue() : "");
    if (isThere() && number instanceof Checked.Invalid<BigDecimal>) {
      fault(code, demand);
    }
    return number instanceof Checked.Valid<BigDecimal> valid
        ? Optional.of(valid.value())
        : Optional.empty();
  }

  private Checked<BigDecimal> number() {
    try {
      return Amounts.check(json.decimalValue());
    } catch (ArithmeticException | NumberFormatException e) {
      return Amounts.outOfRange();
    }
  }

  /** A whole number, as a number or as a text of few digits. */
  public Optional<Integer> whole(String code, String demand) {
    if (json.isIntegralNumber() && json.canConvertToInt()) {
      return Optional.of(json.intValue());
    }
    if (json.isString() && json.stringValue().matches("-?\\d{1,9}")) {
      return Optional.of(Integer.valueOf(json.stringValue()));
    }
    if (isThere()) {
      fault(code, demand);
    }
    return Optional.empty();
  }

  public boolean flag(boolean otherwise) {
    if (isThere() && !json.isBoolean()) {
      fault("type", "true or false");
    }
    return json.isBoolean() ? json.booleanValue() : otherwise;
  }

  // -- what is wrong

  public void fault(String code, String message) {
    document.fault(pointer(), code, message);
  }

  /** Faults whose pointers are from here. */
  public void faults(List<Fault> found) {
    if (!found.isEmpty()) {
      document.faults(pointer(), found);
    }
  }

  /** The value, or empty after its faults were noted here. */
  public <T> Optional<T> check(Checked<T> checked) {
    return switch (checked) {
      case Checked.Valid<T> valid -> Optional.of(valid.value());
      case Checked.Invalid<T> invalid -> {
        faults(invalid.faults());
        yield Optional.empty();
      }
    };
  }
}
