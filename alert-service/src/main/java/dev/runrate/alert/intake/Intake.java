package dev.runrate.alert.intake;

import dev.runrate.alert.alert.Entry;
import dev.runrate.alert.alert.Lifecycle.LineKey;
import dev.runrate.alert.alert.LineId;
import dev.runrate.alert.alert.Lines;
import dev.runrate.alert.condition.RuleBook;
import dev.runrate.alert.intake.AlertRepository.LineRow;
import dev.runrate.common.event.AlertEvent;
import dev.runrate.common.event.Json;
import dev.runrate.common.event.SnapshotEvent;
import dev.runrate.common.event.Topics;
import dev.runrate.common.messaging.Batch;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Hears of snapshot changes. In one transaction: read the lines of the issuers concerned, note what
 * the rules say, advance the alerts, and store lines, alerts and messages. The messages are the
 * outbox; a batch that comes again changes nothing.
 */
@Component
public class Intake {
  private final RuleBook rules;
  private final AlertRepository alerts;
  private final AlertMessages messages;
  private final TransactionTemplate transaction;
  private final Clock clock;

  Intake(
      RuleBook rules,
      AlertRepository alerts,
      AlertMessages messages,
      TransactionTemplate transaction,
      Clock clock) {
    this.rules = rules;
    this.alerts = alerts;
    this.messages = messages;
    this.transaction = transaction;
    this.clock = clock;
  }

  @KafkaListener(id = "alert-snapshots", groupId = "alert-service", topics = Topics.SNAPSHOTS)
  void onSnapshots(List<ConsumerRecord<String, byte[]>> batch) {
    Batch.process(batch, SnapshotEvent.class, this::take);
  }

  private void take(List<SnapshotEvent> snapshots) {
    messages.publish(transaction.execute(status -> advance(snapshots)));
  }

  private List<AlertMessages.Written> advance(List<SnapshotEvent> snapshots) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Lines lines = lines(snapshots);
    newestOfEach(snapshots).forEach(lines::hear);
    List<AlertEvent> events = lines.conclude(now);
    // An alert is a message and stands in its line: written once.
    Map<AlertEvent, String> written = new IdentityHashMap<>();
    Function<AlertEvent, String> json =
        alert -> written.computeIfAbsent(alert, Json.MAPPER::writeValueAsString);
    store(lines.changed(), json);
    return store(events, json, now);
  }

  /** What the alerts would be; nothing is stored. */
  public List<AlertEvent> preview(List<SnapshotEvent> snapshots) {
    return transaction.execute(
        status -> {
          status.setRollbackOnly();
          Lines lines = lines(snapshots);
          newestOfEach(snapshots).forEach(lines::hear);
          return lines.conclude(clock.instant());
        });
  }

  private static Collection<SnapshotEvent> newestOfEach(List<SnapshotEvent> snapshots) {
    Map<String, SnapshotEvent> newest = new LinkedHashMap<>();
    for (SnapshotEvent snapshot : snapshots) {
      newest.merge(snapshot.subject(), snapshot, (a, b) -> a.revision() > b.revision() ? a : b);
    }
    return newest.values();
  }

  private Lines lines(List<SnapshotEvent> snapshots) {
    String[] issuers =
        snapshots.stream().map(s -> s.issuer().slug()).distinct().sorted().toArray(String[]::new);
    alerts.lock(issuers);
    Lines lines = new Lines(rules.enabled());
    for (LineRow row : alerts.lines(issuers)) {
      lines.load(
          new LineId(
              row.issuer(), row.segment(), row.rule(), row.metric(), row.basis(), row.span()),
          LineBody.read(row.body()));
    }
    return lines;
  }

  private void store(
      Map<LineId, NavigableMap<LineKey, Entry>> changed, Function<AlertEvent, String> json) {
    if (changed.isEmpty()) {
      return;
    }
    List<LineId> ids = List.copyOf(changed.keySet());
    alerts.putLines(
        column(ids, LineId::issuer),
        column(ids, LineId::segment),
        column(ids, LineId::rule),
        column(ids, LineId::metric),
        column(ids, LineId::basis),
        column(ids, LineId::span),
        ids.stream().map(id -> LineBody.of(changed.get(id), json)).toArray(byte[][]::new));
  }

  private List<AlertMessages.Written> store(
      List<AlertEvent> events, Function<AlertEvent, String> json, Instant now) {
    if (events.isEmpty()) {
      return List.of();
    }
    List<String> bodies = events.stream().map(json).toList();
    Map<String, AlertEvent> newest = new HashMap<>();
    events.forEach(event -> newest.put(event.id(), event));
    List<Long> seqs =
        alerts.append(
            column(events, AlertEvent::id),
            column(events, AlertEvent::rule),
            column(events, e -> e.kind().toString()),
            column(events, e -> e.issuer().slug()),
            column(events, e -> e.segment().slug()),
            column(events, e -> e.severity().toString()),
            column(events, e -> e.state().toString()),
            bodies.toArray(String[]::new),
            column(events, e -> Boolean.toString(newest.get(e.id()) == e)),
            now);
    List<AlertMessages.Written> written = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      written.add(new AlertMessages.Written(seqs.get(i), events.get(i), bodies.get(i)));
    }
    return written;
  }

  private static <T> String[] column(List<T> rows, Function<T, String> f) {
    return rows.stream().map(f).toArray(String[]::new);
  }
}
