package dev.runrate.alert.alert;

import dev.runrate.common.event.AlertEvent;
import dev.runrate.common.event.AlertEvent.Certainty;
import dev.runrate.common.event.AlertEvent.Severity;
import dev.runrate.common.event.PeriodView;
import dev.runrate.common.fact.Figure;
import dev.runrate.common.fact.Sha256;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Base64;

/**
 * An alert as it would be told, as far as it decides whether it is.
 *
 * @param direction -1 down, 1 up, 0 unknown: a year that improved and a quarter that got worse are
 *     two facts
 * @param historical the period was not the issuer's newest when this was said
 * @param says the same for alerts that say the same, so that none is told twice
 */
public record Claim(
    Severity severity,
    Certainty certainty,
    int direction,
    boolean historical,
    String says,
    Content content) {
  private static final int SAYS_BYTES = 12;

  public static Claim of(AlertEvent alert) {
    return new Claim(
        alert.severity(),
        alert.certainty(),
        alert.change() == null || alert.change().absolute().value() == null
            ? 0
            : alert.change().absolute().value().signum(),
        alert.historical(),
        says(alert),
        new Content.Fresh(alert));
  }

  public Claim in(Content elsewhere) {
    return new Claim(severity, certainty, direction, historical, says, elsewhere);
  }

  /** Severity, certainty, doubt, the two figures and what the one is compared with. */
  private static String says(AlertEvent alert) {
    StringBuilder text = new StringBuilder();
    text.append(alert.severity()).append('|').append(alert.certainty());
    text.append('|').append(alert.suspect());
    PeriodView with = alert.comparedWith();
    text.append('|').append(with == null ? null : with.label());
    text.append('|').append(with == null ? null : with.start());
    text.append('|').append(with == null ? null : with.end());
    append(alert.current(), text);
    append(alert.previous(), text);
    byte[] hash = Sha256.of(text.toString());
    return Base64.getEncoder().encodeToString(Arrays.copyOf(hash, SAYS_BYTES));
  }

  private static void append(Figure figureOrNull, StringBuilder text) {
    if (figureOrNull == null) {
      text.append("|-");
      return;
    }
    append(figureOrNull.value(), text);
    append(figureOrNull.low(), text);
    append(figureOrNull.high(), text);
    text.append('|').append(figureOrNull.unit());
    text.append('|').append(figureOrNull.how());
    text.append('|').append(figureOrNull.scenario());
  }

  /** 100 and 100.0 are one amount. */
  private static void append(BigDecimal amountOrNull, StringBuilder text) {
    text.append('|')
        .append(
            amountOrNull == null
                ? null
                : amountOrNull.signum() == 0 ? "0" : amountOrNull.stripTrailingZeros());
  }
}
