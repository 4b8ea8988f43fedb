package dev.runrate.ingest.format.xbrl;

/** What is told of a document: a fault is told with what was there, but not with a page of it. */
final class Shown {
  private static final int MOST = 60;

  private Shown() {}

  static String of(String text) {
    if (text == null) {
      return "nothing";
    }
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < text.length() && shown.length() < MOST; i++) {
      char c = text.charAt(i);
      shown.append(Character.isISOControl(c) || Character.isSurrogate(c) ? ' ' : c);
    }
    return shown + (text.length() > MOST ? "…" : "");
  }
}
