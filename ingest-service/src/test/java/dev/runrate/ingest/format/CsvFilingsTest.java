package dev.runrate.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvFilingsTest {
  private static final String HEADER =
      "filing,issuer,concept,period,value,unit,tier,publisher,publishedOn\n";

  private static CsvFilings read(String csv) throws IOException {
    return new CsvFilings(
        new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)), LocalDate.of(2026, 1, 1));
  }

  private static String row(String filing, int day) {
    return filing
        + ",co,Cash,2025-%02d-%02d,1,USD,press,P,2025-12-31\n"
            .formatted(1 + day / 28 % 11, 1 + day % 28);
  }

  @Test
  void aHeaderWithoutEndIsRefusedBeforeItFillsTheMemory() {
    assertThatThrownBy(() -> read("filing,".repeat(10_000_000)))
        .hasMessageContaining("a row has at most 1048576 characters");
  }

  @Test
  void aQuoteThatIsNeverClosedEndsTheDocumentWithItsFilingsReported() throws IOException {
    CsvFilings filings = read(HEADER + row("a", 1) + "\"b" + "x".repeat(3_000_000));

    FilingReader.Entry only = filings.next();

    assertThat(only.filing()).isInstanceOf(ParsedFiling.Invalid.class);
    assertThatThrownBy(filings::next).hasMessageContaining("a row has at most");
  }

  @Test
  void aRowOfAnyLengthThatMayBeIsNoOthersFault() throws IOException {
    StringBuilder csv = new StringBuilder(HEADER);
    for (int i = 0; i < 40_000; i++) {
      csv.append(row("f-" + i, i));
    }

    CsvFilings filings = read(csv.toString());

    int valid = 0;
    for (FilingReader.Entry each = filings.next(); each != null; each = filings.next()) {
      valid += each.filing() instanceof ParsedFiling.Valid ? 1 : 0;
    }
    assertThat(valid).isEqualTo(40_000);
  }

  @Test
  void rowsThatAreHeldBackAreBoundedHoweverTheyAreInterleaved() throws IOException {
    StringBuilder csv = new StringBuilder(HEADER);
    for (int i = 0; i < 300; i++) {
      for (int filing = 0; filing < 200; filing++) {
        csv.append(row("f-" + filing, i));
      }
    }

    CsvFilings filings = read(csv.toString());

    List<Long> lines = new ArrayList<>();
    for (FilingReader.Entry each = filings.next(); each != null; each = filings.next()) {
      lines.add(each.line());
    }
    // Of 60,000 rows some filings were closed before their last came, and began anew.
    assertThat(lines).hasSizeGreaterThan(200).hasSizeLessThan(600);
  }
}
