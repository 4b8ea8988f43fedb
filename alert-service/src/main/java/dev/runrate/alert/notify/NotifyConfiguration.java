package dev.runrate.alert.notify;

import dev.runrate.alert.AlertSettings;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How webhooks find their hosts and get there. */
@Configuration(proxyBeanMethods = false)
class NotifyConfiguration {
  @Bean
  Targets targets(AlertSettings settings) {
    return new Targets(
        settings.webhooks().allowPrivateTargets(),
        Resolver.ofTheSystem(settings.webhooks().timeout()));
  }

  @Bean
  Sender sender(AlertSettings settings, Targets targets, Clock clock) {
    return new Sender(settings.webhooks(), targets, clock);
  }
}
