package dev.runrate.common.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.runrate.common.fact.Amounts;
import dev.runrate.common.fact.IssuerProfile;
import dev.runrate.common.fact.Unit;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;

/**
 * What filings are read with has changed: an issuer's profile (its fiscal year, its currency), or a
 * currency's reference rates of one year. Exactly one of the two is there.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReferenceEvent(IssuerProfile issuer, Rates rates, Instant at) {
  public static final String ISSUER = "dev.runrate.issuer.described";
  public static final String RATES = "dev.runrate.fx-rates.published";

  /** Units of the currency for one euro, by day. */
  public record Rates(Unit currency, int year, Map<LocalDate, BigDecimal> perEuro) {
    public Rates {
      perEuro.values().forEach(rate -> Amounts.check(rate).orThrow());
    }
  }

  /** Versions of one profile or one year's rates have one key, so the newest comes last. */
  public Message message() {
    String key = issuer != null ? issuer.id().slug() : rates.currency + "-" + rates.year;
    return new Message(
        Topics.REFERENCE,
        key,
        key + ":" + at,
        issuer != null ? ISSUER : RATES,
        "ingest-service",
        key,
        at,
        Json.MESSAGES.writeValueAsBytes(this));
  }
}
