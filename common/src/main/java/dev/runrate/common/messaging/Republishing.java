package dev.runrate.common.messaging;

import dev.runrate.common.web.ProblemException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import tools.jackson.databind.JsonNode;

/**
 * Which messages an operator wants to be sent again: {@code {"since": "2025-11-01"}} (a day, in
 * UTC) or {@code {"all": true}}. Their rows become unpublished, and the outbox sends them.
 *
 * @param since written at this moment or later
 */
public record Republishing(Instant since) {
  /** How many rows will be sent again, by what they are. */
  public record Marked(String what, long rows) {}

  /**
   * @throws ProblemException 400 where it is neither
   */
  public static Republishing of(JsonNode request) {
    if (request.path("all").asBoolean(false) && !request.has("since")) {
      return new Republishing(Instant.EPOCH);
    }
    if (request.has("since") && !request.has("all")) {
      try {
        LocalDate day = LocalDate.parse(request.path("since").asString(""));
        return new Republishing(day.atStartOfDay(ZoneOffset.UTC).toInstant());
      } catch (DateTimeException e) {
        throw ProblemException.badRequest("since is a day such as 2025-11-01.");
      }
    }
    throw ProblemException.badRequest(
        "Say since which day, {\"since\": \"2025-11-01\"}, or {\"all\": true}.");
  }
}
