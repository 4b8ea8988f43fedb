package dev.runrate.common.fact;

import java.util.regex.Pattern;

/** The one shape of names that users choose: {@code [a-z0-9][a-z0-9-]*}, at most 100 characters. */
final class Slug {
  static final int MAX_LENGTH = 100;
  private static final Pattern SHAPE = Pattern.compile("[a-z0-9][a-z0-9-]*");

  private Slug() {}

  static Checked<String> check(String what, String text) {
    if (text.length() <= MAX_LENGTH && SHAPE.matcher(text).matches()) {
      return Checked.valid(text);
    }
    return Checked.invalid(
        "slug",
        what
            + " must be lower-case letters, digits and hyphens, start with a letter or digit and"
            + " have at most "
            + MAX_LENGTH
            + " characters");
  }
}
