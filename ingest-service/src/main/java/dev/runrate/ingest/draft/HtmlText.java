package dev.runrate.ingest.draft;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a saved web page, one block a line, without what is not shown; and what the page says
 * of itself. It reads the page once from start to end and never fails: what is broken is text.
 *
 * @param title null where there is none
 * @param publishedOn null where the page does not say
 */
record HtmlText(String text, String title, LocalDate publishedOn) {
  private static final Set<String> UNSEEN =
      Set.of("script", "style", "noscript", "template", "svg", "head", "iframe", "object");
  private static final Set<String> BLOCKS =
      Set.of(
          "p",
          "div",
          "br",
          "li",
          "ul",
          "ol",
          "h1",
          "h2",
          "h3",
          "h4",
          "h5",
          "h6",
          "tr",
          "table",
          "section",
          "article",
          "header",
          "footer",
          "blockquote",
          "figure",
          "figcaption",
          "hr",
          "td",
          "th",
          "dd",
          "dt",
          "main",
          "aside",
          "nav",
          "pre",
          "title");
  private static final Map<String, String> ENTITIES =
      Map.ofEntries(
          Map.entry("amp", "&"),
          Map.entry("lt", "<"),
          Map.entry("gt", ">"),
          Map.entry("quot", "\""),
          Map.entry("apos", "'"),
          Map.entry("nbsp", " "),
          Map.entry("ensp", " "),
          Map.entry("emsp", " "),
          Map.entry("thinsp", " "),
          Map.entry("ndash", "–"),
          Map.entry("mdash", "—"),
          Map.entry("lsquo", "‘"),
          Map.entry("rsquo", "’"),
          Map.entry("ldquo", "“"),
          Map.entry("rdquo", "”"),
          Map.entry("hellip", "…"),
          Map.entry("middot", "·"),
          Map.entry("yen", "¥"),
          Map.entry("euro", "€"),
          Map.entry("pound", "£"));
  private static final int LONGEST_ENTITY = 12;
  private static final int LONGEST_TITLE = 500;
  private static final Pattern PUBLISHED =
      Pattern.compile(
          "(?i)<meta[^<>]{0,200}?(?:article:published_time|datePublished|pubdate|publishdate)"
              + "[^<>]{0,200}?content=[\"'](\\d{4}-\\d{2}-\\d{2})");
  private static final Pattern TIME =
      Pattern.compile("(?i)<time[^<>]{0,200}?datetime=[\"'](\\d{4}-\\d{2}-\\d{2})");
  private static final Pattern TITLE = Pattern.compile("(?is)<title[^<>]{0,200}>([^<]{1,1000})<");

  static HtmlText of(String html) {
    LocalDate published = date(PUBLISHED, html);
    Matcher title = TITLE.matcher(html);
    String titled = title.find() ? decoded(title.group(1)).strip().replaceAll("\\s+", " ") : null;
    return new HtmlText(
        text(html),
        titled == null || titled.isEmpty() || titled.length() > LONGEST_TITLE ? null : titled,
        published != null ? published : date(TIME, html));
  }

  private static LocalDate date(Pattern pattern, String html) {
    Matcher matcher = pattern.matcher(html);
    try {
      return matcher.find() ? LocalDate.parse(matcher.group(1)) : null;
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static String text(String html) {
    StringBuilder text = new StringBuilder(html.length() / 2);
    int i = 0;
    while (i < html.length()) {
      char c = html.charAt(i);
      if (c == '<') {
        i = afterTag(html, i, text);
      } else if (c == '&') {
        i = entity(html, i, text);
      } else {
        append(text, c == '\n' || c == '\r' || c == '\t' ? ' ' : c);
        i++;
      }
    }
    return text.toString().strip();
  }

  /** No blanks upon blanks: a page is full of them. */
  private static void append(StringBuilder text, char c) {
    boolean isBlank = c == ' ';
    boolean afterBlank =
        text.isEmpty()
            || text.charAt(text.length() - 1) == ' '
            || text.charAt(text.length() - 1) == '\n';
    if (!isBlank || !afterBlank) {
      text.append(c);
    }
  }

  private static int afterTag(String html, int start, StringBuilder text) {
    if (html.startsWith("<!--", start)) {
      int end = html.indexOf("-->", start + 4);
      return end < 0 ? html.length() : end + 3;
    }
    int nameStart = start + 1;
    boolean closes = nameStart < html.length() && html.charAt(nameStart) == '/';
    nameStart += closes ? 1 : 0;
    int nameEnd = nameStart;
    while (nameEnd < html.length()
        && nameEnd - nameStart < LONGEST_ENTITY
        && Character.isLetterOrDigit(html.charAt(nameEnd))) {
      nameEnd++;
    }
    boolean isTag =
        nameEnd > nameStart
            || (nameStart < html.length() && "!?".indexOf(html.charAt(nameStart)) >= 0);
    int end = html.indexOf('>', nameEnd);
    if (!isTag || end < 0) {
      append(text, '<');
      return start + 1;
    }
    String name = html.substring(nameStart, nameEnd).toLowerCase(Locale.ROOT);
    if (!closes && UNSEEN.contains(name) && html.charAt(end - 1) != '/') {
      int close = indexOfClosing(html, name, end);
      return close < 0 ? html.length() : close;
    }
    if (BLOCKS.contains(name) && !text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
      text.append('\n');
    }
    return end + 1;
  }

  private static int indexOfClosing(String html, String name, int from) {
    for (int at = html.indexOf("</", from); at >= 0; at = html.indexOf("</", at + 2)) {
      if (html.regionMatches(true, at + 2, name, 0, name.length())) {
        int end = html.indexOf('>', at);
        return end < 0 ? html.length() : end + 1;
      }
    }
    return -1;
  }

  private static int entity(String html, int start, StringBuilder text) {
    int end = html.indexOf(';', start);
    if (end < 0 || end - start > LONGEST_ENTITY) {
      append(text, '&');
      return start + 1;
    }
    String name = html.substring(start + 1, end);
    String meaning = name.startsWith("#") ? numbered(name.substring(1)) : ENTITIES.get(name);
    if (meaning == null) {
      append(text, '&');
      return start + 1;
    }
    for (char c : meaning.toCharArray()) {
      append(text, c);
    }
    return end + 1;
  }

  private static String numbered(String digits) {
    try {
      boolean isHex = digits.startsWith("x") || digits.startsWith("X");
      int point = isHex ? Integer.parseInt(digits.substring(1), 16) : Integer.parseInt(digits);
      boolean isText =
          Character.isValidCodePoint(point)
              && point > 0
              && !(point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
      return isText ? Character.toString(point) : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static String decoded(String text) {
    StringBuilder decoded = new StringBuilder();
    for (int i = 0; i < text.length(); ) {
      if (text.charAt(i) == '&') {
        i = entity(text, i, decoded);
      } else {
        decoded.append(text.charAt(i));
        i++;
      }
    }
    return decoded.toString();
  }
}
