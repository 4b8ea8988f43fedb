package dev.runrate.ingest.filing;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.runrate.common.event.Json;
import dev.runrate.common.web.Problem.ContentError;
import dev.runrate.common.web.ProblemException;
import dev.runrate.ingest.IngestSettings;
import dev.runrate.ingest.format.Body;
import dev.runrate.ingest.format.CsvFilings;
import dev.runrate.ingest.format.FilingReader;
import dev.runrate.ingest.format.NdjsonFilings;
import dev.runrate.ingest.format.ParsedFiling;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Many filings in one request. Reading, storing and answering go on side by side: the outcome of a
 * filing is sent while later ones are still being received, and a client that reads nothing until
 * it has sent all gets its answer too.
 */
@RestController
class BulkController {
  /** Outcomes a client may leave unread: a few hundred bytes each. Then it is made to wait. */
  private static final int MOST_UNREAD = 1_000_000;

  /** What became of one filing, in the order of the lines. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Outcome(long line, String id, String status, List<ContentError> errors) {}

  record Totals(long accepted, long duplicate, long rejected) {}

  /** The last line. {@code complete} is false where the document broke off. */
  record Summary(Totals totals, boolean complete) {}

  private record Pending(
      long line, String id, CompletableFuture<Recorded> recorded, List<ContentError> errors) {}

  private static final Pending END = new Pending(0, null, null, null);
  private static final Pending BROKEN_END = new Pending(0, null, null, null);

  private final GroupCommit commits;
  private final IngestSettings settings;

  BulkController(GroupCommit commits, IngestSettings settings) {
    this.commits = commits;
    this.settings = settings;
  }

  @PostMapping(
      path = "/v1/filings/bulk",
      consumes = {"application/x-ndjson", "application/ndjson", "text/csv"})
  void post(HttpServletRequest request, HttpServletResponse response) throws Exception {
    FilingReader reader = reader(request);
    response.setContentType("application/x-ndjson");
    BlockingQueue<Pending> pending = new LinkedBlockingQueue<>(MOST_UNREAD);
    CompletableFuture<Void> answered = new CompletableFuture<>();
    OutputStream out = response.getOutputStream();
    Thread.ofVirtual()
        .name("bulk-answer")
        .start(
            () -> {
              try {
                answer(pending, out);
                answered.complete(null);
              } catch (Exception e) {
                answered.completeExceptionally(e);
              }
            });
    pending.put(read(reader, pending, answered) ? END : BROKEN_END);
    try {
      answered.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : e;
    }
  }

  private FilingReader reader(HttpServletRequest request) throws IOException {
    var body = Body.stream(request, settings.maxBulkBytes());
    if (!request.getContentType().toLowerCase(Locale.ROOT).startsWith("text/csv")) {
      return new NdjsonFilings(body, settings.maxFilingBytes());
    }
    try {
      return new CsvFilings(body);
    } catch (IllegalArgumentException e) {
      throw ProblemException.invalid(
          List.of(new ContentError("", "header", "CSV: " + e.getMessage())));
    }
  }

  /** Whether the document could be read to its end. */
  private boolean read(
      FilingReader reader, BlockingQueue<Pending> pending, CompletableFuture<Void> answered)
      throws InterruptedException {
    long line = 0;
    try {
      for (FilingReader.Entry e = reader.next(); e != null; e = reader.next()) {
        if (answered.isDone()) {
          return false; // The client is gone. What it sent so far is stored.
        }
        line = e.line();
        pending.put(submit(e));
      }
      return true;
    } catch (IOException | RuntimeException broken) {
      pending.put(
          new Pending(
              line + 1,
              null,
              null,
              List.of(
                  new ContentError(
                      "",
                      "broken-off",
                      "the document cannot be read on: " + broken.getMessage()))));
      return false;
    }
  }

  private Pending submit(FilingReader.Entry entry) throws InterruptedException {
    return switch (entry.filing()) {
      case ParsedFiling.Valid valid ->
          new Pending(
              entry.line(), valid.filing().id().text(), commits.submitPatiently(valid), null);
      case ParsedFiling.Invalid invalid ->
          new Pending(entry.line(), invalid.id(), null, invalid.errors());
    };
  }

  private static void answer(BlockingQueue<Pending> pending, OutputStream out)
      throws IOException, InterruptedException {
    long accepted = 0;
    long duplicate = 0;
    long rejected = 0;
    while (true) {
      Pending next = pending.poll();
      if (next == null) {
        out.flush();
        next = pending.take();
      }
      if (next == END || next == BROKEN_END) {
        write(out, new Summary(new Totals(accepted, duplicate, rejected), next == END));
        out.flush();
        return;
      }
      Outcome outcome = outcome(next);
      switch (outcome.status()) {
        case "accepted" -> accepted++;
        case "duplicate" -> duplicate++;
        default -> rejected++;
      }
      write(out, outcome);
    }
  }

  private static Outcome outcome(Pending pending) {
    if (pending.errors != null) {
      return new Outcome(pending.line, pending.id, "rejected", pending.errors);
    }
    try {
      return switch (pending.recorded.join()) {
        case Recorded.Accepted accepted -> new Outcome(pending.line, pending.id, "accepted", null);
        case Recorded.Duplicate duplicate ->
            new Outcome(pending.line, pending.id, "duplicate", null);
        case Recorded.Conflicting conflicting ->
            rejected(pending, "conflict", "a filing with this id and other content is stored");
      };
    } catch (RuntimeException e) {
      return rejected(pending, "unavailable", "the store was not reachable; send it again");
    }
  }

  private static Outcome rejected(Pending pending, String code, String message) {
    return new Outcome(
        pending.line, pending.id, "rejected", List.of(new ContentError("", code, message)));
  }

  private static void write(OutputStream out, Object line) throws IOException {
    out.write(Json.MAPPER.writeValueAsBytes(line));
    out.write('\n');
  }
}
