package dev.runrate.common.messaging;

import dev.runrate.common.event.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.KafkaAdmin;

/**
 * How much of what this service listens to could not be processed. It works on without that, so it
 * is degraded, not down: to take it off would lose the rest too.
 */
final class DeadLetterHealth extends AbstractHealthIndicator {
  private static final int PATIENCE_SECONDS = 2;

  private final KafkaAdmin admin;
  private final KafkaListenerEndpointRegistry listeners;

  DeadLetterHealth(KafkaAdmin admin, KafkaListenerEndpointRegistry listeners) {
    super("dead letters cannot be counted");
    this.admin = admin;
    this.listeners = listeners;
  }

  @Override
  protected void doHealthCheck(Health.Builder health) throws Exception {
    health.up();
    List<TopicPartition> letters =
        listeners.getListenerContainers().stream()
            .map(each -> each.getContainerProperties().getTopics())
            .flatMap(topics -> topics == null ? Stream.empty() : Stream.of(topics))
            .distinct()
            // As they are made: one partition.
            .map(topic -> new TopicPartition(Topics.deadLetters(topic), 0))
            .collect(Collectors.toCollection(ArrayList::new));
    if (letters.isEmpty()) {
      return;
    }
    Map<TopicPartition, OffsetSpec> first = new HashMap<>();
    Map<TopicPartition, OffsetSpec> next = new HashMap<>();
    letters.forEach(
        each -> {
          first.put(each, OffsetSpec.earliest());
          next.put(each, OffsetSpec.latest());
        });
    Admins.with(
        admin,
        PATIENCE_SECONDS,
        client -> {
          var begins = client.listOffsets(first).all().get();
          var ends = client.listOffsets(next).all().get();
          for (TopicPartition each : letters) {
            long count = ends.get(each).offset() - begins.get(each).offset();
            if (count > 0) {
              health.status("DEGRADED").withDetail(each.topic(), count);
            }
          }
        });
  }
}
