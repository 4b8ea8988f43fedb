package dev.runrate.embedded.testing;

import dev.runrate.embedded.KafkaServer;
import dev.runrate.embedded.Ports;
import dev.runrate.embedded.PostgresServer;
import dev.runrate.embedded.PostgresServer.Durability;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * The PostgreSQL and the Kafka of the tests, both empty at first, started once per JVM: containers
 * where Docker answers, else the embedded servers. They end with the JVM.
 */
public record TestInfrastructure(
    String jdbcUrl, String user, String password, String bootstrapServers) {

  private static final String POSTGRES_IMAGE = "postgres:18-alpine";
  private static final String KAFKA_IMAGE = "apache/kafka-native:4.2.1";
  private static final int DEFAULT_PARTITIONS = 4;

  public static TestInfrastructure start() {
    return Once.STARTED;
  }

  private static final class Once {
    static final TestInfrastructure STARTED = dockerAnswers() ? inContainers() : embedded();
  }

  private static boolean dockerAnswers() {
    // Testcontainers takes seconds to find out that there is nothing.
    boolean worthAsking =
        System.getenv("DOCKER_HOST") != null || Files.exists(Path.of("/var/run/docker.sock"));
    return worthAsking && DockerClientFactory.instance().isDockerAvailable();
  }

  // Testcontainers removes its containers when the JVM ends.
  @SuppressWarnings("resource")
  private static TestInfrastructure inContainers() {
    var postgres = new PostgreSQLContainer(POSTGRES_IMAGE);
    var kafka =
        new KafkaContainer(KAFKA_IMAGE)
            .withEnv("KAFKA_NUM_PARTITIONS", Integer.toString(DEFAULT_PARTITIONS))
            .withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0");
    var postgresStarts = CompletableFuture.runAsync(postgres::start);
    kafka.start();
    postgresStarts.join();
    return new TestInfrastructure(
        postgres.getJdbcUrl(),
        postgres.getUsername(),
        postgres.getPassword(),
        kafka.getBootstrapServers());
  }

  private static TestInfrastructure embedded() {
    Path directory = temporaryDirectory();
    var postgresStarts =
        CompletableFuture.supplyAsync(
            () ->
                PostgresServer.start(
                    directory.resolve("postgres"), Ports.free(), Durability.THROW_AWAY, List.of()));
    var kafka = KafkaServer.start(directory.resolve("kafka"), Ports.free(), DEFAULT_PARTITIONS);
    var postgres = postgresStarts.join();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  kafka.close();
                  postgres.close();
                  delete(directory);
                }));
    return new TestInfrastructure(
        postgres.jdbcUrl(),
        PostgresServer.USER,
        postgres.password(PostgresServer.USER),
        kafka.bootstrapServers());
  }

  private static Path temporaryDirectory() {
    try {
      return Files.createTempDirectory("runrate-test");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path directory) {
    try (var files = Files.walk(directory)) {
      files
          .sorted(java.util.Comparator.reverseOrder())
          .map(Path::toFile)
          .forEach(java.io.File::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
