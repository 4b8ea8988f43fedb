package dev.runrate.metrics.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runrate.common.fact.Basis;
import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.Fact;
import dev.runrate.common.fact.Filing;
import dev.runrate.common.fact.FilingId;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.IssuerProfile;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.PeriodExpression;
import dev.runrate.common.fact.Scenario;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.common.fact.Source;
import dev.runrate.common.fact.StatedValue;
import dev.runrate.common.fact.Tier;
import dev.runrate.common.fact.Unit;
import dev.runrate.metrics.audit.Audit.Answer;
import dev.runrate.metrics.factbook.AsOf;
import dev.runrate.metrics.factbook.Conventions;
import dev.runrate.metrics.factbook.FactBook;
import dev.runrate.metrics.factbook.FilingRecord;
import dev.runrate.metrics.metric.ExchangeRates;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

/**
 * What can be true is never called failed. Worlds in which every figure follows from one truth
 * (months of revenue of three segments, some of which overlap; subscribers who pay less than the
 * list price, and others who pay by contract; run rates that fall, and slump by a third for half a
 * year and recover; filers who round as they like, restate, translate at a rate of some day, and of
 * whom some fiscal years end in June): whatever is told of them, no audit fails.
 */
class ConsistentWorldsTest {
  private static final int WORLDS = 100_000;
  private static final long SEED = 20_261_125L;
  private static final int YEARS = 3;
  private static final int MONTHS = 12 * YEARS;
  private static final int FIRST_YEAR = 2022;
  private static final Unit USD = Unit.of("USD");
  private static final Unit CNY = Unit.of("CNY");
  private static final ExchangeRates RATES = AuditsTest.rates();
  private static final BigDecimal TWELVE = BigDecimal.valueOf(12);
  private static final MathContext EXACT_ENOUGH = new MathContext(30);

  private static final Conventions CONVENTIONS =
      Conventions.of(
          new IssuerProfile(IssuerId.of("test"), null, null, null, null, CNY, null, null, null),
          new Conventions.Votes());

  @Test
  void nothingThatCanBeTrueFails() {
    Map<Identity, Integer> held = new ConcurrentHashMap<>();
    LongAdder doubts = new LongAdder();
    new Random(SEED)
        .longs(WORLDS)
        .parallel()
        .forEach(
            seed -> {
              for (Audit audit : Audits.of(new World(new Random(seed)).book(), RATES::between)) {
                if (audit.answer() == Answer.FAILS) {
                  throw new AssertionError("seed " + seed + ": " + audit.mark());
                }
                if (audit.answer() == Answer.HOLDS) {
                  held.merge(audit.identity(), 1, Integer::sum);
                  if (audit.doubt() != null) {
                    doubts.increment();
                  }
                }
              }
            });

    // A world in which nothing is held against anything would prove nothing.
    assertThat(held)
        .containsOnlyKeys(
            Identity.EXCHANGE_RATE,
            Identity.UNIT_ECONOMICS,
            Identity.SEGMENT_MIX,
            Identity.SEGMENT_SHARE,
            Identity.SEGMENT_SUM,
            Identity.STATED_SUBTRACTION,
            Identity.RUN_RATE_OF_YEAR,
            Identity.GROWTH,
            Identity.PART_OF_PERIOD);
    assertThat(held.values()).allMatch(n -> n > WORLDS / 1_000, "enough of each: " + held);
    assertThat(doubts.sum()).isPositive();
  }

  /** The truth, and what is told of it. */
  private static final class World {
    private final Random random;
    private final long[][] revenue = new long[3][MONTHS];
    private final long[][] cost = new long[3][MONTHS];
    private final long[] research = new long[MONTHS];
    private final long[] net = new long[MONTHS];

    /** Two of three segments, or two that overlap: nobody says that they are all there is. */
    private final boolean overlap;

    private final List<FilingRecord> filings = new ArrayList<>();
    private final List<Fact> facts = new ArrayList<>();

    World(Random random) {
      this.random = random;
      this.overlap = random.nextInt(4) == 0;
      int drift = 960 + random.nextInt(140);
      long base = 10_000_000L + random.nextInt(500_000_000);
      boolean researchIsAllThereIs = random.nextInt(20) == 0;
      int slump = random.nextInt(3 * MONTHS);
      int[] size = {1 + random.nextInt(400), 1 + random.nextInt(400), 1 + random.nextInt(400)};
      for (int m = 0; m < MONTHS; m++) {
        base = base * (drift + random.nextInt(20)) / 1_000;
        for (int s = 0; s < 3; s++) {
          boolean inSlump = m >= slump && m < slump + 6;
          revenue[s][m] = base * size[s] / 400 * (340 + random.nextInt(60)) / (inSlump ? 570 : 400);
          // Some lose money on what they sell.
          cost[s][m] = revenue[s][m] * random.nextInt(1_300) / 1_000;
        }
        research[m] = base * random.nextInt(2_000) / 1_000;
        net[m] =
            researchIsAllThereIs
                ? whole(revenue, m) - research[m]
                : whole(revenue, m)
                    - whole(cost, m)
                    - research[m]
                    + base * (random.nextInt(600) - 300) / 1_000;
      }
    }

    private static long whole(long[][] amounts, int m) {
      return amounts[0][m] + amounts[1][m] + amounts[2][m];
    }

    FactBook book() {
      for (int year = 0; year < YEARS; year++) {
        for (int part = 0; part < 7; part++) {
          int first = 12 * year + List.of(0, 3, 6, 9, 0, 6, 0).get(part);
          int length = List.of(3, 3, 3, 3, 6, 6, 12).get(part);
          if (random.nextInt(3) == 0) {
            span(first, length);
          }
        }
        if (random.nextBoolean()) {
          subscribers(12 * year + random.nextInt(12));
        }
        if (random.nextInt(3) > 0) {
          runRate(12 * year - 1);
        }
        tell(FIRST_YEAR + year + 1);
      }
      return FactBook.of(CONVENTIONS, filings, AsOf.NOW);
    }

    private void tell(int year) {
      if (!facts.isEmpty()) {
        filings.add(
            new FilingRecord(
                new Filing(
                    FilingId.of("f" + filings.size()),
                    IssuerId.of("test"),
                    "10-K",
                    new Source(
                        Tier.values()[random.nextInt(4)],
                        random.nextBoolean() ? "A" : "B",
                        null,
                        null,
                        LocalDate.of(year, 2, 1 + random.nextInt(28))),
                    null,
                    facts),
                Instant.EPOCH,
                null));
        facts.clear();
      }
    }

    private void span(int first, int length) {
      String period = period(first, length);
      BigDecimal whole = sum(revenue, first, length);
      money("", Concept.REVENUE, period, whole);
      if (random.nextInt(3) == 0) {
        translated(Concept.REVENUE, period, whole, first, length);
      }
      money("", Concept.NET_INCOME, period, sum(new long[][] {net}, first, length));
      money(
          "",
          Concept.RESEARCH_AND_DEVELOPMENT_EXPENSE,
          period,
          sum(new long[][] {research}, first, length));
      BigDecimal wholeCost = sum(cost, first, length);
      ratio("", Concept.GROSS_MARGIN, period, margin(whole, wholeCost));
      for (int s = 0; s < 2; s++) {
        long[][] own =
            overlap ? new long[][] {revenue[0], revenue[1 + s]} : new long[][] {revenue[s]};
        long[][] costs = overlap ? new long[][] {cost[0], cost[1 + s]} : new long[][] {cost[s]};
        BigDecimal part = sum(own, first, length);
        money("s" + s, Concept.REVENUE, period, part);
        ratio("s" + s, Concept.REVENUE_SHARE, period, part.divide(whole, EXACT_ENOUGH));
        ratio("s" + s, Concept.GROSS_MARGIN, period, margin(part, sum(costs, first, length)));
      }
      if (first >= 12) {
        money("", Concept.REVENUE, period(first - 12, length), sum(revenue, first - 12, length));
        ratio(
            "",
            Concept.REVENUE_GROWTH,
            period,
            whole.divide(sum(revenue, first - 12, length), EXACT_ENOUGH).subtract(BigDecimal.ONE));
      }
    }

    private static BigDecimal margin(BigDecimal revenue, BigDecimal cost) {
      return revenue.subtract(cost).divide(revenue, EXACT_ENOUGH);
    }

    private static BigDecimal sum(long[][] amounts, int first, int length) {
      long sum = 0;
      for (long[] of : amounts) {
        for (int m = first; m < first + length; m++) {
          sum += of[m];
        }
      }
      return BigDecimal.valueOf(sum);
    }

    /** Subscribers pay between half and all of the list price, and are a part of the revenue. */
    private void subscribers(int month) {
      BigDecimal yearly = BigDecimal.valueOf(whole(revenue, month)).multiply(TWELVE);
      BigDecimal fromThem = yearly.multiply(BigDecimal.valueOf(1 + random.nextInt(1_000), 3));
      BigDecimal price = BigDecimal.valueOf(500 + random.nextInt(20_000), 2);
      BigDecimal paid = price.multiply(BigDecimal.valueOf(52 + random.nextInt(49), 2));
      BigDecimal users =
          fromThem.divide(paid.multiply(TWELVE), 0, RoundingMode.DOWN).max(BigDecimal.ONE);
      String day = lastDay(month).toString();
      fact("", Concept.PRICE, day, exactly(price), CNY);
      if (random.nextBoolean()) {
        fact("", Concept.PAYING_USERS, day, rounded(users), Unit.of("users"));
      } else {
        BigDecimal conversion = BigDecimal.valueOf(1 + random.nextInt(99), 2);
        fact("", Concept.PAID_CONVERSION, day, exactly(conversion), Unit.of("ratio"));
        fact(
            "",
            Concept.MONTHLY_ACTIVE_USERS,
            day,
            rounded(users.divide(conversion, 0, RoundingMode.DOWN)),
            Unit.of("users"));
      }
      fact("", Concept.ANNUAL_RECURRING_REVENUE, day, rounded(yearly), CNY);
    }

    /** The month's revenue times twelve, as at the turn of the year. */
    private void runRate(int month) {
      if (month >= 0) {
        fact(
            "",
            Concept.ANNUAL_RECURRING_REVENUE,
            lastDay(month).toString(),
            rounded(BigDecimal.valueOf(whole(revenue, month)).multiply(TWELVE)),
            CNY);
      }
    }

    private void translated(
        Concept concept, String period, BigDecimal amount, int first, int length) {
      LocalDate day = lastDay(first).plusDays(random.nextInt(28L * length > 28 ? 28 * length : 28));
      LocalDate last = lastDay(first + length - 1);
      RATES
          .rate(CNY, USD, new Period.Instant(day.isAfter(last) ? last : day))
          .ifPresent(rate -> fact("", concept, period, rounded(amount.multiply(rate)), USD));
    }

    private void money(String segment, Concept concept, String period, BigDecimal amount) {
      if (random.nextInt(4) > 0) {
        fact(segment, concept, period, rounded(amount), CNY);
      }
    }

    private void ratio(String segment, Concept concept, String period, BigDecimal ratio) {
      if (random.nextInt(3) > 0) {
        int decimals = 2 + random.nextInt(3);
        BigDecimal shown = ratio.setScale(decimals, RoundingMode.HALF_EVEN);
        fact(
            segment,
            concept,
            period,
            new StatedValue(shown, decimals, null, null),
            Unit.of("ratio"));
      }
    }

    /** To the unit, to some digits, as a range, or as a bound. */
    private StatedValue rounded(BigDecimal amount) {
      int kind = random.nextInt(6);
      if (kind == 0) {
        return new StatedValue(
            null,
            null,
            amount.subtract(amount.abs().multiply(new BigDecimal("0.1"))),
            amount.add(amount.abs().multiply(new BigDecimal("0.1"))));
      }
      if (kind == 1 && amount.signum() > 0) {
        return new StatedValue(null, null, amount, null);
      }
      int decimals = -random.nextInt(Math.max(1, Math.min(9, amount.precision() - 1)));
      return new StatedValue(
          amount.setScale(decimals, RoundingMode.HALF_EVEN).setScale(0), decimals, null, null);
    }

    private static StatedValue exactly(BigDecimal amount) {
      return new StatedValue(amount, null, null, null);
    }

    private void fact(
        String segment, Concept concept, String period, StatedValue stated, Unit unit) {
      facts.add(
          new Fact(
              concept,
              SegmentId.of(segment),
              PeriodExpression.of(period),
              stated,
              unit,
              Scenario.ACTUAL,
              Basis.REPORTED,
              null));
    }

    private static String period(int first, int length) {
      return lastDay(first).withDayOfMonth(1) + "/" + lastDay(first + length - 1);
    }

    private static LocalDate lastDay(int month) {
      return LocalDate.of(FIRST_YEAR, 1, 1).plusMonths(month + 1L).minusDays(1);
    }
  }
}
