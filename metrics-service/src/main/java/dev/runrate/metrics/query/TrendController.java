package dev.runrate.metrics.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.runrate.common.fact.Interval;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.Metric;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.common.fact.Unit;
import dev.runrate.common.web.Columns;
import dev.runrate.common.web.ProblemException;
import dev.runrate.common.web.Tabular;
import dev.runrate.metrics.factbook.FactBook;
import dev.runrate.metrics.metric.SegmentFigures;
import dev.runrate.metrics.recompute.RateTable;
import dev.runrate.metrics.trend.Trend;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** How a stock grows from statement to statement, and what it was in between. */
@RestController
class TrendController {
  private static final int MOST_TOLERANCE_DAYS = 366;

  /** Bounds shown, rounded outwards. */
  private static final int DIGITS = 16;

  private static final MathContext DOWN = new MathContext(DIGITS, RoundingMode.FLOOR);
  private static final MathContext UP = new MathContext(DIGITS, RoundingMode.CEILING);

  record Bounds(BigDecimal low, BigDecimal high) {
    static Bounds of(Interval rangeOrNull) {
      return rangeOrNull == null
          ? null
          : new Bounds(shown(rangeOrNull.low(), DOWN), shown(rangeOrNull.high(), UP));
    }

    private static BigDecimal shown(BigDecimal boundOrNull, MathContext rounding) {
      if (boundOrNull == null) {
        return null;
      }
      BigDecimal stripped = boundOrNull.round(rounding).stripTrailingZeros();
      return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
  }

  /**
   * From one statement to another; growth is compound, over 365 days and a twelfth of them.
   *
   * @param doublingDays null where it does not certainly grow
   */
  @JsonInclude(Include.NON_NULL)
  record Leg(
      LocalDate from,
      LocalDate to,
      int days,
      Bounds factor,
      Bounds growthPerYear,
      Bounds growthPerMonth,
      Bounds doublingDays,
      String reason) {
    static Leg of(Trend.Leg leg) {
      return new Leg(
          leg.from().day(),
          leg.to().day(),
          leg.days(),
          Bounds.of(leg.factor()),
          Bounds.of(leg.growthPerYear()),
          Bounds.of(leg.growthPerMonth()),
          Bounds.of(leg.doublingDays()),
          leg.reason());
    }
  }

  /**
   * The value of a day.
   *
   * @param manner stated, near (within the tolerance), interpolated or not-computable
   */
  @JsonInclude(Include.NON_NULL)
  record AsOfDay(
      LocalDate day,
      BigDecimal value,
      BigDecimal low,
      BigDecimal high,
      Unit unit,
      String manner,
      List<LocalDate> from,
      String note) {}

  @JsonInclude(Include.NON_NULL)
  record Answer(
      IssuerId issuer,
      SegmentId segment,
      String metric,
      List<FigureView> statements,
      List<Leg> legs,
      Leg whole,
      AsOfDay asOf) {}

  private static final Columns<Leg> COLUMNS =
      new Columns<Leg>()
          .and("from", Leg::from)
          .and("to", Leg::to)
          .and("days", Leg::days)
          .and("factorLow", leg -> low(leg.factor))
          .and("factorHigh", leg -> high(leg.factor))
          .and("growthPerYearLow", leg -> low(leg.growthPerYear))
          .and("growthPerYearHigh", leg -> high(leg.growthPerYear))
          .and("growthPerMonthLow", leg -> low(leg.growthPerMonth))
          .and("growthPerMonthHigh", leg -> high(leg.growthPerMonth))
          .and("doublingDaysLow", leg -> low(leg.doublingDays))
          .and("doublingDaysHigh", leg -> high(leg.doublingDays))
          .and("reason", Leg::reason);

  private final Books books;
  private final RateTable rates;

  TrendController(Books books, RateTable rates) {
    this.books = books;
    this.rates = rates;
  }

  /**
   * @param asOf a day of which the value is asked
   * @param tolerance a statement within so many days counts as of that day; 31 without it
   */
  @GetMapping("/v1/issuers/{id}/trend/{metric}")
  Tabular<Leg> trend(
      @PathVariable String id,
      @PathVariable String metric,
      @RequestParam(required = false) String asOf,
      @RequestParam(defaultValue = "31") int tolerance,
      @RequestParam(required = false) String segment,
      @RequestParam(required = false) String currency,
      @RequestParam(required = false) String knownAt,
      @RequestParam(required = false) String recordedAt) {
    Metric of = Question.metric(metric);
    if (of.kind() == Metric.Kind.SPAN || of.followsTheNewest()) {
      throw ProblemException.badRequest(
          of + " is a figure of a period; a trend is of what is stated of days, such as arr.");
    }
    if (tolerance < 0 || tolerance > MOST_TOLERANCE_DAYS) {
      throw ProblemException.badRequest("tolerance is from 0 to " + MOST_TOLERANCE_DAYS + " days.");
    }
    Books.Shelf shelf = books.of(Question.issuer(id));
    FactBook book = shelf.asOf(Question.asOf(knownAt, recordedAt));
    SegmentId segmentId = Question.segment(segment);
    if (!segmentId.isWhole() && !shelf.now().segments().contains(segmentId)) {
      throw ProblemException.notFound("segment " + segmentId + " of " + shelf.profile().id());
    }
    Unit wanted = Question.currency(currency);
    SegmentFigures figures =
        wanted == null
            ? new SegmentFigures(book, segmentId)
            : new SegmentFigures(book, segmentId, rates.current(), wanted);
    Trend trend = Trend.of(figures, of);
    List<Leg> legs = trend.legs().stream().map(Leg::of).toList();
    Answer answer =
        new Answer(
            shelf.profile().id(),
            segmentId,
            of.toString(),
            trend.points().stream()
                .map(
                    p ->
                        FigureView.of(Question.view(book, new Period.Instant(p.day())), p.figure()))
                .toList(),
            legs,
            trend.whole().map(Leg::of).orElse(null),
            asOf == null ? null : asOf(trend, day(asOf), tolerance));
    return Tabular.whole(answer, COLUMNS, legs);
  }

  private static AsOfDay asOf(Trend trend, LocalDate day, int tolerance) {
    Trend.AsOfDay at = trend.asOf(day, tolerance);
    Bounds bounds = Bounds.of(at.range());
    return new AsOfDay(
        day,
        at.value() == null
            ? null
            : Bounds.shown(at.value(), new MathContext(DIGITS, RoundingMode.HALF_EVEN)),
        bounds == null ? null : bounds.low,
        bounds == null ? null : bounds.high,
        at.from().isEmpty() ? null : at.from().getFirst().figure().unit(),
        at.manner().toString(),
        at.from().stream().map(Trend.Point::day).toList(),
        at.note());
  }

  private static LocalDate day(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw ProblemException.badRequest("asOf is a date: 2025-06-30.");
    }
  }

  private static BigDecimal low(Bounds boundsOrNull) {
    return boundsOrNull == null ? null : boundsOrNull.low;
  }

  private static BigDecimal high(Bounds boundsOrNull) {
    return boundsOrNull == null ? null : boundsOrNull.high;
  }
}
