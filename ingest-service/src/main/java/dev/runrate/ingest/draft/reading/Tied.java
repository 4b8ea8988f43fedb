package dev.runrate.ingest.draft.reading;

import dev.runrate.common.fact.Basis;
import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.Scenario;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.common.fact.StatedValue;
import dev.runrate.common.fact.Unit;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** A fact in the making; spans are of the plain text. */
final class Tied {
  private static final BigDecimal SURE = new BigDecimal("0.95");
  private static final BigDecimal STEP = new BigDecimal("0.15");
  private static final BigDecimal LEAST = new BigDecimal("0.10");

  final Amount amount;
  IssuerId issuer;
  SegmentId segment = SegmentId.WHOLE;
  Concept concept;
  boolean loss;
  boolean isGrowth;
  When when;
  String period;
  boolean isPending;
  boolean isNow;
  StatedValue stated;
  Unit unit;
  Scenario scenario = Scenario.ACTUAL;
  Basis basis = Basis.REPORTED;
  String attribution;
  String every;
  BigDecimal confidence = SURE;
  final List<Span> evidence = new ArrayList<>();
  final List<Doubt> doubts = new ArrayList<>();
  int sentence;

  Tied(Amount amount) {
    this.amount = amount;
    evidence.add(amount.span());
  }

  void doubt(String code, String message) {
    doubts.add(new Doubt(code, message));
    confidence = confidence.subtract(STEP).max(LEAST);
  }
}
