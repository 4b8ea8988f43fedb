package dev.runrate.common.security;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a caller may do. */
public enum Role {
  /** Look at everything but subscriptions, keys and the audit trail. */
  READ,
  /** Post, retract and draft filings, profiles and rates; look. */
  POST,
  /** Change rules, subscriptions, silences; look. */
  RULES,
  /** Everything. */
  ADMIN,
  /** Ask what the services ask each other. Of no key: it is the service key's. */
  INTERNAL;

  /** As it is written in keys and in claims. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return text();
  }

  public static Optional<Role> parse(String text) {
    return Arrays.stream(values()).filter(each -> each.text().equals(text)).findFirst();
  }

  /** Those that somebody can be given. */
  public static Set<Role> ofPeople() {
    return EnumSet.complementOf(EnumSet.of(INTERNAL));
  }

  /** The role with all that it brings. */
  Set<Role> implied() {
    return switch (this) {
      case READ -> EnumSet.of(READ);
      case POST -> EnumSet.of(POST, READ);
      case RULES -> EnumSet.of(RULES, READ);
      case ADMIN -> ofPeople();
      case INTERNAL -> EnumSet.of(INTERNAL, READ);
    };
  }
}
