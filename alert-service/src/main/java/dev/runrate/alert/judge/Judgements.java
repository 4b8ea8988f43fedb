package dev.runrate.alert.judge;

import dev.runrate.alert.alert.Archive;
import dev.runrate.alert.alert.Content;
import dev.runrate.alert.alert.Judgement;
import dev.runrate.alert.alert.LineId;
import dev.runrate.alert.alert.Lines;
import dev.runrate.alert.alert.PeriodId;
import dev.runrate.alert.alert.PeriodId.Scope;
import dev.runrate.alert.alert.PeriodKey;
import dev.runrate.alert.judge.AlertRepository.JudgementRow;
import dev.runrate.common.event.AlertEvent;
import dev.runrate.common.event.Json;
import dev.runrate.common.event.SnapshotEvent;
import dev.runrate.common.fact.SpanLength;
import dev.runrate.common.persistence.Column;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * The stored judgements in the terms of {@link Lines}: a row a period, of which only those are read
 * that news may touch, however long the history is.
 */
@Component
class Judgements implements Archive {
  /**
   * How long before the news periods are read: the year before, so that in a line of years, too, a
   * period is there that says whether earlier alerts are over.
   */
  private static final int WINDOW_DAYS = 400;

  private final AlertRepository rows;

  Judgements(AlertRepository rows) {
    this.rows = rows;
  }

  /** Lets lines hear snapshots, with what must be known of the periods before. */
  void hear(Lines lines, Collection<SnapshotEvent> snapshots) {
    Map<Scope, LocalDate> from = new LinkedHashMap<>();
    snapshots.forEach(
        snapshot ->
            from.merge(
                new Scope(snapshot.issuer().slug(), snapshot.segment().slug()),
                PeriodKey.parse(snapshot.periodKey()).end().minusDays(WINDOW_DAYS),
                (a, b) -> a.isBefore(b) ? a : b));
    from.forEach(lines::loadedFrom);
    load(lines, from.keySet(), scope -> from.get(scope).toString(), scope -> "infinity");
    snapshots.forEach(lines::hear);
    Set<Scope> whole = lines.wanting();
    load(lines, whole, scope -> "-infinity", scope -> from.get(scope).toString());
    whole.forEach(lines::loadedWhole);
  }

  /** What is stored of the periods that end from one day on and before another. */
  private void load(
      Lines lines,
      Collection<Scope> scopes,
      Function<Scope, String> from,
      Function<Scope, String> before) {
    if (scopes.isEmpty()) {
      return;
    }
    rows.judgements(
            Column.texts(scopes, Scope::issuer),
            Column.texts(scopes, Scope::segment),
            Column.texts(scopes, from),
            Column.texts(scopes, before))
        .forEach(row -> load(lines, row));
  }

  private static void load(Lines lines, JudgementRow row) {
    PeriodId period =
        period(row.issuer(), row.segment(), row.lastDay(), row.firstDay(), row.span());
    lines.load(period, JudgementBody.read(period, row.revision(), row.body()));
  }

  private static PeriodId period(
      String issuer, String segment, LocalDate last, LocalDate first, String span) {
    return new PeriodId(
        new Scope(issuer, segment),
        SpanLength.parse(span).orElseThrow(),
        new PeriodKey(last, first));
  }

  void store(Map<PeriodId, Judgement> changed) {
    if (changed.isEmpty()) {
      return;
    }
    List<PeriodId> periods = List.copyOf(changed.keySet());
    Map<Content, AlertEvent> untold = untold(changed);
    rows.putJudgements(
        Column.texts(periods, p -> p.scope().issuer()),
        Column.texts(periods, p -> p.scope().segment()),
        Column.texts(periods, p -> p.key().end().toString()),
        Column.texts(periods, p -> p.key().start().toString()),
        Column.texts(periods, p -> p.span().toString()),
        Column.texts(periods, p -> Long.toString(changed.get(p).revision())),
        Column.bytes(periods, p -> JudgementBody.of(changed.get(p))),
        Column.bytes(periods, p -> JudgementBody.untold(untoldOf(changed.get(p), untold))));
  }

  /** What a row that is written again kept already. */
  private Map<Content, AlertEvent> untold(Map<PeriodId, Judgement> changed) {
    Set<Content> kept =
        changed.values().stream()
            .flatMap(judgement -> judgement.entries().values().stream())
            .filter(entry -> entry.claim() != null)
            .map(entry -> entry.claim().content())
            .filter(content -> content instanceof Content.Untold)
            .collect(Collectors.toSet());
    return kept.isEmpty() ? Map.of() : read(kept);
  }

  static Map<String, AlertEvent> untoldOf(Judgement judgement, Map<Content, AlertEvent> kept) {
    Map<String, AlertEvent> untold = new LinkedHashMap<>();
    judgement
        .entries()
        .forEach(
            (line, entry) -> {
              if (entry.claim() != null) {
                switch (entry.claim().content()) {
                  case Content.Fresh(AlertEvent alert) -> untold.put(line.name(), alert);
                  case Content.Untold there -> untold.put(line.name(), kept.get(there));
                  case Content.OfMessage told -> {}
                }
              }
            });
    return untold;
  }

  // -- what was told, and what was not

  @Override
  public Map<Content, AlertEvent> read(Collection<Content> contents) {
    Map<Content, AlertEvent> found = new HashMap<>();
    Set<PeriodId> untold = new LinkedHashSet<>();
    Set<Long> told = new LinkedHashSet<>();
    for (Content content : contents) {
      switch (content) {
        case Content.OfMessage(long message) -> told.add(message);
        case Content.Untold(PeriodId period, LineId line) -> untold.add(period);
        case Content.Fresh(AlertEvent alert) -> found.put(content, alert);
      }
    }
    if (!told.isEmpty()) {
      rows.messages(told.stream().map(String::valueOf).toArray(String[]::new))
          .forEach(
              row ->
                  found.put(
                      new Content.OfMessage(row.seq()), Json.read(row.body(), AlertEvent.class)));
    }
    if (!untold.isEmpty()) {
      found.putAll(readUntold(List.copyOf(untold)));
    }
    return found;
  }

  private Map<Content, AlertEvent> readUntold(List<PeriodId> periods) {
    Map<Content, AlertEvent> found = new HashMap<>();
    rows.untold(
            Column.texts(periods, p -> p.scope().issuer()),
            Column.texts(periods, p -> p.scope().segment()),
            Column.texts(periods, p -> p.key().end().toString()),
            Column.texts(periods, p -> p.key().start().toString()),
            Column.texts(periods, p -> p.span().toString()))
        .forEach(
            row -> {
              PeriodId period =
                  period(row.issuer(), row.segment(), row.lastDay(), row.firstDay(), row.span());
              JudgementBody.readUntold(row.untold())
                  .forEach(
                      (name, alert) ->
                          found.put(new Content.Untold(period, LineId.named(name, period)), alert));
            });
    return found;
  }
}
