package dev.runrate.metrics.query;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.runrate.common.event.PeriodView;
import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.common.fact.Unit;
import dev.runrate.common.fact.Wording;
import dev.runrate.common.web.Columns;
import dev.runrate.common.web.ProblemException;
import dev.runrate.common.web.Tabular;
import dev.runrate.metrics.coverage.Coverage;
import dev.runrate.metrics.factbook.FactBook;
import dev.runrate.metrics.recompute.Facts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Which single fact would make which figures known, what unlocks most first. */
@RestController
class CoverageController {
  /** A figure that would be known, and why it is not. */
  record Unlocked(String metric, PeriodView period, String reason) {}

  /**
   * @param unit that it would have to be stated in
   */
  record Item(
      IssuerId issuer,
      SegmentId segment,
      Concept concept,
      PeriodView period,
      Unit unit,
      List<Unlocked> unlocks,
      String sentence) {}

  private static final Columns<Item> COLUMNS =
      new Columns<Item>()
          .and("issuer", Item::issuer)
          .and("segment", Item::segment)
          .and("concept", Item::concept)
          .and("period", item -> item.period.label())
          .and("start", item -> item.period.start())
          .and("end", item -> item.period.end())
          .and("unit", Item::unit)
          .and("unlocks", item -> item.unlocks.size())
          .and("metrics", CoverageController::metrics);

  private static final Comparator<Item> MOST_FIRST =
      Comparator.comparing((Item item) -> item.unlocks.size())
          .reversed()
          .thenComparing(Item::issuer)
          .thenComparing(Item::segment);

  private static final int MOST_CACHED = 2_000;

  private record Cached(long version, List<Item> items) {}

  private record Key(IssuerId issuer, SegmentId segment) {}

  private final Books books;
  private final Cache<Key, Cached> found = Caffeine.newBuilder().maximumSize(MOST_CACHED).build();

  CoverageController(Books books) {
    this.books = books;
  }

  @GetMapping("/v1/issuers/{id}/coverage")
  Tabular<Item> ofIssuer(
      @PathVariable String id,
      @RequestParam(required = false) String segment,
      @RequestParam(required = false) Integer limit,
      @RequestParam(required = false) String cursor) {
    Books.Shelf shelf = books.of(Question.issuer(id));
    SegmentId of = Question.segment(segment);
    if (!of.isWhole() && !shelf.now().segments().contains(of)) {
      throw ProblemException.notFound("segment " + of + " of " + shelf.profile().id());
    }
    return Tabular.slice(items(shelf, of), limit, cursor, CoverageController::key, COLUMNS);
  }

  /** Of the whole table: the issuers themselves, without their segments. */
  @GetMapping("/v1/coverage")
  Tabular<Item> all(
      @RequestParam(required = false) Integer limit,
      @RequestParam(required = false) String cursor) {
    List<Item> items = new ArrayList<>();
    for (Facts.Issuer issuer : books.issuers()) {
      items.addAll(items(books.of(issuer), SegmentId.WHOLE));
    }
    items.sort(MOST_FIRST);
    return Tabular.slice(items, limit, cursor, CoverageController::key, COLUMNS);
  }

  private List<Item> items(Books.Shelf shelf, SegmentId segment) {
    Key key = new Key(shelf.profile().id(), segment);
    Cached cached = found.getIfPresent(key);
    if (cached == null || cached.version != shelf.issuer().version()) {
      List<Item> items =
          Coverage.of(shelf.profile(), shelf.filings(), segment).stream()
              .map(missing -> item(shelf, missing))
              .toList();
      cached = new Cached(shelf.issuer().version(), items);
      found.put(key, cached);
    }
    return cached.items;
  }

  private static Item item(Books.Shelf shelf, Coverage.Missing missing) {
    FactBook book = shelf.now();
    List<Unlocked> unlocks =
        missing.unlocks().stream()
            .map(
                u ->
                    new Unlocked(
                        u.metric().toString(), Question.view(book, u.period()), u.reason()))
            .toList();
    String when =
        missing.period() instanceof Period.Instant
            ? " at " + missing.period()
            : " of " + book.label(missing.period());
    return new Item(
        shelf.profile().id(),
        missing.segment(),
        missing.concept(),
        Question.view(book, missing.period()),
        missing.unit(),
        unlocks,
        Wording.concept(missing.concept())
            + when
            + " unlocks "
            + String.join(
                ", ",
                missing.unlocks().stream()
                    .map(u -> u.metric().words() + " of " + book.label(u.period()))
                    .toList()));
  }

  private static String metrics(Item item) {
    return String.join(
        " ", item.unlocks.stream().map(u -> u.metric + "@" + u.period.label()).toList());
  }

  private static String key(Item item) {
    return String.join(
        "|",
        item.issuer.slug(),
        item.segment.slug(),
        item.concept.label(),
        item.period.start().toString(),
        item.period.end().toString());
  }
}
