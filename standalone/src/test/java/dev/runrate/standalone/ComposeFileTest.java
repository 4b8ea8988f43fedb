package dev.runrate.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runrate.standalone.ComposeFile.Service;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import kafka.server.KafkaConfig;
import org.apache.kafka.common.utils.AppInfoParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What must hold of the compose file and can be seen without running it. */
class ComposeFileTest {
  private static final ComposeFile COMPOSE = ComposeFile.read();
  private static final Map<String, String> VARIABLES =
      Map.of(
          "POSTGRES_PASSWORD",
          "of the test",
          "RUNRATE_ADMIN_KEY",
          "a-key-of-the-test-that-is-long-enough");
  private static final Pattern SECRET = Pattern.compile("PASSWORD|SECRET|TOKEN|CREDENTIAL");

  static Collection<Service> services() {
    return COMPOSE.services().values();
  }

  static List<Service> built() {
    return COMPOSE.built();
  }

  @Test
  void runsTheServicesAndWhatTheyNeed() {
    assertThat(COMPOSE.services())
        .containsOnlyKeys(
            "kafka", "postgres", "ingest-service", "metrics-service", "alert-service");
    assertThat(built())
        .extracting(Service::name)
        .containsExactly("ingest-service", "metrics-service", "alert-service");
  }

  @ParameterizedTest
  @MethodSource("services")
  void everyServiceHasAHealthCheck(Service service) {
    assertThat(service.healthCheck()).hasSizeGreaterThan(1);
    assertThat(service.healthCheck().getFirst()).isIn("CMD", "CMD-SHELL");
  }

  @ParameterizedTest
  @MethodSource("built")
  void servicesStartAfterWhatTheyNeedIsHealthy(Service service) {
    JsonNode needs = service.node().path("depends_on");
    assertThat(needs.propertyNames()).contains("kafka", "postgres");
    assertThat(needs.propertyNames())
        .allSatisfy(
            need -> {
              assertThat(COMPOSE.services()).containsKey(need);
              assertThat(needs.path(need).path("condition").asString())
                  .isEqualTo("service_healthy");
            });
  }

  @ParameterizedTest
  @MethodSource("services")
  void portsArePublishedOnLoopbackOnly(Service service) {
    assertThat(service.texts("ports"))
        .isNotEmpty()
        .allSatisfy(
            port ->
                assertThat(ComposeFile.interpolated(port, VARIABLES))
                    .matches("127\\.0\\.0\\.1:\\d+:\\d+"));
    assertThat(service.node().has("network_mode")).isFalse();
  }

  @ParameterizedTest
  @MethodSource("services")
  void secretsComeFromOutsideAndAreRequired(Service service) {
    assertThat(service.environment())
        .allSatisfy(
            (name, value) -> {
              if (SECRET.matcher(name).find()) {
                assertThat(value).as(name).matches("\\$\\{\\w+:\\?[^}]+}");
              }
            });
    assertThat(service.environment().getOrDefault("SPRING_DATASOURCE_URL", ""))
        .doesNotContainIgnoringCase("password");
  }

  @Test
  void withoutAPasswordNothingStarts() {
    String password = COMPOSE.services().get("postgres").environment().get("POSTGRES_PASSWORD");

    assertThatThrownBy(() -> ComposeFile.interpolated(password, Map.of("POSTGRES_PASSWORD", "")))
        .hasMessageContaining("POSTGRES_PASSWORD");
  }

  @Test
  void theExampleNamesThePasswordAndHasNone() throws IOException {
    assertThat(Files.readAllLines(ComposeFile.PROJECT.resolve(".env.example")))
        .contains("POSTGRES_PASSWORD=");
    assertThat(Files.readAllLines(ComposeFile.PROJECT.resolve(".gitignore"))).contains(".env");
  }

  /** Published, listened on and checked: three places that have to name the same port. */
  @ParameterizedTest
  @MethodSource("built")
  void theHealthCheckAndThePublishedPortAreThoseTheServiceListensOn(Service service) {
    String port = service.environment().get("SERVER_PORT");

    assertThat(service.environment()).containsEntry("SERVER_ADDRESS", "0.0.0.0");
    assertThat(service.texts("ports")).singleElement().asString().endsWith(":" + port);
    assertThat(URI.create(service.healthCheck().getLast()))
        .isEqualTo(URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness"));
  }

  /** Whoever is named must exist and listen there. */
  @ParameterizedTest
  @MethodSource("built")
  void servicesCallEachOtherByNameAndPort(Service service) {
    service
        .environment()
        .forEach(
            (name, value) -> {
              if (name.startsWith("RUNRATE_") && name.endsWith("URL")) {
                URI url = URI.create(value);
                assertThat(COMPOSE.services()).containsKey(url.getHost());
                assertThat(COMPOSE.services().get(url.getHost()).environment())
                    .containsEntry("SERVER_PORT", Integer.toString(url.getPort()));
              }
            });
  }

  @ParameterizedTest
  @MethodSource("built")
  void imagesAreBuiltByTheOneDockerfile(Service service) throws IOException {
    String dockerfile = Files.readString(ComposeFile.PROJECT.resolve("Dockerfile"));

    assertThat(service.node().at("/build/args/SERVICE").asString()).isEqualTo(service.name());
    assertThat(service.node().at("/build/context").asString()).isEqualTo(".");
    assertThat(service.healthCheck().get(1)).isEqualTo("curl");
    assertThat(dockerfile).containsPattern("apt-get install .*\\bcurl\\b");
    assertThat(dockerfile).containsPattern("(?m)^USER [1-9]\\d*:[1-9]\\d*$");
    assertThat(dockerfile).doesNotContainIgnoringCase("password");
  }

  /** A data directory outside the volume is lost with the container. */
  @Test
  void dataLiesInVolumes() {
    Service kafka = COMPOSE.services().get("kafka");
    assertThat(kafka.texts("volumes"))
        .containsExactly("kafka:" + kafka.environment().get("KAFKA_LOG_DIRS"));
    assertThat(COMPOSE.services().get("postgres").texts("volumes"))
        .containsExactly("postgres:/var/lib/postgresql");
  }

  @Test
  void theBrokerIsOfOneVersionWithTheClients() {
    assertThat(COMPOSE.services().get("kafka").text("image"))
        .isEqualTo("apache/kafka:" + AppInfoParser.getVersion());
  }

  /** By the rule of the image: {@code KAFKA_NODE_ID} is the setting {@code node.id}. */
  @Test
  void theBrokerUnderstandsItsSettings() {
    Map<String, String> settings = new HashMap<>();
    COMPOSE
        .services()
        .get("kafka")
        .environment()
        .forEach(
            (name, value) -> {
              if (!name.equals("KAFKA_HEAP_OPTS")) {
                settings.put(
                    name.substring("KAFKA_".length()).toLowerCase(Locale.ROOT).replace('_', '.'),
                    ComposeFile.interpolated(value, VARIABLES));
              }
            });

    // Only known names; and refused if they contradict each other.
    assertThat(KafkaConfig.configDef().names()).containsAll(settings.keySet());
    assertThatCode(() -> new KafkaConfig(settings, false)).doesNotThrowAnyException();
  }
}
