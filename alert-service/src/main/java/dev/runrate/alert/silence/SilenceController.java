package dev.runrate.alert.silence;

import dev.runrate.alert.silence.Silences.Silence;
import dev.runrate.common.web.Page;
import dev.runrate.common.web.Problem.ContentError;
import dev.runrate.common.web.ProblemException;
import java.net.URI;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/**
 * Silences: {@code {"matchers": {"issuer": "openai"}, "createdBy": "ann", "comment": "known",
 * "endsAt": "2026-12-01T00:00:00Z"}}.
 */
@RestController
@RequestMapping("/v1/silences")
class SilenceController {
  private static final Set<String> MATCHERS =
      Set.of("issuer", "segment", "rule", "kind", "metric", "severity");

  private static final int MOST_TEXT = 2_000;
  private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

  private final Silences silences;
  private final Clock clock;

  SilenceController(Silences silences, Clock clock) {
    this.silences = silences;
    this.clock = clock;
  }

  @PostMapping(consumes = "application/json")
  ResponseEntity<Silence> add(@RequestBody JsonNode body) {
    List<ContentError> errors = new ArrayList<>();
    Map<String, String> matchers = new TreeMap<>();
    for (var matcher : body.path("matchers").properties()) {
      if (!MATCHERS.contains(matcher.getKey()) || !matcher.getValue().isString()) {
        errors.add(
            new ContentError(
                "/matchers/" + matcher.getKey(),
                "choice",
                "texts by " + MATCHERS.stream().sorted().toList()));
      } else {
        matchers.put(matcher.getKey(), matcher.getValue().stringValue());
      }
    }
    if (matchers.isEmpty() && errors.isEmpty()) {
      errors.add(new ContentError("/matchers", "required", "say what to silence"));
    }
    String createdBy = text(body, "createdBy", errors);
    String comment = text(body, "comment", errors);
    Instant startsAt = body.hasNonNull("startsAt") ? instant(body, "startsAt", errors) : null;
    Instant endsAt = instant(body, "endsAt", errors);
    if (endsAt != null && (endsAt.isBefore(clock.instant()) || endsAt.isAfter(LATEST))) {
      errors.add(new ContentError("/endsAt", "range", "a moment to come, before the year 9999"));
    }
    if (endsAt != null && startsAt != null && !endsAt.isAfter(startsAt)) {
      errors.add(new ContentError("/endsAt", "order", "it ends before it starts"));
    }
    if (!errors.isEmpty()) {
      throw ProblemException.invalid(errors);
    }
    Silence silence =
        silences.add(matchers, createdBy, comment, startsAt, endsAt).orElseThrow(this::tooMany);
    return ResponseEntity.created(URI.create("/v1/silences/" + silence.id())).body(silence);
  }

  private ProblemException tooMany() {
    return ProblemException.conflict(
        "There are " + silences.most() + " silences already; delete one that nobody needs.");
  }

  private static String text(JsonNode body, String name, List<ContentError> errors) {
    if (!body.path(name).isString()
        || body.path(name).stringValue().isBlank()
        || body.path(name).stringValue().length() > MOST_TEXT
        || body.path(name).stringValue().chars().anyMatch(Character::isISOControl)) {
      errors.add(
          new ContentError(
              "/" + name, "required", name + " is required, at most " + MOST_TEXT + " characters"));
      return null;
    }
    return body.path(name).stringValue();
  }

  private static Instant instant(JsonNode body, String name, List<ContentError> errors) {
    try {
      return OffsetDateTime.parse(body.path(name).asString("")).toInstant();
    } catch (DateTimeException e) {
      errors.add(
          new ContentError("/" + name, "instant", "an instant such as 2026-12-01T00:00:00Z"));
      return null;
    }
  }

  @GetMapping
  Page<Silence> list(
      @RequestParam(required = false) Integer limit,
      @RequestParam(required = false) String cursor) {
    return Page.slice(silences.list(), limit, cursor, Silence::id);
  }

  @GetMapping("/{id}")
  Silence get(@PathVariable String id) {
    return silences.find(id).orElseThrow(() -> ProblemException.notFound("silence " + id));
  }

  @DeleteMapping("/{id}")
  ResponseEntity<Void> delete(@PathVariable String id) {
    if (!silences.delete(id)) {
      throw ProblemException.notFound("silence " + id);
    }
    return ResponseEntity.noContent().build();
  }
}
