package dev.runrate.ingest.filing;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.runrate.common.fact.Fact;
import dev.runrate.common.fact.Filing;
import dev.runrate.common.fact.FilingId;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.Plausibility.Finding;
import dev.runrate.common.web.Problem.ContentError;
import dev.runrate.ingest.format.FilingParser;
import dev.runrate.ingest.format.ParsedFiling;
import dev.runrate.ingest.format.sec.CompanyFacts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Takes the filings of a companyfacts document and says what became of them. */
final class SecImport {
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

  private final FilingStore store;
  private final Readings readings;
  private final Reports reports;
  private final Taker taker;
  private final boolean isDryRun;

  SecImport(FilingStore store, Readings readings, Reports reports, Taker taker, boolean isDryRun) {
    this.store = store;
    this.readings = readings;
    this.reports = reports;
    this.taker = taker;
    this.isDryRun = isDryRun;
  }

  Answer record(IssuerId issuer, CompanyFacts document) throws InterruptedException {
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
      Recorded recorded = Taker.outcome(each.recorded);
      if (recorded instanceof Recorded.Conflicting) {
        recorded = complete(each.filing, doubtful);
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
        isDryRun ? true : null);
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

  /**
   * The accession number is there with other facts: an earlier document was trimmed, the SEC added
   * to it, or an earlier version of this reader made something else of it (without decimals and
   * tags, say). If it says nothing new it is a duplicate, else it goes in under an id of its own
   * that supersedes the first, line by line. Where its report is here, the two are one ({@link
   * Reports#addCompanyFacts}). So importing a document again after an upgrade brings the better
   * reading in, once.
   */
  private Recorded complete(Filing filing, List<CompanyFacts.Faulty> doubtful)
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
        filing.withId(FilingId.of(ownIds + hash.substring(0, 12))).superseding(filing.id());
    return Taker.outcome(taker.take(FilingParser.identified(completed)));
  }
}
