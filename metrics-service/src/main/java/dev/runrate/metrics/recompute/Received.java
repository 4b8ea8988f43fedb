package dev.runrate.metrics.recompute;

import dev.runrate.common.event.FilingEvent;
import dev.runrate.common.event.Json;

/**
 * What was said of a filing, and the bytes in which it was: those are what is kept.
 *
 * @param message must not be changed
 */
record Received(FilingEvent event, byte[] message) {
  /**
   * @throws tools.jackson.core.JacksonException if it is not about a filing
   */
  static Received of(byte[] message) {
    return new Received(Json.read(message, FilingEvent.class), message);
  }

  String id() {
    return event.filing().id().text();
  }
}
