package dev.runrate.benchmarks;

import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.PeriodExpression;
import dev.runrate.common.fact.StatedValue;
import dev.runrate.ingest.draft.Lexicons;
import dev.runrate.ingest.draft.reading.Amount;
import dev.runrate.ingest.draft.reading.ArticleReader;
import dev.runrate.ingest.draft.reading.DraftFact;
import dev.runrate.ingest.draft.reading.Reading;
import dev.runrate.ingest.draft.reading.Span;
import dev.runrate.ingest.issuer.WellKnown;
import java.io.IOException;
import java.io.Reader;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/**
 * How much of what a careful reader finds in an article is drafted, and how much of what is drafted
 * is right. Beside each {@code NAME.txt} stands {@code NAME.facts.csv} with the reader's facts:
 * issuer, segment, concept, low and high of the interval, unit, period, certainty and the quote.
 *
 * <p>An amount is found where one in the quote's place has the same interval. A fact is found where
 * issuer, segment, concept, interval, unit, period and scenario are those of a reference. Rows
 * whose concept the catalogue does not have count for amounts only; a draft of such a row is
 * neither right nor wrong. Sectors are no issuers.
 */
final class Drafts {
  private static final Map<String, String> SCENARIOS = Map.of("reported", "actual");

  private record Row(
      int number,
      String issuer,
      String issuerName,
      String segment,
      String concept,
      BigDecimal low,
      BigDecimal high,
      String unit,
      String start,
      String end,
      String label,
      String scenario,
      String quote) {
    boolean isFact() {
      return Concept.parse(concept).isPresent() && !issuer.startsWith("sector");
    }

    @Override
    public String toString() {
      return String.join(
          " ",
          issuer + "/" + segment,
          concept,
          low + ".." + high,
          unit,
          start + ".." + end,
          label,
          scenario,
          "<" + quote + ">");
    }
  }

  private record Score(int found, int of) {
    Score plus(Score other) {
      return new Score(found + other.found, of + other.of);
    }

    @Override
    public String toString() {
      return of == 0
          ? "-"
          : found + " of " + of + " (" + Math.round(1000.0 * found / of) / 10.0 + "%)";
    }
  }

  private final boolean verbose;
  private final Map<String, LocalDate> published = new HashMap<>();
  private final ArticleReader reader = new ArticleReader(Lexicons.shipped());
  private Score amounts = new Score(0, 0);
  private Score recall = new Score(0, 0);
  private Score precision = new Score(0, 0);

  private Drafts(boolean verbose) {
    this.verbose = verbose;
  }

  static void run(Benchmarks.Options options) throws IOException {
    String directory = options.text("articles", "");
    if (directory.isEmpty()) {
      throw new IllegalArgumentException("--articles=DIR: of NAME.txt and NAME.facts.csv");
    }
    Drafts drafts = new Drafts(options.text("verbose", "off").equals("on"));
    for (String each : options.text("published", "").split(",")) {
      if (!each.isBlank()) {
        String[] pair = each.split(":");
        drafts.published.put(pair[0], LocalDate.parse(pair[1]));
      }
    }
    try (Stream<Path> files = Files.list(Path.of(directory))) {
      for (Path text : files.filter(each -> each.toString().endsWith(".txt")).sorted().toList()) {
        drafts.measure(text);
      }
    }
    System.out.printf(
        "%-24s amounts %s, facts: recall %s, precision %s%n",
        "all", drafts.amounts, drafts.recall, drafts.precision);
  }

  private void measure(Path file) throws IOException {
    String name = file.getFileName().toString().replaceAll("\\.txt$", "");
    String text = Files.readString(file);
    List<Row> rows = rows(file.resolveSibling(name + ".facts.csv"));
    long start = System.nanoTime();
    Reading reading =
        reader.read(text, published.get(name), LocalDate.now(), WellKnown.load().all());
    long millis = (System.nanoTime() - start) / 1_000_000;

    Score found = amountsFound(text, rows, reading);
    Set<Row> hit = new HashSet<>();
    int right = 0;
    int wrong = 0;
    int incomplete = 0;
    List<String> told = new ArrayList<>();
    for (DraftFact fact : reading.facts()) {
      if (!fact.isComplete()) {
        incomplete++;
        told.add("OPEN  " + show(fact, text));
        continue;
      }
      List<Row> same = rows.stream().filter(row -> isSame(row, fact)).toList();
      if (!same.isEmpty()) {
        right++;
        hit.addAll(same);
        told.add("ok    " + show(fact, text));
      } else if (rows.stream().anyMatch(row -> !row.isFact() && isSameAmount(row, fact.stated()))) {
        told.add("other " + show(fact, text));
      } else {
        wrong++;
        told.add("WRONG " + show(fact, text));
      }
    }
    long facts = rows.stream().filter(Row::isFact).count();
    Score recalled = new Score(hit.size(), (int) facts);
    Score precise = new Score(right, right + wrong);
    System.out.printf(
        "%-24s amounts %s, facts: recall %s, precision %s, incomplete %d; published %s%s; %d"
            + " characters in %d ms%n",
        name,
        found,
        recalled,
        precise,
        incomplete,
        reading.published(),
        reading.isPublishedGuessed() ? " (guessed)" : "",
        text.length(),
        millis);
    if (verbose) {
      told.forEach(System.out::println);
      reading
          .open()
          .forEach(
              each ->
                  System.out.println(
                      "LEFT  "
                          + each.doubt().code()
                          + " <"
                          + text.substring(each.span().start(), each.span().end())
                          + "> "
                          + each.doubt().message()));
      rows.stream()
          .filter(row -> row.isFact() && !hit.contains(row))
          .forEach(row -> System.out.println("MISSED " + row));
    }
    amounts = amounts.plus(found);
    recall = recall.plus(recalled);
    precision = precision.plus(precise);
  }

  private static List<Row> rows(Path file) throws IOException {
    CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
    List<Row> rows = new ArrayList<>();
    try (Reader in = Files.newBufferedReader(file)) {
      for (CSVRecord each : format.parse(in)) {
        rows.add(
            new Row(
                rows.size(),
                each.get("issuer"),
                each.get("issuer_name"),
                each.get("segment"),
                each.get("concept"),
                amount(each.get("low")),
                amount(each.get("high")),
                each.get("unit"),
                each.get("period_start"),
                each.get("period_end"),
                each.get("period_label"),
                SCENARIOS.getOrDefault(each.get("certainty"), each.get("certainty")),
                each.get("quote")));
      }
    }
    return rows;
  }

  private static BigDecimal amount(String text) {
    return text.isBlank() ? null : new BigDecimal(text);
  }

  private Score amountsFound(String text, List<Row> rows, Reading reading) {
    int found = 0;
    int of = 0;
    for (Row row : rows) {
      if ((row.low == null && row.high == null) || row.unit.equals("year")) {
        // A year is a time here, not an amount.
        continue;
      }
      of++;
      int at = text.indexOf(row.quote);
      Span place = at < 0 ? new Span(0, text.length()) : new Span(at, at + row.quote.length());
      List<Amount> there =
          reading.amounts().stream().filter(each -> each.span().overlaps(place)).toList();
      if (there.stream().anyMatch(each -> isSameAmount(row, each.stated()))) {
        found++;
      } else if (verbose) {
        System.out.println(
            "AMOUNT " + row + " but read " + there.stream().map(Amount::because).toList());
      }
    }
    return new Score(found, of);
  }

  /** To the last digit; the sign is that of the concept. */
  private static boolean isSameAmount(Row row, StatedValue stated) {
    BigDecimal low = stated.value() == null ? stated.low() : stated.value();
    BigDecimal high = stated.value() == null ? stated.high() : stated.value();
    return (isSame(row.low, low) && isSame(row.high, high))
        || (isSame(negated(row.low), high) && isSame(negated(row.high), low));
  }

  private static BigDecimal negated(BigDecimal value) {
    return value == null ? null : value.negate();
  }

  private static boolean isSame(BigDecimal a, BigDecimal b) {
    return a == null ? b == null : b != null && a.compareTo(b) == 0;
  }

  private static boolean isSame(Row row, DraftFact fact) {
    StatedValue stated = fact.stated();
    BigDecimal low = stated.value() == null ? stated.low() : stated.value();
    BigDecimal high = stated.value() == null ? stated.high() : stated.value();
    return row.isFact()
        && row.issuer.equals(fact.issuer().slug())
        && row.segment.equals(fact.segment().slug())
        && row.concept.equals(fact.concept().label())
        && isSame(row.low, low)
        && isSame(row.high, high)
        && row.scenario.equals(fact.scenario().toString())
        && isSameUnit(row, fact)
        && isSamePeriod(row, fact.period());
  }

  /** USD/paying-user is USD here: the concept says of whom. */
  private static boolean isSameUnit(Row row, DraftFact fact) {
    String unit = row.unit.startsWith("tokens") ? row.unit : row.unit.replaceAll("/.*", "");
    return unit.equals(fact.unit().code());
  }

  private static boolean isSamePeriod(Row row, PeriodExpression period) {
    if (period instanceof PeriodExpression.Fiscal || row.label.startsWith("FY")) {
      return period.text().equals(row.label);
    }
    if (row.end.isEmpty()) {
      return true;
    }
    return period instanceof PeriodExpression.Dated dated
        && dated.period().end().toString().equals(row.end)
        && (row.start.isEmpty() || dated.period().start().toString().equals(row.start));
  }

  private static String show(DraftFact fact, String text) {
    StringBuilder evidence = new StringBuilder();
    for (Span span : fact.evidence()) {
      evidence.append(evidence.isEmpty() ? "" : " | ").append(text, span.start(), span.end());
    }
    StatedValue v = fact.stated();
    return fact.issuer()
        + "/"
        + fact.segment()
        + " "
        + fact.concept()
        + " "
        + (fact.period() == null ? "?" : fact.period().text())
        + " "
        + (v.value() == null ? v.low() + ".." + v.high() : v.value().toPlainString())
        + " "
        + fact.unit()
        + " "
        + fact.scenario()
        + " "
        + fact.basis()
        + (fact.attribution() == null ? "" : " by " + fact.attribution())
        + " "
        + fact.doubts().stream().map(doubt -> doubt.code()).toList()
        + " <"
        + evidence
        + ">";
  }
}
