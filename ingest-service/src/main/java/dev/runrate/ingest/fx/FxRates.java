package dev.runrate.ingest.fx;

import dev.runrate.common.event.Json;
import dev.runrate.common.event.ReferenceEvent;
import dev.runrate.common.fact.Unit;
import dev.runrate.common.messaging.MessagePublisher;
import dev.runrate.common.messaging.Outbox;
import dev.runrate.common.messaging.OutboxOwner;
import dev.runrate.ingest.fx.FxRepository.FxYear;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.type.TypeReference;

/** Keeps the reference rates and publishes the years that changed. */
@Component
class FxRates extends OutboxOwner<FxRates.Version> {
  /** A currency's year, the unit of storing and sending. */
  record Key(Unit currency, int year) {}

  record Version(String currency, int year, Instant updatedAt) {}

  private static final TypeReference<TreeMap<LocalDate, BigDecimal>> DAYS =
      new TypeReference<>() {};

  private final FxRepository years;
  private final TransactionTemplate transaction;
  private final Clock clock;

  FxRates(
      FxRepository years,
      TransactionTemplate transaction,
      MessagePublisher publisher,
      Clock clock) {
    super(new Outbox<>("fx-rates", publisher, new Rows(years), clock));
    this.years = years;
    this.transaction = transaction;
    this.clock = clock;
  }

  /**
   * Adds rates to those that are there; a rate for a day that has one already replaces it.
   *
   * @return how many currency-years changed
   */
  int put(Map<Key, SortedMap<LocalDate, BigDecimal>> rates) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    List<Outbox.Row<Version>> changed =
        transaction.execute(
            status -> {
              Map<Key, TreeMap<LocalDate, BigDecimal>> stored = stored();
              List<Outbox.Row<Version>> rows = new ArrayList<>();
              rates.forEach(
                  (key, days) -> {
                    TreeMap<LocalDate, BigDecimal> merged =
                        new TreeMap<>(stored.getOrDefault(key, new TreeMap<>()));
                    merged.putAll(days);
                    if (!merged.equals(stored.get(key))) {
                      String json = Json.MAPPER.writeValueAsString(merged);
                      years.put(key.currency.code(), key.year, json, now);
                      rows.add(message(new FxYear(key.currency.code(), key.year, json, now)));
                    }
                  });
              return rows;
            });
    outbox.publish(changed);
    return changed.size();
  }

  private Map<Key, TreeMap<LocalDate, BigDecimal>> stored() {
    Map<Key, TreeMap<LocalDate, BigDecimal>> stored = new HashMap<>();
    for (FxYear year : years.all()) {
      stored.put(new Key(Unit.of(year.currency()), year.year()), Json.read(year.perEuro(), DAYS));
    }
    return stored;
  }

  private static Outbox.Row<Version> message(FxYear year) {
    return new Outbox.Row<>(
        new Version(year.currency(), year.year(), year.updatedAt()),
        new ReferenceEvent(
                null,
                new ReferenceEvent.Rates(
                    Unit.of(year.currency()), year.year(), Json.read(year.perEuro(), DAYS)),
                year.updatedAt())
            .message());
  }

  private record Rows(FxRepository years) implements Outbox.Rows<Version> {
    @Override
    public List<Outbox.Row<Version>> unpublished(Instant before, int limit) {
      return years.unpublished(before, limit).stream().map(FxRates::message).toList();
    }

    @Override
    public void markPublished(Collection<Version> keys) {
      keys.forEach(key -> years.markPublished(key.currency, key.year, key.updatedAt));
    }
  }
}
