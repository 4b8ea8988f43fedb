package dev.runrate.metrics.query;

import dev.runrate.common.event.SnapshotEvent;
import dev.runrate.metrics.recompute.Recomputation;
import java.util.List;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** For ingest-service: what a filing would change, in the words of the messages it would cause. */
@RestController
class DryRunController {
  record Answer(List<SnapshotEvent> snapshots) {}

  private final Recomputation recomputation;

  DryRunController(Recomputation recomputation) {
    this.recomputation = recomputation;
  }

  @PostMapping(path = "/internal/dry-run", consumes = "application/json")
  Answer dryRun(@RequestBody byte[] filing) {
    return new Answer(recomputation.preview(filing));
  }
}
