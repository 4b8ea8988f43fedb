package dev.runrate.common.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.runrate.common.fact.Basis;
import dev.runrate.common.fact.Figure;
import dev.runrate.common.fact.FilingId;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.Metric;
import dev.runrate.common.fact.SegmentId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * An alert was raised, resolved or corrected.
 *
 * @param id names rule, issuer, segment, metric, basis and period; the same for all its messages
 * @param rule the rule that says so
 * @param transition for losses, which way it went: profit-to-loss, loss-to-profit, deeper-loss;
 *     null for other kinds
 * @param summary one line for people
 * @param suspect the contradiction, with its arithmetic, in the figures that this rests on; such an
 *     alert is at most possible; null for none
 * @param comparedWith the period that {@code previous} is of; null where nothing is compared
 * @param sequence counts the messages of this alert from 1
 * @param change what the rule looked at: {@code absolute} always, {@code relative} where it exists
 * @param context further figures that a reader needs, e.g. the loss ratio now and before
 * @param historical the period was not the issuer's newest: kept and published, nobody is paged
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AlertEvent(
    String id,
    String rule,
    AlertKind kind,
    IssuerId issuer,
    SegmentId segment,
    PeriodView period,
    PeriodView comparedWith,
    State state,
    Severity severity,
    Certainty certainty,
    String transition,
    String summary,
    String suspect,
    String metric,
    Figure current,
    Figure previous,
    Change change,
    @JsonDeserialize(using = ByMetric.Changes.class) Map<Metric, Change> context,
    Basis basis,
    Map<String, String> labels,
    FilingId causedBy,
    boolean historical,
    int sequence,
    Instant at) {

  /** Absolute and relative change; either may be null where it has no meaning. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Change(Figure absolute, Figure relative) {}

  public enum State {
    RAISED,
    RESOLVED,
    CORRECTED;

    @JsonCreator
    static State of(String text) {
      return valueOf(text.toUpperCase(Locale.ROOT));
    }

    @JsonValue
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public enum Severity {
    INFO,
    WARNING,
    CRITICAL;

    @JsonCreator
    static Severity of(String text) {
      return valueOf(text.toUpperCase(Locale.ROOT));
    }

    @JsonValue
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whether it holds for every point of the intervals, or for some. */
  public enum Certainty {
    CERTAIN,
    POSSIBLE;

    @JsonCreator
    static Certainty of(String text) {
      return valueOf(text.toUpperCase(Locale.ROOT));
    }

    @JsonValue
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The same alert in another state. */
  public AlertEvent in(
      State newState, boolean isHistorical, FilingId cause, int newSequence, Instant when) {
    return new AlertEvent(
        id,
        rule,
        kind,
        issuer,
        segment,
        period,
        comparedWith,
        newState,
        severity,
        certainty,
        transition,
        summary,
        suspect,
        metric,
        current,
        previous,
        change,
        context,
        basis,
        labels,
        cause,
        isHistorical,
        newSequence,
        when);
  }

  /** What happened, in reverse-DNS notation: {@code dev.runrate.alert.raised}. */
  public String type() {
    return "dev.runrate.alert." + state;
  }

  /**
   * @param json of this very event, which is costly to write twice
   */
  public Message message(String json) {
    return new Message(
        Topics.alerts(kind),
        issuer.slug(),
        id + ":" + sequence,
        type(),
        "alert-service",
        id,
        at,
        json.getBytes(StandardCharsets.UTF_8));
  }
}
