package dev.runrate.common.event;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A snapshot message taken apart: the figures, which are nine tenths of it, and the rest, in which
 * a number stands for the figures of each period:
 *
 * <pre>
 * {"issuer":"minimax", "current":{"period":{...},"metrics":{"revenue":{...},"net-income":{...}}}, ...}
 * {"issuer":"minimax", "current":{"period":{...},"metrics":0}, ...}
 * </pre>
 *
 * To find where they end takes a look at quotes and brackets, a small part of what reading them
 * would.
 */
final class SnapshotText {
  private static final byte[] METRICS = "\"metrics\"".getBytes(StandardCharsets.UTF_8);

  /** How deep the members of a period lie. */
  private static final int IN_PERIOD = 2;

  private final byte[] message;
  private final ByteArrayOutputStream rest = new ByteArrayOutputStream(1_000);
  private final List<FigureTexts> figures = new ArrayList<>();

  /**
   * @throws IllegalArgumentException if the message ends too early
   */
  SnapshotText(byte[] message) {
    this.message = message;
    takeApart();
  }

  byte[] rest() {
    return rest.toByteArray();
  }

  /** By the number that stands for them in the rest. */
  List<FigureTexts> figures() {
    return figures;
  }

  private void takeApart() {
    int copied = 0;
    int depth = 0;
    int at = 0;
    while (at < message.length) {
      switch (message[at]) {
        case '"' -> {
          int value = depth == IN_PERIOD && isMetrics(at) ? afterColon(at + METRICS.length) : -1;
          if (value >= 0 && byteAt(value) == '{') {
            rest.write(message, copied, value - copied);
            rest.writeBytes(Integer.toString(figures.size()).getBytes(StandardCharsets.UTF_8));
            copied = figures(value);
            at = copied;
          } else {
            at = endOfString(at);
          }
        }
        case '{', '[' -> {
          depth++;
          at++;
        }
        case '}', ']' -> {
          depth--;
          at++;
        }
        default -> at++;
      }
    }
    rest.write(message, copied, message.length - copied);
  }

  private boolean isMetrics(int at) {
    return at + METRICS.length <= message.length
        && Arrays.equals(message, at, at + METRICS.length, METRICS, 0, METRICS.length);
  }

  /** Where the value of a member begins whose name ends here; -1 where this was no name. */
  private int afterColon(int end) {
    int at = afterSpace(end);
    return byteAt(at) == ':' ? afterSpace(at + 1) : -1;
  }

  /** Notes the figures of the object that begins here; says where it ends. */
  private int figures(int start) {
    FigureTexts found = new FigureTexts(message);
    figures.add(found);
    int at = afterSpace(start + 1);
    boolean more = byteAt(at) != '}';
    while (more) {
      expect('"', at);
      int nameEnd = endOfString(at);
      int colon = afterSpace(nameEnd);
      expect(':', colon);
      int value = afterSpace(colon + 1);
      int end = endOfObject(value);
      found.add(at + 1, nameEnd - 1, value, end);
      at = afterSpace(end);
      more = byteAt(at) == ',';
      at = more ? afterSpace(at + 1) : at;
    }
    expect('}', at);
    return at + 1;
  }

  private int endOfObject(int start) {
    expect('{', start);
    int depth = 0;
    int at = start;
    do {
      switch (byteAt(at)) {
        case '"' -> at = endOfString(at) - 1;
        case '{' -> depth++;
        case '}' -> depth--;
        default -> {}
      }
      at++;
    } while (depth > 0);
    return at;
  }

  /** The byte after the closing quote. */
  private int endOfString(int start) {
    int at = start + 1;
    while (byteAt(at) != '"') {
      at += message[at] == '\\' ? 2 : 1;
    }
    return at + 1;
  }

  private int afterSpace(int start) {
    int at = start;
    while (byteAt(at) == ' ' || message[at] == '\n' || message[at] == '\r' || message[at] == '\t') {
      at++;
    }
    return at;
  }

  private void expect(char expected, int at) {
    if (byteAt(at) != expected) {
      throw new IllegalArgumentException("no " + expected + " at byte " + at);
    }
  }

  private byte byteAt(int at) {
    if (at >= message.length) {
      throw new IllegalArgumentException("the message ends within a value");
    }
    return message[at];
  }
}
