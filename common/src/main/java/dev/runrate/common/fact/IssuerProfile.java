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
    IssuerKind kind) {
  public IssuerProfile {
    names = names == null ? Map.of() : Map.copyOf(names);
    aliases = aliases == null ? List.of() : List.copyOf(aliases);
  }

  public static IssuerProfile unknown(IssuerId id) {
    return new IssuerProfile(id, null, null, null, null, null, null, null, null);
  }
}
