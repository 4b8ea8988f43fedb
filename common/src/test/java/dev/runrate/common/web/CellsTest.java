package dev.runrate.common.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.MonthDay;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CellsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "=HYPERLINK(\"http://evil\")  | '=HYPERLINK(\"http://evil\")",
        "+1+1     | '+1+1",
        "-2+3     | '-2+3",
        "@SUM(A1) | '@SUM(A1)",
        "'=1      | ''=1",
        "-        | '-",
        "-150     | -150",
        "+1.5e3   | +1.5e3",
        "2025-Q1  | 2025-Q1",
        "it's     | it's",
        "'quoted' | 'quoted'"
      })
  void textThatASpreadsheetWouldComputeIsGuarded(String text, String cell) {
    assertThat(Cells.of(text)).isEqualTo(cell);
    assertThat(Cells.plain(cell)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\t=1", "\r=1", "\n=1"})
  void blanksInFrontHideNothing(String text) {
    assertThat(Cells.of(text)).isEqualTo("'" + text);
    assertThat(Cells.plain(Cells.of(text))).isEqualTo(text);
  }

  @Test
  void numbersAndDatesStandAsTheyAre() {
    assertThat(Cells.of(new BigDecimal("-1.5E+9"))).isEqualTo("-1500000000");
    assertThat(Cells.of(-6)).isEqualTo("-6");
    assertThat(Cells.of(MonthDay.of(3, 31))).isEqualTo("--03-31");
    assertThat(Cells.of(null)).isEmpty();
  }
}
