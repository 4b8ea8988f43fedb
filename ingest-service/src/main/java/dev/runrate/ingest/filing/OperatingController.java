package dev.runrate.ingest.filing;

import dev.runrate.common.event.FilingDigest;
import dev.runrate.common.messaging.Republishing;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** What only those who operate this service may ask. */
@RestController
class OperatingController {
  /** Filings of a page: their bodies are read for it. */
  private static final int PAGE = 500;

  private final RepublishRepository rows;
  private final TransactionTemplate transaction;

  OperatingController(RepublishRepository rows, TransactionTemplate transaction) {
    this.rows = rows;
    this.transaction = transaction;
  }

  @PostMapping(path = "/v1/admin/republish", consumes = MediaType.APPLICATION_JSON_VALUE)
  List<Republishing.Marked> republish(@RequestBody JsonNode request) {
    Republishing what = Republishing.of(request);
    return transaction.execute(
        status ->
            List.of(
                new Republishing.Marked("issuers", rows.issuers(what.since())),
                new Republishing.Marked("rates", rows.rates(what.since())),
                new Republishing.Marked("filings", rows.filings(what.since())),
                new Republishing.Marked("retractions", rows.retractions(what.since())),
                new Republishing.Marked("reinstatements", rows.reinstatements(what.since()))));
  }

  /** In the order of ids; the next page is after the last of them, until one is empty. */
  @GetMapping("/v1/admin/digests")
  List<FilingDigest> digests(@RequestParam(defaultValue = "") String after) {
    return rows.byId(after, PAGE).stream()
        .map(stored -> FilingDigest.of(stored.filing(), !stored.isRetracted()))
        .toList();
  }
}
