package dev.runrate.metrics.recompute;

import dev.runrate.common.event.Json;
import dev.runrate.common.event.SnapshotEvent;
import dev.runrate.common.fact.Filing;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.IssuerProfile;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.common.persistence.Column;
import dev.runrate.common.persistence.Packed;
import dev.runrate.metrics.factbook.AsOf;
import dev.runrate.metrics.factbook.Conventions;
import dev.runrate.metrics.factbook.FactBook;
import dev.runrate.metrics.recompute.SnapshotRepository.Head;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.JacksonException;

/**
 * Turns news into snapshot changes. In one transaction: add the facts (a known filing adds none),
 * find the periods they may touch, compute those of each issuer once, and store what changed as new
 * revisions. Those rows are the outbox; a batch that comes again changes nothing.
 */
@Component
public class Recomputation {
  /** A snapshot that changed, with what its row needs beside the message. */
  private record Change(Ledger.Change inLedger, SnapshotEvent event, byte[] message) {}

  /** What came to an issuer in a batch. */
  private static final class News {
    final List<Filing> added = new ArrayList<>();
    final List<Filing> removed = new ArrayList<>();
    IssuerProfile profile;

    Ledger.News filings() {
      return new Ledger.News(added, removed);
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
  void onFilings(List<Received> batch) {
    Set<IssuerId> issuers = new TreeSet<>();
    batch.forEach(received -> issuers.add(received.event().filing().issuer()));
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
  private List<Filing> add(List<Received> batch, Map<IssuerId, News> news) {
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
    Ledger.News filings = news.filings();
    Optional<Reach> said = filings.said();
    LocalDate lastDay = issuer.lastDay();
    if (said.isPresent()) {
      lastDay = said.get().lastDay().isAfter(lastDay) ? said.get().lastDay() : lastDay;
      facts.touch(profile.id(), votes, lastDay);
    }
    Conventions conventions = Conventions.of(profile, votes);
    IssuerId id = profile.id();
    return Ledger.changes(new Rows(id, filings, lastDay), before, conventions, filings).stream()
        .map(
            change -> {
              SnapshotEvent event = change.event(id, now);
              return new Change(change, event, Json.MESSAGES.writeValueAsBytes(event));
            })
        .toList();
  }

  /**
   * What is stored of an issuer.
   *
   * <p>The news are at hand and need not be read.
   */
  private final class Rows implements Ledger.Keeper {
    private final IssuerId issuer;
    private final Ledger.News news;

    /** None of the issuer's facts is about a later one. */
    private final LocalDate lastDay;

    Rows(IssuerId issuer, Ledger.News news, LocalDate lastDay) {
      this.issuer = issuer;
      this.news = news;
      this.lastDay = lastDay;
    }

    @Override
    public FactBook book(Conventions conventions, Reach reach) {
      return FactBook.of(
          conventions, facts.window(issuer, reach.needed(), news.filings()), AsOf.NOW);
    }

    @Override
    public Map<Ledger.Key, Ledger.Head> heads(Reach reach) {
      Map<Ledger.Key, Ledger.Head> heads = new HashMap<>();
      for (Head row :
          snapshots.heads(issuer.slug(), reach.firstDay(), reach.lastDay().plusDays(380))) {
        heads.put(
            new Ledger.Key(
                SegmentId.of(row.segment()), row.firstDay(), row.lastDay(), row.isSpan()),
            new Ledger.Head(row.revision(), row.fingerprint(), row.isEmpty()));
      }
      return heads;
    }

    @Override
    public Map<Ledger.Kind, LocalDate> newestBeyond(Reach reach) {
      Map<Ledger.Kind, LocalDate> newest = new HashMap<>();
      if (lastDay.isAfter(reach.lastDay())) {
        snapshots
            .newestAfter(issuer.slug(), reach.lastDay())
            .forEach(
                row ->
                    newest.put(
                        new Ledger.Kind(SegmentId.of(row.segment()), row.isSpan()), row.lastDay()));
      }
      return newest;
    }
  }

  private List<Written> append(List<Change> changes, Instant now) {
    if (changes.isEmpty()) {
      return List.of();
    }
    List<Long> seqs =
        snapshots.append(
            Column.texts(changes, c -> c.event.issuer().slug()),
            Column.texts(changes, c -> c.inLedger.key().segment().slug()),
            Column.texts(changes, c -> c.inLedger.key().first().toString()),
            Column.texts(changes, c -> c.inLedger.key().last().toString()),
            Column.texts(changes, c -> Boolean.toString(c.inLedger.key().isSpan())),
            Column.texts(changes, c -> Long.toString(c.inLedger.revision())),
            Column.texts(changes, c -> c.inLedger.fingerprint()),
            Column.texts(changes, c -> Boolean.toString(c.inLedger.isEmpty())),
            Column.bytes(changes, c -> Packed.pack(c.message)),
            now);
    List<Written> written = new ArrayList<>(changes.size());
    for (int i = 0; i < changes.size(); i++) {
      written.add(new Written(seqs.get(i), changes.get(i).event, changes.get(i).message));
    }
    return written;
  }

  /**
   * What a filing would change; nothing is stored.
   *
   * @param message as it would come on the topic
   */
  public List<SnapshotEvent> preview(byte[] message) {
    Received received = Received.of(message);
    IssuerId id = received.event().filing().issuer();
    Instant now = clock.instant();
    return transaction.execute(
        status -> {
          status.setRollbackOnly();
          Map<IssuerId, Facts.Issuer> locked = facts.lock(Set.of(id));
          News news = new News();
          add(List.of(received), Map.of(id, news));
          return recompute(locked.get(id), news, now).stream().map(Change::event).toList();
        });
  }

  /** A thing that is stored otherwise than it should be. */
  record Difference(IssuerId issuer, String what, String why) {}

  /**
   * Computes an issuer anew from its stored filings, and compares; nothing is stored. Filings about
   * the issuer wait meanwhile.
   */
  List<Difference> differences(IssuerId id) {
    return transaction.execute(
        status -> {
          status.setRollbackOnly();
          Facts.Issuer issuer = facts.lock(Set.of(id)).get(id);
          List<Difference> differences = new ArrayList<>();
          try {
            facts.forget(id);
            Conventions.Votes votes = facts.recounted(id);
            Conventions conventions = Conventions.of(issuer.profile(), votes);
            if (!conventions.equals(issuer.conventions())) {
              differences.add(
                  new Difference(
                      id, "fiscal calendar", "is stored otherwise than its filings make it"));
            }
            Ledger.Keeper rows = new Rows(id, Ledger.News.NONE, issuer.lastDay());
            for (Ledger.Change change : Ledger.differences(rows, conventions)) {
              differences.add(
                  new Difference(
                      id,
                      name(
                          change.key().segment().slug(), change.key().first(), change.key().last()),
                      change.isEmpty()
                          ? "is stored, and no filing makes it"
                          : change.revision() == 1
                              ? "is not stored"
                              : "is stored otherwise than its filings make it"));
            }
          } catch (JacksonException | IllegalArgumentException e) {
            differences.add(new Difference(id, "filings", "cannot be read: " + e.getMessage()));
          }
          snapshots.told(id.slug()).forEach(told -> unlike(id, told).ifPresent(differences::add));
          return differences;
        });
  }

  /** A snapshot whose message says something else than was computed. */
  private static Optional<Difference> unlike(IssuerId id, SnapshotRepository.Told told) {
    String name = name(told.segment(), told.firstDay(), told.lastDay());
    try {
      SnapshotEvent event = Json.read(Packed.unpack(told.message()), SnapshotEvent.class);
      return Snapshots.Content.of(event).fingerprint().equals(told.fingerprint())
              && event.issuer().equals(id)
              && event.revision() == told.revision()
          ? Optional.empty()
          : Optional.of(new Difference(id, name, "has a message that says something else"));
    } catch (RuntimeException e) {
      return Optional.of(new Difference(id, name, "has a message that cannot be read"));
    }
  }

  private static String name(String segment, LocalDate first, LocalDate last) {
    return "snapshot " + first + "/" + last + (segment.isEmpty() ? "" : " of " + segment);
  }
}
