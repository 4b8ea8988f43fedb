package dev.runrate.alert.alert;

import dev.runrate.alert.rule.Verdict;
import dev.runrate.common.event.AlertEvent;
import dev.runrate.common.fact.FilingId;

/**
 * What a rule said of one period, and what was told of it.
 *
 * @param revision of the snapshot it was said about; an older one is not listened to
 * @param verdict what the newest revision says
 * @param evidence the alert as it would be told, without its state; null unless the verdict fires
 * @param told the last message about this period; null where there was none
 * @param causedBy the filing behind the newest revision
 */
public record Entry(
    long revision, Verdict verdict, AlertEvent evidence, AlertEvent told, FilingId causedBy) {

  Entry telling(AlertEvent message) {
    return new Entry(revision, verdict, evidence, message, causedBy);
  }
}
