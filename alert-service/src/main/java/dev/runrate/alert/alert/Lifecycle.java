package dev.runrate.alert.alert;

import dev.runrate.alert.rule.Verdict;
import dev.runrate.common.event.AlertEvent;
import dev.runrate.common.event.AlertEvent.State;
import dev.runrate.common.fact.FilingId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The life of the alerts of one line: one rule, issuer, segment, metric, basis and length of
 * period. A pure function of what the rule says of each period; the order in which it was learnt
 * does not matter for the states it ends in.
 *
 * <pre>
 *   period      Q1       Q2       Q3        Q4
 *   verdict     fires    holding  fires     clear
 *   state       raised   -        raised    -         then Q1 and Q3 are resolved by Q4
 * </pre>
 *
 * <ul>
 *   <li>A period that fires raises its alert, if enough periods before it fired too.
 *   <li>A later period that is clear (past the reset threshold) resolves it, once.
 *   <li>A period that was told to fire and does not any more is corrected: the past figure changed.
 *   <li>The same evidence is never told twice.
 * </ul>
 */
public final class Lifecycle {
  private Lifecycle() {}

  /**
   * @param entries with what was told brought up to date
   * @param messages to be sent, in order
   */
  public record Advance(NavigableMap<LineKey, Entry> entries, List<AlertEvent> messages) {}

  /** A period in its line: nominal last and first day, so that lines are in order of time. */
  public record LineKey(LocalDate end, LocalDate start) implements Comparable<LineKey> {
    /** From a snapshot's {@code periodKey}. */
    public static LineKey parse(String periodKey) {
      String[] days = periodKey.split("/");
      LocalDate start = LocalDate.parse(days[0]);
      return new LineKey(days.length == 1 ? start : LocalDate.parse(days[1]), start);
    }

    @Override
    public int compareTo(LineKey other) {
      int byEnd = end.compareTo(other.end);
      return byEnd != 0 ? byEnd : start.compareTo(other.start);
    }

    @Override
    public String toString() {
      return start + "/" + end;
    }
  }

  /**
   * Brings what was told in line with what is known.
   *
   * @param entries of the line, all periods
   * @param forPeriods how many periods in a row must fire before an alert is raised
   * @param newest the newest end of a period of the line's metric, of any length
   * @param cause the filing that brought the news
   */
  public static Advance advance(
      NavigableMap<LineKey, Entry> entries,
      int forPeriods,
      LocalDate newest,
      FilingId cause,
      Instant at) {
    NavigableMap<LineKey, Entry> result = new TreeMap<>(entries);
    List<AlertEvent> messages = new ArrayList<>();
    int inARow = 0;
    for (Map.Entry<LineKey, Entry> each : entries.entrySet()) {
      Entry entry = each.getValue();
      inARow = entry.verdict().isFiring() ? inARow + 1 : 0;
      boolean fires = inARow >= forPeriods;
      boolean isCleared = fires && isCleared(entries, each.getKey());
      Occasion occasion = new Occasion(each.getKey().end().isBefore(newest), isCleared, cause, at);
      Entry told = entry;
      for (AlertEvent message : due(entry, fires, occasion)) {
        messages.add(message);
        told = told.telling(message);
      }
      result.put(each.getKey(), told);
    }
    return new Advance(result, messages);
  }

  private static boolean isCleared(NavigableMap<LineKey, Entry> entries, LineKey raised) {
    return entries.tailMap(raised, false).values().stream()
        .anyMatch(later -> later.verdict() == Verdict.CLEAR);
  }

  /**
   * What surrounds a period.
   *
   * @param isPast a newer period is known
   * @param isCleared a later period is clear
   */
  private record Occasion(boolean isPast, boolean isCleared, FilingId cause, Instant at) {}

  /** What must be said of one period for everybody to know its state. */
  private static List<AlertEvent> due(Entry entry, boolean fires, Occasion now) {
    AlertEvent told = entry.told();
    if (!fires) {
      boolean stands = told != null && told.state() != State.CORRECTED;
      // Whoever was paged hears of the mistake.
      return stands
          ? List.of(next(told, told, State.CORRECTED, told.historical(), now.cause, now.at))
          : List.of();
    }
    List<AlertEvent> due = new ArrayList<>();
    boolean isHistory = now.isPast || entry.evidence().historical();
    boolean active = told != null && told.state() == State.RAISED;
    boolean untold = told == null || told.state() == State.CORRECTED;
    boolean changed = active && !saysTheSame(told, entry.evidence());
    boolean reopened = !active && !untold && !now.isCleared;
    if (untold || changed || reopened) {
      told = next(told, entry.evidence(), State.RAISED, isHistory, entry.causedBy(), now.at);
      due.add(told);
      active = true;
    }
    if (active && now.isCleared) {
      // Whoever was paged hears of the end; where nobody was, nobody does.
      due.add(next(told, told, State.RESOLVED, told.historical(), now.cause, now.at));
    }
    return due;
  }

  private static boolean saysTheSame(AlertEvent told, AlertEvent evidence) {
    return told.severity() == evidence.severity()
        && told.certainty() == evidence.certainty()
        && Objects.equals(told.current(), evidence.current())
        && Objects.equals(told.previous(), evidence.previous());
  }

  private static AlertEvent next(
      AlertEvent before,
      AlertEvent content,
      State state,
      boolean isHistory,
      FilingId cause,
      Instant at) {
    return content.in(state, isHistory, cause, before == null ? 1 : before.sequence() + 1, at);
  }
}
