package dev.runrate.ingest.draft;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.runrate.common.event.Json;
import dev.runrate.common.fact.PeriodExpression;
import dev.runrate.common.fact.Texts;
import dev.runrate.common.fact.Tier;
import dev.runrate.common.web.Body;
import dev.runrate.common.web.Page;
import dev.runrate.common.web.Problem.ContentError;
import dev.runrate.common.web.ProblemException;
import dev.runrate.ingest.draft.DraftItem.Evidence;
import dev.runrate.ingest.draft.DraftRepository.FactRow;
import dev.runrate.ingest.draft.DraftRepository.SummaryRow;
import dev.runrate.ingest.draft.Drafts.Approval;
import dev.runrate.ingest.draft.Drafts.Article;
import dev.runrate.ingest.draft.Drafts.Filed;
import dev.runrate.ingest.draft.Drafts.Stored;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Articles in, draft facts out; and what a person decides of them. */
@RestController
@RequestMapping("/v1/drafts")
class DraftController {
  private static final int MOST_DECISION_BYTES = 256 * 1024;
  private static final int MOST_QUOTE = 400;
  private static final int MOST_DEPTH = 10;

  /** Of escapes, a character takes six bytes at most. */
  private static final int ESCAPED = 6;

  private static final Set<String> SOURCE =
      Set.of("tier", "publisher", "title", "url", "publishedOn");
  private static final Set<String> ARTICLE = Set.of("text", "html", "source");
  private static final Set<String> DECISION = Set.of("facts", "source", "form");

  /**
   * A fact as it is shown.
   *
   * @param filing that it became a part of; null until then
   * @param complete whether it can be approved as it is
   * @param quote the words of the article from its first piece of evidence to its last, where they
   *     are not too far apart
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record FactAnswer(
      int number,
      String status,
      String filing,
      boolean complete,
      String quote,
      @JsonUnwrapped DraftItem fact) {
    static FactAnswer of(FactRow row, String article) {
      DraftItem item = Json.read(row.body(), DraftItem.class);
      return new FactAnswer(
          row.number(), row.status(), row.filing(), item.isComplete(), quote(item, article), item);
    }

    private static String quote(DraftItem item, String article) {
      int start = item.evidence().stream().mapToInt(Evidence::start).min().orElse(0);
      int end = item.evidence().stream().mapToInt(Evidence::end).max().orElse(0);
      return end - start <= MOST_QUOTE ? article.substring(start, end) : null;
    }
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record DraftAnswer(
      String id,
      String status,
      Instant receivedAt,
      JsonNode source,
      JsonNode reading,
      List<FactAnswer> facts,
      List<Filed> filings) {
    static DraftAnswer of(Stored stored, String status, List<Filed> filings) {
      return new DraftAnswer(
          stored.row().id(),
          status,
          stored.row().receivedAt(),
          Json.MAPPER.readTree(stored.row().source()),
          Json.MAPPER.readTree(stored.row().reading()),
          stored.facts().stream().map(row -> FactAnswer.of(row, stored.row().article())).toList(),
          filings);
    }
  }

  record SummaryAnswer(
      String id,
      Instant receivedAt,
      JsonNode source,
      int facts,
      int open,
      int approved,
      int rejected) {
    static SummaryAnswer of(SummaryRow row) {
      return new SummaryAnswer(
          row.id(),
          row.receivedAt(),
          Json.MAPPER.readTree(row.source()),
          row.facts(),
          row.openFacts(),
          row.approvedFacts(),
          row.rejectedFacts());
    }
  }

  private final Drafts drafts;
  private final DraftSettings settings;
  private final Clock clock;
  private final JsonMapper mapper;

  DraftController(Drafts drafts, DraftSettings settings, Clock clock) {
    this.drafts = drafts;
    this.settings = settings;
    this.clock = clock;
    this.mapper =
        JsonMapper.builder(
                JsonFactory.builder()
                    .streamReadConstraints(
                        StreamReadConstraints.builder()
                            .maxNestingDepth(MOST_DEPTH)
                            .maxStringLength(ESCAPED * settings.maxArticleBytes())
                            .build())
                    .build())
            .build();
  }

  @PostMapping(consumes = {MediaType.TEXT_PLAIN_VALUE, MediaType.TEXT_HTML_VALUE})
  ResponseEntity<DraftAnswer> post(
      HttpServletRequest request,
      @RequestParam(required = false) String publishedOn,
      @RequestParam(required = false) String publisher,
      @RequestParam(required = false) String tier,
      @RequestParam(required = false) String title,
      @RequestParam(required = false) String url)
      throws IOException {
    ObjectNode source = Json.MAPPER.createObjectNode();
    put(source, "publishedOn", publishedOn);
    put(source, "publisher", publisher);
    put(source, "tier", tier);
    put(source, "title", title);
    put(source, "url", url);
    String body = text(Body.read(request, settings.maxArticleBytes()));
    boolean isHtml = request.getContentType().toLowerCase(java.util.Locale.ROOT).contains("html");
    return add(body, isHtml, source, "");
  }

  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<DraftAnswer> postJson(HttpServletRequest request) throws IOException {
    JsonNode body = articleJson(Body.read(request, ESCAPED * settings.maxArticleBytes()));
    if (!body.isObject()) {
      throw invalid("", "type", "an object with text or html, and source");
    }
    List<ContentError> errors = new ArrayList<>(ContentError.unknownMembers(body, ARTICLE));
    boolean isHtml = body.hasNonNull("html");
    JsonNode article = body.path(isHtml ? "html" : "text");
    if (isHtml == body.hasNonNull("text") || !article.isString()) {
      errors.add(new ContentError("/text", "required", "either text or html, a text"));
    }
    JsonNode source = body.path("source");
    if (!source.isMissingNode() && !source.isObject()) {
      errors.add(new ContentError("/source", "type", "an object"));
    }
    if (!errors.isEmpty()) {
      throw ProblemException.invalid(errors);
    }
    if (article.stringValue().getBytes(StandardCharsets.UTF_8).length
        > settings.maxArticleBytes()) {
      throw ProblemException.tooLarge(
          "An article has at most " + settings.maxArticleBytes() + " bytes.");
    }
    return add(
        article.stringValue(),
        isHtml,
        source.isObject() ? (ObjectNode) source : Json.MAPPER.createObjectNode(),
        "/source");
  }

  /** The messages' JSON has shorter texts than an article. */
  private JsonNode articleJson(byte[] body) {
    try {
      JsonNode root = mapper.readTree(body);
      return root == null ? Json.MAPPER.createObjectNode() : root;
    } catch (JacksonException e) {
      throw ProblemException.unreadable("Not JSON: " + e.getOriginalMessage() + Json.where(e));
    }
  }

  private static void put(ObjectNode node, String name, String valueOrNull) {
    if (valueOrNull != null) {
      node.put(name, valueOrNull);
    }
  }

  /** Bytes that are no UTF-8 are an error, not question marks. */
  private static String text(byte[] body) throws IOException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
  }

  private ResponseEntity<DraftAnswer> add(
      String body, boolean isHtml, ObjectNode source, String at) {
    checkSource(source, at);
    String text = body;
    if (isHtml) {
      HtmlText page = HtmlText.of(body);
      text = page.text();
      if (!source.hasNonNull("title") && page.title() != null && Texts.isClean(page.title())) {
        source.put("title", page.title());
      }
      if (!source.hasNonNull("publishedOn")
          && page.publishedOn() != null
          && !page.publishedOn().isAfter(today())) {
        source.put("publishedOn", page.publishedOn().toString());
      }
    }
    String storable = storable(text);
    if (storable.isBlank()) {
      throw invalid("", "required", "the article is empty");
    }
    Stored stored = drafts.add(new Article(storable, source));
    DraftAnswer answer = DraftAnswer.of(stored, stored.isNew() ? "drafted" : "duplicate", null);
    return stored.isNew()
        ? ResponseEntity.created(URI.create("/v1/drafts/" + stored.row().id())).body(answer)
        : ResponseEntity.ok(answer);
  }

  /** What a database cannot hold, and halves of characters, become the mark for such. */
  private static String storable(String text) {
    StringBuilder storable = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        storable.append(c).append(text.charAt(++i));
      } else {
        storable.append(c == 0 || Character.isSurrogate(c) ? '\ufffd' : c);
      }
    }
    return storable.toString();
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  private void checkSource(ObjectNode source, String at) {
    List<ContentError> errors = new ArrayList<>();
    for (var member : source.properties()) {
      String pointer = at + "/" + member.getKey();
      JsonNode value = member.getValue();
      if (!SOURCE.contains(member.getKey())) {
        errors.add(new ContentError(pointer, "unknown-member", "there is no such member"));
      } else if (!value.isString()
          || value.stringValue().length() > Texts.MOST
          || !Texts.isClean(value.stringValue())) {
        errors.add(
            new ContentError(pointer, "text", "a text of at most " + Texts.MOST + " characters"));
      } else if (member.getKey().equals("tier") && Tier.parse(value.stringValue()).isEmpty()) {
        errors.add(
            new ContentError(pointer, "choice", "one of regulatory, issuer, press, estimate"));
      } else if (member.getKey().equals("publishedOn") && !isDay(value.stringValue())) {
        errors.add(new ContentError(pointer, "date", "a day such as 2025-12-21, not after today"));
      }
    }
    if (!errors.isEmpty()) {
      throw ProblemException.invalid(errors);
    }
  }

  /** Some time zone may be a day ahead. */
  private boolean isDay(String text) {
    try {
      LocalDate day = LocalDate.parse(text);
      return day.getYear() >= PeriodExpression.FIRST_YEAR && !day.isAfter(today().plusDays(1));
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static ProblemException invalid(String pointer, String code, String message) {
    return ProblemException.invalid(List.of(new ContentError(pointer, code, message)));
  }

  @GetMapping
  Page<SummaryAnswer> list(
      @RequestParam(required = false) Integer limit,
      @RequestParam(required = false) String cursor) {
    int most = Page.limit(limit);
    long before = Page.number(cursor, Long.MAX_VALUE);
    Page<SummaryRow> page =
        Page.of(drafts.list(before, most), most, row -> Long.toString(row.seq()));
    return new Page<>(page.items().stream().map(SummaryAnswer::of).toList(), page.next());
  }

  @GetMapping("/{id}")
  DraftAnswer get(@PathVariable String id) {
    return DraftAnswer.of(drafts.get(id), null, null);
  }

  /** The article's text, which the evidence of its facts has its places in. */
  @GetMapping(path = "/{id}/article", produces = MediaType.TEXT_PLAIN_VALUE)
  ResponseEntity<String> article(@PathVariable String id) {
    return ResponseEntity.ok()
        .contentType(new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8))
        .header("X-Content-Type-Options", "nosniff")
        .body(drafts.get(id).row().article());
  }

  @PatchMapping(path = "/{id}/facts/{number}", consumes = MediaType.APPLICATION_JSON_VALUE)
  FactAnswer edit(@PathVariable String id, @PathVariable int number, HttpServletRequest request)
      throws IOException {
    JsonNode changes = Body.readJson(request, MOST_DECISION_BYTES);
    if (!changes.isObject() || changes.isEmpty()) {
      throw invalid("", "type", "an object of the members to change");
    }
    Stored stored = drafts.edit(id, number, (ObjectNode) changes);
    return stored.facts().stream()
        .filter(row -> row.number() == number)
        .map(row -> FactAnswer.of(row, stored.row().article()))
        .findFirst()
        .orElseThrow();
  }

  @PostMapping(path = "/{id}/approve", consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<DraftAnswer> approve(@PathVariable String id, HttpServletRequest request)
      throws IOException {
    JsonNode body = decision(request);
    ObjectNode source =
        body.path("source").isObject()
            ? (ObjectNode) body.get("source")
            : Json.MAPPER.createObjectNode();
    checkSource(source, "/source");
    String form = body.hasNonNull("form") ? body.get("form").asString("") : null;
    Approval approval = drafts.approve(id, numbers(body), source, form);
    boolean isAnyNew = approval.filings().stream().anyMatch(f -> f.status().equals("accepted"));
    return ResponseEntity.status(isAnyNew ? 201 : 200)
        .body(DraftAnswer.of(approval.draft(), null, approval.filings()));
  }

  @PostMapping(path = "/{id}/reject", consumes = MediaType.APPLICATION_JSON_VALUE)
  DraftAnswer reject(@PathVariable String id, HttpServletRequest request) throws IOException {
    return DraftAnswer.of(drafts.reject(id, numbers(decision(request))), null, null);
  }

  private static JsonNode decision(HttpServletRequest request) throws IOException {
    JsonNode body = Body.readJson(request, MOST_DECISION_BYTES);
    if (!body.isObject()) {
      throw invalid("", "type", "an object; {} is for all that is open");
    }
    List<ContentError> unknown = ContentError.unknownMembers(body, DECISION);
    if (!unknown.isEmpty()) {
      throw ProblemException.invalid(unknown);
    }
    return body;
  }

  private static List<Integer> numbers(JsonNode body) {
    List<Integer> numbers = new ArrayList<>();
    JsonNode facts = body.path("facts");
    if (facts.isMissingNode() || facts.isNull()) {
      return numbers;
    }
    if (!facts.isArray() || facts.isEmpty()) {
      throw invalid("/facts", "type", "an array of numbers of facts; leave it out for all");
    }
    for (int i = 0; i < facts.size(); i++) {
      if (!facts.get(i).isInt()) {
        throw invalid("/facts/" + i, "type", "the number of a fact");
      }
      numbers.add(facts.get(i).intValue());
    }
    return numbers;
  }
}
