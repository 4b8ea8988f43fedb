package dev.runrate.ingest.draft;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.runrate.common.event.Json;
import dev.runrate.common.fact.Basis;
import dev.runrate.common.fact.Checked;
import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.IssuerProfile;
import dev.runrate.common.fact.PeriodExpression;
import dev.runrate.common.fact.Scenario;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.common.fact.StatedValue;
import dev.runrate.common.fact.Unit;
import dev.runrate.ingest.draft.DraftItem.Evidence;
import dev.runrate.ingest.draft.reading.Amount;
import dev.runrate.ingest.draft.reading.Doubt;
import dev.runrate.ingest.draft.reading.Measure;
import dev.runrate.ingest.draft.reading.Reading;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks a language model that the user configured (an OpenAI-compatible endpoint; none by default)
 * for facts that the reading may have missed. A model only proposes: what it says is kept where its
 * evidence stands in the article word for word and the quantity parser itself read the amount out
 * of that very place; all else is dropped, and counted by the reason.
 */
@Component
class ModelProposer {
  private static final int MOST_ANSWER_BYTES = 1 << 20;
  private static final int MOST_PROPOSALS = 500;
  private static final int MOST_EVIDENCE = 600;

  /** A person must look: a model's own confidence means nothing. */
  private static final BigDecimal CONFIDENCE = new BigDecimal("0.30");

  private static final String TASK =
      """
      You find financial facts about AI companies in an article. Answer with a JSON array only. Each \
      element: {"issuer": slug, "segment": slug or null, "concept": one of the concepts, "period": \
      like 2025, 2025-H1, 2025-9M, 2025-Q3, 2025-10 or 2025-09-30, "unit": ISO 4217 code, ratio, users, \
      people or tokens/day, "scenario": actual, estimate, forecast or target, "amount": the exact \
      words of the amount, "evidence": the exact words of the article, copied without any change, that \
      contain the amount}. Concepts:\
      """;

  /** What became of the proposals; {@code dropped} by reason. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Counts(int proposed, int kept, Map<String, Integer> dropped) {}

  /**
   * @param doubt that the model could not be asked; empty where it was
   */
  record Outcome(List<DraftItem> kept, Counts counts, Optional<Doubt> doubt) {}

  private final URI url;
  private final String model;
  private final String key;
  private final Duration timeout;
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(Duration.ofSeconds(5))
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  ModelProposer(DraftSettings settings) {
    this.url = settings.modelUrl();
    this.model = settings.modelName();
    this.key = settings.modelKey();
    this.timeout = settings.modelTimeout();
  }

  boolean isConfigured() {
    return url != null && !url.toString().isBlank();
  }

  Outcome propose(
      String article, Reading reading, List<DraftItem> drafted, List<IssuerProfile> profiles) {
    JsonNode proposals;
    try {
      proposals = ask(article);
    } catch (IOException | JacksonException e) {
      return new Outcome(
          List.of(),
          new Counts(0, 0, Map.of()),
          Optional.of(
              new Doubt("model-unreachable", "the model gave no answer that could be read")));
    }
    Map<String, Integer> dropped = new TreeMap<>();
    List<DraftItem> kept = new ArrayList<>();
    int proposed = 0;
    for (JsonNode proposal : proposals) {
      if (proposed++ >= MOST_PROPOSALS) {
        dropped.merge("too-many", 1, Integer::sum);
        continue;
      }
      switch (judge(proposal, article, reading)) {
        case Checked.Valid<DraftItem> valid -> {
          DraftItem item = valid.value();
          if (drafted.stream().anyMatch(item::isSameFact)
              || kept.stream().anyMatch(item::isSameFact)) {
            dropped.merge("drafted-already", 1, Integer::sum);
          } else {
            kept.add(item);
          }
        }
        case Checked.Invalid<DraftItem> invalid -> dropped.merge(invalid.code(), 1, Integer::sum);
      }
    }
    return new Outcome(kept, new Counts(proposed, kept.size(), dropped), Optional.empty());
  }

  private JsonNode ask(String article) throws IOException {
    ObjectNode body = Json.MAPPER.createObjectNode();
    body.put("model", model == null ? "" : model);
    body.put("temperature", 0);
    String concepts =
        Arrays.stream(Concept.values()).map(Concept::label).collect(Collectors.joining(", "));
    body.withArray("messages").addObject().put("role", "system").put("content", TASK + concepts);
    body.withArray("messages").addObject().put("role", "user").put("content", article);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create(url.toString().replaceAll("/+$", "") + "/chat/completions"))
            .timeout(timeout)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
    if (key != null && !key.isBlank()) {
      request.header("Authorization", "Bearer " + key);
    }
    try {
      HttpResponse<InputStream> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream in = answer.body()) {
        byte[] bytes = in.readNBytes(MOST_ANSWER_BYTES + 1);
        if (answer.statusCode() != 200 || bytes.length > MOST_ANSWER_BYTES) {
          throw new IOException("answered " + answer.statusCode() + ", " + bytes.length + " bytes");
        }
        String content =
            Json.MAPPER
                .readTree(bytes)
                .path("choices")
                .path(0)
                .path("message")
                .path("content")
                .asString("");
        return array(content);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Models like to put a fence or a sentence around what they were asked for. */
  private static JsonNode array(String content) throws IOException {
    int start = content.indexOf('[');
    int end = content.lastIndexOf(']');
    if (start < 0 || end < start) {
      throw new IOException("no array in the answer");
    }
    return Json.MAPPER.readTree(content.substring(start, end + 1));
  }

  private static Checked<DraftItem> judge(JsonNode proposal, String article, Reading reading) {
    if (!proposal.isObject()) {
      return Checked.invalid("not-a-fact", "a proposal is an object");
    }
    String evidence = text(proposal, "evidence");
    int at =
        evidence.isBlank() || evidence.length() > MOST_EVIDENCE ? -1 : article.indexOf(evidence);
    if (at < 0) {
      return Checked.invalid("evidence-not-in-article", "its evidence is not in the article");
    }
    Optional<Concept> concept = Concept.parse(text(proposal, "concept"));
    if (concept.isEmpty()) {
      return Checked.invalid("no-such-concept", "there is no such concept");
    }
    if (!(IssuerId.parse(text(proposal, "issuer")) instanceof Checked.Valid<IssuerId> issuer)
        || !(SegmentId.parse(text(proposal, "segment"))
            instanceof Checked.Valid<SegmentId> segment)) {
      return Checked.invalid("no-such-issuer", "issuer and segment are slugs");
    }
    if (!(PeriodExpression.parse(text(proposal, "period"))
        instanceof Checked.Valid<PeriodExpression> period)) {
      return Checked.invalid("no-such-period", "there is no such period");
    }
    if (!(Unit.parse(text(proposal, "unit")) instanceof Checked.Valid<Unit> unit)
        || unit.value().kind() != concept.get().unitKind()) {
      return Checked.invalid("unit", "it is not counted so");
    }
    Optional<Amount> amount = amount(proposal, article, evidence, at, reading, unit.value());
    if (amount.isEmpty()) {
      return Checked.invalid("amount-not-in-evidence", "no such amount is read in its evidence");
    }
    StatedValue stated = signed(amount.get().stated(), concept.get(), proposal);
    return Checked.valid(
        new DraftItem(
            issuer.value().slug(),
            segment.value().orNull(),
            concept.get().label(),
            period.value().text(),
            stated.value(),
            stated.low(),
            stated.high(),
            stated.decimals(),
            unit.value().code(),
            Scenario.parse(text(proposal, "scenario")).orElse(Scenario.ACTUAL).toString(),
            Basis.REPORTED.slug(),
            null,
            List.of(new Evidence(at, at + evidence.length(), evidence)),
            CONFIDENCE,
            amount.get().because(),
            List.of(
                new Doubt(
                    "proposed-by-model", "a language model read this; only its amount is sure")),
            List.of(),
            List.of()));
  }

  private static String text(JsonNode node, String name) {
    return node.path(name).isString() ? node.path(name).stringValue() : "";
  }

  /**
   * The amount that the quantity parser read within the evidence and that the proposal names: by
   * its exact words, which must be a part of the evidence too.
   */
  private static Optional<Amount> amount(
      JsonNode proposal, String article, String evidence, int at, Reading reading, Unit unit) {
    String words = text(proposal, "amount");
    int inEvidence = words.isBlank() ? -1 : evidence.indexOf(words);
    if (inEvidence < 0) {
      return Optional.empty();
    }
    int from = at + inEvidence;
    int to = from + words.length();
    return reading.amounts().stream()
        .filter(each -> each.span().start() >= at && each.span().end() <= at + evidence.length())
        .filter(each -> each.number().start() < to && from < each.number().end())
        .filter(each -> from <= each.number().start() && each.number().end() <= to)
        .filter(each -> isCountedIn(each.measure(), unit))
        .findFirst();
  }

  private static boolean isCountedIn(Measure measure, Unit unit) {
    return switch (measure.kind()) {
      case MONEY ->
          unit.isMoney() && (measure.currency() == null || measure.currency().equals(unit));
      case RATIO, CHANGE -> unit.isRatio();
      case USERS -> unit.kind() == Unit.Kind.USERS;
      case PEOPLE -> unit.kind() == Unit.Kind.PEOPLE;
      case HEADS -> unit.kind() == Unit.Kind.USERS || unit.kind() == Unit.Kind.PEOPLE;
      case TOKENS -> unit.kind() == Unit.Kind.TOKENS_PER_DAY;
      case NONE -> !unit.isRatio();
      case MULTIPLE, POINTS, DURATION, THINGS -> false;
    };
  }

  /** A loss is an income below zero; the proposal may say so by its sign alone. */
  private static StatedValue signed(StatedValue stated, Concept concept, JsonNode proposal) {
    boolean mayBeLost =
        concept == Concept.NET_INCOME
            || concept == Concept.ADJUSTED_NET_INCOME
            || concept == Concept.OPERATING_INCOME;
    String evidence = text(proposal, "evidence");
    boolean isLoss =
        mayBeLost
            && (evidence.contains("亏")
                || evidence.contains("虧")
                || evidence.matches("(?is).*\\blos(?:s|ses|t|ing)\\b.*"));
    return isLoss
        ? new StatedValue(
            stated.value() == null ? null : stated.value().negate(),
            stated.decimals(),
            stated.high() == null ? null : stated.high().negate(),
            stated.low() == null ? null : stated.low().negate())
        : Objects.requireNonNull(stated);
  }
}
