package dev.runrate.ingest.filing;

import dev.runrate.common.event.FilingEvent;
import dev.runrate.common.fact.Filing;
import dev.runrate.common.fact.FilingId;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.messaging.Outbox;
import dev.runrate.ingest.filing.FilingRepository.IdAndHash;
import dev.runrate.ingest.format.FilingParser;
import dev.runrate.ingest.format.ParsedFiling;
import dev.runrate.ingest.issuer.IssuerDirectory;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
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

  /** Records a batch; the outcomes stand in the order of the filings. */
  List<Recorded> record(List<ParsedFiling.Valid> batch) {
    // What PostgreSQL keeps of an instant, so that the message and the row say the same.
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Set<IssuerId> ofIssuers =
        batch.stream()
            .map(each -> each.filing().issuer())
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> isNew = transaction.execute(status -> insert(batch, ofIssuers, now));
    // The profile first: a fiscal period has no dates without it.
    issuers.publish(ofIssuers);
    outbox.publish(messagesOf(batch, isNew, now));
    return outcomes(batch, isNew, now);
  }

  private Set<String> insert(List<ParsedFiling.Valid> batch, Set<IssuerId> ofIssuers, Instant now) {
    issuers.createMissing(ofIssuers);
    return new HashSet<>(
        filings.insertNew(
            column(batch, each -> each.filing().id().text()),
            column(batch, each -> each.filing().issuer().slug()),
            column(batch, ParsedFiling.Valid::contentHash),
            column(batch, each -> FilingParser.stored(each.filing())),
            now));
  }

  private static String[] column(
      List<ParsedFiling.Valid> batch, Function<ParsedFiling.Valid, String> f) {
    return batch.stream().map(f).toArray(String[]::new);
  }

  private static List<Outbox.Row<FilingKey>> messagesOf(
      List<ParsedFiling.Valid> batch, Set<String> isNew, Instant now) {
    Set<String> left = new HashSet<>(isNew);
    List<Outbox.Row<FilingKey>> rows = new ArrayList<>();
    for (ParsedFiling.Valid each : batch) {
      Filing filing = each.filing();
      if (left.remove(filing.id().text())) {
        rows.add(
            new Outbox.Row<>(
                FilingKey.recorded(filing.id().text()),
                FilingEvent.recorded(filing, now).message()));
      }
    }
    return rows;
  }

  private List<Recorded> outcomes(List<ParsedFiling.Valid> batch, Set<String> isNew, Instant now) {
    Map<String, String> known = hashesOfKnown(batch, isNew);
    Set<String> left = new HashSet<>(isNew);
    List<Recorded> outcomes = new ArrayList<>(batch.size());
    for (ParsedFiling.Valid each : batch) {
      String id = each.filing().id().text();
      if (left.remove(id)) {
        outcomes.add(new Recorded.Accepted(now));
      } else {
        outcomes.add(
            each.contentHash().equals(known.get(id))
                ? new Recorded.Duplicate()
                : new Recorded.Conflicting());
      }
    }
    return outcomes;
  }

  private Map<String, String> hashesOfKnown(List<ParsedFiling.Valid> batch, Set<String> isNew) {
    if (batch.size() == isNew.size()) {
      return Map.of();
    }
    return filings.hashes(column(batch, each -> each.filing().id().text())).stream()
        .collect(Collectors.toMap(IdAndHash::id, IdAndHash::contentHash));
  }

  /** Withdraws a filing; doing so again changes nothing. Empty where there is no such filing. */
  Optional<StoredFiling> retract(FilingId id, String reason) {
    Optional<StoredFiling> before = filings.find(id.text());
    if (before.isEmpty() || before.get().isRetracted()) {
      return before;
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    filings.retract(id.text(), reason, now);
    StoredFiling after = filings.find(id.text()).orElseThrow();
    outbox.publish(
        List.of(new Outbox.Row<>(FilingKey.retracted(id.text()), after.retracted().message())));
    return Optional.of(after);
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
