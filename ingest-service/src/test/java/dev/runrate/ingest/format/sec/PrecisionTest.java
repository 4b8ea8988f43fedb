package dev.runrate.ingest.format.sec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runrate.common.fact.Unit;
import java.math.BigDecimal;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How exact an amount is, its zeros and those of its neighbours tell. */
class PrecisionTest {
  private static final Unit USD = Unit.of("USD");

  private static Precision.Amount amount(String value, Unit unit) {
    return new Precision.Amount(new BigDecimal(value), unit);
  }

  private static Precision precision(String values) {
    return Precision.of(Stream.of(values.split(" ")).map(value -> amount(value, USD)));
  }

  @ParameterizedTest(name = "{1} among {0}: {2}")
  @CsvSource({
    // A filing in millions; its small amounts are not.
    "733000000, 733000000, -6",
    "733000000 12000000 -5000000 8000000, -5000000, -6",
    "733000000 12000000 5000000 8000000 12500000, 12500000, -5",
    "733000000 12000000 5000000 8000000 1234567, 1234567,",
    "733000000 12000000, 1200000000, -6",
    "733000000 12000000, 0, -6",
    // In thousands: a whole million is one by chance.
    "733456000 12345000 5000000, 5000000, -3",
    "733456000 12345000 5000000, 0, -3",
    // To the dollar, as 80 percent must have the zeros.
    "733000000 12000000 5000000 1234567, 733000000,",
    "1234567 7654321, 5000000,",
    "1234567 7654321, 0,",
    "20000000.5, 20000000.5,",
    "733000000 12000000 5000000 8000000 20000000.5, 20000000.5,",
    // Nothing but zeros tells nothing.
    "0 0, 0,"
  })
  void decimalsOfAnAmountAmongOthers(String all, String value, Integer decimals) {
    assertThat(precision(all).decimals(amount(value, USD))).isEqualTo(decimals);
  }

  @Test
  void unitsAreJudgedApart() {
    Unit yuan = Unit.of("CNY");
    Precision precision =
        Precision.of(Stream.of(amount("733000000", USD), amount("1234567", yuan)));

    assertThat(precision.decimals(amount("5000000", USD))).isEqualTo(-6);
    assertThat(precision.decimals(amount("5000000", yuan))).isNull();
    assertThat(precision.decimals(amount("5000000", Unit.of("EUR")))).isNull();
  }

  @Test
  void whatIsNotMoneyIsExact() {
    Precision precision = Precision.of(Stream.of(amount("5000000", Unit.PEOPLE)));

    assertThat(precision.decimals(amount("5000000", Unit.PEOPLE))).isNull();
  }
}
