package dev.runrate.common.fact;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A disclosure about one issuer: what it is, who published it, and the facts it states. What comes
 * from outside becomes a filing by {@link #of}, which knows every rule.
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
  public static final int MOST_FACTS = 10_000;

  public Filing {
    Objects.requireNonNull(id);
    Objects.requireNonNull(issuer);
    Objects.requireNonNull(source);
    facts = List.copyOf(facts);
  }

  /**
   * The filing, or all that is wrong with it beyond its single facts: how many they are, what they
   * say beside each other, on the day of the publication, and its own texts. Pointers are from the
   * filing: {@code /facts/3/value}.
   *
   * @param facts each from {@link Fact#of}
   * @param today in UTC; nothing is published in its future
   */
  public static Checked<Filing> of(
      FilingId id,
      IssuerId issuer,
      String formOrNull,
      Source source,
      FilingId supersedesOrNull,
      List<Fact> facts,
      LocalDate today) {
    List<Checked.Fault> faults = new ArrayList<>(faults(facts.size()));
    faults.addAll(faults(id, supersedesOrNull, source, facts, today));
    if (formOrNull != null) {
      faults.addAll(Texts.check("form", formOrNull).faultsAt("/form"));
    }
    faults.addAll(source.faults());
    return Checked.unless(
        faults, () -> new Filing(id, issuer, formOrNull, source, supersedesOrNull, facts));
  }

  /**
   * What is wrong between the parts of a filing, also of one of which not all could be read: what
   * could not be is null, or not among the facts.
   */
  public static List<Checked.Fault> faults(
      FilingId idOrNull,
      FilingId supersedesOrNull,
      Source sourceOrNull,
      List<Fact> facts,
      LocalDate today) {
    List<Checked.Fault> faults = new ArrayList<>();
    if (idOrNull != null && idOrNull.equals(supersedesOrNull)) {
      faults.add(
          new Checked.Fault(
              "/supersedes", "supersedes-itself", "a filing cannot supersede itself"));
    }
    for (Plausibility.Finding finding : Plausibility.of(facts, sourceOrNull, today)) {
      if (finding.isImpossible()) {
        faults.add(new Checked.Fault(finding.pointer(), finding.code(), finding.message()));
      }
    }
    return faults;
  }

  /** Why there is no filing of so many facts. */
  public static List<Checked.Fault> faults(int facts) {
    return facts >= 1 && facts <= MOST_FACTS
        ? List.of()
        : List.of(
            new Checked.Fault("/facts", "size", "a filing has 1 to " + MOST_FACTS + " facts"));
  }

  public Filing withId(FilingId newId) {
    return new Filing(newId, issuer, form, source, supersedes, facts);
  }

  public Filing superseding(FilingId older) {
    return new Filing(id, issuer, form, source, older, facts);
  }

  /** All of it but its facts. */
  public Filing withoutFacts() {
    return new Filing(id, issuer, form, source, supersedes, List.of());
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
