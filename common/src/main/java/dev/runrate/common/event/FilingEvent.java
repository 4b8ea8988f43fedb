package dev.runrate.common.event;

import dev.runrate.common.fact.Filing;
import java.time.Instant;

/**
 * A filing was recorded, or retracted. A retraction carries the whole filing again, so that the two
 * messages may come in any order.
 *
 * @param acceptedAt when ingest recorded it
 * @param retractedAt null while it stands
 * @param reason why it was retracted; null while it stands
 */
public record FilingEvent(Filing filing, Instant acceptedAt, Instant retractedAt, String reason) {
  public static final String RECORDED = "dev.runrate.filing.recorded";
  public static final String RETRACTED = "dev.runrate.filing.retracted";

  public static FilingEvent recorded(Filing filing, Instant acceptedAt) {
    return new FilingEvent(filing, acceptedAt, null, null);
  }

  public boolean isRetraction() {
    return retractedAt != null;
  }

  public Message message() {
    String id = filing.id() + (isRetraction() ? ":retracted" : ":recorded");
    return new Message(
        Topics.FILINGS,
        filing.issuer().slug(),
        id,
        isRetraction() ? RETRACTED : RECORDED,
        "ingest-service",
        filing.id().text(),
        isRetraction() ? retractedAt : acceptedAt,
        Json.MAPPER.writeValueAsBytes(this));
  }
}
