package dev.runrate.ingest.issuer;

import dev.runrate.common.fact.Checked;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.web.ProblemException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Whose a document is, by what it says of its entity. */
@Component
public class Entities {
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

  private final IssuerDirectory issuers;

  Entities(IssuerDirectory issuers) {
    this.issuers = issuers;
  }

  /**
   * By the SEC's number where a profile has it, else by the name, else by the number or the LEI.
   *
   * @throws ProblemException if the document says nothing of that
   */
  public IssuerId identify(Long cikOrNull, String nameOrNull, String leiOrNull) {
    return Optional.ofNullable(cikOrNull)
        .flatMap(issuers::findByCik)
        .or(() -> named(nameOrNull))
        .or(() -> Optional.ofNullable(cikOrNull).map(cik -> IssuerId.of("cik-" + cik)))
        .or(
            () ->
                Optional.ofNullable(leiOrNull)
                    .map(lei -> IssuerId.of("lei-" + lei.toLowerCase(Locale.ROOT))))
        .orElseThrow(
            () ->
                ProblemException.unreadable(
                    "The document names no entity; say whose it is with ?issuer=."));
  }

  /** {@code NVIDIA CORP} is {@code nvidia}: the name without what every company is called. */
  private static Optional<IssuerId> named(String nameOrNull) {
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
