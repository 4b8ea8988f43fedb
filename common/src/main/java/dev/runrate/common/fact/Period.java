package dev.runrate.common.fact;

import java.time.LocalDate;

/**
 * The dates a fact is about: a day on which something was so, or a span over which something
 * happened, both ends inclusive. (XBRL calls them instant and duration.)
 */
public sealed interface Period extends Comparable<Period> {
  /** The last day. */
  LocalDate end();

  /** The first day; that of an instant is the day itself. */
  LocalDate start();

  record Instant(LocalDate date) implements Period {
    @Override
    public LocalDate start() {
      return date;
    }

    @Override
    public LocalDate end() {
      return date;
    }

    @Override
    public String toString() {
      return date.toString();
    }
  }

  record Span(LocalDate start, LocalDate end) implements Period {
    public Span {
      if (end.isBefore(start)) {
        throw new IllegalArgumentException("the period ends on " + end + " before " + start);
      }
    }

    public int days() {
      return (int) (end.toEpochDay() - start.toEpochDay()) + 1;
    }

    /**
     * Spans are what most tables of the engine are keyed by, and those of one issuer begin and end
     * on a few days of the month: the dates' own hash codes would put them all into a few bins.
     */
    @Override
    public int hashCode() {
      return (31 * start.hashCode() + end.hashCode()) * 0x9E3779B9;
    }

    @Override
    public String toString() {
      return start + "/" + end;
    }
  }

  static Span span(String start, String end) {
    return new Span(LocalDate.parse(start), LocalDate.parse(end));
  }

  static Instant instant(String date) {
    return new Instant(LocalDate.parse(date));
  }

  /** By end, then instants before spans, then shorter spans first: a total order. */
  @Override
  default int compareTo(Period other) {
    int byEnd = end().compareTo(other.end());
    if (byEnd != 0) {
      return byEnd;
    }
    int byKind = Boolean.compare(this instanceof Span, other instanceof Span);
    return byKind != 0 ? byKind : other.start().compareTo(start());
  }
}
