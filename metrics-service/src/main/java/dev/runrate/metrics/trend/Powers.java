package dev.runrate.metrics.trend;

import dev.runrate.common.fact.Interval;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * Rational powers of exact decimals, in intervals that contain them: products are rounded downwards
 * for the lower end and upwards for the upper one, roots are enclosed by bisection. No binary
 * floating point, so the ends can be trusted.
 */
final class Powers {
  private static final int DIGITS = 40;
  private static final MathContext DOWN = new MathContext(DIGITS, RoundingMode.FLOOR);
  private static final MathContext UP = new MathContext(DIGITS, RoundingMode.CEILING);

  /** So near that nobody sees the difference: a hundred-millionth of the root. */
  private static final int STEPS = 160;

  private static final BigDecimal ENOUGH = new BigDecimal("1e-20");

  /** Beyond this a growth is a slip of the pen, and its powers would have no digits. */
  private static final BigDecimal LARGEST = new BigDecimal("1e30");

  private Powers() {}

  /** x^n of a positive number, never above it where rounded down, never below it where up. */
  private static BigDecimal power(BigDecimal x, int n, MathContext rounding) {
    BigDecimal result = BigDecimal.ONE;
    BigDecimal square = x;
    for (int left = n; left > 0; left >>= 1) {
      if ((left & 1) == 1) {
        result = result.multiply(square, rounding);
      }
      if (left > 1) {
        square = square.multiply(square, rounding);
      }
    }
    return result;
  }

  /**
   * x^(p/q).
   *
   * @param x positive
   * @return empty where x is so large or so small that it says nothing
   */
  static Optional<Interval> power(BigDecimal x, int p, int q) {
    if (x.signum() <= 0
        || x.compareTo(LARGEST) > 0
        || x.multiply(LARGEST).compareTo(BigDecimal.ONE) < 0) {
      return Optional.empty();
    }
    BigDecimal least = power(x, p, DOWN);
    BigDecimal most = power(x, p, UP);
    return Optional.of(new Interval(root(least, q).low(), root(most, q).high()));
  }

  /** Contains the q-th root of a positive number. */
  private static Interval root(BigDecimal x, int q) {
    BigDecimal low = x.min(BigDecimal.ONE);
    BigDecimal high = x.max(BigDecimal.ONE);
    for (int i = 0; i < STEPS && !isNear(low, high); i++) {
      // Between numbers of different size the geometric middle is nearer than the arithmetic one.
      BigDecimal middle =
          high.compareTo(low.multiply(BigDecimal.TEN)) > 0
              ? low.multiply(high).sqrt(UP)
              : low.add(high).divide(BigDecimal.TWO, UP);
      if (power(middle, q, UP).compareTo(x) <= 0) {
        low = middle;
      } else if (power(middle, q, DOWN).compareTo(x) >= 0) {
        high = middle;
      } else {
        break; // As near as so many digits tell.
      }
    }
    return new Interval(low, high);
  }

  private static boolean isNear(BigDecimal low, BigDecimal high) {
    return high.subtract(low).compareTo(low.multiply(ENOUGH)) <= 0;
  }

  /**
   * The whole number k, at most {@code most}, for which x^k does not exceed 2^n and x^(k+1) does:
   * {@code [k, k + 1]} contains n x log 2 / log x.
   *
   * @param x above 1
   */
  static Optional<Interval> stepsToDouble(BigDecimal x, int n, int most) {
    if (x.compareTo(LARGEST) > 0) {
      return Optional.empty();
    }
    BigDecimal wantedLow = power(BigDecimal.TWO, n, DOWN);
    BigDecimal wantedHigh = power(BigDecimal.TWO, n, UP);
    if (power(x, most, DOWN).compareTo(wantedHigh) < 0) {
      return Optional.empty();
    }
    int low = 0;
    int high = most;
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (power(x, middle, UP).compareTo(wantedLow) <= 0) {
        low = middle;
      } else if (power(x, middle, DOWN).compareTo(wantedHigh) >= 0) {
        high = middle;
      } else {
        break;
      }
    }
    return Optional.of(new Interval(BigDecimal.valueOf(low), BigDecimal.valueOf(high)));
  }
}
