package dev.runrate.common.web;

import java.util.List;

/** Ends a request with a problem answer. */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;
  private final transient String retryAfterSeconds;

  public ProblemException(Problem problem) {
    this(problem, null);
  }

  private ProblemException(Problem problem, String retryAfterSeconds) {
    super(problem.detail(), null, false, false);
    this.problem = problem;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  public static ProblemException notFound(String what) {
    return new ProblemException(
        Problem.of(404, "not-found", "Not found", "There is no " + what + "."));
  }

  public static ProblemException badRequest(String detail) {
    return new ProblemException(Problem.of(400, "bad-request", "Bad request", detail));
  }

  /** The body is not what its type promises, so nothing in it can be pointed at. */
  public static ProblemException unreadable(String detail) {
    return new ProblemException(Problem.of(400, "unreadable", "Unreadable content", detail));
  }

  public static ProblemException conflict(String detail) {
    return new ProblemException(Problem.of(409, "conflict", "Conflict", detail));
  }

  public static ProblemException tooLarge(String detail) {
    return new ProblemException(Problem.of(413, "too-large", "Content too large", detail));
  }

  public static ProblemException unsupportedType(String detail) {
    return new ProblemException(
        Problem.of(415, "unsupported-type", "Unsupported media type", detail));
  }

  public static ProblemException unavailable(String detail) {
    return new ProblemException(Problem.of(503, "unavailable", "Service unavailable", detail), "1");
  }

  /** All the faults of a document at once. */
  public static ProblemException invalid(List<Problem.ContentError> errors) {
    return new ProblemException(
        new Problem(
            "/problems/invalid-content",
            "Invalid content",
            422,
            errors.size() == 1
                ? errors.getFirst().message()
                : errors.size() + " errors; nothing was stored.",
            errors));
  }

  /** Nothing is wrong with it, but it is not the caller's to do. */
  public static ProblemException forbidden(List<Problem.ContentError> errors) {
    return new ProblemException(
        new Problem(
            "/problems/forbidden", "Forbidden", 403, errors.getFirst().message() + ".", errors));
  }

  public Problem problem() {
    return problem;
  }

  /** Null where no retry will help. */
  String retryAfterSeconds() {
    return retryAfterSeconds;
  }
}
