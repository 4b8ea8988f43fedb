package dev.runrate.ingest.filing;

import dev.runrate.common.event.Json;
import dev.runrate.common.fact.FilingId;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.security.Caller;
import dev.runrate.common.web.ProblemException;
import dev.runrate.ingest.format.sec.CompanyFacts;
import dev.runrate.ingest.format.sec.CompanyFactsReader;
import dev.runrate.ingest.issuer.Entities;
import dev.runrate.ingest.issuer.IssuerDirectory;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipException;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;

/** Takes companyfacts documents, posted or fetched. */
@Component
public class CompanyFactsIntake {
  private final GroupCommit commits;
  private final FilingStore store;
  private final Readings readings;
  private final Reports reports;
  private final Entities entities;
  private final IssuerDirectory issuers;
  private final Clock clock;

  CompanyFactsIntake(
      GroupCommit commits,
      FilingStore store,
      Readings readings,
      Reports reports,
      Entities entities,
      IssuerDirectory issuers,
      Clock clock) {
    this.commits = commits;
    this.store = store;
    this.readings = readings;
    this.reports = reports;
    this.entities = entities;
    this.issuers = issuers;
    this.clock = clock;
  }

  /**
   * The whole document is read before anything is stored: a filing of which the second half is
   * missing would be believed.
   *
   * @param named whose it is; empty for what the document says
   * @param isDryRun whether it is only said what would become of it
   * @throws ProblemException if it is no such document
   */
  SecImport.Answer take(InputStream body, Optional<IssuerId> named, boolean isDryRun)
      throws IOException, InterruptedException {
    CompanyFacts document = read(body, named);
    IssuerId issuer =
        named.orElseGet(() -> entities.identify(document.cik(), document.entityName(), null));
    if (!isDryRun) {
      Caller.current().require(issuer);
    }
    if (!isDryRun && !document.filings().isEmpty()) {
      reports.adopt(issuer, document.filings());
      issuers.describe(issuer, document.entityName(), document.cik(), null);
    }
    Taker taker = isDryRun ? Taker.rehearsing(store) : commits::submitPatiently;
    return new SecImport(store, readings, reports, taker, isDryRun).record(issuer, document);
  }

  /**
   * A document that was fetched for some of its filings.
   *
   * @param issuerOrNull whose it is; null for what the document says
   * @return those of the accession numbers that are stored now
   * @throws ProblemException if it is no such document
   */
  public Set<String> take(byte[] document, IssuerId issuerOrNull, Collection<String> accessions)
      throws InterruptedException {
    try {
      take(new ByteArrayInputStream(document), Optional.ofNullable(issuerOrNull), false);
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

  private CompanyFacts read(InputStream in, Optional<IssuerId> named) throws IOException {
    try (InputStream body = in) {
      return CompanyFactsReader.read(
          body,
          LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC),
          reader ->
              named.orElseGet(() -> entities.identify(reader.cik(), reader.entityName(), null)));
    } catch (EOFException | ZipException e) {
      throw ProblemException.unreadable(
          "The gzip is broken: " + e.getMessage() + ". Nothing was taken; send the whole again.");
    } catch (JacksonException e) {
      throw ProblemException.unreadable(
          "Not JSON to its end: "
              + e.getOriginalMessage()
              + Json.where(e)
              + ". Nothing was taken; send the whole again.");
    } catch (IllegalArgumentException e) {
      throw ProblemException.unreadable(
          "Not a companyfacts document: " + e.getMessage() + ". Nothing was taken.");
    }
  }
}
