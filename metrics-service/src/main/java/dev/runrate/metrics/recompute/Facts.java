package dev.runrate.metrics.recompute;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.runrate.common.event.FilingDigest;
import dev.runrate.common.event.Json;
import dev.runrate.common.fact.Filing;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.IssuerProfile;
import dev.runrate.common.fact.Unit;
import dev.runrate.common.persistence.Column;
import dev.runrate.common.persistence.Packed;
import dev.runrate.metrics.MetricsSettings;
import dev.runrate.metrics.factbook.Conventions;
import dev.runrate.metrics.factbook.FilingRecord;
import dev.runrate.metrics.factbook.FilingRecord.Filed;
import dev.runrate.metrics.metric.ExchangeRates;
import dev.runrate.metrics.recompute.FactRepository.FilingRow;
import dev.runrate.metrics.recompute.FactRepository.FxYear;
import dev.runrate.metrics.recompute.FactRepository.IssuerRow;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;

/** The stored fact book in the terms of the engine. */
@Component
public class Facts {
  private static final TypeReference<TreeMap<LocalDate, BigDecimal>> DAYS =
      new TypeReference<>() {};

  /**
   * An issuer's row.
   *
   * @param version grows with every change of anything about the issuer
   * @param lastDay none of its facts is about a later day
   */
  public record Issuer(
      IssuerProfile profile, Conventions.Votes votes, long version, LocalDate lastDay) {
    public Conventions conventions() {
      return Conventions.of(profile, votes);
    }
  }

  /** {@link Conventions.Votes} as it is stored: {@code {"days": {"2025-01-26": 12}, ...}}. */
  private record StoredVotes(Map<LocalDate, Integer> days, Map<String, Integer> currencies) {}

  /** What a batch did to a filing. */
  record Change(Filing filing, boolean stoodBefore, boolean standsNow) {}

  private final FactRepository rows;

  /** Filings never change (what is retracted is said beside them), so none is parsed twice. */
  private final Cache<String, Filed> parsed;

  /**
   * Those that have a row, if whoever made it could commit. Rows are made before any is locked, or
   * two who need the same ones could wait for each other.
   */
  private final Set<IssuerId> known = ConcurrentHashMap.newKeySet();

  Facts(FactRepository rows, MetricsSettings settings) {
    this.rows = rows;
    this.parsed =
        Caffeine.newBuilder()
            .maximumWeight(settings.cachedFacts())
            .<String, Filed>weigher((id, filed) -> filed.filing().facts().size())
            .build();
  }

  // -- issuers

  /** Creates what is missing and locks them all until the transaction ends. */
  Map<IssuerId, Issuer> lock(Set<IssuerId> issuers) {
    String[] ids = issuers.stream().map(IssuerId::slug).sorted().toArray(String[]::new);
    List<IssuerRow> found = known.containsAll(issuers) ? rows.lock(ids) : List.of();
    if (found.size() < ids.length) {
      String[] profiles =
          issuers.stream()
              .sorted()
              .map(id -> Json.MESSAGES.writeValueAsString(IssuerProfile.unknown(id)))
              .toArray(String[]::new);
      rows.createMissing(ids, profiles);
      found = rows.lock(ids);
      known.addAll(issuers);
    }
    Map<IssuerId, Issuer> locked = new HashMap<>();
    found.forEach(row -> locked.put(IssuerId.of(row.id()), issuer(row)));
    return locked;
  }

  void touch(IssuerId issuer, Conventions.Votes votes, LocalDate lastDay) {
    rows.touch(issuer.slug(), Json.MESSAGES.writeValueAsString(stored(votes)), lastDay);
  }

  void describe(IssuerProfile profile) {
    rows.describe(profile.id().slug(), Json.MESSAGES.writeValueAsString(profile));
  }

  public Optional<Issuer> issuer(IssuerId id) {
    return rows.issuer(id.slug()).map(this::issuer);
  }

  public List<Issuer> issuers() {
    return rows.issuers().stream().map(this::issuer).toList();
  }

  /** Of each issuer, by id, how often anything about it has changed; far cheaper than the rows. */
  public Map<IssuerId, Long> versions() {
    Map<IssuerId, Long> versions = new LinkedHashMap<>();
    rows.versions().forEach(row -> versions.put(IssuerId.of(row.id()), row.version()));
    return versions;
  }

  private Issuer issuer(IssuerRow row) {
    return new Issuer(
        Json.read(row.profile(), IssuerProfile.class),
        row.votes() == null
            ? counted(IssuerId.of(row.id()))
            : votes(Json.read(row.votes(), StoredVotes.class)),
        row.version(),
        row.lastDay());
  }

  private Conventions.Votes counted(IssuerId issuer) {
    Conventions.Votes votes = new Conventions.Votes();
    all(issuer).stream()
        .filter(FilingRecord::stands)
        .forEach(record -> votes.add(record.filing(), 1));
    return votes;
  }

  private static StoredVotes stored(Conventions.Votes votes) {
    Map<String, Integer> currencies = new TreeMap<>();
    votes.currencies().forEach((unit, n) -> currencies.put(unit.code(), n));
    return new StoredVotes(votes.yearEnds(), currencies);
  }

  private static Conventions.Votes votes(StoredVotes stored) {
    Conventions.Votes votes = new Conventions.Votes();
    if (stored.days != null) {
      votes.yearEnds().putAll(stored.days);
    }
    if (stored.currencies != null) {
      stored.currencies.forEach((code, n) -> votes.currencies().put(Unit.of(code), n));
    }
    return votes;
  }

  // -- filings

  /** Stores what a batch says of filings; answers those it said anything new about. */
  List<Change> add(Collection<Received> events) {
    Map<String, Received> filings = new LinkedHashMap<>();
    Map<String, Standing> heard = new HashMap<>();
    for (Received received : events) {
      filings.putIfAbsent(received.id(), received);
      heard.merge(received.id(), Standing.of(received.event()), Standing::and);
    }
    Set<String> isNew = insert(List.copyOf(filings.values()), heard);
    Map<String, Standing> known = new HashMap<>();
    if (isNew.size() < filings.size()) {
      rows.known(filings.keySet().stream().filter(id -> !isNew.contains(id)).toArray(String[]::new))
          .forEach(row -> known.put(row.id(), Standing.of(row)));
    }
    List<Change> changes = new ArrayList<>();
    filings.forEach(
        (id, received) -> {
          Standing before = known.get(id);
          Standing now = before == null ? heard.get(id) : before.and(heard.get(id));
          if (before != null && !before.equals(now)) {
            rows.note(id, now.firstPostedAt(), now.retractedAt(), now.reinstatedAt());
          }
          if (!now.equals(before)) {
            changes.add(
                new Change(
                    received.event().filing(), before != null && before.stands(), now.stands()));
          }
        });
    return changes;
  }

  private Set<String> insert(List<Received> filings, Map<String, Standing> standings) {
    return new HashSet<>(
        rows.insertNew(
            Column.texts(filings, Received::id),
            Column.texts(filings, f -> f.event().filing().issuer().slug()),
            Column.texts(filings, f -> Reach.of(f.event().filing()).firstDay().toString()),
            Column.texts(filings, f -> Reach.of(f.event().filing()).lastDay().toString()),
            Column.bytes(filings, f -> Packed.pack(f.message())),
            Column.texts(filings, f -> text(standings.get(f.id()).firstPostedAt())),
            Column.texts(filings, f -> text(standings.get(f.id()).retractedAt())),
            Column.texts(filings, f -> text(standings.get(f.id()).reinstatedAt()))));
  }

  private static String text(Instant atOrNull) {
    return atOrNull == null ? null : atOrNull.toString();
  }

  /** Keeps filings from being read again; only what is committed may be told. */
  void remember(Collection<Filing> filings) {
    filings.forEach(filing -> parsed.put(filing.id().text(), Filed.of(filing)));
  }

  /**
   * The filings that say something about these days.
   *
   * @param atHand need not be read; they may be of this very transaction
   */
  List<FilingRecord> window(IssuerId issuer, Reach reach, Collection<Filing> atHand) {
    return records(rows.window(issuer.slug(), reach.firstDay(), reach.lastDay()), atHand);
  }

  public List<FilingRecord> all(IssuerId issuer) {
    return records(rows.all(issuer.slug()), List.of());
  }

  private List<FilingRecord> records(List<FilingRow> rows, Collection<Filing> atHand) {
    Map<String, Filed> byId =
        new HashMap<>(parsed.getAllPresent(rows.stream().map(FilingRow::id).toList()));
    atHand.forEach(filing -> byId.put(filing.id().text(), Filed.of(filing)));
    byId.putAll(
        read(rows.stream().map(FilingRow::id).filter(id -> !byId.containsKey(id)).toList()));
    return rows.stream()
        .map(
            row ->
                new FilingRecord(
                    byId.get(row.id()), row.recordedAt(), row.retractedAt(), row.reinstatedAt()))
        .toList();
  }

  private Map<String, Filed> read(List<String> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    Map<String, Filed> filings = new HashMap<>();
    rows.messages(ids.toArray(String[]::new))
        .forEach(
            row ->
                filings.put(
                    row.id(),
                    Filed.of(Received.of(Packed.unpack(row.message())).event().filing())));
    parsed.putAll(filings);
    return filings;
  }

  /** The next read of the issuer's filings is of what is stored, whatever is remembered. */
  void forget(IssuerId issuer) {
    parsed.invalidateAll(rows.all(issuer.slug()).stream().map(FilingRow::id).toList());
  }

  /** In the order of ids, after the one named. */
  List<FilingDigest> digests(String after, int limit) {
    return rows.byId(after, limit).stream()
        .map(
            kept ->
                FilingDigest.of(
                    Received.of(Packed.unpack(kept.message())).event().filing(),
                    Standing.of(kept.row()).stands()))
        .toList();
  }

  /** In the order of ids, after the one named. */
  List<IssuerId> issuersAfter(String after, int limit) {
    return rows.issuersAfter(after, limit).stream().map(IssuerId::of).toList();
  }

  /** What the filings say of fiscal years, whatever is stored of that. */
  Conventions.Votes recounted(IssuerId issuer) {
    return counted(issuer);
  }

  // -- rates

  void putRates(String currency, int year, Map<LocalDate, BigDecimal> perEuro) {
    rows.putRates(currency, year, Json.MESSAGES.writeValueAsString(perEuro));
  }

  public ExchangeRates rates() {
    List<ExchangeRates.Rate> rates = new ArrayList<>();
    for (FxYear year : rows.rates()) {
      Unit currency = Unit.of(year.currency());
      Json.read(year.perEuro(), DAYS)
          .forEach((day, rate) -> rates.add(new ExchangeRates.Rate(day, currency, rate)));
    }
    return ExchangeRates.of(rates);
  }
}
