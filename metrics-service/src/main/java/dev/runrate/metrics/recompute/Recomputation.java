package dev.runrate.metrics.recompute;

import dev.runrate.common.event.FilingEvent;
import dev.runrate.common.event.Json;
import dev.runrate.common.event.PeriodMetrics;
import dev.runrate.common.event.PeriodView;
import dev.runrate.common.event.SnapshotEvent;
import dev.runrate.common.fact.Fact;
import dev.runrate.common.fact.Filing;
import dev.runrate.common.fact.FilingId;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.IssuerProfile;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.PeriodExpression;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.common.persistence.Packed;
import dev.runrate.metrics.factbook.AsOf;
import dev.runrate.metrics.factbook.Conventions;
import dev.runrate.metrics.factbook.FactBook;
import dev.runrate.metrics.recompute.SnapshotRepository.Head;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.ObjectWriter;

/**
 * Turns news into snapshot changes. In one transaction: add the facts (a known filing adds none),
 * find the periods they may touch, compute those of each issuer once, and store what changed as new
 * revisions. Those rows are the outbox; a batch that comes again changes nothing.
 */
@Component
public class Recomputation {
  /** One snapshot of an issuer, as the table names it. */
  private record Key(SegmentId segment, LocalDate first, LocalDate last, boolean isSpan) {
    static Key of(Snapshots.Content content) {
      return new Key(
          content.segment(),
          content.period().start(),
          content.period().end(),
          content.period() instanceof Period.Span);
    }

    static Key of(Head head) {
      return new Key(SegmentId.of(head.segment()), head.firstDay(), head.lastDay(), head.isSpan());
    }
  }

  /** A snapshot that changed, with what its row needs beside the message. */
  private record Change(
      Key key, long revision, String fingerprint, SnapshotEvent event, byte[] message) {}

  /** What came to an issuer in a batch. */
  private static final class News {
    final List<Filing> added = new ArrayList<>();
    final List<Filing> removed = new ArrayList<>();
    IssuerProfile profile;

    List<Filing> filings() {
      List<Filing> filings = new ArrayList<>(added);
      filings.addAll(removed);
      return filings;
    }

    /** The days of which the news changed what counts; empty where they say nothing new. */
    Optional<Reach> changed(FactBook book, Reach said) {
      return removed.isEmpty()
          ? book.changedBy(added.stream().map(Filing::id).collect(Collectors.toSet()))
              .map(span -> new Reach(span.start(), span.end()))
          : Optional.of(said.weighed());
    }

    /** Empty where nothing is new. */
    Optional<Reach> reach(Conventions before, Conventions after) {
      if (!before.equals(after)) {
        return Optional.of(Reach.EVERYTHING);
      }
      return filings().stream().map(Reach::of).reduce(Reach::and);
    }
  }

  private final Facts facts;
  private final SnapshotRepository snapshots;
  private final SnapshotMessages messages;
  private final TransactionTemplate transaction;
  private final Clock clock;

  Recomputation(
      Facts facts,
      SnapshotRepository snapshots,
      SnapshotMessages messages,
      TransactionTemplate transaction,
      Clock clock) {
    this.facts = facts;
    this.snapshots = snapshots;
    this.messages = messages;
    this.transaction = transaction;
    this.clock = clock;
  }

  /** Filings were recorded or retracted. */
  void onFilings(List<FilingEvent> batch) {
    Set<IssuerId> issuers = new TreeSet<>();
    batch.forEach(event -> issuers.add(event.filing().issuer()));
    List<Filing> added = new ArrayList<>();
    commit(() -> process(issuers, news -> added.addAll(add(batch, news))));
    facts.remember(added);
  }

  /** Issuers were described. */
  void onProfiles(List<IssuerProfile> profiles) {
    Map<IssuerId, IssuerProfile> newest = new TreeMap<>();
    profiles.forEach(profile -> newest.put(profile.id(), profile));
    commit(
        () ->
            process(
                newest.keySet(),
                news -> newest.forEach((id, profile) -> news.get(id).profile = profile)));
  }

  private void commit(Supplier<List<Written>> work) {
    messages.publish(transaction.execute(status -> work.get()));
  }

  /** A row that was written, and its message. */
  record Written(long seq, SnapshotEvent event, byte[] json) {}

  private List<Written> process(Set<IssuerId> issuers, Consumer<Map<IssuerId, News>> gather) {
    Map<IssuerId, Facts.Issuer> locked = facts.lock(issuers);
    Map<IssuerId, News> news = new LinkedHashMap<>();
    issuers.forEach(id -> news.put(id, new News()));
    gather.accept(news);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    List<Change> changes = new ArrayList<>();
    news.forEach((id, ofIssuer) -> changes.addAll(recompute(locked.get(id), ofIssuer, now)));
    return append(changes, now);
  }

  /** Stores what is new of a batch and notes it under its issuer; says which filings those are. */
  private List<Filing> add(List<FilingEvent> batch, Map<IssuerId, News> news) {
    List<Filing> filings = new ArrayList<>();
    for (Facts.Change change : facts.add(batch)) {
      filings.add(change.filing());
      News ofIssuer = news.get(change.filing().issuer());
      if (change.standsNow() && !change.stoodBefore()) {
        ofIssuer.added.add(change.filing());
      } else if (change.stoodBefore() && !change.standsNow()) {
        ofIssuer.removed.add(change.filing());
      }
    }
    return filings;
  }

  private List<Change> recompute(Facts.Issuer issuer, News news, Instant now) {
    Conventions before = issuer.conventions();
    IssuerProfile profile = issuer.profile();
    if (news.profile != null && !news.profile.equals(profile)) {
      profile = news.profile;
      facts.describe(profile);
    }
    Conventions.Votes votes = issuer.votes();
    news.added.forEach(filing -> votes.add(filing, 1));
    news.removed.forEach(filing -> votes.add(filing, -1));
    List<Filing> filings = news.filings();
    LocalDate lastDay = issuer.lastDay();
    for (Filing filing : filings) {
      LocalDate ofFiling = Reach.of(filing).lastDay();
      lastDay = ofFiling.isAfter(lastDay) ? ofFiling : lastDay;
    }
    if (!filings.isEmpty()) {
      facts.touch(profile.id(), votes, lastDay);
    }
    Conventions conventions = Conventions.of(profile, votes);
    Optional<Reach> reach = news.reach(before, conventions);
    return reach.isEmpty()
        ? List.of()
        : changes(profile.id(), conventions, news, reach.get(), lastDay, now);
  }

  private List<Change> changes(
      IssuerId issuer,
      Conventions conventions,
      News news,
      Reach said,
      LocalDate lastDay,
      Instant now) {
    if (said.equals(Reach.EVERYTHING)) {
      FactBook all = book(issuer, conventions, said, news);
      return changes(issuer, all, said, news, lastDay, now);
    }
    FactBook book = book(issuer, conventions, said.touched(), news);
    Optional<Reach> changed = news.changed(book, said).map(Reach::touched);
    if (changed.isEmpty()) {
      return List.of();
    }
    Reach reach = changed.get();
    FactBook wideEnough =
        said.touched().covers(reach) ? book : book(issuer, conventions, reach, news);
    return changes(issuer, wideEnough, reach, news, lastDay, now);
  }

  private List<Change> changes(
      IssuerId issuer, FactBook book, Reach reach, News news, LocalDate lastDay, Instant now) {
    Causes causes = Causes.of(news.filings());
    Map<Key, Head> heads = new HashMap<>();
    for (Head head :
        snapshots.heads(issuer.slug(), reach.firstDay(), reach.lastDay().plusDays(380))) {
      heads.put(Key.of(head), head);
    }
    List<Snapshots.Content> contents = new ArrayList<>();
    book.segments().forEach(segment -> contents.addAll(Snapshots.of(book, segment, reach)));
    ObjectWriter writer = Json.snapshotWriter();
    Newest newest =
        Newest.of(
            contents,
            lastDay.isAfter(reach.lastDay())
                ? snapshots.newestAfter(issuer.slug(), reach.lastDay())
                : List.of());

    List<Change> changes = new ArrayList<>();
    Set<Key> computed = new HashSet<>();
    for (Snapshots.Content content : contents) {
      Key key = Key.of(content);
      computed.add(key);
      String fingerprint = fingerprint(writer, content);
      Head head = heads.get(key);
      if (head == null || !head.fingerprint().equals(fingerprint)) {
        changes.add(
            change(
                writer, issuer, key, head, fingerprint, content, newest.is(content), causes, now));
      }
    }
    heads.forEach(
        (key, head) -> {
          if (!computed.contains(key) && !head.isEmpty() && reach.meets(key.first, key.last)) {
            Snapshots.Content nothing = empty(book, key);
            changes.add(
                change(
                    writer,
                    issuer,
                    key,
                    head,
                    fingerprint(writer, nothing),
                    nothing,
                    false,
                    causes,
                    now));
          }
        });
    return changes;
  }

  /** All that the figures of the periods in a reach depend on. */
  private FactBook book(IssuerId issuer, Conventions conventions, Reach reach, News news) {
    return FactBook.of(conventions, facts.window(issuer, reach.needed(), news.filings()), AsOf.NOW);
  }

  /** Told where a period had figures and has none any more. */
  private static Snapshots.Content empty(FactBook book, Key key) {
    Period period =
        key.isSpan ? new Period.Span(key.first, key.last) : new Period.Instant(key.last);
    PeriodView view = Snapshots.view(book, period);
    return new Snapshots.Content(
        key.segment,
        period,
        Snapshots.spanName(period),
        new PeriodMetrics(view, Map.of()),
        null,
        null,
        null,
        List.of(),
        false);
  }

  private static Change change(
      ObjectWriter writer,
      IssuerId issuer,
      Key key,
      Head head,
      String fingerprint,
      Snapshots.Content content,
      boolean newest,
      Causes causes,
      Instant now) {
    long revision = head == null ? 1 : head.revision() + 1;
    SnapshotEvent event = content.event(issuer, revision, newest, causes.of(content.period()), now);
    return new Change(key, revision, fingerprint, event, writer.writeValueAsBytes(event));
  }

  private static String fingerprint(ObjectWriter writer, Snapshots.Content content) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(writer.writeValueAsBytes(content));
      return Base64.getEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private List<Written> append(List<Change> changes, Instant now) {
    if (changes.isEmpty()) {
      return List.of();
    }
    List<Long> seqs =
        snapshots.append(
            column(changes, c -> c.event.issuer().slug()),
            column(changes, c -> c.key.segment.slug()),
            column(changes, c -> c.key.first.toString()),
            column(changes, c -> c.key.last.toString()),
            column(changes, c -> Boolean.toString(c.key.isSpan)),
            column(changes, c -> Long.toString(c.revision)),
            column(changes, c -> c.fingerprint),
            column(changes, c -> Boolean.toString(c.event.current().metrics().isEmpty())),
            changes.stream().map(c -> Packed.pack(c.message)).toArray(byte[][]::new),
            now);
    List<Written> written = new ArrayList<>(changes.size());
    for (int i = 0; i < changes.size(); i++) {
      written.add(new Written(seqs.get(i), changes.get(i).event, changes.get(i).message));
    }
    return written;
  }

  private static String[] column(List<Change> changes, Function<Change, String> f) {
    return changes.stream().map(f).toArray(String[]::new);
  }

  /** What a filing would change; nothing is stored. */
  public List<SnapshotEvent> preview(FilingEvent event) {
    IssuerId id = event.filing().issuer();
    Instant now = clock.instant();
    return transaction.execute(
        status -> {
          status.setRollbackOnly();
          Map<IssuerId, Facts.Issuer> locked = facts.lock(Set.of(id));
          News news = new News();
          add(List.of(event), Map.of(id, news));
          return recompute(locked.get(id), news, now).stream().map(Change::event).toList();
        });
  }

  /** Which of the filings that came made a snapshot change. */
  private record Causes(Map<LocalDate, FilingId> byEnd, FilingId last) {
    static Causes of(List<Filing> filings) {
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

  /** The newest day of each segment, of spans and of instants. */
  private record Newest(Map<Kind, LocalDate> days) {
    record Kind(SegmentId segment, boolean isSpan) {}

    static Newest of(
        Collection<Snapshots.Content> contents, List<SnapshotRepository.Newest> later) {
      Map<Kind, LocalDate> days = new HashMap<>();
      for (Snapshots.Content content : contents) {
        days.merge(kind(content), content.period().end(), Newest::later);
      }
      for (SnapshotRepository.Newest each : later) {
        days.merge(
            new Kind(SegmentId.of(each.segment()), each.isSpan()), each.lastDay(), Newest::later);
      }
      return new Newest(days);
    }

    private static LocalDate later(LocalDate a, LocalDate b) {
      return a.isAfter(b) ? a : b;
    }

    private static Kind kind(Snapshots.Content content) {
      return new Kind(content.segment(), content.period() instanceof Period.Span);
    }

    boolean is(Snapshots.Content content) {
      return content.period().end().equals(days.get(kind(content)));
    }
  }
}
