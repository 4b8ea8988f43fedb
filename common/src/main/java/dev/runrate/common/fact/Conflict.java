package dev.runrate.common.fact;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Locale;

/**
 * Two statements that cannot both be true: their intervals do not overlap.
 *
 * @param why what sets the two apart, and why the winner won, for a reader
 * @param materiality how much it matters: the gap between the two intervals as a share of the
 *     largest of both figures and of the revenue of the period where that is known in the unit; for
 *     ratios the gap itself. At least 0; 0.05 is a twentieth of the revenue
 */
public record Conflict(
    Type type,
    Concept concept,
    Basis basis,
    Scenario scenario,
    Statement winner,
    Statement loser,
    String why,
    BigDecimal materiality) {
  public Conflict {
    Amounts.computed(materiality);
  }

  public enum Type {
    /** The same source said something else later. */
    RESTATED,
    /** Different sources disagree. */
    SOURCE,
    /** One figure in two currencies that a rounded exchange rate explains. */
    CURRENCY_TRANSLATION,
    /** The other figure is the one on another basis. */
    BASIS,
    /** Two tags of one concept that do not cover the same. */
    SCOPE,
    /** Two ways to one figure (a sum of periods, an identity) that disagree. */
    IDENTITY,
    /** Figures of several kinds that cannot all be true: an audit that fails. */
    AUDIT;

    public static Type parse(String text) {
      return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * One of the two.
   *
   * @param filing null for a figure that was computed
   * @param suspect the identity that this figure equals to the last digit, which suggests that it
   *     was computed by somebody rather than disclosed; null for none
   * @param title of the source; null where it gave none
   * @param url of the source; null where it gave none
   */
  public record Statement(
      BigDecimal value,
      BigDecimal low,
      BigDecimal high,
      Unit unit,
      String filing,
      Tier tier,
      String publisher,
      LocalDate publishedOn,
      String suspect,
      String title,
      String url) {
    public Statement {
      Amounts.computed(value);
      Amounts.computed(low);
      Amounts.computed(high);
    }

    public Quantity quantity() {
      return new Quantity(value, new Interval(low, high), unit);
    }
  }
}
