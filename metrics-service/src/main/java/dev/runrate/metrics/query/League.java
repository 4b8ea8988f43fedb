package dev.runrate.metrics.query;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.Unit;
import dev.runrate.metrics.factbook.AsOf;
import dev.runrate.metrics.metric.ExchangeRates;
import dev.runrate.metrics.recompute.RateTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * The rows of all issuers, kept until anything about an issuer changes: a league of thousands is
 * read at every change of one.
 */
@Component
class League {
  /** Some ten kilobytes each: 5,000 issuers now, and once more as they were on some day. */
  private static final int MOST_ROWS = 10_000;

  private record Key(IssuerId issuer, Optional<Unit> currency, AsOf asOf) {}

  private record Kept(long version, ExchangeRates rates, LeagueEntry entry) {}

  private final Books books;
  private final RateTable rates;
  private final Cache<Key, Kept> rows = Caffeine.newBuilder().maximumSize(MOST_ROWS).build();

  League(Books books, RateTable rates) {
    this.books = books;
    this.rates = rates;
  }

  /** So that nobody has to wait for the first table; on a thread of its own. */
  @EventListener(ApplicationReadyEvent.class)
  void compute() {
    Thread.ofVirtual().name("league").start(() -> entries(null, AsOf.NOW));
  }

  /** In no order that means anything. */
  List<LeagueEntry> entries(Unit currencyOrNull, AsOf asOf) {
    ExchangeRates current = rates.current();
    return books.versions().entrySet().parallelStream()
        .map(issuer -> entry(issuer, currencyOrNull, asOf, current))
        .toList();
  }

  private LeagueEntry entry(
      Map.Entry<IssuerId, Long> issuer, Unit currencyOrNull, AsOf asOf, ExchangeRates current) {
    Key key = new Key(issuer.getKey(), Optional.ofNullable(currencyOrNull), asOf);
    Kept kept = rows.getIfPresent(key);
    if (kept == null || kept.version < issuer.getValue() || kept.rates != current) {
      Books.Shelf shelf = books.of(issuer.getKey());
      LeagueEntry entry = LeagueEntry.of(shelf, asOf, current, currencyOrNull);
      kept = new Kept(shelf.issuer().version(), current, entry);
      rows.put(key, kept);
    }
    return kept.entry;
  }
}
