package dev.runrate.alert.alert;

import dev.runrate.alert.alert.PeriodId.Scope;
import dev.runrate.common.fact.SpanLength;

/**
 * What makes a line of comparable periods: nothing in it is ever compared with anything outside.
 *
 * @param metric that is watched, or the concept that sources disagree on
 * @param span the length of its periods
 */
public record LineId(Scope scope, String rule, String metric, String basis, SpanLength span) {
  private static final int PARTS = 3;

  /** As {@link #name} wrote it. */
  public static LineId named(String name, PeriodId period) {
    String[] parts = name.split(":", PARTS);
    return new LineId(period.scope(), parts[0], parts[1], parts[2], period.span());
  }

  /** What tells it from the other lines of a period: {@code loss-widening:net-income:reported}. */
  public String name() {
    return rule + ":" + metric + ":" + basis;
  }
}
