package dev.runrate.common.web;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The columns of a table: what each is called, and what it says of a row. */
public final class Columns<R> {
  private record Column<R>(String name, Function<? super R, ?> cell) {}

  private final List<Column<R>> columns = new ArrayList<>();

  /**
   * One more, after the others.
   *
   * @param cell null is an empty one
   */
  public Columns<R> and(String name, Function<? super R, ?> cell) {
    columns.add(new Column<>(name, cell));
    return this;
  }

  /** The columns of a part of each row. */
  public <P> Columns<R> and(String prefix, Columns<P> others, Function<? super R, P> partOrNull) {
    for (Column<P> each : others.columns) {
      and(
          prefix + each.name,
          row -> {
            P part = partOrNull.apply(row);
            return part == null ? null : each.cell.apply(part);
          });
    }
    return this;
  }

  List<String> names() {
    return columns.stream().map(Column::name).toList();
  }

  List<String> cells(R row) {
    List<String> cells = new ArrayList<>(columns.size());
    columns.forEach(column -> cells.add(Cells.of(column.cell.apply(row))));
    return cells;
  }
}
