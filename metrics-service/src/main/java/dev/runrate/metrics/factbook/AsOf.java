package dev.runrate.metrics.factbook;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * The point of view of a question. Two clocks that must not be confused: what the world could know
 * by a day (publication), and what this system had on record by a moment (reception). Null is
 * "now".
 *
 * <p>A retraction has no publication of its own; it counts from the day on which it was received.
 */
public record AsOf(LocalDate knownAt, Instant recordedAt) {
  public static final AsOf NOW = new AsOf(null, null);

  public static AsOf knownAt(LocalDate day) {
    return new AsOf(day, null);
  }

  boolean sees(FilingRecord record) {
    return (knownAt == null || !record.filing().source().publishedOn().isAfter(knownAt))
        && (recordedAt == null || !record.recordedAt().isAfter(recordedAt));
  }

  boolean seesRetractionOf(FilingRecord record) {
    Instant at = record.retractedAt();
    return at != null
        && (knownAt == null || !at.atZone(ZoneOffset.UTC).toLocalDate().isAfter(knownAt))
        && (recordedAt == null || !at.isAfter(recordedAt));
  }
}
