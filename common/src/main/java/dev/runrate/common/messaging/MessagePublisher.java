package dev.runrate.common.messaging;

import dev.runrate.common.event.Message;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.springframework.kafka.core.KafkaTemplate;

/**
 * Sends messages as CloudEvents 1.0 in binary mode: the attributes are headers, the value is data.
 */
public final class MessagePublisher {
  private final KafkaTemplate<String, byte[]> kafka;

  public MessagePublisher(KafkaTemplate<String, byte[]> kafka) {
    this.kafka = kafka;
  }

  /** Completes when the broker has acknowledged the record, exceptionally when it gave up. */
  public CompletableFuture<Void> publish(Message message) {
    try {
      return kafka.send(record(message)).thenApply(sent -> null);
    } catch (RuntimeException e) {
      // Without metadata the producer refuses in the caller's thread instead of the future's.
      return CompletableFuture.failedFuture(e);
    }
  }

  private static ProducerRecord<String, byte[]> record(Message message) {
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(message.topic(), message.key(), message.value());
    Headers headers = record.headers();
    add(headers, "ce_specversion", "1.0");
    add(headers, "ce_id", message.id());
    add(headers, "ce_type", message.type());
    add(headers, "ce_source", "/" + message.source());
    add(headers, "ce_subject", message.subject());
    add(headers, "ce_time", message.time().toString());
    add(headers, "content-type", "application/json");
    return record;
  }

  private static void add(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
