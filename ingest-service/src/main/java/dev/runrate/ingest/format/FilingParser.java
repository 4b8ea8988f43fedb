package dev.runrate.ingest.format;

import dev.runrate.common.event.Json;
import dev.runrate.common.fact.Basis;
import dev.runrate.common.fact.Checked;
import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.DidYouMean;
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
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Reads a filing from JSON, as users post it:
 *
 * <pre>
 * {"issuer": "minimax", "form": "prospectus",
 *  "source": {"tier": "regulatory", "publisher": "HKEX", "publishedOn": "2025-12-21"},
 *  "facts": [{"concept": "Revenue", "period": "2025-9M", "value": "53430000", "decimals": -4,
 *             "unit": "USD"}]}
 * </pre>
 *
 * The answer is a filing or all of its faults, each with a JSON Pointer. Members nobody knows are
 * faults too: a misspelt {@code decimals} that is silently dropped makes a wrong figure. So is what
 * {@link Plausibility} finds impossible.
 */
public final class FilingParser {
  public static final int MOST_FACTS = 10_000;
  private static final int MOST_TEXT = 2_000;
  private static final int MOST_DECIMALS = 30;

  private static final List<String> CONCEPTS =
      Arrays.stream(Concept.values()).map(Concept::label).toList();
  private static final Set<String> FILING_MEMBERS =
      Set.of("id", "issuer", "form", "source", "supersedes", "facts");

  /** Members that {@code GET /v1/filings/{id}} adds, so that its answer can be posted elsewhere. */
  private static final Set<String> ANSWER_MEMBERS =
      Set.of("status", "acceptedAt", "retractedAt", "reason", "problems");

  private static final Set<String> SOURCE_MEMBERS =
      Set.of("tier", "publisher", "title", "url", "publishedOn");
  private static final Set<String> FACT_MEMBERS =
      Set.of(
          "concept",
          "segment",
          "period",
          "value",
          "decimals",
          "low",
          "high",
          "unit",
          "scenario",
          "basis",
          "tag");

  private final Faults faults = new Faults();
  private final Map<String, Checked<PeriodExpression>> periods = new HashMap<>();
  private final JsonNode root;
  private final LocalDate today;

  /** Where the facts that could be read stand in the document. */
  private final List<Integer> positions = new ArrayList<>();

  private FilingParser(JsonNode root, LocalDate today) {
    this.root = root;
    this.today = today;
  }

  /**
   * @param today in UTC; nothing is published in its future
   */
  public static ParsedFiling parse(JsonNode root, LocalDate today) {
    return new FilingParser(root, today).filing();
  }

  /** For filings that were put together by a program (the SEC's, say) rather than by a user. */
  public static ParsedFiling.Valid identified(Filing filing) {
    return new ParsedFiling.Valid(filing, ContentId.hash(filing), Plausibility.of(filing));
  }

  private ParsedFiling filing() {
    if (!root.isObject()) {
      faults.add("", "type", "a filing is a JSON object");
      return new ParsedFiling.Invalid(null, faults.all());
    }
    unknownMembers(root, "", FILING_MEMBERS, ANSWER_MEMBERS);
    Optional<FilingId> id = optional(root, "", "id", FilingId::parse);
    Optional<IssuerId> issuer = required(root, "", "issuer", IssuerId::parse);
    Optional<String> form = optional(root, "", "form", Checked::valid);
    Optional<Source> source = source();
    Optional<FilingId> supersedes = optional(root, "", "supersedes", FilingId::parse);
    List<Fact> facts = facts();
    if (id.isPresent() && id.equals(supersedes)) {
      faults.add("/supersedes", "supersedes-itself", "a filing cannot supersede itself");
    }
    List<Finding> findings = Plausibility.of(facts, source.orElse(null), today);
    findings.stream().filter(Finding::isImpossible).forEach(this::refuse);
    if (!faults.isEmpty()) {
      return new ParsedFiling.Invalid(id.map(FilingId::text).orElse(null), faults.all());
    }
    Filing anonymous =
        new Filing(
            id.orElse(ContentId.UNKNOWN),
            issuer.orElseThrow(),
            form.orElse(null),
            source.orElseThrow(),
            supersedes.orElse(null),
            facts);
    String hash = ContentId.hash(anonymous);
    Filing filing =
        id.isPresent() ? anonymous : ContentId.withId(anonymous, ContentId.fromHash(hash));
    return new ParsedFiling.Valid(filing, hash, findings);
  }

  /** Facts are counted as they stand in the document, also where others could not be read. */
  private void refuse(Finding finding) {
    int position = finding.fact() < 0 ? -1 : positions.get(finding.fact());
    faults.add(
        new Finding(
                finding.severity(), position, finding.member(), finding.code(), finding.message())
            .pointer(),
        finding.code(),
        finding.message());
  }

  private Optional<Source> source() {
    JsonNode node = root.get("source");
    if (node == null || !node.isObject()) {
      faults.add(
          "/source",
          node == null ? "required" : "type",
          "source is an object with tier and publishedOn");
      return Optional.empty();
    }
    unknownMembers(node, "/source", SOURCE_MEMBERS, Set.of());
    Optional<Tier> tier = required(node, "/source", "tier", oneOf(Tier::parse, Tier.values()));
    Optional<String> publisher = optional(node, "/source", "publisher", Checked::valid);
    Optional<String> title = optional(node, "/source", "title", Checked::valid);
    Optional<String> url = optional(node, "/source", "url", Checked::valid);
    Optional<LocalDate> publishedOn = required(node, "/source", "publishedOn", FilingParser::date);
    return tier.isEmpty() || publishedOn.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Source(
                tier.get(),
                publisher.orElse(null),
                title.orElse(null),
                url.orElse(null),
                publishedOn.get()));
  }

  private List<Fact> facts() {
    JsonNode node = root.get("facts");
    if (node == null || !node.isArray()) {
      faults.add("/facts", node == null ? "required" : "type", "facts is an array of facts");
      return List.of();
    }
    if (node.isEmpty() || node.size() > MOST_FACTS) {
      faults.add("/facts", "size", "a filing has 1 to " + MOST_FACTS + " facts");
      return List.of();
    }
    List<Fact> facts = new ArrayList<>(node.size());
    for (int i = 0; i < node.size(); i++) {
      Optional<Fact> fact = fact(node.get(i), "/facts/" + i);
      if (fact.isPresent()) {
        facts.add(fact.get());
        positions.add(i);
      }
    }
    return facts;
  }

  private Optional<Fact> fact(JsonNode node, String at) {
    if (!node.isObject()) {
      faults.add(at, "type", "a fact is a JSON object");
      return Optional.empty();
    }
    unknownMembers(node, at, FACT_MEMBERS, Set.of());
    Optional<Concept> concept = required(node, at, "concept", FilingParser::concept);
    Optional<SegmentId> segment = optional(node, at, "segment", SegmentId::parse);
    Optional<PeriodExpression> period = required(node, at, "period", this::period);
    Optional<Unit> unit = required(node, at, "unit", Unit::parse);
    Optional<Scenario> scenario =
        optional(node, at, "scenario", oneOf(Scenario::parse, Scenario.values()));
    Optional<Basis> basis = optional(node, at, "basis", Basis::parse);
    Optional<String> tag = optional(node, at, "tag", Checked::valid);
    Optional<StatedValue> value = value(node, at);
    if (concept.isPresent() && period.isPresent()) {
      checkPeriodFits(concept.get(), period.get(), at);
    }
    if (concept.isPresent() && unit.isPresent()) {
      checkUnitFits(concept.get(), unit.get(), at);
    }
    if (concept.isEmpty()
        || period.isEmpty()
        || unit.isEmpty()
        || value.isEmpty()
        || concept.get().unitKind() != unit.get().kind()) {
      return Optional.empty();
    }
    return Optional.of(
        new Fact(
            concept.get(),
            segment.orElse(SegmentId.WHOLE),
            period.get(),
            value.get(),
            unit.get(),
            scenario.orElse(Scenario.ACTUAL),
            basis.orElse(Basis.REPORTED),
            tag.orElse(null)));
  }

  /** A filing names few periods, each many times. */
  private Checked<PeriodExpression> period(String text) {
    return periods.computeIfAbsent(text, PeriodExpression::parse);
  }

  private Optional<StatedValue> value(JsonNode node, String at) {
    Optional<BigDecimal> value = amount(node, at, "value");
    Optional<BigDecimal> low = amount(node, at, "low");
    Optional<BigDecimal> high = amount(node, at, "high");
    Optional<Integer> decimals = decimals(node, at);
    boolean hasValue = isThere(node, "value");
    boolean hasBounds = isThere(node, "low") || isThere(node, "high");
    if (!hasValue && !hasBounds) {
      faults.add(at, "value-missing", "a fact has a value, or low and/or high");
      return Optional.empty();
    }
    if (hasValue && hasBounds) {
      faults.add(at, "value-and-bounds", "a fact has either a value, or low and/or high");
      return Optional.empty();
    }
    if (!hasValue && isThere(node, "decimals")) {
      faults.add(at + "/decimals", "decimals-without-value", "decimals round a value, not bounds");
      return Optional.empty();
    }
    if (low.isPresent() && high.isPresent() && low.get().compareTo(high.get()) > 0) {
      faults.add(at + "/low", "bounds-order", "low is above high");
      return Optional.empty();
    }
    if (hasValue ? value.isEmpty() : low.isEmpty() && high.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new StatedValue(
            value.orElse(null), decimals.orElse(null), low.orElse(null), high.orElse(null)));
  }

  private Optional<BigDecimal> amount(JsonNode node, String at, String name) {
    if (!isThere(node, name)) {
      return Optional.empty();
    }
    JsonNode value = node.get(name);
    if (value.isNumber()) {
      return faults.check(at + "/" + name, number(value));
    }
    if (value.isString()) {
      return faults.check(at + "/" + name, Amounts.parse(value.stringValue()));
    }
    faults.add(at + "/" + name, "type", name + " is a decimal number, as a string or a number");
    return Optional.empty();
  }

  private static Checked<BigDecimal> number(JsonNode value) {
    try {
      return Amounts.check(value.decimalValue());
    } catch (ArithmeticException | NumberFormatException e) {
      return Amounts.outOfRange();
    }
  }

  private Optional<Integer> decimals(JsonNode node, String at) {
    if (!isThere(node, "decimals")) {
      return Optional.empty();
    }
    JsonNode value = node.get("decimals");
    Optional<Integer> number = wholeNumber(value);
    if (number.isEmpty() || Math.abs(number.get()) > MOST_DECIMALS) {
      faults.add(
          at + "/decimals",
          "decimals",
          "decimals is a whole number from -"
              + MOST_DECIMALS
              + " to "
              + MOST_DECIMALS
              + ": -6 means known to the million");
      return Optional.empty();
    }
    return number;
  }

  private static Optional<Integer> wholeNumber(JsonNode value) {
    if (value.isIntegralNumber() && value.canConvertToInt()) {
      return Optional.of(value.intValue());
    }
    if (value.isString() && value.stringValue().matches("-?\\d{1,3}")) {
      return Optional.of(Integer.valueOf(value.stringValue()));
    }
    return Optional.empty();
  }

  private void checkPeriodFits(Concept concept, PeriodExpression period, String at) {
    boolean instant =
        period instanceof PeriodExpression.Dated dated && dated.period() instanceof Period.Instant;
    if (instant && !concept.takesInstant()) {
      faults.add(
          at + "/period",
          "period-kind",
          concept + " is a " + concept.kind() + " over a period; " + period.text() + " is a day");
    } else if (!instant && !concept.takesSpan()) {
      faults.add(
          at + "/period",
          "period-kind",
          concept + " is known at a day: give a date such as 2025-09-30, not " + period.text());
    }
  }

  private void checkUnitFits(Concept concept, Unit unit, String at) {
    if (concept.unitKind() != unit.kind()) {
      faults.add(
          at + "/unit",
          "unit-kind",
          concept + " is measured in " + unitsOf(concept) + ", not in " + unit);
    }
  }

  /** The units a concept takes, for people. */
  public static String unitsOf(Concept concept) {
    return switch (concept.unitKind()) {
      case MONEY -> "a currency (ISO 4217)";
      case RATIO -> "ratio";
      case MULTIPLE -> "multiple";
      case USERS -> "users";
      case PEOPLE -> "people";
      case TOKENS_PER_DAY -> "tokens/day";
      case MONTHS -> "months";
    };
  }

  // -- members

  private void unknownMembers(JsonNode node, String at, Set<String> known, Set<String> ignored) {
    for (String name : node.propertyNames()) {
      if (!known.contains(name) && !ignored.contains(name)) {
        faults.add(
            at + "/" + name.replace("~", "~0").replace("/", "~1"),
            "unknown-member",
            "there is no such member"
                + DidYouMean.hint(name, known)
                + "; known are "
                + known.stream().sorted().toList());
      }
    }
  }

  private <T> Optional<T> required(
      JsonNode node, String at, String name, Function<String, Checked<T>> parse) {
    if (!isThere(node, name)) {
      faults.add(at + "/" + name, "required", name + " is required");
      return Optional.empty();
    }
    return optional(node, at, name, parse);
  }

  private <T> Optional<T> optional(
      JsonNode node, String at, String name, Function<String, Checked<T>> parse) {
    if (!isThere(node, name)) {
      return Optional.empty();
    }
    JsonNode value = node.get(name);
    if (!value.isString()) {
      faults.add(at + "/" + name, "type", name + " is a text");
      return Optional.empty();
    }
    String text = value.stringValue();
    if (text.length() > MOST_TEXT || !Texts.isClean(text)) {
      faults.add(
          at + "/" + name,
          "text",
          name + " has at most " + MOST_TEXT + " characters and no control characters");
      return Optional.empty();
    }
    return faults.check(at + "/" + name, parse.apply(text));
  }

  /** Null is as good as absent. */
  private static boolean isThere(JsonNode node, String name) {
    return node.hasNonNull(name);
  }

  private static Checked<Concept> concept(String text) {
    return Concept.parse(text)
        .map(Checked::valid)
        .orElseGet(
            () ->
                Checked.invalid(
                    "concept",
                    "there is no concept "
                        + text
                        + DidYouMean.hint(text, CONCEPTS)
                        + "; GET /v1/concepts lists them"));
  }

  private static <T> Function<String, Checked<T>> oneOf(
      Function<String, Optional<T>> parse, T[] all) {
    return text ->
        parse
            .apply(text)
            .map(Checked::valid)
            .orElseGet(() -> Checked.invalid("choice", "one of " + names(all)));
  }

  private static <T> String names(T[] all) {
    return Arrays.stream(all)
        .map(each -> each.toString().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }

  private static Checked<LocalDate> date(String text) {
    try {
      LocalDate date = LocalDate.parse(text);
      return date.getYear() < PeriodExpression.FIRST_YEAR
              || date.getYear() > PeriodExpression.LAST_YEAR
          ? Checked.invalid("date-range", "a year from 1900 to 2199")
          : Checked.valid(date);
    } catch (DateTimeException e) {
      return Checked.invalid("date", "a date such as 2025-12-21");
    }
  }

  /** The bytes of a filing as they are kept and sent. */
  public static String stored(Filing filing) {
    return Json.MESSAGES.writeValueAsString(filing);
  }
}
