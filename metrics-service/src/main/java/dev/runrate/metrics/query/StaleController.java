package dev.runrate.metrics.query;

import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.web.Columns;
import dev.runrate.common.web.ProblemException;
import dev.runrate.common.web.Tabular;
import dev.runrate.metrics.coverage.Rhythm;
import dev.runrate.metrics.recompute.Facts;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Issuers of whom nothing was said for longer than usual, the longest silence first. */
@RestController
class StaleController {
  /**
   * @param missed so many usual gaps have passed since
   */
  record Item(IssuerId issuer, LocalDate lastSaid, int usualDays, long missed) {}

  private static final Columns<Item> COLUMNS =
      new Columns<Item>()
          .and("issuer", Item::issuer)
          .and("lastSaid", Item::lastSaid)
          .and("usualDays", Item::usualDays)
          .and("missed", Item::missed);

  private final Books books;

  StaleController(Books books) {
    this.books = books;
  }

  /**
   * @param on the day from which one looks back
   * @param periods so many usual gaps make a silence; 2 without it
   */
  @GetMapping("/v1/stale")
  Tabular<Item> stale(
      @RequestParam String on,
      @RequestParam(defaultValue = "2") int periods,
      @RequestParam(required = false) Integer limit,
      @RequestParam(required = false) String cursor) {
    if (periods < 1) {
      throw ProblemException.badRequest("periods is at least 1.");
    }
    LocalDate day = day(on);
    List<Item> items = new ArrayList<>();
    for (Facts.Issuer issuer : books.issuers()) {
      Rhythm.of(books.of(issuer).filings())
          .filter(rhythm -> rhythm.missed(day) >= periods)
          .ifPresent(
              rhythm ->
                  items.add(
                      new Item(
                          issuer.profile().id(),
                          rhythm.lastSaid(),
                          rhythm.usualDays(),
                          rhythm.missed(day))));
    }
    items.sort(Comparator.comparing(Item::missed).reversed().thenComparing(Item::issuer));
    return Tabular.slice(items, limit, cursor, item -> item.issuer().slug(), COLUMNS);
  }

  private static LocalDate day(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw ProblemException.badRequest("on is a date: 2026-06-30.");
    }
  }
}
