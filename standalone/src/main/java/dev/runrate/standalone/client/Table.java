package dev.runrate.standalone.client;

import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Lines up text for a terminal, and shortens figures as people say them. */
final class Table {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
  private static final int MOST_POINTS = 20;

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

  /** {@code 382.0m CNY}, {@code -790.1%}, {@code 12.0bn-13.0bn USD}; a dash for nothing. */
  static String figure(JsonNode figure) {
    if (figure == null || figure.isMissingNode() || figure.isNull()) {
      return "-";
    }
    String unit = figure.path("unit").asString("");
    String suffix = unit.equals("ratio") ? "" : " " + unit;
    BigDecimal value = number(figure.path("value"));
    if (value != null) {
      return amount(value, unit) + suffix;
    }
    BigDecimal low = number(figure.path("low"));
    BigDecimal high = number(figure.path("high"));
    if (low == null && high == null) {
      return "-";
    }
    if (high == null) {
      return ">" + amount(low, unit) + suffix;
    }
    return low == null
        ? "<" + amount(high, unit) + suffix
        : amount(low, unit) + ".." + amount(high, unit) + suffix;
  }

  /** The interval around a point figure, where it is not a point. */
  static String range(JsonNode figure) {
    BigDecimal low = number(figure.path("low"));
    BigDecimal high = number(figure.path("high"));
    if (low == null || high == null || low.compareTo(high) == 0) {
      return "";
    }
    String unit = figure.path("unit").asString("");
    String from = amount(low, unit);
    String to = amount(high, unit);
    return from.equals(to) ? "" : from + ".." + to;
  }

  private static BigDecimal number(JsonNode node) {
    return node.isString() ? new BigDecimal(node.stringValue()) : null;
  }

  private static String amount(BigDecimal value, String unit) {
    if (unit.equals("ratio")) {
      return value.multiply(HUNDRED).abs().compareTo(new BigDecimal("100000")) < 0
          ? value.multiply(HUNDRED).setScale(1, RoundingMode.HALF_EVEN).toPlainString() + "%"
          : value.setScale(1, RoundingMode.HALF_EVEN).toPlainString() + "x";
    }
    record Scale(String size, String name) {}
    for (Scale scale :
        List.of(new Scale("1e12", "tn"), new Scale("1e9", "bn"), new Scale("1e6", "m"))) {
      BigDecimal size = new BigDecimal(scale.size);
      if (value.abs().compareTo(size) >= 0) {
        return significant(value.divide(size, MOST_POINTS, RoundingMode.HALF_EVEN)) + scale.name;
      }
    }
    return significant(value);
  }

  private static String significant(BigDecimal value) {
    int scale = value.abs().compareTo(HUNDRED) >= 0 ? 1 : 2;
    BigDecimal rounded = value.setScale(scale, RoundingMode.HALF_EVEN).stripTrailingZeros();
    return (rounded.scale() < 0 ? rounded.setScale(0) : rounded).toPlainString();
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
