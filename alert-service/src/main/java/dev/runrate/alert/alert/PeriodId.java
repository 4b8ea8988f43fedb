package dev.runrate.alert.alert;

import dev.runrate.common.event.SnapshotEvent;
import dev.runrate.common.fact.SpanLength;

/** One period of an issuer's segment: what its snapshots tell of. */
public record PeriodId(Scope scope, SpanLength span, PeriodKey key) {
  /** An issuer's segment; the whole is the empty text. */
  public record Scope(String issuer, String segment) {}

  static PeriodId of(SnapshotEvent snapshot) {
    return new PeriodId(
        new Scope(snapshot.issuer().slug(), snapshot.segment().slug()),
        snapshot.span(),
        PeriodKey.parse(snapshot.periodKey()));
  }
}
