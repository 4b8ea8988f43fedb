package dev.runrate.alert.alert;

import java.time.LocalDate;

/** A period in its line: nominal last and first day, so that lines are in order of time. */
public record PeriodKey(LocalDate end, LocalDate start) implements Comparable<PeriodKey> {
  /** From a snapshot's {@code periodKey}. */
  public static PeriodKey parse(String periodKey) {
    int slash = periodKey.indexOf('/');
    LocalDate start = LocalDate.parse(slash < 0 ? periodKey : periodKey.substring(0, slash));
    return new PeriodKey(
        slash < 0 ? start : LocalDate.parse(periodKey.substring(slash + 1)), start);
  }

  @Override
  public int compareTo(PeriodKey other) {
    int byEnd = end.compareTo(other.end);
    return byEnd != 0 ? byEnd : start.compareTo(other.start);
  }
}
