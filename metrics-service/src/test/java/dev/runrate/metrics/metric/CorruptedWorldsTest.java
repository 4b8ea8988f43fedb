package dev.runrate.metrics.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runrate.common.fact.Basis;
import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.Fact;
import dev.runrate.common.fact.Figure;
import dev.runrate.common.fact.Filing;
import dev.runrate.common.fact.FilingId;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.IssuerProfile;
import dev.runrate.common.fact.Metric;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.PeriodExpression;
import dev.runrate.common.fact.Scenario;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.common.fact.Source;
import dev.runrate.common.fact.StatedValue;
import dev.runrate.common.fact.Tier;
import dev.runrate.common.fact.Unit;
import dev.runrate.metrics.factbook.AsOf;
import dev.runrate.metrics.factbook.FactBook;
import dev.runrate.metrics.factbook.FilingRecord;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Filers mistag, swap years, lose factors of a thousand. Worlds of an issuer that reports as
 * companies do (quarters, years to date and last year's beside them), consistent but for one line
 * of one filing: the figure shown is the truth, or it is marked as suspect, or it is absent.
 */
class CorruptedWorldsTest {
  private static final int WORLDS = 10_000;
  private static final long SEED = 20_261_125L;
  private static final Unit USD = Unit.of("USD");
  private static final int FIRST_YEAR = 2021;
  private static final int YEARS = 4;
  private static final int QUARTERS = 4 * YEARS;

  private static final List<Concept> INCOME =
      List.of(
          Concept.REVENUE,
          Concept.COST_OF_REVENUE,
          Concept.GROSS_PROFIT,
          Concept.RESEARCH_AND_DEVELOPMENT_EXPENSE,
          Concept.OPERATING_INCOME,
          Concept.NET_INCOME);

  /** Reported for the year to date only. */
  private static final List<Concept> CASH_FLOWS =
      List.of(Concept.OPERATING_CASH_FLOW, Concept.CAPITAL_EXPENDITURE);

  private static final Map<Metric, Concept> CHECKED =
      Map.of(
          Metric.REVENUE, Concept.REVENUE,
          Metric.GROSS_PROFIT, Concept.GROSS_PROFIT,
          Metric.RESEARCH_AND_DEVELOPMENT, Concept.RESEARCH_AND_DEVELOPMENT_EXPENSE,
          Metric.OPERATING_INCOME, Concept.OPERATING_INCOME,
          Metric.NET_INCOME, Concept.NET_INCOME,
          Metric.OPERATING_CASH_FLOW, Concept.OPERATING_CASH_FLOW,
          Metric.CAPITAL_EXPENDITURE, Concept.CAPITAL_EXPENDITURE);

  private enum Corruption {
    MISTAGGED,
    SWAPPED,
    SCALED,
    SIGN_FLIPPED,
    DATED_TO_A_NEIGHBOURING_YEAR
  }

  private enum Outcome {
    TRUE_AND_CLEAN,
    TRUE_BUT_SUSPECT,
    WRONG_BUT_SUSPECT,
    ABSENT,
    WRONG_AND_CLEAN
  }

  /** Quarterly amounts, and cash at the ends of quarters. */
  private static final class World {
    final Map<Concept, long[]> quarters = new EnumMap<>(Concept.class);
    final long[] cash = new long[QUARTERS];
    final List<Filing> filings = new ArrayList<>();

    World(Random random) {
      for (Concept concept : INCOME) {
        quarters.put(concept, new long[QUARTERS]);
      }
      for (Concept concept : CASH_FLOWS) {
        quarters.put(concept, new long[QUARTERS]);
      }
      long r = 50_000_000 + random.nextInt(900_000_000);
      for (int q = 0; q < QUARTERS; q++) {
        r = share(r, 900, 1_300, random);
        long cost = share(r, 200, 700, random);
        long research = share(r, 100, 600, random);
        long operating = r - cost - research - share(r, 0, 300, random);
        long net = operating - share(r, -30, 70, random);
        quarters.get(Concept.REVENUE)[q] = r;
        quarters.get(Concept.COST_OF_REVENUE)[q] = cost;
        quarters.get(Concept.GROSS_PROFIT)[q] = r - cost;
        quarters.get(Concept.RESEARCH_AND_DEVELOPMENT_EXPENSE)[q] = research;
        quarters.get(Concept.OPERATING_INCOME)[q] = operating;
        quarters.get(Concept.NET_INCOME)[q] = net;
        quarters.get(Concept.OPERATING_CASH_FLOW)[q] = net + share(r, 0, 200, random);
        quarters.get(Concept.CAPITAL_EXPENDITURE)[q] = share(r, 1, 200, random);
        cash[q] = share(r, 1_000, 2_000, random);
      }
      for (int q = 4; q < QUARTERS; q++) {
        filings.add(report(q));
      }
    }

    /** So many thousandths of an amount, to the unit. */
    private static long share(long amount, int least, int most, Random random) {
      long thousandths = amount / 1_000 * (least + random.nextInt(most - least));
      return thousandths + random.nextInt(1_000);
    }

    /** The report after a quarter: a 10-K after the fourth. */
    private Filing report(int q) {
      List<Fact> facts = new ArrayList<>();
      int startOfYear = q - q % 4;
      boolean isYear = q % 4 == 3;
      for (int yearsBack = 0; yearsBack <= (isYear ? 2 : 1); yearsBack++) {
        int shift = 4 * yearsBack;
        if (startOfYear - shift < 0) {
          continue;
        }
        for (Concept concept : INCOME) {
          if (!isYear) {
            facts.add(flow(concept, q - shift, q - shift));
          }
          if (q > startOfYear) {
            facts.add(flow(concept, startOfYear - shift, q - shift));
          }
        }
        for (Concept concept : CASH_FLOWS) {
          facts.add(flow(concept, startOfYear - shift, q - shift));
        }
      }
      facts.add(cash(q));
      facts.add(cash(isYear ? q - 4 : startOfYear - 1));
      LocalDate published = endOf(q).plusDays(35);
      return filing("f" + q, isYear ? "10-K" : "10-Q", published, facts);
    }

    private Fact flow(Concept concept, int from, int to) {
      return fact(concept, new Period.Span(startOf(from), endOf(to)), sum(concept, from, to));
    }

    private Fact cash(int q) {
      return fact(Concept.CASH, new Period.Instant(endOf(q)), cash[q]);
    }

    long sum(Concept concept, int from, int to) {
      long sum = 0;
      for (int q = from; q <= to; q++) {
        sum += quarters.get(concept)[q];
      }
      return sum;
    }
  }

  private static LocalDate startOf(int q) {
    return LocalDate.of(FIRST_YEAR + q / 4, q % 4 * 3 + 1, 1);
  }

  private static LocalDate endOf(int q) {
    return startOf(q).plusMonths(3).minusDays(1);
  }

  private static Fact fact(Concept concept, Period period, long value) {
    return new Fact(
        concept,
        SegmentId.WHOLE,
        PeriodExpression.of(period),
        new StatedValue(BigDecimal.valueOf(value), null, null, null),
        USD,
        Scenario.ACTUAL,
        Basis.REPORTED,
        null);
  }

  private static Filing filing(String id, String form, LocalDate published, List<Fact> facts) {
    return new Filing(
        FilingId.of(id),
        IssuerId.of("test"),
        form,
        new Source(Tier.REGULATORY, "SEC", null, null, published),
        null,
        facts);
  }

  // -- corruptions

  /** The filings with one line corrupted; empty where the line drawn cannot be corrupted so. */
  private static Optional<List<Filing>> corrupt(World world, Corruption how, Random random) {
    int which = random.nextInt(world.filings.size());
    Filing filing = world.filings.get(which);
    List<Fact> facts = new ArrayList<>(filing.facts());
    int index = random.nextInt(facts.size());
    Fact fact = facts.get(index);
    boolean corrupted =
        switch (how) {
          case MISTAGGED -> mistag(facts, index, random);
          case SWAPPED -> swap(facts, index);
          case SCALED ->
              set(facts, index, value(fact).scaleByPowerOfTen(random.nextBoolean() ? 3 : -3));
          case SIGN_FLIPPED -> set(facts, index, value(fact).negate());
          case DATED_TO_A_NEIGHBOURING_YEAR -> redate(facts, index, random.nextBoolean() ? 1 : -1);
        };
    if (!corrupted) {
      return Optional.empty();
    }
    List<Filing> filings = new ArrayList<>(world.filings);
    filings.set(
        which, filing(filing.id().text(), filing.form(), filing.source().publishedOn(), facts));
    return Optional.of(filings);
  }

  private static BigDecimal value(Fact fact) {
    return fact.stated().value();
  }

  private static boolean set(List<Fact> facts, int index, BigDecimal value) {
    Fact fact = facts.get(index);
    facts.set(index, with(fact, fact.concept(), fact.period(), value));
    return true;
  }

  private static Fact with(Fact fact, Concept concept, PeriodExpression period, BigDecimal value) {
    return new Fact(
        concept,
        fact.segment(),
        period,
        new StatedValue(value, null, null, null),
        fact.unit(),
        fact.scenario(),
        fact.basis(),
        fact.tag());
  }

  private static boolean mistag(List<Fact> facts, int index, Random random) {
    Fact fact = facts.get(index);
    if (fact.concept() == Concept.CASH) {
      return false;
    }
    Concept other = INCOME.get(random.nextInt(INCOME.size()));
    if (other == fact.concept()) {
      return false;
    }
    facts.set(index, with(fact, other, fact.period(), value(fact)));
    return true;
  }

  /** With the same line of another period of the same length in the same filing. */
  private static boolean swap(List<Fact> facts, int index) {
    Fact a = facts.get(index);
    for (int i = 0; i < facts.size(); i++) {
      Fact b = facts.get(i);
      if (i != index && b.concept() == a.concept() && days(b) / 20 == days(a) / 20) {
        facts.set(index, with(a, a.concept(), a.period(), value(b)));
        facts.set(i, with(b, b.concept(), b.period(), value(a)));
        return true;
      }
    }
    return false;
  }

  private static int days(Fact fact) {
    return ((PeriodExpression.Dated) fact.period()).period() instanceof Period.Span span
        ? span.days()
        : 0;
  }

  private static boolean redate(List<Fact> facts, int index, int years) {
    Fact fact = facts.get(index);
    Period period = ((PeriodExpression.Dated) fact.period()).period();
    Period other =
        switch (period) {
          case Period.Instant instant -> new Period.Instant(instant.date().plusYears(years));
          case Period.Span span ->
              new Period.Span(
                  span.start().plusYears(years),
                  span.end().plusDays(1).plusYears(years).minusDays(1));
        };
    facts.set(index, with(fact, fact.concept(), PeriodExpression.of(other), value(fact)));
    return true;
  }

  // -- figures

  private static Map<Outcome, Integer> judge(
      World world, List<Filing> filings, AsOf asOf, List<String> lies) {
    FactBook book =
        FactBook.of(
            IssuerProfile.unknown(IssuerId.of("test")),
            filings.stream().map(f -> new FilingRecord(f, Instant.EPOCH, null)).toList(),
            asOf);
    SegmentFigures figures = new SegmentFigures(book, SegmentId.WHOLE);
    Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    for (Map.Entry<Metric, Concept> checked : CHECKED.entrySet()) {
      for (int from = 0; from < QUARTERS; from++) {
        for (int quarters : new int[] {1, 2, 3, 4}) {
          int to = from + quarters - 1;
          boolean isPartOfAYear = from % 4 == 0 || quarters == 1;
          if (to < QUARTERS && isPartOfAYear) {
            Period.Span span = new Period.Span(startOf(from), endOf(to));
            count(
                figures,
                checked.getKey(),
                span,
                world.sum(checked.getValue(), from, to),
                counts,
                lies);
          }
        }
      }
    }
    for (int q = 0; q < QUARTERS; q++) {
      count(figures, Metric.CASH, new Period.Instant(endOf(q)), world.cash[q], counts, lies);
    }
    return counts;
  }

  private static void count(
      SegmentFigures figures,
      Metric metric,
      Period period,
      long truth,
      Map<Outcome, Integer> counts,
      List<String> lies) {
    Figure figure = figures.figure(metric, period, SegmentFigures.OUTCOMES);
    Outcome outcome;
    if (!figure.isKnown()) {
      outcome = Outcome.ABSENT;
    } else {
      boolean isTrue = figure.range().contains(BigDecimal.valueOf(truth));
      boolean isClean = figure.suspect() == null;
      outcome =
          isTrue
              ? isClean ? Outcome.TRUE_AND_CLEAN : Outcome.TRUE_BUT_SUSPECT
              : isClean ? Outcome.WRONG_AND_CLEAN : Outcome.WRONG_BUT_SUSPECT;
      if (outcome == Outcome.WRONG_AND_CLEAN) {
        lies.add(metric + " of " + period + " is " + truth + ", shown " + figure.value());
      }
    }
    counts.merge(outcome, 1, Integer::sum);
  }

  @Test
  void noFigureIsWrongAndClean() {
    Random random = new Random(SEED);
    Map<Corruption, Map<Outcome, Integer>> counts = new TreeMap<>();
    Map<Corruption, Integer> lyingWorlds = new HashMap<>();
    Map<Corruption, List<String>> examples = new TreeMap<>();
    int worlds = 0;
    while (worlds < WORLDS) {
      World world = new World(random);
      Corruption how = Corruption.values()[random.nextInt(Corruption.values().length)];
      Optional<List<Filing>> corrupted = corrupt(world, how, random);
      if (corrupted.isEmpty()) {
        continue;
      }
      worlds++;
      List<String> lies = new ArrayList<>();
      judge(world, corrupted.get(), asOf(random), lies)
          .forEach(
              (outcome, n) ->
                  counts
                      .computeIfAbsent(how, h -> new EnumMap<>(Outcome.class))
                      .merge(outcome, n, Integer::sum));
      if (!lies.isEmpty()) {
        lyingWorlds.merge(how, 1, Integer::sum);
        examples.computeIfAbsent(how, h -> new ArrayList<>()).add(lies.toString());
      }
    }
    long all = counts.values().stream().flatMap(c -> c.values().stream()).mapToLong(n -> n).sum();
    long lies =
        counts.values().stream().mapToLong(c -> c.getOrDefault(Outcome.WRONG_AND_CLEAN, 0)).sum();
    System.out.println("corrupted worlds: " + worlds + ", figures by outcome: " + counts);
    System.out.println("worlds with a figure that is wrong and clean: " + lyingWorlds);
    examples.forEach(
        (how, each) -> System.out.println(how + ": " + each.subList(0, Math.min(4, each.size()))));
    assertThat(lies).as("figures that are wrong and clean, of " + all).isLessThan(all / 1_000);
  }

  /** As known at the end, or on a day on which half of it was. */
  private static AsOf asOf(Random random) {
    return random.nextBoolean()
        ? AsOf.NOW
        : AsOf.knownAt(endOf(6 + random.nextInt(QUARTERS - 6)).plusDays(40));
  }

  @Test
  void nothingIsMarkedInAWorldThatWasLeftAlone() {
    Random random = new Random(SEED + 1);
    for (int i = 0; i < 1_000; i++) {
      World world = new World(random);
      List<String> lies = new ArrayList<>();
      Map<Outcome, Integer> counts = judge(world, world.filings, asOf(random), lies);
      assertThat(counts).containsOnlyKeys(Outcome.TRUE_AND_CLEAN, Outcome.ABSENT);
    }
  }
}
