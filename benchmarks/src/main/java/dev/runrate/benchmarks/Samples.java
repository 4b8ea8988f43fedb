package dev.runrate.benchmarks;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/** Durations in nanoseconds, gathered by any number of threads. */
final class Samples {
  private final long[] nanos;
  private final AtomicInteger count = new AtomicInteger();

  Samples(int most) {
    nanos = new long[most];
  }

  void add(long duration) {
    nanos[count.getAndIncrement()] = duration;
  }

  int count() {
    return count.get();
  }

  /**
   * @param share 0.5 for the median
   */
  double millis(double share) {
    long[] sorted = Arrays.copyOf(nanos, count());
    Arrays.sort(sorted);
    return sorted.length == 0 ? Double.NaN : sorted[(int) (share * (sorted.length - 1))] / 1e6;
  }

  String summary() {
    return "median %.2f ms  p95 %.2f ms  p99 %.2f ms  (%,d)"
        .formatted(millis(0.5), millis(0.95), millis(0.99), count());
  }
}
