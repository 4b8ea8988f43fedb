package dev.runrate.common.web;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;

/**
 * One page of a list.
 *
 * @param next the cursor of the page after this one; null at the end
 */
public record Page<T>(List<T> items, String next) {
  public static final int DEFAULT_LIMIT = 100;
  public static final int MAX_LIMIT = 1_000;

  /**
   * Cuts a page from rows of which one more than {@code limit} was fetched.
   *
   * @param key the sort key of a row, from which the next page goes on
   */
  public static <T> Page<T> of(List<T> rows, int limit, Function<T, String> key) {
    if (rows.size() <= limit) {
      return new Page<>(rows, null);
    }
    List<T> items = List.copyOf(rows.subList(0, limit));
    return new Page<>(items, encode(key.apply(items.getLast())));
  }

  /** For lists that are at hand as a whole: the page after the item with this key. */
  public static <T> Page<T> slice(
      List<T> all, Integer limitOrNull, String cursorOrNull, Function<T, String> key) {
    int limit = limit(limitOrNull);
    int from = 0;
    if (cursorOrNull != null) {
      String last = decode(cursorOrNull);
      while (from < all.size() && !key.apply(all.get(from)).equals(last)) {
        from++;
      }
      if (from == all.size()) {
        throw ProblemException.badRequest("The cursor is not from this list.");
      }
      from++;
    }
    return of(all.subList(from, Math.min(all.size(), from + limit + 1)), limit, key);
  }

  public static int limit(Integer limitOrNull) {
    if (limitOrNull == null) {
      return DEFAULT_LIMIT;
    }
    if (limitOrNull < 1 || limitOrNull > MAX_LIMIT) {
      throw ProblemException.badRequest("limit must be from 1 to " + MAX_LIMIT + ".");
    }
    return limitOrNull;
  }

  /**
   * The number a cursor stands for, of lists whose rows are numbered.
   *
   * @param start where the list begins without a cursor
   */
  public static long number(String cursorOrNull, long start) {
    if (cursorOrNull == null) {
      return start;
    }
    try {
      return Long.parseLong(decode(cursorOrNull));
    } catch (NumberFormatException e) {
      throw ProblemException.badRequest("The cursor is not from this list.");
    }
  }

  private static String encode(String key) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(key.getBytes(StandardCharsets.UTF_8));
  }

  public static String decode(String cursor) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor));
      String key = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
      if (key.chars().anyMatch(Character::isISOControl)) {
        throw ProblemException.badRequest("The cursor is not one of ours.");
      }
      return key;
    } catch (IllegalArgumentException | CharacterCodingException e) {
      throw ProblemException.badRequest("The cursor cannot be read.");
    }
  }
}
