package dev.runrate.standalone.client;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** The league table. */
@Command(
    name = "issuers",
    mixinStandardHelpOptions = true,
    description = "The league table: the headline figures of every issuer.")
public final class IssuersCommand implements Callable<Integer> {
  private static final String FIRST = "run-rate-revenue";

  /** What is shown of each issuer, and what it is called where its caveats are told. */
  private static final Map<String, String> COLUMNS = columns();

  private static Map<String, String> columns() {
    Map<String, String> columns = new LinkedHashMap<>();
    columns.put(FIRST, "run-rate");
    columns.put("arr", "arr");
    columns.put("revenue-growth-yoy", "growth");
    columns.put("gross-margin", "gross");
    columns.put("net-margin", "net");
    columns.put("burn-per-month", "burn");
    columns.put("valuation", "valuation");
    return columns;
  }

  @Mixin private Services services;

  @Option(names = "--currency", description = "Translate money into this currency, e.g. USD.")
  private String currency;

  @Option(
      names = "--sort",
      defaultValue = "run-rate-revenue",
      description = "Metric to sort by (default: ${DEFAULT-VALUE}).")
  private String sort;

  @Override
  public Integer call() {
    String path = "/v1/issuers?limit=1000&sort=" + Services.encode(sort);
    JsonNode answer =
        services.get(
            services.metrics(
                currency == null ? path : path + "&currency=" + Services.encode(currency)));
    if (services.json()) {
      System.out.println(answer.toPrettyString());
      return 0;
    }
    Table table = new Table();
    table.row(
        "ISSUER",
        "RUN-RATE",
        "PERIOD",
        "ARR",
        "GROWTH",
        "GROSS",
        "NET",
        "BURN/MONTH",
        "VALUATION",
        "RESTS ON");
    List<String> reasons = new ArrayList<>();
    for (JsonNode row : answer.path("items")) {
      JsonNode metrics = row.path("metrics");
      String segment = row.path("segment").asString("");
      String name = row.path("issuer").asString("") + (segment.isEmpty() ? "" : "/" + segment);
      List<String> cells = new ArrayList<>(List.of(name));
      COLUMNS.forEach(
          (metric, heading) -> {
            JsonNode figure = metrics.path(metric);
            cells.add(Table.figureOrReason(figure));
            if (metric.equals(FIRST)) {
              cells.add(label(figure, "-"));
            }
            if (figure.has("reason")) {
              reasons.add(name + ": " + metric + ": " + figure.path("reason").asString(""));
            }
          });
      cells.add(restsOn(metrics));
      table.row(cells.toArray(String[]::new));
    }
    table.print(System.out);
    reasons.forEach(reason -> System.out.println("n/a " + reason));
    return 0;
  }

  /**
   * For every figure what the number alone does not tell: its period where that is not the one of
   * the run-rate, and its caveats.
   */
  private static String restsOn(JsonNode metrics) {
    String common = label(metrics.path(FIRST), "");
    List<String> all = new ArrayList<>();
    COLUMNS.forEach(
        (metric, heading) -> {
          JsonNode figure = metrics.path(metric);
          String period = label(figure, common);
          String caveats = Table.caveats(figure);
          boolean told = period.equals(common) && caveats.isEmpty();
          if (!figure.isMissingNode() && !told) {
            all.add(
                (heading + " " + (period.equals(common) ? "" : period + " ") + caveats).strip());
          }
        });
    return String.join("; ", all);
  }

  private static String label(JsonNode figure, String otherwise) {
    return figure.path("period").path("label").asString(otherwise);
  }
}
