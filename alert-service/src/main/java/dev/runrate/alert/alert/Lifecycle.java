package dev.runrate.alert.alert;

import dev.runrate.alert.rule.Verdict;
import dev.runrate.common.event.AlertEvent;
import dev.runrate.common.event.AlertEvent.State;
import dev.runrate.common.fact.Figure;
import dev.runrate.common.fact.FilingId;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

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

  /** The periods that fire, after enough others in a row. */
  static Set<LineKey> firing(NavigableMap<LineKey, Entry> entries, int forPeriods) {
    Set<LineKey> firing = new HashSet<>();
    int inARow = 0;
    for (Map.Entry<LineKey, Entry> each : entries.entrySet()) {
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
      Set<LineKey> raising, boolean eachForItself, LocalDate newest, FilingId cause, Instant at) {}

  /**
   * Brings what was told in line with what is known.
   *
   * @param entries of the line, all periods
   */
  static Advance advance(NavigableMap<LineKey, Entry> entries, Occasion occasion) {
    NavigableMap<LineKey, Entry> result = new TreeMap<>(entries);
    List<AlertEvent> messages = new ArrayList<>();
    Optional<LineKey> lastClear = occasion.eachForItself ? Optional.empty() : lastClear(entries);
    entries.forEach(
        (period, entry) -> {
          boolean fires = occasion.raising.contains(period);
          boolean isCleared = lastClear.filter(clear -> clear.compareTo(period) > 0).isPresent();
          boolean isPast = period.end().isBefore(occasion.newest);
          Entry told = entry;
          for (AlertEvent message : due(entry, fires, isPast, isCleared, occasion)) {
            messages.add(message);
            told = told.telling(message);
          }
          if (told != entry) {
            result.put(period, told);
          }
        });
    return new Advance(result, messages);
  }

  private static Optional<LineKey> lastClear(NavigableMap<LineKey, Entry> entries) {
    return entries.descendingMap().entrySet().stream()
        .filter(each -> each.getValue().verdict() == Verdict.CLEAR)
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /**
   * What must be said of one period for everybody to know its state.
   *
   * @param isPast a newer period is known
   * @param isCleared a later period is clear
   */
  private static List<AlertEvent> due(
      Entry entry, boolean fires, boolean isPast, boolean isCleared, Occasion now) {
    AlertEvent told = entry.told();
    if (!fires) {
      boolean stands = told != null && told.state() != State.CORRECTED;
      // Whoever was paged hears of the mistake.
      return stands
          ? List.of(next(told, told, State.CORRECTED, told.historical(), now.cause, now.at))
          : List.of();
    }
    List<AlertEvent> due = new ArrayList<>();
    boolean isHistory = isPast || entry.evidence().historical();
    boolean active = told != null && told.state() == State.RAISED;
    boolean untold = told == null || told.state() == State.CORRECTED;
    boolean changed = !untold && !saysTheSame(told, entry.evidence());
    if (!active && !untold && isCleared) {
      // It is over and stays so, but the list of alerts shows what is known of it. Nobody is paged.
      return changed
          ? List.of(next(told, entry.evidence(), State.RESOLVED, true, entry.causedBy(), now.at))
          : List.of();
    }
    if (!active || changed) {
      told = next(told, entry.evidence(), State.RAISED, isHistory, entry.causedBy(), now.at);
      due.add(told);
    }
    if (isCleared) {
      // Whoever was paged hears of the end; where nobody was, nobody does.
      due.add(next(told, told, State.RESOLVED, told.historical(), now.cause, now.at));
    }
    return due;
  }

  private static boolean saysTheSame(AlertEvent told, AlertEvent evidence) {
    return told.severity() == evidence.severity()
        && told.certainty() == evidence.certainty()
        && Objects.equals(told.suspect(), evidence.suspect())
        && Objects.equals(told.comparedWith(), evidence.comparedWith())
        && isSame(told.current(), evidence.current())
        && isSame(told.previous(), evidence.previous());
  }

  /** 100 and 100.0 are one figure. */
  private static boolean isSame(Figure one, Figure other) {
    return one == null || other == null
        ? one == other
        : isSame(one.value(), other.value())
            && isSame(one.low(), other.low())
            && isSame(one.high(), other.high())
            && one.unit().equals(other.unit())
            && one.how().equals(other.how())
            && one.scenario() == other.scenario();
  }

  private static boolean isSame(BigDecimal one, BigDecimal other) {
    return one == null || other == null ? one == other : one.compareTo(other) == 0;
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
