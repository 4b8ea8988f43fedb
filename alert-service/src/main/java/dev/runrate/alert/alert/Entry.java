package dev.runrate.alert.alert;

import dev.runrate.alert.rule.Verdict;
import dev.runrate.common.fact.FilingId;

/**
 * What a rule said of one period, and what was told of it.
 *
 * @param verdict what the newest revision says
 * @param claim the alert as it would be told; null unless the verdict fires
 * @param told the last message about this period; null where there was none
 * @param causedBy the filing behind the newest revision
 */
public record Entry(Verdict verdict, Claim claim, Told told, FilingId causedBy) {
  Entry telling(Told message) {
    return new Entry(verdict, claim, message, causedBy);
  }

  /** What says the same as the last message need not be kept beside it. */
  Entry keepingOnce() {
    return claim == null || told == null || !claim.says().equals(told.says())
        ? this
        : new Entry(verdict, claim.in(told.content()), told, causedBy);
  }

  /** Nothing was said, nothing was told: nothing need be kept. */
  boolean isEmpty() {
    return verdict == Verdict.NONE && told == null;
  }
}
