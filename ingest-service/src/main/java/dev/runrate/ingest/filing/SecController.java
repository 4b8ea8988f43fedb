package dev.runrate.ingest.filing;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.runrate.common.event.Json;
import dev.runrate.common.fact.Checked;
import dev.runrate.common.fact.Fact;
import dev.runrate.common.fact.Filing;
import dev.runrate.common.fact.FilingId;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.IssuerProfile;
import dev.runrate.common.web.Problem.ContentError;
import dev.runrate.common.web.ProblemException;
import dev.runrate.ingest.IngestSettings;
import dev.runrate.ingest.format.Body;
import dev.runrate.ingest.format.FilingParser;
import dev.runrate.ingest.format.sec.CompanyFacts;
import dev.runrate.ingest.format.sec.CompanyFactsReader;
import dev.runrate.ingest.issuer.IssuerDirectory;
import jakarta.servlet.http.HttpServletRequest;
import java.io.EOFException;
import java.io.IOException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
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

  record Filings(int accepted, int duplicate, int rejected) {}

  /**
   * @param taken facts of the accepted filings
   * @param unmapped facts that the catalogue has no concept or unit for; counted, not stored
   */
  record Facts(long taken, long unmapped) {}

  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Answer(
      String issuer,
      Filings filings,
      Facts facts,
      int unmappedConcepts,
      List<CompanyFacts.Rejected> rejections) {}

  private record Submitted(Filing filing, CompletableFuture<Recorded> recorded) {}

  private final GroupCommit commits;
  private final FilingStore store;
  private final IssuerDirectory issuers;
  private final IngestSettings settings;

  SecController(
      GroupCommit commits, FilingStore store, IssuerDirectory issuers, IngestSettings settings) {
    this.commits = commits;
    this.store = store;
    this.issuers = issuers;
    this.settings = settings;
  }

  @PostMapping(
      path = "/v1/filings/sec-companyfacts",
      consumes = {
        MediaType.APPLICATION_JSON_VALUE,
        MediaType.APPLICATION_OCTET_STREAM_VALUE,
        "application/gzip",
        "application/x-gzip"
      })
  Answer post(HttpServletRequest request, @RequestParam Optional<String> issuer)
      throws IOException, InterruptedException {
    Optional<IssuerId> named = issuer.map(SecController::issuerId);
    // The whole document is read before anything is stored: a filing of which the second half is
    // missing would be believed.
    CompanyFacts document = read(request, named);
    IssuerId id = named.orElseGet(() -> identify(document.cik(), document.entityName()));
    if (!document.filings().isEmpty()) {
      describe(id, document);
    }
    return record(id, document);
  }

  private CompanyFacts read(HttpServletRequest request, Optional<IssuerId> named)
      throws IOException {
    try (var body = Body.stream(request, settings.maxDocumentBytes())) {
      return CompanyFactsReader.read(
          body, reader -> named.orElseGet(() -> identify(reader.cik(), reader.entityName())));
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

  /** Adds what the document knows to the profile; what somebody put there stays. */
  private void describe(IssuerId id, CompanyFacts document) {
    IssuerProfile old = issuers.profile(id);
    IssuerProfile described =
        new IssuerProfile(
            id,
            old.name() != null ? old.name() : document.entityName(),
            old.names(),
            old.aliases(),
            old.country(),
            old.reportingCurrency(),
            old.fiscalYearEnd() != null ? old.fiscalYearEnd() : document.fiscalYearEnd(),
            old.cik() != null ? old.cik() : document.cik());
    if (!described.equals(issuers.find(id).orElse(null))) {
      issuers.put(described);
    }
  }

  private Answer record(IssuerId issuer, CompanyFacts document) throws InterruptedException {
    List<Submitted> submitted = new ArrayList<>();
    for (Filing filing : document.filings()) {
      submitted.add(submit(filing));
    }
    List<CompanyFacts.Rejected> rejected = new ArrayList<>(document.rejected());
    int accepted = 0;
    int duplicate = 0;
    long taken = 0;
    for (Submitted each : submitted) {
      Recorded recorded = outcome(each.recorded);
      if (recorded instanceof Recorded.Conflicting) {
        recorded = complete(each.filing);
      }
      switch (recorded) {
        case Recorded.Accepted taking -> {
          accepted++;
          taken += each.filing.facts().size();
        }
        case Recorded.Duplicate known -> duplicate++;
        case Recorded.Conflicting conflicting ->
            rejected.add(
                new CompanyFacts.Rejected(
                    each.filing.id().text(),
                    List.of(
                        new ContentError(
                            "", "other-issuer", "it is stored as a filing of another issuer"))));
      }
    }
    return new Answer(
        issuer.slug(),
        new Filings(accepted, duplicate, rejected.size()),
        new Facts(taken, document.unmappedFacts()),
        document.unmappedConcepts(),
        rejected);
  }

  private Submitted submit(Filing filing) throws InterruptedException {
    return new Submitted(filing, commits.submitPatiently(FilingParser.identified(filing)));
  }

  private static Recorded outcome(CompletableFuture<Recorded> recorded) {
    try {
      return recorded.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /**
   * The accession number is there with other facts: an earlier document was trimmed, or the SEC
   * added to it. If it has nothing new it is a duplicate, else it goes in under an id of its own
   * that supersedes the first, line by line.
   */
  private Recorded complete(Filing filing) throws InterruptedException {
    Filing old = store.find(filing.id()).orElseThrow();
    if (!old.issuer().equals(filing.issuer())) {
      return new Recorded.Conflicting();
    }
    Set<Fact> known = new HashSet<>(old.facts());
    if (known.containsAll(filing.facts())) {
      return new Recorded.Duplicate();
    }
    String hash = FilingParser.identified(filing).contentHash();
    Filing completed =
        new Filing(
            FilingId.of(filing.id() + ":" + hash.substring(0, 12)),
            filing.issuer(),
            filing.form(),
            filing.source(),
            filing.id(),
            filing.facts());
    return outcome(submit(completed).recorded);
  }

  private static IssuerId issuerId(String slug) {
    return switch (IssuerId.parse(slug)) {
      case Checked.Valid<IssuerId> valid -> valid.value();
      case Checked.Invalid<IssuerId> invalid ->
          throw ProblemException.badRequest(invalid.message());
    };
  }
}
