package dev.runrate.common.web;

import dev.runrate.common.event.Json;
import dev.runrate.common.web.Problem.ContentError;
import jakarta.servlet.http.HttpServletRequest;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.JsonNode;

/** The body of a request, gzipped or not, never longer than it may be. */
public final class Body {
  /** Of a document that a person writes: a profile, a reason, a rule. */
  public static final int MOST_SMALL_BYTES = 64 * 1024;

  private static final int GZIP_MAGIC_1 = 0x1f;
  private static final int GZIP_MAGIC_2 = 0x8b;
  private static final int BUFFER = 64 * 1024;
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
  private static final Set<String> TAKEN_ENCODINGS = Set.of("gzip", "x-gzip", "identity");

  private Body() {}

  /** The whole body. */
  public static byte[] read(HttpServletRequest request, int mostBytes) throws IOException {
    if (request.getContentLengthLong() > mostBytes) {
      throw tooLarge(mostBytes);
    }
    try (InputStream in = unpacked(request)) {
      byte[] body = in.readNBytes(mostBytes + 1);
      if (body.length > mostBytes) {
        throw tooLarge(mostBytes);
      }
      return body;
    }
  }

  /**
   * A body that is one of two things: what it is shows in its beginning, and how long it may be
   * depends on that.
   */
  public static byte[] read(
      HttpServletRequest request, int mostBytes, Predicate<byte[]> isLong, int mostOfTheLong)
      throws IOException {
    if (request.getContentLengthLong() > Math.max(mostBytes, mostOfTheLong)) {
      throw tooLarge(Math.max(mostBytes, mostOfTheLong));
    }
    try (InputStream in = unpacked(request)) {
      byte[] start = in.readNBytes(BUFFER);
      int most = isLong.test(start) ? mostOfTheLong : mostBytes;
      if (request.getContentLengthLong() > most || start.length > most) {
        throw tooLarge(most);
      }
      ByteArrayOutputStream whole = new ByteArrayOutputStream(2 * start.length);
      whole.write(start);
      whole.write(in.readNBytes(most + 1 - start.length));
      if (whole.size() > most) {
        throw tooLarge(most);
      }
      return whole.toByteArray();
    }
  }

  /** The whole body, which is JSON and not empty. */
  public static JsonNode readJson(HttpServletRequest request, int mostBytes) throws IOException {
    return json(read(request, mostBytes));
  }

  /** JSON that is not empty. */
  public static JsonNode json(byte[] body) {
    try {
      JsonNode root = Json.MAPPER.readTree(body);
      if (root == null || root.isMissingNode()) {
        throw ProblemException.unreadable("The body is empty.");
      }
      return root;
    } catch (JacksonException e) {
      throw notJson(e);
    } catch (NumberFormatException | ArithmeticException e) {
      throw numberBeyondAllRange();
    }
  }

  /**
   * A body that is a message as one of the services writes it.
   *
   * @param reader throws what Jackson throws
   * @throws ProblemException 400 if it is not JSON, 422 if it is no such message
   */
  public static <T> T message(byte[] body, Function<byte[], T> reader) {
    if (body.length == 0) {
      throw ProblemException.unreadable("The body is empty.");
    }
    try {
      T message = reader.apply(body);
      if (message == null) {
        throw ProblemException.invalid(
            List.of(new ContentError("", "required", "the body is null")));
      }
      return message;
    } catch (DatabindException e) {
      throw ProblemException.invalid(
          List.of(new ContentError(pointer(e), "type", e.getOriginalMessage())));
    } catch (JacksonException e) {
      throw notJson(e);
    } catch (NumberFormatException | ArithmeticException e) {
      throw numberBeyondAllRange();
    }
  }

  private static ProblemException notJson(JacksonException e) {
    return ProblemException.unreadable("Not JSON: " + e.getOriginalMessage() + Json.where(e));
  }

  /** It is JSON, but the parser itself cannot hold the number and so cannot say which it was. */
  private static ProblemException numberBeyondAllRange() {
    return ProblemException.invalid(
        List.of(new ContentError("", "number-range", "a number is out of all range")));
  }

  private static String pointer(DatabindException e) {
    StringBuilder pointer = new StringBuilder();
    for (JacksonException.Reference step : e.getPath()) {
      String name =
          step.getPropertyName() == null
              ? Integer.toString(step.getIndex())
              : step.getPropertyName().replace("~", "~0").replace("/", "~1");
      pointer.append('/').append(name);
    }
    return pointer.toString();
  }

  /**
   * The body as a stream that ends with 413 when it grows too long, however small it came packed.
   */
  public static InputStream stream(HttpServletRequest request, long mostBytes) throws IOException {
    // The limit is counted in blocks; whoever reads byte by byte reads from memory.
    return new BufferedInputStream(limited(unpacked(request), mostBytes), BUFFER);
  }

  /** The stream, which ends with 413 when it grows too long. */
  static InputStream limited(InputStream in, long mostBytes) {
    return new Limited(in, mostBytes);
  }

  private static InputStream unpacked(HttpServletRequest request) throws IOException {
    String encoding = request.getHeader("Content-Encoding");
    if (encoding != null && !TAKEN_ENCODINGS.contains(encoding.toLowerCase(Locale.ROOT))) {
      throw ProblemException.unsupportedType(
          "Content-Encoding " + encoding + " is not taken; gzip is.");
    }
    BufferedInputStream in = new BufferedInputStream(request.getInputStream(), BUFFER);
    // People forget the header, and curl --data-binary @file.gz does not send it.
    in.mark(2);
    boolean gzip = in.read() == GZIP_MAGIC_1 && in.read() == GZIP_MAGIC_2;
    in.reset();
    return withoutByteOrderMark(gzip ? new GZIPInputStream(in, BUFFER) : in);
  }

  /** Spreadsheets put one in front of what they call UTF-8. */
  private static InputStream withoutByteOrderMark(InputStream in) throws IOException {
    // Not a buffer: one would swallow what was read before a broken end.
    PushbackInputStream start = new PushbackInputStream(in, BYTE_ORDER_MARK.length);
    byte[] first = start.readNBytes(BYTE_ORDER_MARK.length);
    if (!Arrays.equals(first, BYTE_ORDER_MARK)) {
      start.unread(first);
    }
    return start;
  }

  private static ProblemException tooLarge(long mostBytes) {
    return ProblemException.tooLarge("At most " + mostBytes + " bytes are taken here.");
  }

  private static final class Limited extends InputStream {
    private final InputStream in;
    private final long mostBytes;
    private long left;

    Limited(InputStream in, long mostBytes) {
      this.in = in;
      this.mostBytes = mostBytes;
      this.left = mostBytes;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count = in.read(buffer, offset, length);
      left -= Math.max(count, 0);
      if (left < 0) {
        throw tooLarge(mostBytes);
      }
      return count;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
