package dev.runrate.metrics.query;

import dev.runrate.common.event.PeriodView;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.Metric;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.PeriodExpression;
import dev.runrate.common.fact.Scenario;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.common.fact.Unit;
import dev.runrate.common.web.ProblemException;
import dev.runrate.common.web.QueryParameters;
import dev.runrate.metrics.factbook.AsOf;
import dev.runrate.metrics.factbook.FactBook;
import dev.runrate.metrics.metric.SegmentFigures;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The parameters that queries share, read from text or refused with a reason. */
final class Question {
  private Question() {}

  static IssuerId issuer(String text) {
    return QueryParameters.read(IssuerId.parse(text));
  }

  /** Null and empty are the whole issuer. */
  static SegmentId segment(String textOrNull) {
    return QueryParameters.read(SegmentId.parse(textOrNull));
  }

  /** Null where nothing is asked for. */
  static Unit currency(String textOrNull) {
    if (textOrNull == null || textOrNull.isEmpty()) {
      return null;
    }
    Unit unit = QueryParameters.read(Unit.parse(textOrNull.toUpperCase(Locale.ROOT)));
    if (!unit.isMoney()) {
      throw ProblemException.badRequest("currency must be an ISO 4217 code, such as USD.");
    }
    return unit;
  }

  static Metric metric(String text) {
    return Metric.parse(text)
        .orElseThrow(
            () ->
                ProblemException.notFound(
                    "metric " + text + "; GET /v1/metrics lists those there are"));
  }

  static AsOf asOf(String knownAt, String recordedAt, String reading) {
    return asOf(knownAt, recordedAt).reading(reading(reading));
  }

  private static AsOf.Reading reading(String text) {
    return isBlank(text)
        ? AsOf.Reading.AS_RESTATED
        : AsOf.Reading.parse(text)
            .orElseThrow(
                () ->
                    ProblemException.badRequest(
                        "reading is one of as-restated, as-first-reported."));
  }

  static AsOf asOf(String knownAt, String recordedAt) {
    try {
      return new AsOf(
          isBlank(knownAt) ? null : LocalDate.parse(knownAt),
          isBlank(recordedAt) ? null : instant(recordedAt));
    } catch (DateTimeException e) {
      throw ProblemException.badRequest(
          "knownAt is a date (2025-06-30), recordedAt an instant (2025-06-30T12:00:00Z).");
    }
  }

  private static Instant instant(String text) {
    return OffsetDateTime.parse(text).toInstant();
  }

  private static boolean isBlank(String text) {
    return text == null || text.isBlank();
  }

  static List<Scenario> scenarios(String textOrNull) {
    if (isBlank(textOrNull)) {
      return SegmentFigures.OUTCOMES;
    }
    if (textOrNull.equals("all")) {
      return Arrays.asList(Scenario.values());
    }
    return List.of(
        Scenario.parse(textOrNull)
            .orElseThrow(
                () ->
                    ProblemException.badRequest(
                        "scenario is actual, estimate, forecast, target or all.")));
  }

  /** A period in the issuer's terms, as the book knows it. */
  static Period period(FactBook book, String text) {
    return switch (QueryParameters.read(PeriodExpression.parse(text))) {
      case PeriodExpression.Dated dated -> book.nominal(dated.period());
      case PeriodExpression.Fiscal fiscal -> book.calendar().resolve(fiscal);
    };
  }

  static PeriodView view(FactBook book, Period nominal) {
    Period dates = nominal instanceof Period.Span span ? book.realDates(span) : nominal;
    return PeriodView.of(book.label(nominal), dates);
  }
}
