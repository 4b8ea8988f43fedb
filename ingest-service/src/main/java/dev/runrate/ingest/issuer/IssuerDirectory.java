package dev.runrate.ingest.issuer;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.runrate.common.event.Json;
import dev.runrate.common.event.ReferenceEvent;
import dev.runrate.common.fact.FilingId;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.IssuerProfile;
import dev.runrate.common.fact.Ruling;
import dev.runrate.common.messaging.MessagePublisher;
import dev.runrate.common.messaging.Outbox;
import dev.runrate.common.messaging.OutboxOwner;
import dev.runrate.ingest.issuer.IssuerRepository.IssuerRow;
import java.time.Clock;
import java.time.Instant;
import java.time.MonthDay;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/**
 * Who the issuers are. The first filing of an issuer creates it, with what {@link WellKnown} says
 * of it; whoever knows better puts a profile.
 */
@Component
public class IssuerDirectory extends OutboxOwner<IssuerDirectory.Version> {
  private static final int MOST_KNOWN = 100_000;

  /** Names a version of a profile. */
  record Version(String id, Instant updatedAt) {}

  /** Names that an article is searched for; far more than anybody follows. */
  private static final int MOST_ISSUERS = 20_000;

  private final IssuerRepository issuers;
  private final WellKnown wellKnown = WellKnown.load();
  private final Clock clock;

  /**
   * Issuers that are committed for certain, so that most filings cost no look. Who is forgotten is
   * looked up, and told of, once more.
   */
  private final Cache<String, Boolean> known =
      Caffeine.newBuilder().maximumSize(MOST_KNOWN).build();

  IssuerDirectory(IssuerRepository issuers, MessagePublisher publisher, Clock clock) {
    super(new Outbox<>("issuers", publisher, new Rows(issuers), clock));
    this.issuers = issuers;
    this.clock = clock;
  }

  /**
   * Makes sure that the issuers exist; to be called in the transaction that stores their filings.
   * Their profiles are published by the sweep or by {@link #publish}.
   */
  public void createMissing(Collection<IssuerId> ids) {
    List<IssuerId> missing =
        ids.stream().filter(id -> known.getIfPresent(id.slug()) == null).toList();
    if (missing.isEmpty()) {
      return;
    }
    issuers.insertNew(
        missing.stream().map(IssuerId::slug).toArray(String[]::new),
        missing.stream()
            .map(id -> Json.MAPPER.writeValueAsString(wellKnown.profile(id)))
            .toArray(String[]::new),
        missing.stream().map(id -> cik(wellKnown.profile(id))).toArray(String[]::new),
        now());
  }

  /** To be called after the commit: tells of the profiles that are new. */
  public void publish(Collection<IssuerId> ids) {
    List<Outbox.Row<Version>> rows = new ArrayList<>();
    for (IssuerId id : ids) {
      if (known.asMap().putIfAbsent(id.slug(), true) == null) {
        issuers.find(id.slug()).map(IssuerDirectory::message).ifPresent(rows::add);
      }
    }
    outbox.publish(rows);
  }

  /** Puts a profile and leaves the rulings as they are. */
  synchronized IssuerProfile describe(IssuerProfile profile) {
    IssuerProfile described =
        profile.with(find(profile.id()).map(IssuerProfile::rulings).orElse(List.of()));
    put(described);
    return described;
  }

  /** Puts a ruling in the place of an older one about the same fact. */
  public synchronized IssuerProfile rule(IssuerId issuer, Ruling ruling) {
    IssuerProfile profile = profile(issuer);
    List<Ruling> rulings = without(profile, ruling.filing(), ruling.fact());
    rulings.add(ruling);
    IssuerProfile ruled = profile.with(rulings);
    put(ruled);
    return ruled;
  }

  /** Takes a ruling back; false where there is none. */
  public synchronized boolean takeBack(IssuerId issuer, FilingId filing, int fact) {
    IssuerProfile profile = profile(issuer);
    List<Ruling> left = without(profile, filing, fact);
    if (left.size() == profile.rulings().size()) {
      return false;
    }
    put(profile.with(left));
    return true;
  }

  private static List<Ruling> without(IssuerProfile profile, FilingId filing, int fact) {
    return new ArrayList<>(
        profile.rulings().stream().filter(r -> !r.isAbout(filing, fact)).toList());
  }

  public void put(IssuerProfile profile) {
    Instant now = now();
    String json = Json.MAPPER.writeValueAsString(profile);
    issuers.put(profile.id().slug(), json, cik(profile), now);
    outbox.publish(List.of(message(new IssuerRow(profile.id().slug(), json, now))));
  }

  /**
   * Adds what a document says of its issuer to the profile; what somebody put there stays. In which
   * currency is reported, the engine learns from the facts: in a profile it would be a person's
   * word, which no fact outvotes.
   *
   * @param fiscalYearEnd only where the issuer says it in so many words; null otherwise
   */
  public void describe(IssuerId id, String nameOrNull, Long cikOrNull, MonthDay fiscalYearEnd) {
    IssuerProfile old = profile(id);
    IssuerProfile described =
        new IssuerProfile(
            id,
            old.name() != null ? old.name() : nameOrNull,
            old.names(),
            old.aliases(),
            old.country(),
            old.reportingCurrency(),
            old.fiscalYearEnd() != null ? old.fiscalYearEnd() : fiscalYearEnd,
            old.cik() != null ? old.cik() : cikOrNull,
            old.kind(),
            old.rulings());
    if (!described.equals(find(id).orElse(null))) {
      put(described);
    }
  }

  public Optional<IssuerProfile> find(IssuerId id) {
    return issuers.find(id.slug()).map(IssuerDirectory::profile);
  }

  /** What is known of the issuer, if only its name. */
  public IssuerProfile profile(IssuerId id) {
    return find(id).orElseGet(() -> wellKnown.profile(id));
  }

  /** The issuer with this SEC number, among those that are there and those well known. */
  public Optional<IssuerId> findByCik(long cik) {
    return issuers
        .findByCik(Long.toString(cik))
        .map(row -> IssuerId.of(row.id()))
        .or(() -> wellKnown.findByCik(cik));
  }

  /** Everybody who is known: those that are there, and those well known that are not. */
  public List<IssuerProfile> all() {
    Map<IssuerId, IssuerProfile> all = new TreeMap<>();
    wellKnown.all().forEach(profile -> all.put(profile.id(), profile));
    issuers.list("", MOST_ISSUERS).stream()
        .map(IssuerDirectory::profile)
        .forEach(profile -> all.put(profile.id(), profile));
    return List.copyOf(all.values());
  }

  List<IssuerProfile> list(String after, int limit) {
    return issuers.list(after, limit).stream().map(IssuerDirectory::profile).toList();
  }

  private static String cik(IssuerProfile profile) {
    return profile.cik() == null ? "" : profile.cik().toString();
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private static IssuerProfile profile(IssuerRow row) {
    return Json.read(row.profile(), IssuerProfile.class);
  }

  private static Outbox.Row<Version> message(IssuerRow row) {
    return new Outbox.Row<>(
        new Version(row.id(), row.updatedAt()),
        new ReferenceEvent(profile(row), null, row.updatedAt()).message());
  }

  private record Rows(IssuerRepository issuers) implements Outbox.Rows<Version> {
    @Override
    public List<Outbox.Row<Version>> unpublished(Instant before, int limit) {
      return issuers.unpublished(before, limit).stream().map(IssuerDirectory::message).toList();
    }

    @Override
    public void markPublished(Collection<Version> keys) {
      keys.forEach(key -> issuers.markPublished(key.id, key.updatedAt));
    }
  }
}
