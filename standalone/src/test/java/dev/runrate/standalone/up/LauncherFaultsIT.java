package dev.runrate.standalone.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runrate.standalone.up.Platform.PortPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./runrate up} as a process that is killed in all its parts. */
@Tag("faults")
class LauncherFaultsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir Path directory;
  private final PortPlan ports = PortPlan.free();

  private Process up(Path log) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
                "./runrate",
                "up",
                "--data=" + directory.resolve("data"),
                "--ingest-port=" + ports.ingest(),
                "--metrics-port=" + ports.metrics(),
                "--alerts-port=" + ports.alerts(),
                "--kafka-port=" + ports.kafka(),
                "--postgres-port=" + ports.postgres())
            .directory(Path.of("..").toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("RUNRATE_NO_CACHE", "1");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return builder.start();
  }

  private static void awaitLine(Path log, String text) {
    await().atMost(PATIENCE).until(() -> Files.readString(log).contains(text));
  }

  private List<ProcessHandle> descendants(Process launcher) {
    return launcher.descendants().toList();
  }

  @Test
  void killedLauncherTakesEverythingAlongAndTheNextOneStartsAtOnce() throws Exception {
    Path first = directory.resolve("first.log");
    Process launcher = up(first);
    awaitLine(first, "Ctrl-C stops it");
    List<ProcessHandle> parts = descendants(launcher);
    assertThat(parts).isNotEmpty();

    launcher.destroyForcibly().waitFor();

    Path second = directory.resolve("second.log");
    Process next = up(second);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> parts.stream().noneMatch(ProcessHandle::isAlive));
    awaitLine(second, "Ctrl-C stops it");

    // SIGTERM is passed on, and nothing stays.
    List<ProcessHandle> children = descendants(next);
    next.destroy();
    assertThat(next.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(Files.readString(second)).contains("stopping");
    assertThat(children).noneMatch(ProcessHandle::isAlive);
  }
}
