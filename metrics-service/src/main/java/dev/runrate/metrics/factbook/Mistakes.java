package dev.runrate.metrics.factbook;

import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.Interval;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.SpanLength;
import dev.runrate.common.fact.Unit;
import dev.runrate.metrics.factbook.Ballot.Party;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;

/**
 * The marks by which a mistaken statement is known: the amount of another period (a quarter tagged
 * with the year's, a year swapped with its neighbour, a date a year off), of another line, a factor
 * of a thousand, a wrong sign.
 *
 * <p>A mark needs a contradiction to stand beside: two quarters with the same revenue are no
 * mistake.
 */
final class Mistakes {
  private static final int SHORTEST_YEAR_DAYS = 350;

  private static final int[] POWERS = {3, -3, 6, -6, 9, -9, 1, -1, 2, -2};
  private static final int[] POWERS_OF_RATIOS = {2, -2};

  /** A value so many times its neighbours' or less is of their size. */
  private static final BigDecimal OF_THE_SAME_SIZE = new BigDecimal("30");

  /** What is so many times as large as the day before and the day after is off by a thousand. */
  private static final BigDecimal OUT_OF_SIZE = new BigDecimal("300");

  private static final BigDecimal COARSE = new BigDecimal("20");

  private static final BigDecimal NEAR = new BigDecimal("0.02");

  private static final BigDecimal ABOVE_ALL = new BigDecimal("100");

  /** Amounts paid, held and counted. */
  private static final Set<Concept> NEVER_NEGATIVE =
      EnumSet.of(
          Concept.COST_OF_REVENUE,
          Concept.RESEARCH_AND_DEVELOPMENT_EXPENSE,
          Concept.SALES_AND_MARKETING_EXPENSE,
          Concept.SELLING_GENERAL_AND_ADMINISTRATIVE_EXPENSE,
          Concept.COMPUTE_EXPENSE,
          Concept.CAPITAL_EXPENDITURE,
          Concept.CASH,
          Concept.ANNUAL_RECURRING_REVENUE,
          Concept.VALUATION);

  /** What does not multiply by hundreds and go back; profits and cash flows cross zero. */
  private static final Set<Concept> STEADY =
      EnumSet.of(
          Concept.REVENUE,
          Concept.COST_OF_REVENUE,
          Concept.RESEARCH_AND_DEVELOPMENT_EXPENSE,
          Concept.SALES_AND_MARKETING_EXPENSE,
          Concept.SELLING_GENERAL_AND_ADMINISTRATIVE_EXPENSE,
          Concept.CASH,
          Concept.ANNUAL_RECURRING_REVENUE,
          Concept.MONTHLY_ACTIVE_USERS,
          Concept.PAYING_USERS,
          Concept.EMPLOYEES);

  private final Ballots ballots;

  Mistakes(Ballots ballots) {
    this.ballots = ballots;
  }

  /**
   * The mark that a value bears beside the other values of its own period.
   *
   * @param ways how many other ways agree with the value
   */
  Optional<String> mark(Ballot ballot, Party party, IntSupplier ways) {
    BigDecimal value = party.lead().quantity().point();
    if (value == null || value.signum() == 0) {
      return Optional.empty();
    }
    return amountOfAnotherPeriod(ballot, party, value)
        .or(() -> amountOfAnotherLine(ballot, party, value))
        .or(() -> sizeOrSign(ballot, party, value, ways));
  }

  /** The mark that a value bears beside what the sums say it is. */
  Optional<String> markBeside(Ballot ballot, Interval implied) {
    BigDecimal value = ballot.leading().lead().quantity().point();
    if (value == null || value.signum() == 0 || implied.contains(value)) {
      return Optional.empty();
    }
    if (implied.contains(value.negate())) {
      return Optional.of("it has the wrong sign");
    }
    for (int power : powers(ballot.line)) {
      if (implied.contains(value.scaleByPowerOfTen(power))) {
        return Optional.of("it is what the sums say times 10^" + -power);
      }
    }
    return inOtherPeriods(ballot, ballot.leading(), value)
        .map(other -> "it is the amount of " + ballots.label(other))
        .or(() -> amountOfAnotherLine(ballot, ballot.leading(), value));
  }

  /**
   * How much farther a value is from the usual size of its period than what the sums say it is: 4
   * for a quarter that carries the year's amount; empty where nothing usual is known.
   */
  Optional<BigDecimal> outOfLine(Ballot ballot, Interval implied) {
    BigDecimal value = ballot.leading().lead().quantity().point();
    Optional<BigDecimal> usual = usualSize(ballot);
    if (value == null
        || value.signum() == 0
        || implied.low() == null
        || implied.high() == null
        || usual.isEmpty()) {
      return Optional.empty();
    }
    BigDecimal middle = implied.low().add(implied.high()).divide(BigDecimal.TWO);
    if (middle.signum() != usual.get().signum()) {
      return Optional.of(BigDecimal.ZERO);
    }
    return Optional.of(
        distance(value, usual.get()).divide(distance(middle, usual.get()), MathContext.DECIMAL32));
  }

  /** How many times one is the other, at least 1; a wrong sign is far away. */
  private static BigDecimal distance(BigDecimal value, BigDecimal usual) {
    if (value.signum() != usual.signum()) {
      return OF_THE_SAME_SIZE;
    }
    BigDecimal times = value.divide(usual, MathContext.DECIMAL32);
    return times.compareTo(BigDecimal.ONE) >= 0
        ? times
        : BigDecimal.ONE.divide(times, MathContext.DECIMAL32);
  }

  /**
   * How the values of a line differ in size, and whether any was rejected: most lines have nothing
   * that could be far out, and need not be searched for it.
   */
  record Sizes(BigDecimal smallest, BigDecimal largest, boolean anyRejected) {
    static Sizes of(Collection<Ballot> ballots) {
      BigDecimal smallest = null;
      BigDecimal largest = null;
      boolean anyRejected = false;
      for (Ballot ballot : ballots) {
        anyRejected |= ballot.parties().stream().anyMatch(ballot::isRejected);
        BigDecimal value = ballot.leading().lead().quantity().point();
        if (value != null && value.signum() != 0) {
          BigDecimal size = value.abs();
          smallest = smallest == null || size.compareTo(smallest) < 0 ? size : smallest;
          largest = largest == null || size.compareTo(largest) > 0 ? size : largest;
        }
      }
      return new Sizes(smallest, largest, anyRejected);
    }

    boolean differBy(BigDecimal times) {
      return smallest != null && largest.compareTo(smallest.multiply(times)) >= 0;
    }
  }

  /** The mark of a value that nobody contradicts and that fits into no sum. */
  Optional<String> markAlone(Ballot ballot, Sizes sizes) {
    BigDecimal value = ballot.leading().lead().quantity().point();
    if (value == null || value.signum() == 0) {
      return Optional.empty();
    }
    Optional<String> mark = impossibleSign(ballot, value);
    if (mark.isEmpty()) {
      mark = sameAsLonger(ballot, value);
    }
    if (mark.isEmpty() && sizes.anyRejected) {
      mark = swapped(ballot, value);
    }
    if (mark.isEmpty() && sizes.differBy(ABOVE_ALL)) {
      mark = outOfSize(ballot, value).or(() -> aboveAll(ballot, value));
    }
    return mark;
  }

  /** A disputed profit that somebody seems to have worked out: revenue less one single expense. */
  Optional<String> markOfArithmetic(Ballot ballot) {
    return WorkedOut.arithmetic(
        ballot.line.concept(),
        ballot.leading().lead().quantity().point(),
        concept -> point(ballot, concept));
  }

  private Optional<BigDecimal> point(Ballot ballot, Concept concept) {
    return ballots
        .of(ballot.line.of(concept), ballot.period)
        .map(other -> other.leading().lead().quantity().point());
  }

  // -- another period's amount

  private Optional<String> amountOfAnotherPeriod(Ballot ballot, Party party, BigDecimal value) {
    return inOtherPeriods(ballot, party, value)
        .map(other -> "it is the amount of " + ballots.label(other))
        .or(() -> swap(ballot, party));
  }

  /**
   * A period of the same line that is a year away, contains this one or lies within it, and has
   * this very amount by a filing that does not state it for this period.
   */
  private Optional<Period> inOtherPeriods(Ballot ballot, Party party, BigDecimal value) {
    for (Ballot other : related(ballot)) {
      for (FiledFact fact : other.facts()) {
        BigDecimal amount = fact.quantity().point();
        if (amount != null
            && amount.compareTo(value) == 0
            && isWitness(ballot, party, fact)
            && (contains(ballot.period, other.period) || isFarFromOthers(ballot, party, value))) {
          return Optional.of(other.period);
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Whoever states the value itself is no witness against it; nor is who disputes it, who may have
   * mixed up the periods, unless more days speak for that.
   */
  private static boolean isWitness(Ballot ballot, Party party, FiledFact fact) {
    return !party.includes(fact.filing().id())
        && ballot.parties().stream()
            .noneMatch(
                other ->
                    other != party
                        && other.includes(fact.filing().id())
                        && other.daysOfPublication() <= party.daysOfPublication());
  }

  /** One of them lies within the other. */
  private static boolean contains(Period a, Period b) {
    return (!a.start().isAfter(b.start()) && !a.end().isBefore(b.end()))
        || (!b.start().isAfter(a.start()) && !b.end().isBefore(a.end()));
  }

  /** Figures of neighbouring years that are nearly the same are the same by chance. */
  private static boolean isFarFromOthers(Ballot ballot, Party party, BigDecimal value) {
    return ballot.parties().stream()
        .filter(other -> other != party)
        .map(other -> other.lead().quantity().point())
        .allMatch(
            point ->
                point == null
                    || point.subtract(value).abs().compareTo(value.abs().multiply(NEAR)) > 0);
  }

  /** The party's filing gives a neighbour what the other parties give this period. */
  private Optional<String> swap(Ballot ballot, Party party) {
    BigDecimal value = party.lead().quantity().point();
    if (isMajority(ballot, party.lead()) || !isFarFromOthers(ballot, party, value)) {
      return Optional.empty();
    }
    for (Ballot other : related(ballot)) {
      for (FiledFact fact : other.facts()) {
        BigDecimal amount = fact.quantity().point();
        if (amount != null
            && amount.signum() != 0
            && party.includes(fact.filing().id())
            && isByOthers(ballot, party, amount)
            && !isMajority(other, fact)) {
          return Optional.of(
              "its filing has " + plain(amount) + " under " + ballots.label(other.period));
        }
      }
    }
    return Optional.empty();
  }

  /** More days of publication speak for this statement than for any other of its period. */
  private static boolean isMajority(Ballot ballot, FiledFact fact) {
    long own = 0;
    long most = 0;
    for (Party party : ballot.parties()) {
      long days = party.daysOfPublication();
      if (party.includes(fact.filing().id())) {
        own = Math.max(own, days);
      } else {
        most = Math.max(most, days);
      }
    }
    return own > most && ballot.isContested();
  }

  private static boolean isByOthers(Ballot ballot, Party party, BigDecimal amount) {
    return ballot.parties().stream()
        .filter(other -> other != party)
        .map(other -> other.lead().quantity().point())
        .anyMatch(point -> point != null && point.compareTo(amount) == 0);
  }

  /** Nobody says otherwise, but its filing swapped the neighbour, which others contradict. */
  private Optional<String> swapped(Ballot ballot, BigDecimal value) {
    for (Ballot other : related(ballot)) {
      if (!other.isContested()) {
        continue;
      }
      for (Party party : other.parties()) {
        BigDecimal point = party.lead().quantity().point();
        boolean sharesFiling =
            ballot.leading().voices.stream().anyMatch(v -> party.includes(v.filing().id()));
        if (sharesFiling
            && other.isRejected(party)
            && point != null
            && isByOthers(other, party, value)) {
          return Optional.of(
              "its filing has swapped periods: "
                  + plain(value)
                  + " is the amount of "
                  + ballots.label(other.period)
                  + ", to which it gives "
                  + plain(point));
        }
      }
    }
    return Optional.empty();
  }

  /** Of the same line: a year away and as long, or with a common start or end; any other day. */
  private List<Ballot> related(Ballot ballot) {
    List<Ballot> related = new ArrayList<>();
    for (Ballot other : ballots.near(ballot)) {
      if (isRelated(ballot.period, other.period)) {
        related.add(other);
      }
    }
    return related;
  }

  private static boolean isRelated(Period a, Period b) {
    if (!(a instanceof Period.Span s) || !(b instanceof Period.Span t)) {
      return true;
    }
    long apart = Math.abs(s.end().toEpochDay() - t.end().toEpochDay());
    return s.start().equals(t.start())
        || s.end().equals(t.end())
        || (SpanLength.of(s) == SpanLength.of(t) && apart >= SHORTEST_YEAR_DAYS);
  }

  /**
   * A quarter and the year that it begins or ends have one amount, so that the rest of the year
   * would have none: one of the two is mistaken, unless somebody states that the rest is nothing.
   */
  private Optional<String> sameAsLonger(Ballot ballot, BigDecimal value) {
    if (ballot.line.concept().kind() != Concept.Kind.FLOW
        || !(ballot.period instanceof Period.Span span)
        || isCoarse(ballot, value)) {
      return Optional.empty();
    }
    for (Ballot other : ballots.near(ballot)) {
      BigDecimal point = other.leading().lead().quantity().point();
      if (!other.isOverruled()
          && point != null
          && point.compareTo(value) == 0
          && other.period instanceof Period.Span s
          && s.start().equals(span.start()) != s.end().equals(span.end())
          && contains(span, s)) {
        return Optional.of(
            ballots.label(span)
                + " and "
                + ballots.label(s)
                + " have the same amount, "
                + plain(value));
      }
    }
    return Optional.empty();
  }

  /** Small amounts in large units are the same by rounding. */
  private static boolean isCoarse(Ballot ballot, BigDecimal value) {
    return ballot
        .leading()
        .range()
        .width()
        .map(width -> value.abs().compareTo(width.multiply(COARSE)) < 0)
        .orElse(true);
  }

  // -- another line's amount

  private Optional<String> amountOfAnotherLine(Ballot ballot, Party party, BigDecimal value) {
    if (!ballot.line.unit().isMoney()) {
      return Optional.empty();
    }
    for (Concept concept : Concept.values()) {
      if (concept == ballot.line.concept() || concept.kind() != ballot.line.concept().kind()) {
        continue;
      }
      Optional<Ballot> other = ballots.of(ballot.line.of(concept), ballot.period);
      if (other.isPresent()
          && other.get().facts().stream()
              .map(f -> f.quantity().point())
              .anyMatch(point -> point != null && point.compareTo(value) == 0)
          && !isSaidByAll(ballot, value)) {
        return Optional.of("it is the amount of " + concept);
      }
    }
    return Optional.empty();
  }

  private static boolean isSaidByAll(Ballot ballot, BigDecimal value) {
    return ballot.facts().stream()
        .allMatch(f -> f.quantity().point() != null && f.quantity().point().compareTo(value) == 0);
  }

  // -- size and sign

  private Optional<String> sizeOrSign(
      Ballot ballot, Party party, BigDecimal value, IntSupplier ways) {
    for (Party other : ballot.parties()) {
      BigDecimal beside = other.lead().quantity().point();
      if (other == party || beside == null || beside.signum() == 0) {
        continue;
      }
      if (other.range().contains(value.negate()) && !isVindicated(ballot, party, other, ways)) {
        return Optional.of("it has the opposite sign of " + plain(beside));
      }
      for (int power : powers(ballot.line)) {
        if (other.range().contains(value.scaleByPowerOfTen(power))
            && !isVindicated(ballot, party, other, ways)) {
          return Optional.of("it is " + plain(beside) + " times 10^" + -power);
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Of two that differ by a factor or a sign: the one that fits, else that its neighbours are like.
   */
  private boolean isVindicated(Ballot ballot, Party party, Party other, IntSupplier ways) {
    if (ways.getAsInt() > 0) {
      return true;
    }
    Optional<BigDecimal> usual = usualSize(ballot);
    if (usual.isEmpty()) {
      return false;
    }
    boolean isUsual = isLike(party.lead().quantity().point(), usual.get());
    boolean otherIsUsual = isLike(other.lead().quantity().point(), usual.get());
    return isUsual && !otherIsUsual;
  }

  private static boolean isLike(BigDecimal value, BigDecimal usual) {
    if (value.signum() != usual.signum()) {
      return false;
    }
    BigDecimal ratio = value.divide(usual, MathContext.DECIMAL32).abs();
    return ratio.compareTo(OF_THE_SAME_SIZE) <= 0
        && ratio.multiply(OF_THE_SAME_SIZE).compareTo(BigDecimal.ONE) >= 0;
  }

  /** The median of the periods of this length within a year, this one apart. */
  private Optional<BigDecimal> usualSize(Ballot ballot) {
    List<BigDecimal> values = neighbours(ballot);
    values.sort(null);
    return values.isEmpty() ? Optional.empty() : Optional.of(values.get(values.size() / 2));
  }

  private List<BigDecimal> neighbours(Ballot ballot) {
    List<BigDecimal> values = new ArrayList<>();
    for (Ballot other : ballots.near(ballot)) {
      BigDecimal value = other.leading().lead().quantity().point();
      if (value != null && value.signum() != 0 && isAsLong(ballot.period, other.period)) {
        values.add(value);
      }
    }
    return values;
  }

  private static boolean isAsLong(Period a, Period b) {
    return a instanceof Period.Span s && b instanceof Period.Span t
        ? SpanLength.of(s) == SpanLength.of(t)
        : a instanceof Period.Instant && b instanceof Period.Instant;
  }

  /** Adds up: no part of a time has more of it than the whole. */
  static boolean isNeverNegative(Concept concept) {
    return concept == Concept.REVENUE || NEVER_NEGATIVE.contains(concept);
  }

  private static Optional<String> impossibleSign(Ballot ballot, BigDecimal value) {
    return value.signum() < 0 && NEVER_NEGATIVE.contains(ballot.line.concept())
        ? Optional.of(ballot.line.concept() + " cannot be " + plain(value))
        : Optional.empty();
  }

  /** Several hundred times what it was before and after, or a few hundredths of a percent. */
  private Optional<String> outOfSize(Ballot ballot, BigDecimal value) {
    if (!STEADY.contains(ballot.line.concept())) {
      return Optional.empty();
    }
    BigDecimal before = null;
    BigDecimal after = null;
    for (Ballot other : ballots.near(ballot)) {
      BigDecimal point = other.leading().lead().quantity().point();
      if (point == null || point.signum() == 0 || !isAsLong(ballot.period, other.period)) {
        continue;
      }
      if (other.period.end().isBefore(ballot.period.end())) {
        before = point;
      } else if (after == null) {
        after = point;
      }
    }
    if (before == null || after == null) {
      return Optional.empty();
    }
    return isOutOfSize(value, before) == isOutOfSize(value, after)
            && isOutOfSize(value, before) != 0
        ? Optional.of(
            plain(value)
                + " stands between "
                + plain(before)
                + " before and "
                + plain(after)
                + " after")
        : Optional.empty();
  }

  /** A hundred times as large as anything that was said of the line within a year. */
  private Optional<String> aboveAll(Ballot ballot, BigDecimal value) {
    if (ballot.line.concept().kind() != Concept.Kind.FLOW) {
      return Optional.empty();
    }
    int others = 0;
    BigDecimal largest = BigDecimal.ZERO;
    for (Ballot other : ballots.near(ballot)) {
      BigDecimal point = other.leading().lead().quantity().point();
      if (point != null) {
        others++;
        largest = largest.max(point.abs());
      }
    }
    return others >= 2
            && largest.signum() > 0
            && value.abs().compareTo(largest.multiply(ABOVE_ALL)) >= 0
        ? Optional.of(
            plain(value)
                + " is a hundred times as large as anything within a year, "
                + plain(largest))
        : Optional.empty();
  }

  /** 1 is far too large, -1 far too small, 0 neither. */
  private static int isOutOfSize(BigDecimal value, BigDecimal beside) {
    if (value.abs().compareTo(beside.abs().multiply(OUT_OF_SIZE)) >= 0) {
      return 1;
    }
    return beside.abs().compareTo(value.abs().multiply(OUT_OF_SIZE)) >= 0 ? -1 : 0;
  }

  private static int[] powers(Line line) {
    return line.unit().kind() == Unit.Kind.RATIO ? POWERS_OF_RATIOS : POWERS;
  }

  // -- words

  static String amount(Interval range) {
    if (range.low() != null && range.high() != null) {
      BigDecimal middle = range.low().add(range.high()).divide(BigDecimal.TWO);
      return plain(middle);
    }
    return range.low() == null
        ? "at most " + plain(range.high())
        : "at least " + plain(range.low());
  }

  private static String plain(BigDecimal value) {
    BigDecimal shortest = value.stripTrailingZeros();
    return (shortest.scale() < 0 ? shortest.setScale(0) : shortest).toPlainString();
  }
}
