package dev.runrate.alert.judge;

import dev.runrate.alert.alert.Lines;
import dev.runrate.alert.rule.CompiledRule;
import dev.runrate.alert.rulebook.RuleBook;
import dev.runrate.common.event.AlertEvent;
import dev.runrate.common.event.Json;
import dev.runrate.common.event.SnapshotEvent;
import dev.runrate.common.event.Topics;
import dev.runrate.common.messaging.Batch;
import dev.runrate.common.persistence.Column;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Hears of snapshot changes. In one transaction: read what was said and told of the periods
 * concerned, note what the rules say now, and store the messages that are due and the new
 * judgements. The messages are the outbox; a batch that comes again changes nothing.
 */
@Component
public class Intake {
  private final RuleBook rules;
  private final Judgements judgements;
  private final AlertRepository alerts;
  private final AlertMessages messages;
  private final TransactionTemplate transaction;
  private final Clock clock;

  Intake(
      RuleBook rules,
      Judgements judgements,
      AlertRepository alerts,
      AlertMessages messages,
      TransactionTemplate transaction,
      Clock clock) {
    this.rules = rules;
    this.judgements = judgements;
    this.alerts = alerts;
    this.messages = messages;
    this.transaction = transaction;
    this.clock = clock;
  }

  @KafkaListener(id = "alert-snapshots", groupId = "alert-service", topics = Topics.SNAPSHOTS)
  void onSnapshots(List<ConsumerRecord<String, byte[]>> batch) {
    // The same rules for reading and for judging, whoever changes them meanwhile.
    RuleBook.InForce inForce = rules.inForce();
    Batch.process(
        batch, Json.snapshotsWith(inForce.reads()), snapshots -> take(snapshots, inForce.rules()));
  }

  private void take(List<SnapshotEvent> snapshots, List<CompiledRule> inForce) {
    messages.publish(transaction.execute(status -> advance(snapshots, inForce)));
  }

  private List<AlertMessages.Written> advance(
      List<SnapshotEvent> snapshots, List<CompiledRule> inForce) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Lines lines = heard(snapshots, inForce);
    List<AlertEvent> events = lines.conclude(judgements, now);
    List<AlertMessages.Written> written = append(events, now);
    lines.stored(events, written.stream().map(AlertMessages.Written::seq).toList());
    judgements.store(lines.changed());
    return written;
  }

  /** What the alerts would be; nothing is stored. */
  public List<AlertEvent> preview(List<SnapshotEvent> snapshots) {
    return transaction.execute(
        status -> {
          status.setRollbackOnly();
          return heard(snapshots, rules.inForce().rules()).conclude(judgements, clock.instant());
        });
  }

  private Lines heard(List<SnapshotEvent> snapshots, List<CompiledRule> inForce) {
    alerts.lock(
        snapshots.stream().map(s -> s.issuer().slug()).distinct().sorted().toArray(String[]::new));
    Lines lines = new Lines(inForce);
    judgements.hear(lines, newestOfEach(snapshots));
    return lines;
  }

  private static Collection<SnapshotEvent> newestOfEach(List<SnapshotEvent> snapshots) {
    Map<String, SnapshotEvent> newest = new LinkedHashMap<>();
    for (SnapshotEvent snapshot : snapshots) {
      newest.merge(snapshot.subject(), snapshot, (a, b) -> a.revision() > b.revision() ? a : b);
    }
    return newest.values();
  }

  private List<AlertMessages.Written> append(List<AlertEvent> events, Instant now) {
    if (events.isEmpty()) {
      return List.of();
    }
    List<String> bodies = events.stream().map(Json.MESSAGES::writeValueAsString).toList();
    Map<String, AlertEvent> newest = new HashMap<>();
    events.forEach(event -> newest.put(event.id(), event));
    List<Long> seqs =
        alerts.append(
            Column.texts(events, AlertEvent::id),
            Column.texts(events, AlertEvent::rule),
            Column.texts(events, e -> e.kind().toString()),
            Column.texts(events, e -> e.issuer().slug()),
            Column.texts(events, e -> e.segment().slug()),
            Column.texts(events, e -> e.severity().toString()),
            Column.texts(events, e -> e.state().toString()),
            bodies.toArray(String[]::new),
            Column.texts(events, e -> Boolean.toString(newest.get(e.id()) == e)),
            now);
    List<AlertMessages.Written> written = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      written.add(new AlertMessages.Written(seqs.get(i), events.get(i), bodies.get(i)));
    }
    return written;
  }
}
