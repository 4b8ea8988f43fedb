package dev.runrate.ingest.issuer;

import dev.runrate.common.fact.Checked;
import dev.runrate.common.fact.IssuerId;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Makes an issuer of what a document calls its entity. */
public final class EntityNames {
  private static final Set<String> COMPANY_SUFFIXES =
      Set.of(
          "corp",
          "corporation",
          "inc",
          "incorporated",
          "co",
          "company",
          "ltd",
          "limited",
          "llc",
          "plc",
          "nv",
          "sa",
          "ag",
          "se",
          "adr",
          "de",
          "new");

  private EntityNames() {}

  /** {@code NVIDIA CORP} is {@code nvidia}: the name without what every company is called. */
  public static Optional<IssuerId> issuer(String nameOrNull) {
    if (nameOrNull == null) {
      return Optional.empty();
    }
    String plain =
        Normalizer.normalize(nameOrNull, Normalizer.Form.NFD)
            .toLowerCase(Locale.ROOT)
            .replaceAll("[.'\u2019\\p{M}]", "")
            .replaceAll("[^a-z0-9]+", " ")
            .strip();
    List<String> words = new ArrayList<>(List.of(plain.split(" ")));
    while (words.size() > 1 && COMPANY_SUFFIXES.contains(words.getLast())) {
      words.removeLast();
    }
    return IssuerId.parse(String.join("-", words)) instanceof Checked.Valid<IssuerId> valid
        ? Optional.of(valid.value())
        : Optional.empty();
  }
}
