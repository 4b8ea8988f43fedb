package dev.runrate.metrics.coverage;

import dev.runrate.metrics.factbook.FilingRecord;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * How often something is said of an issuer, and how long nothing was. Example: four reports a year,
 * the last one eight months ago, are two periods of silence.
 *
 * @param lastSaid the newest day of publication
 * @param usualDays the median gap between days of publication, at least 1
 */
public record Rhythm(LocalDate lastSaid, int usualDays) {
  /** Whoever spoke on fewer days has no rhythm. */
  private static final int FEWEST_DAYS = 3;

  /** Empty where too little was said to have a rhythm. */
  public static Optional<Rhythm> of(Collection<FilingRecord> records) {
    List<LocalDate> days =
        records.stream()
            .filter(FilingRecord::stands)
            .map(record -> record.filing().source().publishedOn())
            .distinct()
            .sorted()
            .toList();
    if (days.size() < FEWEST_DAYS) {
      return Optional.empty();
    }
    List<Long> gaps = new ArrayList<>();
    for (int i = 1; i < days.size(); i++) {
      gaps.add(days.get(i).toEpochDay() - days.get(i - 1).toEpochDay());
    }
    gaps.sort(null);
    return Optional.of(new Rhythm(days.getLast(), gaps.get(gaps.size() / 2).intValue()));
  }

  /** So many usual gaps have passed in silence by a day; 0 before the last word. */
  public long missed(LocalDate on) {
    return Math.max(0, (on.toEpochDay() - lastSaid.toEpochDay()) / usualDays);
  }
}
