package dev.runrate.common.fact;

import java.util.Currency;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a number counts: an ISO 4217 currency, or one of the few other things the catalogue has. */
public record Unit(String code, Kind kind) implements Comparable<Unit> {
  public enum Kind {
    MONEY("a currency (ISO 4217)"),
    RATIO("ratio"),
    MULTIPLE("multiple"),
    USERS("users"),
    PEOPLE("people"),
    TOKENS_PER_DAY("tokens/day"),
    MONTHS("months");

    private final String units;

    Kind(String units) {
      this.units = units;
    }

    /** The units of the kind, for people. */
    public String units() {
      return units;
    }
  }

  public static final Unit RATIO = new Unit("ratio", Kind.RATIO);

  /** So many times, shown as 9.0x; of figures only, no fact is stated in it. */
  public static final Unit MULTIPLE = new Unit("multiple", Kind.MULTIPLE);

  public static final Unit USERS = new Unit("users", Kind.USERS);
  public static final Unit PEOPLE = new Unit("people", Kind.PEOPLE);
  public static final Unit TOKENS_PER_DAY = new Unit("tokens/day", Kind.TOKENS_PER_DAY);
  public static final Unit MONTHS = new Unit("months", Kind.MONTHS);

  /** ISO 4217's codes for tests and for transactions without a currency. */
  private static final Set<Integer> NO_MONEY = Set.of(963, 999);

  private static final Map<String, Checked<Unit>> BY_CODE =
      Stream.concat(
              Stream.of(RATIO, MULTIPLE, USERS, PEOPLE, TOKENS_PER_DAY, MONTHS),
              Currency.getAvailableCurrencies().stream()
                  .filter(currency -> !NO_MONEY.contains(currency.getNumericCode()))
                  .map(currency -> new Unit(currency.getCurrencyCode(), Kind.MONEY)))
          .collect(Collectors.toUnmodifiableMap(Unit::code, Checked::valid));

  private static final Checked<Unit> NONE =
      Checked.invalid(
          "unit",
          "unit must be an ISO 4217 currency code (USD), ratio, users, people or tokens/day");

  public static Checked<Unit> parse(String text) {
    return BY_CODE.getOrDefault(text, NONE);
  }

  public static Unit of(String text) {
    return parse(text).orThrow();
  }

  public boolean isMoney() {
    return kind == Kind.MONEY;
  }

  /** A part of something, or so many times something. */
  public boolean isRatio() {
    return kind == Kind.RATIO || kind == Kind.MULTIPLE;
  }

  @Override
  public int compareTo(Unit other) {
    return code.compareTo(other.code);
  }

  @Override
  public String toString() {
    return code;
  }
}
