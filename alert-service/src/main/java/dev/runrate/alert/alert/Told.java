package dev.runrate.alert.alert;

import dev.runrate.common.event.AlertEvent.State;

/**
 * The last message about an alert, as far as it decides what is told next.
 *
 * @param message its number in the log of messages, where its words are
 * @param sequence counts the messages of the alert from 1
 * @param says the same for messages that say the same
 */
public record Told(long message, State state, int sequence, boolean historical, String says) {
  /** It has no number before it is stored. */
  static final long UNSTORED = 0;

  public Content content() {
    return new Content.OfMessage(message);
  }

  Told storedAs(long number) {
    return new Told(number, state, sequence, historical, says);
  }
}
