package dev.runrate.common.messaging;

import dev.runrate.common.web.ProblemException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a table of messages as server-sent events, from any point and without gap or repetition.
 *
 * <p>Rows of a table become visible in another order than their numbers were drawn in, so "the last
 * number seen" would skip some. The cursor is therefore the transaction and the number, and a row
 * is only shown once every transaction before its own has ended ({@code pg_snapshot_xmin}).
 */
public final class EventTail {
  private static final Logger LOG = LoggerFactory.getLogger(EventTail.class);
  private static final Pattern CURSOR = Pattern.compile("(\\d{1,19})-(\\d{1,18})");
  private static final int BATCH = 200;

  /**
   * A silent line now and then, so that proxies keep the connection and a dead client is noticed.
   */
  private static final long HEARTBEAT_SECONDS = 15;

  /** Another instance may have written, which does not wake us; look this often. */
  private static final long LOOK_MS = 1_000;

  /**
   * Streams of one table at a time: each holds a connection, and what its reader has not read yet.
   */
  private static final int MOST_STREAMS = 250;

  /** A row: where it stands, what it is, and its JSON. */
  public record Entry(String transaction, long number, String type, String json) {
    String id() {
      return transaction + "-" + number;
    }
  }

  /** Where a reader stands: everything up to here has been seen. */
  public record Cursor(String transaction, long number) {
    public static final Cursor START = new Cursor("0", 0);

    /** As in {@code Last-Event-ID}; empty where it is not one of ours. */
    public static Optional<Cursor> parse(String text) {
      Matcher m = CURSOR.matcher(text);
      return m.matches()
          ? Optional.of(new Cursor(m.group(1), Long.parseLong(m.group(2))))
          : Optional.empty();
    }
  }

  /** The table behind it. */
  public interface Source {
    /** Entries after the cursor whose predecessors are all settled, in order. */
    List<Entry> after(Cursor cursor, int limit);

    /** The position of a reader who wants only what comes from now on. */
    Cursor now();
  }

  private final Source source;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition written = lock.newCondition();
  private final Semaphore streams = new Semaphore(MOST_STREAMS);
  private long version;

  public EventTail(Source source) {
    this.source = source;
  }

  /** To be called after a commit that added entries. */
  public void wake() {
    lock.lock();
    try {
      version++;
      written.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Writes events until the client goes away or the table cannot be read. Blocks its thread, which
   * is a virtual one.
   *
   * @param lastEventId null to begin with what happens from now on
   * @throws ProblemException 503 if so many are open that no more can be
   */
  public void stream(String lastEventId, HttpServletResponse response) throws IOException {
    if (!streams.tryAcquire()) {
      throw ProblemException.unavailable(
          "All " + MOST_STREAMS + " streams are taken; try again, or read the topic.");
    }
    try {
      follow(lastEventId, response);
    } finally {
      streams.release();
    }
  }

  private void follow(String lastEventId, HttpServletResponse response) throws IOException {
    Cursor cursor =
        lastEventId == null ? source.now() : Cursor.parse(lastEventId).orElse(Cursor.START);
    response.setContentType("text/event-stream");
    response.setCharacterEncoding("UTF-8");
    response.setHeader("Cache-Control", "no-store");
    OutputStream out = response.getOutputStream();
    write(out, ": connected\n\n");
    long lastWritten = System.nanoTime();
    while (!Thread.currentThread().isInterrupted()) {
      long seen = version();
      List<Entry> entries;
      try {
        entries = source.after(cursor, BATCH);
      } catch (RuntimeException e) {
        // The store is gone, or the service is stopping. What has begun as a stream of events
        // cannot
        // end as a problem; it just ends, and the client asks again from where it stands.
        LOG.warn("an event stream ends early: {}", e.toString());
        return;
      }
      for (Entry entry : entries) {
        write(
            out,
            "id: " + entry.id() + "\nevent: " + entry.type() + "\ndata: " + entry.json() + "\n\n");
        cursor = new Cursor(entry.transaction, entry.number);
      }
      if (!entries.isEmpty()) {
        out.flush();
        lastWritten = System.nanoTime();
      } else {
        if (System.nanoTime() - lastWritten > TimeUnit.SECONDS.toNanos(HEARTBEAT_SECONDS)) {
          write(out, ": still here\n\n");
          lastWritten = System.nanoTime();
        }
        await(seen);
      }
    }
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private long version() {
    lock.lock();
    try {
      return version;
    } finally {
      lock.unlock();
    }
  }

  private void await(long seen) {
    lock.lock();
    try {
      if (version == seen) {
        // A spurious wake-up costs one query.
        boolean signalled = written.await(LOOK_MS, TimeUnit.MILLISECONDS);
        assert signalled || version >= seen;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }
}
