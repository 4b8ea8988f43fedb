package dev.runrate.common.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What an alert is about; each kind has a topic of its own. */
public enum AlertKind {
  LOSS_WIDENING,
  MARGIN_CHANGE,
  ARR_CHANGE,
  BURN_ACCELERATION,
  RUNWAY_LOW,
  SOURCE_CONFLICT,
  RESTATEMENT,
  FORECAST_MISS,
  /** Figures that cannot all be true. */
  AUDIT_FAILED,
  /** The actual of something that was forecast is known. */
  FORECAST_SCORED,
  /** Revenue falls, or its growth collapses. */
  REVENUE_DECLINE,
  CASH_DROP,
  /** Valued at less than before. */
  DOWN_ROUND,
  /** More was spent than somebody said would be. */
  OVERSPENDING;

  public static Optional<AlertKind> parse(String text) {
    return Arrays.stream(values()).filter(k -> k.toString().equals(text)).findFirst();
  }

  @JsonCreator
  static AlertKind of(String text) {
    return parse(text)
        .orElseThrow(() -> new IllegalArgumentException("not a kind of alert: " + text));
  }

  @JsonValue
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
