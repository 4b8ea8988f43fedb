package dev.runrate.metrics.factbook;

import static dev.runrate.common.fact.Concept.COST_OF_REVENUE;
import static dev.runrate.common.fact.Concept.GROSS_PROFIT;
import static dev.runrate.common.fact.Concept.REVENUE;

import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.Interval;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.metrics.factbook.Ballot.Party;
import dev.runrate.metrics.period.Partitions;
import dev.runrate.metrics.period.Partitions.Partition;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
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

  /** A sum that is off by less than this share of the whole is rounding that nobody declared. */
  private static final BigDecimal ROUNDING = new BigDecimal("0.0005");

  /** So many times farther from the usual than what the sums say. */
  private static final BigDecimal OUT_OF_LINE = new BigDecimal("2");

  private final Map<Line, NavigableMap<Period, Ballot>> lines;
  private final Mistakes mistakes;
  private final Function<Period, String> label;
  private final Map<Line, List<Partition>> partitions = new HashMap<>();
  private final Map<Line, Map<Period, List<Partition>>> partitionsByMember = new HashMap<>();

  /** How many sums of a line a period fits into. */
  private final Map<Ballot, Integer> fits = new HashMap<>();

  Weighing(Map<Line, NavigableMap<Period, Ballot>> lines, Function<Period, String> label) {
    this.lines = lines;
    this.label = label;
    this.mistakes = new Mistakes(lines, label);
  }

  void weigh() {
    List<Line> ordered = new ArrayList<>(lines.keySet());
    ordered.sort(Line.ORDER);
    for (Line line : ordered) {
      lines.get(line).values().stream().filter(Ballot::isContested).forEach(this::decide);
    }
    for (Line line : ordered) {
      if (line.concept().kind() == Concept.Kind.FLOW) {
        weighSums(line);
      }
    }
    for (Line line : ordered) {
      Mistakes.Sizes sizes = Mistakes.Sizes.of(lines.get(line).values());
      lines.get(line).values().forEach(ballot -> weighAlone(ballot, sizes));
      if (line.concept() == REVENUE) {
        weighGrossProfit(line);
        if (!line.segment().isWhole()) {
          weighAgainstWhole(line);
        }
      }
    }
  }

  // -- several statements of one period

  private void decide(Ballot ballot) {
    Map<Party, String> mistaken = new LinkedHashMap<>();
    for (Party party : ballot.parties()) {
      mistakes
          .mark(ballot, party, () -> ways(ballot, party))
          .ifPresent(mark -> mistaken.put(party, mark));
    }
    List<Party> sound =
        ballot.parties().stream().filter(party -> !mistaken.containsKey(party)).toList();
    if (sound.isEmpty()) {
      // Each looks like a mistake beside the other: a factor of a thousand, a sign.
      ballot.doubt(versus(ballot) + "; " + mistaken.values().iterator().next());
      return;
    }
    mistaken.forEach(ballot::reject);
    Party first = sound.getFirst();
    ballot.elect(first);
    if (sound.size() == 1) {
      doubtLoneChange(ballot, first, ways(ballot, first));
    } else {
      weigh(ballot, sound);
    }
  }

  /** Of several sound statements the later one, unless ways agree with another and none with it. */
  private void weigh(Ballot ballot, List<Party> sound) {
    Party first = sound.getFirst();
    int ways = ways(ballot, first);
    if (ways == 0 && !restatesMore(ballot, first)) {
      Party fitting = first;
      int most = 0;
      for (Party party : sound) {
        int ofParty = ways(ballot, party);
        if (ofParty > most) {
          fitting = party;
          most = ofParty;
        }
      }
      if (fitting != first) {
        prefer(ballot, fitting, most, first);
        return;
      }
    }
    if (!doubtLoneChange(ballot, first, ways) && !isSeparated(ballot, first, sound.get(1))) {
      ballot.doubt(versus(ballot) + ", said on one day, and nothing else tells them apart");
    }
  }

  private void prefer(Ballot ballot, Party fitting, int ways, Party later) {
    ballot.elect(fitting);
    if (isLoneChange(ballot, later)) {
      ballot.reject(
          later,
          ways(ways)
              + " with the other and none with this, and its filing leaves everything else of the"
              + " period as it was");
    } else {
      ballot.doubt(versus(ballot) + "; " + ways(ways) + " with the first");
    }
  }

  private boolean doubtLoneChange(Ballot ballot, Party party, int ways) {
    boolean isAlone = ways == 0 && isLoneChange(ballot, party) && !restatesMore(ballot, party);
    if (isAlone) {
      ballot.doubt(versus(ballot) + "; the later filing changes this one line of the period only");
    }
    return isAlone;
  }

  private static String ways(int ways) {
    return ways == 1 ? "one other way agrees" : ways + " other ways agree";
  }

  private boolean isSeparated(Ballot ballot, Party a, Party b) {
    return !publishedOn(a).equals(publishedOn(b)) || ways(ballot, a) != ways(ballot, b);
  }

  private static LocalDate publishedOn(Party party) {
    return party.lead().filing().source().publishedOn();
  }

  /** Sums and identities, as anybody ever stated their members, that this value fits into. */
  private int ways(Ballot ballot, Party party) {
    int ways = closesIdentity(ballot, party) ? 1 : 0;
    if (ballot.period instanceof Period.Span span
        && ballot.line.concept().kind() == Concept.Kind.FLOW) {
      for (Partition partition : partitions(ballot.line, span)) {
        if (agrees(ballot, party, partition)) {
          ways++;
        }
      }
    }
    return ways;
  }

  private boolean agrees(Ballot ballot, Party party, Partition partition) {
    NavigableMap<Period, Ballot> line = lines.get(ballot.line);
    for (boolean oldest : new boolean[] {false, true}) {
      Interval difference =
          difference(
              partition,
              span -> {
                if (span.equals(ballot.period)) {
                  return party.range();
                }
                List<Party> parties = line.get(span).parties();
                return (oldest ? parties.getLast() : parties.getFirst()).range();
              });
      if (difference.containsZero()) {
        return true;
      }
    }
    return false;
  }

  private List<Partition> partitions(Line line) {
    return partitions.computeIfAbsent(
        line,
        l ->
            Partitions.of(
                lines.get(l).keySet().stream()
                    .filter(Period.Span.class::isInstance)
                    .map(Period.Span.class::cast)
                    .toList()));
  }

  /** Those that the span is a member of. */
  private List<Partition> partitions(Line line, Period.Span member) {
    return partitionsByMember
        .computeIfAbsent(
            line,
            l -> {
              Map<Period, List<Partition>> byMember = new HashMap<>();
              for (Partition partition : partitions(l)) {
                for (Period.Span span : partition.members()) {
                  byMember.computeIfAbsent(span, s -> new ArrayList<>()).add(partition);
                }
              }
              return byMember;
            })
        .getOrDefault(member, List.of());
  }

  /** Revenue = GrossProfit + CostOfRevenue, all three in the words of one filing. */
  private boolean closesIdentity(Ballot ballot, Party party) {
    Concept concept = ballot.line.concept();
    if (concept != REVENUE && concept != GROSS_PROFIT && concept != COST_OF_REVENUE) {
      return false;
    }
    for (FiledFact voice : party.voices) {
      Optional<Interval> revenue = said(ballot, voice, REVENUE);
      Optional<Interval> profit = said(ballot, voice, GROSS_PROFIT);
      Optional<Interval> cost = said(ballot, voice, COST_OF_REVENUE);
      if (revenue.isPresent()
          && profit.isPresent()
          && cost.isPresent()
          && !profit.get().plus(cost.get()).isDisjointFrom(revenue.get())) {
        return true;
      }
    }
    return false;
  }

  private Optional<Interval> said(Ballot ballot, FiledFact voice, Concept concept) {
    if (concept == ballot.line.concept()) {
      return Optional.of(voice.range());
    }
    return ballot(ballot.line.of(concept), ballot.period).stream()
        .flatMap(other -> other.facts().stream())
        .filter(fact -> fact.filing().id().equals(voice.filing().id()))
        .map(FiledFact::range)
        .findFirst();
  }

  /**
   * The filings behind a value restate: two of different days say so, or one that changes other
   * lines of the period or other periods of the line as well.
   */
  private boolean restatesMore(Ballot ballot, Party party) {
    return party.daysOfPublication() > 1
        || changes(ballot, party).changed > 0
        || changesOtherPeriods(ballot, party);
  }

  /**
   * A filing that changes this line of the period, and repeats at least two others as they were.
   */
  private boolean isLoneChange(Ballot ballot, Party party) {
    Changes changes = changes(ballot, party);
    return changes.changed == 0 && changes.repeated >= 2;
  }

  private record Changes(int changed, int repeated) {}

  private Changes changes(Ballot ballot, Party party) {
    int changed = 0;
    int repeated = 0;
    for (Concept concept : Concept.values()) {
      if (concept == ballot.line.concept() || concept.kind() != Concept.Kind.FLOW) {
        continue;
      }
      Optional<Ballot> other = ballot(ballot.line.of(concept), ballot.period);
      if (other.isPresent() && states(other.get(), party)) {
        if (other.get().isContested()) {
          changed++;
        } else if (other.get().leading().voices.size() > 1) {
          repeated++;
        }
      }
    }
    return new Changes(changed, repeated);
  }

  private static boolean states(Ballot ballot, Party party) {
    return ballot.facts().stream().anyMatch(fact -> party.includes(fact.filing().id()));
  }

  private boolean changesOtherPeriods(Ballot ballot, Party party) {
    for (Ballot other : near(ballot)) {
      if (other.isContested()
          && other.parties().stream()
              .anyMatch(p -> p != other.parties().getLast() && sharesFiling(p, party))
          && mistakes.mark(other, partyOf(other, party), () -> 0).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private static Party partyOf(Ballot ballot, Party like) {
    return ballot.parties().stream().filter(p -> sharesFiling(p, like)).findFirst().orElseThrow();
  }

  private static boolean sharesFiling(Party a, Party b) {
    return a.voices.stream().anyMatch(voice -> b.includes(voice.filing().id()));
  }

  /** The ballots of the same line within a year, but for this one. */
  private Collection<Ballot> near(Ballot ballot) {
    return Mistakes.within(lines.get(ballot.line), ballot.period, Mistakes.YEAR_DAYS).stream()
        .filter(other -> other != ballot)
        .toList();
  }

  // -- a year and its parts

  private void weighSums(Line line) {
    NavigableMap<Period, Ballot> ballots = lines.get(line);
    List<Partition> broken = new ArrayList<>();
    for (Partition partition : partitions(line)) {
      if (holds(ballots, partition)) {
        partition.members().forEach(span -> fits.merge(ballots.get(span), 1, Integer::sum));
      } else if (!isExplainedByRestatement(ballots, partition)) {
        broken.add(partition);
      }
    }
    // What bears a mark is found first, so that the rest need not be doubted because of it.
    for (Partition partition : broken) {
      if (!isSettled(ballots, partition)) {
        markedIn(ballots, partition).ifPresent(ballot -> overrule(ballots, partition, ballot));
      }
    }
    for (Partition partition : broken) {
      if (!isSettled(ballots, partition)) {
        misfitIn(ballots, partition).ifPresent(ballot -> overrule(ballots, partition, ballot));
      }
    }
    if (Mistakes.isNeverNegative(line.concept())) {
      weighNested(ballots);
    }
    for (Partition partition : broken) {
      if (!isSettled(ballots, partition)) {
        doubtful(ballots, partition)
            .forEach(ballot -> ballot.doubt(arithmetic(ballots, partition)));
      }
    }
  }

  /** The first quarter's costs are not above those of the half. */
  private void weighNested(NavigableMap<Period, Ballot> ballots) {
    if (fits.keySet().containsAll(ballots.values())) {
      return;
    }
    for (Ballot whole : ballots.values()) {
      if (!(whole.period instanceof Period.Span w) || whole.isOverruled()) {
        continue;
      }
      for (Ballot part : ballots.subMap(new Period.Instant(w.start()), true, w, true).values()) {
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

  private static boolean isSettled(NavigableMap<Period, Ballot> ballots, Partition partition) {
    return partition.members().stream().anyMatch(span -> ballots.get(span).isOverruled());
  }

  private static boolean holds(NavigableMap<Period, Ballot> ballots, Partition partition) {
    return isNothing(
        difference(partition, span -> ballots.get(span).leading().range()),
        ballots.get(partition.whole()).leading().range());
  }

  private static boolean isNothing(Interval difference, Interval whole) {
    if (difference.containsZero()) {
      return true;
    }
    Interval slack = whole.abs().times(new Interval(ROUNDING.negate(), ROUNDING)).plus(difference);
    return slack.containsZero();
  }

  private static Interval difference(Partition partition, Function<Period.Span, Interval> value) {
    Interval whole = value.apply(partition.whole());
    BigDecimal low = whole.low();
    BigDecimal high = whole.high();
    for (Period.Span part : partition.parts()) {
      Interval each = value.apply(part);
      low = low == null || each.high() == null ? null : low.subtract(each.high());
      high = high == null || each.low() == null ? null : high.subtract(each.low());
    }
    return new Interval(low, high);
  }

  /** It held before one of them was restated, and nobody restated the others. */
  private boolean isExplainedByRestatement(
      NavigableMap<Period, Ballot> ballots, Partition partition) {
    List<Period.Span> contested =
        partition.members().stream()
            .filter(span -> ballots.get(span).isContested() && !ballots.get(span).isDoubtful())
            .toList();
    if (contested.isEmpty() || contested.size() > 4) {
      return false;
    }
    Map<Period.Span, Interval> values = new HashMap<>();
    return anyHolds(ballots, partition, contested, 0, values);
  }

  private boolean anyHolds(
      NavigableMap<Period, Ballot> ballots,
      Partition partition,
      List<Period.Span> contested,
      int next,
      Map<Period.Span, Interval> values) {
    if (next == contested.size()) {
      return isNothing(
          difference(
              partition, span -> values.getOrDefault(span, ballots.get(span).leading().range())),
          ballots.get(partition.whole()).leading().range());
    }
    Ballot ballot = ballots.get(contested.get(next));
    for (Party party : ballot.parties()) {
      if (!ballot.isRejected(party)) {
        values.put(contested.get(next), party.range());
        if (anyHolds(ballots, partition, contested, next + 1, values)) {
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
  private Optional<Ballot> markedIn(NavigableMap<Period, Ballot> ballots, Partition partition) {
    Optional<Ballot> marked =
        theOnly(
            partition,
            span ->
                !fits.containsKey(ballots.get(span))
                    && mistakes
                        .markBeside(ballots.get(span), implied(ballots, partition, span))
                        .isPresent(),
            ballots);
    return marked.isPresent()
        ? marked
        : theOnly(partition, span -> isOutOfLine(ballots, partition, span), ballots);
  }

  private boolean isOutOfLine(
      NavigableMap<Period, Ballot> ballots, Partition partition, Period.Span span) {
    return !fits.containsKey(ballots.get(span))
        && mistakes
            .outOfLine(ballots.get(span), implied(ballots, partition, span))
            .filter(times -> times.compareTo(OUT_OF_LINE) >= 0)
            .isPresent();
  }

  /** The one member that fits into no other sum, where the others do; else said on one day only. */
  private Optional<Ballot> misfitIn(NavigableMap<Period, Ballot> ballots, Partition partition) {
    Optional<Ballot> misfit =
        theOnly(partition, span -> !fits.containsKey(ballots.get(span)), ballots);
    return misfit.isPresent() || anyTwoAreEqual(ballots, partition)
        ? misfit
        : theOnly(partition, span -> ballots.get(span).leading().daysOfPublication() == 1, ballots);
  }

  /** One of the two is mistaken then, rather than a third that was said on one day only. */
  private static boolean anyTwoAreEqual(NavigableMap<Period, Ballot> ballots, Partition partition) {
    Interval whole = ballots.get(partition.whole()).leading().range();
    return partition.parts().stream()
        .anyMatch(part -> ballots.get(part).leading().range().equals(whole));
  }

  private static Optional<Ballot> theOnly(
      Partition partition,
      java.util.function.Predicate<Period.Span> is,
      NavigableMap<Period, Ballot> ballots) {
    List<Period.Span> those = partition.members().stream().filter(is).toList();
    return those.size() == 1 ? Optional.of(ballots.get(those.getFirst())) : Optional.empty();
  }

  private void overrule(NavigableMap<Period, Ballot> ballots, Partition partition, Ballot ballot) {
    Interval implied = implied(ballots, partition, (Period.Span) ballot.period);
    String mark = mistakes.markBeside(ballot, implied).map(text -> text + "; ").orElse("");
    ballot.overrule(mark + arithmetic(ballots, partition));
  }

  private static Interval implied(
      NavigableMap<Period, Ballot> ballots, Partition partition, Period.Span member) {
    Interval without =
        difference(
            partition,
            span ->
                span.equals(member)
                    ? Interval.exactly(BigDecimal.ZERO)
                    : ballots.get(span).leading().range());
    return member.equals(partition.whole()) ? without.negate() : without;
  }

  /** Those that fit into nothing else; all, where each has something in its favour. */
  private Set<Ballot> doubtful(NavigableMap<Period, Ballot> ballots, Partition partition) {
    Set<Ballot> misfits = new LinkedHashSet<>();
    Set<Ballot> all = new LinkedHashSet<>();
    for (Period.Span span : partition.members()) {
      Ballot ballot = ballots.get(span);
      all.add(ballot);
      if (!fits.containsKey(ballot)) {
        misfits.add(ballot);
      }
    }
    return misfits.isEmpty() ? all : misfits;
  }

  // -- one statement beside its neighbours

  private void weighAlone(Ballot ballot, Mistakes.Sizes sizes) {
    if (!ballot.isOverruled() && !ballot.isDoubtful()) {
      if (!fits.containsKey(ballot)) {
        mistakes.markAlone(ballot, sizes).ifPresent(ballot::doubt);
      }
      if (ballot.isDisputed()) {
        mistakes.markOfArithmetic(ballot).ifPresent(ballot::doubt);
      }
    }
  }

  // -- other lines of the same period

  /** Gross profit and costs that do not add up to the revenue; parts above the whole. */
  private void weighGrossProfit(Line revenueLine) {
    for (Ballot revenue : lines.get(revenueLine).values()) {
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
    return isNothing(whole.minus(profit.leading().range()).minus(cost.leading().range()), whole);
  }

  /** A tag that never covers the same as the others is off every time, and to one side. */
  private boolean isUsual(Ballot revenue, Ballot profit, Ballot cost) {
    int side = rest(revenue, profit, cost).isPositive() ? 1 : -1;
    for (Ballot other : near(revenue)) {
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
            + label.apply(revenue.period)
            + " are not the revenue "
            + Mistakes.amount(revenue.leading().range());
    List<Ballot> misfits =
        List.of(revenue, profit, cost).stream().filter(b -> !fits.containsKey(b)).toList();
    if (misfits.size() == 1) {
      misfits.getFirst().overrule(arithmetic);
    } else {
      (misfits.isEmpty() ? List.of(revenue, profit, cost) : misfits)
          .forEach(ballot -> ballot.doubt(arithmetic));
    }
  }

  private void weighAgainstWhole(Line segmentLine) {
    Line wholeLine = segmentLine.of(SegmentId.WHOLE);
    for (Ballot part : lines.get(segmentLine).values()) {
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
    boolean wholeFits = fits.containsKey(whole);
    boolean partFits = fits.containsKey(part);
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
        + label.apply(ballot.period);
  }

  private Optional<Ballot> counting(Line line, Period period) {
    return ballot(line, period).filter(ballot -> !ballot.isOverruled());
  }

  private Optional<Ballot> ballot(Line line, Period period) {
    NavigableMap<Period, Ballot> ballots = lines.get(line);
    return ballots == null ? Optional.empty() : Optional.ofNullable(ballots.get(period));
  }

  // -- words

  private String versus(Ballot ballot) {
    StringBuilder text = new StringBuilder(ballot.line.concept().label());
    text.append(" of ").append(label.apply(ballot.period)).append(" is ");
    String before = "";
    for (Party party : ballot.parties()) {
      FiledFact lead = party.lead();
      text.append(before)
          .append(Mistakes.amount(lead.range()))
          .append(" by ")
          .append(lead.filing().id())
          .append(" (")
          .append(lead.filing().source().publishedOn())
          .append(")");
      before = " and ";
    }
    return text.toString();
  }

  private String arithmetic(NavigableMap<Period, Ballot> ballots, Partition partition) {
    StringBuilder text = new StringBuilder();
    Ballot whole = ballots.get(partition.whole());
    text.append(whole.line.concept())
        .append(" of ")
        .append(label.apply(partition.whole()))
        .append(" is ")
        .append(Mistakes.amount(whole.leading().range()))
        .append(", its parts ");
    String before = "";
    Interval sum = Interval.exactly(BigDecimal.ZERO);
    for (Period.Span part : partition.parts()) {
      Interval value = ballots.get(part).leading().range();
      sum = sum.plus(value);
      text.append(before)
          .append(Mistakes.amount(value))
          .append(" (")
          .append(label.apply(part))
          .append(")");
      before = " + ";
    }
    return text.append(" = ").append(Mistakes.amount(sum)).toString();
  }
}
