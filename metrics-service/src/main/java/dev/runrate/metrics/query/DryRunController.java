package dev.runrate.metrics.query;

import dev.runrate.common.event.FilingEvent;
import dev.runrate.common.event.Json;
import dev.runrate.common.event.SnapshotEvent;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.IssuerProfile;
import dev.runrate.common.web.Body;
import dev.runrate.common.web.Problem.ContentError;
import dev.runrate.common.web.ProblemException;
import dev.runrate.metrics.audit.Audit;
import dev.runrate.metrics.audit.Audits;
import dev.runrate.metrics.factbook.AsOf;
import dev.runrate.metrics.factbook.FactBook;
import dev.runrate.metrics.factbook.FilingRecord;
import dev.runrate.metrics.recompute.RateTable;
import dev.runrate.metrics.recompute.Recomputation;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** For ingest-service: what a filing would change, in the words of the messages it would cause. */
@RestController
class DryRunController {
  /** The largest filing that ingest-service takes, several times. */
  private static final int MOST_BYTES = 32 * 1024 * 1024;

  /**
   * An audit that would say something else.
   *
   * @param before null where it is new
   * @param after null where it would be gone
   */
  record AuditChange(AuditController.Item before, AuditController.Item after) {}

  record Answer(List<SnapshotEvent> snapshots, List<AuditChange> audits) {}

  private final Recomputation recomputation;
  private final Books books;
  private final RateTable rates;

  DryRunController(Recomputation recomputation, Books books, RateTable rates) {
    this.recomputation = recomputation;
    this.books = books;
    this.rates = rates;
  }

  @PostMapping(path = "/internal/dry-run", consumes = "application/json")
  Answer dryRun(HttpServletRequest request) throws IOException {
    byte[] message = Body.read(request, MOST_BYTES);
    FilingEvent event = Body.message(message, bytes -> Json.read(bytes, FilingEvent.class));
    if (event.filing() == null || event.acceptedAt() == null) {
      throw ProblemException.invalid(
          List.of(new ContentError("/filing", "required", "a filing, and when it was accepted")));
    }
    return new Answer(recomputation.preview(message), audits(event));
  }

  private List<AuditChange> audits(FilingEvent event) {
    IssuerId id = event.filing().issuer();
    Optional<Books.Shelf> shelf = books.find(id);
    IssuerProfile profile = shelf.map(Books.Shelf::profile).orElse(IssuerProfile.unknown(id));
    List<FilingRecord> filings = new ArrayList<>(shelf.map(Books.Shelf::filings).orElse(List.of()));
    Map<String, AuditController.Item> before =
        audits(id, shelf.map(Books.Shelf::now).orElse(FactBook.of(profile, filings, AsOf.NOW)));
    if (filings.stream().noneMatch(r -> r.filing().id().equals(event.filing().id()))) {
      filings.add(new FilingRecord(event.filing(), event.acceptedAt(), null));
    }
    Map<String, AuditController.Item> after = audits(id, FactBook.of(profile, filings, AsOf.NOW));
    Set<String> all = new LinkedHashSet<>(after.keySet());
    all.addAll(before.keySet());
    return all.stream()
        .map(key -> new AuditChange(before.get(key), after.get(key)))
        .filter(change -> !isTheSame(change.before, change.after))
        .toList();
  }

  private static boolean isTheSame(AuditController.Item before, AuditController.Item after) {
    return before != null
        && after != null
        && before.answer().equals(after.answer())
        && before.arithmetic().equals(after.arithmetic());
  }

  private Map<String, AuditController.Item> audits(IssuerId issuer, FactBook book) {
    Map<String, AuditController.Item> audits = new LinkedHashMap<>();
    for (Audit audit : Audits.of(book, rates.current()::between)) {
      audits.putIfAbsent(
          audit.identity() + "|" + audit.segment() + "|" + audit.period(),
          AuditController.item(issuer, book, audit));
    }
    return audits;
  }
}
