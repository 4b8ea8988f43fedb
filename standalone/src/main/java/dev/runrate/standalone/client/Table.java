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
  private static final BigDecimal TWO = BigDecimal.valueOf(2);

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

  /**
   * {@code 382m CNY}, {@code -790.1%}, {@code 58.1x}, {@code 12bn..13bn USD}; a dash for nothing.
   */
  static String figure(JsonNode figure) {
    if (figure == null || figure.isMissingNode() || figure.isNull()) {
      return "-";
    }
    String unit = figure.path("unit").asString("");
    String suffix = unit.equals("ratio") || unit.equals("multiple") ? "" : " " + unit;
    BigDecimal value = number(figure.path("value"));
    if (value != null) {
      return amount(value, unit) + suffix;
    }
    BigDecimal low = number(figure.path("low"));
    BigDecimal high = number(figure.path("high"));
    if (low == null && high == null) {
      return figure.has("reason") ? "n/a" : "-";
    }
    if (high == null) {
      return ">" + amount(low, unit) + suffix;
    }
    return low == null
        ? "<" + amount(high, unit) + suffix
        : amount(low, unit) + ".." + amount(high, unit) + suffix;
  }

  /** The interval around a point figure, where it says more than the digits of the point do. */
  static String range(JsonNode figure) {
    String unit = figure.path("unit").asString("");
    BigDecimal value = number(figure.path("value"));
    BigDecimal low = number(figure.path("low"));
    BigDecimal high = number(figure.path("high"));
    if (value == null || low == null && high == null) {
      return "";
    }
    if (low == null || high == null) {
      return high == null ? ">" + amount(low, unit) : "<" + amount(high, unit);
    }
    return sameDigits(low, value, unit) && sameDigits(high, value, unit)
        ? ""
        : amount(low, unit) + ".." + amount(high, unit);
  }

  private static BigDecimal number(JsonNode node) {
    return node.isString() ? new BigDecimal(node.stringValue()) : null;
  }

  private record Scale(BigDecimal size, String name) {
    static Scale of(String size, String name) {
      return new Scale(new BigDecimal(size), name);
    }
  }

  private static final Scale ONE = Scale.of("1", "");
  private static final List<Scale> SCALES =
      List.of(Scale.of("1e12", "tn"), Scale.of("1e9", "bn"), Scale.of("1e6", "m"));
  private static final Scale PERCENT = Scale.of("0.01", "%");
  private static final Scale TIMES = Scale.of("1", "x");

  private static Scale scaleOf(BigDecimal value, String unit) {
    return switch (unit) {
      case "ratio" -> PERCENT;
      case "multiple" -> TIMES;
      default ->
          SCALES.stream()
              .filter(scale -> value.abs().compareTo(scale.size) >= 0)
              .findFirst()
              .orElse(ONE);
    };
  }

  /** Digits after the point, which are fewer the larger the number is. */
  private static int digits(BigDecimal value, String unit) {
    Scale scale = scaleOf(value, unit);
    boolean large = value.abs().compareTo(scale.size.multiply(HUNDRED)) >= 0;
    return switch (unit) {
      case "ratio", "months" -> 1;
      case "multiple" -> large ? 0 : 1;
      case "people", "users" -> scale == ONE ? 0 : large ? 1 : 2;
      default -> large ? 1 : 2;
    };
  }

  /** What the last digit that is shown is worth. */
  private static BigDecimal lastDigit(BigDecimal value, String unit) {
    return scaleOf(value, unit).size.scaleByPowerOfTen(-digits(value, unit));
  }

  private static BigDecimal shown(BigDecimal value, BigDecimal digit) {
    return value.divide(digit, 0, RoundingMode.HALF_EVEN).multiply(digit);
  }

  /** At most half a shown digit apart from what is shown: 40 people are 39.5 to 40.5 already. */
  private static boolean sameDigits(BigDecimal end, BigDecimal point, String unit) {
    BigDecimal digit = lastDigit(point, unit);
    return end.subtract(shown(point, digit)).abs().multiply(TWO).compareTo(digit) <= 0;
  }

  private static String amount(BigDecimal value, String unit) {
    Scale scale = scaleOf(value, unit);
    BigDecimal shown = shown(value, lastDigit(value, unit)).divide(scale.size);
    BigDecimal stripped = shown.stripTrailingZeros();
    boolean keepsZeros = unit.equals("ratio") || unit.equals("multiple");
    return (keepsZeros
                ? shown.setScale(digits(value, unit))
                : stripped.setScale(Math.max(0, stripped.scale())))
            .toPlainString()
        + scale.name;
  }

  /**
   * What a figure rests on beyond being stated or computed of what is: its ways, scenario, basis
   * and doubt, e.g. {@code proxy non-ifrs}; empty for none.
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
