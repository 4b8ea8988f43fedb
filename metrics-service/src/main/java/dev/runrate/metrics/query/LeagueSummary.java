package dev.runrate.metrics.query;

import dev.runrate.common.fact.Figure;
import dev.runrate.common.fact.How;
import dev.runrate.common.fact.Interval;
import dev.runrate.common.fact.IssuerKind;
import dev.runrate.common.fact.Unit;
import dev.runrate.metrics.query.LeagueRow.Burn;
import dev.runrate.metrics.query.LeagueRow.Result;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Is AI making money yet? What the rows of a league table say together, and how much of it nobody
 * knows. Nothing is guessed: an issuer that is not known is counted as such.
 *
 * @param results how many issuers there are of each result; all of them together are all issuers
 * @param burns how many there are of each burn
 * @param burn what those burn together a month, in each currency that they are shown in
 * @param together the same in one currency; an issuer that no rate translates is among its missing
 * @param lossesOfUnknownBurn issuers that make a loss and of which no burn is known
 * @param overAYear those of which the result is known of the newest period and of one a year before
 * @param countries and {@code kinds} there are, to choose among
 */
record LeagueSummary(
    Map<Result, Integer> results,
    Map<Burn, Integer> burns,
    List<Total> burn,
    Total together,
    int lossesOfUnknownBurn,
    OverAYear overAYear,
    List<String> countries,
    List<IssuerKind> kinds) {

  /**
   * A sum of intervals.
   *
   * @param value null where one of the parts has none
   * @param issuers how many parts there are
   * @param proxies how many of them are stand-ins
   * @param missing how many belong to it and could not be added
   * @param from the last day of the oldest part's period
   * @param to the last day of the newest part's period
   */
  record Total(
      Unit unit,
      BigDecimal value,
      BigDecimal low,
      BigDecimal high,
      int issuers,
      int proxies,
      int missing,
      LocalDate from,
      LocalDate to) {}

  /**
   * The same issuers now and a year before.
   *
   * @param issuers with a known result at both times; {@code profitable} and {@code
   *     profitableYearAgo} are of those
   * @param burn of the issuers whose burn is known at both times; null where there are none
   */
  record OverAYear(
      int issuers, int profitable, int profitableYearAgo, Total burn, Total burnYearAgo) {}

  private record Part(Figure figure, LocalDate end) {}

  static LeagueSummary of(List<LeagueEntry> entries, Unit currencyOrNull) {
    Map<Result, Integer> results = new EnumMap<>(Result.class);
    Map<Burn, Integer> burns = new EnumMap<>(Burn.class);
    Map<Unit, List<Part>> byCurrency = new TreeMap<>();
    TreeSet<String> countries = new TreeSet<>();
    TreeSet<IssuerKind> kinds = new TreeSet<>();
    List<LeagueEntry> burning = new ArrayList<>();
    int lossesOfUnknownBurn = 0;
    for (LeagueEntry entry : entries) {
      LeagueRow row = entry.row();
      results.merge(row.result(), 1, Integer::sum);
      burns.merge(row.burn(), 1, Integer::sum);
      if (row.burn() == Burn.BURNING) {
        burning.add(entry);
        FigureView burn = row.metrics().get("burn-per-month");
        byCurrency
            .computeIfAbsent(burn.unit(), unit -> new ArrayList<>())
            .add(new Part(burn.figure(), burn.period().end()));
      }
      if (row.result() == Result.LOSS && row.burn() == Burn.UNKNOWN) {
        lossesOfUnknownBurn++;
      }
      if (row.country() != null) {
        countries.add(row.country());
      }
      if (row.kind() != null) {
        kinds.add(row.kind());
      }
    }
    Unit yardstick = currencyOrNull == null ? LeagueEntry.YARDSTICK : currencyOrNull;
    return new LeagueSummary(
        results,
        burns,
        byCurrency.entrySet().stream().map(each -> total(each.getKey(), each.getValue())).toList(),
        together(yardstick, burning, LeagueEntry::burn),
        lossesOfUnknownBurn,
        overAYear(entries, yardstick),
        List.copyOf(countries),
        List.copyOf(kinds));
  }

  private static OverAYear overAYear(List<LeagueEntry> entries, Unit yardstick) {
    int issuers = 0;
    int profitable = 0;
    int profitableYearAgo = 0;
    for (LeagueEntry entry : entries) {
      FigureView before = result(entry.row().yearAgo());
      if (before != null && entry.row().result() != Result.UNKNOWN) {
        issuers++;
        profitable += entry.row().result() == Result.PROFIT ? 1 : 0;
        profitableYearAgo += new Interval(before.low(), before.high()).isPositive() ? 1 : 0;
      }
    }
    List<LeagueEntry> both =
        entries.stream()
            .filter(entry -> entry.burn() != null && entry.burnYearAgo() != null)
            .filter(entry -> entry.burn().isKnown() && entry.burnYearAgo().isKnown())
            .toList();
    return new OverAYear(
        issuers,
        profitable,
        profitableYearAgo,
        together(yardstick, both, LeagueEntry::burn),
        together(yardstick, both, LeagueEntry::burnYearAgo));
  }

  private static FigureView result(Map<String, FigureView> yearAgo) {
    return yearAgo.entrySet().stream()
        .filter(each -> !each.getKey().equals("burn-per-month"))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  private static Total together(
      Unit unit, List<LeagueEntry> entries, Function<LeagueEntry, Figure> figure) {
    return entries.isEmpty()
        ? null
        : total(
            unit,
            entries.stream()
                .map(
                    entry ->
                        new Part(
                            figure.apply(entry),
                            entry.row().metrics().get("burn-per-month").period().end()))
                .toList());
  }

  private static Total total(Unit unit, List<Part> parts) {
    List<Part> known = parts.stream().filter(part -> part.figure.isKnown()).toList();
    Interval range = Interval.exactly(BigDecimal.ZERO);
    BigDecimal value = BigDecimal.ZERO;
    int proxies = 0;
    for (Part part : known) {
      range = range.plus(part.figure.range());
      value = value == null || part.figure.value() == null ? null : value.add(part.figure.value());
      proxies += part.figure.how().contains(How.PROXY) ? 1 : 0;
    }
    List<LocalDate> ends = known.stream().map(Part::end).filter(Objects::nonNull).sorted().toList();
    return new Total(
        unit,
        value,
        range.low(),
        range.high(),
        known.size(),
        proxies,
        parts.size() - known.size(),
        ends.isEmpty() ? null : ends.getFirst(),
        ends.isEmpty() ? null : ends.getLast());
  }
}
