package dev.runrate.ingest.filing;

import dev.runrate.common.event.FilingEvent;
import dev.runrate.common.event.Json;
import dev.runrate.common.fact.Filing;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/**
 * A filing as it lies in the store, with its retraction if there is one.
 *
 * @param seq counts filings in the order of arrival; lists page by it
 * @param body the filing in JSON
 * @param retractedAt null while it stands
 * @param reason of the retraction; null while it stands
 */
@MappedEntity("filing")
record StoredFiling(
    @Id String id,
    String issuer,
    long seq,
    String contentHash,
    String body,
    Instant acceptedAt,
    @Nullable Instant retractedAt,
    @Nullable String reason) {

  Filing filing() {
    return Json.read(body, Filing.class);
  }

  boolean isRetracted() {
    return retractedAt != null;
  }

  FilingEvent recorded() {
    return FilingEvent.recorded(filing(), acceptedAt);
  }

  FilingEvent retracted() {
    return new FilingEvent(filing(), acceptedAt, retractedAt, reason);
  }
}
