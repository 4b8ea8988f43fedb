package dev.runrate.metrics;

import dev.runrate.common.fact.Basis;
import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.Fact;
import dev.runrate.common.fact.Filing;
import dev.runrate.common.fact.FilingId;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.PeriodExpression;
import dev.runrate.common.fact.Scenario;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.common.fact.Source;
import dev.runrate.common.fact.StatedValue;
import dev.runrate.common.fact.Tier;
import dev.runrate.common.fact.Unit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The shipped example, read without the services: no field of it is quoted. */
public final class ExampleFilings {
  private ExampleFilings() {}

  public static List<Filing> read() {
    return read(Path.of("..", "examples", "filings.csv"));
  }

  public static List<Map<String, String>> rows(Path csv) {
    try {
      List<String> lines = Files.readAllLines(csv);
      String[] header = lines.getFirst().split(",", -1);
      List<Map<String, String>> rows = new ArrayList<>();
      for (String line : lines.subList(1, lines.size())) {
        String[] cells = line.split(",", -1);
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 0; i < header.length; i++) {
          row.put(header[i], cells[i]);
        }
        rows.add(row);
      }
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Filing> read(Path csv) {
    Map<String, List<Map<String, String>>> byFiling = new LinkedHashMap<>();
    rows(csv)
        .forEach(
            row -> byFiling.computeIfAbsent(row.get("filing"), f -> new ArrayList<>()).add(row));
    return byFiling.values().stream().map(ExampleFilings::filing).toList();
  }

  private static Filing filing(List<Map<String, String>> rows) {
    Map<String, String> first = rows.getFirst();
    return new Filing(
        FilingId.of(first.get("filing")),
        IssuerId.of(first.get("issuer")),
        first.get("form"),
        new Source(
            Tier.parse(first.get("tier")).orElseThrow(),
            first.get("publisher"),
            null,
            null,
            LocalDate.parse(first.get("publishedOn"))),
        null,
        rows.stream().map(ExampleFilings::fact).toList());
  }

  private static Fact fact(Map<String, String> row) {
    return new Fact(
        Concept.parse(row.get("concept")).orElseThrow(),
        SegmentId.of(row.get("segment")),
        PeriodExpression.of(row.get("period")),
        new StatedValue(
            number(row.get("value")),
            row.get("decimals").isEmpty() ? null : Integer.valueOf(row.get("decimals")),
            number(row.get("low")),
            number(row.get("high"))),
        Unit.of(row.get("unit")),
        Scenario.parse(row.get("scenario")).orElseThrow(),
        Basis.of(row.get("basis").isEmpty() ? "reported" : row.get("basis")),
        null);
  }

  private static BigDecimal number(String text) {
    return text.isEmpty() ? null : new BigDecimal(text);
  }
}
