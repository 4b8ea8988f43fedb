package dev.runrate.ingest.draft.reading;

import java.util.Arrays;

/**
 * An article as the steps read it, and where each character of it stood: traditional characters as
 * simplified ones, full-width digits and letters as ordinary ones, without what cannot be seen
 * (zero-width characters, marks of direction) and without glosses of pronunciation in brackets.
 * What is shown to people is always the original.
 */
final class Plain {
  private final String original;
  private final String text;
  private final int[] at;

  private Plain(String original, String text, int[] at) {
    this.original = original;
    this.text = text;
    this.at = at;
  }

  static Plain of(String original, Script script) {
    StringBuilder text = new StringBuilder(original.length());
    int[] at = new int[original.length()];
    for (int i = 0; i < original.length(); i++) {
      char c = original.charAt(i);
      int gloss = gloss(original, i);
      if (gloss > i) {
        i = gloss - 1;
      } else if (!isInvisible(c)) {
        at[text.length()] = i;
        text.append(script.simplify(folded(c)));
      }
    }
    return new Plain(original, text.toString(), Arrays.copyOf(at, text.length()));
  }

  /** Lexicons are read by the same eyes. */
  static String fold(String word, Script script) {
    return of(word, script).text;
  }

  /**
   * Where a gloss that begins here ends: converters between scripts leave them behind characters
   * they know twice, in Latin letters with a tone. {@code i} where there is none.
   */
  private static int gloss(String s, int i) {
    int most = 8;
    if (s.charAt(i) != '(' || i == 0 || s.charAt(i - 1) < '\u2e80') {
      return i;
    }
    boolean hasTone = false;
    for (int j = i + 1; j < s.length() && j <= i + most; j++) {
      char c = s.charAt(j);
      if (c == ')') {
        return hasTone ? j + 1 : i;
      }
      hasTone |= "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ".indexOf(c) >= 0;
      if (!Character.isLetter(c) || c >= '\u0250') {
        return i;
      }
    }
    return i;
  }

  private static boolean isInvisible(char c) {
    return (c >= '\u200b' && c <= '\u200f')
        || (c >= '\u202a' && c <= '\u202e')
        || (c >= '\u2060' && c <= '\u206f')
        || c == '\ufeff'
        || c == '\u00ad'
        || (Character.isISOControl(c) && c != '\n' && c != '\t' && c != '\r');
  }

  private static char folded(char c) {
    if (c >= '\uff01'
        && c <= '\uff5e'
        && c != '，'
        && c != '；'
        && c != '：'
        && c != '！'
        && c != '？') {
      return (char) (c - 0xfee0);
    }
    return switch (c) {
      case '\u00a0', '\u2002', '\u2003', '\u2007', '\u2009', '\u202f', '\u3000', '\t', '\r' -> ' ';
      case '\u2019', '\u2018' -> '\'';
      case '\u2010', '\u2011', '\u2012', '\u2212' -> '-';
      case '\u00a5', '\uffe5' -> '¥';
      case '﹪' -> '%';
      case '〜' -> '~';
      case '﹐' -> '，';
      default -> c;
    };
  }

  String text() {
    return text;
  }

  int length() {
    return text.length();
  }

  char charAt(int i) {
    return text.charAt(i);
  }

  /** The span of the original that was read as these characters. */
  Span original(int start, int end) {
    return end == start
        ? new Span(
            start < at.length ? at[start] : original.length(), at.length == 0 ? 0 : at[start])
        : new Span(at[start], at[end - 1] + 1);
  }

  Span original(Span span) {
    return original(span.start(), span.end());
  }

  String words(Span span) {
    Span there = original(span);
    return original.substring(there.start(), there.end());
  }

  static boolean isLatin(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isHan(char c) {
    return c >= '\u4e00' && c <= '\u9fff';
  }
}
