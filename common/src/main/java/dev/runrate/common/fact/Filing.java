package dev.runrate.common.fact;

import java.util.List;
import java.util.Objects;

/**
 * A disclosure about one issuer: what it is, who published it, and the facts it states.
 *
 * @param form what kind of document (10-Q, prospectus, press); null where unknown
 * @param supersedes the filing whose statements this one replaces, line by line: what it does not
 *     state again still stands; null for none
 */
public record Filing(
    FilingId id,
    IssuerId issuer,
    String form,
    Source source,
    FilingId supersedes,
    List<Fact> facts) {
  public Filing {
    Objects.requireNonNull(id);
    Objects.requireNonNull(issuer);
    Objects.requireNonNull(source);
    facts = List.copyOf(facts);
  }

  /** A report about the time between two fiscal years, by its form: 10-KT. */
  public boolean isOfTransition() {
    return form != null && form.startsWith("10-KT");
  }

  /** A report about a part of a year, by its form: 10-Q and its amendments, 6-K. */
  public boolean isInterim() {
    return form != null && (form.startsWith("10-Q") || form.startsWith("6-K"));
  }
}
