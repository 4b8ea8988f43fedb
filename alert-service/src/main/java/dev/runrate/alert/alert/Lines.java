package dev.runrate.alert.alert;

import dev.runrate.alert.alert.Lifecycle.Due;
import dev.runrate.alert.alert.Lifecycle.Occasion;
import dev.runrate.alert.alert.PeriodId.Scope;
import dev.runrate.alert.rule.CompiledRule;
import dev.runrate.alert.rule.CompiledRule.Finding;
import dev.runrate.alert.rule.Rule;
import dev.runrate.alert.rule.Verdict;
import dev.runrate.common.event.AlertEvent;
import dev.runrate.common.event.SnapshotEvent;
import dev.runrate.common.fact.FilingId;
import dev.runrate.common.fact.SpanLength;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

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
 *
 * <p>What is told of a period depends on the periods that end with it, on those just before it in
 * its lines, and on whether any later one is clear. So a line need not be {@linkplain #load loaded}
 * whole: its periods from some day on are enough, unless {@link #wanting} says otherwise.
 */
public final class Lines {
  /** The cause of the last news. */
  private record News(FilingId cause) {}

  /** The lines that one rule may draw over one snapshot. */
  private record Sheet(Scope scope, String rule, SpanLength span) {
    static Sheet of(LineId id) {
      return new Sheet(id.scope(), id.rule(), id.span());
    }
  }

  /** The lines that may tell of the same facts. */
  private record Group(Scope scope, String basis) {
    static Group of(LineId id) {
      return new Group(id.scope(), id.basis());
    }
  }

  /** One period of one line. */
  private record Place(LineId line, PeriodKey period) {}

  private final Map<String, CompiledRule> rules = new LinkedHashMap<>();
  private final Map<LineId, NavigableMap<PeriodKey, Entry>> lines = new HashMap<>();
  private final Map<Sheet, Set<LineId>> sheets = new HashMap<>();
  private final Map<Group, Set<LineId>> groups = new HashMap<>();
  private final Map<PeriodId, Long> revisions = new HashMap<>();
  private final Map<PeriodId, Set<LineId>> periods = new HashMap<>();

  /** From which day on the lines of a scope are here; not there where they are whole. */
  private final Map<Scope, LocalDate> partial = new HashMap<>();

  private final Map<LineId, News> touched = new LinkedHashMap<>();

  /** The earliest end of a period about which something new was heard. */
  private final Map<Scope, LocalDate> firstTouched = new HashMap<>();

  /** The last clear period of each line that heard news, as it was before. */
  private final Map<LineId, Optional<PeriodKey>> clearBefore = new HashMap<>();

  private final Set<PeriodId> changed = new LinkedHashSet<>();

  /** The messages of the last conclusion, which have no number yet. */
  private final Map<AlertEvent, Place> unstored = new IdentityHashMap<>();

  public Lines(Collection<CompiledRule> rules) {
    rules.forEach(rule -> this.rules.put(rule.rule().id(), rule));
  }

  /** What was said and told of a period before; what is here already stays as it is. */
  public void load(PeriodId period, Judgement judgement) {
    revisions.putIfAbsent(period, judgement.revision());
    judgement.entries().forEach((line, entry) -> line(line).putIfAbsent(period.key(), entry));
    periods
        .computeIfAbsent(period, p -> new LinkedHashSet<>())
        .addAll(judgement.entries().keySet());
  }

  /** Periods that end before this day have not been loaded. */
  public void loadedFrom(Scope scope, LocalDate day) {
    partial.put(scope, day);
  }

  /** Nothing was left out any more. */
  public void loadedWhole(Scope scope) {
    partial.remove(scope);
  }

  private NavigableMap<PeriodKey, Entry> line(LineId id) {
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
    PeriodId period = PeriodId.of(snapshot);
    Long heardBefore = revisions.get(period);
    if (heardBefore != null && heardBefore >= snapshot.revision()) {
      return;
    }
    revisions.put(period, snapshot.revision());
    changed.add(period);
    for (CompiledRule rule : rules.values()) {
      Set<LineId> heard = new HashSet<>();
      for (Finding finding : rule.judge(snapshot)) {
        LineId id =
            new LineId(
                period.scope(),
                rule.rule().id(),
                finding.metric(),
                finding.basis().slug(),
                period.span());
        heard.add(id);
        note(id, period, entry(rule, snapshot, finding));
      }
      forget(snapshot, rule.rule().id(), period, heard);
    }
  }

  private static Entry entry(CompiledRule rule, SnapshotEvent snapshot, Finding finding) {
    Claim claim =
        finding.verdict().isFiring() ? Claim.of(Alerts.word(rule.rule(), snapshot, finding)) : null;
    return new Entry(finding.verdict(), claim, null, snapshot.causedBy());
  }

  /** A metric that is gone, or is now on another basis, says nothing of the period any more. */
  private void forget(SnapshotEvent snapshot, String rule, PeriodId period, Set<LineId> heard) {
    Entry silence = new Entry(Verdict.NONE, null, null, snapshot.causedBy());
    sheets.getOrDefault(new Sheet(period.scope(), rule, period.span()), Set.of()).stream()
        .filter(id -> !heard.contains(id) && lines.get(id).containsKey(period.key()))
        .forEach(id -> note(id, period, silence));
  }

  private void note(LineId id, PeriodId period, Entry entry) {
    Entry before = lines.containsKey(id) ? lines.get(id).get(period.key()) : null;
    if (before == null && entry.verdict() == Verdict.NONE) {
      return;
    }
    NavigableMap<PeriodKey, Entry> line = line(id);
    clearBefore.computeIfAbsent(id, l -> Lifecycle.lastClear(line));
    line.put(period.key(), before == null ? entry : entry.telling(before.told()));
    periods.computeIfAbsent(period, p -> new LinkedHashSet<>()).add(id);
    touched.put(id, new News(entry.causedBy()));
    firstTouched.merge(period.scope(), period.key().end(), (a, b) -> a.isBefore(b) ? a : b);
  }

  /**
   * The scopes of which earlier periods must be loaded too before anything is concluded: those
   * where an alert of theirs may be over now, or not over any more, and those where a period's
   * neighbours are needed that are not here.
   */
  public Set<Scope> wanting() {
    Set<Scope> wanting = new LinkedHashSet<>();
    for (LineId id : touched.keySet()) {
      if (partial.containsKey(id.scope()) && isClearAnew(id)) {
        wanting.add(id.scope());
      }
    }
    for (LineId id : lines.keySet()) {
      if (partial.containsKey(id.scope()) && lacksNeighbours(id)) {
        wanting.add(id.scope());
      }
    }
    return wanting;
  }

  /**
   * Where a clear period is here and one was before, or neither, nothing changes for earlier ones.
   */
  private boolean isClearAnew(LineId id) {
    return rules.get(id.rule()).rule().conflicts().isEmpty()
        && clearBefore.get(id).isPresent() != Lifecycle.lastClear(lines.get(id)).isPresent();
  }

  private boolean lacksNeighbours(LineId id) {
    int before = rules.containsKey(id.rule()) ? rules.get(id.rule()).rule().forPeriods() - 1 : 0;
    if (before == 0 || !firstTouched.containsKey(id.scope())) {
      return false;
    }
    NavigableMap<PeriodKey, Entry> changing = changing(id);
    return !changing.isEmpty() && lines.get(id).headMap(changing.firstKey()).size() < before;
  }

  /**
   * The periods of a line of which something else may be told now. Of a line that is here in part
   * those are the ones that end with the news or later, and those between the last clear period as
   * it was and as it is; of earlier ones only {@link #isClearAnew} could change anything.
   */
  private NavigableMap<PeriodKey, Entry> changing(LineId id) {
    NavigableMap<PeriodKey, Entry> line = lines.get(id);
    if (!partial.containsKey(id.scope())) {
      return line;
    }
    PeriodKey news = new PeriodKey(firstTouched.get(id.scope()), LocalDate.MIN);
    PeriodKey first =
        Stream.of(
                Optional.of(news),
                clearBefore.getOrDefault(id, Optional.empty()),
                Lifecycle.lastClear(line))
            .flatMap(Optional::stream)
            .min(Comparator.naturalOrder())
            .orElseThrow();
    return line.tailMap(first, true);
  }

  // -- concluding

  /**
   * Brings all that was heard to its conclusion: the messages to send, oldest period first. Whoever
   * stores them says so by {@link #stored}.
   */
  public List<AlertEvent> conclude(Archive archive, Instant now) {
    Telling telling = new Telling();
    Map<LineId, List<Due>> due = new LinkedHashMap<>();
    // What is told in one line does not depend on what was told in another.
    affected()
        .forEach(
            (id, news) -> {
              List<Due> ofLine =
                  Lifecycle.due(
                      changing(id),
                      new Occasion(
                          telling.in(id),
                          !rules.get(id.rule()).rule().conflicts().isEmpty(),
                          telling.newest(id),
                          news.cause()));
              if (!ofLine.isEmpty()) {
                due.put(id, ofLine);
              }
            });
    touched.clear();
    firstTouched.clear();
    clearBefore.clear();
    unstored.clear();
    List<AlertEvent> messages = told(due, archive, now);
    messages.sort(
        Comparator.comparing((AlertEvent m) -> m.period().end())
            .thenComparing(AlertEvent::id)
            .thenComparing(AlertEvent::sequence));
    return messages;
  }

  private List<AlertEvent> told(Map<LineId, List<Due>> due, Archive archive, Instant now) {
    Set<Content> wanted = new HashSet<>();
    due.forEach(
        (id, ofLine) ->
            ofLine.stream()
                .map(each -> content(lines.get(id).get(each.period()), each))
                .filter(content -> !(content instanceof Content.Fresh))
                .forEach(wanted::add));
    Map<Content, AlertEvent> found = wanted.isEmpty() ? Map.of() : archive.read(wanted);
    List<AlertEvent> messages = new ArrayList<>();
    due.forEach(
        (id, ofLine) -> {
          for (Due each : ofLine) {
            Entry entry = lines.get(id).get(each.period());
            Content content = content(entry, each);
            AlertEvent words =
                content instanceof Content.Fresh(AlertEvent alert) ? alert : found.get(content);
            AlertEvent message =
                words.in(each.state(), each.historical(), each.cause(), each.sequence(), now);
            messages.add(message);
            tell(id, each, entry, message);
          }
        });
    return messages;
  }

  private static Content content(Entry entry, Due due) {
    return due.asTold() ? entry.told().content() : entry.claim().content();
  }

  private void tell(LineId id, Due due, Entry entry, AlertEvent message) {
    Told told =
        new Told(
            Told.UNSTORED,
            due.state(),
            due.sequence(),
            due.historical(),
            due.asTold() ? entry.told().says() : entry.claim().says());
    lines.get(id).put(due.period(), entry.telling(told));
    changed.add(new PeriodId(id.scope(), id.span(), due.period()));
    unstored.put(message, new Place(id, due.period()));
  }

  /**
   * The messages of the last conclusion are in the archive.
   *
   * @param numbers of the messages there, in order
   */
  public void stored(List<AlertEvent> messages, List<Long> numbers) {
    for (int i = 0; i < messages.size(); i++) {
      Place place = unstored.get(messages.get(i));
      NavigableMap<PeriodKey, Entry> line = lines.get(place.line());
      Entry entry = line.get(place.period());
      if (entry.told().sequence() == messages.get(i).sequence()) {
        line.put(place.period(), entry.telling(entry.told().storedAs(numbers.get(i))));
      }
    }
    unstored.clear();
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
    /** A line and those of the same metric in periods of other lengths. */
    private record Named(Scope scope, String rule, String metric, String basis) {}

    private final Map<LineId, Set<PeriodKey>> firing = new HashMap<>();
    private final Map<LineId, Set<PeriodKey>> needed = new HashMap<>();
    private final Map<Named, LocalDate> newest = new HashMap<>();

    /**
     * The newest end of a period of which something is known. Periods of all lengths count: a year
     * that ended before the newest quarter is history.
     */
    LocalDate newest(LineId id) {
      return newest.computeIfAbsent(
          new Named(id.scope(), id.rule(), id.metric(), id.basis()),
          named ->
              groups.get(Group.of(id)).stream()
                  .filter(other -> other.rule().equals(id.rule()))
                  .filter(other -> other.metric().equals(id.metric()))
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

    Set<PeriodKey> in(LineId id) {
      Set<PeriodKey> told = new HashSet<>(needed(id));
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
    private Set<PeriodKey> needed(LineId id) {
      return needed.computeIfAbsent(
          id,
          l -> {
            Set<PeriodKey> left = new HashSet<>(firing(l));
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

    private Set<PeriodKey> firing(LineId id) {
      return firing.computeIfAbsent(
          id, l -> Lifecycle.firing(lines.get(l), rules.get(l.rule()).rule().forPeriods()));
    }

    private List<LineId> better(LineId id) {
      Rule rule = rules.get(id.rule()).rule();
      return groups.get(Group.of(id)).stream()
          .filter(other -> other.span() == id.span())
          .filter(other -> rule.yieldsTo(other.rule(), other.metric()))
          .filter(other -> rules.containsKey(other.rule()))
          .toList();
    }

    /** Two rules that yield to each other would both be silent; the first by name tells. */
    private boolean tellsBetter(LineId other, LineId id, PeriodKey period) {
      boolean mutual = rules.get(other.rule()).rule().yieldsTo(id.rule(), id.metric());
      return firing(other).contains(period)
          && claim(other, period).severity().compareTo(claim(id, period).severity()) >= 0
          && (!mutual || other.rule().compareTo(id.rule()) < 0);
    }

    /** The same rule and metric in periods of other lengths. */
    private List<LineId> siblings(LineId id) {
      return groups.get(Group.of(id)).stream()
          .filter(other -> !other.equals(id))
          .filter(other -> other.rule().equals(id.rule()) && other.metric().equals(id.metric()))
          .filter(other -> other.span() != SpanLength.INSTANT)
          .toList();
    }

    private static boolean isPartOfYear(LineId id) {
      return id.span() == SpanLength.HALF || id.span() == SpanLength.NINE_MONTHS;
    }

    /** Whether a line has something to say of a shorter period that ends with this one. */
    private boolean isFiner(LineId other, PeriodKey period) {
      return other.span() != SpanLength.MONTH
          && endingWith(other, period).stream()
              .filter(that -> that.start().isAfter(period.start()))
              .anyMatch(that -> lines.get(other).get(that).verdict() != Verdict.NONE);
    }

    /** Whether another line tells the same change in a period that ends with this one. */
    private boolean isTold(LineId other, LineId id, PeriodKey period) {
      Claim mine = claim(id, period);
      return endingWith(other, period).stream()
          .filter(needed(other)::contains)
          .anyMatch(
              that -> {
                Claim theirs = claim(other, that);
                return theirs.direction() == mine.direction()
                    && isGraver(theirs, that, mine, period);
              });
    }

    private Collection<PeriodKey> endingWith(LineId id, PeriodKey period) {
      return lines
          .get(id)
          .subMap(
              new PeriodKey(period.end(), LocalDate.MIN),
              true,
              new PeriodKey(period.end(), LocalDate.MAX),
              true)
          .keySet();
    }

    /** The graver one, the surer of equals, the longer of equals. */
    private static boolean isGraver(Claim one, PeriodKey its, Claim other, PeriodKey thats) {
      int bySeverity = one.severity().compareTo(other.severity());
      if (bySeverity != 0) {
        return bySeverity > 0;
      }
      int byCertainty = other.certainty().compareTo(one.certainty());
      return byCertainty != 0 ? byCertainty > 0 : its.start().isBefore(thats.start());
    }

    private Claim claim(LineId id, PeriodKey period) {
      return lines.get(id).get(period).claim();
    }
  }

  /** What is known now of the periods about which anything changed since they were loaded. */
  public Map<PeriodId, Judgement> changed() {
    Map<PeriodId, Judgement> all = new LinkedHashMap<>();
    for (PeriodId period : changed) {
      Map<LineId, Entry> entries = new LinkedHashMap<>();
      for (LineId line : periods.getOrDefault(period, Set.of())) {
        Entry entry = lines.get(line).get(period.key());
        if (!entry.isEmpty()) {
          entries.put(line, entry.keepingOnce());
        }
      }
      all.put(period, new Judgement(revisions.get(period), entries));
    }
    return all;
  }
}
