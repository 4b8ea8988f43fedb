package dev.runrate.common.messaging;

import dev.runrate.common.event.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.listener.BatchListenerFailedException;
import tools.jackson.core.JacksonException;

/**
 * Works on a batch of records as a whole, which is fast, and record by record where the whole fails
 * for a reason that no retry heals, so that one bad record holds up nobody but itself.
 */
public final class Batch {
  private Batch() {}

  /**
   * @param work must do all or nothing, and be harmless when repeated
   * @throws BatchListenerFailedException naming the first record that cannot be processed; those
   *     before it have been
   */
  public static <T> void process(
      List<ConsumerRecord<String, byte[]>> records, Class<T> type, Consumer<List<T>> work) {
    try {
      List<T> values = new ArrayList<>(records.size());
      records.forEach(record -> values.add(read(record, type)));
      work.accept(values);
    } catch (RuntimeException e) {
      if (Faults.mayHeal(e)) {
        throw e;
      }
      oneByOne(records, type, work);
    }
  }

  private static <T> void oneByOne(
      List<ConsumerRecord<String, byte[]>> records, Class<T> type, Consumer<List<T>> work) {
    for (int i = 0; i < records.size(); i++) {
      try {
        work.accept(List.of(read(records.get(i), type)));
      } catch (RuntimeException e) {
        if (Faults.mayHeal(e)) {
          throw e;
        }
        throw new BatchListenerFailedException("record cannot be processed", e, i);
      }
    }
  }

  private static <T> T read(ConsumerRecord<String, byte[]> record, Class<T> type) {
    if (record.value() == null) {
      throw new UnreadableMessageException("the record has no value", null);
    }
    try {
      T value = Json.read(record.value(), type);
      if (value == null) {
        throw new UnreadableMessageException("the record's value is null", null);
      }
      return value;
    } catch (JacksonException | IllegalArgumentException e) {
      throw new UnreadableMessageException("not a " + type.getSimpleName(), e);
    }
  }
}
