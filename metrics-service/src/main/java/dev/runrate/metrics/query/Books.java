package dev.runrate.metrics.query;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.runrate.common.fact.Filing;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.IssuerProfile;
import dev.runrate.common.web.ProblemException;
import dev.runrate.metrics.MetricsSettings;
import dev.runrate.metrics.audit.Audits;
import dev.runrate.metrics.factbook.AsOf;
import dev.runrate.metrics.factbook.FactBook;
import dev.runrate.metrics.factbook.FilingRecord;
import dev.runrate.metrics.metric.ExchangeRates;
import dev.runrate.metrics.recompute.Facts;
import dev.runrate.metrics.recompute.RateTable;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * The books of facts that queries read: always computed from the facts, never from stored figures.
 * A book is kept until anything about its issuer changes.
 */
@Component
class Books {
  /** An issuer with all that was filed about it. */
  record Shelf(Facts.Issuer issuer, List<FilingRecord> filings, ExchangeRates rates, FactBook now) {
    IssuerProfile profile() {
      return issuer.profile();
    }

    /** The filings that were published and recorded by then, also those that stand no more. */
    Stream<FilingRecord> seenBy(AsOf asOf) {
      return filings.stream()
          .filter(
              record ->
                  asOf.recordedAt() == null || !record.recordedAt().isAfter(asOf.recordedAt()))
          .filter(
              record ->
                  asOf.knownAt() == null
                      || !record.filing().source().publishedOn().isAfter(asOf.knownAt()));
    }

    /** Of those that stand, the one that was published last. */
    Optional<Filing> newestFiling(AsOf asOf) {
      return seenBy(asOf)
          .filter(FilingRecord::stands)
          .map(FilingRecord::filing)
          .max(
              Comparator.comparing((Filing filing) -> filing.source().publishedOn())
                  .thenComparing(filing -> filing.id().text()));
    }

    FactBook asOf(AsOf asOf) {
      return asOf.equals(AsOf.NOW) ? now : book(issuer, filings, asOf, rates);
    }

    private static FactBook book(
        Facts.Issuer issuer, List<FilingRecord> filings, AsOf asOf, ExchangeRates rates) {
      return Audits.audited(FactBook.of(issuer.profile(), filings, asOf), rates::between).book();
    }
  }

  private final Facts facts;
  private final RateTable rates;
  private final Cache<IssuerId, Shelf> shelves;

  Books(Facts facts, RateTable rates, MetricsSettings settings) {
    this.facts = facts;
    this.rates = rates;
    this.shelves = Caffeine.newBuilder().maximumSize(settings.cachedBooks()).build();
  }

  Shelf of(IssuerId id) {
    return of(facts.issuer(id).orElseThrow(() -> ProblemException.notFound("issuer " + id)));
  }

  Optional<Shelf> find(IssuerId id) {
    return facts.issuer(id).map(this::of);
  }

  Shelf of(Facts.Issuer issuer) {
    Shelf shelf = shelves.getIfPresent(issuer.profile().id());
    ExchangeRates current = rates.current();
    if (shelf == null || shelf.issuer.version() != issuer.version() || shelf.rates != current) {
      List<FilingRecord> filings = facts.all(issuer.profile().id());
      shelf = new Shelf(issuer, filings, current, Shelf.book(issuer, filings, AsOf.NOW, current));
      shelves.put(issuer.profile().id(), shelf);
    }
    return shelf;
  }

  Map<IssuerId, Long> versions() {
    return facts.versions();
  }

  List<Facts.Issuer> issuers() {
    return facts.issuers();
  }
}
