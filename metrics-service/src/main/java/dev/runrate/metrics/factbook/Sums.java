package dev.runrate.metrics.factbook;

import dev.runrate.common.fact.Interval;
import dev.runrate.common.fact.Period;
import dev.runrate.metrics.factbook.Ballot.Party;
import dev.runrate.metrics.period.Partitions.Partition;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A year and its parts. A sum that does not hold, and did not before a restatement either, has a
 * mistaken member: the one that bears a mark, is out of line with its neighbours, or fits nothing
 * else is overruled; where that cannot be told, those in question are in doubt.
 */
final class Sums {
  /** So many times farther from the usual than what the sums say. */
  private static final BigDecimal OUT_OF_LINE = new BigDecimal("2");

  private final Ballots ballots;
  private final Mistakes mistakes;

  Sums(Ballots ballots, Mistakes mistakes) {
    this.ballots = ballots;
    this.mistakes = mistakes;
  }

  void weigh(Line line) {
    NavigableMap<Period, Ballot> periods = ballots.of(line);
    List<Partition> broken = new ArrayList<>();
    for (Partition partition : ballots.partitions(line)) {
      if (holds(periods, partition)) {
        partition.members().forEach(span -> ballots.fit(periods.get(span)));
      } else if (!isExplainedByRestatement(periods, partition)) {
        broken.add(partition);
      }
    }
    // What bears a mark is found first, so that the rest need not be doubted because of it.
    for (Partition partition : broken) {
      if (!isSettled(periods, partition)) {
        markedIn(periods, partition).ifPresent(ballot -> overrule(periods, partition, ballot));
      }
    }
    for (Partition partition : broken) {
      if (!isSettled(periods, partition)) {
        misfitIn(periods, partition).ifPresent(ballot -> overrule(periods, partition, ballot));
      }
    }
    for (Partition partition : broken) {
      if (!isSettled(periods, partition)) {
        doubtful(periods, partition)
            .forEach(ballot -> ballot.doubt(arithmetic(periods, partition)));
      }
    }
  }

  private static boolean isSettled(NavigableMap<Period, Ballot> periods, Partition partition) {
    return partition.members().stream().anyMatch(span -> periods.get(span).isOverruled());
  }

  private static boolean holds(NavigableMap<Period, Ballot> periods, Partition partition) {
    return Ballots.isNothing(
        Ballots.difference(partition, span -> periods.get(span).leading().range()),
        periods.get(partition.whole()).leading().range());
  }

  /** It held before one of them was restated, and nobody restated the others. */
  private boolean isExplainedByRestatement(
      NavigableMap<Period, Ballot> periods, Partition partition) {
    List<Period.Span> contested =
        partition.members().stream()
            .filter(span -> periods.get(span).isContested() && !periods.get(span).isDoubtful())
            .toList();
    if (contested.isEmpty() || contested.size() > 4) {
      return false;
    }
    Map<Period.Span, Interval> values = new HashMap<>();
    return anyHolds(periods, partition, contested, 0, values);
  }

  private boolean anyHolds(
      NavigableMap<Period, Ballot> periods,
      Partition partition,
      List<Period.Span> contested,
      int next,
      Map<Period.Span, Interval> values) {
    if (next == contested.size()) {
      return Ballots.isNothing(
          Ballots.difference(
              partition, span -> values.getOrDefault(span, periods.get(span).leading().range())),
          periods.get(partition.whole()).leading().range());
    }
    Ballot ballot = periods.get(contested.get(next));
    for (Party party : ballot.parties()) {
      if (!ballot.isRejected(party)) {
        values.put(contested.get(next), party.range());
        if (anyHolds(periods, partition, contested, next + 1, values)) {
          return true;
        }
      }
    }
    values.remove(contested.get(next));
    return false;
  }

  /**
   * The one member that bears the mark of a mistake beside what the others say it is; else the one
   * that is out of line with its neighbours and would not be with what the others say.
   */
  private Optional<Ballot> markedIn(NavigableMap<Period, Ballot> periods, Partition partition) {
    Optional<Ballot> marked =
        theOnly(
            partition,
            span ->
                !ballots.isFitting(periods.get(span))
                    && mistakes
                        .markBeside(periods.get(span), implied(periods, partition, span))
                        .isPresent(),
            periods);
    return marked.isPresent()
        ? marked
        : theOnly(partition, span -> isOutOfLine(periods, partition, span), periods);
  }

  private boolean isOutOfLine(
      NavigableMap<Period, Ballot> periods, Partition partition, Period.Span span) {
    return !ballots.isFitting(periods.get(span))
        && mistakes
            .outOfLine(periods.get(span), implied(periods, partition, span))
            .filter(times -> times.compareTo(OUT_OF_LINE) >= 0)
            .isPresent();
  }

  /** The one member that fits into no other sum, where the others do; else said on one day only. */
  private Optional<Ballot> misfitIn(NavigableMap<Period, Ballot> periods, Partition partition) {
    Optional<Ballot> misfit =
        theOnly(partition, span -> !ballots.isFitting(periods.get(span)), periods);
    return misfit.isPresent() || anyTwoAreEqual(periods, partition)
        ? misfit
        : theOnly(partition, span -> periods.get(span).leading().daysOfPublication() == 1, periods);
  }

  /** One of the two is mistaken then, rather than a third that was said on one day only. */
  private static boolean anyTwoAreEqual(NavigableMap<Period, Ballot> periods, Partition partition) {
    Interval whole = periods.get(partition.whole()).leading().range();
    return partition.parts().stream()
        .anyMatch(part -> periods.get(part).leading().range().equals(whole));
  }

  private static Optional<Ballot> theOnly(
      Partition partition, Predicate<Period.Span> is, NavigableMap<Period, Ballot> periods) {
    List<Period.Span> those = partition.members().stream().filter(is).toList();
    return those.size() == 1 ? Optional.of(periods.get(those.getFirst())) : Optional.empty();
  }

  private void overrule(NavigableMap<Period, Ballot> periods, Partition partition, Ballot ballot) {
    Interval implied = implied(periods, partition, (Period.Span) ballot.period);
    String mark = mistakes.markBeside(ballot, implied).map(text -> text + "; ").orElse("");
    ballot.overrule(mark + arithmetic(periods, partition));
  }

  private static Interval implied(
      NavigableMap<Period, Ballot> periods, Partition partition, Period.Span member) {
    Interval without =
        Ballots.difference(
            partition,
            span ->
                span.equals(member)
                    ? Interval.exactly(BigDecimal.ZERO)
                    : periods.get(span).leading().range());
    return member.equals(partition.whole()) ? without.negate() : without;
  }

  /** Those that fit into nothing else; all, where each has something in its favour. */
  private Set<Ballot> doubtful(NavigableMap<Period, Ballot> periods, Partition partition) {
    Set<Ballot> misfits = new LinkedHashSet<>();
    Set<Ballot> members = new LinkedHashSet<>();
    for (Period.Span span : partition.members()) {
      Ballot ballot = periods.get(span);
      members.add(ballot);
      if (!ballots.isFitting(ballot)) {
        misfits.add(ballot);
      }
    }
    return misfits.isEmpty() ? members : misfits;
  }

  private String arithmetic(NavigableMap<Period, Ballot> periods, Partition partition) {
    StringBuilder text = new StringBuilder();
    Ballot whole = periods.get(partition.whole());
    text.append(whole.line.concept())
        .append(" of ")
        .append(ballots.label(partition.whole()))
        .append(" is ")
        .append(Mistakes.amount(whole.leading().range()))
        .append(", its parts ");
    String before = "";
    Interval sum = Interval.exactly(BigDecimal.ZERO);
    for (Period.Span part : partition.parts()) {
      Interval value = periods.get(part).leading().range();
      sum = sum.plus(value);
      text.append(before)
          .append(Mistakes.amount(value))
          .append(" (")
          .append(ballots.label(part))
          .append(")");
      before = " + ";
    }
    return text.append(" = ").append(Mistakes.amount(sum)).toString();
  }
}
