package dev.runrate.common.fact;

import java.util.function.Function;

/**
 * What came of reading something: the value, or the reason why there is none. Bad input is an
 * expected outcome here, not an exception.
 */
public sealed interface Checked<T> {

  record Valid<T>(T value) implements Checked<T> {}

  /**
   * {@code code} is stable and for machines, {@code message} is for the person who must mend it.
   */
  record Invalid<T>(String code, String message) implements Checked<T> {}

  static <T> Checked<T> valid(T value) {
    return new Valid<>(value);
  }

  static <T> Checked<T> invalid(String code, String message) {
    return new Invalid<>(code, message);
  }

  default <R> Checked<R> map(Function<T, R> f) {
    return switch (this) {
      case Valid<T> v -> valid(f.apply(v.value));
      case Invalid<T> i -> invalid(i.code, i.message);
    };
  }

  /** The value; for callers that know the text to be right (their own constants, stored rows). */
  default T orThrow() {
    return switch (this) {
      case Valid<T> v -> v.value;
      case Invalid<T> i -> throw new IllegalArgumentException(i.message);
    };
  }
}
