package dev.runrate.common.web;

import java.math.BigDecimal;
import java.time.temporal.TemporalAccessor;
import java.util.regex.Pattern;

/**
 * What stands in a cell of CSV. Numbers and dates stand there as they are. Texts that a spreadsheet
 * would take for a formula ({@code =HYPERLINK(…)}, or with {@code + - @} in front) get an
 * apostrophe, as OWASP advises against CSV injection: a title of a filing must not compute on the
 * machine of whoever opens the table. Reading takes the apostrophe away again, so that what was
 * answered can be posted.
 */
public final class Cells {
  private static final Pattern FORMULA = Pattern.compile("'*[=+\\-@\t\r\n].*", Pattern.DOTALL);
  private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+(\\.\\d+)?([eE][+-]?\\d+)?");

  private Cells() {}

  /** Null is an empty cell. */
  static String of(Object valueOrNull) {
    return switch (valueOrNull) {
      case null -> "";
      case BigDecimal amount -> amount.toPlainString();
      case Number number -> number.toString();
      case TemporalAccessor time -> time.toString();
      default -> guarded(valueOrNull.toString());
    };
  }

  private static String guarded(String text) {
    return FORMULA.matcher(text).matches() && !NUMBER.matcher(text).matches() ? "'" + text : text;
  }

  /** The text that was written into the cell. */
  public static String plain(String cell) {
    return cell.startsWith("'") && FORMULA.matcher(cell).matches() ? cell.substring(1) : cell;
  }
}
