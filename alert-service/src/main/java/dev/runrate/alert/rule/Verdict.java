package dev.runrate.alert.rule;

/** What a rule says of one figure in one period. */
public enum Verdict {
  /** The condition holds for every point of the intervals. */
  CERTAIN,
  /** The condition holds for some points. */
  POSSIBLE,
  /** It does not hold, but is not past the reset threshold either: what is raised stays raised. */
  HOLDING,
  /** It does not hold, past the reset threshold: what is raised before is resolved. */
  CLEAR,
  /** Nothing can be said: a figure is missing, or bases or units differ. */
  NONE;

  public boolean isFiring() {
    return this == CERTAIN || this == POSSIBLE;
  }
}
