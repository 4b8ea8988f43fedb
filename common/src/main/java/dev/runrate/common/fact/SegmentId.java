package dev.runrate.common.fact;

/**
 * A part of an issuer that reports figures of its own, e.g. {@code cloud-intelligence}; {@link
 * #WHOLE} is the issuer itself. Segments are never added up to a whole: nobody says they are
 * complete or disjoint.
 */
public record SegmentId(String slug) implements Comparable<SegmentId> {
  public static final SegmentId WHOLE = new SegmentId("");

  public SegmentId {
    if (!slug.isEmpty()) {
      Slug.check("segment", slug).orThrow();
    }
  }

  /** Null and the empty text are the whole issuer. */
  public static Checked<SegmentId> parse(String text) {
    if (text == null || text.isEmpty()) {
      return Checked.valid(WHOLE);
    }
    return Slug.check("segment", text).map(SegmentId::new);
  }

  public static SegmentId of(String slugOrNull) {
    return parse(slugOrNull).orThrow();
  }

  public boolean isWhole() {
    return slug.isEmpty();
  }

  /** As it stands in messages: null for the whole issuer. */
  public String orNull() {
    return isWhole() ? null : slug;
  }

  @Override
  public int compareTo(SegmentId other) {
    return slug.compareTo(other.slug);
  }

  @Override
  public String toString() {
    return slug;
  }
}
