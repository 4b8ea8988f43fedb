package dev.runrate.ingest.format.sec;

import dev.runrate.common.fact.Filing;
import dev.runrate.common.web.Problem.ContentError;
import java.util.List;

/**
 * What a companyfacts document says, as far as the catalogue has a place for it.
 *
 * @param cik the SEC's number of the issuer
 * @param filings newest publication first, so that whoever is told of them hears of the present
 *     before the past
 * @param rejected accession numbers of which nothing is taken
 * @param omitted facts that cannot be, by the accession number without them
 * @param unmappedFacts facts that the catalogue has no concept or no unit for
 * @param unmappedConcepts tags that the catalogue has no concept for
 */
public record CompanyFacts(
    Long cik,
    String entityName,
    List<Filing> filings,
    List<Faulty> rejected,
    List<Faulty> omitted,
    long unmappedFacts,
    int unmappedConcepts) {

  /** An accession number and what is wrong in it. */
  public record Faulty(String id, List<ContentError> errors) {}

  public long omittedFacts() {
    return omitted.stream().mapToLong(each -> each.errors.size()).sum();
  }
}
