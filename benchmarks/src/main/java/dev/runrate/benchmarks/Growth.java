package dev.runrate.benchmarks;

import dev.runrate.benchmarks.Benchmarks.Options;

final class Growth {
  static void run(Options options) throws Exception {}
}
