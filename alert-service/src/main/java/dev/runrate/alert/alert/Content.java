package dev.runrate.alert.alert;

import dev.runrate.common.event.AlertEvent;

/**
 * The words and figures of an alert. They are long and seldom needed, so what is kept of a period
 * says where they are.
 */
public sealed interface Content {
  /** Here: the rule has just said so. */
  record Fresh(AlertEvent alert) implements Content {}

  /** In the log of messages, as they were told. */
  record OfMessage(long message) implements Content {}

  /** With the period, as they have not been told. */
  record Untold(PeriodId period, LineId line) implements Content {}
}
