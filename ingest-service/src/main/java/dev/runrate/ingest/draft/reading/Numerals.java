package dev.runrate.ingest.draft.reading;

import dev.runrate.ingest.draft.reading.Lexicon.Bound;
import dev.runrate.ingest.draft.reading.Quantities.Form;
import dev.runrate.ingest.draft.reading.Quantities.Number;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Numbers that are written in words: 二十多亿, 两三千万, 数十亿, 十几亿, 四分之三, "one and a half", "tens of", "a
 * few". The words are in the lexicon, with their values.
 */
final class Numerals {
  private static final int MOST_CHARACTERS = 20;
  private static final BigDecimal TEN = BigDecimal.TEN;

  /** Digits after the point of a fraction that does not come out even. */
  private static final int FRACTION_DIGITS = 4;

  private final Lexicon lexicon;
  private final String text;

  Numerals(Lexicon lexicon, String text) {
    this.lexicon = lexicon;
    this.text = text;
  }

  /** The number that begins here; null where none does. */
  Number at(int i) {
    char c = text.charAt(i);
    if (Plain.isHan(c) || c == '〇') {
      return isNumeral(c) && !isInsideAName(i) ? characters(i) : null;
    }
    return Plain.isLatin(c) ? words(i) : null;
  }

  private boolean isNumeral(char c) {
    return lexicon.digit(c) >= 0 || lexicon.power(c) > 0 || lexicon.isSeveral(c);
  }

  /** 第一 is a rank; in 人数, 参数 and the like 数 is not "several". */
  private boolean isInsideAName(int i) {
    if (i == 0) {
      return false;
    }
    char before = text.charAt(i - 1);
    return before == '第'
        || (lexicon.isSeveral(text.charAt(i)) && "人户参指函次倍总位分个岁无".indexOf(before) >= 0);
  }

  static Number fraction(int start, int end, BigDecimal above, BigDecimal below) {
    BigDecimal value =
        above.divide(below, FRACTION_DIGITS, RoundingMode.HALF_EVEN).stripTrailingZeros();
    return Number.of(start, end, value, Form.FRACTION);
  }

  /** 七成五: the figure after the tenths is hundredths. */
  Number tenths(Number number) {
    if (number.end() < text.length()) {
      int digit = lexicon.digit(text.charAt(number.end()));
      boolean isLast =
          number.end() + 1 >= text.length() || !isNumeral(text.charAt(number.end() + 1));
      if (digit > 0 && isLast) {
        return number.plus(BigDecimal.valueOf(digit).scaleByPowerOfTen(-2), 2, number.end() + 1);
      }
    }
    return number;
  }

  // -- characters

  /** What stands before a 万 or 亿: a point, or bounds. */
  private static final class Section {
    BigDecimal low = BigDecimal.ZERO;
    BigDecimal high = BigDecimal.ZERO;
    int end;

    /** 多, 余: at least; null where there is none. */
    Bound more;

    /** Has a digit of its own, not only a power: 千 alone has none. */
    boolean hasDigit;

    boolean isVague;
    boolean isEmpty = true;
    int digitsAfterPoint;

    boolean isPoint() {
      return low.compareTo(high) == 0;
    }
  }

  private Number characters(int i) {
    Section section = section(i);
    if (section == null) {
      return null;
    }
    if (text.startsWith("分之", section.end)) {
      Section above = section.isPoint() ? section(section.end + 2) : null;
      return above == null
              || above.isEmpty
              || !above.isPoint()
              || above.low.compareTo(section.low) >= 0
          ? null
          : fraction(i, above.end, above.low, section.low);
    }
    int end = section.end;
    int shift = 0;
    while (end < text.length() && lexicon.power(text.charAt(end)) >= 4) {
      shift += lexicon.power(text.charAt(end));
      end++;
      if (shift > 16) {
        return null;
      }
    }
    if (section.isEmpty) {
      // 亿, 万 alone: one of them, if anything.
      if (shift == 0) {
        return null;
      }
      section.low = BigDecimal.ONE;
      section.high = BigDecimal.ONE;
    }
    BigDecimal low = section.low.scaleByPowerOfTen(shift);
    BigDecimal high = section.high.scaleByPowerOfTen(shift);
    if (!section.isPoint()) {
      return shift == 0 && !section.isVague && high.compareTo(TEN) < 0
          ? bareRange(i, end, low, high)
          : shifted(Number.between(i, end, low, high), shift);
    }
    boolean hasFigures =
        section.hasDigit && (low.compareTo(TEN) >= 0 || section.digitsAfterPoint > 0);
    // 千亿 is a number; 千万 may be "by all means".
    boolean isNumber = hasFigures || (!section.isEmpty && shift >= 8);
    Form form = isNumber ? Form.WORDS : Form.BARE_WORDS;
    int decimals = section.digitsAfterPoint - shift;
    Number number = new Number(i, end, null, low, null, decimals, shift, form);
    if (shift >= 8 && section.hasDigit && end < text.length() && section.more == null) {
      number = withRest(number, end);
    }
    return section.more == Bound.AT_LEAST ? number.atLeast() : number;
  }

  private static Number shifted(Number number, int shift) {
    return new Number(
        number.start(), number.end(), number.low(), null, number.high(), 0, shift, Form.WORDS);
  }

  /** 两三 before figures' scales or a measure only; as a number by itself it is too little. */
  private Number bareRange(int start, int end, BigDecimal low, BigDecimal high) {
    return lexicon.measures.afterNumber(text, end) == null
        ? null
        : Number.between(start, end, low, high);
  }

  /** 三亿五千万. */
  private Number withRest(Number number, int end) {
    Section rest = isNumeral(text.charAt(end)) ? section(end) : null;
    if (rest == null
        || rest.isEmpty
        || !rest.isPoint()
        || rest.end >= text.length()
        || lexicon.power(text.charAt(rest.end)) != 4) {
      return number;
    }
    return number.plus(rest.low.scaleByPowerOfTen(4), -4, rest.end + 1);
  }

  private Section section(int start) {
    Section section = new Section();
    int digit = -1;
    int digitBefore = -1;
    boolean several = false;
    int lastPower = 5;
    int i = start;
    for (; i < text.length() && i < start + MOST_CHARACTERS; i++) {
      char c = text.charAt(i);
      int value = lexicon.digit(c);
      int power = lexicon.power(c);
      if (value >= 0) {
        if (digitBefore >= 0 || several) {
          return null;
        }
        if (digit > 0) {
          if (value != digit + 1) {
            return null;
          }
          digitBefore = digit;
        }
        digit = value;
        section.hasDigit = true;
      } else if (power > 0 && power < 4) {
        if (power >= lastPower) {
          return null;
        }
        add(section, digitBefore, digit, several, power);
        section.isVague |= several;
        digit = -1;
        digitBefore = -1;
        several = false;
        lastPower = power;
      } else if (c == '点' && digit >= 0 && lastPower == 5 && section.digitsAfterPoint == 0) {
        // 三点五亿: figures after the point, in characters.
        i = afterPoint(section, digit, i);
        digit = -1;
        break;
      } else if (lexicon.isSeveral(c) && digit < 0 && !several) {
        several = true;
      } else {
        break;
      }
      section.isEmpty = false;
    }
    if (several && lastPower == 5) {
      // 数亿, 几万: what is several is the next scale.
      if (i >= text.length() || lexicon.power(text.charAt(i)) < 4) {
        return null;
      }
      section.isVague = true;
      section.low = BigDecimal.ONE;
      section.high = TEN;
    } else if (several) {
      // 十几, 二十几
      section.isVague = true;
      section.hasDigit = true;
      section.high = section.high.add(TEN);
    } else if (digit >= 0) {
      section.low = section.low.add(BigDecimal.valueOf(digitBefore >= 0 ? digitBefore : digit));
      section.high = section.high.add(BigDecimal.valueOf(digit));
    }
    Words.Found<Bound> more = lexicon.more.afterNumber(text, i);
    if (more != null && !section.isEmpty && i > start && isCounted(more.end())) {
      section.more = more.value();
      i = more.end();
    }
    section.end = i;
    return section;
  }

  /** Reads 点五: where the figures end; where none follow, the point is another word's. */
  private int afterPoint(Section section, int whole, int point) {
    StringBuilder figures = new StringBuilder();
    int i = point + 1;
    while (i < text.length() && lexicon.digit(text.charAt(i)) >= 0 && figures.length() < 6) {
      figures.append(lexicon.digit(text.charAt(i)));
      i++;
    }
    section.digitsAfterPoint = figures.length();
    BigDecimal value =
        figures.isEmpty() ? BigDecimal.valueOf(whole) : new BigDecimal(whole + "." + figures);
    section.low = value;
    section.high = value;
    return figures.isEmpty() ? point : i;
  }

  private boolean isCounted(int i) {
    return (i < text.length() && lexicon.power(text.charAt(i)) >= 4)
        || lexicon.measures.afterNumber(text, i) != null;
  }

  private static void add(Section section, int digitBefore, int digit, boolean several, int power) {
    BigDecimal unit = BigDecimal.ONE.scaleByPowerOfTen(power);
    if (several) {
      section.low = section.low.add(unit);
      section.high = section.high.add(unit.multiply(TEN));
      section.hasDigit = true;
    } else if (digit < 0) {
      section.low = section.low.add(unit);
      section.high = section.high.add(unit);
    } else {
      section.low =
          section.low.add(
              unit.multiply(BigDecimal.valueOf(digitBefore >= 0 ? digitBefore : digit)));
      section.high = section.high.add(unit.multiply(BigDecimal.valueOf(digit)));
    }
  }

  // -- words

  private Number words(int i) {
    Words.Found<BigDecimal> decade = lexicon.decades.at(text, i);
    if (decade != null) {
      Number number = Number.between(i, decade.end(), decade.value(), decade.value().multiply(TEN));
      return number;
    }
    BigDecimal value = BigDecimal.ZERO;
    int end = i;
    boolean hasAny = false;
    for (int words = 0; words < 6; words++) {
      int at = end;
      while (hasAny && at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '-')) {
        at++;
      }
      Words.Found<BigDecimal> word = lexicon.numberWords.at(text, at);
      if (word == null) {
        break;
      }
      boolean isHundred = word.value().compareTo(BigDecimal.valueOf(100)) == 0;
      value =
          isHundred
              ? value.signum() == 0 ? word.value() : value.multiply(word.value())
              : value.add(word.value());
      end = word.end();
      if (!hasAny && end - i == 1 && !isScaleNext(end)) {
        // "a" is a number in "a million" only.
        return null;
      }
      hasAny = true;
    }
    if (!hasAny) {
      return null;
    }
    return Number.of(i, end, value, Form.BARE_WORDS);
  }

  private boolean isScaleNext(int end) {
    int at = end < text.length() && text.charAt(end) == ' ' ? end + 1 : end;
    return lexicon.scales.afterNumber(text, at) != null;
  }
}
