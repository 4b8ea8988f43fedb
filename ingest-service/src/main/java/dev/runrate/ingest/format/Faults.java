package dev.runrate.ingest.format;

import dev.runrate.common.fact.Checked;
import dev.runrate.common.web.Problem.ContentError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gathers every fault of a document while it is read, instead of stopping at the first. */
final class Faults {
  /** A document that is all wrong need not be answered with a million lines. */
  static final int MOST = 1_000;

  private final List<ContentError> errors = new ArrayList<>();

  void add(String pointer, String code, String message) {
    if (errors.size() < MOST) {
      errors.add(new ContentError(pointer, code, message));
    }
  }

  /** The value, or empty after its fault was noted. */
  <T> Optional<T> check(String pointer, Checked<T> checked) {
    return switch (checked) {
      case Checked.Valid<T> valid -> Optional.of(valid.value());
      case Checked.Invalid<T> invalid -> {
        add(pointer, invalid.code(), invalid.message());
        yield Optional.empty();
      }
    };
  }

  boolean isEmpty() {
    return errors.isEmpty();
  }

  List<ContentError> all() {
    return List.copyOf(errors);
  }
}
