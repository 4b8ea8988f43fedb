package dev.runrate.common.fact;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * A person's judgement of one fact: that it does not count, that it counts whatever else is said,
 * or how sure they are of it. It changes nothing of the filing, has a reason, and can be taken
 * back.
 *
 * @param fact its place in the filing, from 0
 * @param confidence of {@link Action#GRADE}, which never changes a figure; else null
 * @param by who says so
 */
public record Ruling(
    FilingId filing,
    int fact,
    Action action,
    Confidence confidence,
    String reason,
    String by,
    Instant at) {

  public enum Action {
    /** It is shown, and does not count. */
    EXCLUDE,
    /** It counts, whatever else is stated of the same. */
    PIN,
    /** It counts as it does; a person says how sure they are. */
    GRADE;

    public static Optional<Action> parse(String text) {
      return Arrays.stream(values()).filter(a -> a.toString().equals(text)).findFirst();
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public enum Confidence {
    HIGH,
    MEDIUM,
    LOW;

    public static Optional<Confidence> parse(String text) {
      return Arrays.stream(values()).filter(c -> c.toString().equals(text)).findFirst();
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Ruling {
    Objects.requireNonNull(filing);
    Objects.requireNonNull(action);
    Objects.requireNonNull(reason);
    Objects.requireNonNull(by);
    Objects.requireNonNull(at);
    if (fact < 0) {
      throw new IllegalArgumentException("facts are counted from 0");
    }
    if ((action == Action.GRADE) != (confidence != null)) {
      throw new IllegalArgumentException("a grade has a confidence, and nothing else has one");
    }
  }

  public boolean isAbout(FilingId otherFiling, int otherFact) {
    return fact == otherFact && filing.equals(otherFiling);
  }

  /** {@code excluded by ann: a misprint}. */
  public String inWords() {
    return switch (action) {
          case EXCLUDE -> "excluded by ";
          case PIN -> "pinned by ";
          case GRADE -> confidence + " confidence, says ";
        }
        + by
        + ": "
        + reason;
  }
}
