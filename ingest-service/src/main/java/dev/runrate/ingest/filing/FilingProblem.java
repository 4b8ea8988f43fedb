package dev.runrate.ingest.filing;

import dev.runrate.common.fact.Filing;
import dev.runrate.common.fact.IssuerProfile;
import dev.runrate.common.fact.PeriodExpression;
import dev.runrate.common.fact.Plausibility.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Something about an accepted filing that keeps it, or a part of it, from counting fully, or that
 * makes it doubtful.
 */
record FilingProblem(String pointer, String code, String message) {
  static FilingProblem of(Finding finding) {
    return new FilingProblem(finding.pointer(), finding.code(), finding.message());
  }

  /**
   * @param findings on the filing, from {@link dev.runrate.common.fact.Plausibility}
   * @param issuer asked for only where it matters
   */
  static List<FilingProblem> of(
      Filing filing, List<Finding> findings, Supplier<IssuerProfile> issuer) {
    List<FilingProblem> problems = new ArrayList<>();
    findings.forEach(finding -> problems.add(of(finding)));
    IssuerProfile profile = null;
    for (int i = 0; i < filing.facts().size(); i++) {
      if (filing.facts().get(i).period() instanceof PeriodExpression.Fiscal fiscal) {
        profile = profile == null ? issuer.get() : profile;
        if (profile.fiscalYearEnd() == null) {
          problems.add(
              new FilingProblem(
                  "/facts/" + i + "/period",
                  "fiscal-calendar-unknown",
                  fiscal.text()
                      + " has no dates until the issuer's fiscalYearEnd is given or learnt from"
                      + " year-long facts"));
        }
      }
    }
    return problems;
  }
}
