package dev.runrate.ingest.filing;

import dev.runrate.common.fact.FilingId;
import dev.runrate.ingest.format.ParsedFiling;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Stores filings, one after the other, or only tries. */
interface Taker {
  CompletableFuture<Recorded> take(ParsedFiling.Valid filing) throws InterruptedException;

  /** Says of each filing what would become of it; which figures would change, a single one does. */
  static Taker rehearsing(FilingStore store) {
    Rehearsal rehearsal = new Rehearsal(store);
    return filing -> CompletableFuture.supplyAsync(() -> rehearsal.record(filing), Runnable::run);
  }

  /**
   * For programs that post the same filings over and over, and so say nothing about those that
   * somebody retracted: they are duplicates.
   */
  default Taker sparingRetracted(FilingStore store) {
    return filing -> {
      FilingId id = filing.filing().id();
      return store.retracted(List.of(id)).isEmpty()
          ? take(filing)
          : CompletableFuture.completedFuture(new Recorded.Duplicate());
    };
  }

  /** What came of a filing, once it is known. */
  static Recorded outcome(CompletableFuture<Recorded> recorded) {
    try {
      return recorded.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }
}
