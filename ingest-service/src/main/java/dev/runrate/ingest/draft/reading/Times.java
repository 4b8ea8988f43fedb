package dev.runrate.ingest.draft.reading;

import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.PeriodExpression;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The step that reads times: years, parts of years, months and days, put together from pieces that
 * stand beside each other in any order (2025财年第一季度, "the first quarter of fiscal 2025") and dated
 * by the day on which the article was published.
 */
final class Times {
  private static final int FIRST_YEAR = 1990;
  private static final int LAST_YEAR = 2060;
  private static final int MOST_PIECES = 7;

  private enum Kind {
    YEAR,
    RELATIVE_YEAR,
    FISCAL,
    PART,
    LENGTH,
    MONTH,
    DAY,
    EDGE,
    AS_OF,
    SAME,
    QUARTER_AGO,
    MONTH_AGO,
    NOW,
    OPEN
  }

  private record Piece(Kind kind, int value, PeriodExpression.Part part, int start, int end) {
    Piece(Kind kind, int value, int start, int end) {
      this(kind, value, null, start, end);
    }
  }

  private final Lexicon lexicon;
  private final String text;
  private final LocalDate published;

  private Times(Lexicon lexicon, String text, LocalDate published) {
    this.lexicon = lexicon;
    this.text = text;
    this.published = published;
  }

  /**
   * @param sentenceEnds where sentences end, in order: a year is carried on within one only
   */
  static List<When> find(
      Lexicon lexicon, String text, LocalDate published, List<Integer> sentenceEnds) {
    return new Times(lexicon, text, published).all(sentenceEnds);
  }

  private List<When> all(List<Integer> sentenceEnds) {
    List<When> all = new ArrayList<>();
    int sentence = 0;
    When last = null;
    for (int i = 0; i < text.length(); i++) {
      while (sentence < sentenceEnds.size() && sentenceEnds.get(sentence) <= i) {
        sentence++;
        last = null;
      }
      List<Piece> pieces = pieces(i);
      if (pieces.isEmpty()) {
        if (Plain.isDigit(text.charAt(i))) {
          while (i + 1 < text.length() && Plain.isDigit(text.charAt(i + 1))) {
            i++;
          }
        }
        continue;
      }
      When when = resolve(pieces, last, all);
      if (when != null) {
        all.add(when);
        if (when.isDated()) {
          last = when;
        }
        i = when.span().end() - 1;
      }
    }
    return all;
  }

  // -- pieces

  private List<Piece> pieces(int i) {
    List<Piece> pieces = new ArrayList<>();
    Piece first = piece(i);
    Map<Kind, Piece> kinds = new EnumMap<>(Kind.class);
    for (Piece piece = first; piece != null && pieces.size() < MOST_PIECES; ) {
      if (piece.kind == Kind.OPEN || piece.kind == Kind.NOW) {
        if (pieces.isEmpty()) {
          pieces.add(piece);
        } else if (piece.kind == Kind.OPEN) {
          // 今年以来
          return List.of(new Piece(Kind.OPEN, 0, pieces.getFirst().start, piece.end));
        }
        return pieces;
      }
      if (kinds.containsKey(piece.kind)
          || (piece.kind == Kind.YEAR && kinds.containsKey(Kind.RELATIVE_YEAR))
          || (piece.kind == Kind.RELATIVE_YEAR && kinds.containsKey(Kind.YEAR))
          || (piece.kind == Kind.PART && kinds.containsKey(Kind.MONTH))
          || (piece.kind == Kind.MONTH && kinds.containsKey(Kind.PART))) {
        break;
      }
      kinds.put(piece.kind, piece);
      pieces.add(piece);
      piece = next(piece);
    }
    if (!pieces.isEmpty() && pieces.getLast().kind == Kind.AS_OF) {
      // It belongs to what follows.
      pieces.removeLast();
    }
    return pieces;
  }

  private Piece next(Piece piece) {
    Piece direct =
        piece.kind == Kind.YEAR
                && piece.end < text.length()
                && Plain.isLatin(text.charAt(piece.end))
            ? word(piece.end, lexicon.times.afterNumber(text, piece.end))
            : piece(piece.end);
    if (direct != null) {
      return direct;
    }
    int at = piece.end;
    for (int joins = 0; joins < 3; joins++) {
      at = spaces(at);
      Piece after = at > piece.end ? piece(at) : null;
      if (after != null) {
        return isJoinable(piece, after, joins) ? after : null;
      }
      if (at < text.length() && text.charAt(at) == '-') {
        Piece dashed = piece(at + 1);
        return dashed != null && (dashed.kind == Kind.PART || dashed.kind == Kind.YEAR)
            ? dashed
            : null;
      }
      Words.Found<String> join = lexicon.timeJoins.at(text, at);
      if (join == null) {
        return null;
      }
      at = join.end();
      Piece joined = piece(at);
      if (joined != null) {
        return isJoinable(piece, joined, joins + 1) ? joined : null;
      }
    }
    return null;
  }

  /** In 截至9月, Q1 the two belong together; a comma parts all but a day from its year. */
  private boolean isJoinable(Piece left, Piece right, int joins) {
    String gap = text.substring(left.end, right.start);
    if (Plain.isHan(text.charAt(left.end - 1)) && Plain.isHan(text.charAt(right.start))) {
      // Characters that belong together have at most a character between.
      return !gap.contains(" ");
    }
    if (gap.contains(",")) {
      return right.kind == Kind.YEAR && (left.kind == Kind.DAY || left.kind == Kind.MONTH);
    }
    if (gap.strip().equals("to")) {
      return left.kind == Kind.LENGTH && right.kind == Kind.MONTH;
    }
    if (gap.strip().equals("that") || gap.strip().equals("for")) {
      return right.kind == Kind.AS_OF || right.kind == Kind.YEAR;
    }
    return right.kind != Kind.LENGTH || left.kind != Kind.YEAR;
  }

  private Piece piece(int i) {
    if (i >= text.length()) {
      return null;
    }
    char c = text.charAt(i);
    if (Plain.isDigit(c)) {
      return figures(i);
    }
    if ((c == 'F' || c == 'f') && i + 3 < text.length()) {
      Piece fiscal = fiscalYear(i);
      if (fiscal != null) {
        return fiscal;
      }
    }
    return word(i);
  }

  /** FY25, FY2026. The fiscal mark itself is implied by its value. */
  private Piece fiscalYear(int i) {
    if (!text.regionMatches(true, i, "FY", 0, 2) || (i > 0 && Plain.isLatin(text.charAt(i - 1)))) {
      return null;
    }
    int at = spaces(i + 2);
    int end = digitsEnd(at);
    int digits = end - at;
    if (digits == 2 || digits == 4) {
      int year = Integer.parseInt(text.substring(at, end)) + (digits == 2 ? 2000 : 0);
      if (isYear(year)) {
        return new Piece(Kind.YEAR, -year, i, end);
      }
    }
    return null;
  }

  private int digitsEnd(int i) {
    int j = i;
    while (j < text.length() && Plain.isDigit(text.charAt(j)) && j < i + 5) {
      j++;
    }
    return j;
  }

  private Piece figures(int i) {
    int end = digitsEnd(i);
    boolean isYearBehindName = end - i == 4 && "year-mark".equals(mark(end));
    if (i > 0
        && (Plain.isDigit(text.charAt(i - 1)) || (isPartOfNumber(i - 1) && !isYearBehindName))) {
      return null;
    }
    int digits = end - i;
    if (digits > 4) {
      return null;
    }
    int value = Integer.parseInt(text.substring(i, end));
    if (digits == 4) {
      return yearInFigures(i, end, value);
    }
    int at = end < text.length() && text.charAt(end) == ' ' ? end + 1 : end;
    String mark = mark(at);
    if (mark != null && value > 0) {
      int markEnd = markEnd(at);
      if (mark.equals("month-mark") && value <= 12) {
        return new Piece(Kind.MONTH, value, i, markEnd);
      }
      if (mark.equals("day-mark") && value <= 31 && isAfterMonth(i)) {
        return new Piece(Kind.DAY, value, i, markEnd);
      }
      if (mark.equals("year-mark") && digits == 2 && value >= 15 && value <= 35) {
        Piece next = piece(markEnd);
        if (!isOpenBefore(i)
            && next != null
            && (next.kind == Kind.PART || next.kind == Kind.MONTH || next.kind == Kind.EDGE)) {
          return new Piece(Kind.YEAR, 2000 + value, i, markEnd);
        }
      }
      if (mark.equals("months") && isFirst(i) && value < 12) {
        return new Piece(Kind.LENGTH, value, i, markEnd);
      }
    }
    Piece open = open(i, end);
    if (open != null) {
      return open;
    }
    return dayOfMonth(i, end, value);
  }

  /** 30 June; June 30, June 30th. */
  private Piece dayOfMonth(int i, int end, int value) {
    if (value < 1 || value > 31) {
      return null;
    }
    int ordinal = end;
    for (String suffix : List.of("th", "st", "nd", "rd")) {
      if (text.startsWith(suffix, end)) {
        ordinal = end + 2;
      }
    }
    if (ordinal < text.length() && Plain.isLatin(text.charAt(ordinal))) {
      return null;
    }
    boolean beforeMonth = isMonthName(spaces(ordinal));
    boolean afterMonth = isAfterMonth(i) && !isAmount(ordinal);
    return beforeMonth || afterMonth ? new Piece(Kind.DAY, value, i, ordinal) : null;
  }

  /** "in June 30 million users": the number is no day. */
  private boolean isAmount(int end) {
    return lexicon.scales.afterNumber(text, spaces(end)) != null
        || lexicon.measures.afterNumber(text, spaces(end)) != null;
  }

  private boolean isMonthName(int i) {
    Words.Found<String> word = lexicon.times.at(text, i);
    return word != null && word.value().startsWith("of-month:") && isMonthWord(word);
  }

  private boolean isAfterMonth(int i) {
    int at = i > 0 && text.charAt(i - 1) == ' ' ? i - 1 : i;
    Words.Found<String> before = lexicon.times.before(text, at);
    return (before != null && before.value().startsWith("of-month:"))
        || lexicon.timeMarks.before(text, at) instanceof Words.Found<String> mark
            && mark.value().equals("month-mark");
  }

  private Piece yearInFigures(int i, int end, int year) {
    if (!isYear(year)) {
      return null;
    }
    Piece date = isoDate(i, end, year);
    if (date != null) {
      return date;
    }
    int at = end < text.length() && text.charAt(end) == ' ' ? end + 1 : end;
    if ("year-mark".equals(mark(at)) || text.startsWith("财年", at)) {
      // 财年 is a piece of its own.
      return new Piece(Kind.YEAR, year, i, text.startsWith("财年", at) ? at : markEnd(at));
    }
    if (end < text.length()) {
      char c = text.charAt(end);
      boolean isPart = (c == 'Q' || c == 'q' || c == 'H' || c == 'h') && end + 1 < text.length();
      if (isPart && Plain.isDigit(text.charAt(end + 1))) {
        return new Piece(Kind.YEAR, year, i, end);
      }
      if (Plain.isLatin(c)
          || c == '%'
          || ((c == '.' || c == ',')
              && end + 1 < text.length()
              && Plain.isDigit(text.charAt(end + 1)))) {
        return null;
      }
    }
    if (lexicon.symbols.before(text, i) != null
        || isAmount(end)
        || lexicon.more.afterNumber(text, end) != null) {
      return null;
    }
    return new Piece(Kind.YEAR, year, i, end);
  }

  /** 2025-06-30, 2025/6/30, 2025.6.30: a month and a day, folded into one value. */
  private Piece isoDate(int i, int end, int year) {
    if (end >= text.length() || "-/.".indexOf(text.charAt(end)) < 0) {
      return null;
    }
    char separator = text.charAt(end);
    int monthEnd = digitsEnd(end + 1);
    if (monthEnd == end + 1
        || monthEnd - end > 3
        || monthEnd >= text.length()
        || text.charAt(monthEnd) != separator) {
      return null;
    }
    int dayEnd = digitsEnd(monthEnd + 1);
    if (dayEnd == monthEnd + 1 || dayEnd - monthEnd > 3) {
      return null;
    }
    int month = Integer.parseInt(text.substring(end + 1, monthEnd));
    int day = Integer.parseInt(text.substring(monthEnd + 1, dayEnd));
    try {
      int value = (int) LocalDate.of(year, month, day).toEpochDay();
      return new Piece(Kind.DAY, -value, i, dayEnd);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private boolean isPartOfNumber(int i) {
    char c = text.charAt(i);
    return Plain.isLatin(c)
        || ((c == '.' || c == ',') && i > 0 && Plain.isDigit(text.charAt(i - 1)))
        || ((c == '-' || c == '.') && i > 0 && Plain.isLatin(text.charAt(i - 1)) && c == '.');
  }

  private static boolean isYear(int year) {
    return year >= FIRST_YEAR && year <= LAST_YEAR;
  }

  /** The mark right after a figure; null where there is none. */
  private String mark(int i) {
    Words.Found<String> mark = lexicon.timeMarks.afterNumber(text, i);
    return mark == null ? null : mark.value();
  }

  private int markEnd(int i) {
    return lexicon.timeMarks.afterNumber(text, i).end();
  }

  private boolean isFirst(int i) {
    return lexicon.first.before(text, i) != null;
  }

  private boolean isOpenBefore(int i) {
    int at = i > 0 && text.charAt(i - 1) == ' ' ? i - 1 : i;
    return lexicon.openBefore.before(text, at) != null;
  }

  /** 近3年, "the past two years", 8个月内: a length of time without dates. */
  private Piece open(int start, int numberEnd) {
    int at = spaces(numberEnd);
    Words.Found<Measure> measure = lexicon.measures.afterNumber(text, at);
    if (measure == null || !measure.value().is(Measure.Kind.DURATION)) {
      return null;
    }
    Words.Found<String> after = lexicon.openAfter.afterNumber(text, at);
    boolean isAfter = after != null;
    if (!isOpenBefore(start) && !isAfter) {
      return null;
    }
    int end = isAfter ? Math.max(after.end(), measure.end()) : measure.end();
    return new Piece(Kind.OPEN, 0, start, end);
  }

  private Piece word(int i) {
    return word(i, lexicon.times.at(text, i));
  }

  private Piece word(int i, Words.Found<String> found) {
    if (found != null
        && found.value().equals("now")
        && text.startsWith("至今", i)
        && found.end() < text.length()
        && "年天日".indexOf(text.charAt(found.end())) >= 0) {
      // 降至今年3月: 至 is of what is before it.
      return null;
    }
    if (found == null) {
      Words.Found<String> first = lexicon.first.at(text, i);
      // 前9个月: the figure after it.
      return first != null && first.end() < text.length() && Plain.isDigit(text.charAt(first.end()))
          ? lengthAfter(i, first.end())
          : numeralDuration(i);
    }
    String[] meaning = found.value().split(":");
    int end = found.end();
    switch (meaning[0]) {
      case "year":
        return new Piece(Kind.RELATIVE_YEAR, Integer.parseInt(meaning[1]), i, end);
      case "fiscal":
        return new Piece(Kind.FISCAL, 0, i, end);
      case "part":
        return new Piece(Kind.PART, 0, PeriodExpression.Part.valueOf(meaning[1]), i, end);
      case "edge":
        return new Piece(
            Kind.EDGE, meaning[1].equals("start") ? 0 : meaning[1].equals("mid") ? 1 : 2, i, end);
      case "as-of":
        return new Piece(Kind.AS_OF, 0, i, end);
      case "same":
        return new Piece(Kind.SAME, 0, i, end);
      case "quarter":
        return new Piece(Kind.QUARTER_AGO, Integer.parseInt(meaning[1]), i, end);
      case "month":
        return new Piece(Kind.MONTH_AGO, Integer.parseInt(meaning[1]), i, end);
      case "now":
        return new Piece(Kind.NOW, 0, i, end);
      case "open":
        return new Piece(Kind.OPEN, 0, i, end);
      case "length":
        return new Piece(Kind.LENGTH, Integer.parseInt(meaning[1]), i, end);
      case "of-month":
        return isMonthWord(found)
            ? new Piece(Kind.MONTH, Integer.parseInt(meaning[1]), i, end)
            : null;
      default:
        return null;
    }
  }

  private Piece lengthAfter(int start, int figures) {
    Piece piece = figures(figures);
    return piece != null && piece.kind == Kind.LENGTH
        ? new Piece(Kind.LENGTH, piece.value, start, piece.end)
        : null;
  }

  /** 近三年, "past two years". */
  private Piece numeralDuration(int i) {
    Words.Found<String> before = lexicon.openBefore.at(text, i);
    if (before == null) {
      return null;
    }
    int at = spaces(before.end());
    if (at >= text.length() || Plain.isDigit(text.charAt(at))) {
      return null;
    }
    Quantities.Number number = new Numerals(lexicon, text).at(at);
    Piece open = number == null ? null : open(at, number.end());
    return open == null ? null : new Piece(Kind.OPEN, 0, i, open.end);
  }

  /** Months have capitals; "may" and "march" have other meanings. */
  private boolean isMonthWord(Words.Found<String> word) {
    char first = text.charAt(word.start());
    if (!Plain.isLatin(first)) {
      return true;
    }
    if (!Character.isUpperCase(first)) {
      return false;
    }
    if (!text.substring(word.start(), word.end()).equals("May")) {
      return true;
    }
    int after = spaces(word.end());
    boolean figuresAfter = after < text.length() && Plain.isDigit(text.charAt(after));
    String before =
        text.substring(Math.max(0, word.start() - 8), word.start())
            .toLowerCase(java.util.Locale.ROOT);
    return figuresAfter || before.matches("(?s).*\\b(in|of|to|by|ended|since|until|last|through) ");
  }

  // -- dates

  private When resolve(List<Piece> all, When last, List<When> before) {
    List<Piece> pieces = all;
    Map<Kind, Piece> by = new EnumMap<>(Kind.class);
    pieces.forEach(piece -> by.put(piece.kind, piece));
    Span span = new Span(pieces.getFirst().start, pieces.getLast().end);
    if (by.containsKey(Kind.NOW)) {
      return new When(span, When.Kind.NOW, null, null, false, null, false);
    }
    if (by.containsKey(Kind.OPEN)) {
      return open(span);
    }
    if (by.containsKey(Kind.SAME)) {
      When base = last;
      return base == null ? open(span) : base.aYearBefore(span);
    }
    boolean asOf = by.containsKey(Kind.AS_OF);
    if (asOf && by.containsKey(Kind.QUARTER_AGO) && by.get(Kind.QUARTER_AGO).value == 0) {
      // "the quarter ended 27 July"
      Piece quarter = by.remove(Kind.QUARTER_AGO);
      by.put(Kind.LENGTH, new Piece(Kind.LENGTH, 3, quarter.start, quarter.end));
    }
    boolean fiscal =
        by.containsKey(Kind.FISCAL) || (by.containsKey(Kind.YEAR) && by.get(Kind.YEAR).value < 0);
    if (by.containsKey(Kind.DAY) && by.get(Kind.DAY).value < 0) {
      LocalDate day = LocalDate.ofEpochDay(-by.get(Kind.DAY).value);
      return ending(by, span, day, asOf, true);
    }
    if (by.containsKey(Kind.QUARTER_AGO) && !by.containsKey(Kind.YEAR)) {
      return quarterAgo(by.get(Kind.QUARTER_AGO).value, span);
    }
    if (by.containsKey(Kind.MONTH_AGO)) {
      YearMonth month = YearMonth.from(published).plusMonths(by.get(Kind.MONTH_AGO).value);
      return month(month, span, true);
    }
    if (!isTime(by, span)) {
      return null;
    }
    boolean yearWritten = by.containsKey(Kind.YEAR) || by.containsKey(Kind.RELATIVE_YEAR);
    int year = year(by, last, asOf);
    if (!isYear(year)) {
      return null;
    }
    try {
      return dated(by, span, year, asOf, fiscal, yearWritten);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static When open(Span span) {
    return new When(span, When.Kind.OPEN, null, null, false, null, false);
  }

  /** Some pieces mean nothing alone: 底, "early", "quarter", 财年, 截至. */
  private boolean isTime(Map<Kind, Piece> by, Span span) {
    if (by.containsKey(Kind.YEAR)
        || by.containsKey(Kind.RELATIVE_YEAR)
        || by.containsKey(Kind.PART)
        || by.containsKey(Kind.MONTH)) {
      return true;
    }
    if (by.containsKey(Kind.LENGTH) && span.end() - span.start() > 1) {
      return isFirst(by.get(Kind.LENGTH).start)
          || text.charAt(span.start()) == '前'
          || text.charAt(span.start()) == '头';
    }
    return by.containsKey(Kind.EDGE)
        && by.get(Kind.EDGE).end - by.get(Kind.EDGE).start >= 2
        && Plain.isHan(text.charAt(by.get(Kind.EDGE).start));
  }

  private int year(Map<Kind, Piece> by, When last, boolean asOf) {
    if (by.containsKey(Kind.YEAR)) {
      return Math.abs(by.get(Kind.YEAR).value);
    }
    if (by.containsKey(Kind.RELATIVE_YEAR)) {
      return published.getYear() + by.get(Kind.RELATIVE_YEAR).value;
    }
    if (last != null) {
      return last.isFiscal()
          ? Integer.parseInt(last.label().substring(2, 6))
          : last.end().getYear();
    }
    // The newest that is over: in May, September is last year's.
    int year = published.getYear();
    if (by.containsKey(Kind.MONTH)) {
      YearMonth month = YearMonth.of(year, by.get(Kind.MONTH).value);
      return month.isAfter(YearMonth.from(published)) ? year - 1 : year;
    }
    if (by.containsKey(Kind.PART)) {
      PeriodExpression.Part part = by.get(Kind.PART).part;
      LocalDate end =
          YearMonth.of(year, 1).plusMonths(part.offset + part.months - 1L).atEndOfMonth();
      return end.isAfter(published) ? year - 1 : year;
    }
    if (by.containsKey(Kind.LENGTH)) {
      return by.get(Kind.LENGTH).value > published.getMonthValue() ? year - 1 : year;
    }
    return year;
  }

  private When dated(
      Map<Kind, Piece> by, Span span, int year, boolean asOf, boolean fiscal, boolean yearWritten) {
    if (by.containsKey(Kind.MONTH)) {
      YearMonth month = YearMonth.of(year, by.get(Kind.MONTH).value);
      if (by.containsKey(Kind.DAY)) {
        return ending(by, span, month.atDay(by.get(Kind.DAY).value), asOf, yearWritten);
      }
      if (by.containsKey(Kind.EDGE) || asOf || by.containsKey(Kind.LENGTH)) {
        boolean isStart = by.containsKey(Kind.EDGE) && by.get(Kind.EDGE).value == 0;
        boolean isMid = by.containsKey(Kind.EDGE) && by.get(Kind.EDGE).value == 1;
        LocalDate day = isStart ? month.atDay(1) : isMid ? month.atDay(15) : month.atEndOfMonth();
        return ending(by, span, day, asOf, yearWritten);
      }
      return month(month, span, yearWritten);
    }
    if (by.containsKey(Kind.LENGTH)) {
      int months = by.get(Kind.LENGTH).value;
      YearMonth end = YearMonth.of(year, months);
      String label =
          switch (months) {
            case 3 -> year + "-Q1";
            case 6 -> year + "-H1";
            case 9 -> year + "-9M";
            default -> null;
          };
      return new When(
          span,
          When.Kind.SPAN,
          LocalDate.of(year, 1, 1),
          end.atEndOfMonth(),
          asOf,
          label,
          yearWritten);
    }
    PeriodExpression.Part part =
        by.containsKey(Kind.PART) ? by.get(Kind.PART).part : PeriodExpression.Part.YEAR;
    YearMonth first = YearMonth.of(year, 1).plusMonths(part.offset);
    LocalDate start = first.atDay(1);
    LocalDate end = first.plusMonths(part.months - 1L).atEndOfMonth();
    if (by.containsKey(Kind.EDGE)) {
      LocalDate day =
          switch (by.get(Kind.EDGE).value) {
            case 0 -> start;
            case 1 -> start.plusMonths(part.months / 2).minusDays(1);
            default -> end;
          };
      return ending(by, span, day, asOf, yearWritten);
    }
    String suffix = part.suffix.isEmpty() ? "" : "-" + part.suffix;
    return new When(
        span, When.Kind.SPAN, start, end, asOf, (fiscal ? "FY" : "") + year + suffix, yearWritten);
  }

  /** A day, or with a length the time up to it. */
  private When ending(
      Map<Kind, Piece> by, Span span, LocalDate day, boolean asOf, boolean yearWritten) {
    Piece length = by.get(Kind.LENGTH);
    if (length != null) {
      LocalDate start = day.plusDays(1).minusMonths(length.value);
      boolean isWhole = day.getDayOfMonth() == day.lengthOfMonth();
      String label =
          isWhole && start.getMonthValue() == 1 && start.getDayOfMonth() == 1
              ? When.toDate(day, null)
              : isWhole && length.value == 3 && day.getMonthValue() % 3 == 0
                  ? day.getYear() + "-Q" + day.getMonthValue() / 3
                  : null;
      return new When(span, When.Kind.SPAN, start, day, asOf, label, yearWritten);
    }
    return new When(span, When.Kind.DAY, day, day, asOf, null, yearWritten);
  }

  private static When month(YearMonth month, Span span, boolean yearWritten) {
    return new When(
        span,
        When.Kind.SPAN,
        month.atDay(1),
        month.atEndOfMonth(),
        false,
        month.toString(),
        yearWritten);
  }

  private When quarterAgo(int quarters, Span span) {
    if (quarters == 0) {
      return open(span);
    }
    YearMonth first =
        YearMonth.of(published.getYear(), (published.getMonthValue() - 1) / 3 * 3 + 1)
            .plusMonths(3L * quarters);
    Period.Span quarter = new Period.Span(first.atDay(1), first.plusMonths(2).atEndOfMonth());
    return new When(
        span,
        When.Kind.SPAN,
        quarter.start(),
        quarter.end(),
        false,
        first.getYear() + "-Q" + (first.getMonthValue() / 3 + 1),
        true);
  }

  private int spaces(int i) {
    int j = i;
    while (j < text.length() && text.charAt(j) == ' ' && j < i + 2) {
      j++;
    }
    return j;
  }
}
