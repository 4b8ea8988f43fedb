package dev.runrate.benchmarks;

import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.Fact;
import dev.runrate.common.fact.Filing;
import dev.runrate.common.fact.IssuerProfile;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.PeriodExpression;
import dev.runrate.common.fact.Scenario;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.metrics.factbook.AsOf;
import dev.runrate.metrics.factbook.FactBook;
import dev.runrate.metrics.factbook.FilingRecord;
import dev.runrate.metrics.metric.SegmentFigures;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Every figure of every period of many issuers: the pure core beside DuckDB, which computes
 * quarters, twelve months, growth and margins of the same facts in SQL. The core does more: it
 * weighs the statements, carries intervals and pedigrees, and has all metrics of the catalogue.
 */
final class Recompute {
  private static final int WARM_UP = 3;

  /** The newest statement of each period; the fourth quarter is the year less nine months. */
  private static final String FIGURES =
      """
      create or replace table figures as
      with flow as (
        select issuer, concept, first_day, last_day, arg_max(value, published) as value
        from facts where first_day is not null group by all
      ), quarter as (
        select issuer, concept, last_day, value from flow
        where date_diff('month', first_day, last_day + 1) = 3
        union
        select y.issuer, y.concept, y.last_day,
               y.value - sum(q.value) as value
        from flow y join flow q
          on q.issuer = y.issuer and q.concept = y.concept
         and q.first_day >= y.first_day and q.last_day < y.last_day
         and date_diff('month', q.first_day, q.last_day + 1) = 3
        where date_diff('month', y.first_day, y.last_day + 1) = 12
        group by y.issuer, y.concept, y.last_day, y.value having count(*) = 3
      ), wide as (
        select issuer, last_day,
               any_value(value) filter (concept = 'Revenue') as revenue,
               any_value(value) filter (concept = 'GrossProfit') as gross_profit,
               any_value(value) filter (concept = 'OperatingIncome') as operating_income,
               any_value(value) filter (concept = 'NetIncome') as net_income,
               any_value(value) filter (concept = 'ResearchAndDevelopmentExpense') as research
        from quarter group by issuer, last_day
      )
      select issuer, last_day, revenue, gross_profit, operating_income, net_income, research,
             sum(revenue) over last_four as revenue_ttm,
             sum(net_income) over last_four as net_income_ttm,
             revenue / lag(revenue, 4) over in_order - 1 as growth_yoy,
             revenue / lag(revenue) over in_order - 1 as growth_qoq,
             gross_profit / revenue as gross_margin,
             operating_income / revenue as operating_margin,
             net_income / revenue as net_margin
      from wide
      window in_order as (partition by issuer order by last_day),
             last_four as (in_order rows between 3 preceding and current row)
      """;

  private Recompute() {}

  static void run(Benchmarks.Options options) throws Exception {
    SyntheticFilings filings =
        new SyntheticFilings(options.number("issuers", 500), options.number("quarters", 40), 2010);
    List<List<FilingRecord>> histories =
        IntStream.range(0, filings.issuers())
            .mapToObj(filings::of)
            .map(Recompute::recorded)
            .toList();
    int rounds = options.number("rounds", 5);
    List<Long> core = new ArrayList<>();
    List<Long> sql = new ArrayList<>();
    long figures = 0;
    Path csv = csv(histories);
    try (Connection duckDb = duckDb();
        Statement statement = duckDb.createStatement()) {
      statement.execute(
          "create table facts as select issuer, concept, cast(first_day as date) as first_day,"
              + " cast(last_day as date) as last_day, cast(value as decimal(38, 4)) as value,"
              + " cast(published as date) as published from read_csv('"
              + csv
              + "', header = true, all_varchar = true, nullstr = '')");
      for (int round = 0; round < WARM_UP + rounds; round++) {
        long start = System.nanoTime();
        figures = figures(histories);
        long between = System.nanoTime();
        statement.execute(FIGURES);
        long end = System.nanoTime();
        if (round >= WARM_UP) {
          core.add(between - start);
          sql.add(end - between);
        }
      }
      long facts =
          histories.stream().flatMap(List::stream).mapToLong(r -> r.filing().facts().size()).sum();
      System.out.printf("%d facts of %d issuers%n", facts, filings.issuers());
      System.out.printf("core:   %d figures in %s%n", figures, seconds(core));
      System.out.printf("DuckDB: %d figures in %s%n", cells(statement), seconds(sql));
      System.out.printf("ratio of the medians: %.2f%n", (double) median(core) / median(sql));
    } finally {
      Files.delete(csv);
    }
  }

  private static List<FilingRecord> recorded(List<Filing> filings) {
    return filings.stream().map(f -> new FilingRecord(f, Instant.EPOCH, null)).toList();
  }

  /** Issuers have nothing to do with each other: all processors share them. */
  private static long figures(List<List<FilingRecord>> histories) {
    return histories.parallelStream().mapToLong(Recompute::figuresOf).sum();
  }

  private static long figuresOf(List<FilingRecord> history) {
    FactBook book =
        FactBook.of(IssuerProfile.unknown(history.getFirst().filing().issuer()), history, AsOf.NOW);
    long count = 0;
    for (SegmentId segment : book.segments()) {
      SegmentFigures figures = new SegmentFigures(book, segment);
      for (Period.Span span : figures.spans(Scenario.ACTUAL)) {
        count += figures.known(span, SegmentFigures.OUTCOMES).size();
      }
      for (LocalDate day : figures.instants(Scenario.ACTUAL)) {
        count += figures.known(new Period.Instant(day), SegmentFigures.OUTCOMES).size();
      }
    }
    return count;
  }

  private static Connection duckDb() throws SQLException {
    try {
      return DriverManager.getConnection("jdbc:duckdb:");
    } catch (SQLException e) {
      throw new SQLException("Build with DuckDB: mvn -DskipTests -Pduckdb package", e);
    }
  }

  private static Path csv(List<List<FilingRecord>> histories) throws IOException {
    Path csv = Files.createTempFile("facts", ".csv");
    try (BufferedWriter out = Files.newBufferedWriter(csv)) {
      out.write("issuer,concept,first_day,last_day,value,published\n");
      for (List<FilingRecord> history : histories) {
        for (FilingRecord record : history) {
          for (Fact fact : record.filing().facts()) {
            out.write(row(record.filing(), fact));
          }
        }
      }
    }
    return csv;
  }

  private static String row(Filing filing, Fact fact) {
    Period period = ((PeriodExpression.Dated) fact.period()).period();
    return String.join(
            ",",
            filing.issuer().slug(),
            fact.concept().label(),
            fact.concept().kind() == Concept.Kind.FLOW ? period.start().toString() : "",
            period.end().toString(),
            fact.quantity().point().toPlainString(),
            filing.source().publishedOn().toString())
        + "\n";
  }

  private static long cells(Statement statement) throws SQLException {
    try (ResultSet count =
        statement.executeQuery(
            "select sum((revenue is not null)::int + (gross_profit is not null)::int"
                + " + (operating_income is not null)::int + (net_income is not null)::int"
                + " + (research is not null)::int + (revenue_ttm is not null)::int"
                + " + (net_income_ttm is not null)::int + (growth_yoy is not null)::int"
                + " + (growth_qoq is not null)::int + (gross_margin is not null)::int"
                + " + (operating_margin is not null)::int + (net_margin is not null)::int)"
                + " from figures")) {
      count.next();
      return count.getLong(1);
    }
  }

  private static String seconds(List<Long> nanos) {
    return "%.2f s (%.2f to %.2f)"
        .formatted(
            median(nanos) / 1e9,
            nanos.stream().mapToLong(n -> n).min().orElseThrow() / 1e9,
            nanos.stream().mapToLong(n -> n).max().orElseThrow() / 1e9);
  }

  private static long median(List<Long> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }
}
