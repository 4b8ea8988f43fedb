package dev.runrate.standalone.client;

import dev.runrate.common.fact.Interval;
import dev.runrate.common.fact.Quantity;
import dev.runrate.common.fact.Unit;
import dev.runrate.common.fact.Wording;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Lines up text for a terminal, with figures as people say them. */
final class Table {
  private final List<String[]> rows = new ArrayList<>();

  Table row(String... cells) {
    rows.add(cells);
    return this;
  }

  void print(PrintStream out) {
    int columns = rows.stream().mapToInt(row -> row.length).max().orElse(0);
    int[] widths = new int[columns];
    for (String[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.length; i++) {
        line.append(row[i]);
        if (i < row.length - 1) {
          line.append(" ".repeat(widths[i] - row[i].length() + 2));
        }
      }
      out.println(line.toString().stripTrailing());
    }
  }

  /** {@code 382m CNY}, {@code 9.0x}, {@code 12bn to 13bn USD}; a dash for nothing. */
  static String figure(JsonNode figure) {
    return quantity(figure).map(Wording::amount).orElse("-");
  }

  /** As above; {@code n/a} where a reason stands instead, which is told elsewhere. */
  static String figureOrReason(JsonNode figure) {
    return figure.hasNonNull("reason") ? "n/a" : figure(figure);
  }

  /** The interval around a point figure, where it is more than rounding; else nothing. */
  static String range(JsonNode figure) {
    return quantity(figure).map(Wording::range).orElse("");
  }

  private static Optional<Quantity> quantity(JsonNode figure) {
    if (figure == null || !figure.path("unit").isString()) {
      return Optional.empty();
    }
    BigDecimal value = number(figure.path("value"));
    BigDecimal low = number(figure.path("low"));
    BigDecimal high = number(figure.path("high"));
    return value == null && low == null && high == null
        ? Optional.empty()
        : Optional.of(
            new Quantity(
                value, new Interval(low, high), Unit.of(figure.path("unit").stringValue())));
  }

  private static BigDecimal number(JsonNode node) {
    return node.isString() ? new BigDecimal(node.stringValue()) : null;
  }

  /**
   * What a figure rests on beyond being stated: its ways, scenario, basis and doubt, e.g. {@code
   * proxy non-ifrs}; empty for a reported actual.
   */
  static String caveats(JsonNode figure) {
    List<String> caveats = new ArrayList<>();
    figure.path("how").forEach(way -> caveats.add(way.asString("")));
    caveats.removeAll(List.of("reported", "not-computable"));
    caveats.add(figure.path("scenario").asString("actual"));
    caveats.add(figure.path("basis").asString("reported"));
    caveats.removeAll(List.of("actual", "reported"));
    if (figure.hasNonNull("suspect")) {
      caveats.add("SUSPECT");
    }
    return String.join(" ", caveats);
  }

  /** Who said so, when, in what, and where it can be read. */
  static String source(JsonNode statement) {
    if (!statement.hasNonNull("filing")) {
      return "computed from other statements";
    }
    return "by "
        + statement.path("publisher").asString("somebody")
        + " ("
        + statement.path("tier").asString("")
        + ", "
        + statement.path("publishedOn").asString("")
        + ", "
        + statement.path("filing").asString("")
        + ")"
        + text(statement, "title", ", ")
        + text(statement, "url", " ");
  }

  private static String text(JsonNode node, String member, String before) {
    return node.hasNonNull(member) ? before + node.path(member).asString("") : "";
  }

  /** All the ways by which a figure was obtained. */
  static String how(JsonNode figure) {
    return figure
        .path("how")
        .valueStream()
        .map(JsonNode::asString)
        .collect(Collectors.joining("+"));
  }
}
