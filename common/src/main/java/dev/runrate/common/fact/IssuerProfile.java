package dev.runrate.common.fact;

import java.time.MonthDay;
import java.util.List;
import java.util.Map;

/**
 * What is known about an issuer beside its filings. Everything but the id may be null.
 *
 * @param names by language tag, e.g. {@code zh} to 智谱
 * @param fiscalYearEnd the nominal last day of the fiscal year; a 52/53-week year ends within six
 *     days of it
 * @param cik the SEC's number, without leading zeros
 * @param kind what it lives on
 * @param rulings what people judged of its facts, in the order in which they did; one per fact
 */
public record IssuerProfile(
    IssuerId id,
    String name,
    Map<String, String> names,
    List<String> aliases,
    String country,
    Unit reportingCurrency,
    MonthDay fiscalYearEnd,
    Long cik,
    IssuerKind kind,
    List<Ruling> rulings) {
  public IssuerProfile {
    rulings = rulings == null ? List.of() : List.copyOf(rulings);
    names = names == null ? Map.of() : Map.copyOf(names);
    aliases = aliases == null ? List.of() : List.copyOf(aliases);
  }

  /** Of whom nobody has judged any fact. */
  public IssuerProfile(
      IssuerId id,
      String name,
      Map<String, String> names,
      List<String> aliases,
      String country,
      Unit reportingCurrency,
      MonthDay fiscalYearEnd,
      Long cik,
      IssuerKind kind) {
    this(id, name, names, aliases, country, reportingCurrency, fiscalYearEnd, cik, kind, List.of());
  }

  public IssuerProfile with(List<Ruling> others) {
    return new IssuerProfile(
        id, name, names, aliases, country, reportingCurrency, fiscalYearEnd, cik, kind, others);
  }

  public static IssuerProfile unknown(IssuerId id) {
    return new IssuerProfile(id, null, null, null, null, null, null, null, null);
  }
}
