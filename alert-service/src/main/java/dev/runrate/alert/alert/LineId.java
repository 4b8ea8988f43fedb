package dev.runrate.alert.alert;

import dev.runrate.common.event.SnapshotEvent;

/**
 * What makes a line of comparable periods: nothing in it is ever compared with anything outside.
 *
 * @param span the length of its periods
 */
public record LineId(
    String issuer, String segment, String rule, String metric, String basis, String span) {

  /**
   * The line of what was heard of an issuer's segment at all, whatever the rules said: which
   * revision of each period is the newest.
   */
  static LineId ofEverythingHeard(SnapshotEvent snapshot) {
    return new LineId(
        snapshot.issuer().slug(), snapshot.segment().slug(), "", "", "", snapshot.span());
  }

  /** What this line shares with those of the same metric in periods of other lengths. */
  LineId ofAnySpan() {
    return new LineId(issuer, segment, rule, metric, basis, "");
  }
}
