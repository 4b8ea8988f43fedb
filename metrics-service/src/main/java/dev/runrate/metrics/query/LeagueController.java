package dev.runrate.metrics.query;

import dev.runrate.common.fact.IssuerKind;
import dev.runrate.common.fact.Metric;
import dev.runrate.common.fact.Unit;
import dev.runrate.common.web.Columns;
import dev.runrate.common.web.Page;
import dev.runrate.common.web.ProblemException;
import dev.runrate.common.web.Tabular;
import dev.runrate.metrics.factbook.AsOf;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The league table: a row per issuer with its headline figures, and what the rows say together.
 *
 * <pre>
 * GET /v1/issuers?currency=USD&amp;sort=net-margin&amp;order=asc&amp;q=智谱&amp;country=CN&amp;kind=lab
 *     &amp;result=loss&amp;knownAt=2025-06-30&amp;since=2025-01-01&amp;from=100&amp;limit=100
 * </pre>
 */
@RestController
class LeagueController {
  /** Run-rate or ARR, whichever leads the row. */
  private static final String BY_SIZE = "size";

  /** What else than a metric a table can be ranked by. */
  private static final Map<String, Function<LeagueRow, Comparable<?>>> TEXTS =
      new TreeMap<>(
          Map.of(
              "issuer",
              row -> row.name() == null ? row.issuer().slug() : row.name(),
              "country",
              LeagueRow::country,
              "kind",
              LeagueRow::kind,
              "newest-filing",
              row -> row.newestFiling() == null ? null : row.newestFiling().publishedOn()));

  private static final Columns<FigureView> NUMBER =
      new Columns<FigureView>().and("", FigureView::value).and("-unit", FigureView::unit);

  private static final Columns<LeagueRow> COLUMNS = columns();

  /**
   * @param total rows there are, on this page or not
   * @param summary of the rows that the filters let through
   */
  record Answer(List<LeagueRow> items, String next, int total, LeagueSummary summary) {}

  private final League league;

  LeagueController(League league) {
    this.league = league;
  }

  /**
   * @param sort a headline metric, {@code size} (run-rate or ARR, the default), {@code issuer},
   *     {@code country}, {@code kind} or {@code newest-filing}; who is not known comes last
   * @param order {@code desc} (the default; of texts {@code asc}) or {@code asc}
   * @param q a part of any name, alias or id, in any script
   * @param since a date: only rows that are otherwise than they were known to be then, each with
   *     what it was
   * @param from how many rows to pass over; instead of a cursor
   */
  @GetMapping("/v1/issuers")
  Tabular<LeagueRow> list(
      @RequestParam(required = false) String currency,
      @RequestParam(defaultValue = BY_SIZE) String sort,
      @RequestParam(required = false) String order,
      @RequestParam(defaultValue = "") String q,
      @RequestParam(defaultValue = "") String country,
      @RequestParam(defaultValue = "") String kind,
      @RequestParam(defaultValue = "") String result,
      @RequestParam(required = false) String knownAt,
      @RequestParam(required = false) String recordedAt,
      @RequestParam(defaultValue = "") String since,
      @RequestParam(required = false) Integer from,
      @RequestParam(required = false) Integer limit,
      @RequestParam(required = false) String cursor) {
    Unit wanted = Question.currency(currency);
    AsOf asOf = Question.asOf(knownAt, recordedAt);
    String words = LeagueEntry.folded(q);
    IssuerKind ofKind = kind.isEmpty() ? null : kind(kind);
    LeagueRow.Result ofResult = result.isEmpty() ? null : result(result);
    Predicate<LeagueEntry> isAsked =
        entry ->
            entry.words().contains(words)
                && (country.isEmpty() || country.equalsIgnoreCase(entry.row().country()))
                && (ofKind == null || ofKind == entry.row().kind())
                && (ofResult == null || ofResult == entry.row().result());
    List<LeagueEntry> ranked =
        league.entries(wanted, asOf).stream().filter(isAsked).sorted(order(sort, order)).toList();
    if (!since.isEmpty()) {
      ranked = changedSince(Question.asOf(since, recordedAt), wanted, ranked);
    }
    return page(ranked, LeagueSummary.of(ranked, wanted), from, limit, cursor);
  }

  private static Tabular<LeagueRow> page(
      List<LeagueEntry> ranked, LeagueSummary summary, Integer from, Integer limit, String cursor) {
    List<LeagueRow> all = ranked.stream().map(LeagueEntry::row).toList();
    if (from != null && (from < 0 || cursor != null)) {
      throw ProblemException.badRequest("from is a number of rows, and instead of a cursor.");
    }
    List<LeagueRow> rest = from == null ? all : all.subList(Math.min(from, all.size()), all.size());
    Page<LeagueRow> page = Page.slice(rest, limit, cursor, row -> row.issuer().slug());
    // A table is read as a whole: CSV has all the rows unless somebody asks for some.
    boolean isWhole = limit == null && cursor == null;
    return new Tabular<>(
        new Answer(page.items(), page.next(), all.size(), summary),
        COLUMNS,
        isWhole ? rest : page.items(),
        isWhole ? null : page.next());
  }

  private static IssuerKind kind(String text) {
    return IssuerKind.parse(text).orElseThrow(() -> choice("kind", Stream.of(IssuerKind.values())));
  }

  private static LeagueRow.Result result(String text) {
    return Arrays.stream(LeagueRow.Result.values())
        .filter(each -> each.toString().equals(text))
        .findFirst()
        .orElseThrow(() -> choice("result", Stream.of(LeagueRow.Result.values())));
  }

  private static ProblemException choice(String name, Stream<?> choices) {
    return ProblemException.badRequest(
        name + " is one of " + choices.map(Object::toString).toList() + ".");
  }

  private static Comparator<LeagueEntry> order(String sort, String orderOrNull) {
    boolean isText = TEXTS.containsKey(sort) && !sort.equals("newest-filing");
    String order = orderOrNull == null ? isText ? "asc" : "desc" : orderOrNull;
    if (!order.equals("asc") && !order.equals("desc")) {
      throw choice("order", Stream.of("asc", "desc"));
    }
    Function<LeagueEntry, Comparable<?>> key =
        sort.equals(BY_SIZE)
            ? entry -> size(entry).orElse(null)
            : TEXTS.containsKey(sort)
                ? TEXTS.get(sort).compose(LeagueEntry::row)
                : keyOf(headline(sort));
    return byKey(key, order.equals("desc")).thenComparing(entry -> entry.row().issuer());
  }

  private static Optional<BigDecimal> size(LeagueEntry entry) {
    return Optional.ofNullable(entry.row().leading())
        .flatMap(Metric::parse)
        .map(metric -> entry.keys().get(metric));
  }

  private static Function<LeagueEntry, Comparable<?>> keyOf(Metric metric) {
    return entry -> entry.keys().get(metric);
  }

  private static Metric headline(String sort) {
    return Metric.parse(sort)
        .filter(LeagueEntry.HEADLINES::contains)
        .orElseThrow(
            () ->
                choice(
                    "sort",
                    Stream.of(
                            Stream.of(BY_SIZE),
                            TEXTS.keySet().stream(),
                            LeagueEntry.HEADLINES.stream())
                        .flatMap(each -> each)));
  }

  /** Keys of one sort are of one type. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Comparator<LeagueEntry> byKey(
      Function<LeagueEntry, Comparable<?>> key, boolean isDescending) {
    Comparator order = isDescending ? Comparator.reverseOrder() : Comparator.naturalOrder();
    return Comparator.comparing((Function) key, Comparator.nullsLast(order));
  }

  private List<LeagueEntry> changedSince(AsOf then, Unit wanted, List<LeagueEntry> ranked) {
    LocalDate day = then.knownAt();
    if (day == null) {
      throw ProblemException.badRequest("since is a date, such as 2025-06-30.");
    }
    Map<String, LeagueRow> before = new TreeMap<>();
    league
        .entries(wanted, then)
        .forEach(entry -> before.put(entry.row().issuer().slug(), entry.row()));
    return ranked.stream()
        .map(entry -> entry.with(was(entry.row(), before.get(entry.row().issuer().slug()))))
        .filter(entry -> !entry.row().was().isEmpty())
        .toList();
  }

  /** What a day knew of the metrics that are otherwise now; null of those it did not know. */
  private static Map<String, FigureView> was(LeagueRow now, LeagueRow then) {
    Map<String, FigureView> was = new LinkedHashMap<>();
    now.metrics()
        .forEach(
            (metric, figure) -> {
              FigureView before = then == null ? null : then.metrics().get(metric);
              if (before == null || !before.saysTheSameAs(figure)) {
                was.put(metric, before);
              }
            });
    return was;
  }

  private static Columns<LeagueRow> columns() {
    Columns<LeagueRow> columns =
        new Columns<LeagueRow>()
            .and("issuer", LeagueRow::issuer)
            .and("name", LeagueRow::name)
            .and("segment", LeagueRow::segment);
    for (Metric metric : LeagueEntry.HEADLINES) {
      String name = metric.toString();
      columns
          .and(name, NUMBER, row -> row.metrics().get(name))
          .and(name + "-", FigureView.RESTS_ON, row -> row.metrics().get(name));
    }
    return columns
        .and("country", LeagueRow::country)
        .and("kind", LeagueRow::kind)
        .and("leading", LeagueRow::leading)
        .and("result", LeagueRow::result)
        .and("burn", LeagueRow::burn);
  }
}
