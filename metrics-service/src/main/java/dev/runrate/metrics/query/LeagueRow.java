package dev.runrate.metrics.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.runrate.common.event.PeriodView;
import dev.runrate.common.fact.FilingId;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.IssuerKind;
import dev.runrate.common.fact.SegmentId;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An issuer in the league table.
 *
 * @param names by language tag, as {@code zh} to 智谱
 * @param kind null where nobody has said
 * @param segment null where the figures are the issuer's own
 * @param metrics headline metrics that are known, each with its newest period; where a currency is
 *     asked for and no rate covers that period, with the reason instead of a value
 * @param leading the metric that says how large it is: of run-rate, ARR and run-rate as stated the
 *     newest; null where none is known
 * @param yearAgo of the result and of the burn a month, the same period a year before (else one
 *     that ended nearest to a year before), where known
 * @param trend the revenue of late; null where fewer than two points are known
 * @param newestFiling null where none stands
 * @param was where it was asked what changed since a day: what was known then of the metrics that
 *     are otherwise now; a metric that was not known yet is null
 */
record LeagueRow(
    IssuerId issuer,
    String name,
    Map<String, String> names,
    List<String> aliases,
    IssuerKind kind,
    String country,
    SegmentId segment,
    List<SegmentId> segments,
    Map<String, FigureView> metrics,
    String leading,
    Result result,
    Burn burn,
    Map<String, FigureView> yearAgo,
    Trend trend,
    NewestFiling newestFiling,
    @JsonInclude(Include.NON_NULL) Map<String, FigureView> was) {

  /** Whether it makes money: the sign of the newest net income or net margin. */
  enum Result {
    PROFIT,
    LOSS,
    /** Known, but zero lies within what is known. */
    UNCLEAR,
    UNKNOWN;

    @JsonValue
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whether it burns cash. Who makes a profit may burn, who makes a loss need not. */
  enum Burn {
    BURNING,
    NOT_BURNING,
    UNCLEAR,
    UNKNOWN;

    @JsonValue
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * A line of points, oldest first.
   *
   * @param metric revenue or arr
   * @param span of each point: ttm, quarter, half, nine-months, year or instant
   */
  record Trend(String metric, String span, List<Point> points) {}

  /** A point, as far as it is known; a gap between two is a gap of their periods. */
  record Point(PeriodView period, BigDecimal value, BigDecimal low, BigDecimal high) {}

  record NewestFiling(FilingId id, String form, String publisher, LocalDate publishedOn) {}

  LeagueRow withWas(Map<String, FigureView> was) {
    return new LeagueRow(
        issuer,
        name,
        names,
        aliases,
        kind,
        country,
        segment,
        segments,
        metrics,
        leading,
        result,
        burn,
        yearAgo,
        trend,
        newestFiling,
        was);
  }
}
