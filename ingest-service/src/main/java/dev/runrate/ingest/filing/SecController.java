package dev.runrate.ingest.filing;

import dev.runrate.common.event.Json;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.web.Body;
import dev.runrate.common.web.ProblemException;
import dev.runrate.common.web.QueryParameters;
import dev.runrate.ingest.IngestSettings;
import dev.runrate.ingest.format.sec.CompanyFacts;
import dev.runrate.ingest.format.sec.CompanyFactsReader;
import jakarta.servlet.http.HttpServletRequest;
import java.io.EOFException;
import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.zip.ZipException;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;

/** SEC companyfacts documents: one filing per accession number. */
@RestController
class SecController {
  private final GroupCommit commits;
  private final FilingStore store;
  private final SecIssuers issuers;
  private final IngestSettings settings;
  private final Clock clock;

  SecController(
      GroupCommit commits,
      FilingStore store,
      SecIssuers issuers,
      IngestSettings settings,
      Clock clock) {
    this.commits = commits;
    this.store = store;
    this.issuers = issuers;
    this.settings = settings;
    this.clock = clock;
  }

  @PostMapping(
      path = "/v1/filings/sec-companyfacts",
      consumes = {
        MediaType.APPLICATION_JSON_VALUE,
        MediaType.APPLICATION_OCTET_STREAM_VALUE,
        "application/gzip",
        "application/x-gzip"
      })
  SecImport.Answer post(
      HttpServletRequest request,
      @RequestParam Optional<String> issuer,
      @RequestParam(required = false) String dryRun)
      throws IOException, InterruptedException {
    boolean isDryRun = QueryParameters.flag("dryRun", dryRun);
    Optional<IssuerId> named = issuer.map(text -> QueryParameters.read(IssuerId.parse(text)));
    // The whole document is read before anything is stored: a filing of which the second half is
    // missing would be believed.
    CompanyFacts document = read(request, named);
    IssuerId id = named.orElseGet(() -> issuers.identify(document.cik(), document.entityName()));
    if (isDryRun) {
      return new SecImport(store, Taker.rehearsing(store)).record(id, document, true);
    }
    if (!document.filings().isEmpty()) {
      issuers.describe(id, document);
    }
    return new SecImport(store, commits::submitPatiently).record(id, document, null);
  }

  private CompanyFacts read(HttpServletRequest request, Optional<IssuerId> named)
      throws IOException {
    try (var body = Body.stream(request, settings.maxDocumentBytes())) {
      return CompanyFactsReader.read(
          body,
          LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC),
          reader -> named.orElseGet(() -> issuers.identify(reader.cik(), reader.entityName())));
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
