package dev.runrate.common.fact;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What came of reading something: the value, or everything that is wrong with it. Bad input is an
 * expected outcome here, not an exception.
 */
public sealed interface Checked<T> {

  /**
   * @param pointer to the member at fault, RFC 6901, from the value that was to be read: {@code
   *     /unit}; empty for the value as a whole
   * @param code stable, for machines
   * @param message for the person who must mend it
   */
  record Fault(String pointer, String code, String message) {}

  record Valid<T>(T value) implements Checked<T> {}

  /**
   * @param faults at least one
   */
  record Invalid<T>(List<Fault> faults) implements Checked<T> {
    public Invalid {
      faults = List.copyOf(faults);
      if (faults.isEmpty()) {
        throw new IllegalArgumentException("nothing is wrong");
      }
    }

    /** Of the first fault: where one text was read, there is but one. */
    public String code() {
      return faults.getFirst().code();
    }

    /** In one line, for where nothing can be pointed at. */
    public String message() {
      return faults.stream().map(Fault::message).collect(Collectors.joining("; "));
    }
  }

  static <T> Checked<T> valid(T value) {
    return new Valid<>(value);
  }

  static <T> Checked<T> invalid(String code, String message) {
    return new Invalid<>(List.of(new Fault("", code, message)));
  }

  /** The value unless something is wrong with it. */
  static <T> Checked<T> unless(List<Fault> faults, Supply<T> value) {
    return faults.isEmpty() ? valid(value.get()) : new Invalid<>(faults);
  }

  /** Makes the value once nothing is wrong. */
  interface Supply<T> {
    T get();
  }

  default <R> Checked<R> map(Function<T, R> f) {
    return switch (this) {
      case Valid<T> v -> valid(f.apply(v.value));
      case Invalid<T> i -> new Invalid<>(i.faults);
    };
  }

  /** What is wrong, with its place in whatever has this value at the pointer; empty if valid. */
  default List<Fault> faultsAt(String pointer) {
    List<Fault> placed = new ArrayList<>();
    if (this instanceof Invalid<T> i) {
      i.faults.forEach(f -> placed.add(new Fault(pointer + f.pointer, f.code, f.message)));
    }
    return placed;
  }

  /** The value; for callers that know the text to be right (their own constants, stored rows). */
  default T orThrow() {
    return switch (this) {
      case Valid<T> v -> v.value;
      case Invalid<T> i -> throw new IllegalArgumentException(i.message());
    };
  }
}
