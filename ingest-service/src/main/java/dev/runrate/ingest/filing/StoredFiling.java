package dev.runrate.ingest.filing;

import dev.runrate.common.event.FilingEvent;
import dev.runrate.common.event.Json;
import dev.runrate.common.fact.Filing;
import dev.runrate.common.messaging.Outbox;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/**
 * A filing as it lies in the store, with its newest retraction and its newest reinstatement if
 * there are any. The later of the two counts; they are never of the same instant.
 *
 * @param seq counts filings in the order of arrival; lists page by it
 * @param body the filing in JSON
 * @param acceptedAt when it came first
 * @param reinstatedAt when it was last posted again after a retraction
 * @param retractedAt when it was last retracted, be it reinstated since or not
 * @param retractedAgain whether it had been retracted and reinstated before that
 * @param reason of the retraction
 */
@MappedEntity("filing")
record StoredFiling(
    @Id String id,
    String issuer,
    long seq,
    String contentHash,
    String body,
    Instant acceptedAt,
    @Nullable Instant reinstatedAt,
    @Nullable Instant retractedAt,
    @Nullable Boolean retractedAgain,
    @Nullable String reason) {

  Filing filing() {
    return Json.read(body, Filing.class);
  }

  boolean isRetracted() {
    return retractedAt != null && (reinstatedAt == null || reinstatedAt.isBefore(retractedAt));
  }

  /** Since when it stands, or stood last. */
  Instant newestAcceptedAt() {
    return reinstatedAt == null ? acceptedAt : reinstatedAt;
  }

  Outbox.Row<FilingKey> recording() {
    return new Outbox.Row<>(
        FilingKey.recorded(id), FilingEvent.recorded(filing(), acceptedAt).message(body));
  }

  Outbox.Row<FilingKey> retraction() {
    FilingEvent event = new FilingEvent(filing(), acceptedAt, retractedAt, reason);
    return new Outbox.Row<>(
        FilingKey.retracted(id, retractedAt),
        Boolean.TRUE.equals(retractedAgain) ? event.messageAgain(body) : event.message(body));
  }

  Outbox.Row<FilingKey> reinstatement() {
    return new Outbox.Row<>(
        FilingKey.reinstated(id, reinstatedAt),
        FilingEvent.recorded(filing(), reinstatedAt).messageAgain(body));
  }
}
