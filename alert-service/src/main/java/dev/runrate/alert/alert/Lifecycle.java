package dev.runrate.alert.alert;

import dev.runrate.alert.rule.Verdict;
import dev.runrate.common.event.AlertEvent.State;
import dev.runrate.common.fact.FilingId;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;

/**
 * The life of the alerts of one line: one rule, issuer, segment, metric, basis and length of
 * period. A pure function of what the rule says of each period, and of which periods other alerts
 * speak for ({@link Lines}); the order in which it was learnt does not matter for the states it
 * ends in.
 *
 * <pre>
 *   period      Q1       Q2       Q3        Q4
 *   verdict     fires    holding  fires     clear
 *   state       raised   -        raised    -         then Q1 and Q3 are resolved by Q4
 * </pre>
 *
 * <ul>
 *   <li>A period that fires raises its alert, if enough periods before it fired too, and unless
 *       another alert tells the same.
 *   <li>A later period that is clear (past the reset threshold) resolves it, once.
 *   <li>A period that was told to fire and does not any more is corrected: the past figure changed.
 *   <li>The same evidence is never told twice. Other figures are: of an alert that is over, as
 *       history.
 * </ul>
 */
final class Lifecycle {
  private Lifecycle() {}

  /**
   * A message to be sent.
   *
   * @param asTold in the words of the last message about the period, rather than in those of what
   *     the rule says now
   */
  record Due(
      PeriodKey period,
      boolean asTold,
      State state,
      boolean historical,
      FilingId cause,
      int sequence) {}

  /** The periods that fire, after enough others in a row. */
  static Set<PeriodKey> firing(NavigableMap<PeriodKey, Entry> entries, int forPeriods) {
    Set<PeriodKey> firing = new HashSet<>();
    int inARow = 0;
    for (Map.Entry<PeriodKey, Entry> each : entries.entrySet()) {
      inARow = each.getValue().verdict().isFiring() ? inARow + 1 : 0;
      if (inARow >= forPeriods) {
        firing.add(each.getKey());
      }
    }
    return firing;
  }

  /**
   * What surrounds a line.
   *
   * @param raising the periods whose alert is to stand: they fire, and no other alert tells it
   * @param eachForItself whether a period says nothing of the ones before: that one figure was not
   *     restated does not undo the restatement of another
   * @param newest the newest end of a period of the line's metric, of any length
   * @param cause the filing that brought the news
   */
  record Occasion(
      Set<PeriodKey> raising, boolean eachForItself, LocalDate newest, FilingId cause) {}

  /** What must be told for everybody to know what is known, oldest period first. */
  static List<Due> due(NavigableMap<PeriodKey, Entry> entries, Occasion occasion) {
    List<Due> due = new ArrayList<>();
    Optional<PeriodKey> lastClear = occasion.eachForItself ? Optional.empty() : lastClear(entries);
    entries.forEach(
        (period, entry) -> {
          boolean isCleared = lastClear.filter(clear -> clear.compareTo(period) > 0).isPresent();
          due.addAll(due(period, entry, isCleared, occasion));
        });
    return due;
  }

  static Optional<PeriodKey> lastClear(NavigableMap<PeriodKey, Entry> entries) {
    return entries.descendingMap().entrySet().stream()
        .filter(each -> each.getValue().verdict() == Verdict.CLEAR)
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /**
   * Of one period.
   *
   * @param isCleared a later period is clear
   */
  private static List<Due> due(
      PeriodKey period, Entry entry, boolean isCleared, Occasion occasion) {
    Told told = entry.told();
    int next = told == null ? 1 : told.sequence() + 1;
    if (!occasion.raising.contains(period)) {
      boolean stands = told != null && told.state() != State.CORRECTED;
      // Whoever was paged hears of the mistake.
      return stands
          ? List.of(new Due(period, true, State.CORRECTED, told.historical(), occasion.cause, next))
          : List.of();
    }
    boolean isHistory = period.end().isBefore(occasion.newest) || entry.claim().historical();
    boolean active = told != null && told.state() == State.RAISED;
    boolean untold = told == null || told.state() == State.CORRECTED;
    boolean changed = !untold && !told.says().equals(entry.claim().says());
    if (!active && !untold && isCleared) {
      // It is over and stays so, but the list of alerts shows what is known of it. Nobody is paged.
      return changed
          ? List.of(new Due(period, false, State.RESOLVED, true, entry.causedBy(), next))
          : List.of();
    }
    List<Due> due = new ArrayList<>();
    if (!active || changed) {
      due.add(new Due(period, false, State.RAISED, isHistory, entry.causedBy(), next));
    }
    if (isCleared) {
      // Whoever was paged hears of the end; where nobody was, nobody does.
      due.add(
          due.isEmpty()
              ? new Due(period, true, State.RESOLVED, told.historical(), occasion.cause, next)
              : new Due(period, false, State.RESOLVED, isHistory, occasion.cause, next + 1));
    }
    return due;
  }
}
