package dev.runrate.ingest.filing;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.runrate.common.fact.Fact;
import dev.runrate.common.fact.Filing;
import dev.runrate.common.fact.FilingId;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.Source;
import java.time.Instant;
import java.util.List;

/**
 * A filing as it is stored, its status ({@code accepted} or {@code retracted}) and what a reader
 * should know of it.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record FilingAnswer(
    FilingId id,
    IssuerId issuer,
    String form,
    Source source,
    FilingId supersedes,
    List<Fact> facts,
    String status,
    Instant acceptedAt,
    Instant retractedAt,
    String reason,
    List<FilingProblem> problems) {

  static FilingAnswer of(StoredFiling stored, List<FilingProblem> problems) {
    Filing filing = stored.filing();
    boolean isRetracted = stored.isRetracted();
    return new FilingAnswer(
        filing.id(),
        filing.issuer(),
        filing.form(),
        filing.source(),
        filing.supersedes(),
        filing.facts(),
        isRetracted ? "retracted" : "accepted",
        stored.newestAcceptedAt(),
        isRetracted ? stored.retractedAt() : null,
        isRetracted ? stored.reason() : null,
        problems);
  }

  /** The newest reading of a filing, under the name of the first. */
  FilingAnswer as(Filing first, List<FilingProblem> allProblems) {
    return new FilingAnswer(
        first.id(),
        issuer,
        form,
        source,
        first.supersedes(),
        facts,
        status,
        acceptedAt,
        retractedAt,
        reason,
        allProblems);
  }
}
