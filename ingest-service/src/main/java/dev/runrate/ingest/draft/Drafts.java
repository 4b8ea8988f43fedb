package dev.runrate.ingest.draft;

import dev.runrate.common.event.Json;
import dev.runrate.common.fact.IssuerProfile;
import dev.runrate.common.fact.Sha256;
import dev.runrate.common.web.Problem.ContentError;
import dev.runrate.common.web.ProblemException;
import dev.runrate.ingest.draft.DraftRepository.DraftRow;
import dev.runrate.ingest.draft.DraftRepository.FactRow;
import dev.runrate.ingest.draft.DraftRepository.SummaryRow;
import dev.runrate.ingest.draft.reading.ArticleReader;
import dev.runrate.ingest.draft.reading.Doubt;
import dev.runrate.ingest.draft.reading.Reading;
import dev.runrate.ingest.filing.GroupCommit;
import dev.runrate.ingest.filing.Recorded;
import dev.runrate.ingest.format.FilingParser;
import dev.runrate.ingest.format.ParsedFiling;
import dev.runrate.ingest.issuer.IssuerDirectory;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Articles become drafts here, and drafts filings: an article is read and kept with its draft
 * facts; a person edits, rejects and approves them; what is approved goes the way of every filing.
 */
@Component
class Drafts {
  private static final int ID_DIGITS = 24;
  static final Set<String> EDITABLE =
      Set.of(
          "issuer",
          "segment",
          "concept",
          "period",
          "value",
          "low",
          "high",
          "decimals",
          "unit",
          "scenario",
          "basis");
  private static final String OPEN = "open";
  private static final String APPROVING = "approving";
  private static final String APPROVED = "approved";
  private static final String REJECTED = "rejected";

  /**
   * An article as it came.
   *
   * @param source members of a filing's source, as far as they were given
   */
  record Article(String text, ObjectNode source) {}

  /** A draft with all of its facts as they are now. */
  record Stored(DraftRow row, List<FactRow> facts, boolean isNew) {}

  private final DraftRepository drafts;
  private final IssuerDirectory issuers;
  private final GroupCommit commits;
  private final Engine engine;
  private final ModelProposer model;
  private final ArticleReader reader;
  private final TransactionTemplate transaction;
  private final Clock clock;

  Drafts(
      DraftRepository drafts,
      IssuerDirectory issuers,
      GroupCommit commits,
      Engine engine,
      ModelProposer model,
      DraftSettings settings,
      TransactionTemplate transaction,
      Clock clock) {
    this.drafts = drafts;
    this.issuers = issuers;
    this.commits = commits;
    this.engine = engine;
    this.model = model;
    this.reader = new ArticleReader(Lexicons.with(settings.lexicons()));
    this.transaction = transaction;
    this.clock = clock;
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  // -- an article comes

  /** Reads the article and keeps it; one that came before is found, with what was decided of it. */
  Stored add(Article article) {
    String id = id(article.text);
    Optional<Stored> before = find(id);
    if (before.isPresent()) {
      return before.get();
    }
    LocalDate published =
        article.source.hasNonNull("publishedOn")
            ? LocalDate.parse(article.source.get("publishedOn").asString())
            : null;
    List<IssuerProfile> profiles = issuers.all();
    Reading reading = reader.read(article.text, published, today(), profiles);
    List<DraftItem> items =
        new ArrayList<>(
            reading.facts().stream().map(fact -> DraftItem.of(fact, article.text)).toList());
    ObjectNode told = told(reading, article.text);
    if (model.isConfigured()) {
      ModelProposer.Outcome proposed = model.propose(article.text, reading, items, profiles);
      items.addAll(proposed.kept());
      told.set("model", Json.MAPPER.valueToTree(proposed.counts()));
      proposed.doubt().ifPresent(doubt -> addDoubt(told, doubt));
    }
    Engine.Verdict verdict =
        engine.doubts(items, published == null ? reading.published() : published);
    verdict.doubt().ifPresent(doubt -> addDoubt(told, doubt));
    String[] bodies =
        verdict.items().stream().map(Json.MAPPER::writeValueAsString).toArray(String[]::new);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    boolean isNew =
        Boolean.TRUE.equals(
            transaction.execute(
                status -> {
                  boolean inserted =
                      !drafts
                          .insertNew(
                              id, article.text, article.source.toString(), told.toString(), now)
                          .isEmpty();
                  if (inserted && bodies.length > 0) {
                    drafts.insertFacts(id, bodies);
                  }
                  return inserted;
                }));
    Stored stored = find(id).orElseThrow();
    return new Stored(stored.row, stored.facts, isNew);
  }

  private static void addDoubt(ObjectNode told, Doubt doubt) {
    told.withArray("doubts").add(Json.MAPPER.valueToTree(doubt));
  }

  /** {@code {published, publishedGuessed, open: [{start, end, text, low, high, …}], doubts}}. */
  private static ObjectNode told(Reading reading, String article) {
    ObjectNode told = Json.MAPPER.createObjectNode();
    told.put("published", reading.published().toString());
    told.put("publishedGuessed", reading.isPublishedGuessed());
    ArrayNode open = told.putArray("open");
    reading
        .open()
        .forEach(
            amount -> {
              ObjectNode each = open.addObject();
              each.put("start", amount.span().start());
              each.put("end", amount.span().end());
              each.put("text", article.substring(amount.span().start(), amount.span().end()));
              put(each, "value", amount.stated().value());
              put(each, "low", amount.stated().low());
              put(each, "high", amount.stated().high());
              each.put("measure", amount.measure());
              each.put("read", amount.because());
              each.set("doubt", Json.MAPPER.valueToTree(amount.doubt()));
            });
    told.putArray("doubts");
    if (reading.isPublishedGuessed()) {
      addDoubt(
          told,
          new Doubt(
              "published-guessed",
              "nobody said when it was published; its times are read as of "
                  + reading.published()));
    }
    return told;
  }

  private static void put(ObjectNode node, String name, BigDecimal value) {
    if (value != null) {
      node.put(name, value.toPlainString());
    }
  }

  /** Blanks and line ends differ from one copy of an article to the next. */
  static String id(String article) {
    String words = article.strip().replaceAll("\\s+", " ");
    return HexFormat.of().formatHex(Sha256.of(words)).substring(0, ID_DIGITS);
  }

  Optional<Stored> find(String id) {
    return drafts.find(id).map(row -> new Stored(row, drafts.facts(id), false));
  }

  Stored get(String id) {
    return find(id).orElseThrow(() -> ProblemException.notFound("draft " + id));
  }

  /** Newest first; one more than the limit where there is more. */
  List<SummaryRow> list(long before, int limit) {
    return drafts.list(before, limit + 1);
  }

  // -- a person decides

  /**
   * Changes members of a fact; null takes one away. What makes it wrong is refused, what leaves it
   * incomplete is not.
   */
  Stored edit(String id, int number, ObjectNode changes) {
    Stored draft = get(id);
    FactRow row = fact(draft, number);
    requireOpen(row);
    List<ContentError> errors = new ArrayList<>(ContentError.unknownMembers(changes, EDITABLE));
    ObjectNode body = (ObjectNode) Json.MAPPER.readTree(row.body());
    if (changes.has("value")) {
      body.remove(List.of("low", "high"));
    }
    if (changes.has("low") || changes.has("high")) {
      body.remove(List.of("value", "decimals"));
    }
    List<String> edited = new ArrayList<>();
    for (Map.Entry<String, JsonNode> change : changes.properties()) {
      if (EDITABLE.contains(change.getKey())) {
        if (change.getValue().isNull()) {
          body.remove(change.getKey());
        } else {
          body.set(change.getKey(), change.getValue());
        }
        edited.add(change.getKey());
      }
    }
    errors.addAll(faults(body));
    if (!errors.isEmpty()) {
      throw ProblemException.invalid(errors);
    }
    DraftItem item = Json.read(body.toString(), DraftItem.class).withEdited(edited);
    LocalDate published =
        LocalDate.parse(Json.MAPPER.readTree(draft.row.reading()).path("published").asString());
    DraftItem judged = engine.doubts(List.of(item), published).items().getFirst();
    if (drafts.edit(id, number, row.revision(), Json.MAPPER.writeValueAsString(judged)).isEmpty()) {
      throw ProblemException.conflict("Somebody else changed fact " + number + "; look again.");
    }
    return get(id);
  }

  /** What a filing would be refused for, but for what is only missing yet. */
  private List<ContentError> faults(ObjectNode body) {
    ObjectNode source = Json.MAPPER.createObjectNode();
    source.put("tier", "press").put("publishedOn", today().toString());
    JsonNode issuer = body.path("issuer");
    ObjectNode filing = filing(issuer.isString() ? issuer.stringValue() : "?", source, null);
    filing.withArray("facts").add(factOf(body));
    return switch (FilingParser.parse(filing, today())) {
      case ParsedFiling.Valid valid -> List.of();
      case ParsedFiling.Invalid invalid ->
          invalid.errors().stream()
              .filter(error -> !isMissing(error, body))
              .map(
                  error ->
                      new ContentError(
                          error.pointer().replaceFirst("^/facts/0", ""),
                          error.code(),
                          error.message()))
              .toList();
    };
  }

  private static boolean isMissing(ContentError error, ObjectNode body) {
    return error.code().equals("required")
        && ((error.pointer().endsWith("/period") && !body.hasNonNull("period"))
            || (error.pointer().endsWith("/unit") && !body.hasNonNull("unit")));
  }

  private static FactRow fact(Stored draft, int number) {
    return draft.facts.stream()
        .filter(fact -> fact.number() == number)
        .findFirst()
        .orElseThrow(
            () -> ProblemException.notFound("fact " + number + " of draft " + draft.row.id()));
  }

  private static void requireOpen(FactRow row) {
    if (!row.status().equals(OPEN)) {
      throw ProblemException.conflict("Fact " + row.number() + " is " + row.status() + " already.");
    }
  }

  /**
   * @param numbers which facts; empty for all that are open
   */
  Stored reject(String id, List<Integer> numbers) {
    Stored draft = get(id);
    List<FactRow> chosen = chosen(draft, numbers, Set.of(OPEN));
    List<Integer> done =
        drafts.settle(id, texts(chosen.stream().map(FactRow::number).toList()), OPEN, REJECTED, "");
    if (done.size() < chosen.size()) {
      throw ProblemException.conflict("Somebody else decided at the same time; look again.");
    }
    return get(id);
  }

  private static List<FactRow> chosen(Stored draft, List<Integer> numbers, Set<String> statuses) {
    List<FactRow> chosen = new ArrayList<>();
    for (int number : numbers) {
      FactRow row = fact(draft, number);
      if (!statuses.contains(row.status())) {
        throw ProblemException.conflict("Fact " + number + " is " + row.status() + " already.");
      }
      if (!chosen.contains(row)) {
        chosen.add(row);
      }
    }
    if (numbers.isEmpty()) {
      draft.facts.stream().filter(row -> statuses.contains(row.status())).forEach(chosen::add);
    }
    return chosen;
  }

  private static String[] texts(List<Integer> numbers) {
    return numbers.stream().map(String::valueOf).toArray(String[]::new);
  }

  /**
   * A filing that came of a draft.
   *
   * @param status accepted, or duplicate where the same was filed before
   */
  record Filed(String id, String issuer, String status, int facts) {}

  record Approval(List<Filed> filings, Stored draft) {}

  /**
   * Makes filings of the facts, one for each issuer, by the same way and the same checks as any
   * filing. First the facts are claimed, then the filings stored, then the facts marked: whatever
   * dies in between, approving again comes to the same end, as a filing's id is of its content.
   *
   * @param numbers which facts; empty for all that are open and complete
   * @param source what is to be said of where it is from, over what was said when it came
   */
  Approval approve(String id, List<Integer> numbers, ObjectNode source, String formOrNull) {
    Stored draft = get(id);
    List<FactRow> chosen = chosen(draft, numbers, Set.of(OPEN, APPROVING));
    if (numbers.isEmpty()) {
      chosen.removeIf(row -> !Json.read(row.body(), DraftItem.class).isComplete());
    }
    if (chosen.isEmpty()) {
      throw ProblemException.conflict("There is nothing open and complete to approve.");
    }
    ObjectNode merged = source(draft, source);
    Map<String, List<FactRow>> byIssuer = new TreeMap<>();
    for (FactRow row : chosen) {
      byIssuer
          .computeIfAbsent(
              Json.read(row.body(), DraftItem.class).issuer(), issuer -> new ArrayList<>())
          .add(row);
    }
    Map<String, ParsedFiling.Valid> filings = parsed(byIssuer, merged, formOrNull);
    claim(draft, chosen);
    List<Filed> filed = new ArrayList<>();
    Map<String, CompletableFuture<Recorded>> outcomes = new LinkedHashMap<>();
    try {
      filings.forEach((issuer, filing) -> outcomes.put(issuer, commits.submit(filing)));
      for (Map.Entry<String, CompletableFuture<Recorded>> outcome : outcomes.entrySet()) {
        ParsedFiling.Valid filing = filings.get(outcome.getKey());
        String status = status(join(outcome.getValue()));
        String filingId = filing.filing().id().text();
        drafts.settle(
            id,
            texts(byIssuer.get(outcome.getKey()).stream().map(FactRow::number).toList()),
            APPROVING,
            APPROVED,
            filingId);
        filed.add(new Filed(filingId, outcome.getKey(), status, filing.filing().facts().size()));
      }
    } catch (RuntimeException e) {
      // Those whose filing was not stored can be decided anew; the others are marked already.
      drafts.settle(id, texts(chosen.stream().map(FactRow::number).toList()), APPROVING, OPEN, "");
      throw e;
    }
    return new Approval(filed, get(id));
  }

  private static String status(Recorded outcome) {
    return switch (outcome) {
      case Recorded.Accepted accepted -> "accepted";
      case Recorded.Duplicate duplicate -> "duplicate";
      // Its id is of its content and it supersedes nothing.
      case Recorded.Conflicting conflicting -> throw new IllegalStateException("ids collide");
      case Recorded.Refused refused -> throw refused.problem();
    };
  }

  private static Recorded join(CompletableFuture<Recorded> outcome) {
    try {
      return outcome.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private void claim(Stored draft, List<FactRow> chosen) {
    List<Integer> claimed =
        drafts.claim(
            draft.row.id(),
            texts(chosen.stream().map(FactRow::number).toList()),
            texts(chosen.stream().map(FactRow::revision).toList()));
    if (claimed.size() < chosen.size()) {
      drafts.settle(draft.row.id(), texts(claimed), APPROVING, OPEN, "");
      throw ProblemException.conflict("Somebody else changed it at the same time; look again.");
    }
  }

  private ObjectNode source(Stored draft, ObjectNode given) {
    ObjectNode merged = (ObjectNode) Json.MAPPER.readTree(draft.row.source());
    given.properties().forEach(member -> merged.set(member.getKey(), member.getValue()));
    if (!merged.hasNonNull("tier")) {
      merged.put("tier", "press");
    }
    if (!merged.hasNonNull("publishedOn")) {
      throw ProblemException.invalid(
          List.of(
              new ContentError(
                  "/source/publishedOn",
                  "required",
                  "nobody has said when the article was published")));
    }
    return merged;
  }

  /** The filings, or every fault of every one of them, each by the number of its draft fact. */
  private Map<String, ParsedFiling.Valid> parsed(
      Map<String, List<FactRow>> byIssuer, ObjectNode source, String formOrNull) {
    Map<String, ParsedFiling.Valid> filings = new LinkedHashMap<>();
    List<ContentError> errors = new ArrayList<>();
    byIssuer.forEach(
        (issuer, rows) -> {
          ObjectNode filing = filing(issuer, source, formOrNull);
          rows.forEach(
              row ->
                  filing
                      .withArray("facts")
                      .add(factOf((ObjectNode) Json.MAPPER.readTree(row.body()))));
          switch (FilingParser.parse(filing, today())) {
            case ParsedFiling.Valid valid -> filings.put(issuer, valid);
            case ParsedFiling.Invalid invalid ->
                invalid.errors().stream()
                    .map(error -> ofDraft(error, rows))
                    .filter(error -> !errors.contains(error))
                    .forEach(errors::add);
          }
        });
    if (!errors.isEmpty()) {
      throw ProblemException.invalid(errors);
    }
    return filings;
  }

  /** {@code /facts/0/period} of the filing is {@code /facts/7/period} of the draft. */
  private static ContentError ofDraft(ContentError error, List<FactRow> rows) {
    String[] parts = error.pointer().split("/", 4);
    if (parts.length < 3 || !parts[1].equals("facts")) {
      return error;
    }
    int number = rows.get(Integer.parseInt(parts[2])).number();
    return new ContentError(
        "/facts/" + number + (parts.length > 3 ? "/" + parts[3] : ""),
        error.code(),
        error.message());
  }

  private static ObjectNode filing(String issuer, ObjectNode source, String formOrNull) {
    ObjectNode filing = Json.MAPPER.createObjectNode();
    filing.put("issuer", issuer);
    filing.put("form", formOrNull == null ? "press" : formOrNull);
    filing.set("source", source);
    filing.putArray("facts");
    return filing;
  }

  private static ObjectNode factOf(ObjectNode body) {
    ObjectNode fact = Json.MAPPER.createObjectNode();
    for (String member : EDITABLE) {
      if (!member.equals("issuer") && body.hasNonNull(member)) {
        fact.set(member, body.get(member));
      }
    }
    return fact;
  }
}
