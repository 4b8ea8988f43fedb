package dev.runrate.metrics.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.runrate.common.event.PeriodView;
import dev.runrate.common.fact.Basis;
import dev.runrate.common.fact.Figure;
import dev.runrate.common.fact.Hows;
import dev.runrate.common.fact.Interval;
import dev.runrate.common.fact.Quantity;
import dev.runrate.common.fact.Scenario;
import dev.runrate.common.fact.Unit;
import dev.runrate.common.web.Columns;
import java.math.BigDecimal;
import java.util.Objects;

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
  static final Columns<FigureView> COLUMNS =
      new Columns<FigureView>()
          .and("period", figure -> figure.period.label())
          .and("start", figure -> figure.period.start())
          .and("end", figure -> figure.period.end())
          .and("value", FigureView::value)
          .and("low", FigureView::low)
          .and("high", FigureView::high)
          .and("unit", FigureView::unit)
          .and("how", FigureView::how)
          .and("basis", FigureView::basis)
          .and("scenario", FigureView::scenario)
          .and("reason", FigureView::reason)
          .and("note", FigureView::note)
          .and("suspect", FigureView::suspect);

  /**
   * Columns beside a number in a table of many metrics, each after the metric's name: what a reader
   * must know who sees nothing but the number.
   */
  static final Columns<FigureView> RESTS_ON =
      new Columns<FigureView>()
          .and("period", figure -> figure.period.label())
          .and("low", FigureView::low)
          .and("high", FigureView::high)
          .and("how", FigureView::how)
          .and("basis", FigureView::basis)
          .and("scenario", FigureView::scenario)
          .and("suspect", FigureView::suspect)
          .and("reason", FigureView::reason);

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

  /** Of the same period, and as far from and to; how it was obtained may differ. */
  boolean saysTheSameAs(FigureView other) {
    return period.equals(other.period)
        && unit.equals(other.unit)
        && Objects.equals(low, other.low)
        && Objects.equals(high, other.high);
  }

  Figure figure() {
    return new Figure(value, low, high, unit, how, basis, scenario, reason, note, suspect);
  }

  Quantity quantity() {
    return new Quantity(value, new Interval(low, high), unit);
  }
}
