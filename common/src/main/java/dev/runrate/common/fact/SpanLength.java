package dev.runrate.common.fact;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The lengths that reports come in. The bounds in days leave room for 52/53-week calendars, whose
 * quarters have 12 to 17 weeks, and keep the classes apart.
 */
public enum SpanLength {
  MONTH(26, 36, 1),
  QUARTER(77, 120, 3),
  HALF(166, 200, 6),
  NINE_MONTHS(246, 290, 9),
  YEAR(350, 380, 12),
  /** Anything else, e.g. the eight months to August. */
  OTHER(0, 0, 0),
  /** No length at all: a day on which something is counted. */
  INSTANT(0, 0, 0);

  /** A year less a 52/53-week year's drift, so that a span of 364 days still has twelve months. */
  private static final BigDecimal DAYS_IN_YEAR = new BigDecimal("365.25");

  private static final BigDecimal MONTHS_IN_YEAR = BigDecimal.valueOf(12);

  private final int fewestDays;
  private final int mostDays;
  private final int months;
  private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');

  SpanLength(int fewestDays, int mostDays, int months) {
    this.fewestDays = fewestDays;
    this.mostDays = mostDays;
    this.months = months;
  }

  public static SpanLength of(Period.Span span) {
    return ofDays(span.days());
  }

  /**
   * @param period of any kind
   */
  public static SpanLength of(Period period) {
    return period instanceof Period.Span span ? of(span) : INSTANT;
  }

  static SpanLength ofDays(int days) {
    for (SpanLength length : values()) {
      if (days >= length.fewestDays && days <= length.mostDays) {
        return length;
      }
    }
    return OTHER;
  }

  public static Optional<SpanLength> parse(String text) {
    return Arrays.stream(values()).filter(length -> length.text.equals(text)).findFirst();
  }

  /** Nominal months of the length; 0 for {@link #OTHER} and {@link #INSTANT}. */
  public int months() {
    return months;
  }

  /**
   * Months in a span, as numerator and denominator so that a third stays exact: the nominal number
   * for the usual lengths, whole calendar months where the span has them, days elsewhere.
   */
  public static Months monthsOf(Period.Span nominal) {
    SpanLength length = of(nominal);
    if (length != OTHER) {
      return new Months(BigDecimal.valueOf(length.months), BigDecimal.ONE);
    }
    LocalDate after = nominal.end().plusDays(1);
    long whole = ChronoUnit.MONTHS.between(nominal.start(), after);
    if (whole > 0 && nominal.start().plusMonths(whole).equals(after)) {
      return new Months(BigDecimal.valueOf(whole), BigDecimal.ONE);
    }
    return new Months(BigDecimal.valueOf(nominal.days()).multiply(MONTHS_IN_YEAR), DAYS_IN_YEAR);
  }

  /** A number of months as a fraction. */
  public record Months(BigDecimal numerator, BigDecimal denominator) {
    @Override
    public String toString() {
      return denominator.equals(BigDecimal.ONE)
          ? numerator.toPlainString()
          : numerator.toPlainString() + "/" + denominator.toPlainString();
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
