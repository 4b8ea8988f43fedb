package dev.runrate.metrics.factbook;

import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.Interval;
import dev.runrate.common.fact.Source;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

/**
 * All statements of one line about one period, best first, after they were weighed. The winner is
 * the figure; the others are kept to be shown, each with why it lost.
 *
 * <p>Where the other ways to the figure overrule every statement, there is no winner: the figure is
 * what those ways give, and what was overruled is shown beside it.
 *
 * @param ranked never empty
 * @param losses of those that lost by anything but the ranking
 * @param suspect the contradiction that could not be decided, with its arithmetic; null for none
 * @param overruled by what; null where the first of the ranked counts
 */
public record Candidates(
    List<FiledFact> ranked, Map<FiledFact, Loss> losses, String suspect, String overruled) {

  /** Why a statement does not count. */
  public record Loss(Kind kind, String text) {
    public enum Kind {
      /** A later filing replaces it by name. */
      SUPERSEDED,
      /** A part of what the same filing states as the total. */
      PART,
      /** It bears the marks of a mistake, or contradicts ways that agree. */
      ODD
    }
  }

  public Candidates {
    ranked = List.copyOf(ranked);
    losses = Map.copyOf(losses);
  }

  /** Adds up: no time has less than nothing of it. */
  public static boolean isNeverNegative(Concept concept) {
    return Mistakes.isNeverNegative(concept);
  }

  /** The older doubt stays. */
  Candidates doubting(String because) {
    return new Candidates(ranked, losses, suspect == null ? because : suspect, overruled);
  }

  /** Who says what the winner says, each independent voice once; the first of all comes first. */
  public List<Origins.Origin> confirmations() {
    return Origins.of(
        ranked.stream()
            .filter(fact -> !losses.containsKey(fact))
            .filter(fact -> !fact.range().isDisjointFrom(winner().range()))
            .toList());
  }

  public boolean isOverruled() {
    return overruled != null;
  }

  /** The best statement, also where it is overruled. */
  public FiledFact winner() {
    return ranked.getFirst();
  }

  public List<FiledFact> others() {
    return ranked.subList(1, ranked.size());
  }

  /** Somebody says otherwise. */
  public boolean isContested() {
    return ranked.size() > 1
        && others().stream().anyMatch(other -> other.range().isDisjointFrom(winner().range()));
  }

  /** The reason that was applied, for a reader. */
  public String whyLost(FiledFact loser) {
    Loss loss = losses.get(loser);
    return loss != null ? loss.text() : whyItWon(winner(), loser);
  }

  /** The first step of the ranking that separates the two. */
  private static String whyItWon(FiledFact winner, FiledFact loser) {
    Source won = winner.filing().source();
    Source lost = loser.filing().source();
    if (won.tier() != lost.tier()) {
      return won.tier() + " outranks " + lost.tier();
    }
    if (!won.publishedOn().equals(lost.publishedOn())) {
      return (won.publishedOn().isAfter(lost.publishedOn())
              ? "published later ("
              : "published first (")
          + won.publishedOn()
          + ", not "
          + lost.publishedOn()
          + ")";
    }
    if (Interval.compareWidths(winner.range(), loser.range()) != 0) {
      return "the narrower interval";
    }
    return "the first by filing id, all else being equal";
  }

  // -- vintages

  /**
   * One value of the period that counted for some time.
   *
   * @param restatedOn the day on which it replaced another; null where it was the first
   * @param lastSaid the newest publication that states it
   * @param isOutdated it was replaced since
   */
  public record Vintage(
      FiledFact fact, LocalDate restatedOn, LocalDate lastSaid, boolean isOutdated) {}

  /** The value that counts, then those that it replaced, newest first. */
  public List<Vintage> vintages() {
    FiledFact winner = winner();
    List<FiledFact> replaced = new ArrayList<>();
    for (FiledFact other : others()) {
      if (wasReplaced(other)
          && replaced.stream().noneMatch(r -> !r.range().isDisjointFrom(other.range()))) {
        replaced.add(other);
      }
    }
    List<Vintage> vintages = new ArrayList<>();
    vintages.add(new Vintage(winner, replaced.isEmpty() ? null : firstSaid(), lastSaid(), false));
    for (FiledFact old : replaced) {
      vintages.add(new Vintage(old, null, said(old, LocalDate.MIN, (a, b) -> a.isAfter(b)), true));
    }
    return vintages;
  }

  /** The first publication that states the winner's value. */
  public LocalDate firstSaid() {
    return said(winner(), LocalDate.MAX, (a, b) -> a.isBefore(b));
  }

  /** The newest publication that states the winner's value. */
  public LocalDate lastSaid() {
    return said(winner(), LocalDate.MIN, (a, b) -> a.isAfter(b));
  }

  private boolean wasReplaced(FiledFact other) {
    return other.range().isDisjointFrom(winner().range())
        && other.filing().source().tier() == winner().filing().source().tier()
        && other.filing().source().publishedOn().isBefore(winner().filing().source().publishedOn())
        && !losses.containsKey(other);
  }

  private LocalDate said(FiledFact like, LocalDate start, BiPredicate<LocalDate, LocalDate> over) {
    LocalDate best = start;
    for (FiledFact fact : ranked) {
      LocalDate day = fact.filing().source().publishedOn();
      if (!fact.range().isDisjointFrom(like.range()) && over.test(day, best)) {
        best = day;
      }
    }
    return best;
  }
}
