package dev.runrate.metrics.recompute;

import dev.runrate.common.event.SnapshotEvent;
import dev.runrate.common.fact.Filing;
import dev.runrate.common.fact.IssuerProfile;
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
 * The snapshot changes that each day would have brought, had the filings come in on the day they
 * were published and been retracted when they were. Each day sees only what was published by then,
 * its learnt fiscal calendar included. The same {@link Ledger} as live.
 */
public final class Vintages implements Ledger.Keeper {
  private record Day(List<FilingRecord> published, List<FilingRecord> retracted) {
    Day() {
      this(new ArrayList<>(), new ArrayList<>());
    }
  }

  private final IssuerProfile profile;
  private final SortedMap<LocalDate, Day> days = new TreeMap<>();
  private final Map<String, FilingRecord> standing = new TreeMap<>();
  private final Conventions.Votes votes = new Conventions.Votes();
  private final Map<Ledger.Key, Ledger.Head> heads = new HashMap<>();

  private Vintages(IssuerProfile profile, Collection<FilingRecord> filings) {
    this.profile = profile;
    for (FilingRecord record : filings) {
      LocalDate published = record.filing().source().publishedOn();
      day(published).published.add(record);
      if (!record.stands()) {
        LocalDate retracted = record.retractedAt().atZone(ZoneOffset.UTC).toLocalDate();
        day(retracted.isAfter(published) ? retracted : published).retracted.add(record);
      }
    }
  }

  private Day day(LocalDate date) {
    return days.computeIfAbsent(date, d -> new Day());
  }

  /** Days without a change are left out. */
  public static void replay(
      IssuerProfile profile,
      Collection<FilingRecord> filings,
      LocalDate to,
      BiConsumer<LocalDate, List<SnapshotEvent>> day) {
    Vintages vintages = new Vintages(profile, filings);
    vintages
        .days
        .headMap(to.plusDays(1))
        .forEach(
            (date, news) -> {
              List<SnapshotEvent> changes = vintages.changes(date, news);
              if (!changes.isEmpty()) {
                day.accept(date, changes);
              }
            });
  }

  private List<SnapshotEvent> changes(LocalDate date, Day day) {
    Conventions before = Conventions.of(profile, votes);
    Ledger.News news = take(day);
    List<Ledger.Change> changes =
        Ledger.changes(this, before, Conventions.of(profile, votes), news);
    changes.forEach(change -> heads.put(change.key(), change.head()));
    return changes.stream()
        .map(change -> change.event(profile.id(), date.atStartOfDay(ZoneOffset.UTC).toInstant()))
        .toList();
  }

  /** What is retracted on the day it is published never counted. */
  private Ledger.News take(Day day) {
    List<Filing> added = new ArrayList<>();
    List<Filing> removed = new ArrayList<>();
    for (FilingRecord record : day.published) {
      if (!day.retracted.contains(record)) {
        standing.put(record.filing().id().text(), standingOf(record));
        votes.add(record.filing(), 1);
        added.add(record.filing());
      }
    }
    for (FilingRecord record : day.retracted) {
      if (standing.remove(record.filing().id().text()) != null) {
        votes.add(record.filing(), -1);
        removed.add(record.filing());
      }
    }
    return new Ledger.News(added, removed);
  }

  private static FilingRecord standingOf(FilingRecord record) {
    return new FilingRecord(record.filed(), record.recordedAt(), null, null);
  }

  @Override
  public FactBook book(Conventions conventions, Reach reach) {
    Reach needed = reach.needed();
    return FactBook.of(
        conventions,
        standing.values().stream().filter(r -> needed.meets(Reach.of(r.filing()))).toList(),
        AsOf.NOW);
  }

  @Override
  public Map<Ledger.Key, Ledger.Head> heads(Reach reach) {
    return heads;
  }

  @Override
  public Map<Ledger.Kind, LocalDate> newestBeyond(Reach reach) {
    return Ledger.newestBeyond(reach, heads);
  }
}
