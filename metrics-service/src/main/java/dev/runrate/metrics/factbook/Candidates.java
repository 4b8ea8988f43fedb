package dev.runrate.metrics.factbook;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * All statements of one line about one period that count, best first. The winner is the figure; the
 * others are kept to be shown.
 */
public record Candidates(List<FiledFact> ranked) {
  public Candidates {
    ranked = List.copyOf(ranked);
  }

  /**
   * Ranks the statements of one line about one period. Sources may use several tags for a concept
   * (a total, and a part of it that in other years is the total). No fixed order of tags is right
   * for every issuer, so the best statement under each tag is found first, and among those the one
   * that closes an identity of its filing wins, else the largest, as a total is never below its
   * parts.
   */
  static Candidates rank(List<FiledFact> facts, Predicate<FiledFact> closesAnIdentity) {
    List<FiledFact> ranked = new ArrayList<>(facts);
    ranked.sort(FiledFact.RANKING);
    if (usesOneTag(ranked)) {
      return new Candidates(ranked);
    }
    Map<String, FiledFact> bestUnderTag = new TreeMap<>();
    ranked.stream()
        .filter(f -> f.filing().source().tier() == ranked.getFirst().filing().source().tier())
        .forEach(f -> bestUnderTag.putIfAbsent(tagOf(f), f));
    FiledFact winner =
        bestUnderTag.values().stream()
            .min(
                Comparator.comparing((FiledFact f) -> !closesAnIdentity.test(f))
                    .thenComparing(Candidates::magnitude, Comparator.reverseOrder())
                    .thenComparing(FiledFact.RANKING))
            .orElseThrow();
    ranked.remove(winner);
    ranked.addFirst(winner);
    return new Candidates(ranked);
  }

  private static boolean usesOneTag(List<FiledFact> facts) {
    String first = tagOf(facts.getFirst());
    return facts.stream().allMatch(f -> tagOf(f).equals(first));
  }

  private static String tagOf(FiledFact fact) {
    return fact.fact().tag() == null ? "" : fact.fact().tag();
  }

  private static BigDecimal magnitude(FiledFact fact) {
    BigDecimal value = fact.quantity().point();
    return value == null ? BigDecimal.ZERO : value.abs();
  }

  public FiledFact winner() {
    return ranked.getFirst();
  }

  public List<FiledFact> others() {
    return ranked.subList(1, ranked.size());
  }
}
