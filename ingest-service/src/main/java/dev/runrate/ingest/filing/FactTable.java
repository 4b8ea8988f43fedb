package dev.runrate.ingest.filing;

import dev.runrate.common.fact.Fact;
import dev.runrate.common.fact.Filing;
import dev.runrate.common.web.CsvTable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Filings as CSV, a fact a row, in the layout that the bulk import takes. */
final class FactTable {
  private static final List<String> HEADER =
      List.of(
          "filing",
          "issuer",
          "segment",
          "concept",
          "period",
          "value",
          "low",
          "high",
          "unit",
          "decimals",
          "scenario",
          "basis",
          "tag",
          "tier",
          "publisher",
          "publishedOn",
          "title",
          "url",
          "form",
          "supersedes");

  private FactTable() {}

  static Object of(List<Filing> filings) {
    List<List<Object>> rows = new ArrayList<>();
    for (Filing filing : filings) {
      filing.facts().forEach(fact -> rows.add(row(filing, fact)));
    }
    return CsvTable.answer(HEADER, rows);
  }

  private static List<Object> row(Filing filing, Fact fact) {
    return Arrays.asList(
        filing.id(),
        filing.issuer(),
        fact.segment(),
        fact.concept(),
        fact.period().text(),
        plain(fact.stated().value()),
        plain(fact.stated().low()),
        plain(fact.stated().high()),
        fact.unit(),
        fact.stated().decimals(),
        fact.scenario(),
        fact.basis(),
        fact.tag(),
        filing.source().tier(),
        filing.source().publisher(),
        filing.source().publishedOn(),
        filing.source().title(),
        filing.source().url(),
        filing.form(),
        filing.supersedes());
  }

  private static String plain(BigDecimal number) {
    return number == null ? null : number.toPlainString();
  }
}
