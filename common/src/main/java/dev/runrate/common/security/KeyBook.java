package dev.runrate.common.security;

import java.util.Optional;

/** Where API keys are known. */
public interface KeyBook {
  /**
   * The key with this hash, whether it holds or not.
   *
   * @throws RuntimeException if the book cannot be asked
   */
  Optional<ApiKey> find(String hash);
}
