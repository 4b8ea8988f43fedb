package dev.runrate.metrics.factbook;

import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.Tier;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The issuer's own dates of its nominal boundaries: those that most statements of the best tier
 * give, so that the four among a hundred that are a day off do not count.
 */
final class Boundaries {
  private static final class Votes {
    Tier tier = Tier.ESTIMATE;
    final Map<LocalDate, Integer> counts = new HashMap<>(2);

    void add(LocalDate real, Tier by) {
      if (by.compareTo(tier) < 0) {
        tier = by;
        counts.clear();
      }
      if (by == tier) {
        counts.merge(real, 1, Integer::sum);
      }
    }

    /** Of equally many the date that is not merely nominal, then the earlier. */
    LocalDate most(LocalDate nominal) {
      return counts.entrySet().stream()
          .max(
              Map.Entry.<LocalDate, Integer>comparingByValue()
                  .thenComparing(vote -> !vote.getKey().equals(nominal))
                  .thenComparing(Map.Entry::getKey, Comparator.reverseOrder()))
          .map(Map.Entry::getKey)
          .orElse(nominal);
    }
  }

  private final Map<LocalDate, Votes> votes = new HashMap<>();

  void add(FiledFact fact) {
    Tier tier = fact.filing().source().tier();
    Period nominal = fact.nominal();
    Period dates = fact.dates();
    vote(nominal.start(), dates.start(), tier);
    vote(nominal.end().plusDays(1), dates.end().plusDays(1), tier);
  }

  /** Of the boundaries that are asked for only. */
  void add(FiledFact fact, Set<LocalDate> wanted) {
    Tier tier = fact.filing().source().tier();
    if (wanted.contains(fact.nominal().start())) {
      vote(fact.nominal().start(), fact.dates().start(), tier);
    }
    LocalDate end = fact.nominal().end().plusDays(1);
    if (wanted.contains(end)) {
      vote(end, fact.dates().end().plusDays(1), tier);
    }
  }

  private void vote(LocalDate nominal, LocalDate real, Tier tier) {
    votes.computeIfAbsent(nominal, day -> new Votes()).add(real, tier);
  }

  /** By nominal boundary. */
  Map<LocalDate, LocalDate> real() {
    Map<LocalDate, LocalDate> real = new HashMap<>();
    votes.forEach((nominal, each) -> real.put(nominal, each.most(nominal)));
    return real;
  }
}
