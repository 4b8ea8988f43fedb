package dev.runrate.metrics.metric;

import static dev.runrate.common.fact.Concept.REVENUE;
import static dev.runrate.common.fact.Concept.REVENUE_SHARE;

import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.How;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.metrics.factbook.FactBook;
import dev.runrate.metrics.metric.Outcome.Part;
import java.util.List;
import java.util.Optional;

/** What follows from the whole for a segment, and from a segment for the whole. */
final class Segments {
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

  private Solver whole() {
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
    Outcome share = new Statements(book, segment, lens).of(REVENUE_SHARE, span);
    if (!share.isKnown()) {
      return share;
    }
    return Outcome.combine(
        "RevenueShare x Revenue of the issuer",
        How.DERIVED,
        List.of(
            Part.of(REVENUE_SHARE, span, share),
            Part.of(REVENUE, span, whole().flow(REVENUE, span))),
        q -> Optional.of(q.get(0).times(q.get(1))));
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
