package dev.runrate.common.messaging;

import dev.runrate.common.event.Topics;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;

/**
 * How much of what this service listens to could not be processed, and was not replayed since. It
 * works on without that, so it is degraded, not down: to take it off would lose the rest too.
 */
final class DeadLetterHealth extends AbstractHealthIndicator {
  private final DeadLetters deadLetters;
  private final KafkaListenerEndpointRegistry listeners;

  DeadLetterHealth(DeadLetters deadLetters, KafkaListenerEndpointRegistry listeners) {
    super("dead letters cannot be counted");
    this.deadLetters = deadLetters;
    this.listeners = listeners;
  }

  @Override
  protected void doHealthCheck(Health.Builder health) {
    health.up();
    List<String> heard =
        listeners.getListenerContainers().stream()
            .map(each -> each.getContainerProperties().getTopics())
            .flatMap(topics -> topics == null ? Stream.empty() : Stream.of(topics))
            .distinct()
            .toList();
    deadLetters
        .count(heard)
        .forEach(
            (topic, count) ->
                health.status("DEGRADED").withDetail(Topics.deadLetters(topic), count));
  }
}
