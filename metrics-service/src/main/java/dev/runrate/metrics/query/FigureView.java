package dev.runrate.metrics.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.runrate.common.event.PeriodView;
import dev.runrate.common.fact.Basis;
import dev.runrate.common.fact.Figure;
import dev.runrate.common.fact.Hows;
import dev.runrate.common.fact.Scenario;
import dev.runrate.common.fact.Unit;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;

/** A figure with its period, as every answer shows it. */
record FigureView(
    PeriodView period,
    BigDecimal value,
    BigDecimal low,
    BigDecimal high,
    Unit unit,
    Hows how,
    Basis basis,
    Scenario scenario,
    @JsonInclude(Include.NON_NULL) String reason,
    @JsonInclude(Include.NON_NULL) String note,
    @JsonInclude(Include.NON_NULL) String suspect) {
  static final List<String> CSV_HEADER =
      List.of(
          "period",
          "start",
          "end",
          "value",
          "low",
          "high",
          "unit",
          "how",
          "basis",
          "scenario",
          "reason",
          "note",
          "suspect");

  /** Columns beside a number in a table of many metrics, each after the metric's name. */
  static final List<String> RESTS_ON =
      List.of("period", "low", "high", "how", "basis", "scenario", "suspect", "reason");

  static FigureView of(PeriodView period, Figure figure) {
    return new FigureView(
        period,
        figure.value(),
        figure.low(),
        figure.high(),
        figure.unit(),
        figure.how(),
        figure.basis(),
        figure.scenario(),
        figure.reason(),
        figure.note(),
        figure.suspect());
  }

  List<Object> csv() {
    return Arrays.asList(
        period.label(),
        period.start(),
        period.end(),
        plain(value),
        plain(low),
        plain(high),
        unit,
        how,
        basis,
        scenario,
        reason,
        note,
        suspect);
  }

  /** The cells of {@link #RESTS_ON}: what a reader must know who sees nothing but a number. */
  List<Object> restsOn() {
    return Arrays.asList(
        period.label(), plain(low), plain(high), how, basis, scenario, suspect, reason);
  }

  private static String plain(BigDecimal number) {
    return number == null ? null : number.toPlainString();
  }
}
