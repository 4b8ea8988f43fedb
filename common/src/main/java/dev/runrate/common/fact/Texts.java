package dev.runrate.common.fact;

/** Which texts there are: those that can be stored and shown as they were sent. */
public final class Texts {
  /** Characters of a title, a name, a reason. */
  public static final int MOST = 2_000;

  private Texts() {}

  /**
   * @param name what the text is called, for the person who must mend it
   */
  public static Checked<String> check(String name, String text) {
    return check(name, text, MOST);
  }

  public static Checked<String> check(String name, String text, int mostCharacters) {
    return text.length() <= mostCharacters && isClean(text)
        ? Checked.valid(text)
        : Checked.invalid(
            "text",
            name + " has at most " + mostCharacters + " characters and no control characters");
  }

  /**
   * No control characters but line breaks and tabs, no half of a surrogate pair, and none of the
   * marks that turn the direction of what follows: a title must not rearrange the page it stands
   * on.
   */
  public static boolean isClean(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c) || isControl(c) || isDirectionMark(c)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isControl(char c) {
    return Character.isISOControl(c) && c != '\n' && c != '\t' && c != '\r';
  }

  private static boolean isDirectionMark(char c) {
    return (c >= '\u202a' && c <= '\u202e') || (c >= '\u2066' && c <= '\u2069');
  }
}
