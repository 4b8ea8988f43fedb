package dev.runrate.ingest;

import dev.runrate.common.messaging.MessagingConfiguration;
import dev.runrate.common.security.SecurityConfiguration;
import dev.runrate.common.web.WebConfiguration;
import java.time.Clock;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Takes filings in, keeps them and publishes them. */
@SpringBootApplication
@ConfigurationPropertiesScan
@Import({MessagingConfiguration.class, SecurityConfiguration.class, WebConfiguration.class})
public class IngestApplication {
  public static void main(String[] args) {
    application().run(args);
  }

  /**
   * The application before its start, for programs that run several in one JVM. It reads {@code
   * ingest-service.yml} and no {@code application.yml}, so that others on the same class path keep
   * theirs.
   */
  public static SpringApplicationBuilder application() {
    return new SpringApplicationBuilder(IngestApplication.class)
        .properties("spring.config.name=ingest-service");
  }

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }
}
