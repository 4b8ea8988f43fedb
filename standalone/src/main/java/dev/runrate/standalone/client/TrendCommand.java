package dev.runrate.standalone.client;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** How a stock grows. */
@Command(
    name = "trend",
    mixinStandardHelpOptions = true,
    description = "How what is stated of days grows (ARR, users, cash), and what it was between.")
public final class TrendCommand implements Callable<Integer> {
  @Mixin private Services services;

  @Parameters(index = "0", paramLabel = "ISSUER", description = "e.g. anthropic")
  private String issuer;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "METRIC",
      defaultValue = "arr",
      description = "e.g. arr (default), cash, paying-users")
  private String metric;

  @Option(names = "--as-of", paramLabel = "DATE", description = "What it was on this day.")
  private String asOf;

  @Option(names = "--segment", description = "Of a segment rather than of the issuer.")
  private String segment;

  @Override
  public Integer call() {
    StringBuilder path =
        new StringBuilder(
            "/v1/issuers/" + Services.encode(issuer) + "/trend/" + Services.encode(metric));
    String before = "?";
    if (asOf != null) {
      path.append(before).append("asOf=").append(Services.encode(asOf));
      before = "&";
    }
    if (segment != null) {
      path.append(before).append("segment=").append(Services.encode(segment));
    }
    JsonNode found = services.get(services.metrics(path.toString()));
    if (services.json()) {
      System.out.println(found.toPrettyString());
      return 0;
    }
    Table statements = new Table();
    for (JsonNode figure : found.path("statements")) {
      statements.row(
          figure.path("period").path("label").asString(""),
          Table.figure(figure),
          Table.caveats(figure));
    }
    statements.print(System.out);
    Table legs = new Table().row("from", "to", "a year", "a month", "doubles in days", "");
    for (JsonNode leg : found.path("legs")) {
      row(legs, leg);
    }
    if (found.path("legs").size() > 1) {
      row(legs, found.path("whole"));
    }
    if (!found.path("legs").isEmpty()) {
      System.out.println();
      legs.print(System.out);
    }
    JsonNode at = found.path("asOf");
    if (at.hasNonNull("manner")) {
      System.out.println();
      System.out.println(
          at.path("day").asString("")
              + ": "
              + Table.figure(at)
              + " "
              + Table.range(at)
              + " ("
              + at.path("manner").asString("")
              + (at.hasNonNull("note") ? ", " + at.path("note").asString("") : "")
              + ")");
    }
    return 0;
  }

  private static void row(Table legs, JsonNode leg) {
    legs.row(
        leg.path("from").asString(""),
        leg.path("to").asString(""),
        percent(leg.path("growthPerYear")),
        percent(leg.path("growthPerMonth")),
        bounds(leg.path("doublingDays"), 0, ""),
        leg.path("reason").asString(""));
  }

  private static String percent(JsonNode bounds) {
    return bounds(bounds, 2, "%");
  }

  private static String bounds(JsonNode bounds, int shift, String unit) {
    if (!bounds.hasNonNull("low") && !bounds.hasNonNull("high")) {
      return "-";
    }
    String low = number(bounds.path("low"), shift);
    String high = number(bounds.path("high"), shift);
    return low.equals(high)
        ? low + unit
        : low.isEmpty()
            ? "at most " + high + unit
            : high.isEmpty() ? "at least " + low + unit : low + " to " + high + unit;
  }

  private static String number(JsonNode node, int shift) {
    return node.isString()
        ? new BigDecimal(node.stringValue())
            .movePointRight(shift)
            .setScale(shift == 0 ? 0 : 1, RoundingMode.HALF_EVEN)
            .toPlainString()
        : "";
  }
}
