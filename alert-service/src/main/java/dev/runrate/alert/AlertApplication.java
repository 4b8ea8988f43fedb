package dev.runrate.alert;

import dev.runrate.common.messaging.MessagingConfiguration;
import dev.runrate.common.security.SecurityConfiguration;
import dev.runrate.common.web.WebConfiguration;
import java.time.Clock;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Judges snapshot changes by rules and tells what changed for the worse or the better. */
@SpringBootApplication
@ConfigurationPropertiesScan
@Import({MessagingConfiguration.class, SecurityConfiguration.class, WebConfiguration.class})
public class AlertApplication {
  public static void main(String[] args) {
    application().run(args);
  }

  /**
   * The application before its start, for programs that run several in one JVM. It reads {@code
   * alert-service.yml} and no {@code application.yml}, so that others on the same class path keep
   * theirs.
   */
  public static SpringApplicationBuilder application() {
    return new SpringApplicationBuilder(AlertApplication.class)
        .properties("spring.config.name=alert-service");
  }

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }
}
