package dev.runrate.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runrate.common.fact.Filing;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The shipped examples are what the parser takes, every one of them. */
class ExamplesTest {
  private static final int FACTS = 165;

  @Test
  void everyExampleIsAFiling() throws IOException {
    List<Filing> filings = new ArrayList<>();
    List<ParsedFiling.Invalid> invalid = new ArrayList<>();
    try (InputStream in = Files.newInputStream(Path.of("..", "examples", "filings.csv"))) {
      CsvFilings reader = new CsvFilings(in);
      for (FilingReader.Entry e = reader.next(); e != null; e = reader.next()) {
        switch (e.filing()) {
          case ParsedFiling.Valid valid -> filings.add(valid.filing());
          case ParsedFiling.Invalid wrong -> invalid.add(wrong);
        }
      }
    }

    assertThat(invalid).isEmpty();
    assertThat(filings.stream().mapToInt(filing -> filing.facts().size()).sum()).isEqualTo(FACTS);
    assertThat(new HashSet<>(filings.stream().map(Filing::id).toList())).hasSameSizeAs(filings);
  }
}
