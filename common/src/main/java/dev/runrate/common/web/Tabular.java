package dev.runrate.common.web;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.function.Function;

/**
 * An answer that is a table as well: JSON by default, CSV for whoever asks with {@code Accept:
 * text/csv} or {@code ?format=csv}.
 *
 * @param json the answer as JSON
 * @param next the cursor of the rows after these; null at the end. JSON says so itself, CSV by the
 *     header {@code Link: <…>; rel="next"}
 */
public record Tabular<R>(@JsonValue Object json, Columns<R> columns, List<R> rows, String next) {

  /** The whole of something. */
  public static <R> Tabular<R> whole(Object json, Columns<R> columns, List<R> rows) {
    return new Tabular<>(json, columns, rows, null);
  }

  /** A list that is there as a whole and has but one page. */
  public static <R> Tabular<R> whole(Columns<R> columns, List<R> rows) {
    return whole(new Page<>(rows, null), columns, rows);
  }

  public static <R> Tabular<R> page(Page<R> page, Columns<R> columns) {
    return new Tabular<>(page, columns, page.items(), page.next());
  }

  /**
   * A page of a list that is at hand as a whole. A table is read as a whole: CSV has all the rows
   * unless somebody asks for some.
   */
  public static <R> Tabular<R> slice(
      List<R> all, Integer limit, String cursor, Function<R, String> key, Columns<R> columns) {
    Page<R> page = Page.slice(all, limit, cursor, key);
    return limit == null && cursor == null
        ? new Tabular<>(page, columns, all, null)
        : page(page, columns);
  }
}
