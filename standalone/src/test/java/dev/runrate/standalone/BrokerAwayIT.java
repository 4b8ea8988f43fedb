package dev.runrate.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runrate.common.event.Topics;
import dev.runrate.embedded.KafkaServer;
import dev.runrate.embedded.Ports;
import dev.runrate.embedded.testing.TestInfrastructure;
import dev.runrate.ingest.IngestApplication;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** The broker dies, and comes back on the same data. */
class BrokerAwayIT {
  private static final int FILINGS = 40;
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir static Path data;

  @Test
  void filingsAreTakenAllTheSameAndReachTheTopicAfterwards() throws Exception {
    TestInfrastructure stores = TestInfrastructure.start();
    int kafkaPort = Ports.free();
    int port = Ports.free();
    KafkaServer broker = KafkaServer.start(data, kafkaPort, 4);
    try (ConfigurableApplicationContext ingest =
        IngestApplication.application()
            .registerShutdownHook(false)
            .run(
                "--server.port=" + port,
                "--spring.datasource.url=" + stores.jdbcUrl(),
                "--spring.datasource.username=" + stores.user(),
                "--spring.datasource.password=" + stores.password(),
                "--spring.kafka.bootstrap-servers=127.0.0.1:" + kafkaPort)) {
      List<String> accepted = new ArrayList<>();
      accepted.add(post(port, 0));
      broker.close();

      for (int i = 1; i < FILINGS; i++) {
        long before = System.nanoTime();
        accepted.add(post(port, i));
        // Whoever waited for the broker would wait for five seconds and more.
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(4));
      }
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(readiness(port)).isEqualTo(503));

      broker = KafkaServer.start(data, kafkaPort, 4);

      Set<String> arrived = new HashSet<>();
      try (KafkaConsumer<String, byte[]> consumer = consumer(kafkaPort)) {
        await()
            .atMost(Duration.ofMinutes(2))
            .untilAsserted(
                () -> {
                  for (ConsumerRecord<String, byte[]> each :
                      consumer.poll(Duration.ofMillis(500))) {
                    arrived.add(new String(each.headers().lastHeader("ce_subject").value()));
                  }
                  assertThat(arrived).containsAll(accepted);
                });
      }
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(readiness(port)).isEqualTo(200));
    } finally {
      broker.close();
    }
  }

  private static int readiness(int port) throws Exception {
    return HTTP.send(
            HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness"))
                .build(),
            BodyHandlers.discarding())
        .statusCode();
  }

  private static String post(int port, int number) throws Exception {
    String id = "broker-away-" + number;
    HttpResponse<String> answer =
        HTTP.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/filings"))
                .header("Content-Type", "application/json")
                .POST(
                    BodyPublishers.ofString(
                        """
                        {"id": "%s", "issuer": "broker-away",
                         "source": {"tier": "press", "publisher": "P", "publishedOn": "2025-11-01"},
                         "facts": [{"concept": "Cash", "period": "2025-09-30", "value": "%d", "unit": "USD"}]}
                        """
                            .formatted(id, 1_000 + number)))
                .build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return id;
  }

  private static KafkaConsumer<String, byte[]> consumer(int kafkaPort) {
    KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", "127.0.0.1:" + kafkaPort),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(Topics.FILINGS).stream()
            .map(each -> new TopicPartition(each.topic(), each.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return consumer;
  }
}
