package dev.runrate.metrics.factbook;

import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.Period;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.function.Function;

/**
 * A statement counts as far as it fits. Every stated figure that other statements contradict is
 * weighed by named evidence, in this order:
 *
 * <ol>
 *   <li>the better tier
 *   <li>no mark of a mistake: {@link Mistakes} knows the usual ones
 *   <li>the other ways to the figure that agree, unless the filing restates more than the one line
 *   <li>later publication
 * </ol>
 *
 * <p>Where two periods contradict each other (a year and its parts), the one that bears the mark of
 * a mistake, or that alone fits nothing else, is overruled by the rest. What cannot be decided is
 * marked as suspect, with the arithmetic.
 *
 * <p>Evidence is local: nothing that lies farther than {@link #REACH_DAYS} from a period has a say
 * in it, so a window of an issuer's history is weighed as the whole is.
 */
final class Weighing {
  /**
   * A period is weighed against sums that contain it (a year), whose members are weighed against
   * others (a year), each of which may be contested by what neighbouring years state (two years).
   */
  static final int REACH_DAYS = 4 * 380;

  private final Ballots ballots;
  private final Mistakes mistakes;

  Weighing(Map<Line, NavigableMap<Period, Ballot>> lines, Function<Period, String> label) {
    this.ballots = new Ballots(lines, label);
    this.mistakes = new Mistakes(ballots);
  }

  void weigh() {
    Contest contest = new Contest(ballots, mistakes);
    Sums sums = new Sums(ballots, mistakes);
    Parts parts = new Parts(ballots);
    List<Line> lines = ballots.lines();
    for (Line line : lines) {
      ballots.of(line).values().stream().filter(Ballot::isContested).forEach(contest::decide);
    }
    for (Line line : lines) {
      if (line.concept().kind() == Concept.Kind.FLOW) {
        sums.weigh(line);
        if (Mistakes.isNeverNegative(line.concept())) {
          parts.weighNested(line);
        }
      }
    }
    for (Line line : lines) {
      weighAlone(line);
      if (line.concept() == Concept.REVENUE) {
        parts.weighGrossProfit(line);
        if (!line.segment().isWhole()) {
          parts.weighAgainstWhole(line);
        }
      }
    }
  }

  /** Each statement beside its neighbours, where nothing else has decided. */
  private void weighAlone(Line line) {
    Mistakes.Sizes sizes = Mistakes.Sizes.of(ballots.of(line).values());
    for (Ballot ballot : ballots.of(line).values()) {
      if (!ballot.isOverruled() && !ballot.isDoubtful()) {
        if (!ballots.isFitting(ballot)) {
          mistakes.markAlone(ballot, sizes).ifPresent(ballot::doubt);
        }
        if (ballot.isDisputed()) {
          mistakes.markOfArithmetic(ballot).ifPresent(ballot::doubt);
        }
      }
    }
  }
}
