package dev.runrate.common.event;

import dev.runrate.common.fact.Filing;
import dev.runrate.common.fact.Sha256;
import java.util.HexFormat;

/**
 * A filing in short, by which two services find out whether they have the same.
 *
 * @param digest of all that it says, in hexadecimal
 * @param stands whether it was not retracted, or posted again since
 */
public record FilingDigest(String id, String issuer, String digest, boolean stands) {
  public static FilingDigest of(Filing filing, boolean stands) {
    return new FilingDigest(
        filing.id().text(),
        filing.issuer().slug(),
        HexFormat.of().formatHex(Sha256.of(Json.MESSAGES.writeValueAsString(filing))),
        stands);
  }
}
