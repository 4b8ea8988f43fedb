package dev.runrate.ingest.format.xbrl;

/** The document cannot be read to its end; the message says where and why. */
public final class UnreadableReportException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean tooLarge;

  UnreadableReportException(String message) {
    this(message, false);
  }

  private UnreadableReportException(String message, boolean tooLarge) {
    super(message, null, false, false);
    this.tooLarge = tooLarge;
  }

  static UnreadableReportException tooLarge(String message) {
    return new UnreadableReportException(message, true);
  }

  /** Whether it is only longer than this service takes. */
  public boolean isTooLarge() {
    return tooLarge;
  }
}
