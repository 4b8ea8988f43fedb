package dev.runrate.common.fact;

/**
 * The measuring convention of a fact: {@code reported} (IFRS or GAAP as published), {@code
 * non-ifrs}, {@code non-gaap}, {@code adjusted}, {@code gross-bookings}, … Two bases are never
 * mixed in one figure.
 */
public record Basis(String slug) implements Comparable<Basis> {
  public static final Basis REPORTED = new Basis("reported");

  public Basis {
    Slug.check("basis", slug).orThrow();
  }

  public static Checked<Basis> parse(String text) {
    return Slug.check("basis", text).map(Basis::of);
  }

  public static Basis of(String slug) {
    return slug.equals("reported") ? REPORTED : new Basis(slug);
  }

  public boolean isReported() {
    return this.equals(REPORTED);
  }

  /** {@code reported} first, the others by name. */
  @Override
  public int compareTo(Basis other) {
    if (isReported() || other.isReported()) {
      return Boolean.compare(other.isReported(), isReported());
    }
    return slug.compareTo(other.slug);
  }

  @Override
  public String toString() {
    return slug;
  }
}
