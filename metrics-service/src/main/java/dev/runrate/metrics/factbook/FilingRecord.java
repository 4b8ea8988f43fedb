package dev.runrate.metrics.factbook;

import dev.runrate.common.fact.Filing;
import dev.runrate.common.fact.Plausibility;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
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
    Filed filed, Instant recordedAt, Instant retractedAt, Instant reinstatedAt) {
  /**
   * A filing and what is odd about it.
   *
   * @param doubts by the place of the fact in the filing
   */
  public record Filed(Filing filing, Map<Integer, String> doubts) {
    public static Filed of(Filing filing) {
      Map<Integer, String> doubts = new HashMap<>();
      for (Plausibility.Finding finding : Plausibility.of(filing)) {
        if (finding.fact() >= 0) {
          doubts.putIfAbsent(finding.fact(), finding.message());
        }
      }
      return new Filed(filing, Map.copyOf(doubts));
    }
  }

  public FilingRecord {
    Objects.requireNonNull(filed);
    Objects.requireNonNull(recordedAt);
  }

  public FilingRecord(Filing filing, Instant recordedAt, Instant retractedAt) {
    this(Filed.of(filing), recordedAt, retractedAt, null);
  }

  public Filing filing() {
    return filed.filing();
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
