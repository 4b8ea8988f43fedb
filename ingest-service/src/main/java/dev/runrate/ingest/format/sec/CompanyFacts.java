package dev.runrate.ingest.format.sec;

import dev.runrate.common.fact.Filing;
import dev.runrate.common.web.Problem.ContentError;
import java.time.MonthDay;
import java.util.List;

/**
 * What a companyfacts document says, as far as the catalogue has a place for it.
 *
 * @param cik the SEC's number of the issuer
 * @param filings newest publication first, so that whoever is told of them hears of the present
 *     before the past
 * @param rejected accession numbers with a fact that cannot be
 * @param unmappedFacts facts that the catalogue has no concept or no unit for
 * @param unmappedConcepts tags that the catalogue has no concept for
 * @param fiscalYearEnd of the newest year-long fact; null where there is none
 */
public record CompanyFacts(
    Long cik,
    String entityName,
    List<Filing> filings,
    List<Rejected> rejected,
    long unmappedFacts,
    int unmappedConcepts,
    MonthDay fiscalYearEnd) {

  /** A filing of which nothing is taken, with every fault in it. */
  public record Rejected(String id, List<ContentError> errors) {}
}
