package dev.runrate.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runrate.common.fact.IssuerId;
import dev.runrate.ingest.format.sec.CompanyFacts;
import dev.runrate.ingest.format.sec.CompanyFactsReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What ships with the product is right by the product's own rules. */
class ExamplesTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 1);
  private static final Path EXAMPLES = Path.of("..", "examples");

  @Test
  void noExampleIsImpossibleAndThreeRatiosOfARunningYearAreOdd() throws IOException {
    List<String> findings = new ArrayList<>();
    int filings = 0;
    try (InputStream in = Files.newInputStream(EXAMPLES.resolve("filings.csv"))) {
      CsvFilings examples = new CsvFilings(in, TODAY);
      for (FilingReader.Entry e = examples.next(); e != null; e = examples.next()) {
        filings++;
        switch (e.filing()) {
          case ParsedFiling.Valid valid ->
              valid
                  .doubts()
                  .forEach(
                      doubt ->
                          findings.add(
                              valid.filing().id() + " " + doubt.pointer() + " " + doubt.code()));
          case ParsedFiling.Invalid invalid -> findings.add(invalid.toString());
        }
      }
    }

    assertThat(findings)
        .containsExactly(
            "article-001-openai /facts/1/period period-not-over",
            "article-000-kuaishou /facts/0/period period-not-over",
            "article-003-openai /facts/3/period period-not-over");
    assertThat(filings).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nvidia", "snowflake", "tsmc"})
  void nothingIsLeftOutOfTheSecsDocuments(String issuer) throws IOException {
    Path file = EXAMPLES.resolve("sec").resolve(issuer + ".json.gz");
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      CompanyFacts document = CompanyFactsReader.read(in, TODAY, reader -> IssuerId.of(issuer));

      assertThat(document.omitted()).isEmpty();
      assertThat(document.rejected()).isEmpty();
      assertThat(document.filings()).isNotEmpty();
    }
  }
}
