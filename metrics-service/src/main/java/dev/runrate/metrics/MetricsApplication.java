package dev.runrate.metrics;

import dev.runrate.common.messaging.MessagingConfiguration;
import dev.runrate.common.security.SecurityConfiguration;
import dev.runrate.common.web.WebConfiguration;
import java.time.Clock;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Keeps the facts and recomputes the figures that a filing touches. */
@SpringBootApplication
@ConfigurationPropertiesScan
@Import({MessagingConfiguration.class, SecurityConfiguration.class, WebConfiguration.class})
public class MetricsApplication {
  public static void main(String[] args) {
    application().run(args);
  }

  /**
   * The application before its start, for programs that run several in one JVM. It reads {@code
   * metrics-service.yml} and no {@code application.yml}, so that others on the same class path keep
   * theirs.
   */
  public static SpringApplicationBuilder application() {
    return new SpringApplicationBuilder(MetricsApplication.class)
        .properties("spring.config.name=metrics-service");
  }

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }
}
