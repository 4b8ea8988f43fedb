package dev.runrate.alert.judge;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.runrate.alert.judge.AlertRepository.AlertRow;
import dev.runrate.alert.silence.Silences;
import dev.runrate.common.event.AlertEvent;
import dev.runrate.common.event.AlertKind;
import dev.runrate.common.event.Json;
import dev.runrate.common.event.SnapshotEvent;
import dev.runrate.common.fact.Checked;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.web.Body;
import dev.runrate.common.web.Columns;
import dev.runrate.common.web.Document;
import dev.runrate.common.web.Field;
import dev.runrate.common.web.Page;
import dev.runrate.common.web.Problem.ContentError;
import dev.runrate.common.web.ProblemException;
import dev.runrate.common.web.Tabular;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.type.TypeReference;

/** Alerts: the list, one with its history, the stream, and what a filing would raise. */
@RestController
class AlertController {
  private static final Set<String> STATES = Set.of("raised", "resolved", "corrected");
  private static final Set<String> SEVERITIES = Set.of("info", "warning", "critical");
  private static final Instant EVER = Instant.parse("1970-01-01T00:00:00Z");

  private static final Instant NEVER = Instant.parse("9999-01-01T00:00:00Z");

  /** Of the snapshots that the largest filing changes. */
  private static final int MOST_DRY_RUN_BYTES = 256 * 1024 * 1024;

  private static final TypeReference<List<SnapshotEvent>> SNAPSHOTS = new TypeReference<>() {};

  /** Who has seen an alert; it holds until the alert clears. */
  record Acknowledgement(String by, String comment, Instant at) {}

  /**
   * @param silencedBy the silence that keeps it from being pushed now
   */
  @JsonInclude(Include.NON_NULL)
  record Item(@JsonUnwrapped AlertEvent alert, Acknowledgement acknowledged, String silencedBy) {}

  /** One transition: what the alert became, by which filing. */
  @JsonInclude(Include.NON_NULL)
  record Detail(
      @JsonUnwrapped AlertEvent alert,
      Acknowledgement acknowledged,
      String silencedBy,
      List<AlertEvent> history) {}

  record Preview(List<AlertEvent> alerts) {}

  private static final Columns<Item> COLUMNS =
      new Columns<Item>()
          .and(
              "",
              new Columns<AlertEvent>()
                  .and("id", AlertEvent::id)
                  .and("rule", AlertEvent::rule)
                  .and("kind", AlertEvent::kind)
                  .and("issuer", AlertEvent::issuer)
                  .and("segment", AlertEvent::segment)
                  .and("period", alert -> alert.period().label())
                  .and(
                      "comparedWith",
                      alert -> alert.comparedWith() == null ? null : alert.comparedWith().label())
                  .and("state", AlertEvent::state)
                  .and("severity", AlertEvent::severity)
                  .and("certainty", AlertEvent::certainty)
                  .and("metric", AlertEvent::metric)
                  .and("basis", AlertEvent::basis)
                  .and("how", alert -> alert.current().how())
                  .and("scenario", alert -> alert.current().scenario())
                  .and("summary", AlertEvent::summary)
                  .and("suspect", AlertEvent::suspect)
                  .and("causedBy", AlertEvent::causedBy)
                  .and("historical", AlertEvent::historical)
                  .and("at", AlertEvent::at),
              Item::alert);

  private final AlertRepository alerts;
  private final AlertMessages messages;
  private final Silences silences;
  private final Intake intake;
  private final Clock clock;

  AlertController(
      AlertRepository alerts,
      AlertMessages messages,
      Silences silences,
      Intake intake,
      Clock clock) {
    this.alerts = alerts;
    this.messages = messages;
    this.silences = silences;
    this.intake = intake;
    this.clock = clock;
  }

  /**
   * The header {@code Last-Event-ID} of the answer, given to the stream, goes on from here without
   * a gap: what was committed while this was read comes there, though some of it may be here, too.
   */
  @GetMapping("/v1/alerts")
  Tabular<Item> list(
      @RequestParam(defaultValue = "") String issuer,
      @RequestParam(defaultValue = "") String kind,
      @RequestParam(defaultValue = "") String severity,
      @RequestParam(defaultValue = "") String state,
      @RequestParam(defaultValue = "") String since,
      @RequestParam(required = false) Integer limit,
      @RequestParam(required = false) String cursor,
      HttpServletResponse response) {
    if (!kind.isEmpty() && AlertKind.parse(kind).isEmpty()) {
      throw ProblemException.badRequest(
          "kind is one of " + Arrays.toString(AlertKind.values()) + ".");
    }
    if (!issuer.isEmpty() && !(IssuerId.parse(issuer) instanceof Checked.Valid)) {
      throw ProblemException.badRequest("issuer is a slug, such as openai.");
    }
    requireOneOf("severity", severity, SEVERITIES);
    requireOneOf("state", state, STATES);
    int most = Page.limit(limit);
    // Before the list is read.
    response.setHeader("Last-Event-ID", alerts.settled() + "-0");
    List<AlertRow> rows =
        alerts.list(
            Page.number(cursor, Long.MAX_VALUE),
            issuer,
            kind,
            severity,
            state,
            since.isEmpty() ? EVER : instant(since),
            most + 1);
    Page<AlertRow> page = Page.of(rows, most, row -> Long.toString(row.seq()));
    Silences.Muting muting = silences.now();
    return Tabular.page(
        new Page<>(page.items().stream().map(row -> item(row, muting)).toList(), page.next()),
        COLUMNS);
  }

  private static void requireOneOf(String name, String value, Set<String> choices) {
    if (!value.isEmpty() && !choices.contains(value)) {
      throw ProblemException.badRequest(
          name + " is one of " + choices.stream().sorted().toList() + ".");
    }
  }

  @GetMapping("/v1/alerts/{id}")
  Detail get(@PathVariable String id) {
    AlertRow row = find(id);
    Item item = item(row, silences.now());
    List<AlertEvent> history =
        alerts.history(id).stream()
            .map(message -> Json.read(message.body(), AlertEvent.class))
            .toList();
    return new Detail(item.alert, item.acknowledged, item.silencedBy, history);
  }

  /** {@code {"by": "ann", "comment": "talking to them"}}: seen, until it clears. */
  @PostMapping(path = "/v1/alerts/{id}/acknowledgement", consumes = "application/json")
  Item acknowledge(@PathVariable String id, HttpServletRequest request) throws IOException {
    find(id);
    Document document = Document.of(Body.readJson(request, Body.MOST_SMALL_BYTES));
    Field root = document.root();
    Optional<String> by = root.member("by").said("say who acknowledges");
    Optional<String> comment = root.member("comment").text();
    Acknowledgement acknowledgement =
        document.valueOrRefusal(
            () -> new Acknowledgement(by.orElseThrow(), comment.orElse(""), clock.instant()));
    alerts.acknowledge(id, Json.MAPPER.writeValueAsString(acknowledgement));
    return item(find(id), silences.now());
  }

  @GetMapping("/v1/alerts/stream")
  void stream(
      @RequestHeader(name = "Last-Event-ID", required = false) String lastEventId,
      HttpServletResponse response)
      throws IOException {
    messages.tail().stream(lastEventId, response);
  }

  /** For ingest-service: the alerts that snapshot changes would cause. */
  @PostMapping(path = "/internal/dry-run", consumes = "application/json")
  Preview dryRun(HttpServletRequest request) throws IOException {
    List<SnapshotEvent> snapshots =
        Body.message(
            Body.read(request, MOST_DRY_RUN_BYTES), Json.MAPPER.readerFor(SNAPSHOTS)::readValue);
    for (int i = 0; i < snapshots.size(); i++) {
      SnapshotEvent each = snapshots.get(i);
      if (each == null || each.issuer() == null || each.current() == null) {
        throw ProblemException.invalid(
            List.of(
                new ContentError("/" + i, "required", "a snapshot has an issuer and a current")));
      }
    }
    return new Preview(intake.preview(snapshots));
  }

  private AlertRow find(String id) {
    return alerts.find(id).orElseThrow(() -> ProblemException.notFound("alert " + id));
  }

  private static Item item(AlertRow row, Silences.Muting muting) {
    AlertEvent alert = alert(row);
    return new Item(
        alert,
        row.acknowledged() == null ? null : Json.read(row.acknowledged(), Acknowledgement.class),
        muting.of(alert).map(Silences.Silence::id).orElse(null));
  }

  private static AlertEvent alert(AlertRow row) {
    return Json.read(row.body(), AlertEvent.class);
  }

  private static Instant instant(String text) {
    try {
      Instant since =
          text.toUpperCase(Locale.ROOT).contains("T")
              ? OffsetDateTime.parse(text).toInstant()
              : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
      // What the store can compare with.
      return since.isBefore(EVER) || since.isAfter(NEVER) ? EVER : since;
    } catch (DateTimeException e) {
      throw ProblemException.badRequest("since is an instant such as 2026-06-30T12:00:00Z.");
    }
  }
}
