package dev.runrate.ingest.format.xbrl;

import dev.runrate.common.fact.Amounts;
import dev.runrate.common.fact.Checked;
import java.math.BigDecimal;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Month;
import java.time.MonthDay;
import java.time.YearMonth;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How what people read becomes what the standard says: the {@code format} of an inline fact, from
 * the Transformation Registries 1 to 5 and the SEC's own. Names of the registries differ in their
 * hyphens ({@code numdotdecimal}, {@code num-dot-decimal}) and mean the same, so hyphens do not
 * count.
 *
 * <p>Examples: {@code num-dot-decimal} of 46,743 is 46743, {@code num-comma-decimal} of 1.234,5 is
 * 1234.5, {@code fixed-zero} of a dash is 0, {@code numwordsen} of "twenty-two" is 22, {@code
 * date-monthname-day-year-en} of "July 27, 2025" is 2025-07-27.
 */
final class Transformations {
  private static final int MOST_CHARACTERS = 200;

  /** A group separator stands before three digits, so that 1,5 is no 15. */
  private static final Pattern DOT_DECIMAL =
      Pattern.compile(
          "(?:\\d{1,3}(?:[,\\s\u00a0\u2009\u202f'`\u00b4\u2019\u2032]\\d{3})+|\\d+)?(?:\\.\\d*)?");

  private static final Pattern COMMA_DECIMAL =
      Pattern.compile(
          "(?:\\d{1,3}(?:[.\\s\u00a0\u2009\u202f'`\u00b4\u2019\u2032]\\d{3})+|\\d+)?(?:,\\d*)?");

  /** Lakhs and crores: 1,00,00,000. */
  private static final Pattern INDIAN_DECIMAL =
      Pattern.compile("(?:\\d{1,2}(?:[,\\s\u00a0]\\d{2})*[,\\s\u00a0]\\d{3}|\\d+)?(?:\\.\\d*)?");

  private static final Pattern UNITS_AND_PARTS =
      Pattern.compile("([\\d.,\\s\u00a0'\u2019]*\\d)\\D*?\\p{L}\\D*?(\\d{1,2})\\D*");

  private static final Pattern RUN = Pattern.compile("\\d+|\\p{L}[\\p{L}\\p{M}]*");

  private static final Map<String, Integer> UNITS =
      Map.ofEntries(
          Map.entry("no", 0),
          Map.entry("none", 0),
          Map.entry("nil", 0),
          Map.entry("zero", 0),
          Map.entry("a", 1),
          Map.entry("an", 1),
          Map.entry("one", 1),
          Map.entry("two", 2),
          Map.entry("three", 3),
          Map.entry("four", 4),
          Map.entry("five", 5),
          Map.entry("six", 6),
          Map.entry("seven", 7),
          Map.entry("eight", 8),
          Map.entry("nine", 9),
          Map.entry("ten", 10),
          Map.entry("eleven", 11),
          Map.entry("twelve", 12),
          Map.entry("thirteen", 13),
          Map.entry("fourteen", 14),
          Map.entry("fifteen", 15),
          Map.entry("sixteen", 16),
          Map.entry("seventeen", 17),
          Map.entry("eighteen", 18),
          Map.entry("nineteen", 19),
          Map.entry("twenty", 20),
          Map.entry("thirty", 30),
          Map.entry("forty", 40),
          Map.entry("fifty", 50),
          Map.entry("sixty", 60),
          Map.entry("seventy", 70),
          Map.entry("eighty", 80),
          Map.entry("ninety", 90));

  private static final Map<String, Long> SCALES =
      Map.of(
          "thousand",
          1_000L,
          "million",
          1_000_000L,
          "billion",
          1_000_000_000L,
          "trillion",
          1_000_000_000_000L);

  /** The order of day, month and year in formats whose names do not say it by themselves. */
  private static final Map<String, String> OLD_DATES =
      Map.ofEntries(
          Map.entry("datelonguk", "day monthname year"),
          Map.entry("datelongus", "monthname day year"),
          Map.entry("dateshortuk", "day monthname year"),
          Map.entry("dateshortus", "monthname day year"),
          Map.entry("dateslashus", "month day year"),
          Map.entry("dateslasheu", "day month year"),
          Map.entry("datedotus", "month day year"),
          Map.entry("datedoteu", "day month year"),
          Map.entry("datelongdaymonthuk", "day monthname"),
          Map.entry("dateshortdaymonthuk", "day monthname"),
          Map.entry("datelongmonthdayus", "monthname day"),
          Map.entry("dateshortmonthdayus", "monthname day"),
          Map.entry("dateslashdaymontheu", "day month"),
          Map.entry("dateslashmonthdayus", "month day"),
          Map.entry("datelongmonthyear", "monthname year"),
          Map.entry("dateshortmonthyear", "monthname year"),
          Map.entry("datelongyearmonth", "year monthname"),
          Map.entry("dateshortyearmonth", "year monthname"));

  private static final Pattern NEW_DATE =
      Pattern.compile("date((?:day|monthname|month|year)+)(?:cjk|[a-z]{2,3})?");
  private static final Pattern PART = Pattern.compile("day|monthname|month|year");

  private static final List<Locale> LANGUAGES =
      List.of(
              "en", "de", "fr", "es", "it", "nl", "pt", "da", "sv", "no", "nb", "fi", "pl", "cs",
              "sk", "sl", "hu", "ro", "bg", "el", "hr", "lt", "lv", "et", "ga", "mt")
          .stream()
          .map(Locale::of)
          .toList();

  private Transformations() {}

  /**
   * @param format its local name; null for none: then the text is a number as XML writes it
   * @param text what stands in the document
   */
  static Checked<BigDecimal> number(String format, String text) {
    if (text.length() > MOST_CHARACTERS) {
      return noNumber(text);
    }
    String trimmed = strip(text);
    if (format == null) {
      return trimmed.startsWith("-") || trimmed.startsWith("+")
          ? Checked.invalid("number", "a sign is said by sign=\"-\", not in " + Shown.of(trimmed))
          : plainNumber(trimmed);
    }
    return switch (plain(format)) {
      case "fixedzero", "zerodash", "numdash" -> Checked.valid(BigDecimal.ZERO);
      case "numdotdecimal", "numcommadot", "numspacedot", "numdotdecimalapos" ->
          decimal(DOT_DECIMAL, trimmed, '.');
      case "numcommadecimal", "numdotcomma", "numspacecomma", "numcommadecimalapos" ->
          decimal(COMMA_DECIMAL, trimmed, ',');
      case "numdotdecimalin" -> decimal(INDIAN_DECIMAL, trimmed, '.');
      case "numunitdecimal", "numunitdecimalin", "numunitdecimalapos" -> withUnits(trimmed);
      case "numwordsen" -> words(trimmed);
      default ->
          Checked.invalid("format", "there is no number format " + Shown.of(format) + " here");
    };
  }

  /** What no format says how to read must be written as XML writes numbers. */
  private static Checked<BigDecimal> plainNumber(String text) {
    Checked<BigDecimal> number = Amounts.parse(text);
    return number instanceof Checked.Invalid<BigDecimal> && !number.equals(Amounts.outOfRange())
        ? Checked.invalid(
            "number",
            Shown.of(text)
                + " is no number such as 1234.5; what is written otherwise needs a format"
                + " (ixt:num-dot-decimal)")
        : number;
  }

  /** The text of a fact that is no number; as it stands where the format is not known. */
  static Checked<String> text(String formatOrNull, String text) {
    String trimmed = strip(text);
    if (formatOrNull == null) {
      return Checked.valid(trimmed);
    }
    String format = plain(formatOrNull);
    return switch (format) {
      case "fixedtrue", "booleantrue" -> Checked.valid("true");
      case "fixedfalse", "booleanfalse" -> Checked.valid("false");
      case "fixedempty", "nocontent" -> Checked.valid("");
      case "boolballotbox", "yesnoballotbox" ->
          Checked.valid(trimmed.equals("\u2610") ? "false" : "true");
      default -> {
        List<String> parts = parts(format);
        yield parts.isEmpty() ? Checked.valid(trimmed) : date(parts, trimmed);
      }
    };
  }

  private static String plain(String format) {
    return format.toLowerCase(Locale.ROOT).replace("-", "");
  }

  private static String strip(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isSpace(text.charAt(start))) {
      start++;
    }
    while (end > start && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u200b' || c == '\ufeff';
  }

  // -- numbers

  private static Checked<BigDecimal> decimal(Pattern shape, String text, char point) {
    if (text.chars().noneMatch(c -> c >= '0' && c <= '9') || !shape.matcher(text).matches()) {
      return noNumber(text);
    }
    StringBuilder digits = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        digits.append(c);
      } else if (c == point) {
        digits.append('.');
      }
    }
    return Amounts.parse(digits.toString());
  }

  /** 12 dollars 5 cents is 12.05. */
  private static Checked<BigDecimal> withUnits(String text) {
    Matcher parts = UNITS_AND_PARTS.matcher(text);
    if (!parts.matches()) {
      return noNumber(text);
    }
    String whole = parts.group(1).replaceAll("\\D", "");
    String fraction = parts.group(2).length() == 1 ? "0" + parts.group(2) : parts.group(2);
    return Amounts.parse(whole + "." + fraction);
  }

  private static Checked<BigDecimal> words(String text) {
    long total = 0;
    long group = 0;
    boolean any = false;
    for (String word : text.toLowerCase(Locale.ROOT).split("[\\s\u00a0,-]+")) {
      if (word.isEmpty() || word.equals("and")) {
        continue;
      }
      if (UNITS.containsKey(word)) {
        group += UNITS.get(word);
      } else if (word.equals("hundred")) {
        group = Math.max(group, 1) * 100;
      } else if (SCALES.containsKey(word)) {
        total += Math.max(group, 1) * SCALES.get(word);
        group = 0;
      } else if (word.matches("\\d{1,12}")) {
        group += Long.parseLong(word);
      } else {
        return noNumber(text);
      }
      if (group > 1_000_000_000_000L || total > 1_000_000_000_000_000L) {
        return noNumber(text);
      }
      any = true;
    }
    return any ? Checked.valid(BigDecimal.valueOf(total + group)) : noNumber(text);
  }

  private static Checked<BigDecimal> noNumber(String text) {
    return Checked.invalid("number", "not a number of its format: " + Shown.of(text));
  }

  // -- dates

  private static List<String> parts(String format) {
    String old = OLD_DATES.get(format);
    if (old != null) {
      return List.of(old.split(" "));
    }
    Matcher date = NEW_DATE.matcher(format);
    if (!date.matches()) {
      return List.of();
    }
    List<String> parts = new ArrayList<>();
    Matcher part = PART.matcher(date.group(1));
    while (part.find()) {
      parts.add(part.group());
    }
    return parts;
  }

  private static Checked<String> date(List<String> parts, String text) {
    List<Integer> numbers = new ArrayList<>();
    Integer named = null;
    Matcher run = RUN.matcher(text.length() > MOST_CHARACTERS ? "" : text);
    while (run.find()) {
      if (Character.isDigit(run.group().charAt(0))) {
        if (run.group().length() > 4) {
          return noDate(text);
        }
        numbers.add(Integer.valueOf(run.group()));
      } else if (named == null) {
        named = month(run.group());
      }
    }
    Integer day = null;
    // Old registries say month where they mean its name.
    Integer month = parts.contains("monthname") || numbers.size() < parts.size() ? named : null;
    Integer year = null;
    int next = 0;
    for (String part : parts) {
      if (part.equals("monthname") || part.equals("month") && month != null) {
        continue;
      }
      if (next == numbers.size()) {
        return noDate(text);
      }
      int number = numbers.get(next++);
      switch (part) {
        case "day" -> day = number;
        case "month" -> month = number;
        default -> year = number < 100 ? 2000 + number : number;
      }
    }
    try {
      if (month == null || next < numbers.size()) {
        return noDate(text);
      }
      return Checked.valid(
          year == null
              ? MonthDay.of(month, day).toString()
              : day == null
                  ? YearMonth.of(year, month).toString()
                  : LocalDate.of(year, month, day).toString());
    } catch (DateTimeException e) {
      return noDate(text);
    }
  }

  private static Integer month(String word) {
    String wanted = withoutMarks(word);
    if (wanted.length() < 3) {
      return null;
    }
    for (Locale language : LANGUAGES) {
      for (Month month : Month.values()) {
        if (withoutMarks(month.getDisplayName(TextStyle.FULL, language)).startsWith(wanted)
            || withoutMarks(month.getDisplayName(TextStyle.FULL_STANDALONE, language))
                .startsWith(wanted)) {
          return month.getValue();
        }
      }
    }
    return wanted.equals("sept") ? Integer.valueOf(9) : null;
  }

  private static String withoutMarks(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFD)
        .replaceAll("\\p{M}", "")
        .toLowerCase(Locale.ROOT);
  }

  private static Checked<String> noDate(String text) {
    return Checked.invalid("date", "not a date of its format: " + Shown.of(text));
  }
}
