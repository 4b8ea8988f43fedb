package dev.runrate.ingest.filing;

import dev.runrate.common.fact.FilingId;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.web.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Takes a companyfacts document that somebody fetched. */
@Component
public class CompanyFactsIntake {
  private final SecController imports;
  private final FilingStore store;

  CompanyFactsIntake(SecController imports, FilingStore store) {
    this.imports = imports;
    this.store = store;
  }

  /**
   * @param issuerOrNull whose it is; null for what the document says
   * @return those of the accession numbers that are stored now
   * @throws ProblemException if it is no such document
   */
  public Set<String> take(byte[] document, IssuerId issuerOrNull, Collection<String> accessions)
      throws InterruptedException {
    try {
      imports.take(new ByteArrayInputStream(document), Optional.ofNullable(issuerOrNull));
    } catch (IOException e) {
      throw ProblemException.unreadable("companyfacts: " + e.getMessage());
    }
    Set<String> there = new HashSet<>();
    for (String accession : accessions) {
      if (store.find(FilingId.of(accession)).isPresent()) {
        there.add(accession);
      }
    }
    return there;
  }
}
