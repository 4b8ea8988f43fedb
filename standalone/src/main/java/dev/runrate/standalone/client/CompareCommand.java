package dev.runrate.standalone.client;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Issuers side by side. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = "Issuers side by side, over the same days of the calendar and in one currency.")
public final class CompareCommand implements Callable<Integer> {
  @Mixin private Services services;

  @Parameters(
      index = "0",
      paramLabel = "ISSUERS",
      description = "by commas, each perhaps with a segment: nvidia,alibaba/cloud-intelligence")
  private String issuers;

  @Parameters(index = "1", paramLabel = "PERIOD", description = "e.g. 2025-Q1, 2025")
  private String period;

  @Option(
      names = "--metrics",
      defaultValue = "revenue,revenue-growth-yoy,gross-margin,net-margin",
      description = "By commas (default: ${DEFAULT-VALUE}).")
  private String metrics;

  @Option(names = "--currency", description = "Money in this one, e.g. USD.")
  private String currency;

  @Option(
      names = "--fiscal",
      description = "The period of that name in each issuer's own year, not the calendar's.")
  private boolean fiscal;

  @Override
  public Integer call() {
    String path =
        "/v1/compare?issuers="
            + Services.encode(issuers)
            + "&metrics="
            + Services.encode(metrics)
            + "&span="
            + Services.encode(period)
            + (fiscal ? "" : "&calendar=true")
            + (currency == null ? "" : "&currency=" + Services.encode(currency));
    JsonNode found = services.get(services.metrics(path));
    if (services.json()) {
      System.out.println(found.toPrettyString());
      return 0;
    }
    Table table = new Table();
    for (JsonNode item : found.path("items")) {
      JsonNode figure = item.path("figure");
      String segment = item.path("segment").asString("");
      table.row(
          item.path("metric").asString(""),
          item.path("issuer").asString("") + (segment.isEmpty() ? "" : "/" + segment),
          Table.figureOrReason(figure),
          Table.range(figure),
          percentile(item.path("percentile")),
          (item.path("calendarised").asBoolean(false) ? "calendarised " : "")
              + Table.caveats(figure)
              + (figure.hasNonNull("reason") ? figure.path("reason").asString("") : ""));
    }
    table.print(System.out);
    return 0;
  }

  private static String percentile(JsonNode percentile) {
    if (!percentile.hasNonNull("low")) {
      return "";
    }
    String low = percent(percentile.path("low").asString("0"));
    String high = percent(percentile.path("high").asString("0"));
    return "p" + (low.equals(high) ? low : low + "-" + high);
  }

  private static String percent(String share) {
    return new java.math.BigDecimal(share)
        .movePointRight(2)
        .setScale(0, java.math.RoundingMode.HALF_EVEN)
        .toPlainString();
  }
}
