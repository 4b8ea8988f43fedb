package dev.runrate.ingest.format;

import dev.runrate.common.event.Json;
import dev.runrate.common.fact.Filing;
import dev.runrate.common.fact.FilingId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Identity from content: the same filing sent again is the same, whoever sends it and in whatever
 * format. The hash is over the canonical JSON of everything but the id.
 */
final class ContentId {
  static final FilingId UNKNOWN = FilingId.of("unknown");
  private static final int ID_DIGITS = 32;

  private ContentId() {}

  static String hash(Filing filing) {
    // A filing is a set of facts: the same in another order is the same.
    List<String> facts =
        filing.facts().stream().map(Json.MAPPER::writeValueAsString).sorted().toList();
    Filing frame = filing.withId(UNKNOWN).withoutFacts();
    byte[] canonical =
        (Json.MAPPER.writeValueAsString(frame) + String.join("\n", facts))
            .getBytes(StandardCharsets.UTF_8);
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(canonical));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  static FilingId fromHash(String hash) {
    return FilingId.of("sha256-" + hash.substring(0, ID_DIGITS));
  }
}
