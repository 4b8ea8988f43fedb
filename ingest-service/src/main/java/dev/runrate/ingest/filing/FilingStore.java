package dev.runrate.ingest.filing;

import dev.runrate.common.event.FilingEvent;
import dev.runrate.common.fact.Filing;
import dev.runrate.common.fact.FilingId;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.messaging.Outbox;
import dev.runrate.common.persistence.Column;
import dev.runrate.common.web.Problem.ContentError;
import dev.runrate.ingest.filing.FilingRepository.Known;
import dev.runrate.ingest.format.FilingParser;
import dev.runrate.ingest.format.ParsedFiling;
import dev.runrate.ingest.issuer.IssuerDirectory;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps filings. One transaction stores a batch or finds that it is there already; what was stored
 * is handed to the outbox right after the commit. Once {@link #record} returns, nothing that dies
 * next can lose it.
 */
@Component
public class FilingStore {
  private final FilingRepository filings;
  private final IssuerDirectory issuers;
  private final Outbox<FilingKey> outbox;
  private final TransactionTemplate transaction;
  private final Clock clock;

  FilingStore(
      FilingRepository filings,
      IssuerDirectory issuers,
      Outbox<FilingKey> outbox,
      TransactionTemplate transaction,
      Clock clock) {
    this.filings = filings;
    this.issuers = issuers;
    this.outbox = outbox;
    this.transaction = transaction;
    this.clock = clock;
  }

  /** What a transaction made of a batch, and the messages about it. */
  private record Written(List<Recorded> outcomes, List<Outbox.Row<FilingKey>> messages) {}

  /** Records a batch; the outcomes stand in the order of the filings. */
  List<Recorded> record(List<ParsedFiling.Valid> batch) {
    // What PostgreSQL keeps of an instant, so that the message and the row say the same.
    Instant now = now();
    Map<Integer, Recorded> refused = refusals(batch);
    List<ParsedFiling.Valid> taken =
        refused.isEmpty()
            ? batch
            : IntStream.range(0, batch.size())
                .filter(i -> !refused.containsKey(i))
                .mapToObj(batch::get)
                .toList();
    Set<IssuerId> ofIssuers =
        taken.stream()
            .map(each -> each.filing().issuer())
            .collect(Collectors.toCollection(TreeSet::new));
    Written written =
        taken.isEmpty()
            ? new Written(List.of(), List.of())
            : transaction.execute(status -> write(taken, ofIssuers, now));
    // The profile first: a fiscal period has no dates without it.
    issuers.publish(ofIssuers);
    outbox.publish(written.messages);
    if (refused.isEmpty()) {
      return written.outcomes;
    }
    Iterator<Recorded> outcomes = written.outcomes.iterator();
    return IntStream.range(0, batch.size())
        .mapToObj(i -> refused.containsKey(i) ? refused.get(i) : outcomes.next())
        .toList();
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /**
   * Those that would supersede a filing of a better tier, by their place in the batch. There is one
   * writer, so what is stored now is what will be stored when the batch is. What is stored already
   * is judged by its id and content alone: the filing it supersedes may have come later.
   */
  private Map<Integer, Recorded> refusals(List<ParsedFiling.Valid> batch) {
    List<Filing> superseding =
        batch.stream()
            .map(ParsedFiling.Valid::filing)
            .filter(filing -> filing.supersedes() != null)
            .toList();
    if (superseding.isEmpty()) {
      return Map.of();
    }
    Map<FilingId, Filing> there = new HashMap<>();
    filings
        .findAll(
            superseding.stream()
                .flatMap(filing -> Stream.of(filing.id(), filing.supersedes()))
                .map(FilingId::text)
                .distinct()
                .toArray(String[]::new))
        .forEach(stored -> there.put(FilingId.of(stored.id()), stored.filing()));
    Map<Integer, Recorded> refused = new HashMap<>();
    for (int i = 0; i < batch.size(); i++) {
      Filing filing = batch.get(i).filing();
      Optional<ContentError> refusal =
          filing.supersedes() == null || there.containsKey(filing.id())
              ? Optional.empty()
              : Optional.ofNullable(there.get(filing.supersedes()))
                  .flatMap(older -> Supersession.refusal(filing, older));
      if (refusal.isPresent()) {
        refused.put(i, new Recorded.Refused(List.of(refusal.get())));
      } else {
        there.putIfAbsent(filing.id(), filing);
      }
    }
    return refused;
  }

  private Written write(List<ParsedFiling.Valid> batch, Set<IssuerId> ofIssuers, Instant now) {
    // A filing is stored and told in one text, written once.
    List<String> bodies = batch.stream().map(each -> FilingParser.stored(each.filing())).toList();
    Set<String> isNew = insert(batch, bodies, ofIssuers, now);
    Map<String, Known> known =
        batch.size() == isNew.size()
            ? Map.of()
            : filings.known(Column.texts(batch, each -> each.filing().id().text())).stream()
                .collect(Collectors.toMap(Known::id, Function.identity()));
    Map<String, StoredFiling> reinstated = reinstate(batch, known, now);
    List<Recorded> outcomes = new ArrayList<>(batch.size());
    List<Outbox.Row<FilingKey>> messages = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      ParsedFiling.Valid each = batch.get(i);
      String id = each.filing().id().text();
      if (isNew.remove(id)) {
        outcomes.add(new Recorded.Accepted(now));
        messages.add(
            new Outbox.Row<>(
                FilingKey.recorded(id),
                FilingEvent.recorded(each.filing(), now).message(bodies.get(i))));
      } else if (!each.contentHash().equals(known.get(id).contentHash())) {
        outcomes.add(new Recorded.Conflicting());
      } else if (reinstated.containsKey(id)) {
        StoredFiling again = reinstated.remove(id);
        outcomes.add(new Recorded.Accepted(again.reinstatedAt()));
        messages.add(again.reinstatement());
      } else {
        outcomes.add(new Recorded.Duplicate());
      }
    }
    return new Written(outcomes, messages);
  }

  private Set<String> insert(
      List<ParsedFiling.Valid> batch, List<String> bodies, Set<IssuerId> ofIssuers, Instant now) {
    issuers.createMissing(ofIssuers);
    return new HashSet<>(
        filings.insertNew(
            Column.texts(batch, each -> each.filing().id().text()),
            Column.texts(batch, each -> each.filing().issuer().slug()),
            Column.texts(batch, ParsedFiling.Valid::contentHash),
            bodies.toArray(String[]::new),
            now));
  }

  /** Lets what was retracted and says the same again stand again; how it stands now, by id. */
  private Map<String, StoredFiling> reinstate(
      List<ParsedFiling.Valid> batch, Map<String, Known> known, Instant now) {
    String[] ids =
        batch.stream()
            .filter(
                each -> {
                  Known there = known.get(each.filing().id().text());
                  return there != null
                      && there.retracted()
                      && there.contentHash().equals(each.contentHash());
                })
            .map(each -> each.filing().id().text())
            .distinct()
            .toArray(String[]::new);
    if (ids.length == 0) {
      return Map.of();
    }
    filings.lock(ids);
    String[] done = filings.reinstate(ids, now).toArray(String[]::new);
    Map<String, StoredFiling> reinstated = new HashMap<>();
    filings.findAll(done).forEach(each -> reinstated.put(each.id(), each));
    return reinstated;
  }

  /**
   * Withdraws a filing; doing so again changes nothing until it was posted again. Empty where there
   * is no such filing.
   */
  Optional<StoredFiling> retract(FilingId id, String reason) {
    List<Outbox.Row<FilingKey>> messages = new ArrayList<>();
    Optional<StoredFiling> after =
        transaction.execute(
            status -> {
              filings.lock(new String[] {id.text()});
              Optional<StoredFiling> before = filings.find(id.text());
              if (before.isEmpty() || before.get().isRetracted()) {
                return before;
              }
              filings.retract(id.text(), reason, now());
              StoredFiling retracted = filings.find(id.text()).orElseThrow();
              messages.add(retracted.retraction());
              return Optional.of(retracted);
            });
    outbox.publish(messages);
    return after;
  }

  /** Those of the filings that are there and do not stand. */
  Set<FilingId> retracted(Collection<FilingId> ids) {
    return filings.known(ids.stream().map(FilingId::text).toArray(String[]::new)).stream()
        .filter(Known::retracted)
        .map(known -> FilingId.of(known.id()))
        .collect(Collectors.toSet());
  }

  /** Those of the issuer whose ids begin so, in the order of arrival. */
  List<Filing> startingWith(IssuerId issuer, String start) {
    return storedStartingWith(issuer, start).stream().map(StoredFiling::filing).toList();
  }

  List<StoredFiling> storedStartingWith(IssuerId issuer, String start) {
    return filings.startingWith(issuer.slug(), start);
  }

  public Optional<Filing> find(FilingId id) {
    return filings.find(id.text()).map(StoredFiling::filing);
  }

  Optional<StoredFiling> stored(FilingId id) {
    return filings.find(id.text());
  }

  /** In the order of arrival; one more than {@code limit} where there is more. */
  List<StoredFiling> list(Optional<IssuerId> issuer, long after, int limit) {
    return issuer
        .map(id -> filings.listOf(id.slug(), after, limit + 1))
        .orElseGet(() -> filings.list(after, limit + 1));
  }
}
