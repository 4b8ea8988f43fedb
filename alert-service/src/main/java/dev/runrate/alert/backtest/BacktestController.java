package dev.runrate.alert.backtest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.runrate.alert.alert.Archive;
import dev.runrate.alert.alert.Lines;
import dev.runrate.alert.rule.CompiledRule;
import dev.runrate.alert.rulebook.RuleBook;
import dev.runrate.alert.rulebook.RuleParser;
import dev.runrate.common.event.AlertEvent;
import dev.runrate.common.event.Json;
import dev.runrate.common.event.SnapshotEvent;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.PeriodExpression;
import dev.runrate.common.web.Body;
import dev.runrate.common.web.Document;
import dev.runrate.common.web.Field;
import dev.runrate.common.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/**
 * Runs rules over recorded history in the order of publication. At each step only what was
 * published by then counts, so a rule is judged on what it could have known. The judging is that of
 * the live service, on lines of its own that nobody else sees.
 *
 * <pre>
 * {"rule": "loss-widening"}                               a stored rule
 * {"rule": {...}, "compareWith": "loss-widening"}         a new one beside a stored one
 * {"rule": "*", "issuers": ["snowflake"], "from": "2020-01-01", "to": "2025-12-31"}
 * </pre>
 *
 * The answer is NDJSON: progress, alerts as they would have been told, and a summary.
 */
@RestController
class BacktestController {
  private static final String EVERY_RULE = "*";
  private static final String CANDIDATE = "rule";
  private static final String BASELINE = "compareWith";
  private static final Set<String> MEMBERS = Set.of(CANDIDATE, BASELINE, "issuers", "from", "to");

  private static final String ISSUERS = "a list of issuers; leave it out for all";
  private static final int MOST_ISSUERS = 10_000;

  /** Of two rules and the names of many issuers. */
  private static final int MOST_BYTES = 1024 * 1024;

  private static final LocalDate FIRST_DAY = LocalDate.of(PeriodExpression.FIRST_YEAR, 1, 1);
  private static final LocalDate LAST_DAY = LocalDate.of(PeriodExpression.LAST_YEAR, 12, 31);

  /** One line of the answer; exactly one member is there. */
  @JsonInclude(Include.NON_NULL)
  record Answer(Progress progress, Told alert, Map<String, Summary> summary) {}

  record Progress(String issuer, int done, int of) {}

  /**
   * @param set rule or compareWith: whose alert it is
   * @param publishedOn the day on which it would have been told
   */
  record Told(String set, LocalDate publishedOn, AlertEvent alert) {}

  /**
   * @param corrected alerts that later publications showed to be mistaken
   */
  record Summary(int raised, int resolved, int corrected) {}

  private final RuleBook rules;
  private final History history;

  BacktestController(RuleBook rules, History history) {
    this.rules = rules;
    this.history = history;
  }

  @PostMapping(path = "/v1/rules/backtest", consumes = "application/json")
  void backtest(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Document document = Document.of(Body.readJson(request, MOST_BYTES));
    Field root = document.root("a backtest");
    root.knowsOnly(MEMBERS);
    LocalDate from = root.member("from").date("2020-01-01").orElse(FIRST_DAY);
    LocalDate to = root.member("to").date("2020-01-01").orElse(LAST_DAY);
    if (to.isBefore(from)) {
      root.member("to").fault("order", "it ends before it begins");
    }
    Optional<List<IssuerId>> named = issuers(root.member("issuers"));
    Map<String, RuleSet> sets = new LinkedHashMap<>();
    rules(root.member(CANDIDATE)).ifPresent(set -> sets.put(CANDIDATE, set));
    if (root.member(BASELINE).isThere()) {
      rules(root.member(BASELINE)).ifPresent(set -> sets.put(BASELINE, set));
    }
    List<String> issuers =
        document.valueOrRefusal(
            () ->
                named
                    .map(ids -> ids.stream().map(IssuerId::slug).toList())
                    .orElseGet(history::issuers)
                    .stream()
                    .distinct()
                    .sorted()
                    .toList());

    response.setContentType("application/x-ndjson");
    OutputStream out = response.getOutputStream();
    Map<String, int[]> counts = new TreeMap<>();
    for (int i = 0; i < issuers.size(); i++) {
      run(issuers.get(i), sets, from, to, counts, out);
      write(out, new Answer(new Progress(issuers.get(i), i + 1, issuers.size()), null, null));
    }
    Map<String, Summary> summary = new LinkedHashMap<>();
    for (String set : sets.keySet()) {
      int[] c = counts.getOrDefault(set, new int[3]);
      summary.put(set, new Summary(c[0], c[1], c[2]));
    }
    write(out, new Answer(null, null, summary));
  }

  /**
   * What is judged and what is told of it: a rule is silent where one that it yields to fires, also
   * if only that rule is asked about.
   */
  private record RuleSet(Collection<CompiledRule> judging, Set<String> telling) {}

  private Optional<RuleSet> rules(Field given) {
    if (given.isText()) {
      return given.text().map(this::stored);
    }
    if (given.isObject()) {
      JsonNode rule = given.json();
      return Optional.of(
          amongOthers(List.of(RuleParser.parse(rule, rule.hasNonNull("id") ? null : "backtest"))));
    }
    given.fault("required", "the id of a rule, a rule, or * for all in force");
    return Optional.empty();
  }

  private RuleSet stored(String id) {
    return amongOthers(
        id.equals(EVERY_RULE)
            ? rules.inForce().rules()
            : List.of(
                rules
                    .find(id)
                    .orElseThrow(() -> ProblemException.notFound("rule " + id))
                    .compiled()));
  }

  private RuleSet amongOthers(Collection<CompiledRule> asked) {
    Map<String, CompiledRule> judging = new LinkedHashMap<>();
    asked.forEach(rule -> judging.put(rule.rule().id(), rule));
    Set<String> telling = Set.copyOf(judging.keySet());
    for (CompiledRule other : rules.inForce().rules()) {
      boolean matters =
          asked.stream().anyMatch(rule -> rule.rule().yieldsToSomeOf(other.rule().id()));
      if (matters) {
        judging.putIfAbsent(other.rule().id(), other);
      }
    }
    return new RuleSet(judging.values(), telling);
  }

  /** Empty for all there are. */
  private static Optional<List<IssuerId>> issuers(Field given) {
    if (!given.isThere()) {
      return Optional.empty();
    }
    if (given.size() == 0) {
      given.fault("type", ISSUERS);
    }
    return Optional.of(
        given.elements(MOST_ISSUERS, ISSUERS).stream()
            .flatMap(each -> each.read(IssuerId::parse).stream())
            .toList());
  }

  private void run(
      String issuer,
      Map<String, RuleSet> sets,
      LocalDate from,
      LocalDate to,
      Map<String, int[]> counts,
      OutputStream out)
      throws IOException {
    Map<String, Lines> lines = new LinkedHashMap<>();
    Map<String, Archive.InMemory> told = new LinkedHashMap<>();
    sets.forEach(
        (set, ofSet) -> {
          lines.put(set, new Lines(ofSet.judging()));
          told.put(set, new Archive.InMemory());
        });
    history.replay(
        issuer,
        to,
        (day, changes) -> {
          for (var set : lines.entrySet()) {
            Lines ofSet = set.getValue();
            changes.forEach(ofSet::hear);
            Instant at = day.atStartOfDay(ZoneOffset.UTC).toInstant();
            Archive.InMemory archive = told.get(set.getKey());
            List<AlertEvent> alerts = ofSet.conclude(archive, at);
            ofSet.stored(alerts, archive.add(alerts));
            for (AlertEvent alert : alerts) {
              boolean asked = sets.get(set.getKey()).telling().contains(alert.rule());
              if (asked && !day.isBefore(from)) {
                counts.computeIfAbsent(set.getKey(), s -> new int[3])[alert.state().ordinal()]++;
                write(out, new Answer(null, new Told(set.getKey(), day, alert), null));
              }
            }
          }
        });
  }

  private static void write(OutputStream out, Answer line) throws IOException {
    out.write(Json.MAPPER.writeValueAsBytes(line));
    out.write('\n');
    out.flush();
  }

  /** The changes of one day of publication. */
  interface Day {
    void on(LocalDate day, List<SnapshotEvent> changes) throws IOException;
  }
}
