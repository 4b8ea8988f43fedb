package dev.runrate.common.fact;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Figures as people say them, the same in sentences, tables and alerts: {@code -150m USD}, {@code
 * 21.5%}, {@code 9.0x}, {@code 40 people}, {@code 12bn to 13bn USD}, {@code at least 10bn USD}.
 * What is shown is rounded; the figure itself keeps its digits.
 */
public final class Wording {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
  private static final BigDecimal TWO = BigDecimal.valueOf(2);
  private static final int POWER_OF_PERCENT = 2;

  private record Scale(int power, String name) {}

  private static final List<Scale> SCALES =
      List.of(new Scale(0, ""), new Scale(6, "m"), new Scale(9, "bn"), new Scale(12, "tn"));

  private Wording() {}

  // -- numbers

  /**
   * The point figure, else what is known of it: {@code 12bn to 13bn USD}, {@code at least 10bn
   * USD}, {@code unknown}.
   */
  public static String amount(Figure figure) {
    return amount(figure.value(), figure.low(), figure.high(), figure.unit());
  }

  public static String amount(Quantity quantity) {
    return amount(
        quantity.point(), quantity.range().low(), quantity.range().high(), quantity.unit());
  }

  private static String amount(BigDecimal point, BigDecimal low, BigDecimal high, Unit unit) {
    if (point != null) {
      return amount(point, unit);
    }
    if (low == null) {
      return high == null ? "unknown" : "at most " + amount(high, unit);
    }
    return high == null ? "at least " + amount(low, unit) : between(low, high, unit);
  }

  public static String amount(BigDecimal value, Unit unit) {
    return number(value, unit) + suffix(unit);
  }

  /**
   * What surrounds the point figure, {@code 350m to 420m USD}: empty where there is no point figure
   * ({@link #amount} has said it all then), and where the interval is no wider than the rounding of
   * the number shown, so that nobody reads "21.5% (21.5% to 21.5%)".
   */
  public static String range(Figure figure) {
    return range(figure.quantity());
  }

  /** As of a figure. */
  public static String range(Quantity quantity) {
    BigDecimal value = quantity.point();
    BigDecimal low = quantity.range().low();
    BigDecimal high = quantity.range().high();
    Unit unit = quantity.unit();
    if (value == null) {
      return "";
    }
    if (low == null || high == null) {
      return low == null
          ? high == null ? "" : "at most " + amount(high, unit)
          : "at least " + amount(low, unit);
    }
    BigDecimal step = Shown.of(value, unit).step();
    boolean isRounding =
        value.subtract(low).multiply(TWO).compareTo(step) <= 0
            && high.subtract(value).multiply(TWO).compareTo(step) <= 0;
    return isRounding || number(low, unit).equals(number(high, unit))
        ? ""
        : between(low, high, unit);
  }

  /** {@code 180m USD (170m to 190m USD)}: the amount and, where it says more, its range. */
  public static String amountAndRange(Figure figure) {
    return amountAndRange(figure.quantity());
  }

  /** As of a figure. */
  public static String amountAndRange(Quantity quantity) {
    String range = range(quantity);
    return range.isEmpty() ? amount(quantity) : amount(quantity) + " (" + range + ")";
  }

  /** A difference of two ratios: {@code 8.0 points}. */
  public static String points(BigDecimal difference) {
    String points =
        difference.abs().multiply(HUNDRED).setScale(1, RoundingMode.HALF_EVEN).toPlainString();
    return points + (points.equals("1.0") ? " point" : " points");
  }

  private static String between(BigDecimal low, BigDecimal high, Unit unit) {
    String from = number(low, unit);
    String to = number(high, unit);
    return (from.equals(to) ? from : from + " to " + to) + suffix(unit);
  }

  private static String suffix(Unit unit) {
    return switch (unit.kind()) {
      case RATIO, MULTIPLE -> "";
      case MONEY, USERS, PEOPLE, TOKENS_PER_DAY, MONTHS -> " " + unit.code();
    };
  }

  private static String number(BigDecimal value, Unit unit) {
    return Shown.of(value, unit).text();
  }

  /**
   * A number as it is shown.
   *
   * @param step of the last digit that is shown, in the number's own size
   */
  private record Shown(String text, BigDecimal step) {
    static Shown of(BigDecimal value, Unit unit) {
      return switch (unit.kind()) {
        case RATIO -> {
          BigDecimal percent = value.multiply(HUNDRED).setScale(1, RoundingMode.HALF_EVEN);
          yield new Shown(plain(percent) + "%", percent.ulp().movePointLeft(POWER_OF_PERCENT));
        }
        case MULTIPLE -> {
          BigDecimal times =
              value.setScale(value.abs().compareTo(HUNDRED) < 0 ? 1 : 0, RoundingMode.HALF_EVEN);
          yield new Shown(plain(times) + "x", times.ulp());
        }
        case MONTHS -> {
          BigDecimal months = stripped(value.setScale(1, RoundingMode.HALF_EVEN));
          yield new Shown(plain(months), months.ulp());
        }
        case MONEY, USERS, PEOPLE, TOKENS_PER_DAY -> scaled(value);
      };
    }

    private static Shown scaled(BigDecimal value) {
      int at = 0;
      while (at + 1 < SCALES.size() && reaches(value, SCALES.get(at), SCALES.get(at + 1))) {
        at++;
      }
      Scale scale = SCALES.get(at);
      BigDecimal shown = significant(value.movePointLeft(scale.power));
      return new Shown(plain(shown) + scale.name, shown.ulp().scaleByPowerOfTen(scale.power));
    }

    /** 999,999,999 is a billion by the time it is rounded to millions. */
    private static boolean reaches(BigDecimal value, Scale scale, Scale next) {
      return significant(value.movePointLeft(scale.power))
              .abs()
              .movePointRight(scale.power)
              .compareTo(BigDecimal.ONE.scaleByPowerOfTen(next.power))
          >= 0;
    }

    private static BigDecimal significant(BigDecimal value) {
      return stripped(
          value.setScale(value.abs().compareTo(HUNDRED) >= 0 ? 1 : 2, RoundingMode.HALF_EVEN));
    }

    private static BigDecimal stripped(BigDecimal value) {
      BigDecimal stripped = value.stripTrailingZeros();
      return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    /** In groups of three, and no zero is negative. */
    private static String plain(BigDecimal value) {
      String digits = value.abs().toPlainString();
      int point = digits.indexOf('.');
      StringBuilder grouped = new StringBuilder(digits);
      for (int i = (point < 0 ? digits.length() : point) - 3; i > 0; i -= 3) {
        grouped.insert(i, ',');
      }
      return (value.signum() < 0 ? "-" : "") + grouped;
    }
  }

  // -- what a reader has to know of a figure

  /**
   * How it was obtained if it was not just stated, and whether it happened: {@code [proxy,
   * estimate]}; empty for a reported actual. The basis and what makes it suspect are told apart, as
   * they are of both figures of a comparison, or a sentence of their own.
   */
  public static List<String> caveats(Figure figure) {
    List<String> caveats = new ArrayList<>();
    if (!figure.how().isReported()) {
      figure.how().list().forEach(how -> caveats.add(how.toString()));
    }
    if (figure.scenario() != Scenario.ACTUAL) {
      caveats.add(figure.scenario().toString());
    }
    return caveats;
  }

  // -- names

  /** A concept in people's words: {@code NetIncome} is net income. */
  public static String concept(Concept concept) {
    return concept == Concept.ANNUAL_RECURRING_REVENUE
        ? "ARR"
        : concept.label().replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
  }
}
