package dev.runrate.metrics.recompute;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.runrate.common.event.FilingEvent;
import dev.runrate.common.event.Json;
import dev.runrate.common.fact.Filing;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.IssuerProfile;
import dev.runrate.common.fact.Unit;
import dev.runrate.metrics.factbook.Conventions;
import dev.runrate.metrics.factbook.FilingRecord;
import dev.runrate.metrics.metric.ExchangeRates;
import dev.runrate.metrics.period.FiscalCalendar;
import dev.runrate.metrics.recompute.FactRepository.FilingRow;
import dev.runrate.metrics.recompute.FactRepository.FxYear;
import dev.runrate.metrics.recompute.FactRepository.IssuerRow;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.springframework.beans.factory.annotation.Value;
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

  /** {@link Conventions.Votes} as it is stored: {@code {"yearEnds": {"1-31": 12}, ...}}. */
  private record StoredVotes(Map<String, Integer> yearEnds, Map<String, Integer> currencies) {}

  private final FactRepository rows;

  /** Filings never change (what is retracted is said beside them), so none is parsed twice. */
  private final Cache<String, Filing> parsed;

  /**
   * Those that have a row, if whoever made it could commit. Rows are made before any is locked, or
   * two who need the same ones could wait for each other.
   */
  private final Set<IssuerId> known = ConcurrentHashMap.newKeySet();

  Facts(FactRepository rows, @Value("${runrate.metrics.cached-facts:100000}") long cachedFacts) {
    this.rows = rows;
    this.parsed =
        Caffeine.newBuilder()
            .maximumWeight(cachedFacts)
            .<String, Filing>weigher((id, filing) -> filing.facts().size())
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
              .map(id -> Json.MAPPER.writeValueAsString(IssuerProfile.unknown(id)))
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
    rows.touch(issuer.slug(), Json.MAPPER.writeValueAsString(stored(votes)), lastDay);
  }

  void describe(IssuerProfile profile) {
    rows.describe(profile.id().slug(), Json.MAPPER.writeValueAsString(profile));
  }

  public Optional<Issuer> issuer(IssuerId id) {
    return rows.issuer(id.slug()).map(Facts::issuer);
  }

  public List<Issuer> issuers() {
    return rows.issuers().stream().map(Facts::issuer).toList();
  }

  private static Issuer issuer(IssuerRow row) {
    return new Issuer(
        Json.read(row.profile(), IssuerProfile.class),
        votes(Json.read(row.votes(), StoredVotes.class)),
        row.version(),
        row.lastDay());
  }

  private static StoredVotes stored(Conventions.Votes votes) {
    Map<String, Integer> yearEnds = new TreeMap<>();
    votes.yearEnds().forEach((c, n) -> yearEnds.put(c.yearEndMonth() + "-" + c.yearEndDay(), n));
    Map<String, Integer> currencies = new TreeMap<>();
    votes.currencies().forEach((unit, n) -> currencies.put(unit.code(), n));
    return new StoredVotes(yearEnds, currencies);
  }

  private static Conventions.Votes votes(StoredVotes stored) {
    Conventions.Votes votes = new Conventions.Votes();
    if (stored.yearEnds != null) {
      stored.yearEnds.forEach(
          (text, n) -> {
            String[] monthAndDay = text.split("-");
            votes
                .yearEnds()
                .put(
                    new FiscalCalendar(
                        Integer.parseInt(monthAndDay[0]), Integer.parseInt(monthAndDay[1])),
                    n);
          });
    }
    if (stored.currencies != null) {
      stored.currencies.forEach((code, n) -> votes.currencies().put(Unit.of(code), n));
    }
    return votes;
  }

  // -- filings

  /** The ids of those that were not there yet. */
  Set<String> add(Collection<FilingEvent> filings) {
    List<FilingEvent> batch = List.copyOf(filings);
    return new HashSet<>(
        rows.insertNew(
            column(batch, e -> e.filing().id().text()),
            column(batch, e -> e.filing().issuer().slug()),
            column(batch, e -> Reach.of(e.filing()).firstDay().toString()),
            column(batch, e -> Reach.of(e.filing()).lastDay().toString()),
            column(batch, e -> Json.MAPPER.writeValueAsString(e.filing())),
            column(batch, e -> e.acceptedAt().toString())));
  }

  /** Keeps filings from being read again; only what is committed may be told. */
  void remember(Collection<Filing> filings) {
    filings.forEach(filing -> parsed.put(filing.id().text(), filing));
  }

  private static String[] column(List<FilingEvent> batch, Function<FilingEvent, String> f) {
    return batch.stream().map(f).toArray(String[]::new);
  }

  /** Whether the filing stood until now. */
  boolean retract(FilingEvent retraction) {
    return !rows.retract(retraction.filing().id().text(), retraction.retractedAt()).isEmpty();
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
    Map<String, Filing> byId =
        new HashMap<>(parsed.getAllPresent(rows.stream().map(FilingRow::id).toList()));
    atHand.forEach(filing -> byId.put(filing.id().text(), filing));
    byId.putAll(
        read(rows.stream().map(FilingRow::id).filter(id -> !byId.containsKey(id)).toList()));
    return rows.stream()
        .map(row -> new FilingRecord(byId.get(row.id()), row.recordedAt(), row.retractedAt()))
        .toList();
  }

  private Map<String, Filing> read(List<String> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    Map<String, Filing> filings = new HashMap<>();
    rows.bodies(ids.toArray(String[]::new))
        .forEach(row -> filings.put(row.id(), Json.read(row.body(), Filing.class)));
    parsed.putAll(filings);
    return filings;
  }

  // -- rates

  void putRates(String currency, int year, Map<LocalDate, BigDecimal> perEuro) {
    rows.putRates(currency, year, Json.MAPPER.writeValueAsString(perEuro));
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
