package dev.runrate.metrics.factbook;

import dev.runrate.common.fact.Filing;
import java.time.Instant;
import java.util.Objects;

/**
 * A filing as this system has it: when it was recorded, and whether it was withdrawn since.
 *
 * @param retractedAt null while it stands
 */
public record FilingRecord(Filing filing, Instant recordedAt, Instant retractedAt) {
  public FilingRecord {
    Objects.requireNonNull(filing);
    Objects.requireNonNull(recordedAt);
  }
}
