package dev.runrate.metrics.factbook;

import static dev.runrate.common.fact.Concept.COST_OF_REVENUE;
import static dev.runrate.common.fact.Concept.GROSS_PROFIT;
import static dev.runrate.common.fact.Concept.REVENUE;

import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.Interval;
import dev.runrate.common.fact.Period;
import dev.runrate.metrics.factbook.Ballot.Party;
import dev.runrate.metrics.period.Partitions.Partition;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/** Several statements of one period that contradict each other: which counts, by what evidence. */
final class Contest {
  private final Ballots ballots;
  private final Mistakes mistakes;

  Contest(Ballots ballots, Mistakes mistakes) {
    this.ballots = ballots;
    this.mistakes = mistakes;
  }

  void decide(Ballot ballot) {
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
      for (Partition partition : ballots.partitions(ballot.line, span)) {
        if (agrees(ballot, party, partition)) {
          ways++;
        }
      }
    }
    return ways;
  }

  private boolean agrees(Ballot ballot, Party party, Partition partition) {
    NavigableMap<Period, Ballot> line = ballots.of(ballot.line);
    for (boolean oldest : new boolean[] {false, true}) {
      Interval difference =
          Ballots.difference(
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
    return ballots.of(ballot.line.of(concept), ballot.period).stream()
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
      Optional<Ballot> other = ballots.of(ballot.line.of(concept), ballot.period);
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
    for (Ballot other : ballots.near(ballot)) {
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

  private String versus(Ballot ballot) {
    StringBuilder text = new StringBuilder(ballot.line.concept().label());
    text.append(" of ").append(ballots.label(ballot.period)).append(" is ");
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
}
