package dev.runrate.metrics.recompute;

import dev.runrate.common.event.PeriodMetrics;
import dev.runrate.common.event.PeriodView;
import dev.runrate.common.fact.Conflict;
import dev.runrate.common.fact.Figure;
import dev.runrate.common.fact.Metric;
import dev.runrate.common.fact.Scenario;
import dev.runrate.common.fact.Sha256;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * What a snapshot says, as one text that is the same as long as it says the same: two snapshots
 * with one fingerprint are no news to each other. Made of the values, not of how a message writes
 * them, and of what is unusual only: what messages learn to say one day leaves the fingerprints of
 * all snapshots that do not say it as they are. Whoever adds a value here adds it where it is not
 * the default; whoever changes anything else gives the form a new number and the stored ones with
 * it.
 *
 * <pre>
 * 1:vW3...   the form, and a SHA-256 over lines of name, length and value
 * </pre>
 */
final class Fingerprint {
  private static final String FORM = "1:";

  private final StringBuilder text = new StringBuilder(4_000);

  private Fingerprint() {}

  /**
   * @param prior and the others: null where there is nothing
   */
  static String of(
      PeriodMetrics current,
      PeriodMetrics prior,
      PeriodMetrics yearAgo,
      PeriodMetrics forecast,
      List<Conflict> conflicts,
      boolean finer) {
    Fingerprint fingerprint = new Fingerprint();
    fingerprint.add("current", current);
    fingerprint.add("prior", prior);
    fingerprint.add("yearAgo", yearAgo);
    fingerprint.add("forecast", forecast);
    conflicts.forEach(fingerprint::add);
    if (finer) {
      fingerprint.add("finer", "");
    }
    return fingerprint.hash();
  }

  private void add(String name, PeriodMetrics periodOrNull) {
    if (periodOrNull == null) {
      return;
    }
    add(name, periodOrNull.period());
    for (Map.Entry<Metric, Figure> each : periodOrNull.metrics().entrySet()) {
      add(each.getKey().toString(), each.getValue());
      PeriodView own = periodOrNull.periods().get(each.getKey());
      if (own != null) {
        add("of", own);
      }
    }
  }

  private void add(String name, PeriodView period) {
    add(name, period.label());
    add("start", period.start().toString());
    add("end", period.end().toString());
  }

  private void add(String name, Figure figure) {
    amounts(name, figure.value(), figure.low(), figure.high());
    add("unit", figure.unit().code());
    if (!figure.how().isReported()) {
      add("how", figure.how().toString());
    }
    if (!figure.basis().isReported()) {
      add("basis", figure.basis().slug());
    }
    if (figure.scenario() != Scenario.ACTUAL) {
      add("scenario", figure.scenario().toString());
    }
    add("reason", figure.reason());
    add("note", figure.note());
    add("suspect", figure.suspect());
  }

  private void add(Conflict conflict) {
    add("conflict", conflict.type().toString());
    add("concept", conflict.concept().label());
    add("basis", conflict.basis().slug());
    add("scenario", conflict.scenario().toString());
    add("winner", conflict.winner());
    add("loser", conflict.loser());
    add("why", conflict.why());
    add("materiality", text(conflict.materiality()));
  }

  private void add(String name, Conflict.Statement statement) {
    amounts(name, statement.value(), statement.low(), statement.high());
    add("unit", statement.unit().code());
    add("filing", statement.filing());
    add("tier", statement.tier() == null ? null : statement.tier().toString());
    add("publisher", statement.publisher());
    add("publishedOn", statement.publishedOn() == null ? null : statement.publishedOn().toString());
    add("suspect", statement.suspect());
    add("title", statement.title());
    add("url", statement.url());
  }

  private void amounts(String name, BigDecimal value, BigDecimal low, BigDecimal high) {
    String said = text(value);
    add(name, said == null ? "-" : said);
    bound("low", low, value, said);
    bound("high", high, value, said);
  }

  /** One that is the value is not said again. */
  private void bound(String name, BigDecimal bound, BigDecimal value, String said) {
    if (bound != value) {
      String text = text(bound);
      if (text == null || !text.equals(said)) {
        add(name, text == null ? "-" : text);
      }
    }
  }

  /** 100, 100.0 and 1E+2 are one amount. */
  private static String text(BigDecimal amountOrNull) {
    if (amountOrNull == null) {
      return null;
    }
    // Most are as short as can be, and keep the text that messages need as well.
    return amountOrNull.scale() == 0 ? amountOrNull.toString() : shortest(amountOrNull);
  }

  private static String shortest(BigDecimal amount) {
    BigDecimal stripped = amount.signum() == 0 ? BigDecimal.ZERO : amount.stripTrailingZeros();
    if (stripped.scale() < 0) {
      stripped = stripped.setScale(0);
    }
    return stripped.scale() == amount.scale() ? amount.toString() : stripped.toString();
  }

  /** With its length, so that no value can pass for several. */
  private void add(String name, String valueOrNull) {
    if (valueOrNull != null) {
      text.append(name).append(' ').append(valueOrNull.length()).append(' ').append(valueOrNull);
      text.append('\n');
    }
  }

  private String hash() {
    byte[] hash = Sha256.of(text.toString());
    return FORM + Base64.getEncoder().withoutPadding().encodeToString(hash);
  }
}
