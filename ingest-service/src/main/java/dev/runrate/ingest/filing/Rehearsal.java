package dev.runrate.ingest.filing;

import dev.runrate.common.fact.Filing;
import dev.runrate.common.fact.FilingId;
import dev.runrate.ingest.format.ParsedFiling;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What would become of filings if they were posted one after the other. Nothing is stored; of what
 * came before only as much is remembered as decides about what comes.
 */
final class Rehearsal {
  /** Filings remembered. Whoever repeats an id after so many others is told that it is new. */
  private static final int MOST_REMEMBERED = 100_000;

  /**
   * @param frame the filing without its facts
   */
  private record Seen(Filing frame, String contentHash) {}

  private final FilingStore store;
  private final Map<FilingId, Seen> seen =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<FilingId, Seen> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  Rehearsal(FilingStore store) {
    this.store = store;
  }

  /** As {@link FilingStore#record} would answer, but that nothing is accepted at any instant. */
  Recorded record(ParsedFiling.Valid each) {
    Filing filing = each.filing();
    Seen before = seen.get(filing.id());
    if (before != null) {
      return known(before.contentHash.equals(each.contentHash()), false);
    }
    Optional<StoredFiling> stored = store.stored(filing.id());
    if (stored.isPresent()) {
      Recorded outcome =
          known(stored.get().contentHash().equals(each.contentHash()), stored.get().isRetracted());
      if (outcome instanceof Recorded.Accepted) {
        remember(each);
      }
      return outcome;
    }
    if (filing.supersedes() != null) {
      var refusal =
          older(filing.supersedes()).flatMap(older -> Supersession.refusal(filing, older));
      if (refusal.isPresent()) {
        return new Recorded.Refused(List.of(refusal.get()));
      }
    }
    remember(each);
    return new Recorded.Accepted(null);
  }

  private static Recorded known(boolean isSame, boolean isRetracted) {
    if (!isSame) {
      return new Recorded.Conflicting();
    }
    return isRetracted ? new Recorded.Accepted(null) : new Recorded.Duplicate();
  }

  private Optional<Filing> older(FilingId id) {
    return Optional.ofNullable(seen.get(id)).map(Seen::frame).or(() -> store.find(id));
  }

  private void remember(ParsedFiling.Valid each) {
    Filing frame = each.filing().withoutFacts();
    seen.put(frame.id(), new Seen(frame, each.contentHash()));
  }
}
