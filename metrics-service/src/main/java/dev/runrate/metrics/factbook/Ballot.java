package dev.runrate.metrics.factbook;

import dev.runrate.common.fact.FilingId;
import dev.runrate.common.fact.Interval;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.Tier;
import dev.runrate.metrics.factbook.Candidates.Loss;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The statements of one line about one period while they are weighed.
 *
 * <p>Each filing has one voice: of several tags for one concept in one and the same filing the one
 * that closes an identity of the filing counts, else the largest, as a total is never below its
 * parts. Voices that agree form a party; the parties are in the order of the ranking.
 */
final class Ballot {
  /** Voices whose intervals overlap with that of the first of them. */
  static final class Party {
    final List<FiledFact> voices = new ArrayList<>();

    FiledFact lead() {
      return voices.getFirst();
    }

    Interval range() {
      return lead().range();
    }

    /**
     * On how many days somebody said so. Of the press, each independent voice counts once: five
     * articles that copy each other have said it on one day.
     */
    long daysOfPublication() {
      return (lead().filing().source().tier().compareTo(Tier.ISSUER) <= 0
              ? voices.stream()
              : Origins.of(voices).stream().map(Origins.Origin::first))
          .map(v -> v.filing().source().publishedOn())
          .distinct()
          .count();
    }

    boolean includes(FilingId filing) {
      return voices.stream().anyMatch(v -> v.filing().id().equals(filing));
    }
  }

  final Line line;
  final Period period;
  private final Comparator<FiledFact> ranking;
  private final List<FiledFact> facts = new ArrayList<>();
  private final Map<FiledFact, Loss> losses = new HashMap<>();
  private List<FiledFact> voices = List.of();
  private List<Party> parties = List.of();
  private String suspect;
  private String overruled;
  private boolean isPinned;

  Ballot(Line line, Period period, Comparator<FiledFact> ranking) {
    this.line = line;
    this.period = period;
    this.ranking = ranking;
  }

  void add(FiledFact fact) {
    facts.add(fact);
  }

  void supersede(FiledFact fact, FilingId by) {
    losses.put(fact, new Loss(Loss.Kind.SUPERSEDED, "superseded by " + by));
  }

  void setAside(FiledFact fact, String because) {
    losses.put(fact, new Loss(Loss.Kind.ODD, because));
  }

  List<FiledFact> facts() {
    return facts;
  }

  /** Finds the voices and the parties of the best tier. */
  void rank(Predicate<FiledFact> closesAnIdentity) {
    List<FiledFact> standing = new ArrayList<>(facts.size());
    for (FiledFact fact : facts) {
      if (!losses.containsKey(fact)) {
        standing.add(fact);
      }
    }
    if (standing.isEmpty()) {
      // They replace each other in a ring: the best of them stays.
      FiledFact best = facts.stream().min(ranking).orElseThrow();
      losses.remove(best);
      standing.add(best);
    }
    standing.sort(ranking);
    voices = standing.size() == 1 ? standing : voices(standing, closesAnIdentity);
    if (losses.size() > 0 && voices.size() > 1) {
      setRepeatedPartsAside();
    }
    parties = findParties();
  }

  private List<FiledFact> voices(List<FiledFact> standing, Predicate<FiledFact> closesAnIdentity) {
    Map<FilingId, List<FiledFact>> byFiling = new LinkedHashMap<>();
    standing.forEach(
        f -> byFiling.computeIfAbsent(f.filing().id(), id -> new ArrayList<>()).add(f));
    if (byFiling.size() == standing.size()) {
      return standing;
    }
    List<FiledFact> voices = new ArrayList<>();
    for (List<FiledFact> ofFiling : byFiling.values()) {
      FiledFact voice = ofFiling.getFirst();
      if (ofFiling.stream().map(f -> f.fact().tag()).distinct().count() > 1) {
        voice =
            ofFiling.stream()
                .min(
                    Comparator.comparing((FiledFact f) -> !closesAnIdentity.test(f))
                        .thenComparing(Ballot::magnitude, Comparator.reverseOrder())
                        .thenComparing(ranking))
                .orElseThrow();
      }
      voices.add(voice);
      for (FiledFact other : ofFiling) {
        if (other == voice) {
          continue;
        }
        boolean sameTag = Objects.equals(other.fact().tag(), voice.fact().tag());
        if (sameTag && other.range().isDisjointFrom(voice.range())) {
          voices.add(other); // One filing with two voices: one of them is a mistake.
        } else if (!sameTag) {
          losses.put(other, part(voice, other, closesAnIdentity.test(voice)));
        }
      }
    }
    voices.sort(ranking);
    return voices;
  }

  /** What one filing states as a part of its total is a part in the filings that repeat it, too. */
  private void setRepeatedPartsAside() {
    List<FiledFact> parts =
        losses.entrySet().stream()
            .filter(loss -> loss.getValue().kind() == Loss.Kind.PART)
            .map(Map.Entry::getKey)
            .toList();
    List<FiledFact> totals =
        voices.stream().filter(voice -> parts.stream().noneMatch(p -> repeats(voice, p))).toList();
    if (parts.isEmpty() || totals.isEmpty()) {
      return;
    }
    for (FiledFact voice : voices) {
      if (!totals.contains(voice)) {
        losses.put(
            voice,
            new Loss(
                Loss.Kind.PART,
                "repeats what another filing states as a part, under " + voice.fact().tag()));
      }
    }
    voices = totals;
  }

  private static boolean repeats(FiledFact voice, FiledFact part) {
    return Objects.equals(voice.fact().tag(), part.fact().tag())
        && !voice.range().isDisjointFrom(part.range());
  }

  private static Loss part(FiledFact voice, FiledFact other, boolean closes) {
    return new Loss(
        Loss.Kind.PART,
        voice.fact().tag()
            + (closes
                ? " of the same filing closes its gross profit and costs; "
                : " of the same filing is the larger, a total is never below its parts; ")
            + other.fact().tag()
            + " does not cover the same");
  }

  private static BigDecimal magnitude(FiledFact fact) {
    BigDecimal value = fact.quantity().point();
    return value == null ? BigDecimal.ZERO : value.abs();
  }

  private List<Party> findParties() {
    List<Party> found = new ArrayList<>(1);
    Tier best = voices.getFirst().filing().source().tier();
    for (FiledFact voice : voices) {
      if (voice.filing().source().tier() != best) {
        continue;
      }
      Party party = null;
      for (Party each : found) {
        if (!each.range().isDisjointFrom(voice.range())) {
          party = each;
          break;
        }
      }
      if (party == null) {
        party = new Party();
        found.add(party);
      }
      party.voices.add(voice);
    }
    return found;
  }

  boolean isContested() {
    return parties.size() > 1;
  }

  List<Party> parties() {
    return parties;
  }

  /** The party that counts as things stand. */
  Party leading() {
    return parties.getFirst();
  }

  void elect(Party party) {
    List<Party> reordered = new ArrayList<>(parties);
    reordered.remove(party);
    reordered.addFirst(party);
    parties = reordered;
  }

  void reject(Party party, String because) {
    for (FiledFact voice : party.voices) {
      losses.put(voice, new Loss(Loss.Kind.ODD, because));
    }
  }

  /** What was rejected is no vintage: it never counted. */
  boolean isRejected(Party party) {
    Loss loss = losses.get(party.lead());
    return loss != null && loss.kind() == Loss.Kind.ODD;
  }

  void doubt(String because) {
    suspect = suspect == null ? because : suspect;
  }

  void overrule(String by) {
    overruled = isPinned ? null : by;
  }

  /** A person says that what stands counts, whatever it is held against. */
  void pin() {
    isPinned = true;
  }

  boolean isDoubtful() {
    return suspect != null;
  }

  boolean isOverruled() {
    return overruled != null;
  }

  /** Somebody of whatever tier says otherwise. */
  boolean isDisputed() {
    return facts.stream().anyMatch(fact -> fact.range().isDisjointFrom(leading().range()));
  }

  /** Nothing about it depends on anything but its own statements. */
  boolean isPlain() {
    return parties.size() == 1
        && suspect == null
        && overruled == null
        && losses.values().stream().allMatch(loss -> loss.kind() == Loss.Kind.PART);
  }

  Candidates candidates() {
    if (facts.size() == 1) {
      return new Candidates(facts, losses, suspect, overruled);
    }
    List<FiledFact> ranked = new ArrayList<>(facts.size());
    Set<FiledFact> placed = new HashSet<>();
    List<FiledFact> leading = leading().voices;
    place(leading, ranked, placed);
    place(voices, ranked, placed);
    List<FiledFact> rest = new ArrayList<>(facts);
    rest.sort(ranking);
    place(rest, ranked, placed);
    return new Candidates(ranked, losses, suspect, overruled);
  }

  private static void place(List<FiledFact> facts, List<FiledFact> ranked, Set<FiledFact> placed) {
    for (FiledFact fact : facts) {
      if (placed.add(fact)) {
        ranked.add(fact);
      }
    }
  }
}
