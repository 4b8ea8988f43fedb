package dev.runrate.common.messaging;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.springframework.kafka.core.KafkaAdmin;

/** Questions to the broker that somebody waits for. */
final class Admins {
  private Admins() {}

  interface Question {
    void ask(Admin client) throws Exception;
  }

  /** Asks; what is not answered in time fails. */
  static void with(KafkaAdmin configured, int patienceSeconds, Question question) throws Exception {
    Map<String, Object> settings = new HashMap<>(configured.getConfigurationProperties());
    settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, patienceSeconds * 1_000);
    settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, patienceSeconds * 1_000);
    try (Admin client = Admin.create(settings)) {
      question.ask(client);
    }
  }
}
