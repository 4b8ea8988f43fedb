package dev.runrate.common.messaging;

import dev.runrate.common.event.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.support.KafkaHeaders;

/**
 * Records that could not be processed and lie in {@code <topic>.dlt}. How far they have been
 * replayed is kept by Kafka, as the offsets of a consumer group; what is replayed and fails again
 * comes back as a new one.
 */
public final class DeadLetters {
  /** Header: why the record could not be processed, in a sentence. */
  static final String CAUSE = "runrate-cause";

  private static final String GROUP = "runrate-dead-letters";
  private static final String OURS = "runrate-";
  private static final String SPRINGS = "kafka_dlt-";
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Of whoever asks for the health. */
  private static final Duration GLANCE = Duration.ofSeconds(2);

  /** Listed, and replayed, at once; there may be more. */
  private static final int MOST = 1_000;

  private static final int CAUSE_LENGTH = 500;

  private final ConsumerFactory<String, byte[]> consumers;
  private final KafkaTemplate<String, byte[]> kafka;

  DeadLetters(ConsumerFactory<String, byte[]> consumers, KafkaTemplate<String, byte[]> kafka) {
    this.consumers = consumers;
    this.kafka = kafka;
  }

  /**
   * @param topic where it came from
   * @param partition and {@code offset} of where it came from; -1 where that is not known
   * @param key the issuer; null for none
   * @param cause why it could not be processed
   * @param at when it was put aside
   */
  public record Letter(
      String topic, int partition, long offset, String key, String cause, int bytes, Instant at) {}

  /** The root cause in people's words. */
  static String cause(Throwable fault) {
    Throwable root = NestedExceptionUtils.getMostSpecificCause(fault);
    UnreadableMessageException unreadable = unreadable(fault);
    String text =
        (unreadable == null ? "" : unreadable.getMessage() + ": ")
            + (root == unreadable || root.getMessage() == null
                ? root.getClass().getSimpleName()
                : root.getMessage());
    String line = text.lines().findFirst().orElse("").strip();
    return line.length() > CAUSE_LENGTH ? line.substring(0, CAUSE_LENGTH) + "…" : line;
  }

  private static UnreadableMessageException unreadable(Throwable fault) {
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnreadableMessageException found) {
        return found;
      }
    }
    return null;
  }

  /** Those of these topics that were not replayed, oldest first; at most {@value #MOST}. */
  public List<Letter> list(List<String> topics) {
    List<Letter> letters = new ArrayList<>();
    try (Consumer<String, byte[]> consumer = consumer()) {
      for (String topic : topics) {
        read(consumer, topic, MOST - letters.size())
            .forEach(record -> letters.add(letter(topic, record)));
      }
    }
    return letters;
  }

  /**
   * Sends them to where they came from. One at a time says so: of two, both might send the same,
   * which is harmless.
   *
   * @return how many
   */
  public synchronized int replay(List<String> topics) {
    int replayed = 0;
    try (Consumer<String, byte[]> consumer = consumer()) {
      for (String topic : topics) {
        for (ConsumerRecord<String, byte[]> record : read(consumer, topic, MOST - replayed)) {
          send(topic, record);
          // After each: what breaks in between must not send the ones before again.
          consumer.commitSync(
              Map.of(partition(topic), new OffsetAndMetadata(record.offset() + 1)), PATIENCE);
          replayed++;
        }
      }
    }
    return replayed;
  }

  /** How many of each of these topics were not replayed; topics without any are left out. */
  Map<String, Long> count(List<String> topics) {
    Map<String, Long> counts = new TreeMap<>();
    if (topics.isEmpty()) {
      return counts;
    }
    try (Consumer<String, byte[]> consumer = consumer()) {
      // Else the client complains of answers about partitions that it does not read.
      consumer.assign(topics.stream().map(DeadLetters::partition).toList());
      for (String topic : topics) {
        Span left = left(consumer, topic, GLANCE);
        if (left.end > left.begin) {
          counts.put(topic, left.end - left.begin);
        }
      }
    }
    return counts;
  }

  /** Offsets of those that were not replayed, the end excluded. */
  private record Span(long begin, long end) {}

  private static Span left(Consumer<String, byte[]> consumer, String topic, Duration patience) {
    TopicPartition partition = partition(topic);
    long end = consumer.endOffsets(Set.of(partition), patience).get(partition);
    long begin = consumer.beginningOffsets(Set.of(partition), patience).get(partition);
    OffsetAndMetadata done = consumer.committed(Set.of(partition), patience).get(partition);
    return new Span(done == null ? begin : Math.max(begin, done.offset()), end);
  }

  private Consumer<String, byte[]> consumer() {
    Properties settings = new Properties();
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "100");
    return consumers.createConsumer(GROUP, "dead-letters", null, settings);
  }

  private static TopicPartition partition(String topic) {
    return new TopicPartition(Topics.deadLetters(topic), 0);
  }

  private static List<ConsumerRecord<String, byte[]>> read(
      Consumer<String, byte[]> consumer, String topic, int limit) {
    TopicPartition partition = partition(topic);
    consumer.assign(Set.of(partition));
    Span left = left(consumer, topic, PATIENCE);
    consumer.seek(partition, left.begin);
    List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (consumer.position(partition) < left.end && records.size() < limit) {
      consumer.poll(Duration.ofSeconds(1)).forEach(records::add);
      if (System.nanoTime() > deadline && records.isEmpty()) {
        throw new KafkaException("the dead letters of " + topic + " cannot be read");
      }
    }
    return records.size() > limit ? records.subList(0, limit) : records;
  }

  private void send(String topic, ConsumerRecord<String, byte[]> letter) {
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(topic, letter.key(), letter.value());
    for (Header header : letter.headers()) {
      if (!header.key().startsWith(SPRINGS) && !header.key().startsWith(OURS)) {
        record.headers().add(header);
      }
    }
    try {
      kafka.send(record).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new KafkaException("a dead letter of " + topic + " could not be sent", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted", e);
    }
  }

  private static Letter letter(String topic, ConsumerRecord<String, byte[]> record) {
    byte[] cause = header(record, CAUSE);
    // Written before there was a cause in a header of its own.
    byte[] older = cause == null ? header(record, KafkaHeaders.DLT_EXCEPTION_MESSAGE) : cause;
    byte[] partition = header(record, KafkaHeaders.DLT_ORIGINAL_PARTITION);
    byte[] offset = header(record, KafkaHeaders.DLT_ORIGINAL_OFFSET);
    return new Letter(
        topic,
        partition == null ? -1 : ByteBuffer.wrap(partition).getInt(),
        offset == null ? -1 : ByteBuffer.wrap(offset).getLong(),
        record.key(),
        older == null ? "not known" : new String(older, StandardCharsets.UTF_8),
        record.value() == null ? 0 : record.value().length,
        Instant.ofEpochMilli(record.timestamp()));
  }

  private static byte[] header(ConsumerRecord<String, byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? null : header.value();
  }
}
