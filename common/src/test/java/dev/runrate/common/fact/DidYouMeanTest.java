package dev.runrate.common.fact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A slip of the pen is found, another word is not taken for one. */
class DidYouMeanTest {
  private static final List<String> KNOWN =
      List.of("knownAt", "recordedAt", "segment", "limit", "gross-margin", "max-filing-bytes");

  @ParameterizedTest
  @CsvSource({
    "segmnet, segment",
    "segments, segment",
    "knowAt, knownAt",
    "KNOWNAT, knownAt",
    "known-at, knownAt",
    "recorded_at, recordedAt",
    "grossmargin, gross-margin",
    "gros-margn, gross-margin",
    "maxFilingBytes, max-filing-bytes",
    "limt, limit",
    "currency,",
    "x,",
    "'',"
  })
  void nearestNameIsMeant(String written, String meant) {
    assertThat(DidYouMean.nearest(written, KNOWN).orElse(null)).isEqualTo(meant);
  }

  @ParameterizedTest
  @CsvSource({"limt, '; did you mean limit?'", "currency, ''"})
  void hintIsEmptyWhereNothingIsNear(String written, String hint) {
    assertThat(DidYouMean.hint(written, KNOWN)).isEqualTo(hint);
  }
}
