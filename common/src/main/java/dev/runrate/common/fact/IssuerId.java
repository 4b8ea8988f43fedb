package dev.runrate.common.fact;

/** Who the figures are about, e.g. {@code minimax}. */
public record IssuerId(String slug) implements Comparable<IssuerId> {
  public IssuerId {
    Slug.check("issuer", slug).orThrow();
  }

  public static Checked<IssuerId> parse(String text) {
    return Slug.check("issuer", text).map(IssuerId::new);
  }

  public static IssuerId of(String slug) {
    return new IssuerId(slug);
  }

  @Override
  public int compareTo(IssuerId other) {
    return slug.compareTo(other.slug);
  }

  @Override
  public String toString() {
    return slug;
  }
}
