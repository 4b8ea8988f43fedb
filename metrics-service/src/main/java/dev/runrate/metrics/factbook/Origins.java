package dev.runrate.metrics.factbook;

import dev.runrate.common.fact.StatedValue;
import dev.runrate.common.fact.Tier;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How many voices there are behind statements that agree. What the issuer says and what it files is
 * one voice. Of the others those are one that name the same source, stand under the same address,
 * or word the amount in the same way: two who measured for themselves seldom round alike, who
 * copies always does. Whoever repeats the issuer's own amount after the issuer is its echo; who
 * said it before is not.
 *
 * <p>Example: five articles that say "about 4.3 billion" are one origin and four echoes.
 */
public final class Origins {
  private static final Comparator<FiledFact> FIRST_SAID =
      Comparator.comparing((FiledFact f) -> f.filing().source().publishedOn())
          .thenComparing(f -> f.filing().source().tier())
          .thenComparing(f -> f.filing().id())
          .thenComparing(FiledFact::index);

  /**
   * One voice.
   *
   * @param first who said it first
   * @param echoes who said it after that, in their order
   */
  public record Origin(FiledFact first, List<FiledFact> echoes) {
    public Origin {
      echoes = List.copyOf(echoes);
    }

    /** The best tier that the voice was heard in. */
    public Tier tier() {
      Tier best = first.filing().source().tier();
      for (FiledFact echo : echoes) {
        Tier tier = echo.filing().source().tier();
        best = tier.compareTo(best) < 0 ? tier : best;
      }
      return best;
    }
  }

  private final List<FiledFact> facts;
  private final int[] voice;
  private final Map<String, Integer> firstWith = new HashMap<>();

  private Origins(List<FiledFact> facts) {
    this.facts = facts;
    this.voice = new int[facts.size()];
  }

  /**
   * The voices behind statements of one figure that agree, the first heard first.
   *
   * @param agreeing in any order
   */
  public static List<Origin> of(Collection<FiledFact> agreeing) {
    return new Origins(agreeing.stream().sorted(FIRST_SAID).toList()).find();
  }

  private List<Origin> find() {
    Optional<LocalDate> issuerSpoke =
        facts.stream()
            .filter(Origins::isOfTheIssuer)
            .map(fact -> fact.filing().source().publishedOn())
            .findFirst();
    for (int i = 0; i < facts.size(); i++) {
      voice[i] = i;
      FiledFact fact = facts.get(i);
      boolean repeatsTheIssuer =
          issuerSpoke.isPresent()
              && !fact.filing().source().publishedOn().isBefore(issuerSpoke.get());
      if (isOfTheIssuer(fact) || repeatsTheIssuer) {
        join(i, "issuer");
        continue;
      }
      join(i, "amount " + wording(fact.fact().stated()));
      if (fact.filing().source().publisher() != null) {
        join(i, "publisher " + fact.filing().source().publisher().strip().toLowerCase(Locale.ROOT));
      }
      if (fact.filing().source().url() != null) {
        join(i, "url " + fact.filing().source().url());
      }
    }
    Map<Integer, List<FiledFact>> voices = new LinkedHashMap<>();
    for (int i = 0; i < facts.size(); i++) {
      voices.computeIfAbsent(root(i), root -> new ArrayList<>()).add(facts.get(i));
    }
    return voices.values().stream()
        .map(each -> new Origin(each.getFirst(), each.subList(1, each.size())))
        .toList();
  }

  private static boolean isOfTheIssuer(FiledFact fact) {
    return fact.filing().source().tier().compareTo(Tier.ISSUER) <= 0;
  }

  /** All that share a key are one. */
  private void join(int i, String key) {
    Integer other = firstWith.putIfAbsent(key, i);
    if (other != null) {
      int a = root(other);
      int b = root(i);
      voice[Math.max(a, b)] = Math.min(a, b);
    }
  }

  private int root(int i) {
    int root = i;
    while (voice[root] != root) {
      voice[root] = voice[voice[root]];
      root = voice[root];
    }
    return root;
  }

  private static String wording(StatedValue stated) {
    return text(stated.value())
        + "~"
        + stated.decimals()
        + " "
        + text(stated.low())
        + ".."
        + text(stated.high());
  }

  private static String text(BigDecimal numberOrNull) {
    return numberOrNull == null ? "" : numberOrNull.stripTrailingZeros().toPlainString();
  }
}
