package dev.runrate.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * The passwords of PostgreSQL's roles, random, in a file that only its owner can read. Its form is
 * the password file of psql and its like: {@code *:*:*:ingest:PASSWORD}, a role a line.
 */
final class Passwords {
  private static final String EVERYWHERE = "*:*:*:";
  private static final int BYTES = 24;

  private final Map<String, String> byRole;

  /** Whether the file had one for every role. */
  private final boolean complete;

  private Passwords(Map<String, String> byRole, boolean complete) {
    this.byRole = byRole;
    this.complete = complete;
  }

  /**
   * Reads the file; roles that it does not know get a password, which is written before it is used.
   */
  static Passwords in(Path file, Collection<String> roles) throws IOException {
    Map<String, String> byRole = saved(file);
    boolean complete = byRole.keySet().containsAll(roles);
    if (!complete) {
      roles.forEach(role -> byRole.computeIfAbsent(role, r -> random()));
      StringBuilder text = new StringBuilder();
      byRole.forEach(
          (role, password) ->
              text.append(EVERYWHERE).append(role).append(':').append(password).append('\n'));
      Owned.write(file, text.toString());
    }
    return new Passwords(byRole, complete);
  }

  /** By role; empty where there is no file. */
  static Map<String, String> saved(Path file) throws IOException {
    Map<String, String> byRole = new TreeMap<>();
    if (!Files.exists(file)) {
      return byRole;
    }
    for (String line : Files.readAllLines(file)) {
      String[] parts = line.split(":");
      // What a loss of power left of a line is none.
      if (line.startsWith(EVERYWHERE)
          && parts.length == 5
          && parts[4].length() == random().length()) {
        byRole.put(parts[3], parts[4]);
      }
    }
    return byRole;
  }

  private static String random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  String of(String role) {
    return byRole.get(role);
  }

  boolean complete() {
    return complete;
  }
}
