package dev.runrate.ingest.filing;

import dev.runrate.common.fact.Filing;
import dev.runrate.common.fact.IssuerProfile;
import dev.runrate.common.fact.PeriodExpression;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Something about an accepted filing that keeps it, or a part of it, from counting fully. */
record FilingProblem(String pointer, String code, String message) {
  /** What is superseded must be there, and be of the same issuer, to have any effect. */
  static Optional<FilingProblem> ofSuperseded(Filing filing, Optional<Filing> older) {
    if (older.isEmpty()) {
      return Optional.of(
          new FilingProblem("/supersedes", "unknown", "there is no such filing (yet)"));
    }
    return older.get().issuer().equals(filing.issuer())
        ? Optional.empty()
        : Optional.of(
            new FilingProblem(
                "/supersedes",
                "other-issuer",
                "it is a filing of " + older.get().issuer() + ", so it is not superseded"));
  }

  static List<FilingProblem> of(Filing filing, IssuerProfile issuer, LocalDate today) {
    List<FilingProblem> problems = new ArrayList<>();
    if (filing.source().publishedOn().isAfter(today)) {
      problems.add(
          new FilingProblem(
              "/source/publishedOn", "published-in-future", "publication lies in the future"));
    }
    for (int i = 0; i < filing.facts().size(); i++) {
      if (filing.facts().get(i).period() instanceof PeriodExpression.Fiscal fiscal
          && issuer.fiscalYearEnd() == null) {
        problems.add(
            new FilingProblem(
                "/facts/" + i + "/period",
                "fiscal-calendar-unknown",
                fiscal.text()
                    + " has no dates until the issuer's fiscalYearEnd is given or learnt from"
                    + " year-long facts"));
      }
    }
    return problems;
  }
}
