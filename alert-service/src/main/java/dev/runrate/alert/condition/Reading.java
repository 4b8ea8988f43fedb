package dev.runrate.alert.condition;

/** How a comparison of intervals is read. */
enum Reading {
  /** It holds for every point of both intervals. */
  CERTAIN {
    @Override
    boolean less(Term left, Term right) {
      left.requireUnitOf(right);
      return left.range().isBelow(right.range());
    }

    @Override
    boolean lessOrEqual(Term left, Term right) {
      left.requireUnitOf(right);
      return left.range().high() != null
          && right.range().low() != null
          && left.range().high().compareTo(right.range().low()) <= 0;
    }
  },

  /** It holds for some point of both intervals. */
  POSSIBLE {
    @Override
    boolean less(Term left, Term right) {
      left.requireUnitOf(right);
      return left.range().low() == null
          || right.range().high() == null
          || left.range().low().compareTo(right.range().high()) < 0;
    }

    @Override
    boolean lessOrEqual(Term left, Term right) {
      left.requireUnitOf(right);
      return left.range().low() == null
          || right.range().high() == null
          || left.range().low().compareTo(right.range().high()) <= 0;
    }
  };

  abstract boolean less(Term left, Term right);

  abstract boolean lessOrEqual(Term left, Term right);
}
