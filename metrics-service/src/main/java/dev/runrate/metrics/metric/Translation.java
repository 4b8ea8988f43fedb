package dev.runrate.metrics.metric;

import dev.runrate.common.fact.How;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.Quantity;
import dev.runrate.common.fact.Unit;
import dev.runrate.metrics.metric.Outcome.Known;
import dev.runrate.metrics.metric.Outcome.Part;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * Money in another currency: the unit changes, the period and every caveat stay. Flows are
 * translated at the average rate of their period, instants at the closing rate.
 */
final class Translation {
  private Translation() {}

  static Outcome translate(
      Known known, String name, Period period, Unit currency, ExchangeRates rates) {
    Unit from = known.quantity().unit();
    Optional<BigDecimal> rate = rates.rate(from, currency, period);
    if (rate.isEmpty()) {
      return new Outcome.Unknown(new Outcome.Reason.NoRate(from, currency, period), List.of());
    }
    Quantity factor = Quantity.exactly(rate.get().toPlainString(), Unit.RATIO);
    Quantity translated =
        new Quantity(known.quantity().point(), known.quantity().range(), currency).times(factor);
    String kind = period instanceof Period.Instant ? "closing" : "average";
    String note =
        "1 " + from + " = " + rate.get().toPlainString() + " " + currency + " (" + kind + ")";
    return new Known(
        translated,
        known.how().and(How.TRANSLATED),
        known.basis(),
        known.scenario(),
        known.note() == null ? note : known.note() + "; " + note,
        known.suspect(),
        new Outcome.Derivation.Computed(
            "translated at the " + kind + " rate", List.of(Part.of(name, period, known))));
  }
}
