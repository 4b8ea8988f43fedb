package dev.runrate.alert.rulebook;

import dev.runrate.alert.rule.CompiledRule;
import dev.runrate.alert.rulebook.RuleRepository.RuleRow;
import dev.runrate.common.event.Json;
import dev.runrate.common.fact.Metric;
import dev.runrate.common.web.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The rules in force: the shipped pack, and over it what users put. A rule that was changed holds
 * for what comes from then on; a backtest says what it would have said before.
 */
@Component
public class RuleBook {
  /** Every snapshot is judged by each of them. */
  private static final int MOST_RULES = 500;

  private static final Logger LOG = LoggerFactory.getLogger(RuleBook.class);
  private static final YAMLMapper YAML = new YAMLMapper();

  /** Another instance may have changed a rule. */
  private static final Duration FRESH = Duration.ofSeconds(5);

  /** The ids of the shipped pack. */
  public static final List<String> SHIPPED =
      List.of(
          "loss-widening",
          "profit-to-loss",
          "loss-to-profit",
          "margin-change",
          "net-margin-change",
          "arr-change",
          "burn-acceleration",
          "runway-low",
          "restatement",
          "source-conflict",
          "forecast-miss",
          "forecast-scored",
          "audit-failed",
          "revenue-decline",
          "growth-collapse",
          "cash-drop",
          "down-round",
          "overspending");

  /**
   * A rule and how it was written.
   *
   * @param shipped part of the pack, as it came
   */
  public record Written(JsonNode source, CompiledRule compiled, boolean shipped) {}

  /**
   * The rules that judge now.
   *
   * @param reads the metrics that they look at
   */
  public record InForce(List<CompiledRule> rules, Set<Metric> reads) {}

  private record Rules(Map<String, Written> byId, InForce inForce, Instant at) {}

  private final RuleRepository rows;
  private final Clock clock;
  private final Map<String, Written> shipped = new TreeMap<>();

  /** Null where a rule was changed since it was read. */
  private volatile Rules current;

  /** The last that were read, for what has not changed in them. */
  private Rules compiled = new Rules(Map.of(), new InForce(List.of(), Set.of()), Instant.EPOCH);

  RuleBook(RuleRepository rows, Clock clock) {
    this.rows = rows;
    this.clock = clock;
    for (String id : SHIPPED) {
      JsonNode source = read(id);
      shipped.put(id, new Written(source, RuleParser.parse(source, id), true));
    }
  }

  private static JsonNode read(String id) {
    try (InputStream in = RuleBook.class.getResourceAsStream("/rules/" + id + ".yaml")) {
      return YAML.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads YAML as well as JSON, which is YAML too. */
  public static JsonNode readYaml(byte[] text) {
    return YAML.readTree(text);
  }

  public InForce inForce() {
    return rules().inForce;
  }

  public Map<String, Written> all() {
    return rules().byId;
  }

  public Optional<Written> find(String id) {
    return Optional.ofNullable(rules().byId.get(id));
  }

  private Rules rules() {
    Rules rules = current;
    return rules == null || isOld(rules) ? renewed() : rules;
  }

  private boolean isOld(Rules rules) {
    return rules.at.plus(FRESH).isBefore(clock.instant());
  }

  /** One at a time, so that what was read before a rule was put is not kept after it. */
  private synchronized Rules renewed() {
    Rules rules = current;
    if (rules == null || isOld(rules)) {
      rules = load(clock.instant(), compiled);
      compiled = rules;
      current = rules;
    }
    return rules;
  }

  private synchronized void change(Runnable rows) {
    rows.run();
    current = null;
  }

  /**
   * @param before what is written as it was need not be compiled again
   */
  private Rules load(Instant now, Rules before) {
    Map<String, Written> byId = new TreeMap<>(shipped);
    for (RuleRow row : rows.all()) {
      if (row.body() == null) {
        byId.remove(row.id());
        continue;
      }
      Written known = before.byId.get(row.id());
      JsonNode source = Json.MAPPER.readTree(row.body());
      if (known != null && !known.shipped && known.source.equals(source)) {
        byId.put(row.id(), known);
        continue;
      }
      try {
        byId.put(row.id(), new Written(source, RuleParser.parse(source, row.id()), false));
      } catch (RuntimeException e) {
        // Written by a newer version, perhaps; the others must go on.
        LOG.error("rule {} cannot be compiled and is left out: {}", row.id(), e.getMessage());
        byId.remove(row.id());
      }
    }
    List<CompiledRule> enabled = new ArrayList<>();
    byId.values().stream()
        .map(Written::compiled)
        .filter(compiled -> compiled.rule().enabled())
        .forEach(enabled::add);
    Set<Metric> reads = EnumSet.noneOf(Metric.class);
    enabled.forEach(rule -> reads.addAll(rule.reads()));
    return new Rules(byId, new InForce(enabled, reads), now);
  }

  /** Puts a rule in place of the one with this id. */
  public Written put(String id, JsonNode source) {
    Written written = new Written(source, RuleParser.parse(source, id), false);
    Map<String, ?> there = rules().byId;
    if (there.size() >= MOST_RULES && !there.containsKey(id)) {
      throw ProblemException.conflict(
          "There are " + MOST_RULES + " rules already; delete one that nobody needs.");
    }
    change(() -> rows.put(id, Json.MAPPER.writeValueAsString(source), clock.instant()));
    return written;
  }

  /** A shipped rule is switched off, any other is gone. Whether there was one. */
  public boolean delete(String id) {
    boolean known = rules().byId.containsKey(id);
    if (shipped.containsKey(id)) {
      change(() -> rows.put(id, null, clock.instant()));
    } else {
      change(() -> rows.delete(id));
    }
    return known;
  }
}
