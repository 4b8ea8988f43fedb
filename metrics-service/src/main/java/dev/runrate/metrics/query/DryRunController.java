package dev.runrate.metrics.query;

import dev.runrate.common.event.FilingEvent;
import dev.runrate.common.event.Json;
import dev.runrate.common.event.SnapshotEvent;
import dev.runrate.common.web.Body;
import dev.runrate.common.web.Problem.ContentError;
import dev.runrate.common.web.ProblemException;
import dev.runrate.metrics.recompute.Recomputation;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** For ingest-service: what a filing would change, in the words of the messages it would cause. */
@RestController
class DryRunController {
  /** The largest filing that ingest-service takes, several times. */
  private static final int MOST_BYTES = 32 * 1024 * 1024;

  record Answer(List<SnapshotEvent> snapshots) {}

  private final Recomputation recomputation;

  DryRunController(Recomputation recomputation) {
    this.recomputation = recomputation;
  }

  @PostMapping(path = "/internal/dry-run", consumes = "application/json")
  Answer dryRun(HttpServletRequest request) throws IOException {
    byte[] message = Body.read(request, MOST_BYTES);
    FilingEvent event = Body.message(message, bytes -> Json.read(bytes, FilingEvent.class));
    if (event.filing() == null || event.acceptedAt() == null) {
      throw ProblemException.invalid(
          List.of(new ContentError("/filing", "required", "a filing, and when it was accepted")));
    }
    return new Answer(recomputation.preview(message));
  }
}
