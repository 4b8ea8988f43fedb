package dev.runrate.ingest.format.xbrl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runrate.common.fact.Checked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransformationsTest {
  @ParameterizedTest(name = "{0} of {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "date-monthname-day-year-en | July 27, 2025 | 2025-07-27",
        "datemonthdayyearen | Sept. 3, 2025 | 2025-09-03",
        "datelonguk | 3rd January 2025 | 2025-01-03",
        "date-day-monthname-year-de | 31. März 2025 | 2025-03-31",
        "date-day-monthname-year-cs | 31. ledna 2025 | 2025-01-31",
        "date-day-monthname-year-fr | 1 août 2025 | 2025-08-01",
        "date-day-month-year | 31.03.25 | 2025-03-31",
        "date-month-day-year | 3/31/2025 | 2025-03-31",
        "dateslashus | 3/31/2025 | 2025-03-31",
        "date-year-month-day | 2025年3月31日 | 2025-03-31",
        "date-month-day | 1/25 | --01-25",
        "date-day-monthname-en | 25 January | --01-25",
        "date-monthname-year-en | March 2025 | 2025-03",
        "fixed-true | ☒ | true",
        "booleanfalse | no | false",
        "nocontent | anything | ''",
        "exchnameen | The Nasdaq | The Nasdaq"
      })
  void texts(String format, String text, String expected) {
    assertThat(Transformations.text(format, text)).isEqualTo(Checked.valid(expected));
  }

  @ParameterizedTest(name = "{0} of {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "date-month-day-year | 31/3/2025",
        "date-monthname-day-year-en | Juvember 27, 2025",
        "date-month-day | 2/30",
        "date-day-month-year | 20250331",
      })
  void noDates(String format, String text) {
    assertThat(Transformations.text(format, text))
        .isInstanceOfSatisfying(
            Checked.Invalid.class, each -> assertThat(each.code()).isEqualTo("date"));
  }
}
