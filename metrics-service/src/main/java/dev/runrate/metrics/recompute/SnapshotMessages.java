package dev.runrate.metrics.recompute;

import dev.runrate.common.event.Json;
import dev.runrate.common.event.Message;
import dev.runrate.common.event.SnapshotEvent;
import dev.runrate.common.messaging.EventTail;
import dev.runrate.common.messaging.MessagePublisher;
import dev.runrate.common.messaging.Outbox;
import dev.runrate.common.messaging.OutboxOwner;
import dev.runrate.common.persistence.Packed;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.springframework.stereotype.Component;

/** Tells of snapshot changes, to Kafka and to those who follow the event stream. */
@Component
public class SnapshotMessages extends OutboxOwner<Long> {
  private final EventTail tail;

  SnapshotMessages(MessagePublisher publisher, SnapshotRepository snapshots, Clock clock) {
    super(new Outbox<>("snapshots", publisher, new Rows(snapshots), clock));
    this.tail = new EventTail(new Tail(snapshots));
  }

  void publish(List<Recomputation.Written> written) {
    outbox.publish(
        written.stream()
            .map(each -> new Outbox.Row<>(each.seq(), each.event().message(each.json())))
            .toList());
    tail.wake();
  }

  /** The stream of changes, for any number of readers. */
  public EventTail tail() {
    return tail;
  }

  private record Rows(SnapshotRepository snapshots) implements Outbox.Rows<Long> {
    @Override
    public List<Outbox.Row<Long>> unpublished(Instant before, int limit) {
      return snapshots.unpublished(before, limit).stream()
          .map(row -> new Outbox.Row<>(row.seq(), message(Packed.unpack(row.message()))))
          .toList();
    }

    private static Message message(byte[] json) {
      return Json.read(json, SnapshotEvent.class).message(json);
    }

    @Override
    public void markPublished(Collection<Long> keys) {
      snapshots.markPublished(keys.stream().map(String::valueOf).toArray(String[]::new));
    }
  }

  private record Tail(SnapshotRepository snapshots) implements EventTail.Source {
    @Override
    public List<EventTail.Entry> after(EventTail.Cursor cursor, int limit) {
      return snapshots.after(cursor.transaction(), cursor.number(), limit).stream()
          .map(
              row ->
                  new EventTail.Entry(
                      row.transaction(),
                      row.seq(),
                      SnapshotEvent.CHANGED,
                      answer(Packed.unpack(row.message()))))
          .toList();
    }

    /** A message leaves out what is usual; an answer does not. */
    private static String answer(byte[] message) {
      return Json.MAPPER.writeValueAsString(Json.read(message, SnapshotEvent.class));
    }

    @Override
    public EventTail.Cursor now() {
      return new EventTail.Cursor(snapshots.now(), 0);
    }
  }
}
