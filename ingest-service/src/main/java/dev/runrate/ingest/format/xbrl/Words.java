package dev.runrate.ingest.format.xbrl;

import dev.runrate.common.fact.Checked;
import dev.runrate.common.fact.SegmentId;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the names of tags and members say to people. */
final class Words {
  private static final int MOST_SLUG = 100;

  private Words() {}

  /** {@code OEMAndOtherMember} is OEM, And, Other, Member. */
  static List<String> of(String name) {
    List<String> words = new ArrayList<>();
    for (String word :
        name.split("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[^\\p{L}\\p{N}]+")) {
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
    return words;
  }

  /** For people, where no label came with the document. */
  static String label(XbrlName name) {
    if (name.prefix().equals("country")) {
      return Locale.of("", name.local()).getDisplayCountry(Locale.ENGLISH);
    }
    return String.join(" ", of(name.local()));
  }

  /**
   * The segment of a member, from its name and not from its label: labels come with some documents
   * only, and a segment is to be called the same in all of them. {@code
   * nvda:ComputeAndNetworkingSegmentMember} is {@code compute-and-networking}, {@code country:US}
   * {@code united-states}.
   *
   * @return empty where nothing of the name can stand in a slug
   */
  static Optional<SegmentId> segment(XbrlName member) {
    if (member.prefix().equals("country")) {
      String country = Locale.of("", member.local()).getDisplayCountry(Locale.ENGLISH);
      return slug(of(country));
    }
    if (member.prefix().equals("stpr")) {
      return slug(List.of("us", member.local()));
    }
    List<String> words = new ArrayList<>(of(member.local()));
    if (words.size() > 1 && words.getLast().equals("Member")) {
      words.removeLast();
    }
    if (words.size() > 1 && words.getLast().matches("Segments?")) {
      words.removeLast();
    }
    return slug(words);
  }

  private static Optional<SegmentId> slug(List<String> words) {
    String slug =
        Normalizer.normalize(String.join("-", words), Normalizer.Form.NFD)
            .toLowerCase(Locale.ROOT)
            .replaceAll("\\p{M}", "")
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^-+|-+$", "");
    if (slug.length() > MOST_SLUG) {
      slug = slug.substring(0, MOST_SLUG).replaceAll("-+$", "");
    }
    return !slug.isEmpty() && SegmentId.parse(slug) instanceof Checked.Valid<SegmentId> valid
        ? Optional.of(valid.value())
        : Optional.empty();
  }
}
