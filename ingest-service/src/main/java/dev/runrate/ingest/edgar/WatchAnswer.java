package dev.runrate.ingest.edgar;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.runrate.common.fact.IssuerId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * How the watch on EDGAR is doing.
 *
 * @param pausedSeconds for how long nothing is asked, because EDGAR refused; 0 mostly
 * @param failing filings that could not be taken yet, the next to be tried first
 */
record WatchAnswer(boolean on, long pausedSeconds, List<Issuer> issuers, List<Filing> failing) {
  /**
   * @param checkedAt when its index was last looked at with success
   * @param nothing filings with XBRL but without any figure, as most 8-Ks
   * @param failure why the last look failed; absent where it did not
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Issuer(
      Long cik,
      String ticker,
      IssuerId issuer,
      String name,
      Instant checkedAt,
      Instant nextAt,
      long taken,
      long waiting,
      long nothing,
      String failure) {}

  record Filing(
      String accession,
      long cik,
      String form,
      LocalDate filed,
      int attempts,
      Instant nextAt,
      String reason) {}
}
