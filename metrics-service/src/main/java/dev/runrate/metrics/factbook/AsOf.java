package dev.runrate.metrics.factbook;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * The point of view of a question. Two clocks that must not be confused: what the world could know
 * by a day (publication), and what this system had on record by a moment (reception). Null is
 * "now". And of what was said several times, whether the first or the last word counts.
 *
 * <p>A retraction has no publication of its own; it counts from the day on which it was received.
 */
public record AsOf(LocalDate knownAt, Instant recordedAt, Reading reading) {
  /** Which of several publications of one figure counts. */
  public enum Reading {
    AS_RESTATED(FiledFact.AS_RESTATED),
    AS_FIRST_REPORTED(FiledFact.AS_FIRST_REPORTED);

    final Comparator<FiledFact> ranking;
    private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');

    Reading(Comparator<FiledFact> ranking) {
      this.ranking = ranking;
    }

    public static Optional<Reading> parse(String text) {
      return Arrays.stream(values()).filter(r -> r.text.equals(text)).findFirst();
    }

    @Override
    public String toString() {
      return text;
    }
  }

  public static final AsOf NOW = new AsOf(null, null);

  public AsOf(LocalDate knownAt, Instant recordedAt) {
    this(knownAt, recordedAt, Reading.AS_RESTATED);
  }

  public static AsOf knownAt(LocalDate day) {
    return new AsOf(day, null);
  }

  public AsOf reading(Reading other) {
    return new AsOf(knownAt, recordedAt, other);
  }

  boolean sees(FilingRecord record) {
    return (knownAt == null || !record.filing().source().publishedOn().isAfter(knownAt))
        && (recordedAt == null || !record.recordedAt().isAfter(recordedAt));
  }

  boolean seesRetractionOf(FilingRecord record) {
    return sees(record.retractedAt())
        && !(sees(record.reinstatedAt())
            && FilingRecord.stands(record.retractedAt(), record.reinstatedAt()));
  }

  private boolean sees(Instant at) {
    return at != null
        && (knownAt == null || !at.atZone(ZoneOffset.UTC).toLocalDate().isAfter(knownAt))
        && (recordedAt == null || !at.isAfter(recordedAt));
  }
}
