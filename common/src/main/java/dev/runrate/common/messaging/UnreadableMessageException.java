package dev.runrate.common.messaging;

/** A record whose value is not what its topic promises: no retry will mend it. */
public final class UnreadableMessageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnreadableMessageException(String message, Throwable cause) {
    super(message, cause);
  }
}
