package dev.runrate.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** What this process and its PostgreSQL use of the machine. Memory needs Linux. */
final class Usage implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  /** Processor time so far. */
  record Cpu(Duration jvm, Duration postgres) {
    private static Cpu now(ProcessHandle postmaster) {
      return new Cpu(
          cpu(ProcessHandle.current()),
          family(postmaster).map(Cpu::cpu).reduce(Duration.ZERO, Duration::plus));
    }

    private static Duration cpu(ProcessHandle process) {
      return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    Cpu since(Cpu earlier) {
      return new Cpu(jvm.minus(earlier.jvm), postgres.minus(earlier.postgres));
    }

    Duration total() {
      return jvm.plus(postgres);
    }

    @Override
    public String toString() {
      double all = total().toMillis();
      return "CPU %.1f s, of it PostgreSQL %.0f %%"
          .formatted(all / 1000, 100 * postgres.toMillis() / all);
    }
  }

  private final ProcessHandle postmaster;
  private volatile long peakJvmKb;
  private volatile long peakPostgresKb;
  private final Thread sampler;

  /**
   * @param postmaster no child of this process: its starter has ended
   */
  Usage(ProcessHandle postmaster) {
    this.postmaster = postmaster;
    this.sampler = Thread.ofPlatform().daemon().start(this::sample);
  }

  Cpu now() {
    return Cpu.now(postmaster);
  }

  private static Stream<ProcessHandle> family(ProcessHandle parent) {
    return Stream.concat(Stream.of(parent), parent.descendants());
  }

  private void sample() {
    try {
      while (true) {
        peakJvmKb = Math.max(peakJvmKb, kb(ProcessHandle.current(), "status", "VmRSS:"));
        // Shared buffers are in the resident memory of every backend; Pss divides them.
        peakPostgresKb =
            Math.max(
                peakPostgresKb,
                family(postmaster).mapToLong(process -> kb(process, "smaps_rollup", "Pss:")).sum());
        Thread.sleep(INTERVAL);
      }
    } catch (InterruptedException e) {
      // Enough.
    }
  }

  private static long kb(ProcessHandle process, String file, String name) {
    try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), file))) {
      return lines
          .filter(line -> line.startsWith(name))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException | RuntimeException e) {
      return 0; // It has ended meanwhile.
    }
  }

  String peak() {
    return "peak resident memory: JVM %d MB, PostgreSQL %d MB"
        .formatted(peakJvmKb / 1024, peakPostgresKb / 1024);
  }

  @Override
  public void close() {
    sampler.interrupt();
  }
}
