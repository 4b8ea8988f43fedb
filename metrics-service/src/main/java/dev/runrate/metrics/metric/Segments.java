package dev.runrate.metrics.metric;

import static dev.runrate.common.fact.Concept.GROSS_MARGIN;
import static dev.runrate.common.fact.Concept.REVENUE;
import static dev.runrate.common.fact.Concept.REVENUE_SHARE;

import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.How;
import dev.runrate.common.fact.Interval;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.Quantity;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.common.fact.Unit;
import dev.runrate.metrics.factbook.FactBook;
import dev.runrate.metrics.metric.Outcome.Known;
import dev.runrate.metrics.metric.Outcome.Part;
import java.util.List;
import java.util.Optional;

/** What follows from the whole for a segment, and from a segment for the whole. */
final class Segments {
  static final String SHARE_OF_WHOLE = "RevenueShare x Revenue of the issuer";

  private static final Interval A_SHARE = Interval.of("0", "1");

  private final FactBook book;
  private final SegmentId segment;
  private final Lens lens;
  private final ExchangeRates rates;
  private Solver whole;

  Segments(FactBook book, SegmentId segment, Lens lens, ExchangeRates rates) {
    this.book = book;
    this.segment = segment;
    this.lens = lens;
    this.rates = rates;
  }

  /** The issuer, through the same lens. */
  Solver whole() {
    if (whole == null) {
      whole = new Solver(book, SegmentId.WHOLE, lens, rates);
    }
    return whole;
  }

  /** A segment's revenue from its share of the issuer's. */
  Outcome shareOfWhole(Concept concept, Period.Span span) {
    if (concept != REVENUE || segment.isWhole()) {
      return Outcome.notKnown(concept.label(), span);
    }
    Outcome share =
        new Statements(book, segment, lens)
            .of(REVENUE_SHARE, span)
            .orElse(() -> shareFromMargins(span));
    if (!share.isKnown()) {
      return share;
    }
    return Outcome.combine(
        SHARE_OF_WHOLE,
        How.DERIVED,
        List.of(
            Part.of(REVENUE_SHARE, span, share),
            Part.of(REVENUE, span, whole().flow(REVENUE, span))),
        q -> Optional.of(q.get(0).times(q.get(1))));
  }

  /**
   * The margin of the whole is the mean of the segments' margins, weighted with their revenue. With
   * two segments that is one equation for one weight. Nobody says that segments are complete, so it
   * is done only where exactly two state a margin for the period, and the figure is a proxy that
   * says what it takes for granted.
   */
  Outcome shareFromMargins(Period.Span span) {
    Outcome none = Outcome.notKnown(REVENUE_SHARE.label(), span);
    Outcome own = new Statements(book, segment, lens).of(GROSS_MARGIN, span);
    if (segment.isWhole() || !own.isKnown()) {
      return none;
    }
    List<SegmentId> others =
        book.segments().stream()
            .filter(other -> !other.isWhole() && !other.equals(segment))
            .filter(other -> new Statements(book, other, lens).of(GROSS_MARGIN, span).isKnown())
            .toList();
    if (others.size() != 1) {
      return none;
    }
    SegmentId other = others.getFirst();
    Outcome share =
        Outcome.combine(
            "(GrossMargin of the issuer - GrossMargin of "
                + other
                + ") / (GrossMargin - GrossMargin of "
                + other
                + ")",
            How.DERIVED,
            List.of(
                Part.of(
                    "GrossMargin of the issuer",
                    span,
                    new Statements(book, SegmentId.WHOLE, lens).of(GROSS_MARGIN, span)),
                Part.of(
                    "GrossMargin of " + other,
                    span,
                    new Statements(book, other, lens).of(GROSS_MARGIN, span)),
                Part.of(GROSS_MARGIN, span, own)),
            q -> q.get(0).minus(q.get(1)).dividedBy(q.get(2).minus(q.get(1)), Unit.RATIO));
    return share instanceof Known known
        ? asShare(known, other).noting("if " + segment + " and " + other + " are all there is")
        : share;
  }

  private Outcome asShare(Known known, SegmentId other) {
    Quantity share = known.quantity();
    return share
        .range()
        .intersect(A_SHARE)
        .filter(range -> share.point() == null || range.contains(share.point()))
        .<Outcome>map(
            range ->
                new Known(
                    new Quantity(share.point(), range, Unit.RATIO),
                    known.how().and(How.PROXY),
                    known.basis(),
                    known.scenario(),
                    known.note(),
                    known.suspect(),
                    known.derivation()))
        .orElseGet(
            () ->
                Outcome.unknown(
                    "the gross margin of the issuer does not lie between those of "
                        + segment
                        + " and "
                        + other));
  }

  /** The issuer's revenue from that of a segment and its share, both as stated. */
  Outcome fromSegments(Concept concept, Period.Span span) {
    Outcome none = Outcome.notKnown(concept.label(), span);
    if (concept != REVENUE || !segment.isWhole()) {
      return none;
    }
    for (SegmentId part : book.segments()) {
      if (!part.isWhole()) {
        Statements ofPart = new Statements(book, part, lens);
        Outcome outcome =
            Outcome.combine(
                "Revenue of " + part + " / its RevenueShare",
                How.DERIVED,
                List.of(
                    Part.of(REVENUE, span, ofPart.of(REVENUE, span)),
                    Part.of(REVENUE_SHARE, span, ofPart.of(REVENUE_SHARE, span))),
                q -> q.get(0).dividedBy(q.get(1), lens.currency()));
        if (outcome.isKnown()) {
          return outcome;
        }
      }
    }
    return none;
  }
}
