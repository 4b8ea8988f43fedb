package dev.runrate.metrics.audit;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What figures must satisfy to be true together; each with what it takes for granted. */
public enum Identity {
  EXCHANGE_RATE(
      "an amount / the same amount in another currency = a rate that there was between the start of"
          + " the period and the publication",
      "fixings of one day differ by half a percent at most"),
  UNIT_ECONOMICS(
      "paying users x price x 12 = ARR (or the annualised revenue of a quarter)",
      "it fails only where they would pay more than twice the whole at the full price: discounts,"
          + " annual plans and three months of growth explain a half; that others pay, too,"
          + " explains any amount below"),
  SEGMENT_MIX(
      "gross margin of the issuer = margins of its segments, weighted with their shares of revenue",
      "no margin is above 100 percent; that two segments are all there is, nobody says, so a share"
          + " solved from them is a doubt at most"),
  SEGMENT_SHARE("revenue share x revenue of the issuer = revenue of the segment", null),
  SEGMENT_SUM(
      "no segment's revenue is above the issuer's",
      "segments may overlap, so a sum above the whole is a doubt"),
  STATED_SUBTRACTION(
      "a disclosed profit is not the revenue less one single expense, to the last digit",
      "it fails where another source states another figure, else it is a doubt"),
  RUN_RATE_OF_YEAR(
      "ARR at the start of a year <= revenue of the year",
      "it fails where the year's revenue is below three quarters of it although the ARR after the"
          + " year is higher: no run rate that ends higher was a quarter lower on average"),
  GROWTH("stated growth = figure / figure a year before - 1", "the earlier figure is positive"),
  PART_OF_PERIOD(
      "no part of a period has more of a cost or of revenue than the whole of it",
      "a loss can be above that of the whole where the rest made a profit, so that is a doubt"),
  ONE_LABEL(
      "what is said of one quarter is of one quarter",
      "where an issuer's fiscal year is not the calendar's, a quarter's label can mean two");

  private final String definition;
  private final String assumption;
  private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');

  Identity(String definition, String assumption) {
    this.definition = definition;
    this.assumption = assumption;
  }

  public static Optional<Identity> parse(String text) {
    return Arrays.stream(values()).filter(i -> i.text.equals(text)).findFirst();
  }

  public String definition() {
    return definition;
  }

  /** What it takes for granted; null for nothing. */
  public String assumption() {
    return assumption;
  }

  @Override
  public String toString() {
    return text;
  }
}
