package dev.runrate.metrics.recompute;

import dev.runrate.common.event.PeriodMetrics;
import dev.runrate.common.event.SnapshotEvent;
import dev.runrate.common.fact.Fact;
import dev.runrate.common.fact.Filing;
import dev.runrate.common.fact.FilingId;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.PeriodExpression;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.metrics.audit.Audits;
import dev.runrate.metrics.audit.Audits.Audited;
import dev.runrate.metrics.factbook.Conventions;
import dev.runrate.metrics.factbook.FactBook;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What news make of an issuer's snapshots: from the book, the days that may have changed and the
 * snapshots as they were, to those that are new. The live recompute, a dry run and a backtest are
 * its callers, so that the three cannot differ.
 */
final class Ledger {
  /** What tells a snapshot of an issuer from another. */
  record Key(SegmentId segment, LocalDate first, LocalDate last, boolean isSpan) {
    static Key of(Snapshots.Content content) {
      return new Key(
          content.segment(),
          content.period().start(),
          content.period().end(),
          content.period() instanceof Period.Span);
    }

    private Period period() {
      return isSpan ? new Period.Span(first, last) : new Period.Instant(last);
    }
  }

  /** The newest revision of a snapshot. */
  record Head(long revision, String fingerprint, boolean isEmpty) {}

  /** Spans and instants of a segment are told apart: each has a newest day of its own. */
  record Kind(SegmentId segment, boolean isSpan) {}

  /** A snapshot that is another than before. */
  record Change(
      Key key,
      long revision,
      String fingerprint,
      Snapshots.Content content,
      boolean isNewest,
      FilingId causedBy) {
    SnapshotEvent event(IssuerId issuer, Instant at) {
      return content.event(issuer, revision, isNewest, causedBy, at);
    }

    boolean isEmpty() {
      return content.current().metrics().isEmpty();
    }

    Head head() {
      return new Head(revision, fingerprint, isEmpty());
    }
  }

  /** Filings that count since, and such that do not any more. */
  record News(List<Filing> added, List<Filing> removed) {
    static final News NONE = new News(List.of(), List.of());

    List<Filing> filings() {
      List<Filing> filings = new ArrayList<>(added);
      filings.addAll(removed);
      return filings;
    }

    /** Every day that they say something about; empty where there are none. */
    Optional<Reach> said() {
      return filings().stream().map(Reach::of).reduce(Reach::and);
    }

    /** The days of which they changed what counts; empty where they say nothing new. */
    Optional<Reach> changed(FactBook book) {
      return removed.isEmpty()
          ? book.changedBy(added.stream().map(Filing::id).collect(Collectors.toSet()))
              .map(span -> new Reach(span.start(), span.end()))
          : said().map(Reach::weighed);
    }
  }

  /** Whoever keeps an issuer's filings and snapshots. */
  interface Keeper {
    /** All that the figures of the periods in a reach depend on. */
    FactBook book(Conventions conventions, Reach reach);

    /** The snapshots in reach as they are, and perhaps others. */
    Map<Key, Head> heads(Reach reach);

    /** The newest days with figures after the reach. */
    Map<Kind, LocalDate> newestBeyond(Reach reach);
  }

  private final Audited audited;
  private final Reach reach;
  private final Map<Key, Head> heads;
  private final Map<Kind, LocalDate> newest;
  private final Causes causes;

  private Ledger(
      Audited audited,
      Reach reach,
      Map<Key, Head> heads,
      Map<Kind, LocalDate> newestBeyond,
      News news) {
    this.audited = audited;
    this.reach = reach;
    this.heads = heads;
    this.newest = new HashMap<>(newestBeyond);
    this.causes = Causes.of(news.filings());
  }

  /**
   * What news change.
   *
   * @param before the conventions by which the snapshots were made that the keeper has
   * @param now those that hold with the news
   */
  static List<Change> changes(Keeper keeper, Conventions before, Conventions now, News news) {
    if (!before.equals(now)) {
      return changes(keeper, audited(keeper, now, Reach.EVERYTHING), Reach.EVERYTHING, news);
    }
    Optional<Reach> touched = news.said().map(Reach::touched);
    if (touched.isEmpty()) {
      return List.of();
    }
    Audited audited = audited(keeper, now, touched.get());
    Optional<Reach> changed =
        news.changed(audited.book()).map(reach -> reach.and(audited.reached())).map(Reach::touched);
    if (changed.isEmpty()) {
      return List.of();
    }
    boolean isWideEnough = touched.get().covers(changed.get());
    return changes(
        keeper, isWideEnough ? audited : audited(keeper, now, changed.get()), changed.get(), news);
  }

  /**
   * Where the snapshots are not what the filings make them; empty where all is well.
   *
   * @param conventions as they follow from all the filings
   */
  static List<Change> differences(Keeper keeper, Conventions conventions) {
    return changes(
        keeper, audited(keeper, conventions, Reach.EVERYTHING), Reach.EVERYTHING, News.NONE);
  }

  /** Where audits have a say, what they look at must be weighed as the whole history is. */
  private static Audited audited(Keeper keeper, Conventions conventions, Reach reach) {
    FactBook book = keeper.book(conventions, reach);
    return Audits.audited(Audits.concern(book) ? keeper.book(conventions, reach.audited()) : book);
  }

  private static List<Change> changes(Keeper keeper, Audited audited, Reach reach, News news) {
    return new Ledger(audited, reach, keeper.heads(reach), keeper.newestBeyond(reach), news)
        .changes();
  }

  private List<Change> changes() {
    List<Snapshots.Content> contents = new ArrayList<>();
    audited
        .book()
        .segments()
        .forEach(segment -> contents.addAll(Snapshots.of(audited, segment, reach)));
    contents.forEach(content -> newest.merge(kind(content), content.period().end(), Ledger::later));
    List<Change> changes = new ArrayList<>();
    Set<Key> computed = new HashSet<>();
    for (Snapshots.Content content : contents) {
      Key key = Key.of(content);
      computed.add(key);
      Head head = heads.get(key);
      String fingerprint = content.fingerprint();
      if (head == null || !head.fingerprint.equals(fingerprint)) {
        changes.add(change(key, head, fingerprint, content));
      }
    }
    heads.forEach(
        (key, head) -> {
          if (!computed.contains(key) && !head.isEmpty && reach.meets(key.first, key.last)) {
            Snapshots.Content nothing = empty(key);
            changes.add(change(key, head, nothing.fingerprint(), nothing));
          }
        });
    return changes;
  }

  private Change change(Key key, Head head, String fingerprint, Snapshots.Content content) {
    return new Change(
        key,
        head == null ? 1 : head.revision + 1,
        fingerprint,
        content,
        content.period().end().equals(newest.get(kind(content))),
        causes.of(content.period()));
  }

  private static Kind kind(Snapshots.Content content) {
    return new Kind(content.segment(), content.period() instanceof Period.Span);
  }

  private static LocalDate later(LocalDate a, LocalDate b) {
    return a.isAfter(b) ? a : b;
  }

  /** Told where a period had figures and has none any more. */
  private Snapshots.Content empty(Key key) {
    Period period = key.period();
    return new Snapshots.Content(
        key.segment,
        period,
        new PeriodMetrics(Snapshots.view(audited.book(), period), Map.of()),
        null,
        null,
        null,
        List.of(),
        false);
  }

  /** The newest days with figures of heads after a reach. */
  static Map<Kind, LocalDate> newestBeyond(Reach reach, Map<Key, Head> heads) {
    Map<Kind, LocalDate> newest = new HashMap<>();
    heads.forEach(
        (key, head) -> {
          if (!head.isEmpty && key.last.isAfter(reach.lastDay())) {
            newest.merge(new Kind(key.segment, key.isSpan), key.last, Ledger::later);
          }
        });
    return newest;
  }

  /** Which of the filings that came made a snapshot change. */
  private record Causes(Map<LocalDate, FilingId> byEnd, FilingId last) {
    static Causes of(Collection<Filing> filings) {
      Map<LocalDate, FilingId> byEnd = new HashMap<>();
      FilingId last = null;
      for (Filing filing : filings) {
        last = filing.id();
        for (Fact fact : filing.facts()) {
          if (fact.period() instanceof PeriodExpression.Dated dated) {
            byEnd.putIfAbsent(dated.period().end(), last);
          }
        }
      }
      return new Causes(byEnd, last);
    }

    /** The filing that says something about this very period; else the last one that came. */
    FilingId of(Period period) {
      return byEnd.getOrDefault(period.end(), last);
    }
  }
}
