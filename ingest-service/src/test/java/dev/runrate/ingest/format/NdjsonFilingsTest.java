package dev.runrate.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines are found wherever the blocks in which a document arrives end. */
class NdjsonFilingsTest {
  private static final int MOST_BYTES = 200_000;

  /** Short lines, blank ones, one longer than a block, one too long, and none after the last. */
  private static final String DOCUMENT =
      String.join(
          "\n",
          filing("a", ""),
          "",
          filing("b", "") + "\r",
          filing("c", "x".repeat(1_900)),
          "   ",
          " ".repeat(150_000) + filing("d", ""),
          filing("e", "y".repeat(MOST_BYTES)),
          filing("f", ""));

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 1_000, 65_535, 65_536, 1_000_000})
  void everyLineIsFoundWhateverArrivesAtATime(int atATime) throws IOException {
    NdjsonFilings filings =
        new NdjsonFilings(arriving(atATime), MOST_BYTES, LocalDate.of(2025, 1, 2));

    List<String> found = new ArrayList<>();
    for (FilingReader.Entry e = filings.next(); e != null; e = filings.next()) {
      found.add(
          e.line()
              + " "
              + switch (e.filing()) {
                case ParsedFiling.Valid valid -> valid.filing().id();
                case ParsedFiling.Invalid invalid -> invalid.errors().getFirst().code();
              });
    }

    assertThat(found).containsExactly("1 a", "3 b", "4 c", "6 d", "7 too-large", "8 f");
  }

  private static String filing(String id, String title) {
    return """
    {"id":"%s","issuer":"acme","source":{"tier":"press","title":"%s","publishedOn":"2025-01-02"},\
    "facts":[{"concept":"Revenue","period":"2024","value":"1","unit":"USD"}]}\
    """
        .formatted(id, title);
  }

  private static InputStream arriving(int bytesAtATime) {
    return new ByteArrayInputStream(DOCUMENT.getBytes(StandardCharsets.UTF_8)) {
      @Override
      public int read(byte[] buffer, int offset, int length) {
        return super.read(buffer, offset, Math.min(length, bytesAtATime));
      }
    };
  }
}
