package dev.runrate.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runrate.common.event.Json;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** Filings that were stored years ago must be known again. */
class ContentIdTest {
  private static final String FILING =
      """
      {"issuer":"quote","form":"press \\"x\\" \\\\ é 智谱","source":{"tier":"press",\
      "publisher":"A \\"B\\" <c> / 'd'","title":"é 𝄞","url":"https://x.y/?a=b&c",\
      "publishedOn":"2025-01-01"},"supersedes":"f-0","facts":[%s]}
      """;
  private static final String FACT =
      """
      {"concept":"Revenue","period":"2024","value":"1.50","unit":"USD"}\
      """;
  private static final String UNUSUAL =
      """
      {"concept":"Revenue","segment":"cloud","period":"2023","low":"1e3","unit":"USD",\
      "tag":"us-gaap:X","basis":"gross-bookings","scenario":"estimate"}\
      """;
  private static final String ROUNDED =
      """
      {"concept":"NetIncome","period":"FY2025-Q1","value":"-2000000","decimals":-6,"unit":"CNY"}\
      """;

  @Test
  void theHashOfAFilingIsForEver() {
    assertThat(hash(FACT, UNUSUAL, ROUNDED))
        .isEqualTo("f19f61935015a87587bd0d3858783f8c0e02db386baeebf312777fa5f4c837e3");
  }

  @Test
  void theOrderOfFactsDoesNotMatter() {
    assertThat(hash(ROUNDED, FACT, UNUSUAL)).isEqualTo(hash(FACT, UNUSUAL, ROUNDED));
    assertThat(hash(FACT)).isNotEqualTo(hash(ROUNDED));
  }

  private static String hash(String... facts) {
    String filing = FILING.formatted(String.join(",", facts));
    return FilingParser.parse(Json.MAPPER.readTree(filing), LocalDate.of(2026, 1, 1))
            instanceof ParsedFiling.Valid valid
        ? valid.contentHash()
        : "invalid";
  }
}
