package dev.runrate.ingest.format;

import dev.runrate.common.event.Json;
import dev.runrate.common.fact.Basis;
import dev.runrate.common.fact.Checked;
import dev.runrate.common.fact.Checked.Fault;
import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.DidYouMean;
import dev.runrate.common.fact.Fact;
import dev.runrate.common.fact.Filing;
import dev.runrate.common.fact.FilingId;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.PeriodExpression;
import dev.runrate.common.fact.Plausibility;
import dev.runrate.common.fact.Scenario;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.common.fact.Source;
import dev.runrate.common.fact.StatedValue;
import dev.runrate.common.fact.Tier;
import dev.runrate.common.fact.Unit;
import dev.runrate.common.web.Document;
import dev.runrate.common.web.Field;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
 * The answer is a filing or all of its faults, each with a JSON Pointer. What may stand where, and
 * what that means, is said here; what a fact and a filing can be, they know themselves.
 */
public final class FilingParser {
  private static final List<String> CONCEPTS =
      Arrays.stream(Concept.values()).map(Concept::label).toList();
  private static final Set<String> FILING_MEMBERS = filingMembers();
  private static final Set<String> SOURCE_MEMBERS = Member.of(Member.Place.SOURCE);
  private static final Set<String> FACT_MEMBERS = Member.of(Member.Place.FACT);

  /** Members that {@code GET /v1/filings/{id}} adds, so that its answer can be posted elsewhere. */
  private static final Set<String> ANSWER_MEMBERS =
      Set.of("status", "acceptedAt", "retractedAt", "reason", "problems");

  private final Map<String, Checked<PeriodExpression>> periods = new HashMap<>();
  private final Document document;
  private final LocalDate today;

  private FilingParser(Document document, LocalDate today) {
    this.document = document;
    this.today = today;
  }

  private static Set<String> filingMembers() {
    Set<String> members = new HashSet<>(Member.of(Member.Place.FILING));
    members.addAll(Set.of("source", "facts"));
    return Set.copyOf(members);
  }

  /**
   * @param today in UTC; nothing is published in its future
   */
  public static ParsedFiling parse(JsonNode root, LocalDate today) {
    return new FilingParser(Document.of(root), today).filing();
  }

  /** For filings that were put together by a program (the SEC's, say) rather than by a user. */
  public static ParsedFiling.Valid identified(Filing filing) {
    String hash = ContentId.hash(filing);
    return new ParsedFiling.Valid(
        filing.id().equals(ContentId.UNKNOWN) ? filing.withId(ContentId.fromHash(hash)) : filing,
        hash,
        Plausibility.of(filing));
  }

  private ParsedFiling filing() {
    Field root = document.root("a filing");
    if (!root.isObject()) {
      return new ParsedFiling.Invalid(null, document.faults());
    }
    root.knowsOnly(FILING_MEMBERS, ANSWER_MEMBERS);
    Optional<FilingId> id = root.member("id").read(FilingId::parse);
    Optional<IssuerId> issuer = root.required("issuer").read(IssuerId::parse);
    Optional<String> form = root.member("form").text();
    Optional<Source> source = source(root.member("source"));
    Optional<FilingId> supersedes = root.member("supersedes").read(FilingId::parse);
    List<Optional<Fact>> facts = facts(root, root.member("facts"));
    List<Fact> read = facts.stream().flatMap(Optional::stream).toList();
    if (!document.isValid()) {
      tellMore(
          root,
          facts,
          Filing.faults(
              id.orElse(null), supersedes.orElse(null), source.orElse(null), read, today));
      return invalid(id);
    }
    return root.check(
            Filing.of(
                id.orElse(ContentId.UNKNOWN),
                issuer.orElseThrow(),
                form.orElse(null),
                source.orElseThrow(),
                supersedes.orElse(null),
                read,
                today))
        .<ParsedFiling>map(FilingParser::identified)
        .orElseGet(() -> invalid(id));
  }

  private ParsedFiling invalid(Optional<FilingId> id) {
    return new ParsedFiling.Invalid(id.map(FilingId::text).orElse(null), document.faults());
  }

  /** Facts are counted as they stand in the document, also where others could not be read. */
  private static void tellMore(Field root, List<Optional<Fact>> facts, List<Fault> faults) {
    List<Integer> positions = new ArrayList<>();
    for (int i = 0; i < facts.size(); i++) {
      if (facts.get(i).isPresent()) {
        positions.add(i);
      }
    }
    for (Fault fault : faults) {
      String[] steps = fault.pointer().split("/", 4);
      String pointer =
          steps.length == 4 && steps[1].equals("facts")
              ? "/facts/" + positions.get(Integer.parseInt(steps[2])) + "/" + steps[3]
              : fault.pointer();
      root.faults(List.of(new Fault(pointer, fault.code(), fault.message())));
    }
  }

  private static Optional<Source> source(Field field) {
    if (!field.isObject()) {
      field.fault(
          field.isThere() ? "type" : "required", "source is an object with tier and publishedOn");
      return Optional.empty();
    }
    field.knowsOnly(SOURCE_MEMBERS);
    Optional<Tier> tier = field.required("tier").choice(Tier::parse, Tier.values());
    Optional<String> publisher = field.member("publisher").text();
    Optional<String> title = field.member("title").text();
    Optional<String> url = field.member("url").text();
    Optional<LocalDate> publishedOn = field.required("publishedOn").date("2025-12-21");
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

  /** Empty where a fact could not be read. */
  private List<Optional<Fact>> facts(Field root, Field facts) {
    if (!facts.isArray()) {
      facts.fault(facts.isThere() ? "type" : "required", "facts is an array of facts");
      return List.of();
    }
    // Before any is read: a million of them need not be.
    List<Fault> faults = Filing.faults(facts.size());
    root.faults(faults);
    return faults.isEmpty() ? facts.elements().stream().map(this::fact).toList() : List.of();
  }

  private Optional<Fact> fact(Field field) {
    if (!field.isObject()) {
      field.fault("type", "a fact is a JSON object");
      return Optional.empty();
    }
    field.knowsOnly(FACT_MEMBERS);
    Optional<Concept> concept = field.required("concept").read(FilingParser::concept);
    Optional<SegmentId> segment = field.member("segment").read(SegmentId::parse);
    Optional<PeriodExpression> period = field.required("period").read(this::period);
    Optional<Unit> unit = field.required("unit").read(Unit::parse);
    Optional<Scenario> scenario =
        field.member("scenario").choice(Scenario::parse, Scenario.values());
    Optional<Basis> basis = field.member("basis").read(Basis::parse);
    Optional<String> tag = field.member("tag").text();
    Optional<StatedValue> value = value(field);
    if (concept.isEmpty() || period.isEmpty() || unit.isEmpty() || value.isEmpty()) {
      concept.ifPresent(
          of -> {
            period.ifPresent(each -> field.faults(Fact.faults(of, each)));
            unit.ifPresent(each -> field.faults(Fact.faults(of, each)));
          });
      return Optional.empty();
    }
    return field.check(
        Fact.of(
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

  private static Optional<StatedValue> value(Field field) {
    Field value = field.member("value");
    Field low = field.member("low");
    Field high = field.member("high");
    Field decimals = field.member("decimals");
    Optional<BigDecimal> number = value.amount();
    Optional<BigDecimal> from = low.amount();
    Optional<BigDecimal> to = high.amount();
    Optional<Integer> digits = decimals.whole("decimals", StatedValue.decimalsRange());
    if (number.isPresent() != value.isThere()
        || from.isPresent() != low.isThere()
        || to.isPresent() != high.isThere()
        || digits.isPresent() != decimals.isThere()) {
      return Optional.empty(); // What could not be read has been told.
    }
    return field.check(
        StatedValue.of(
            number.orElse(null), digits.orElse(null), from.orElse(null), to.orElse(null)));
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

  /** The bytes of a filing as they are kept and sent. */
  public static String stored(Filing filing) {
    return Json.MESSAGES.writeValueAsString(filing);
  }
}
