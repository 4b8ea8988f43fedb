package dev.runrate.metrics.recompute;

import dev.runrate.common.event.FilingDigest;
import dev.runrate.common.event.Topics;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.messaging.DeadLetters;
import dev.runrate.common.messaging.Republishing;
import java.util.List;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** What only those who operate this service may ask. */
@RestController
class OperatingController {
  /** Filings of a page: they are read for it. */
  private static final int DIGESTS = 500;

  /** Issuers of a page: their whole histories are computed for it. */
  private static final int ISSUERS = 20;

  private static final List<String> HEARD = List.of(Topics.FILINGS, Topics.REFERENCE);

  private final SnapshotRepository snapshots;
  private final Facts facts;
  private final Recomputation recomputation;
  private final DeadLetters deadLetters;

  OperatingController(
      SnapshotRepository snapshots,
      Facts facts,
      Recomputation recomputation,
      DeadLetters deadLetters) {
    this.snapshots = snapshots;
    this.facts = facts;
    this.recomputation = recomputation;
    this.deadLetters = deadLetters;
  }

  @PostMapping(path = "/v1/admin/republish", consumes = MediaType.APPLICATION_JSON_VALUE)
  List<Republishing.Marked> republish(@RequestBody JsonNode request) {
    return List.of(
        new Republishing.Marked(
            "snapshots", snapshots.unpublish(Republishing.of(request).since())));
  }

  /** In the order of ids; the next page is after the last of them, until one is empty. */
  @GetMapping("/v1/admin/digests")
  List<FilingDigest> digests(@RequestParam(defaultValue = "") String after) {
    return facts.digests(after, DIGESTS);
  }

  /**
   * @param last the issuer to go on after; null at the end
   */
  record Verified(int issuers, String last, List<Recomputation.Difference> differences) {}

  @GetMapping("/v1/admin/verification")
  Verified verification(@RequestParam(defaultValue = "") String after) {
    List<IssuerId> issuers = facts.issuersAfter(after, ISSUERS);
    return new Verified(
        issuers.size(),
        issuers.isEmpty() ? null : issuers.getLast().slug(),
        issuers.stream().flatMap(issuer -> recomputation.differences(issuer).stream()).toList());
  }

  @GetMapping("/v1/admin/dead-letters")
  List<DeadLetters.Letter> deadLetters() {
    return deadLetters.list(HEARD);
  }

  @PostMapping(path = "/v1/admin/dead-letters/replay", consumes = MediaType.APPLICATION_JSON_VALUE)
  Map<String, Integer> replay(@RequestBody JsonNode nothing) {
    return Map.of("replayed", deadLetters.replay(HEARD));
  }
}
