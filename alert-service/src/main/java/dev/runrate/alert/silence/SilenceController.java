package dev.runrate.alert.silence;

import dev.runrate.alert.silence.Silences.Silence;
import dev.runrate.common.fact.Texts;
import dev.runrate.common.web.Body;
import dev.runrate.common.web.Document;
import dev.runrate.common.web.Field;
import dev.runrate.common.web.Page;
import dev.runrate.common.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Silences: {@code {"matchers": {"issuer": "openai"}, "createdBy": "ann", "comment": "known",
 * "endsAt": "2026-12-01T00:00:00Z"}}.
 */
@RestController
@RequestMapping("/v1/silences")
class SilenceController {
  private static final Set<String> MATCHERS =
      Set.of("issuer", "segment", "rule", "kind", "metric", "severity");

  private static final Set<String> MEMBERS =
      Set.of("matchers", "createdBy", "comment", "startsAt", "endsAt");

  private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

  private final Silences silences;
  private final Clock clock;

  SilenceController(Silences silences, Clock clock) {
    this.silences = silences;
    this.clock = clock;
  }

  @PostMapping(consumes = "application/json")
  ResponseEntity<Silence> add(HttpServletRequest request) throws IOException {
    Document document = Document.of(Body.readJson(request, Body.MOST_SMALL_BYTES));
    Field root = document.root("a silence");
    root.knowsOnly(MEMBERS);
    Map<String, String> matchers = matchers(root.member("matchers"));
    Optional<String> createdBy = said(root, "createdBy");
    Optional<String> comment = said(root, "comment");
    Optional<Instant> startsAt = root.member("startsAt").instant();
    Field end = root.required("endsAt");
    Optional<Instant> endsAt = end.instant();
    if (endsAt.isPresent()
        && (endsAt.get().isBefore(clock.instant()) || endsAt.get().isAfter(LATEST))) {
      end.fault("range", "a moment to come, before the year 9999");
    }
    if (endsAt.isPresent() && startsAt.isPresent() && !endsAt.get().isAfter(startsAt.get())) {
      end.fault("order", "it ends before it starts");
    }
    Silence silence =
        document
            .valueOrRefusal(
                () ->
                    silences.add(
                        matchers,
                        createdBy.orElseThrow(),
                        comment.orElseThrow(),
                        startsAt.orElse(null),
                        endsAt.orElseThrow()))
            .orElseThrow(this::tooMany);
    return ResponseEntity.created(URI.create("/v1/silences/" + silence.id())).body(silence);
  }

  private ProblemException tooMany() {
    return ProblemException.conflict(
        "There are " + silences.most() + " silences already; delete one that nobody needs.");
  }

  private static Map<String, String> matchers(Field field) {
    Map<String, String> matchers = new TreeMap<>();
    field
        .members()
        .forEach(
            (name, each) -> {
              if (MATCHERS.contains(name) && each.isText()) {
                each.text().ifPresent(text -> matchers.put(name, text));
              } else {
                each.fault("choice", "texts by " + MATCHERS.stream().sorted().toList());
              }
            });
    if (field.members().isEmpty()) {
      field.fault("required", "say what to silence");
    }
    return matchers;
  }

  private static Optional<String> said(Field root, String name) {
    return root.member(name).said(name + " is required, at most " + Texts.MOST + " characters");
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
