package dev.runrate.ingest.draft.reading;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The step that parts a text: paragraphs at line breaks, sentences at full stops, clauses at
 * commas, colons and brackets. A semicolon parts clauses; what was said before it still holds after
 * it.
 */
final class Layout {
  /**
   * Longer than any that somebody writes. What has no full stop for so long is no prose, and the
   * steps after this one look through a sentence again for each of its amounts.
   */
  private static final int LONGEST_SENTENCE = 600;

  private static final Set<String> ABBREVIATIONS =
      Set.of(
          "inc", "corp", "ltd", "co", "u.s", "u.k", "vs", "approx", "ca", "no", "mr", "ms", "dr",
          "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "st",
          "e.g", "i.e", "est", "fig", "al");

  /** Where each sentence, clause and paragraph ends, in order. */
  private final List<Integer> sentenceEnds = new ArrayList<>();

  private final int[] sentence;
  private final int[] clause;
  private final int[] paragraph;

  /** How deep in brackets each character stands; 0 outside. */
  private final byte[] depth;

  private Layout(String text) {
    int n = text.length();
    sentence = new int[n + 1];
    clause = new int[n + 1];
    paragraph = new int[n + 1];
    depth = new byte[n + 1];
    int deep = 0;
    int sentenceStart = 0;
    for (int i = 0; i < n; i++) {
      char c = text.charAt(i);
      if ((c == ')' || c == '）') && deep > 0) {
        deep--;
        clause[i + 1]++;
      }
      depth[i] = (byte) deep;
      boolean endsSentence = endsSentence(text, i) || i - sentenceStart >= LONGEST_SENTENCE;
      if (endsSentence || endsClause(text, i)) {
        clause[i + 1]++;
      }
      if (c == '(' || c == '（') {
        deep = Math.min(deep + 1, Byte.MAX_VALUE);
        clause[i + 1]++;
      }
      sentence[i + 1] = sentence[i] + (endsSentence ? 1 : 0);
      paragraph[i + 1] = paragraph[i] + (c == '\n' ? 1 : 0);
      clause[i + 1] = clause[i] + (clause[i + 1] > 0 ? 1 : 0);
      if (endsSentence) {
        sentenceEnds.add(i + 1);
        sentenceStart = i + 1;
        deep = 0;
      }
    }
    sentenceEnds.add(n);
  }

  static Layout of(String text) {
    return new Layout(text);
  }

  private static boolean endsSentence(String text, int i) {
    return switch (text.charAt(i)) {
      case '。', '！', '？', '!', '?', '\n' -> true;
      case '.' -> isFullStop(text, i);
      default -> false;
    };
  }

  private static boolean isFullStop(String text, int i) {
    int next = i + 1;
    while (next < text.length() && "\"')]”’".indexOf(text.charAt(next)) >= 0) {
      next++;
    }
    if (next >= text.length()) {
      return true;
    }
    if (text.charAt(next) != ' ') {
      return false;
    }
    int word = i;
    while (word > 0 && (Plain.isLatin(text.charAt(word - 1)) || text.charAt(word - 1) == '.')) {
      word--;
    }
    String last = text.substring(word, i).toLowerCase(Locale.ROOT);
    if (last.length() == 1 && word > 0 && text.charAt(word - 1) == ' ') {
      return false;
    }
    while (next < text.length() && text.charAt(next) == ' ') {
      next++;
    }
    boolean isLower = next < text.length() && Character.isLowerCase(text.charAt(next));
    return !isLower && !ABBREVIATIONS.contains(last);
  }

  private static boolean endsClause(String text, int i) {
    return switch (text.charAt(i)) {
      case '，', '；', '：', ';' -> true;
      case ',' ->
          !(i > 0
              && i + 1 < text.length()
              && Plain.isDigit(text.charAt(i - 1))
              && Plain.isDigit(text.charAt(i + 1)));
      case ':' ->
          !(i > 0
              && i + 1 < text.length()
              && Plain.isDigit(text.charAt(i - 1))
              && Plain.isDigit(text.charAt(i + 1)));
      case '—' -> i > 0 && text.charAt(i - 1) == '—';
      default -> false;
    };
  }

  List<Integer> sentenceEnds() {
    return sentenceEnds;
  }

  /** Where the sentence of this place begins. */
  int sentenceStart(int i) {
    return sentence[i] == 0 ? 0 : sentenceEnds.get(sentence[i] - 1);
  }

  int sentence(int i) {
    return sentence[i];
  }

  int clause(int i) {
    return clause[i];
  }

  int paragraph(int i) {
    return paragraph[i];
  }

  int depth(int i) {
    return depth[i];
  }
}
