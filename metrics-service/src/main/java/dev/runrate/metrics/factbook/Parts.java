package dev.runrate.metrics.factbook;

import static dev.runrate.common.fact.Concept.COST_OF_REVENUE;
import static dev.runrate.common.fact.Concept.GROSS_PROFIT;

import dev.runrate.common.fact.Interval;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.SegmentId;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;

/**
 * A whole and its parts in other lines and other times: gross profit and costs that do not add up
 * to the revenue, a segment above its issuer, a quarter above its half.
 */
final class Parts {
  private final Ballots ballots;

  Parts(Ballots ballots) {
    this.ballots = ballots;
  }

  /** Gross profit and costs that do not add up to the revenue; parts above the whole. */
  void weighGrossProfit(Line revenueLine) {
    for (Ballot revenue : ballots.of(revenueLine).values()) {
      if (revenue.isOverruled()) {
        continue;
      }
      Optional<Ballot> profit = counting(revenueLine.of(GROSS_PROFIT), revenue.period);
      Optional<Ballot> cost = counting(revenueLine.of(COST_OF_REVENUE), revenue.period);
      if (profit.isPresent() && cost.isPresent()) {
        if (!addsUp(revenue, profit.get(), cost.get())
            && !isUsual(revenue, profit.get(), cost.get())) {
          weighTriple(revenue, profit.get(), cost.get());
        }
      } else if (profit.isPresent()
          && revenue.leading().range().isPositive()
          && revenue.leading().range().isBelow(profit.get().leading().range())) {
        doubtBoth(revenue, profit.get());
      }
    }
  }

  private static boolean addsUp(Ballot revenue, Ballot profit, Ballot cost) {
    Interval whole = revenue.leading().range();
    return Ballots.isNothing(
        whole.minus(profit.leading().range()).minus(cost.leading().range()), whole);
  }

  /** A tag that never covers the same as the others is off every time, and to one side. */
  private boolean isUsual(Ballot revenue, Ballot profit, Ballot cost) {
    int side = rest(revenue, profit, cost).isPositive() ? 1 : -1;
    for (Ballot other : ballots.near(revenue)) {
      Optional<Ballot> otherProfit = counting(revenue.line.of(GROSS_PROFIT), other.period);
      Optional<Ballot> otherCost = counting(revenue.line.of(COST_OF_REVENUE), other.period);
      if (otherProfit.isPresent()
          && otherCost.isPresent()
          && !addsUp(other, otherProfit.get(), otherCost.get())
          && (rest(other, otherProfit.get(), otherCost.get()).isPositive() ? 1 : -1) == side) {
        return true;
      }
    }
    return false;
  }

  private static Interval rest(Ballot revenue, Ballot profit, Ballot cost) {
    return revenue.leading().range().minus(profit.leading().range()).minus(cost.leading().range());
  }

  private void weighTriple(Ballot revenue, Ballot profit, Ballot cost) {
    String arithmetic =
        "gross profit "
            + Mistakes.amount(profit.leading().range())
            + " and costs "
            + Mistakes.amount(cost.leading().range())
            + " of "
            + ballots.label(revenue.period)
            + " are not the revenue "
            + Mistakes.amount(revenue.leading().range());
    List<Ballot> misfits =
        List.of(revenue, profit, cost).stream().filter(b -> !ballots.isFitting(b)).toList();
    if (misfits.size() == 1) {
      misfits.getFirst().overrule(arithmetic);
    } else {
      (misfits.isEmpty() ? List.of(revenue, profit, cost) : misfits)
          .forEach(ballot -> ballot.doubt(arithmetic));
    }
  }

  void weighAgainstWhole(Line segmentLine) {
    Line wholeLine = segmentLine.of(SegmentId.WHOLE);
    for (Ballot part : ballots.of(segmentLine).values()) {
      Optional<Ballot> whole = counting(wholeLine, part.period);
      if (whole.isPresent()
          && !part.isOverruled()
          && whole.get().leading().range().isBelow(part.leading().range())) {
        doubtBoth(whole.get(), part);
      }
    }
  }

  private void doubtBoth(Ballot whole, Ballot part) {
    String arithmetic =
        "a part, "
            + name(part)
            + " "
            + Mistakes.amount(part.leading().range())
            + ", is above the whole, "
            + name(whole)
            + " "
            + Mistakes.amount(whole.leading().range());
    boolean wholeFits = ballots.isFitting(whole);
    boolean partFits = ballots.isFitting(part);
    if (wholeFits == partFits || partFits) {
      whole.doubt(arithmetic);
    }
    if (wholeFits == partFits || wholeFits) {
      part.doubt(arithmetic);
    }
  }

  private String name(Ballot ballot) {
    return ballot.line.concept()
        + (ballot.line.segment().isWhole() ? "" : " of " + ballot.line.segment())
        + " of "
        + ballots.label(ballot.period);
  }

  private Optional<Ballot> counting(Line line, Period period) {
    return ballots.of(line, period).filter(ballot -> !ballot.isOverruled());
  }

  /** The first quarter's costs are not above those of the half. */
  void weighNested(Line line) {
    NavigableMap<Period, Ballot> periods = ballots.of(line);
    if (periods.values().stream().allMatch(ballots::isFitting)) {
      return;
    }
    for (Ballot whole : periods.values()) {
      if (!(whole.period instanceof Period.Span w) || whole.isOverruled()) {
        continue;
      }
      for (Ballot part : periods.subMap(new Period.Instant(w.start()), true, w, true).values()) {
        if (part.period instanceof Period.Span p
            && part != whole
            && !part.isOverruled()
            && !p.start().isBefore(w.start())
            && !p.end().isAfter(w.end())
            && whole.leading().range().isBelow(part.leading().range())) {
          doubtBoth(whole, part);
        }
      }
    }
  }
}
