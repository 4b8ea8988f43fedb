package dev.runrate.standalone.client;

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
        "ISSUER", "RUN-RATE", "PERIOD", "ARR", "GROWTH", "GROSS", "NET", "BURN/MONTH", "VALUATION");
    for (JsonNode row : answer.path("items")) {
      JsonNode metrics = row.path("metrics");
      String segment = row.path("segment").asString("");
      table.row(
          row.path("issuer").asString("") + (segment.isEmpty() ? "" : "/" + segment),
          Table.figure(metrics.path("run-rate-revenue")),
          metrics.path("run-rate-revenue").path("period").path("label").asString("-"),
          Table.figure(metrics.path("arr")),
          Table.figure(metrics.path("revenue-growth-yoy")),
          Table.figure(metrics.path("gross-margin")),
          Table.figure(metrics.path("net-margin")),
          Table.figure(metrics.path("burn-per-month")),
          Table.figure(metrics.path("valuation")));
    }
    table.print(System.out);
    return 0;
  }
}
