package dev.runrate.common.messaging;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.listener.MessageListenerContainer;

/** Whether the broker answers, and whether all listeners run. */
final class BrokerHealth extends AbstractHealthIndicator {
  private static final int PATIENCE_MS = 2_000;

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
    Map<String, Object> settings = new HashMap<>(admin.getConfigurationProperties());
    settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MS);
    settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MS);
    try (Admin client = Admin.create(settings)) {
      health.withDetail("nodes", client.describeCluster().nodes().get().size());
    }
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
