package dev.runrate.standalone.client;

/** Ends a command with one clear line and exit code 1. */
public final class ClientException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ClientException(String message) {
    super(message);
  }
}
