package dev.runrate.alert.alert;

import dev.runrate.alert.alert.Lifecycle.LineKey;
import dev.runrate.alert.alert.Lifecycle.Occasion;
import dev.runrate.alert.rule.CompiledRule;
import dev.runrate.alert.rule.CompiledRule.Finding;
import dev.runrate.alert.rule.Rule;
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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * The lines of some issuers in memory: hears snapshots, and then says what is to be told. The same
 * code judges live news, a dry run and a backtest.
 *
 * <p>One fact is told by one alert. Which one is settled here, over all lines of a segment, so that
 * it does not depend on which message came first:
 *
 * <ul>
 *   <li>A rule is silent where one that it {@linkplain Rule#yieldsTo yields to} fires.
 *   <li>A half or nine months are silent where a quarter that ends with them is known.
 *   <li>Of a year, its fourth quarter and its last month that changed the same way, the gravest
 *       tells, and the longest of equals.
 * </ul>
 */
public final class Lines {
  private static final String HALF = "half";
  private static final String NINE_MONTHS = "nine-months";
  private static final String MONTH = "month";

  /** The cause of the last news. */
  private record News(FilingId cause, Instant at) {}

  /** The lines that one rule may draw over one snapshot. */
  private record Sheet(String issuer, String segment, String rule, String span) {
    static Sheet of(LineId id) {
      return new Sheet(id.issuer(), id.segment(), id.rule(), id.span());
    }
  }

  /** The lines that may tell of the same facts. */
  private record Group(String issuer, String segment, String basis) {
    static Group of(LineId id) {
      return new Group(id.issuer(), id.segment(), id.basis());
    }
  }

  private final Map<String, CompiledRule> rules = new LinkedHashMap<>();
  private final Map<LineId, NavigableMap<LineKey, Entry>> lines = new HashMap<>();
  private final Map<Sheet, Set<LineId>> sheets = new HashMap<>();
  private final Map<Group, Set<LineId>> groups = new HashMap<>();
  private final Map<LineId, News> touched = new LinkedHashMap<>();
  private final Set<LineId> changed = new LinkedHashSet<>();

  public Lines(Collection<CompiledRule> rules) {
    rules.forEach(rule -> this.rules.put(rule.rule().id(), rule));
  }

  public void load(LineId id, NavigableMap<LineKey, Entry> entries) {
    line(id).putAll(entries);
  }

  private NavigableMap<LineKey, Entry> line(LineId id) {
    return lines.computeIfAbsent(
        id,
        l -> {
          sheets.computeIfAbsent(Sheet.of(id), sheet -> new HashSet<>()).add(id);
          groups.computeIfAbsent(Group.of(id), group -> new HashSet<>()).add(id);
          return new TreeMap<>();
        });
  }

  // -- hearing

  /** Notes what the rules say of a snapshot. Older revisions than heard change nothing. */
  public void hear(SnapshotEvent snapshot) {
    LineKey period = LineKey.parse(snapshot.periodKey());
    LineId everything = LineId.ofEverythingHeard(snapshot);
    Entry heardBefore = line(everything).get(period);
    if (heardBefore != null && heardBefore.revision() >= snapshot.revision()) {
      return;
    }
    line(everything).put(period, silence(snapshot));
    changed.add(everything);
    for (CompiledRule rule : rules.values()) {
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

  private static Entry silence(SnapshotEvent snapshot) {
    return new Entry(snapshot.revision(), Verdict.NONE, null, null, snapshot.causedBy());
  }

  /** A metric that is gone, or is now on another basis, says nothing of the period any more. */
  private void forget(SnapshotEvent snapshot, String rule, LineKey period, Set<LineId> heard) {
    Sheet sheet =
        new Sheet(snapshot.issuer().slug(), snapshot.segment().slug(), rule, snapshot.span());
    sheets.getOrDefault(sheet, Set.of()).stream()
        .filter(id -> !heard.contains(id) && lines.get(id).containsKey(period))
        .forEach(id -> note(id, period, silence(snapshot), snapshot));
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
    touched.put(id, new News(snapshot.causedBy(), snapshot.at()));
    changed.add(id);
  }

  // -- concluding

  /** Brings all that was heard to its conclusion: the messages to send, oldest period first. */
  public List<AlertEvent> conclude(Instant now) {
    List<AlertEvent> messages = new ArrayList<>();
    Telling telling = new Telling();
    Map<LineId, News> affected = affected();
    // What is told in one line does not depend on what was told in another.
    affected.forEach(
        (id, news) -> {
          Rule rule = rules.get(id.rule()).rule();
          Lifecycle.Advance advance =
              Lifecycle.advance(
                  lines.get(id),
                  new Occasion(
                      telling.in(id),
                      !rule.conflicts().isEmpty(),
                      telling.newest(id),
                      news.cause(),
                      now));
          if (!advance.messages().isEmpty()) {
            lines.put(id, advance.entries());
            changed.add(id);
            messages.addAll(advance.messages());
          }
        });
    touched.clear();
    messages.sort(
        Comparator.comparing((AlertEvent m) -> m.period().end())
            .thenComparing(AlertEvent::id)
            .thenComparing(AlertEvent::sequence));
    return messages;
  }

  /** The lines that heard news, and those in which something may be told differently for it. */
  private Map<LineId, News> affected() {
    Map<LineId, News> affected = new LinkedHashMap<>(touched);
    touched.forEach(
        (id, news) ->
            groups.get(Group.of(id)).stream()
                .filter(other -> dependsOn(other, id))
                .forEach(other -> affected.putIfAbsent(other, news)));
    return affected;
  }

  private boolean dependsOn(LineId line, LineId news) {
    if (line.rule().equals(news.rule())) {
      return line.metric().equals(news.metric());
    }
    CompiledRule rule = rules.get(line.rule());
    return rule != null && rule.rule().yieldsTo(news.rule(), news.metric());
  }

  /** Which of the periods that fire are told, worked out once per line. */
  private final class Telling {
    private final Map<LineId, Set<LineKey>> firing = new HashMap<>();
    private final Map<LineId, Set<LineKey>> needed = new HashMap<>();
    private final Map<LineId, LocalDate> newest = new HashMap<>();

    /**
     * The newest end of a period of which something is known. Periods of all lengths count: a year
     * that ended before the newest quarter is history.
     */
    LocalDate newest(LineId id) {
      return newest.computeIfAbsent(
          id.ofAnySpan(),
          any ->
              groups.get(Group.of(id)).stream()
                  .filter(other -> other.ofAnySpan().equals(any))
                  .map(other -> lines.get(other).descendingMap().entrySet().stream())
                  .flatMap(
                      entries ->
                          entries
                              .filter(each -> each.getValue().verdict() != Verdict.NONE)
                              .map(each -> each.getKey().end())
                              .limit(1))
                  .max(LocalDate::compareTo)
                  .orElse(LocalDate.MIN));
    }

    Set<LineKey> in(LineId id) {
      Set<LineKey> told = new HashSet<>(needed(id));
      if (!told.isEmpty() && tellsFactsOnce(id)) {
        List<LineId> siblings = siblings(id);
        told.removeIf(period -> siblings.stream().anyMatch(other -> isTold(other, id, period)));
      }
      return told;
    }

    /** Whoever lists lengths of period wants each of them. */
    private boolean tellsFactsOnce(LineId id) {
      return rules.get(id.rule()).rule().spans().isEmpty();
    }

    /** Those that fire, that no better rule tells, and that are not longer than need be. */
    private Set<LineKey> needed(LineId id) {
      return needed.computeIfAbsent(
          id,
          l -> {
            Set<LineKey> left = new HashSet<>(firing(l));
            if (!left.isEmpty() && !rules.get(l.rule()).rule().yieldsTo().isEmpty()) {
              List<LineId> better = better(l);
              left.removeIf(
                  period -> better.stream().anyMatch(other -> tellsBetter(other, l, period)));
            }
            if (!left.isEmpty() && isPartOfYear(l) && tellsFactsOnce(l)) {
              List<LineId> siblings = siblings(l);
              left.removeIf(period -> siblings.stream().anyMatch(other -> isFiner(other, period)));
            }
            return left;
          });
    }

    private Set<LineKey> firing(LineId id) {
      return firing.computeIfAbsent(
          id, l -> Lifecycle.firing(lines.get(l), rules.get(l.rule()).rule().forPeriods()));
    }

    private List<LineId> better(LineId id) {
      Rule rule = rules.get(id.rule()).rule();
      return groups.get(Group.of(id)).stream()
          .filter(other -> other.span().equals(id.span()))
          .filter(other -> rule.yieldsTo(other.rule(), other.metric()))
          .filter(other -> rules.containsKey(other.rule()))
          .toList();
    }

    /** Two rules that yield to each other would both be silent; the first by name tells. */
    private boolean tellsBetter(LineId other, LineId id, LineKey period) {
      boolean mutual = rules.get(other.rule()).rule().yieldsTo(id.rule(), id.metric());
      return firing(other).contains(period)
          && evidence(other, period).severity().compareTo(evidence(id, period).severity()) >= 0
          && (!mutual || other.rule().compareTo(id.rule()) < 0);
    }

    /** The same rule and metric in periods of other lengths. */
    private List<LineId> siblings(LineId id) {
      return groups.get(Group.of(id)).stream()
          .filter(other -> !other.equals(id))
          .filter(other -> other.rule().equals(id.rule()) && other.metric().equals(id.metric()))
          .filter(other -> !other.span().equals(SnapshotEvent.INSTANT))
          .toList();
    }

    private static boolean isPartOfYear(LineId id) {
      return id.span().equals(HALF) || id.span().equals(NINE_MONTHS);
    }

    /** Whether a line has something to say of a shorter period that ends with this one. */
    private boolean isFiner(LineId other, LineKey period) {
      return !other.span().equals(MONTH)
          && endingWith(other, period).stream()
              .filter(that -> that.start().isAfter(period.start()))
              .anyMatch(that -> lines.get(other).get(that).verdict() != Verdict.NONE);
    }

    /** Whether another line tells the same change in a period that ends with this one. */
    private boolean isTold(LineId other, LineId id, LineKey period) {
      AlertEvent mine = evidence(id, period);
      return endingWith(other, period).stream()
          .filter(needed(other)::contains)
          .anyMatch(
              that -> {
                AlertEvent theirs = evidence(other, that);
                return direction(theirs) == direction(mine) && isGraver(theirs, that, mine, period);
              });
    }

    private Collection<LineKey> endingWith(LineId id, LineKey period) {
      return lines
          .get(id)
          .subMap(
              new LineKey(period.end(), LocalDate.MIN),
              true,
              new LineKey(period.end(), LocalDate.MAX),
              true)
          .keySet();
    }

    /** The graver one, the surer of equals, the longer of equals. */
    private static boolean isGraver(AlertEvent one, LineKey its, AlertEvent other, LineKey thats) {
      int bySeverity = one.severity().compareTo(other.severity());
      if (bySeverity != 0) {
        return bySeverity > 0;
      }
      int byCertainty = other.certainty().compareTo(one.certainty());
      return byCertainty != 0 ? byCertainty > 0 : its.start().isBefore(thats.start());
    }

    private AlertEvent evidence(LineId id, LineKey period) {
      return Objects.requireNonNull(lines.get(id).get(period).evidence());
    }

    /** Up, down, or unknown: a year that improved and a quarter that got worse are two facts. */
    private static int direction(AlertEvent alert) {
      return alert.change() == null || alert.change().absolute().value() == null
          ? 0
          : alert.change().absolute().value().signum();
    }
  }

  /** The lines that changed since they were loaded. */
  public Map<LineId, NavigableMap<LineKey, Entry>> changed() {
    Map<LineId, NavigableMap<LineKey, Entry>> all = new LinkedHashMap<>();
    changed.forEach(id -> all.put(id, lines.get(id)));
    return all;
  }
}
