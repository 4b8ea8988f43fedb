package dev.runrate.alert.alert;

/**
 * What makes a line of comparable periods: nothing in it is ever compared with anything outside.
 *
 * @param span the length of its periods
 */
public record LineId(
    String issuer, String segment, String rule, String metric, String basis, String span) {

  /** What this line shares with those of the same metric in periods of other lengths. */
  LineId ofAnySpan() {
    return new LineId(issuer, segment, rule, metric, basis, "");
  }
}
