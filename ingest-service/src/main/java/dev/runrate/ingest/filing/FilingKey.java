package dev.runrate.ingest.filing;

import java.time.Instant;

/**
 * A message about a filing: that it was recorded, that it was retracted, that it was posted again
 * after that.
 *
 * @param at tells retractions and reinstatements from earlier ones; null of the recording, of which
 *     there is one
 */
record FilingKey(String id, Kind kind, Instant at) {
  enum Kind {
    RECORDED,
    RETRACTED,
    REINSTATED
  }

  static FilingKey recorded(String id) {
    return new FilingKey(id, Kind.RECORDED, null);
  }

  static FilingKey retracted(String id, Instant at) {
    return new FilingKey(id, Kind.RETRACTED, at);
  }

  static FilingKey reinstated(String id, Instant at) {
    return new FilingKey(id, Kind.REINSTATED, at);
  }
}
