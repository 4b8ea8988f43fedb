package dev.runrate.common.persistence;

import java.util.Collection;
import java.util.function.Function;

/** Many rows for one statement: a column is an array, which the SQL takes apart by unnest. */
public final class Column {
  private Column() {}

  public static <T> String[] texts(Collection<T> rows, Function<? super T, String> member) {
    return rows.stream().map(member).toArray(String[]::new);
  }

  public static <T> byte[][] bytes(Collection<T> rows, Function<? super T, byte[]> member) {
    return rows.stream().map(member).toArray(byte[][]::new);
  }
}
