package dev.runrate.ingest.filing;

import dev.runrate.common.fact.Checked;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.IssuerProfile;
import dev.runrate.common.web.ProblemException;
import dev.runrate.ingest.format.sec.CompanyFacts;
import dev.runrate.ingest.issuer.IssuerDirectory;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Whose a companyfacts document is, and what it says of its issuer. */
@Component
class SecIssuers {
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

  SecIssuers(IssuerDirectory issuers) {
    this.issuers = issuers;
  }

  /** By the SEC's number, else by the entity's name. */
  IssuerId identify(Long cik, String entityName) {
    return Optional.ofNullable(cik)
        .flatMap(issuers::findByCik)
        .or(() -> slugOf(entityName))
        .or(() -> Optional.ofNullable(cik).map(number -> IssuerId.of("cik-" + number)))
        .orElseThrow(
            () ->
                ProblemException.unreadable(
                    "The document names no entity; say whose it is with ?issuer=."));
  }

  /** {@code NVIDIA CORP} is {@code nvidia}: the name without what every company is called. */
  private static Optional<IssuerId> slugOf(String entityName) {
    if (entityName == null) {
      return Optional.empty();
    }
    String plain =
        Normalizer.normalize(entityName, Normalizer.Form.NFD)
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

  /**
   * Adds what the document says of itself to the profile; what somebody put there stays. When the
   * year ends and in which currency is reported, the engine learns from the facts: in a profile it
   * would be a person's word, which no fact outvotes.
   */
  void describe(IssuerId id, CompanyFacts document) {
    IssuerProfile old = issuers.profile(id);
    IssuerProfile described =
        new IssuerProfile(
            id,
            old.name() != null ? old.name() : document.entityName(),
            old.names(),
            old.aliases(),
            old.country(),
            old.reportingCurrency(),
            old.fiscalYearEnd(),
            old.cik() != null ? old.cik() : document.cik(),
            old.rulings());
    if (!described.equals(issuers.find(id).orElse(null))) {
      issuers.put(described);
    }
  }
}
