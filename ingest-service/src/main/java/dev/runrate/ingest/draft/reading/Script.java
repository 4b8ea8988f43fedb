package dev.runrate.ingest.draft.reading;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which characters are read as which: traditional ones as simplified ones, one for one, so that one
 * lexicon does for both; and how a name in characters is spelt in Latin letters.
 */
public final class Script {
  private final Map<Character, Character> simplified;
  private final Map<Character, String> spelling;

  private Script(Map<Character, Character> simplified, Map<Character, String> spelling) {
    this.simplified = simplified;
    this.spelling = spelling;
  }

  /**
   * @param simplified pairs of lines: characters, and below each what it is read as
   * @param spellings lines of a syllable, a space and the characters that are spelt so
   */
  public static Script parse(List<String> simplified, List<String> spellings) {
    Map<Character, Character> pairs = new HashMap<>();
    List<String> lines = simplified.stream().filter(line -> isContent(line)).toList();
    for (int i = 0; i + 1 < lines.size(); i += 2) {
      for (int c = 0; c < lines.get(i).length(); c++) {
        pairs.put(lines.get(i).charAt(c), lines.get(i + 1).charAt(c));
      }
    }
    Map<Character, String> spelling = new HashMap<>();
    for (String line : spellings) {
      int space = line.indexOf(' ');
      if (isContent(line) && space > 0) {
        for (char c : line.substring(space + 1).toCharArray()) {
          spelling.putIfAbsent(c, line.substring(0, space));
        }
      }
    }
    return new Script(pairs, spelling);
  }

  private static boolean isContent(String line) {
    return !line.isBlank() && !line.startsWith("#");
  }

  char simplify(char c) {
    // What is neither Chinese nor near it is itself; most of an English text is.
    return c < '\u2e80' ? c : simplified.getOrDefault(c, c);
  }

  /**
   * A slug for the name: {@code Acme AI} is {@code acme-ai}, 设计室 is {@code she-ji-shi}; empty where
   * nothing of it can be spelt.
   */
  Optional<String> slug(String name) {
    StringBuilder slug = new StringBuilder();
    boolean gap = false;
    for (char original : name.toCharArray()) {
      char c = Character.toLowerCase(simplify(original));
      String text =
          (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')
              ? String.valueOf(c)
              : spelling.getOrDefault(c, "");
      boolean isSyllable = spelling.containsKey(c);
      if (!text.isEmpty()) {
        if ((gap || isSyllable) && !slug.isEmpty()) {
          slug.append('-');
        }
        slug.append(text);
        gap = isSyllable;
      } else {
        gap = c != '\'';
      }
    }
    int most = 60;
    String text = slug.length() > most ? slug.substring(0, most) : slug.toString();
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }
}
