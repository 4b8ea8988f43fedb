package dev.runrate.benchmarks;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Measures the whole system on this machine, each time beside what PostgreSQL and Kafka do alone
 * with the same bytes in the same run: machines differ, and one machine differs from hour to hour,
 * so only the ratios mean much.
 */
public final class Benchmarks {
  private static final String USAGE =
      """
      usage: benchmarks/run NAME [--option=value ...]
        pipeline  --issuers=500 --quarters=40 --rounds=3 --order=issuer|quarter
                  --format=ndjson|sec
        latency   --rate=100 --seconds=30
        posts     --connections=64 --warmup=30 --rounds=4 --seconds=5 --downstream=on|off
        growth    --posts=21
        documents --report=FILE --facts=FILE --seconds=5 --rounds=3
        recompute --issuers=500 --quarters=40 --rounds=5  (built with -Pduckdb)
        audits    --rounds=30 --examples=examples/sec
        drafts    --articles=DIR --published=NAME:2025-12-22,... --verbose=on
        page      --issuers=5000 --quarters=40
        screenshots --to=docs/screenshots  (measures nothing: pictures of the page with the demo)
      """;

  private Benchmarks() {}

  public static void main(String[] args) throws Exception {
    if (args.length == 0) {
      System.err.print(USAGE);
      System.exit(2);
    }
    Options options = Options.of(Arrays.copyOfRange(args, 1, args.length));
    switch (args[0]) {
      case "pipeline" -> Pipeline.run(options);
      case "latency" -> Latency.run(options);
      case "posts" -> Posts.run(options);
      case "growth" -> Growth.run(options);
      case "documents" -> DocumentReading.run(options);
      case "recompute" -> Recompute.run(options);
      case "audits" -> AuditCost.run(options);
      case "drafts" -> Drafts.run(options);
      case "page" -> PageLoad.run(options);
      case "screenshots" -> Screenshots.run(options);
      default -> {
        System.err.print(USAGE);
        System.exit(2);
      }
    }
    // The clients leave threads behind that would keep the JVM for a minute.
    System.exit(0);
  }

  /** {@code --name=value}, all of them optional. */
  record Options(Map<String, String> byName) {
    static Options of(String[] args) {
      return new Options(
          Arrays.stream(args)
              .map(arg -> arg.replaceFirst("^--", "").split("=", 2))
              .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1])));
    }

    int number(String name, int otherwise) {
      return Integer.parseInt(byName.getOrDefault(name, Integer.toString(otherwise)));
    }

    String text(String name, String otherwise) {
      return byName.getOrDefault(name, otherwise);
    }
  }
}
