package dev.runrate.ingest.format;

import dev.runrate.common.event.Json;
import dev.runrate.common.web.Problem.ContentError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.List;
import tools.jackson.core.JacksonException;

/**
 * Filings from NDJSON, a filing a line; blank lines are passed over.
 *
 * <pre>
 * {"issuer":"harvey","source":{"tier":"press","publishedOn":"2025-08-31"},"facts":[...]}
 * {"issuer":"cursor","source":{"tier":"press","publishedOn":"2025-08-31"},"facts":[...]}
 * </pre>
 */
public final class NdjsonFilings implements FilingReader {
  private static final int BLOCK = 64 * 1024;

  private final InputStream in;
  private final int mostBytes;
  private final LocalDate today;
  private final byte[] block = new byte[BLOCK];
  private int from;
  private int to;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private long number;

  /**
   * @param today in UTC; nothing is published in its future
   */
  public NdjsonFilings(InputStream in, int mostBytesPerLine, LocalDate today) {
    this.in = in;
    this.mostBytes = mostBytesPerLine;
    this.today = today;
  }

  @Override
  public Entry next() throws IOException {
    while (true) {
      line.reset();
      long length = readLine();
      if (length < 0) {
        return null;
      }
      number++;
      if (length > mostBytes) {
        return new Entry(
            number, invalid("too-large", "a line has at most " + mostBytes + " bytes"));
      }
      byte[] bytes = line.toByteArray();
      if (!isBlank(bytes)) {
        return new Entry(number, parse(bytes));
      }
    }
  }

  private ParsedFiling parse(byte[] json) {
    try {
      return FilingParser.parse(Json.MAPPER.readTree(json), today);
    } catch (JacksonException e) {
      return invalid("unreadable", "not JSON: " + e.getOriginalMessage());
    } catch (NumberFormatException | ArithmeticException e) {
      // Of a number so large that not even its size can be held.
      return invalid("number-range", "a number is out of range");
    }
  }

  private static ParsedFiling.Invalid invalid(String code, String message) {
    return new ParsedFiling.Invalid(null, List.of(new ContentError("", code, message)));
  }

  private static boolean isBlank(byte[] bytes) {
    for (byte b : bytes) {
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }

  /** The length of the line, of which no more than allowed is kept; -1 at the end. */
  private long readLine() throws IOException {
    long length = 0;
    while (from < to || fill()) {
      int end = endOfLine();
      int kept = (int) Math.min(end - from, Math.max(0, mostBytes - length));
      line.write(block, from, kept);
      length += end - from;
      from = end;
      if (end < to) {
        from++;
        return length;
      }
    }
    return length == 0 ? -1 : length;
  }

  private int endOfLine() {
    int end = from;
    while (end < to && block[end] != '\n') {
      end++;
    }
    return end;
  }

  private boolean fill() throws IOException {
    from = 0;
    to = Math.max(0, in.read(block));
    return to > 0;
  }
}
