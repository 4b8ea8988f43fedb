package dev.runrate.common.messaging;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
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
   * @param reader of a record's value; throws a {@code JacksonException} or an {@code
   *     IllegalArgumentException} where it cannot read it
   * @param work must do all or nothing, and be harmless when repeated
   * @throws BatchListenerFailedException naming the first record that cannot be processed; those
   *     before it have been
   */
  public static <T> void process(
      List<ConsumerRecord<String, byte[]>> records,
      Function<byte[], T> reader,
      Consumer<List<T>> work) {
    try {
      List<T> values = new ArrayList<>(records.size());
      records.forEach(record -> values.add(read(record, reader)));
      work.accept(values);
    } catch (RuntimeException e) {
      if (Faults.mayHeal(e)) {
        throw e;
      }
      oneByOne(records, reader, work);
    }
  }

  private static <T> void oneByOne(
      List<ConsumerRecord<String, byte[]>> records,
      Function<byte[], T> reader,
      Consumer<List<T>> work) {
    for (int i = 0; i < records.size(); i++) {
      try {
        work.accept(List.of(read(records.get(i), reader)));
      } catch (RuntimeException e) {
        if (Faults.mayHeal(e)) {
          throw e;
        }
        throw new BatchListenerFailedException("record cannot be processed", e, i);
      }
    }
  }

  private static <T> T read(ConsumerRecord<String, byte[]> record, Function<byte[], T> reader) {
    if (record.value() == null) {
      throw new UnreadableMessageException("the record has no value", null);
    }
    try {
      T value = reader.apply(record.value());
      if (value == null) {
        throw new UnreadableMessageException("the record's value is null", null);
      }
      return value;
    } catch (JacksonException | IllegalArgumentException e) {
      throw new UnreadableMessageException("not what topic " + record.topic() + " is for", e);
    }
  }
}
