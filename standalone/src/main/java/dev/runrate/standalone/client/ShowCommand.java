package dev.runrate.standalone.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** The newest figure of every metric of one issuer. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = "The newest figure of every metric of an issuer, and how it was obtained.")
public final class ShowCommand implements Callable<Integer> {
  @Mixin private Services services;

  @Parameters(paramLabel = "ISSUER", description = "e.g. minimax, or kuaishou/kling for a segment")
  private String issuer;

  @Option(names = "--currency", description = "Translate money into this currency, e.g. USD.")
  private String currency;

  @Option(names = "--known-at", description = "Only what was published by this day.")
  private String knownAt;

  @Override
  public Integer call() {
    String[] parts = issuer.split("/", 2);
    StringBuilder path =
        new StringBuilder("/v1/issuers/" + Services.encode(parts[0]) + "/snapshot?");
    if (parts.length > 1) {
      path.append("segment=").append(Services.encode(parts[1])).append('&');
    }
    if (currency != null) {
      path.append("currency=").append(Services.encode(currency)).append('&');
    }
    if (knownAt != null) {
      path.append("knownAt=").append(Services.encode(knownAt));
    }
    JsonNode answer = services.get(services.metrics(path.toString()));
    if (services.json()) {
      System.out.println(answer.toPrettyString());
      return 0;
    }
    System.out.println(answer.path("name").asString(issuer) + " (" + issuer + ")");
    Table table = new Table();
    table.row("METRIC", "PERIOD", "VALUE", "BETWEEN", "HOW", "BASIS", "");
    answer
        .path("metrics")
        .properties()
        .forEach(
            metric -> {
              JsonNode figure = metric.getValue();
              table.row(
                  metric.getKey(),
                  figure.path("period").path("label").asString(""),
                  Table.figureOrReason(figure),
                  Table.range(figure),
                  Table.how(figure),
                  figure.path("basis").asString(""),
                  remarks(figure));
            });
    table.print(System.out);
    if (!answer.path("segments").isEmpty()) {
      System.out.println("segments: " + String.join(", ", texts(answer.path("segments"))));
    }
    for (JsonNode diagnostic : answer.path("diagnostics")) {
      System.out.println("note: " + diagnostic.asString(""));
    }
    return 0;
  }

  private static String remarks(JsonNode figure) {
    List<String> remarks = new ArrayList<>();
    String scenario = figure.path("scenario").asString("actual");
    if (!scenario.equals("actual")) {
      remarks.add(scenario);
    }
    for (String member : List.of("note", "reason")) {
      if (figure.hasNonNull(member)) {
        remarks.add(figure.path(member).asString(""));
      }
    }
    if (figure.hasNonNull("suspect")) {
      remarks.add("SUSPECT: " + figure.path("suspect").asString(""));
    }
    return String.join("; ", remarks);
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(each -> texts.add(each.asString("")));
    return texts;
  }
}
