package dev.runrate.benchmarks;

import dev.runrate.benchmarks.Benchmarks.Options;

final class Latency {
  static void run(Options options) throws Exception {}
}
