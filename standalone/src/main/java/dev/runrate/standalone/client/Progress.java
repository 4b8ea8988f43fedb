package dev.runrate.standalone.client;

/** A line on a terminal that counts; silent where nobody looks. */
final class Progress {
  private static final long EVERY_NANOS = 200_000_000L;

  private final boolean shown = System.console() != null && System.console().isTerminal();
  private final long started = System.nanoTime();
  private long last;
  private long done;

  void one() {
    done++;
    long now = System.nanoTime();
    if (shown && now - last > EVERY_NANOS) {
      last = now;
      long perSecond = done * 1_000_000_000L / Math.max(1, now - started);
      System.err.print("\r" + done + " filings, " + perSecond + " a second ");
    }
  }

  /** Of a known number of things. */
  void step(long of, String what) {
    done++;
    if (shown) {
      long seconds = (System.nanoTime() - started) / 1_000_000_000L;
      long left = done == 0 ? 0 : seconds * (of - done) / done;
      System.err.print("\r" + done + " of " + of + " " + what + ", about " + left + " s to go ");
    }
  }

  void clear() {
    if (shown) {
      System.err.print("\r\033[K");
    }
  }
}
