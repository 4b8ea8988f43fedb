package dev.runrate.ingest.format;

import dev.runrate.common.event.Json;
import dev.runrate.common.fact.DidYouMean;
import dev.runrate.common.fact.Filing;
import dev.runrate.common.web.Cells;
import dev.runrate.common.web.Problem.ContentError;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.DuplicateHeaderMode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Filings from CSV with a header, a fact a row; rows with the same {@code filing} are one filing.
 * An empty cell is an absent member; an apostrophe in front of what a spreadsheet would take for a
 * formula is none of the text.
 *
 * <pre>
 * filing,issuer,segment,concept,period,value,low,high,unit,decimals,scenario,basis,tier,publisher,publishedOn
 * a-1,zhipu,,Revenue,2025-H1,191000000,,,CNY,-6,actual,,issuer,prospectus,2025-12-22
 * a-1,zhipu,,GrossMargin,2025-H1,0.5,,,ratio,2,actual,,issuer,prospectus,2025-12-22
 * </pre>
 */
public final class CsvFilings implements FilingReader {
  /**
   * Rows of a filing need not adjoin, but so many other filings at most may lie between them: what
   * is held back is bounded.
   */
  private static final int WINDOW = 1_000;

  /** And so many rows are held back at most: then the filing that began first is closed. */
  private static final int MOST_HELD_ROWS = 50_000;

  private static final int MOST_ERRORS = 1_000;

  /** Of a row, the header included: all of it is held at once. */
  private static final int MOST_CHARACTERS = 1 << 20;

  private static final List<String> COLUMNS =
      Arrays.stream(Member.values()).map(Member::column).toList();

  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180
          .builder()
          .setHeader()
          .setSkipHeaderRecord(true)
          .setIgnoreEmptyLines(true)
          .setTrim(true)
          .setAllowMissingColumnNames(false)
          .setDuplicateHeaderMode(DuplicateHeaderMode.DISALLOW)
          // A stray quote spoils its row, not the document.
          .setTrailingData(true)
          .setLenientEof(true)
          .get();

  private final LocalDate today;
  private final RowReader characters;
  private final CSVParser parser;
  private final Iterator<CSVRecord> rows;
  private final Map<String, Group> open = new LinkedHashMap<>();
  private final Queue<Entry> ready = new ArrayDeque<>();

  private int heldRows;

  /** Why the stream could not be read on; whoever asks again gets it again. */
  private IOException failure;

  private IOException broken;

  private static final class Group {
    final long line;
    final CSVRecord first;
    final ObjectNode filing = Json.MAPPER.createObjectNode();
    final ArrayNode facts = Json.MAPPER.createArrayNode();
    final List<Long> lines = new ArrayList<>();
    final List<ContentError> errors = new ArrayList<>();

    Group(CSVRecord first, long line) {
      this.first = first;
      this.line = line;
    }
  }

  /**
   * @param today in UTC; nothing is published in its future
   * @throws IllegalArgumentException if the header cannot be used
   */
  public CsvFilings(InputStream in, LocalDate today) throws IOException {
    this.today = today;
    this.characters =
        new RowReader(
            new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()), MOST_CHARACTERS);
    this.parser = FORMAT.parse(characters);
    this.rows = parser.iterator();
    List<String> columns = parser.getHeaderNames();
    for (String required : List.of("filing", "issuer", "concept", "period", "unit")) {
      if (!columns.contains(required)) {
        throw new IllegalArgumentException("the header has no column " + required);
      }
    }
    for (String column : columns) {
      if (!COLUMNS.contains(column)) {
        throw new IllegalArgumentException(
            "nobody knows the column " + column + DidYouMean.hint(column, COLUMNS));
      }
    }
  }

  @Override
  public Entry next() throws IOException {
    try {
      while (ready.isEmpty() && broken == null && hasRow()) {
        add(rows.next());
      }
    } catch (IOException e) {
      broken = e;
      giveUpOpenFilings();
    }
    if (broken != null && ready.isEmpty()) {
      throw broken;
    }
    if (ready.isEmpty() && !open.isEmpty()) {
      close(open.keySet().iterator().next());
    }
    return ready.poll();
  }

  /** Nobody knows whether more rows of theirs would have come; half a filing must not count. */
  private void giveUpOpenFilings() {
    open.forEach((id, group) -> ready.add(brokenOff(id, group.line)));
    open.clear();
  }

  private static Entry brokenOff(String idOrNull, long line) {
    return new Entry(
        line,
        new ParsedFiling.Invalid(
            idOrNull,
            List.of(
                new ContentError(
                    "",
                    "broken-off",
                    "the document broke off before the filing was certainly complete"))));
  }

  /** Whatever ends the stream early (its size, too) must leave no open filing unreported. */
  private boolean hasRow() throws IOException {
    if (failure == null) {
      try {
        characters.nextRow();
        return rows.hasNext();
      } catch (UncheckedIOException e) {
        failure = e.getCause();
      } catch (RuntimeException e) {
        failure = new IOException(e.getMessage(), e);
      }
    }
    throw failure;
  }

  private void add(CSVRecord row) {
    // The parser counts the header; its line number is that of the row's end.
    long line = parser.getCurrentLineNumber();
    if (!row.isConsistent()) {
      ready.add(invalid(line, "columns", "the row has another number of cells than the header"));
      return;
    }
    String id = Cells.plain(row.get("filing"));
    if (hasSwallowedRows(row)) {
      Group begun = open.remove(id);
      List.copyOf(open.keySet()).forEach(this::close);
      ready.add(brokenOff(id.isEmpty() ? null : id, begun == null ? line : begun.line));
      broken = new IOException("the quote on line " + line + " is never closed");
      return;
    }
    if (id.isEmpty()) {
      ready.add(invalid(line, "required", "the filing column says which rows belong together"));
      return;
    }
    Group group = open.get(id);
    if (group == null) {
      if (open.size() >= WINDOW) {
        close(open.keySet().iterator().next());
      }
      group = new Group(row, line);
      copy(row, Member.Place.FILING, group.filing);
      copy(row, Member.Place.SOURCE, group.filing.putObject("source"));
      open.put(id, group);
    } else {
      compare(group, row, line);
    }
    // One more than may be: enough to be refused, without holding a million rows for it.
    if (group.facts.size() <= Filing.MOST_FACTS) {
      heldRows++;
      group.lines.add(line);
      copy(row, Member.Place.FACT, group.facts.addObject());
    }
    if (heldRows > MOST_HELD_ROWS) {
      close(open.keySet().iterator().next());
    }
  }

  /** A quote that is never closed makes one cell of all that follows, to the document's end. */
  private boolean hasSwallowedRows(CSVRecord row) {
    String last = row.get(row.size() - 1);
    int lineBreak = last.indexOf('\n');
    return lineBreak >= 0
        && isLast()
        && last.substring(lineBreak).chars().filter(c -> c == ',').count() >= row.size() - 1;
  }

  /** Where the stream breaks behind a row, the row is not the last one; the next look tells. */
  private boolean isLast() {
    try {
      return !hasRow();
    } catch (IOException e) {
      return false;
    }
  }

  private static void compare(Group group, CSVRecord row, long line) {
    for (Member member : Member.values()) {
      if (group.errors.size() < MOST_ERRORS
          && member.place() != Member.Place.FACT
          && row.isMapped(member.column())
          && !row.get(member.column()).equals(group.first.get(member.column()))) {
        group.errors.add(
            new ContentError(
                (member.place() == Member.Place.SOURCE ? "/source/" : "/") + member.label(),
                "inconsistent",
                "line " + line + ": differs from the filing's first row"));
      }
    }
  }

  private static void copy(CSVRecord row, Member.Place place, ObjectNode to) {
    for (Member member : Member.values()) {
      if (member.place() == place
          && row.isMapped(member.column())
          && !row.get(member.column()).isEmpty()) {
        to.put(member.label(), Cells.plain(row.get(member.column())));
      }
    }
  }

  private void close(String id) {
    Group group = open.remove(id);
    heldRows -= group.lines.size();
    group.filing.set("facts", group.facts);
    ParsedFiling parsed = FilingParser.parse(group.filing, today);
    List<ContentError> errors = new ArrayList<>(group.errors);
    if (parsed instanceof ParsedFiling.Invalid invalid) {
      invalid.errors().forEach(error -> errors.add(withLine(error, group)));
    }
    ready.add(
        new Entry(group.line, errors.isEmpty() ? parsed : new ParsedFiling.Invalid(id, errors)));
  }

  /** Says on which line a faulty fact stands; its pointer counts facts within the filing. */
  private static ContentError withLine(ContentError error, Group group) {
    String[] steps = error.pointer().split("/");
    if (steps.length > 2 && steps[1].equals("facts")) {
      long line = group.lines.get(Integer.parseInt(steps[2]));
      return new ContentError(
          error.pointer(), error.code(), "line " + line + ": " + error.message());
    }
    return error;
  }

  private static Entry invalid(long line, String code, String message) {
    return new Entry(
        line, new ParsedFiling.Invalid(null, List.of(new ContentError("", code, message))));
  }
}
