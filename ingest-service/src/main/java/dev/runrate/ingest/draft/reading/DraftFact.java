package dev.runrate.ingest.draft.reading;

import dev.runrate.common.fact.Basis;
import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.PeriodExpression;
import dev.runrate.common.fact.Scenario;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.common.fact.StatedValue;
import dev.runrate.common.fact.Unit;
import java.math.BigDecimal;
import java.util.List;

/**
 * A fact as an article states it, for a person to approve.
 *
 * @param period null where the text ties no time to it: it must be given before it is approved
 * @param unit null where the currency is not written and nothing says which it is
 * @param attribution whom the article quotes for it; null where nobody
 * @param evidence spans of the original article, in order, that it stands on
 * @param confidence from 0 to 1, less for everything that was not written beside the amount
 * @param because how the amount was read
 */
public record DraftFact(
    IssuerId issuer,
    SegmentId segment,
    Concept concept,
    PeriodExpression period,
    StatedValue stated,
    Unit unit,
    Scenario scenario,
    Basis basis,
    String attribution,
    List<Span> evidence,
    BigDecimal confidence,
    String because,
    List<Doubt> doubts) {
  public DraftFact {
    evidence = List.copyOf(evidence);
    doubts = List.copyOf(doubts);
  }

  /** Whether it says everything that a fact of a filing must. */
  public boolean isComplete() {
    return period != null && unit != null;
  }
}
