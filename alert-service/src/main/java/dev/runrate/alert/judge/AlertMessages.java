package dev.runrate.alert.judge;

import dev.runrate.alert.notify.Notifier;
import dev.runrate.common.event.AlertEvent;
import dev.runrate.common.event.Json;
import dev.runrate.common.messaging.EventTail;
import dev.runrate.common.messaging.MessagePublisher;
import dev.runrate.common.messaging.Outbox;
import dev.runrate.common.messaging.OutboxOwner;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.springframework.stereotype.Component;

/** Tells of alerts: to Kafka, to those who follow the event stream, and to the notifier. */
@Component
public class AlertMessages extends OutboxOwner<Long> {
  /** A message that was stored. */
  public record Written(long seq, AlertEvent event, String json) {}

  private final EventTail tail;
  private final Notifier notifier;

  AlertMessages(
      MessagePublisher publisher, AlertRepository alerts, Notifier notifier, Clock clock) {
    super(new Outbox<>("alerts", publisher, new Rows(alerts), clock));
    this.tail = new EventTail(new Tail(alerts));
    this.notifier = notifier;
  }

  void publish(List<Written> written) {
    outbox.publish(
        written.stream()
            .map(each -> new Outbox.Row<>(each.seq(), each.event().message(each.json())))
            .toList());
    if (!written.isEmpty()) {
      tail.wake();
      notifier.wake();
    }
  }

  /** The stream of messages, for any number of readers. */
  public EventTail tail() {
    return tail;
  }

  private record Rows(AlertRepository alerts) implements Outbox.Rows<Long> {
    @Override
    public List<Outbox.Row<Long>> unpublished(Instant before, int limit) {
      return alerts.unpublished(before, limit).stream()
          .map(
              row ->
                  new Outbox.Row<>(
                      row.seq(), Json.read(row.body(), AlertEvent.class).message(row.body())))
          .toList();
    }

    @Override
    public void markPublished(Collection<Long> keys) {
      alerts.markPublished(keys.stream().map(String::valueOf).toArray(String[]::new));
    }
  }

  private record Tail(AlertRepository alerts) implements EventTail.Source {
    @Override
    public List<EventTail.Entry> after(EventTail.Cursor cursor, int limit) {
      return alerts.after(cursor.transaction(), cursor.number(), limit).stream()
          .map(Tail::entry)
          .toList();
    }

    /** A message leaves out what is usual; an answer does not. */
    private static EventTail.Entry entry(AlertRepository.MessageRow row) {
      AlertEvent alert = Json.read(row.body(), AlertEvent.class);
      return new EventTail.Entry(
          row.transaction(), row.seq(), alert.type(), Json.MAPPER.writeValueAsString(alert));
    }

    @Override
    public EventTail.Cursor now() {
      return new EventTail.Cursor(alerts.now(), 0);
    }
  }
}
