package dev.runrate.ingest.draft.reading;

import dev.runrate.common.fact.Unit;
import java.util.Locale;

/**
 * What an amount counts, as far as the words around it say.
 *
 * @param currency of money; null where it is not written
 */
public record Measure(Kind kind, Unit currency) {
  public enum Kind {
    MONEY,
    /** A part of something: 42 percent is 0.42. */
    RATIO,
    /** A change that is complete in itself: doubled is +1. */
    CHANGE,
    /** So many times something. */
    MULTIPLE,
    /** Percentage points. */
    POINTS,
    USERS,
    PEOPLE,
    /** Heads, of users or of employees: 名, 人. */
    HEADS,
    TOKENS,
    /** Days, months, years. */
    DURATION,
    /** Countable, but nothing that the catalogue counts: models, shops. */
    THINGS,
    /** Nothing is written. */
    NONE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static final Measure NONE = new Measure(Kind.NONE, null);
  static final Measure RATIO = new Measure(Kind.RATIO, null);
  static final Measure CHANGE = new Measure(Kind.CHANGE, null);

  static Measure money(String currency) {
    return new Measure(Kind.MONEY, Unit.of(currency));
  }

  static Measure of(Kind kind) {
    return new Measure(kind, null);
  }

  boolean is(Kind other) {
    return kind == other;
  }

  @Override
  public String toString() {
    return currency == null ? kind.toString() : currency.code();
  }
}
