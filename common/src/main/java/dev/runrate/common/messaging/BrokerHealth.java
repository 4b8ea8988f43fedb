package dev.runrate.common.messaging;

import java.util.List;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.listener.MessageListenerContainer;

/** Whether the broker answers, and whether all listeners run. */
final class BrokerHealth extends AbstractHealthIndicator {
  private static final int PATIENCE_SECONDS = 2;

  private final KafkaAdmin admin;
  private final KafkaListenerEndpointRegistry listeners;

  BrokerHealth(KafkaAdmin admin, KafkaListenerEndpointRegistry listeners) {
    super("the broker cannot be asked");
    this.admin = admin;
    this.listeners = listeners;
  }

  @Override
  protected void doHealthCheck(Health.Builder health) throws Exception {
    health.up();
    Admins.with(
        admin,
        PATIENCE_SECONDS,
        client -> health.withDetail("nodes", client.describeCluster().nodes().get().size()));
    List<String> stopped =
        listeners.getListenerContainers().stream()
            .filter(each -> !each.isRunning())
            .map(MessageListenerContainer::getListenerId)
            .toList();
    if (!stopped.isEmpty()) {
      health.down().withDetail("stoppedListeners", stopped);
    }
  }
}
