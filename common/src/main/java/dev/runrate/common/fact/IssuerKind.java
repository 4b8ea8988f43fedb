package dev.runrate.common.fact;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What an issuer of the field lives on, as far as one word says it. */
public enum IssuerKind {
  /** Trains models of its own and sells access to them. */
  LAB,
  /** Rents out computing, or has a large business beside AI that it runs on. */
  CLOUD,
  /** Designs or makes the chips. */
  CHIP,
  /** Sells what is made with models, its own or not. */
  APPLICATION;

  public static Optional<IssuerKind> parse(String text) {
    return Arrays.stream(values()).filter(kind -> kind.toString().equals(text)).findFirst();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
