package dev.runrate.alert.rule;

/** A question about figures that, as they are intervals, has three answers, or none. */
@FunctionalInterface
public interface Condition {
  enum Answer {
    /** For every point of the intervals. */
    CERTAINLY,
    /** For some points. */
    POSSIBLY,
    NO,
    /** A figure is missing, or two cannot be compared. */
    UNKNOWN
  }

  Answer ask(Readings readings);
}
