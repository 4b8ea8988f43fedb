package dev.runrate.ingest.filing;

import dev.runrate.common.fact.Filing;
import dev.runrate.common.web.Problem.ContentError;
import java.time.Instant;
import java.util.Optional;

/**
 * What a filing may replace: one of the same issuer, and none whose source is worth more. A press
 * report does not replace a prospectus, it contradicts it.
 */
final class Supersession {
  private static final String POINTER = "/supersedes";

  private Supersession() {}

  /** Why the newer filing must not be taken; empty where it may. */
  static Optional<ContentError> refusal(Filing newer, Filing older) {
    return isOutranked(newer, older)
        ? Optional.of(new ContentError(POINTER, "supersedes-better-tier", outranked(newer, older)))
        : Optional.empty();
  }

  /** What is superseded must be there, and be of the same issuer, to have any effect. */
  static Optional<FilingProblem> problem(
      Filing newer, Instant acceptedAt, Optional<StoredFiling> stored) {
    if (stored.isEmpty()) {
      return problem("unknown", "there is no such filing (yet)");
    }
    Filing older = stored.get().filing();
    if (!older.issuer().equals(newer.issuer())) {
      return problem(
          "other-issuer", "it is a filing of " + older.issuer() + ", so it is not superseded");
    }
    // It came after the one that would supersede it, or the door would have been shut.
    if (isOutranked(newer, older)) {
      return problem("supersedes-better-tier", outranked(newer, older));
    }
    if (newer.id().equals(older.supersedes())) {
      boolean isLater = isLater(newer, acceptedAt, older, stored.get().acceptedAt());
      return problem(
          "supersedes-each-other",
          "the two supersede each other; "
              + (isLater ? newer : older).id()
              + " counts, as the later one");
    }
    return Optional.empty();
  }

  private static boolean isLater(Filing a, Instant acceptedA, Filing b, Instant acceptedB) {
    int byDay = a.source().publishedOn().compareTo(b.source().publishedOn());
    int byArrival = acceptedA.compareTo(acceptedB);
    return byDay != 0 ? byDay > 0 : byArrival != 0 ? byArrival > 0 : a.id().compareTo(b.id()) > 0;
  }

  private static boolean isOutranked(Filing newer, Filing older) {
    return older.issuer().equals(newer.issuer())
        && newer.source().tier().compareTo(older.source().tier()) > 0;
  }

  private static String outranked(Filing newer, Filing older) {
    return "a source of tier "
        + newer.source().tier()
        + " does not replace one of tier "
        + older.source().tier()
        + "; without supersedes both stand, and the conflict is shown";
  }

  private static Optional<FilingProblem> problem(String code, String message) {
    return Optional.of(new FilingProblem(POINTER, code, message));
  }
}
