package dev.runrate.common.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.runrate.common.fact.Filing;
import java.time.Instant;

/**
 * A filing was recorded, or retracted. A retraction carries the whole filing again, so that the two
 * messages may come in any order. A retracted filing that is posted again is recorded again: a
 * filing stands if its newest {@code acceptedAt} is later than its newest {@code retractedAt}, so
 * whoever keeps the greater of each ends with the same whatever order the messages come in.
 *
 * @param acceptedAt when ingest recorded it, or recorded it again; of a retraction, when ingest
 *     recorded it first
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

  /**
   * The first of its kind about the filing.
   *
   * @param filingJson the very filing, which is costly to write twice
   */
  public Message message(String filingJson) {
    return message(filing.id() + (isRetraction() ? ":retracted" : ":recorded"), filingJson);
  }

  /** A later one of its kind: the instant tells it from the others. */
  public Message messageAgain(String filingJson) {
    return message(
        filing.id() + (isRetraction() ? ":retracted:" + retractedAt : ":recorded:" + acceptedAt),
        filingJson);
  }

  private Message message(String id, String filingJson) {
    return new Message(
        Topics.FILINGS,
        filing.issuer().slug(),
        id,
        isRetraction() ? RETRACTED : RECORDED,
        "ingest-service",
        filing.id().text(),
        isRetraction() ? retractedAt : acceptedAt,
        Json.MESSAGES.writeValueAsBytes(new Written(filingJson, acceptedAt, retractedAt, reason)));
  }

  /** The event with its filing as it is written already. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Written(
      @JsonRawValue String filing, Instant acceptedAt, Instant retractedAt, String reason) {}
}
