package dev.runrate.alert.alert;

import dev.runrate.alert.alert.Lifecycle.LineKey;
import dev.runrate.alert.rule.CompiledRule;
import dev.runrate.alert.rule.CompiledRule.Finding;
import dev.runrate.alert.rule.Verdict;
import dev.runrate.common.event.AlertEvent;
import dev.runrate.common.event.SnapshotEvent;
import dev.runrate.common.fact.FilingId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * The lines of some issuers in memory: hears snapshots, and then says what is to be told. The same
 * code judges live news, a dry run and a backtest.
 */
public final class Lines {
  /** The cause of the last news in a line. */
  private record News(FilingId cause, Instant at) {}

  /** The lines that one rule may draw over one snapshot. */
  private record Sheet(String issuer, String segment, String rule, String span) {
    static Sheet of(LineId id) {
      return new Sheet(id.issuer(), id.segment(), id.rule(), id.span());
    }
  }

  private final Map<LineId, NavigableMap<LineKey, Entry>> lines = new HashMap<>();
  private final Map<Sheet, Set<LineId>> sheets = new HashMap<>();
  private final Map<LineId, LocalDate> newest = new HashMap<>();
  private final Map<LineId, News> touched = new LinkedHashMap<>();
  private final Map<String, Integer> forPeriods = new HashMap<>();

  public void load(LineId id, NavigableMap<LineKey, Entry> entries) {
    line(id).putAll(entries);
    if (!entries.isEmpty()) {
      reached(id, entries.lastKey().end());
    }
  }

  private NavigableMap<LineKey, Entry> line(LineId id) {
    sheets.computeIfAbsent(Sheet.of(id), sheet -> new HashSet<>()).add(id);
    return lines.computeIfAbsent(id, l -> new TreeMap<>());
  }

  /** Periods of all lengths count: a year that ended before the newest quarter is history. */
  private void reached(LineId id, LocalDate end) {
    newest.merge(id.ofAnySpan(), end, (a, b) -> a.isAfter(b) ? a : b);
  }

  /** Notes what the rules say of a snapshot. Older revisions than seen change nothing. */
  public void hear(SnapshotEvent snapshot, Collection<CompiledRule> rules) {
    LineKey period = LineKey.parse(snapshot.periodKey());
    for (CompiledRule rule : rules) {
      forPeriods.put(rule.rule().id(), rule.rule().forPeriods());
      Set<LineId> heard = new HashSet<>();
      for (Finding finding : rule.judge(snapshot)) {
        LineId id = lineId(snapshot, rule.rule().id(), finding.metric(), finding.basis().slug());
        heard.add(id);
        note(id, period, entry(rule, snapshot, finding), snapshot);
      }
      forget(snapshot, rule.rule().id(), period, heard);
    }
  }

  private static LineId lineId(SnapshotEvent snapshot, String rule, String metric, String basis) {
    return new LineId(
        snapshot.issuer().slug(), snapshot.segment().slug(), rule, metric, basis, snapshot.span());
  }

  private static Entry entry(CompiledRule rule, SnapshotEvent snapshot, Finding finding) {
    AlertEvent evidence =
        finding.verdict().isFiring() ? Alerts.word(rule.rule(), snapshot, finding) : null;
    return new Entry(snapshot.revision(), finding.verdict(), evidence, null, snapshot.causedBy());
  }

  /** A metric that is gone, or is now on another basis, says nothing of the period any more. */
  private void forget(SnapshotEvent snapshot, String rule, LineKey period, Set<LineId> heard) {
    Sheet sheet =
        new Sheet(snapshot.issuer().slug(), snapshot.segment().slug(), rule, snapshot.span());
    List<LineId> silent =
        sheets.getOrDefault(sheet, Set.of()).stream()
            .filter(id -> !heard.contains(id) && lines.get(id).containsKey(period))
            .toList();
    for (LineId id : silent) {
      note(
          id,
          period,
          new Entry(snapshot.revision(), Verdict.NONE, null, null, snapshot.causedBy()),
          snapshot);
    }
  }

  private void note(LineId id, LineKey period, Entry entry, SnapshotEvent snapshot) {
    Entry before = lines.containsKey(id) ? lines.get(id).get(period) : null;
    if (before == null && entry.verdict() == Verdict.NONE) {
      return;
    }
    if (before != null && before.revision() >= entry.revision()) {
      return;
    }
    line(id).put(period, before == null ? entry : entry.telling(before.told()));
    reached(id, period.end());
    touched.put(id, new News(snapshot.causedBy(), snapshot.at()));
  }

  /** Brings all that was heard to its conclusion: the messages to send, oldest period first. */
  public List<AlertEvent> conclude(Instant now) {
    List<AlertEvent> messages = new ArrayList<>();
    Set<LineId> affected = new HashSet<>(touched.keySet());
    for (LineId id : affected) {
      Lifecycle.Advance advance =
          Lifecycle.advance(
              lines.get(id),
              forPeriods.getOrDefault(id.rule(), 1),
              newest.get(id.ofAnySpan()),
              touched.get(id).cause(),
              now);
      lines.put(id, advance.entries());
      messages.addAll(advance.messages());
    }
    messages.sort(
        Comparator.comparing((AlertEvent m) -> m.period().end())
            .thenComparing(AlertEvent::id)
            .thenComparing(AlertEvent::sequence));
    return messages;
  }

  /** The lines that changed since they were loaded. */
  public Map<LineId, NavigableMap<LineKey, Entry>> changed() {
    Map<LineId, NavigableMap<LineKey, Entry>> changed = new LinkedHashMap<>();
    touched.keySet().forEach(id -> changed.put(id, lines.get(id)));
    return changed;
  }
}
