package dev.runrate.ingest.format.sec;

import dev.runrate.common.fact.Unit;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How well the amounts of an accession are known. The SEC serves them without the {@code decimals}
 * they were filed with, so their zeros tell: who reports in millions has six of them at the end of
 * nearly every amount, and 733,000,000 there is not exact to the dollar. An amount that ends in
 * fewer zeros than its filing's others is known as far as its last digit.
 *
 * <p>Example: in a filing of which 80 percent of the dollar amounts are whole millions, 733,000,000
 * has decimals -6, 12,500,000 has -5, 0 has -6 and 1,234,567 is exact.
 */
final class Precision {
  /** An amount as it is served. */
  record Amount(BigDecimal value, Unit unit) {}

  /** In what filings are reported: millions, thousands. */
  private static final int[] GRANULARITIES = {6, 3};

  private static final int MOST_PERCENT_OF_OTHERS = 20;

  private final Map<Unit, Integer> granularities;

  private Precision(Map<Unit, Integer> granularities) {
    this.granularities = granularities;
  }

  static Precision of(Stream<Amount> amounts) {
    // Of a unit: amounts, and how many of them are divisible by each granularity.
    Map<Unit, int[]> counts = new HashMap<>();
    amounts
        // Zero is divisible by everything and so tells nothing.
        .filter(amount -> amount.unit.isMoney() && amount.value.signum() != 0)
        .forEach(
            amount -> {
              int[] count =
                  counts.computeIfAbsent(amount.unit, u -> new int[GRANULARITIES.length + 1]);
              count[GRANULARITIES.length]++;
              int zeros = zerosAtTheEnd(amount.value);
              for (int i = 0; i < GRANULARITIES.length; i++) {
                count[i] += zeros >= GRANULARITIES[i] ? 1 : 0;
              }
            });
    Map<Unit, Integer> granularities = new HashMap<>();
    counts.forEach((unit, count) -> granularities.put(unit, granularity(count)));
    return new Precision(granularities);
  }

  private static int granularity(int[] count) {
    int all = count[GRANULARITIES.length];
    for (int i = 0; i < GRANULARITIES.length; i++) {
      if (100 * (all - count[i]) <= MOST_PERCENT_OF_OTHERS * all) {
        return GRANULARITIES[i];
      }
    }
    return 0;
  }

  /** As in XBRL; null where the amount is exact. */
  Integer decimals(Amount amount) {
    int granularity = granularities.getOrDefault(amount.unit, 0);
    int zeros =
        amount.value.signum() == 0
            ? granularity
            : Math.min(granularity, zerosAtTheEnd(amount.value));
    return zeros == 0 ? null : -zeros;
  }

  /** Before the point; none where something stands behind it. */
  private static int zerosAtTheEnd(BigDecimal value) {
    return Math.max(0, -value.stripTrailingZeros().scale());
  }
}
