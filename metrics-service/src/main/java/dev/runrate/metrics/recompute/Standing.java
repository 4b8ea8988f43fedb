package dev.runrate.metrics.recompute;

import dev.runrate.common.event.FilingEvent;
import dev.runrate.metrics.recompute.FactRepository.FilingRow;
import java.time.Instant;

/**
 * What has been heard of a filing: its first posting, its newest one and its newest retraction. A
 * merge of all messages about it, so that their order and repetition do not matter; the newest word
 * counts.
 *
 * @param retractedAt null for never
 */
record Standing(Instant firstPostedAt, Instant lastPostedAt, Instant retractedAt) {
  static Standing of(FilingEvent event) {
    return new Standing(event.acceptedAt(), event.acceptedAt(), event.retractedAt());
  }

  static Standing of(FilingRow row) {
    return new Standing(
        row.recordedAt(),
        row.reinstatedAt() == null ? row.recordedAt() : row.reinstatedAt(),
        row.retractedAt());
  }

  Standing and(Standing other) {
    return new Standing(
        firstPostedAt.isBefore(other.firstPostedAt) ? firstPostedAt : other.firstPostedAt,
        later(lastPostedAt, other.lastPostedAt),
        later(retractedAt, other.retractedAt));
  }

  private static Instant later(Instant aOrNull, Instant bOrNull) {
    if (aOrNull == null || bOrNull == null) {
      return aOrNull == null ? bOrNull : aOrNull;
    }
    return aOrNull.isAfter(bOrNull) ? aOrNull : bOrNull;
  }

  boolean stands() {
    return retractedAt == null || lastPostedAt.isAfter(retractedAt);
  }

  /** As it is stored: null where the filing was posted once. */
  Instant reinstatedAt() {
    return lastPostedAt.equals(firstPostedAt) ? null : lastPostedAt;
  }
}
