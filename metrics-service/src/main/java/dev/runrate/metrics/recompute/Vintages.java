package dev.runrate.metrics.recompute;

import dev.runrate.common.event.SnapshotEvent;
import dev.runrate.common.fact.FilingId;
import dev.runrate.common.fact.IssuerProfile;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.metrics.factbook.AsOf;
import dev.runrate.metrics.factbook.Conventions;
import dev.runrate.metrics.factbook.FactBook;
import dev.runrate.metrics.factbook.FilingRecord;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * The snapshot changes that each day of publication would have brought, had the filings come in on
 * the day they were published. Each day sees only what was published by then, its learnt fiscal
 * calendar included.
 */
public final class Vintages {
  private record Key(SegmentId segment, String period) {}

  private record Version(long revision, Snapshots.Content content) {}

  private final IssuerProfile profile;
  private final SortedMap<LocalDate, List<FilingRecord>> byDay = new TreeMap<>();
  private final List<FilingRecord> published = new ArrayList<>();
  private final Conventions.Votes votes = new Conventions.Votes();
  private final Map<Key, Version> told = new HashMap<>();

  private Vintages(IssuerProfile profile, Collection<FilingRecord> filings) {
    this.profile = profile;
    // A retraction is of the day it came in; a backtest asks what was published, so those are out.
    filings.stream()
        .filter(FilingRecord::stands)
        .forEach(
            record ->
                byDay
                    .computeIfAbsent(
                        record.filing().source().publishedOn(), day -> new ArrayList<>())
                    .add(record));
  }

  /** Days without a change are left out. */
  public static void replay(
      IssuerProfile profile,
      Collection<FilingRecord> filings,
      LocalDate to,
      BiConsumer<LocalDate, List<SnapshotEvent>> day) {
    Vintages vintages = new Vintages(profile, filings);
    vintages
        .byDay
        .headMap(to.plusDays(1))
        .forEach(
            (date, records) -> {
              List<SnapshotEvent> changes = vintages.publish(date, records);
              if (!changes.isEmpty()) {
                day.accept(date, changes);
              }
            });
  }

  private List<SnapshotEvent> publish(LocalDate day, List<FilingRecord> records) {
    Conventions before = Conventions.of(profile, votes);
    records.forEach(record -> votes.add(record.filing(), 1));
    published.addAll(records);
    Conventions conventions = Conventions.of(profile, votes);
    Reach reach =
        before.equals(conventions)
            ? records.stream()
                .map(record -> Reach.of(record.filing()).weighed().touched())
                .reduce(Reach::and)
                .orElseThrow()
            : Reach.EVERYTHING;
    Reach needed = reach.needed();
    FactBook book =
        FactBook.of(
            conventions,
            published.stream().filter(r -> needed.meets(Reach.of(r.filing()))).toList(),
            AsOf.NOW);
    FilingId cause = records.getLast().filing().id();
    List<Snapshots.Content> contents = new ArrayList<>();
    book.segments().forEach(segment -> contents.addAll(Snapshots.of(book, segment, reach)));
    LocalDate newest =
        contents.stream().map(c -> c.period().end()).max(LocalDate::compareTo).orElse(day);
    List<SnapshotEvent> changes = new ArrayList<>();
    for (Snapshots.Content content : contents) {
      Key key = new Key(content.segment(), content.period().toString());
      Version version = told.get(key);
      if (version == null || !version.content.equals(content)) {
        long revision = version == null ? 1 : version.revision + 1;
        told.put(key, new Version(revision, content));
        changes.add(
            content.event(
                profile.id(),
                revision,
                content.period().end().equals(newest),
                cause,
                day.atStartOfDay(ZoneOffset.UTC).toInstant()));
      }
    }
    return changes;
  }
}
