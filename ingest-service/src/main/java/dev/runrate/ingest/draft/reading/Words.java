package dev.runrate.ingest.draft.reading;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A vocabulary that finds the longest of its words at a place, in time of that word's length
 * whatever the number of words. Case does not matter; a word of Latin letters or digits is only
 * found where it stands by itself.
 */
final class Words<V> {
  /** A word that was found: what it means and where it ends (or, read backwards, begins). */
  record Found<V>(V value, int start, int end) {
    int length() {
      return end - start;
    }
  }

  private static final class Node<V> {
    final Map<Character, Node<V>> next = new HashMap<>(4);
    V value;
  }

  private final Node<V> root = new Node<>();
  private final Node<V> backwards = new Node<>();

  /** The later of two meanings counts: a user's lexicon is read last. */
  void add(String word, V value) {
    put(root, word, value);
    put(backwards, new StringBuilder(word).reverse().toString(), value);
  }

  private static <V> void put(Node<V> from, String word, V value) {
    Node<V> node = from;
    for (char c : word.toCharArray()) {
      node = node.next.computeIfAbsent(Character.toLowerCase(c), k -> new Node<>());
    }
    node.value = value;
  }

  /** The longest word that begins at {@code i}; null where there is none. */
  Found<V> at(String text, int i) {
    Node<V> node = root;
    Found<V> found = null;
    if (i > 0 && i < text.length() && joins(text.charAt(i - 1), text.charAt(i))) {
      return null;
    }
    for (int j = i; j < text.length(); j++) {
      node = node.next.get(Character.toLowerCase(text.charAt(j)));
      if (node == null) {
        return found;
      }
      if (node.value != null
          && !(j + 1 < text.length() && joins(text.charAt(j), text.charAt(j + 1)))) {
        found = new Found<>(node.value, i, j + 1);
      }
    }
    return found;
  }

  /** The same, but that a number may stand right before it: 5m, 30bn. */
  Found<V> afterNumber(String text, int i) {
    Node<V> node = root;
    Found<V> found = null;
    for (int j = i; j < text.length(); j++) {
      node = node.next.get(Character.toLowerCase(text.charAt(j)));
      if (node == null) {
        return found;
      }
      if (node.value != null
          && !(j + 1 < text.length()
              && Plain.isLatin(text.charAt(j))
              && Plain.isLatin(text.charAt(j + 1)))) {
        found = new Found<>(node.value, i, j + 1);
      }
    }
    return found;
  }

  /** The longest word that ends before {@code end}; null where there is none. */
  Found<V> before(String text, int end) {
    Node<V> node = backwards;
    Found<V> found = null;
    for (int j = end - 1; j >= 0; j--) {
      node = node.next.get(Character.toLowerCase(text.charAt(j)));
      if (node == null) {
        return found;
      }
      if (node.value != null && !(j > 0 && joins(text.charAt(j - 1), text.charAt(j)))) {
        found = new Found<>(node.value, j, end);
      }
    }
    return found;
  }

  /** All words of the text, the longest first and none within another. */
  List<Found<V>> all(String text) {
    List<Found<V>> all = new ArrayList<>();
    for (int i = 0; i < text.length(); i++) {
      Found<V> found = at(text, i);
      if (found != null) {
        all.add(found);
        i = found.end - 1;
      }
    }
    return all;
  }

  /**
   * All words that begin outside the spans.
   *
   * @param taken in order
   */
  List<Found<V>> all(String text, List<Span> taken) {
    List<Found<V>> all = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < text.length(); i++) {
      while (next < taken.size() && taken.get(next).end() <= i) {
        next++;
      }
      if (next < taken.size() && taken.get(next).start() <= i) {
        i = taken.get(next).end() - 1;
        continue;
      }
      Found<V> found = at(text, i);
      if (found != null) {
        all.add(found);
        i = found.end - 1;
      }
    }
    return all;
  }

  /** As {@link #at}, but that a year may stand right behind it: MiniMax2025年. */
  Found<V> beforeYear(String text, int i) {
    Found<V> found = at(text, i);
    if (found != null || (i > 0 && joins(text.charAt(i - 1), text.charAt(i)))) {
      return found;
    }
    Found<V> loose = afterNumber(text, i);
    return loose != null && text.startsWith("20", loose.end) ? loose : null;
  }

  private static boolean joins(char left, char right) {
    return isWord(left) && isWord(right);
  }

  private static boolean isWord(char c) {
    return Plain.isLatin(c) || Plain.isDigit(c);
  }
}
