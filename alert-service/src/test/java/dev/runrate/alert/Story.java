package dev.runrate.alert;

import dev.runrate.alert.alert.Lines;
import dev.runrate.alert.condition.RuleBook;
import dev.runrate.alert.condition.RuleParser;
import dev.runrate.alert.rule.CompiledRule;
import dev.runrate.common.event.AlertEvent;
import dev.runrate.common.event.PeriodMetrics;
import dev.runrate.common.event.PeriodView;
import dev.runrate.common.event.SnapshotEvent;
import dev.runrate.common.fact.Basis;
import dev.runrate.common.fact.Conflict;
import dev.runrate.common.fact.Figure;
import dev.runrate.common.fact.FilingId;
import dev.runrate.common.fact.Hows;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.PeriodExpression;
import dev.runrate.common.fact.Quantity;
import dev.runrate.common.fact.Scenario;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.common.fact.StatedValue;
import dev.runrate.common.fact.Unit;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A timeline: snapshots come in, and what was told is read off. A figure is written {@code "-100"}
 * (exact), {@code "-110..-90"} (an interval), with {@code @basis} behind it where that is not
 * reported and {@code #CUR} where the unit is not USD.
 */
public final class Story {
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

  private final List<CompiledRule> rules;
  private final Lines lines = new Lines();
  private final Map<String, Long> revisions = new HashMap<>();
  private final List<String> told = new ArrayList<>();
  private List<AlertEvent> last = List.of();

  private Story(List<CompiledRule> rules) {
    this.rules = rules;
  }

  public static Story of(String... shippedRules) {
    List<CompiledRule> rules = new ArrayList<>();
    for (String id : shippedRules) {
      try (InputStream in = Story.class.getResourceAsStream("/rules/" + id + ".yaml")) {
        rules.add(RuleParser.parse(RuleBook.readYaml(in.readAllBytes()), id));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return new Story(rules);
  }

  public static Story ofYaml(String yaml) {
    return new Story(List.of(RuleParser.parse(RuleBook.readYaml(yaml.getBytes()), null)));
  }

  /** A metric's figures of a period, a year ago and the period before; null where not known. */
  public Story hears(String metric, String period, String current, String yearAgo, String prior) {
    return hears(metric, period, current, yearAgo, prior, null, List.of());
  }

  public Story hears(
      String metric,
      String period,
      String current,
      String yearAgo,
      String prior,
      String forecast,
      List<Conflict> conflicts) {
    Period dates = ((PeriodExpression.Dated) PeriodExpression.of(period)).period();
    long revision = revisions.merge(period, 1L, Long::sum);
    hear(
        new SnapshotEvent(
            IssuerId.of("test"),
            SegmentId.WHOLE,
            span(dates),
            dates.toString(),
            revision,
            metrics(metric, period, current),
            yearAgoOrNull(metric, prior, "before"),
            yearAgoOrNull(metric, yearAgo, "ago"),
            yearAgoOrNull(metric, forecast, "forecast"),
            conflicts,
            true,
            false,
            FilingId.of("f-" + period + "-" + revision),
            AT));
    return this;
  }

  /** The same revision again. */
  public Story hearsAgain(SnapshotEvent event) {
    hear(event);
    return this;
  }

  private void hear(SnapshotEvent event) {
    lines.hear(event, rules);
    last = lines.conclude(AT);
    for (AlertEvent alert : last) {
      told.add(
          alert.state()
              + " "
              + alert.period().label()
              + " "
              + alert.certainty()
              + " "
              + alert.severity()
              + (alert.historical() ? " historical" : ""));
    }
  }

  private static String span(Period period) {
    if (period instanceof Period.Span span) {
      return span.days() > 300 ? "year" : span.days() > 100 ? "half" : "quarter";
    }
    return "instant";
  }

  private static PeriodMetrics yearAgoOrNull(String metric, String figure, String label) {
    return figure == null ? null : metrics(metric, label, figure);
  }

  private static PeriodMetrics metrics(String metric, String label, String figure) {
    Map<String, Figure> metrics = new LinkedHashMap<>();
    if (figure != null) {
      metrics.put(metric, figure(metric, figure));
    }
    return new PeriodMetrics(new PeriodView(label, null, java.time.LocalDate.EPOCH), metrics);
  }

  private static Figure figure(String metric, String text) {
    String[] basis = text.split("@");
    String[] unit = basis[0].split("#");
    Unit of =
        metric.contains("margin")
            ? Unit.RATIO
            : metric.contains("months") ? Unit.MONTHS : Unit.of(unit.length > 1 ? unit[1] : "USD");
    String[] ends = unit[0].split("\\.\\.");
    StatedValue stated =
        ends.length > 1
            ? StatedValue.between(ends[0], ends[1])
            : new StatedValue(new BigDecimal(unit[0]), null, null, null);
    Quantity quantity = stated.in(of);
    return Figure.known(
        quantity,
        Hows.REPORTED,
        Basis.of(basis.length > 1 ? basis[1] : "reported"),
        Scenario.ACTUAL,
        null,
        null);
  }

  /** All that was told so far, in order. */
  public List<String> told() {
    return told;
  }

  public AlertEvent lastAlert() {
    return last.getLast();
  }
}
