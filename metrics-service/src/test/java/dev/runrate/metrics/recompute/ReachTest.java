package dev.runrate.metrics.recompute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.IssuerProfile;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.metrics.Issuer;
import dev.runrate.metrics.audit.Audits;
import dev.runrate.metrics.audit.Audits.Audited;
import dev.runrate.metrics.factbook.AsOf;
import dev.runrate.metrics.factbook.Conventions;
import dev.runrate.metrics.factbook.FactBook;
import dev.runrate.metrics.factbook.FilingRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Computing the window that a filing touches gives what computing the whole history would, and
 * leaves out nothing that changed. Otherwise figures would depend on the order of arrival.
 */
class ReachTest {
  private static final int HISTORIES = 50;
  private static final int FILINGS_EACH = 4;
  private static final long SEED = 20_261_121L;
  private static final int FIRST_YEAR = 2010;
  private static final int YEARS = 12;

  /** The calendar is given: that a new one touches everything is another matter. */
  private static final Conventions CONVENTIONS =
      Conventions.of(IssuerProfile.unknown(IssuerId.of("test")), new Conventions.Votes());

  @Test
  void windowIsAsGoodAsTheWholeHistory() {
    Random seeds = new Random(SEED);
    for (int i = 0; i < HISTORIES; i++) {
      long seed = seeds.nextLong();
      Random random = new Random(seed);
      List<FilingRecord> history = history(random);
      for (int j = 0; j < FILINGS_EACH; j++) {
        check("seed " + seed, history, history.get(random.nextInt(history.size())));
      }
    }
  }

  private static void check(String seed, List<FilingRecord> history, FilingRecord last) {
    List<FilingRecord> before = new ArrayList<>(history);
    before.remove(last);
    Reach touched =
        Reach.of(last.filing())
            .and(audited(history).reached())
            .and(audited(before).reached())
            .touched();
    Reach needed = touched.audited().needed();
    List<FilingRecord> window =
        history.stream().filter(r -> needed.meets(Reach.of(r.filing()))).toList();

    Map<String, Snapshots.Content> whole = snapshots(history, Reach.EVERYTHING);
    Map<String, Snapshots.Content> expected = new TreeMap<>(whole);
    expected
        .values()
        .removeIf(content -> !touched.meets(content.period().start(), content.period().end()));
    assertSame(seed + ", in reach of " + last, snapshots(window, touched), expected);

    Map<String, Snapshots.Content> untouched = new TreeMap<>(whole);
    untouched.keySet().removeAll(expected.keySet());
    Map<String, Snapshots.Content> untouchedBefore =
        new TreeMap<>(snapshots(before, Reach.EVERYTHING));
    untouchedBefore
        .values()
        .removeIf(content -> touched.meets(content.period().start(), content.period().end()));
    assertSame(seed + ", out of reach of " + last, untouched, untouchedBefore);
  }

  private static void assertSame(
      String where,
      Map<String, Snapshots.Content> actual,
      Map<String, Snapshots.Content> expected) {
    assertThat(actual.keySet()).as(where).isEqualTo(expected.keySet());
    expected.forEach((key, content) -> assertThat(actual.get(key)).as(where).isEqualTo(content));
  }

  private static Map<String, Snapshots.Content> snapshots(
      Collection<FilingRecord> filings, Reach reach) {
    Audited audited = audited(filings);
    FactBook book = audited.book();
    Map<String, Snapshots.Content> contents = new TreeMap<>();
    for (SegmentId segment : book.segments()) {
      Snapshots.of(audited, segment, reach)
          .forEach(content -> contents.put(segment + " " + content.period(), content));
    }
    return contents;
  }

  private static Audited audited(Collection<FilingRecord> filings) {
    return Audits.audited(FactBook.of(CONVENTIONS, filings, AsOf.NOW));
  }

  /** A dozen years of somebody who reports now this, now that, and sometimes nothing for years. */
  private static List<FilingRecord> history(Random random) {
    Issuer issuer = new Issuer();
    for (int year = FIRST_YEAR; year < FIRST_YEAR + YEARS; year++) {
      if (random.nextInt(5) == 0) {
        continue;
      }
      for (String part : List.of("-Q1", "-H1", "-Q2", "-9M", "-Q3", "-Q4", "-H2", "")) {
        List<String> lines = new ArrayList<>();
        flow(lines, "Revenue", year + part, random);
        flow(lines, "GrossProfit", year + part, random);
        flow(lines, "NetIncome", year + part, random);
        flow(lines, "OperatingCashFlow", year + part, random);
        flow(lines, "CapitalExpenditure", year + part, random);
        flow(lines, "cloud/Revenue", year + part, random);
        ratio(lines, "RevenueGrowth", year + part, random);
        ratio(lines, "GrossMargin", year + part, random);
        ratio(lines, "GrossProfitGrowth", year + part, random);
        ratio(lines, "NetIncomeGrowth", year + part, random);
        ratio(lines, "cloud/GrossMargin", year + part, random);
        ratio(lines, "games/GrossMargin", year + part, random);
        money(lines, "RevenuePerMonth", year + part, random);
        money(lines, "CashBurnPerMonth", year + part, random);
        ratio(lines, "cloud/RevenueShare", year + part, random);
        day(lines, "Cash", year, "USD", random);
        day(lines, "AnnualRecurringRevenue", year, "USD", random);
        day(lines, "Valuation", year, "USD", random);
        day(lines, "Employees", year, "people", random);
        day(lines, "PayingUsers", year, "users", random);
        day(lines, "Price", year, "USD", random);
        day(lines, "AnnualRecurringRevenueGrowth", year, "ratio", random);
        day(lines, "EmployeesGrowth", year, "ratio", random);
        if (!lines.isEmpty()) {
          issuer.filed(year + 1 + "-02-01").says(lines.toArray(String[]::new));
        }
      }
    }
    return issuer.records();
  }

  private static void flow(List<String> lines, String concept, String period, Random random) {
    if (random.nextInt(3) == 0) {
      lines.add(concept + " " + period + " " + (100 + random.nextInt(900)) + " USD");
    }
  }

  private static void money(List<String> lines, String concept, String period, Random random) {
    if (random.nextInt(20) == 0) {
      lines.add(concept + " " + period + " " + (10 + random.nextInt(90)) + " USD");
    }
  }

  private static void ratio(List<String> lines, String concept, String period, Random random) {
    if (random.nextInt(8) == 0) {
      lines.add(concept + " " + period + " 0." + (10 + random.nextInt(80)) + " ratio");
    }
  }

  private static void day(
      List<String> lines, String concept, int year, String unit, Random random) {
    if (random.nextInt(25) == 0) {
      String date = "%d-%02d-%02d".formatted(year, 1 + random.nextInt(12), 1 + random.nextInt(28));
      lines.add(concept + " " + date + " " + (100 + random.nextInt(900)) + " " + unit);
    }
  }
}
