package dev.runrate.ingest.edgar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runrate.common.fact.IssuerId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchListTest {
  @TempDir Path directory;

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("watch.yaml"), text);
  }

  @Test
  void issuersAreNamedByTickerOrNumber() throws IOException {
    WatchList list =
        WatchList.read(
            file(
                """
                contact: Jane Doe jane@example.com
                since: 2023-01-01
                issuers:
                  - ticker: nvda
                  - cik: 1652044
                    issuer: google
                  - cik: "0000789019"
                """));

    assertThat(list.contact()).isEqualTo("Jane Doe jane@example.com");
    assertThat(list.since()).isEqualTo(LocalDate.of(2023, 1, 1));
    assertThat(list.issuers())
        .containsExactly(
            new WatchList.Watched(null, "NVDA", null),
            new WatchList.Watched(1652044L, null, IssuerId.of("google")),
            new WatchList.Watched(789019L, null, null));
  }

  @Test
  void anEmptyFileWatchesNobody() throws IOException {
    assertThat(WatchList.read(file("\n")).isEmpty()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "issuers: [{ticker: NVDA}] | contact is a name and an e-mail address",
        "{contact: me, issuers: [{ticker: NVDA}]} | contact is a name and an e-mail address",
        "contact: a@b.org | issuers is a list",
        "{contact: a@b.org, issuers: []} | issuers is a list",
        "{contact: a@b.org, issuers: [{name: x}]} | issuers[0]: there is no member name",
        "{contact: a@b.org, issuers: [{cik: 1, ticker: X}]} | issuers[0] has a cik or a ticker",
        "{contact: a@b.org, issuers: [{cik: NVDA}]} | issuers[0]: cik is the SEC's number",
        "{contact: a@b.org, issuers: [{cik: 1, issuer: Google}]} | issuers[0]: issuer must be",
        "{contact: a@b.org, since: soon, issuers: [{cik: 1}]} | since is a date",
        "{contact: a@b.org, isuers: [{cik: 1}]} | there is no member isuers",
        "'contact: [' | is not YAML",
      })
  void whatIsWrongIsSaidWithItsPlace(String text, String expected) throws IOException {
    Path file = file(text);

    assertThatThrownBy(() -> WatchList.read(file))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(expected);
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> WatchList.read(directory.resolve("none.yaml")))
        .hasMessageContaining("none.yaml");
  }
}
