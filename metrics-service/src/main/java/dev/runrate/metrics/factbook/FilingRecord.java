package dev.runrate.metrics.factbook;

import dev.runrate.common.fact.Filing;
import java.time.Instant;
import java.util.Objects;

/**
 * A filing as this system has it: when it was recorded, whether it was withdrawn since, and whether
 * it was posted again after that.
 *
 * @param retractedAt the newest retraction; null for none
 * @param reinstatedAt the newest posting where there were several, else null; after the retraction,
 *     the filing stands again
 */
public record FilingRecord(
    Filing filing, Instant recordedAt, Instant retractedAt, Instant reinstatedAt) {
  public FilingRecord {
    Objects.requireNonNull(filing);
    Objects.requireNonNull(recordedAt);
  }

  public FilingRecord(Filing filing, Instant recordedAt, Instant retractedAt) {
    this(filing, recordedAt, retractedAt, null);
  }

  /** Whether it counts, all things known. */
  public boolean stands() {
    return stands(retractedAt, reinstatedAt);
  }

  /** The newest word counts, whichever came first. */
  static boolean stands(Instant retractedAt, Instant reinstatedAt) {
    return retractedAt == null || (reinstatedAt != null && reinstatedAt.isAfter(retractedAt));
  }
}
