package dev.runrate.alert.cel;

/** How a comparison of intervals is read. */
enum Reading {
  /** It holds for every point of both intervals. */
  CERTAIN {
    @Override
    boolean less(Term left, Term right) {
      return isKnown(left, right) && left.range().high().compareTo(right.range().low()) < 0;
    }

    @Override
    boolean lessOrEqual(Term left, Term right) {
      return isKnown(left, right) && left.range().high().compareTo(right.range().low()) <= 0;
    }

    private boolean isKnown(Term left, Term right) {
      left.requireComparable(right);
      return left.range().high() != null && right.range().low() != null;
    }
  },

  /** It holds for some point of both intervals. */
  POSSIBLE {
    @Override
    boolean less(Term left, Term right) {
      return isOpen(left, right) || left.range().low().compareTo(right.range().high()) < 0;
    }

    @Override
    boolean lessOrEqual(Term left, Term right) {
      return isOpen(left, right) || left.range().low().compareTo(right.range().high()) <= 0;
    }

    private boolean isOpen(Term left, Term right) {
      left.requireComparable(right);
      return left.range().low() == null || right.range().high() == null;
    }
  };

  abstract boolean less(Term left, Term right);

  abstract boolean lessOrEqual(Term left, Term right);
}
