package dev.runrate.metrics.query;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.runrate.common.event.PeriodView;
import dev.runrate.common.fact.Basis;
import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.Conflict;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.Scenario;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.common.web.Columns;
import dev.runrate.common.web.Tabular;
import dev.runrate.metrics.audit.Audit;
import dev.runrate.metrics.audit.Audits;
import dev.runrate.metrics.factbook.AsOf;
import dev.runrate.metrics.factbook.FactBook;
import dev.runrate.metrics.metric.Conflicts;
import dev.runrate.metrics.metric.ExchangeRates;
import dev.runrate.metrics.recompute.Facts;
import dev.runrate.metrics.recompute.RateTable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Statements that cannot both be true, those that matter most first. */
@RestController
class ConflictController {
  /**
   * A conflict and where it belongs.
   *
   * @param materiality how much it matters, as a share: 0.05 is a twentieth of the revenue
   */
  record Item(
      IssuerId issuer,
      SegmentId segment,
      PeriodView period,
      Conflict.Type type,
      Concept concept,
      Basis basis,
      Scenario scenario,
      Conflict.Statement winner,
      Conflict.Statement loser,
      String why,
      BigDecimal materiality) {}

  /** The order they are found in is a total one, and sorting keeps it among equals. */
  private static final Comparator<Item> MOST_MATERIAL_FIRST =
      Comparator.comparing(Item::materiality, Comparator.reverseOrder());

  private static final Columns<Item> COLUMNS =
      new Columns<Item>()
          .and("issuer", Item::issuer)
          .and("segment", Item::segment)
          .and("period", item -> item.period.label())
          .and("type", Item::type)
          .and("concept", Item::concept)
          .and("basis", Item::basis)
          .and("scenario", Item::scenario)
          .and("winner", item -> shown(item.winner))
          .and("winnerFiling", item -> item.winner.filing())
          .and("loser", item -> shown(item.loser))
          .and("loserFiling", item -> item.loser.filing())
          .and("unit", item -> item.loser.unit())
          .and("why", Item::why)
          .and("materiality", Item::materiality)
          .and("winnerUnit", item -> item.winner.unit())
          .and("winnerTitle", item -> item.winner.title())
          .and("winnerUrl", item -> item.winner.url())
          .and("loserTitle", item -> item.loser.title())
          .and("loserUrl", item -> item.loser.url());

  /** Conflicts kept, of about a kilobyte each: the next page of a list is at hand. */
  private static final int MOST_CACHED = 100_000;

  private record CacheKey(IssuerId issuer, AsOf asOf) {}

  private record Cached(long version, ExchangeRates rates, List<Item> items) {}

  private final Books books;
  private final RateTable rates;
  private final Cache<CacheKey, Cached> found =
      Caffeine.newBuilder()
          .maximumWeight(MOST_CACHED)
          .<CacheKey, Cached>weigher((key, cached) -> 1 + cached.items.size())
          .build();

  ConflictController(Books books, RateTable rates) {
    this.books = books;
    this.rates = rates;
  }

  @GetMapping("/v1/conflicts")
  Tabular<Item> list(
      @RequestParam(required = false) String issuer,
      @RequestParam(required = false) String knownAt,
      @RequestParam(required = false) String recordedAt,
      @RequestParam(required = false) Integer limit,
      @RequestParam(required = false) String cursor) {
    AsOf asOf = Question.asOf(knownAt, recordedAt);
    List<Facts.Issuer> issuers =
        issuer == null ? books.issuers() : List.of(books.of(Question.issuer(issuer)).issuer());
    List<Item> items = new ArrayList<>();
    issuers.forEach(each -> items.addAll(of(each, asOf)));
    items.sort(MOST_MATERIAL_FIRST);
    return Tabular.slice(items, limit, cursor, ConflictController::key, COLUMNS);
  }

  private List<Item> of(Facts.Issuer issuer, AsOf asOf) {
    CacheKey key = new CacheKey(issuer.profile().id(), asOf);
    ExchangeRates current = rates.current();
    Cached cached = found.getIfPresent(key);
    if (cached == null || cached.version != issuer.version() || cached.rates != current) {
      cached = new Cached(issuer.version(), current, compute(books.of(issuer), asOf, current));
      found.put(key, cached);
    }
    return cached.items;
  }

  private static List<Item> compute(Books.Shelf shelf, AsOf asOf, ExchangeRates rates) {
    FactBook book = shelf.asOf(asOf);
    List<Item> items = new ArrayList<>();
    for (SegmentId segment : book.segments()) {
      for (Conflicts.Found found : Conflicts.all(book, segment, rates)) {
        items.add(item(shelf, book, segment, found.period(), found.conflict()));
      }
    }
    // A pair of amounts that no rate explains is a conflict between two currencies already.
    for (Audit audit : Audits.audited(book).failing()) {
      Audit.Evidence held = audit.evidence().getLast();
      items.add(item(shelf, book, held.line().segment(), held.period(), audit.conflict(book)));
    }
    return items;
  }

  private static Item item(
      Books.Shelf shelf, FactBook book, SegmentId segment, Period period, Conflict c) {
    return new Item(
        shelf.profile().id(),
        segment,
        Question.view(book, period),
        c.type(),
        c.concept(),
        c.basis(),
        c.scenario(),
        c.winner(),
        c.loser(),
        c.why(),
        c.materiality());
  }

  private static String key(Item item) {
    return String.join(
        "|",
        item.issuer.slug(),
        item.segment.slug(),
        item.period.start().toString(),
        item.period.end().toString(),
        item.type.toString(),
        item.concept.label(),
        item.basis.slug(),
        item.scenario.toString(),
        String.valueOf(item.loser));
  }

  /** A number where there is one. */
  private static Object shown(Conflict.Statement statement) {
    return statement.value() != null ? statement.value() : statement.quantity().range();
  }
}
