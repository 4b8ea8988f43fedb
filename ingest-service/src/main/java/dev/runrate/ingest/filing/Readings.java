package dev.runrate.ingest.filing;

import dev.runrate.common.fact.Basis;
import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.Fact;
import dev.runrate.common.fact.Filing;
import dev.runrate.common.fact.FilingId;
import dev.runrate.common.fact.PeriodExpression;
import dev.runrate.common.fact.Scenario;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.common.fact.Unit;
import dev.runrate.common.web.ProblemException;
import dev.runrate.ingest.format.FilingParser;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/**
 * One filing, read several times. What is stored under an id never changes, so when the same
 * accession number comes again and says more (its document after companyfacts, or one more tag that
 * a user mapped), the new reading is a filing of its own, {@code
 * 0001045810-25-000209:3f2a9c0b7d1e}, that has everything in it and supersedes the one before. A
 * reading that says what the newest does not is withdrawn, so that the newest alone is the filing.
 */
@Component
class Readings {
  private static final int HASH_DIGITS = 12;
  private static final String REASON = "read again: ";

  /** Filings are read one after the other; of as many as this at a time, if their hashes allow. */
  private static final int LOCKS = 64;

  /**
   * What a statement is about; of one filing it is made once.
   *
   * @param period its text: a fiscal period has no dates here
   */
  private record Line(
      Concept concept,
      SegmentId segment,
      String period,
      Unit unit,
      Scenario scenario,
      Basis basis) {
    static Line of(Fact fact) {
      return new Line(
          fact.concept(),
          fact.segment(),
          fact.period() instanceof PeriodExpression.Dated dated
              ? dated.period().toString()
              : fact.period().text(),
          fact.unit(),
          fact.scenario(),
          fact.basis());
    }
  }

  /**
   * @param filing as it is stored now; null where nothing was
   */
  record Outcome(Recorded recorded, Filing filing) {}

  private final FilingStore store;
  private final ReentrantLock[] locks = new ReentrantLock[LOCKS];

  Readings(FilingStore store) {
    this.store = store;
    for (int i = 0; i < LOCKS; i++) {
      locks[i] = new ReentrantLock();
    }
  }

  /** Lets nobody else record a reading of the filing meanwhile. */
  <T> T alone(FilingId id, Supplier<T> work) {
    ReentrantLock lock = locks[Math.floorMod(id.text().hashCode(), LOCKS)];
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  /** The filing and its later readings, in the order of arrival; empty where there is none. */
  List<StoredFiling> all(FilingId id) {
    return store
        .stored(id)
        .map(
            first -> {
              List<StoredFiling> all = new ArrayList<>();
              all.add(first);
              store.storedStartingWith(first.filing().issuer(), id + ":").stream()
                  .filter(each -> isReadingOf(each.id(), id.text()))
                  .forEach(all::add);
              return all;
            })
        .orElse(List.of());
  }

  private static boolean isReadingOf(String id, String first) {
    return id.length() == first.length() + 1 + HASH_DIGITS
        && id.substring(first.length()).matches(":[0-9a-f]{12}");
  }

  /** The one that counts; if none of them stands, the one that did last. */
  static Optional<StoredFiling> newest(List<StoredFiling> all) {
    return all.stream()
        .max(
            Comparator.comparing((StoredFiling each) -> !each.isRetracted())
                .thenComparing(StoredFiling::newestAcceptedAt)
                .thenComparing(StoredFiling::seq));
  }

  /** Those of which nothing stands, be it because somebody withdrew them. */
  Set<FilingId> retracted(Collection<FilingId> ids) {
    Set<FilingId> retracted = new HashSet<>();
    for (FilingId id : store.retracted(ids)) {
      if (all(id).stream().allMatch(StoredFiling::isRetracted)) {
        retracted.add(id);
      }
    }
    return retracted;
  }

  /** The facts of the first, and of the second those of which the first says nothing. */
  static List<Fact> union(Collection<Fact> first, Collection<Fact> second) {
    Set<Line> lines = lines(first);
    Set<Fact> union = new LinkedHashSet<>(first);
    second.stream().filter(fact -> !lines.contains(Line.of(fact))).forEach(union::add);
    return List.copyOf(union);
  }

  /** Statements of the same line and tag that cannot both be true, in pairs. */
  static List<Fact[]> differences(Collection<Fact> first, Collection<Fact> second) {
    Map<Line, List<Fact>> byLine = new HashMap<>();
    first.forEach(fact -> byLine.computeIfAbsent(Line.of(fact), l -> new ArrayList<>()).add(fact));
    List<Fact[]> differences = new ArrayList<>();
    for (Fact other : second) {
      List<Fact> same = byLine.getOrDefault(Line.of(other), List.of());
      boolean isSaid =
          same.stream()
              .anyMatch(fact -> !fact.stated().range().isDisjointFrom(other.stated().range()));
      same.stream()
          .filter(fact -> !isSaid && (fact.tag() == null || fact.tag().equals(other.tag())))
          .findFirst()
          .ifPresent(fact -> differences.add(new Fact[] {fact, other}));
    }
    return differences;
  }

  private static Set<Line> lines(Collection<Fact> facts) {
    Set<Line> lines = new HashSet<>();
    facts.forEach(fact -> lines.add(Line.of(fact)));
    return lines;
  }

  /**
   * Makes the filing what it is now: records it if it is new, as a reading of its own if it was
   * read otherwise before. To be called {@link #alone}.
   */
  Outcome record(Filing filing, Taker taker) {
    List<StoredFiling> all = all(filing.id());
    if (all.isEmpty()) {
      return new Outcome(take(filing, taker), filing);
    }
    if (!all.getFirst().filing().issuer().equals(filing.issuer())) {
      return new Outcome(new Recorded.Conflicting(), null);
    }
    StoredFiling newest = newest(all).orElseThrow();
    Outcome outcome = null;
    for (StoredFiling each : all) {
      if (saysTheSame(each.filing(), filing)
          && (each.equals(newest) || outcome == null && newest.isRetracted())) {
        // Standing it is a duplicate; withdrawn by somebody it stands again.
        outcome = new Outcome(take(each.filing(), taker), each.filing());
      }
    }
    if (outcome == null) {
      Filing reading = reading(filing, newest.filing().id());
      Optional<StoredFiling> before =
          all.stream().filter(each -> saysTheSame(each.filing(), filing)).findFirst();
      Filing again = before.map(StoredFiling::filing).orElse(reading);
      outcome = new Outcome(take(again, taker), again);
    }
    return outcome;
  }

  private static boolean saysTheSame(Filing one, Filing other) {
    return one.source().equals(other.source())
        && Objects.equals(one.form(), other.form())
        && new HashSet<>(one.facts()).equals(new HashSet<>(other.facts()));
  }

  private static Filing reading(Filing filing, FilingId before) {
    String hash = FilingParser.identified(filing).contentHash();
    return filing
        .withId(FilingId.of(filing.id() + ":" + hash.substring(0, HASH_DIGITS)))
        .superseding(before);
  }

  /** Withdraws the filing with all of its readings. */
  Optional<StoredFiling> retract(FilingId id, String reason) {
    FilingId first = FilingId.of(id.text().replaceFirst(":[0-9a-f]{" + HASH_DIGITS + "}$", ""));
    List<StoredFiling> all = all(first);
    if (all.stream().noneMatch(each -> each.id().equals(id.text()))) {
      return store.retract(id, reason);
    }
    return alone(
        first,
        () -> {
          for (StoredFiling each : all(first)) {
            if (!each.id().equals(id.text())) {
              store.retract(FilingId.of(each.id()), reason);
            }
          }
          return store.retract(id, reason);
        });
  }

  /** Withdraws the readings that say, of this filing, what it does not say any more. */
  void withdrawStale(FilingId first, Filing current) {
    List<StoredFiling> standing = all(first).stream().filter(each -> !each.isRetracted()).toList();
    Set<Line> lines = lines(current.facts());
    boolean isStale =
        standing.stream()
            .map(StoredFiling::filing)
            .anyMatch(
                each ->
                    !each.source().publishedOn().equals(current.source().publishedOn())
                        || !lines.containsAll(lines(each.facts())));
    if (!isStale || standing.stream().noneMatch(each -> each.id().equals(current.id().text()))) {
      return;
    }
    for (StoredFiling each : standing) {
      if (!each.id().equals(current.id().text())) {
        store.retract(FilingId.of(each.id()), REASON + current.id());
      }
    }
  }

  private static Recorded take(Filing filing, Taker taker) {
    try {
      return Taker.outcome(taker.take(FilingParser.identified(filing)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ProblemException.unavailable("The service is stopping.");
    }
  }
}
