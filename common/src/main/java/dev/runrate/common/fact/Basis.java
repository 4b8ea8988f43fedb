package dev.runrate.common.fact;

import java.util.Set;

/**
 * The measuring convention of a fact: {@code reported} (IFRS or GAAP as published), {@code
 * non-ifrs}, {@code non-gaap}, {@code adjusted}, {@code gross-bookings}, … Two bases are never
 * mixed in one figure.
 */
public record Basis(String slug) implements Comparable<Basis> {
  public static final Basis REPORTED = new Basis("reported");

  private static final Set<String> OF_PROFIT = Set.of("adjusted", "non-ifrs", "non-gaap");

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

  /** A measure of profit that leaves revenue and cash as they are reported. */
  public boolean adjustsProfit() {
    return OF_PROFIT.contains(slug);
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
