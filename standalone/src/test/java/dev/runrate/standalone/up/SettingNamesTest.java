package dev.runrate.standalone.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** A setting that nobody reads is refused, as nobody would miss it. */
class SettingNamesTest {
  private static final SettingNames NAMES = SettingNames.ofTheServices();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "runrate.ingest.max-filing-bytes=1",
        "runrate.ingest.maxFilingBytes=1",
        "runrate.ingest.metrics-url=http://127.0.0.1:1",
        "runrate.metrics.cached-books=1",
        "runrate.metrics.cached-facts=1",
        "runrate.alerts.webhooks.allow-private-targets=true",
        "runrate.alerts.webhooks.group-wait=2s",
        "runrate.topics.partitions=8",
        "runrate.topics.replicas=3",
        "server.tomcat.max-swallow-size=1MB",
        "spring.datasource.hikari.maximum-pool-size=20",
        "spring.kafka.producer.properties.max.request.size=1",
        "spring.kafka.listener.concurrency=1",
        "spring.flyway.schemas[0]=ingest",
        "logging.level.dev.runrate=debug",
        "management.endpoints.web.exposure.include=health",
        "runrate.ingest.queue="
      })
  void settingsThatThereAreAreTaken(String setting) {
    assertThat(NAMES.fault(List.of(setting))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "runrate.ingest.max-filling-bytes=1, did you mean runrate.ingest.max-filing-bytes?",
    "runrate.alert.webhooks.group-wait=1s, did you mean runrate.alerts.webhooks.group-wait?",
    "runrate.alerts.allow-private-targets=true, there is no setting runrate.alerts.allow-private",
    "runrate.topics.partition=8, did you mean runrate.topics.partitions?",
    "spring.datasource.hikari.maximum-poolsize-of=20, there is no setting",
    "sever.port=1, did you mean server.port?",
    "colour=blue, there is no setting colour",
    "runrate.ingest=1, there is no setting runrate.ingest",
    "runrate.ingest.queue, NAME=VALUE",
    "=1, NAME=VALUE"
  })
  void othersAreRefused(String setting, String fault) {
    assertThat(NAMES.fault(List.of("runrate.ingest.queue=5", setting)).orElse("")).contains(fault);
  }

  @Test
  void upStartsNothingWithASettingThatThereIsNot(@TempDir Path directory) {
    Path data = directory.resolve("data");

    int exit =
        new CommandLine(new UpCommand())
            .execute("--data", data.toString(), "--set", "runrate.ingest.queu=5");

    assertThat(exit).isEqualTo(1);
    assertThat(data).doesNotExist();
  }
}
