package dev.runrate.common.fact;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * The known name that somebody probably meant: {@code segmnet} is {@code segment}. Names are near
 * when few letters must be changed, added, left out or swapped with their neighbour, a third of
 * them at most; case, hyphens and underscores do not count.
 */
public final class DidYouMean {
  private DidYouMean() {}

  /** The nearest name; of several as near, the first in the alphabet. */
  public static Optional<String> nearest(String written, Collection<String> known) {
    String plain = plain(written);
    int most = Math.max(1, plain.length() / 3);
    return known.stream()
        .filter(name -> Math.abs(plain(name).length() - plain.length()) <= most)
        .map(name -> new Near(name, distance(plain, plain(name))))
        .filter(near -> near.distance <= most)
        .min(Comparator.comparingInt(Near::distance).thenComparing(Near::name))
        .map(Near::name);
  }

  /** {@code "; did you mean segment?"}, or nothing where no name is near. */
  public static String hint(String written, Collection<String> known) {
    return nearest(written, known).map(name -> "; did you mean " + name + "?").orElse("");
  }

  private record Near(String name, int distance) {}

  private static String plain(String name) {
    return name.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
  }

  /** Damerau and Levenshtein's, of the restricted kind: no letter is moved twice. */
  private static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(d[i - 1][j - 1] + change, Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
