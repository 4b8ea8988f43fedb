package dev.runrate.ingest.draft.reading;

import dev.runrate.common.fact.StatedValue;
import dev.runrate.ingest.draft.reading.Lexicon.Bound;
import dev.runrate.ingest.draft.reading.Lexicon.Fixed;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * The step that reads amounts: numbers in figures and in words with their scales, ranges and
 * bounds, as exact decimals and intervals. What each word means is in the lexicon; what is here is
 * how they are put together:
 *
 * <pre>
 * [bound] [symbol] number [more] [scale] [more] [measure] [connector [symbol] number ...] [bound]
 * </pre>
 *
 * A plain number is known to its last printed digit, and so is one that is about or nearly so much;
 * 多, 余, 超, "more than" give a lower bound alone, 不足, "less than" an upper bound alone; 数十亿 and
 * "tens of millions" are the decade. Numbers of dates are none: the spans that times were read from
 * are passed over.
 */
final class Quantities {
  /** More digits than any amount has; a longer run of them is passed over as a whole. */
  private static final int MOST_DIGITS = 30;

  /** How far a run of figures and separators is looked through at once. */
  private static final int MOST_RUN = 64;

  private static final int MOST_FILLERS = 3;

  private final Lexicon lexicon;
  private final Numerals numerals;
  private final String text;

  private Quantities(Lexicon lexicon, String text) {
    this.lexicon = lexicon;
    this.numerals = new Numerals(lexicon, text);
    this.text = text;
  }

  /**
   * @param taken spans of the text that are not to be read, in order
   */
  static List<Amount> find(Lexicon lexicon, String text, List<Span> taken) {
    return new Quantities(lexicon, text).all(taken);
  }

  /** How a number is written. */
  enum Form {
    FIGURES,
    WORDS,
    /** In words so small or so common that only what they count makes a number of them: 一, 千. */
    BARE_WORDS,
    FRACTION
  }

  /**
   * A number with its scale, before it is known what it counts.
   *
   * @param decimals its last printed digit is worth 10^-decimals
   * @param shift the power of ten of its scale: 9 of 12 billion
   */
  record Number(
      int start,
      int end,
      BigDecimal low,
      BigDecimal point,
      BigDecimal high,
      int decimals,
      int shift,
      Form form) {
    static Number of(int start, int end, BigDecimal point, Form form) {
      return new Number(start, end, null, point, null, point.scale(), 0, form);
    }

    static Number between(int start, int end, BigDecimal low, BigDecimal high) {
      return new Number(start, end, low, null, high, 0, 0, Form.WORDS);
    }

    Number scaled(int power, int newEnd) {
      return new Number(
          start,
          newEnd,
          by(low, power),
          by(point, power),
          by(high, power),
          decimals - power,
          shift + power,
          form);
    }

    private static BigDecimal by(BigDecimal value, int power) {
      return value == null ? null : value.scaleByPowerOfTen(power);
    }

    Number plus(BigDecimal rest, int itsDecimals, int newEnd) {
      return new Number(start, newEnd, null, point.add(rest), null, itsDecimals, shift, form);
    }

    Number upTo(int newEnd) {
      return new Number(start, newEnd, low, point, high, decimals, shift, form);
    }

    Number in(Form other) {
      return new Number(start, end, low, point, high, decimals, shift, other);
    }

    Number atLeast() {
      return point == null
          ? this
          : new Number(start, end, point, null, null, decimals, shift, form);
    }

    Number negate() {
      return new Number(start, end, null, point.negate(), null, decimals, shift, form);
    }

    boolean isPoint() {
      return point != null;
    }
  }

  /** A number and what it counts. */
  private record Term(Number number, Measure measure, int start, int end, boolean isScaled) {}

  private List<Amount> all(List<Span> taken) {
    List<Amount> all = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < text.length(); i++) {
      while (next < taken.size() && taken.get(next).end() <= i) {
        next++;
      }
      if (next < taken.size() && taken.get(next).start() <= i) {
        i = taken.get(next).end() - 1;
        continue;
      }
      int limit = next < taken.size() ? taken.get(next).start() : text.length();
      Amount amount = amount(i);
      if (amount != null && amount.number().end() <= Math.max(limit, i)) {
        all.add(amount);
        i = amount.span().end() - 1;
      } else if (amount != null) {
        // It runs into a date: "since 5 May".
        i = Math.min(amount.number().end(), limit) - 1;
      } else if (Plain.isDigit(text.charAt(i))) {
        i = digitsEnd(i) - 1;
      }
    }
    return all;
  }

  private int digitsEnd(int i) {
    int j = i;
    int most = Math.min(text.length(), i + MOST_RUN);
    while (j < most
        && (Plain.isDigit(text.charAt(j))
            || ((text.charAt(j) == '.' || text.charAt(j) == ',')
                && j + 1 < text.length()
                && Plain.isDigit(text.charAt(j + 1))))) {
      j++;
    }
    return j;
  }

  private Amount amount(int i) {
    Amount fixed = fixed(i);
    if (fixed != null) {
      return fixed;
    }
    Term first = term(i);
    if (first == null) {
      return null;
    }
    Term second = secondOfRange(first);
    Number number = first.number;
    Measure measure = first.measure;
    int end = first.end;
    if (second != null) {
      boolean shares =
          !first.isScaled
              && (first.measure.is(Measure.Kind.NONE)
                  // $12 to 13 billion, but $900 to $1 million
                  || (first.measure.is(Measure.Kind.MONEY)
                      && number.point.compareTo(BigDecimal.valueOf(1000)) < 0));
      BigDecimal low = shares ? number.point.scaleByPowerOfTen(second.number.shift) : number.point;
      if (low.compareTo(second.number.point) > 0) {
        return bounded(first.start, number, measure, end);
      }
      number =
          new Number(number.start, second.end, low, null, second.number.point, 0, 0, number.form);
      measure = second.measure.is(Measure.Kind.NONE) ? first.measure : second.measure;
      end = second.end;
    }
    return bounded(first.start, number, measure, end);
  }

  private Amount fixed(int i) {
    Words.Found<Fixed> found = lexicon.fixed.at(text, i);
    if (found == null) {
      return null;
    }
    Fixed fixed = found.value();
    Number number =
        new Number(
            i, found.end(), fixed.low(), fixed.point(), null, fixed.decimals(), 0, Form.WORDS);
    return bounded(i, number, new Measure(fixed.kind(), null), found.end());
  }

  // -- one number with what it counts

  private Term term(int i) {
    int at = i;
    Measure measure = Measure.NONE;
    Words.Found<String> symbol = symbol(i);
    if (symbol != null) {
      measure = Measure.money(symbol.value());
      at = spaces(symbol.end());
    }
    Words.Found<Integer> part = lexicon.partOf.at(text, at);
    if (part != null) {
      Number number = digitsOrNumerals(part.end());
      if (number != null && number.isPoint()) {
        return new Term(
            number.scaled(part.value(), number.end), Measure.RATIO, i, number.end, true);
      }
      return null;
    }
    boolean negative =
        at < text.length()
            && text.charAt(at) == '-'
            && at + 1 < text.length()
            && Plain.isDigit(text.charAt(at + 1))
            && (at == 0 || !isWord(text.charAt(at - 1)));
    Words.Found<String> minus = lexicon.minus.at(text, at);
    if (minus != null) {
      negative = true;
      at = spaces(minus.end()) - 1;
      Words.Found<String> after = symbol(at + 1);
      if (after != null && measure.is(Measure.Kind.NONE)) {
        measure = Measure.money(after.value());
        at = spaces(after.end()) - 1;
      }
    }
    Number number = digitsOrNumerals(negative ? at + 1 : at);
    if (number == null) {
      return null;
    }
    if (negative && number.isPoint()) {
      number = number.negate();
    }
    return measured(i, number, measure);
  }

  private Words.Found<String> symbol(int i) {
    return lexicon.symbols.at(text, i);
  }

  private Number digitsOrNumerals(int i) {
    if (i >= text.length()) {
      return null;
    }
    if (Plain.isDigit(text.charAt(i))) {
      return digits(i);
    }
    Number number = numerals.at(i);
    return number == null || Plain.isHan(text.charAt(i)) ? number : scaled(number);
  }

  private Number digits(int i) {
    if (i > 0 && (isWord(text.charAt(i - 1)) || isVersion(i)) && !endsSymbol(i)) {
      return null;
    }
    int end = digitsEnd(i);
    String written = text.substring(i, end);
    if (written.length() > MOST_DIGITS) {
      return null;
    }
    int separated = separatedEnd(written);
    written = written.substring(0, separated);
    end = i + separated;
    BigDecimal value = new BigDecimal(written.replace(",", ""));
    if (isFraction(end)) {
      return fraction(i, end, value);
    }
    return scaled(Number.of(i, end, value, Form.FIGURES));
  }

  /** V2, GPT-4: the number is a part of a name. */
  private boolean isVersion(int i) {
    return i > 1
        && (text.charAt(i - 1) == '-' || text.charAt(i - 1) == '.')
        && Plain.isLatin(text.charAt(i - 2));
  }

  private boolean endsSymbol(int i) {
    return lexicon.symbols.before(text, i) != null;
  }

  /**
   * How much of the run is one number: commas part thousands, or else they part clauses; of several
   * points only the first is a decimal's.
   */
  private static int separatedEnd(String written) {
    int i = 0;
    while (i < written.length() && Plain.isDigit(written.charAt(i))) {
      i++;
    }
    boolean grouped = false;
    while (i < written.length()
        && written.charAt(i) == ','
        && (grouped || i <= 3)
        && hasDigits(written, i + 1, 3)
        && !(i + 4 < written.length() && Plain.isDigit(written.charAt(i + 4)))) {
      i += 4;
      grouped = true;
    }
    if (i + 1 < written.length() && written.charAt(i) == '.') {
      i++;
      while (i < written.length() && Plain.isDigit(written.charAt(i))) {
        i++;
      }
    }
    return i;
  }

  private static boolean hasDigits(String s, int from, int count) {
    for (int i = from; i < from + count; i++) {
      if (i >= s.length() || !Plain.isDigit(s.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** 3/4, but not 3/4/2025. */
  private boolean isFraction(int end) {
    return end + 1 < text.length()
        && text.charAt(end) == '/'
        && text.charAt(end + 1) >= '2'
        && text.charAt(end + 1) <= '9'
        && !(end + 2 < text.length()
            && (Plain.isDigit(text.charAt(end + 2)) || text.charAt(end + 2) == '/'));
  }

  private Number fraction(int start, int end, BigDecimal above) {
    BigDecimal below = BigDecimal.valueOf(text.charAt(end + 1) - '0');
    if (above.scale() != 0 || above.compareTo(below) >= 0 || above.signum() == 0) {
      return null;
    }
    return Numerals.fraction(start, end + 2, above, below);
  }

  /** The number with the scales and the 多 that follow it. */
  private Number scaled(Number unscaled) {
    Number number = unscaled;
    boolean atLeast = false;
    for (int steps = 0; steps < 3; steps++) {
      Words.Found<Bound> more = lexicon.more.afterNumber(text, number.end);
      if (more != null && number.isPoint() && isFollowed(more.end())) {
        atLeast |= more.value() == Bound.AT_LEAST;
        number = number.upTo(more.end());
      }
      Words.Found<Integer> scale = lexicon.scales.afterNumber(text, spaces(number.end));
      if (scale == null) {
        break;
      }
      number = rest(number.scaled(scale.value(), scale.end()), scale.value());
    }
    if (number.form == Form.BARE_WORDS && number.shift > 0) {
      number = number.in(Form.WORDS);
    }
    return atLeast ? number.atLeast() : number;
  }

  /** 3亿5000万: what follows in a smaller scale is added. */
  private Number rest(Number number, int power) {
    if (!number.isPoint()
        || power < 4
        || number.end >= text.length()
        || !Plain.isDigit(text.charAt(number.end))) {
      return number;
    }
    int end = digitsEnd(number.end);
    Words.Found<Integer> scale = lexicon.scales.afterNumber(text, end);
    String written = text.substring(number.end, end);
    if (scale == null || scale.value() >= power || written.length() > 4 || written.contains(",")) {
      return number;
    }
    BigDecimal rest = new BigDecimal(written);
    return number.plus(
        rest.scaleByPowerOfTen(scale.value()), rest.scale() - scale.value(), scale.end());
  }

  /** 多 belongs to a number where something countable follows: 30多个, 500多亿. */
  private boolean isFollowed(int i) {
    int at = spaces(i);
    return lexicon.scales.afterNumber(text, at) != null
        || lexicon.measures.afterNumber(text, at) != null
        || !(at < text.length() && isWord(text.charAt(at)));
  }

  private Term measured(int start, Number unmeasured, Measure symbol) {
    Number number = unmeasured;
    boolean isScaled = number.shift != 0;
    int end = number.end;
    int at = spaces(end);
    // 级 may stand before or after the currency: 千亿级美元, 千亿美元级.
    Words.Found<Bound> level = lexicon.level.afterNumber(text, at);
    if (level != null) {
      at = spaces(level.end());
      end = level.end();
    }
    Words.Found<Measure> measure = lexicon.measures.afterNumber(text, at);
    if (measure == null && at < text.length() && text.charAt(at) == '-') {
      measure = lexicon.measures.afterNumber(text, at + 1);
    }
    if (measure == null) {
      return bareTerm(start, number, symbol, end, isScaled);
    }
    Measure of = measure.value();
    int power = lexicon.power(text.substring(measure.start(), measure.end()));
    end = measure.end();
    number = number.scaled(power, end);
    if (power == -1 && number.isPoint()) {
      number = numerals.tenths(number);
      end = number.end;
    }
    if (symbol.is(Measure.Kind.MONEY) && !of.is(Measure.Kind.MONEY)) {
      // $20 per user: the symbol says what it is, and the word is not a part of it.
      return new Term(unmeasured, symbol, start, unmeasured.end, isScaled);
    }
    Words.Found<Bound> more = lexicon.more.afterNumber(text, end);
    if (more != null && of.is(Measure.Kind.MONEY) && number.isPoint()) {
      number = number.atLeast();
      end = more.end();
    }
    level = lexicon.level.afterNumber(text, end);
    if (level != null) {
      end = level.end();
    }
    return new Term(number.upTo(end), of, start, end, isScaled);
  }

  private Term bareTerm(int start, Number number, Measure symbol, int end, boolean isScaled) {
    if (number.form == Form.FRACTION) {
      return new Term(number, Measure.RATIO, start, end, true);
    }
    if (number.form == Form.BARE_WORDS
        && symbol.is(Measure.Kind.NONE)
        && end == number.end
        && !isBoundedBefore(start, number)) {
      return null;
    }
    return new Term(number.upTo(end), symbol, start, end, isScaled);
  }

  /** 过亿, 近万: a scale alone is a number where it is a bound. */
  private boolean isBoundedBefore(int start, Number number) {
    return number.point.precision() - number.point.scale() > 4
        && lexicon.before.before(text, start) != null;
  }

  // -- ranges

  private Term secondOfRange(Term first) {
    if (!first.number.isPoint()) {
      return null;
    }
    int at = spaces(first.end);
    Words.Found<String> connector = lexicon.range.afterNumber(text, at);
    if (connector == null && isBetween(first.start)) {
      connector = lexicon.and.afterNumber(text, at);
    }
    if (connector == null || isFrom(first.start)) {
      return null;
    }
    Term second = term(spaces(connector.end()));
    return second != null
            && second.number.isPoint()
            && (first.measure.is(Measure.Kind.NONE)
                || second.measure.is(Measure.Kind.NONE)
                || first.measure.equals(second.measure))
        ? second
        : null;
  }

  private boolean isBetween(int start) {
    Words.Found<String> between = lexicon.between.before(text, spacesBefore(start));
    return between != null;
  }

  /** From 5 to 13 is a way, not a range; 从 may stand before the date of the first. */
  private boolean isFrom(int start) {
    return lexicon.from.before(text, spacesBefore(start)) != null;
  }

  // -- bounds

  private Amount bounded(int numberStart, Number number, Measure measure, int numberEnd) {
    int begin = numberStart;
    int start = numberStart;
    Bound bound = null;
    int at = spacesBefore(start);
    for (int fillers = 0; fillers <= MOST_FILLERS && bound == null; fillers++) {
      Words.Found<Bound> before = lexicon.before.before(text, at);
      // Characters that belong together have no space between.
      if (before != null && (at == start || !Plain.isHan(text.charAt(at - 1)))) {
        bound = before.value();
        begin = before.start();
        break;
      }
      Words.Found<String> filler = lexicon.filler.before(text, at);
      if (filler == null) {
        break;
      }
      start = filler.start();
      at = spacesBefore(start);
    }
    int end = numberEnd;
    Words.Found<Bound> after = lexicon.after.afterNumber(text, spaces(end));
    if (after != null) {
      end = after.end();
      bound =
          bound == null || bound == Bound.ABOUT || bound == Bound.EXACTLY ? after.value() : bound;
    }
    Span span = new Span(begin, end);
    return new Amount(
        span,
        new Span(numberStart, numberEnd),
        stated(number, bound),
        measure,
        because(number, bound, measure));
  }

  private static StatedValue stated(Number number, Bound bound) {
    if (number.point == null) {
      return new StatedValue(null, null, plain(number.low), plain(number.high));
    }
    BigDecimal point = plain(number.point);
    return switch (bound == null ? Bound.EXACTLY : bound) {
      case AT_LEAST -> new StatedValue(null, null, point, null);
      case AT_MOST -> new StatedValue(null, null, null, point);
      case ABOUT, EXACTLY -> new StatedValue(point, number.decimals, null, null);
    };
  }

  private static BigDecimal plain(BigDecimal value) {
    if (value == null) {
      return null;
    }
    BigDecimal shortest = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    return shortest.scale() < 0 ? shortest.setScale(0) : shortest;
  }

  private static String because(Number number, Bound bound, Measure measure) {
    String of = measure.is(Measure.Kind.NONE) ? "" : " " + measure;
    if (number.point == null) {
      return number.high == null
          ? "more than " + text(number.low) + of
          : text(number.low) + " to " + text(number.high) + of;
    }
    return switch (bound == null ? Bound.EXACTLY : bound) {
      case AT_LEAST -> "at least " + text(number.point) + of;
      case AT_MOST -> "at most " + text(number.point) + of;
      case ABOUT -> "about " + text(number.point) + of;
      case EXACTLY -> text(number.point) + of;
    };
  }

  private static String text(BigDecimal value) {
    return plain(value).toPlainString();
  }

  // -- places

  private int spaces(int i) {
    int j = i;
    while (j < text.length() && text.charAt(j) == ' ' && j < i + 2) {
      j++;
    }
    return j;
  }

  private int spacesBefore(int i) {
    int j = i;
    while (j > 0 && text.charAt(j - 1) == ' ' && j > i - 2) {
      j--;
    }
    return j;
  }

  private static boolean isWord(char c) {
    return Plain.isLatin(c) || Plain.isDigit(c);
  }
}
