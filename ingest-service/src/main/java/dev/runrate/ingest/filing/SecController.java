package dev.runrate.ingest.filing;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.runrate.common.event.Json;
import dev.runrate.common.fact.Checked;
import dev.runrate.common.fact.Fact;
import dev.runrate.common.fact.Filing;
import dev.runrate.common.fact.FilingId;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.Plausibility.Finding;
import dev.runrate.common.web.Problem.ContentError;
import dev.runrate.common.web.ProblemException;
import dev.runrate.common.web.QueryParameters;
import dev.runrate.ingest.IngestSettings;
import dev.runrate.ingest.format.Body;
import dev.runrate.ingest.format.FilingParser;
import dev.runrate.ingest.format.ParsedFiling;
import dev.runrate.ingest.format.sec.CompanyFacts;
import dev.runrate.ingest.format.sec.CompanyFactsReader;
import dev.runrate.ingest.issuer.EntityNames;
import dev.runrate.ingest.issuer.IssuerDirectory;
import jakarta.servlet.http.HttpServletRequest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.zip.ZipException;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;

/** SEC companyfacts documents: one filing per accession number. */
@RestController
class SecController {
  record Filings(int accepted, int duplicate, int rejected) {}

  /**
   * @param taken facts of the accepted filings
   * @param unmapped facts that the catalogue has no concept or unit for; counted, not stored
   * @param omitted facts that cannot be; left out of the filings they stand in
   */
  record Facts(long taken, long unmapped, long omitted) {}

  /**
   * @param rejections accession numbers of which nothing is taken, and why
   * @param omissions what was left out of which accession number, and why; the first {@link
   *     #MOST_TOLD} of them, as of the problems
   * @param problems what is odd in what is taken, as in the {@code problems} of the filing
   * @param retracted accession numbers that were retracted and stay so: an import is no word on
   *     them. Posted by itself such a filing stands again
   * @param dryRun true where nothing was stored; else absent
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Answer(
      String issuer,
      Filings filings,
      Facts facts,
      int unmappedConcepts,
      List<CompanyFacts.Faulty> rejections,
      List<CompanyFacts.Faulty> omissions,
      List<CompanyFacts.Faulty> problems,
      List<String> retracted,
      Boolean dryRun) {}

  private static final int MOST_TOLD = 1_000;

  private record Submitted(Filing filing, CompletableFuture<Recorded> recorded) {}

  private final GroupCommit commits;
  private final FilingStore store;
  private final Readings readings;
  private final Reports reports;
  private final IssuerDirectory issuers;
  private final IngestSettings settings;
  private final Clock clock;

  SecController(
      GroupCommit commits,
      FilingStore store,
      Readings readings,
      Reports reports,
      IssuerDirectory issuers,
      IngestSettings settings,
      Clock clock) {
    this.commits = commits;
    this.store = store;
    this.readings = readings;
    this.reports = reports;
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
  Answer post(
      HttpServletRequest request,
      @RequestParam Optional<String> issuer,
      @RequestParam(required = false) String dryRun)
      throws IOException, InterruptedException {
    boolean isDryRun = QueryParameters.flag("dryRun", dryRun);
    Optional<IssuerId> named = issuer.map(SecController::issuerId);
    // The whole document is read before anything is stored: a filing of which the second half is
    // missing would be believed.
    CompanyFacts document = read(Body.stream(request, settings.maxDocumentBytes()), named);
    IssuerId id = named.orElseGet(() -> identify(document.cik(), document.entityName()));
    if (isDryRun) {
      Rehearsal rehearsal = new Rehearsal(store);
      return record(
          id, document, each -> CompletableFuture.completedFuture(rehearsal.record(each)), true);
    }
    return take(id, document);
  }

  /** For a document that was fetched rather than posted. */
  Answer take(InputStream body, Optional<IssuerId> named) throws IOException, InterruptedException {
    CompanyFacts document = read(body, named);
    return take(named.orElseGet(() -> identify(document.cik(), document.entityName())), document);
  }

  private Answer take(IssuerId id, CompanyFacts document) throws IOException, InterruptedException {
    if (!document.filings().isEmpty()) {
      reports.adopt(id, document.filings());
      issuers.describe(id, document.entityName(), document.cik(), null);
    }
    return record(id, document, commits::submitPatiently, null);
  }

  private CompanyFacts read(InputStream in, Optional<IssuerId> named) throws IOException {
    try (InputStream body = in) {
      return CompanyFactsReader.read(
          body,
          LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC),
          reader -> named.orElseGet(() -> identify(reader.cik(), reader.entityName())));
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

  private IssuerId identify(Long cik, String entityName) {
    return Optional.ofNullable(cik)
        .flatMap(issuers::findByCik)
        .or(() -> EntityNames.issuer(entityName))
        .or(() -> Optional.ofNullable(cik).map(number -> IssuerId.of("cik-" + number)))
        .orElseThrow(
            () ->
                ProblemException.unreadable(
                    "The document names no entity; say whose it is with ?issuer=."));
  }

  private Answer record(
      IssuerId issuer, CompanyFacts document, Readings.Taker taker, Boolean dryRun)
      throws InterruptedException {
    Set<FilingId> retracted =
        readings.retracted(document.filings().stream().map(Filing::id).toList());
    List<Submitted> submitted = new ArrayList<>();
    List<CompanyFacts.Faulty> doubtful = new ArrayList<>();
    for (Filing filing : document.filings()) {
      if (!retracted.contains(filing.id())) {
        ParsedFiling.Valid valid = FilingParser.identified(filing);
        submitted.add(new Submitted(filing, taker.take(valid)));
        if (!valid.doubts().isEmpty()) {
          doubtful.add(new CompanyFacts.Faulty(filing.id().text(), errors(valid.doubts())));
        }
      }
    }
    List<CompanyFacts.Faulty> rejected = new ArrayList<>(document.rejected());
    int accepted = 0;
    int duplicate = retracted.size();
    long taken = 0;
    for (Submitted each : submitted) {
      Recorded recorded = outcome(each.recorded);
      if (recorded instanceof Recorded.Conflicting) {
        recorded = complete(each.filing, taker, dryRun != null, doubtful);
      }
      switch (recorded) {
        case Recorded.Accepted taking -> {
          accepted++;
          taken += each.filing.facts().size();
        }
        case Recorded.Duplicate known -> duplicate++;
        case Recorded.Conflicting conflicting ->
            rejected.add(
                new CompanyFacts.Faulty(
                    each.filing.id().text(),
                    List.of(
                        new ContentError(
                            "", "other-issuer", "it is stored as a filing of another issuer"))));
        case Recorded.Refused refused ->
            rejected.add(new CompanyFacts.Faulty(each.filing.id().text(), refused.errors()));
      }
    }
    return new Answer(
        issuer.slug(),
        new Filings(accepted, duplicate, rejected.size()),
        new Facts(taken, document.unmappedFacts(), document.omittedFacts()),
        document.unmappedConcepts(),
        rejected,
        first(document.omitted()),
        first(doubtful),
        retracted.stream().map(FilingId::text).sorted().toList(),
        dryRun);
  }

  private static List<ContentError> errors(List<Finding> findings) {
    return findings.stream()
        .map(each -> new ContentError(each.pointer(), each.code(), each.message()))
        .toList();
  }

  private static List<CompanyFacts.Faulty> first(List<CompanyFacts.Faulty> faulty) {
    List<CompanyFacts.Faulty> first = new ArrayList<>();
    int left = MOST_TOLD;
    for (CompanyFacts.Faulty each : faulty) {
      if (left == 0) {
        break;
      }
      List<ContentError> errors = each.errors().stream().limit(left).toList();
      first.add(new CompanyFacts.Faulty(each.id(), errors));
      left -= errors.size();
    }
    return first;
  }

  private static Recorded outcome(CompletableFuture<Recorded> recorded) {
    try {
      return recorded.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /**
   * The accession number is there with other facts: an earlier document was trimmed, the SEC added
   * to it, or an earlier version of this reader made something else of it (without decimals and
   * tags, say). If it says nothing new it is a duplicate, else it goes in under an id of its own
   * that supersedes the first, line by line. Where its report is here, the two are one ({@link
   * Reports#addCompanyFacts}). So importing a document again after an upgrade brings the better
   * reading in, once.
   */
  private Recorded complete(
      Filing filing, Readings.Taker taker, boolean isDryRun, List<CompanyFacts.Faulty> doubtful)
      throws InterruptedException {
    Filing old = store.find(filing.id()).orElseThrow();
    if (!old.issuer().equals(filing.issuer())) {
      return new Recorded.Conflicting();
    }
    List<ContentError> differences = new ArrayList<>();
    Optional<Recorded> beside = reports.addCompanyFacts(filing, taker, isDryRun, differences);
    if (beside.isPresent()) {
      if (!differences.isEmpty()) {
        doubtful.add(new CompanyFacts.Faulty(filing.id().text(), differences));
      }
      return beside.get();
    }
    Set<Fact> known = new HashSet<>(old.facts());
    String ownIds = filing.id() + ":";
    store.startingWith(filing.issuer(), ownIds).forEach(each -> known.addAll(each.facts()));
    if (known.containsAll(filing.facts())) {
      return new Recorded.Duplicate();
    }
    String hash = FilingParser.identified(filing).contentHash();
    Filing completed =
        new Filing(
            FilingId.of(ownIds + hash.substring(0, 12)),
            filing.issuer(),
            filing.form(),
            filing.source(),
            filing.id(),
            filing.facts());
    return outcome(taker.take(FilingParser.identified(completed)));
  }

  private static IssuerId issuerId(String slug) {
    return switch (IssuerId.parse(slug)) {
      case Checked.Valid<IssuerId> valid -> valid.value();
      case Checked.Invalid<IssuerId> invalid ->
          throw ProblemException.badRequest(invalid.message());
    };
  }
}
