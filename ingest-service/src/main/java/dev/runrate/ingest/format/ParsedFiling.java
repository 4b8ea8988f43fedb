package dev.runrate.ingest.format;

import dev.runrate.common.fact.Filing;
import dev.runrate.common.fact.Plausibility.Finding;
import dev.runrate.common.web.Problem.ContentError;
import java.util.List;

/** What a parser makes of a document: a filing, or everything that is wrong with it. */
public sealed interface ParsedFiling {
  /**
   * @param contentHash of everything but the id: two filings with the same hash say the same
   * @param doubts what is odd in it, though not impossible
   */
  record Valid(Filing filing, String contentHash, List<Finding> doubts) implements ParsedFiling {}

  /**
   * @param id as far as it could be read; null otherwise
   */
  record Invalid(String id, List<ContentError> errors) implements ParsedFiling {}
}
