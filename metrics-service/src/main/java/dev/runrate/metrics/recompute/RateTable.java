package dev.runrate.metrics.recompute;

import dev.runrate.common.event.ReferenceEvent;
import dev.runrate.metrics.metric.ExchangeRates;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** The exchange rates, at hand for queries. Snapshots never depend on them. */
@Component
public class RateTable {
  private final Facts facts;
  private final TransactionTemplate transaction;
  private volatile ExchangeRates current;

  RateTable(Facts facts, TransactionTemplate transaction) {
    this.facts = facts;
    this.transaction = transaction;
  }

  void put(List<ReferenceEvent.Rates> years) {
    transaction.executeWithoutResult(
        status ->
            years.forEach(
                year -> facts.putRates(year.currency().code(), year.year(), year.perEuro())));
    current = null;
  }

  /** Read on first use after a change: most changes come in floods, and most runs ask for none. */
  public ExchangeRates current() {
    ExchangeRates rates = current;
    if (rates == null) {
      rates = facts.rates();
      current = rates;
    }
    return rates;
  }
}
