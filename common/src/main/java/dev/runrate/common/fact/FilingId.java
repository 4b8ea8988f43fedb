package dev.runrate.common.fact;

import java.util.regex.Pattern;

/**
 * The client's own name for a filing (an SEC accession number, say), or one derived from its
 * content. It stands in URLs, so it is printable ASCII without space and without {@code / ? # % ; \
 * "}, and neither {@code .} nor {@code ..}.
 */
public record FilingId(String text) implements Comparable<FilingId> {
  public static final int MAX_LENGTH = 200;
  private static final Pattern SHAPE =
      Pattern.compile("(?!\\.{1,2}$)[!$&-.0-9:=@A-Z_a-z~+]{1," + MAX_LENGTH + "}");

  public FilingId {
    if (!SHAPE.matcher(text).matches()) {
      throw new IllegalArgumentException("not a filing id: " + text);
    }
  }

  public static Checked<FilingId> parse(String text) {
    if (SHAPE.matcher(text).matches()) {
      return Checked.valid(new FilingId(text));
    }
    return Checked.invalid(
        "id",
        "id must have 1 to "
            + MAX_LENGTH
            + " printable ASCII characters, without spaces and without / ? # % ; \\ \", and is not"
            + " . or ..");
  }

  public static FilingId of(String text) {
    return new FilingId(text);
  }

  @Override
  public int compareTo(FilingId other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
