package dev.runrate.metrics.metric;

import static org.assertj.core.api.Assertions.fail;

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
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Whatever path or identity is used: facts that come from one consistent ground truth, however they
 * are rounded, bounded and thinned out, never yield an interval that excludes the truth. A failure
 * prints the smallest set of facts that still fails.
 */
class TruthTest {
  private static final int FACT_SETS = 100_000;

  /**
   * Of each set so many periods are looked at; over all the sets, every kind of them thousands of
   * times.
   */
  private static final int TARGETS_PER_SET = 4;

  private static final long SEED = 20_261_121L;
  private static final Unit USD = Unit.of("USD");
  private static final int FIRST_YEAR = 2023;
  private static final int QUARTERS = 12;
  private static final MathContext EXACT = new MathContext(60);

  /** Flows of twelve quarters in a row, and everything else that follows from them. */
  private static final class Truth {
    final Map<Concept, long[]> quarters = new EnumMap<>(Concept.class);

    Truth(Random random) {
      long[] revenue = new long[QUARTERS];
      long[] cost = new long[QUARTERS];
      long[] gross = new long[QUARTERS];
      long[] operating = new long[QUARTERS];
      long[] net = new long[QUARTERS];
      long[] cashFlow = new long[QUARTERS];
      long[] capex = new long[QUARTERS];
      long[] free = new long[QUARTERS];
      for (int q = 0; q < QUARTERS; q++) {
        revenue[q] = 1_000_000 + random.nextLong(900_000_000);
        cost[q] = random.nextLong(revenue[q] * 2);
        gross[q] = revenue[q] - cost[q];
        operating[q] = gross[q] - random.nextLong(800_000_000);
        net[q] = operating[q] + random.nextLong(100_000_000) - 50_000_000;
        cashFlow[q] = net[q] + random.nextLong(200_000_000) - 100_000_000;
        capex[q] = random.nextLong(300_000_000);
        free[q] = cashFlow[q] - capex[q];
      }
      quarters.put(Concept.REVENUE, revenue);
      quarters.put(Concept.COST_OF_REVENUE, cost);
      quarters.put(Concept.GROSS_PROFIT, gross);
      quarters.put(Concept.OPERATING_INCOME, operating);
      quarters.put(Concept.NET_INCOME, net);
      quarters.put(Concept.OPERATING_CASH_FLOW, cashFlow);
      quarters.put(Concept.CAPITAL_EXPENDITURE, capex);
      quarters.put(Concept.FREE_CASH_FLOW, free);
    }

    BigDecimal flow(Concept concept, Part part) {
      long sum = 0;
      for (int q = part.from; q < part.to; q++) {
        sum += quarters.get(concept)[q];
      }
      return BigDecimal.valueOf(sum);
    }

    Optional<BigDecimal> ratio(Concept concept, Part part) {
      return switch (concept) {
        case GROSS_MARGIN -> Optional.of(over(Concept.GROSS_PROFIT, part));
        case OPERATING_MARGIN -> Optional.of(over(Concept.OPERATING_INCOME, part));
        case NET_MARGIN -> Optional.of(over(Concept.NET_INCOME, part));
        case REVENUE_GROWTH ->
            part.yearBefore()
                .map(
                    before ->
                        flow(Concept.REVENUE, part)
                            .divide(flow(Concept.REVENUE, before), EXACT)
                            .subtract(BigDecimal.ONE));
        default -> throw new IllegalArgumentException(concept.toString());
      };
    }

    private BigDecimal over(Concept profit, Part part) {
      return flow(profit, part).divide(flow(Concept.REVENUE, part), EXACT);
    }
  }

  /** Quarters {@code from} to {@code to}, the latter not included. */
  private record Part(int from, int to) {
    String label() {
      int year = FIRST_YEAR + from / 4;
      int quarter = from % 4 + 1;
      return switch (to - from) {
        case 1 -> year + "-Q" + quarter;
        case 2 -> year + "-H" + (quarter == 1 ? 1 : 2);
        case 3 -> year + "-9M";
        default -> Integer.toString(year);
      };
    }

    Optional<Part> yearBefore() {
      return from < 4 ? Optional.empty() : Optional.of(new Part(from - 4, to - 4));
    }

    static Part random(Random random) {
      int year = 4 * random.nextInt(QUARTERS / 4);
      return switch (random.nextInt(4)) {
        case 0 -> {
          int quarter = year + random.nextInt(4);
          yield new Part(quarter, quarter + 1);
        }
        case 1 -> random.nextBoolean() ? new Part(year, year + 2) : new Part(year + 2, year + 4);
        case 2 -> new Part(year, year + 3);
        default -> new Part(year, year + 4);
      };
    }
  }

  private static final List<Concept> FLOWS =
      List.of(
          Concept.REVENUE,
          Concept.REVENUE,
          Concept.COST_OF_REVENUE,
          Concept.GROSS_PROFIT,
          Concept.OPERATING_INCOME,
          Concept.NET_INCOME,
          Concept.OPERATING_CASH_FLOW,
          Concept.CAPITAL_EXPENDITURE,
          Concept.FREE_CASH_FLOW);
  private static final List<Concept> RATIOS =
      List.of(
          Concept.GROSS_MARGIN,
          Concept.OPERATING_MARGIN,
          Concept.NET_MARGIN,
          Concept.REVENUE_GROWTH,
          Concept.REVENUE_GROWTH);
  private static final Map<Metric, Concept> CHECKED_FLOWS =
      Map.of(
          Metric.REVENUE, Concept.REVENUE,
          Metric.GROSS_PROFIT, Concept.GROSS_PROFIT,
          Metric.OPERATING_INCOME, Concept.OPERATING_INCOME,
          Metric.NET_INCOME, Concept.NET_INCOME,
          Metric.OPERATING_CASH_FLOW, Concept.OPERATING_CASH_FLOW,
          Metric.FREE_CASH_FLOW, Concept.FREE_CASH_FLOW,
          Metric.CAPITAL_EXPENDITURE, Concept.CAPITAL_EXPENDITURE);
  private static final Map<Metric, Concept> CHECKED_RATIOS =
      Map.of(
          Metric.GROSS_MARGIN, Concept.GROSS_MARGIN,
          Metric.OPERATING_MARGIN, Concept.OPERATING_MARGIN,
          Metric.NET_MARGIN, Concept.NET_MARGIN,
          Metric.REVENUE_GROWTH_YOY, Concept.REVENUE_GROWTH);

  @Test
  void noIntervalExcludesTheTruth() {
    Random seeds = new Random(SEED);
    for (int i = 0; i < FACT_SETS; i++) {
      long seed = seeds.nextLong();
      Random random = new Random(seed);
      Truth truth = new Truth(random);
      List<Fact> facts = facts(truth, random);
      if (lie(truth, facts, TARGETS_PER_SET, random).isPresent()) {
        List<Fact> smallest = shrink(truth, facts);
        fail(
            "seed " + seed + ": " + lie(truth, smallest).orElseThrow() + " from " + told(smallest));
      }
    }
  }

  private static List<Fact> facts(Truth truth, Random random) {
    List<Fact> facts = new ArrayList<>();
    int count = 2 + random.nextInt(9);
    while (facts.size() < count) {
      Part part = Part.random(random);
      if (random.nextInt(4) == 0) {
        Concept concept = RATIOS.get(random.nextInt(RATIOS.size()));
        truth
            .ratio(concept, part)
            .ifPresent(
                value ->
                    facts.add(
                        fact(
                            concept,
                            part,
                            stated(value, 1 + random.nextInt(4), random),
                            Unit.RATIO)));
      } else {
        Concept concept = FLOWS.get(random.nextInt(FLOWS.size()));
        BigDecimal value = truth.flow(concept, part);
        facts.add(fact(concept, part, stated(value, -random.nextInt(9), random), USD));
      }
    }
    return facts;
  }

  private static Fact fact(Concept concept, Part part, StatedValue stated, Unit unit) {
    return new Fact(
        concept,
        SegmentId.WHOLE,
        PeriodExpression.of(part.label()),
        stated,
        unit,
        Scenario.ACTUAL,
        Basis.REPORTED,
        null);
  }

  /** The truth as somebody would put it: rounded, in a range, or "more than". */
  private static StatedValue stated(BigDecimal truth, int decimals, Random random) {
    BigDecimal rounded = truth.setScale(decimals, RoundingMode.HALF_UP);
    BigDecimal slack = BigDecimal.ONE.scaleByPowerOfTen(-decimals);
    return switch (random.nextInt(8)) {
      case 0 -> new StatedValue(null, null, rounded.subtract(slack), null);
      case 1 -> new StatedValue(null, null, null, rounded.add(slack));
      case 2 -> new StatedValue(null, null, rounded.subtract(slack), rounded.add(slack));
      default -> new StatedValue(rounded, decimals, null, null);
    };
  }

  private static Optional<String> lie(Truth truth, List<Fact> facts) {
    return lie(truth, facts, Integer.MAX_VALUE, new Random(SEED));
  }

  /** A figure of some random periods whose interval excludes the truth, if there is one. */
  private static Optional<String> lie(
      Truth truth, List<Fact> facts, int mostTargets, Random random) {
    FactBook book =
        FactBook.of(IssuerProfile.unknown(IssuerId.of("truth")), List.of(record(facts)), AsOf.NOW);
    SegmentFigures figures = new SegmentFigures(book, SegmentId.WHOLE);
    List<Map.Entry<Period, Part>> targets = new ArrayList<>(targets(figures).entrySet());
    Collections.shuffle(targets, random);
    for (Map.Entry<Period, Part> target :
        targets.subList(0, Math.min(mostTargets, targets.size()))) {
      for (Map.Entry<Metric, Concept> checked : CHECKED_FLOWS.entrySet()) {
        BigDecimal value = truth.flow(checked.getValue(), target.getValue());
        Optional<String> lie = lie(figures, checked.getKey(), target, value);
        if (lie.isPresent()) {
          return lie;
        }
      }
      for (Map.Entry<Metric, Concept> checked : CHECKED_RATIOS.entrySet()) {
        Optional<BigDecimal> value = truth.ratio(checked.getValue(), target.getValue());
        if (value.isPresent()) {
          Optional<String> lie = lie(figures, checked.getKey(), target, value.get());
          if (lie.isPresent()) {
            return lie;
          }
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> lie(
      SegmentFigures figures, Metric metric, Map.Entry<Period, Part> target, BigDecimal truth) {
    Figure figure = figures.figure(metric, target.getKey(), SegmentFigures.OUTCOMES);
    return !figure.isKnown() || figure.range().contains(truth)
        ? Optional.empty()
        : Optional.of(
            metric
                + " of "
                + target.getKey()
                + " is "
                + truth.toPlainString()
                + ", not in "
                + figure.range()
                + " ("
                + figure.how()
                + ")");
  }

  /** The spans the engine itself finds worth asking about, as far as the truth reaches. */
  private static Map<Period, Part> targets(SegmentFigures figures) {
    Map<Period, Part> targets = new TreeMap<>();
    for (Period.Span span : figures.spans(Scenario.ACTUAL)) {
      int from = quarter(span.start());
      int to = quarter(span.end().plusDays(1));
      if (from >= 0 && to <= QUARTERS) {
        targets.put(span, new Part(from, to));
      }
    }
    return targets;
  }

  private static int quarter(LocalDate boundary) {
    return (boundary.getYear() - FIRST_YEAR) * 4 + (boundary.getMonthValue() - 1) / 3;
  }

  private static FilingRecord record(List<Fact> facts) {
    return new FilingRecord(
        new Filing(
            FilingId.of("truth"),
            IssuerId.of("truth"),
            null,
            new Source(Tier.REGULATORY, null, null, null, LocalDate.of(2026, 1, 1)),
            null,
            facts),
        Instant.EPOCH,
        null);
  }

  private static List<Fact> shrink(Truth truth, List<Fact> facts) {
    for (int i = 0; i < facts.size(); i++) {
      List<Fact> fewer = new ArrayList<>(facts);
      fewer.remove(i);
      if (!fewer.isEmpty() && lie(truth, fewer).isPresent()) {
        return shrink(truth, fewer);
      }
    }
    return facts;
  }

  private static String told(List<Fact> facts) {
    return facts.stream()
        .map(fact -> fact.concept() + " " + fact.period().text() + " in " + fact.stated().range())
        .toList()
        .toString();
  }
}
