package dev.runrate.ingest.filing;

import dev.runrate.common.fact.Fact;
import dev.runrate.common.fact.Filing;
import dev.runrate.common.web.Columns;
import dev.runrate.common.web.Page;
import dev.runrate.common.web.Tabular;
import dev.runrate.ingest.format.Member;
import java.util.ArrayList;
import java.util.List;

/** Filings as CSV, a fact a row, in the layout that the bulk import takes. */
final class FactTable {
  record Row(Filing filing, Fact fact) {}

  private static final Columns<Row> COLUMNS = columns();

  private FactTable() {}

  private static Columns<Row> columns() {
    Columns<Row> columns = new Columns<>();
    for (Member member : Member.values()) {
      columns.and(member.column(), row -> member.cell(row.filing(), row.fact()));
    }
    return columns;
  }

  static Tabular<Row> of(Page<FilingAnswer> answers, List<Filing> filings) {
    List<Row> rows = new ArrayList<>();
    for (Filing filing : filings) {
      filing.facts().forEach(fact -> rows.add(new Row(filing, fact)));
    }
    return new Tabular<>(answers, COLUMNS, rows, answers.next());
  }
}
