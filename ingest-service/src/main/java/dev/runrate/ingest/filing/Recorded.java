package dev.runrate.ingest.filing;

import dev.runrate.common.security.Caller;
import dev.runrate.common.web.Problem.ContentError;
import dev.runrate.common.web.ProblemException;
import java.time.Instant;
import java.util.List;

/** What became of a filing that was handed to the store. */
public sealed interface Recorded {
  /** New, or posted again after it was retracted; durable now. */
  record Accepted(Instant at) implements Recorded {}

  /** The same was there already. */
  record Duplicate() implements Recorded {}

  /** The id is taken by a filing that says something else. */
  record Conflicting() implements Recorded {}

  /** What the store knows forbids it. */
  record Refused(List<ContentError> errors) implements Recorded {
    /** For whoever waits for an answer of its own. */
    public ProblemException problem() {
      return errors.stream().anyMatch(each -> each.code().equals(Caller.FORBIDDEN))
          ? ProblemException.forbidden(errors)
          : ProblemException.invalid(errors);
    }
  }
}
