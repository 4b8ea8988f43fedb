package dev.runrate.ingest.filing;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.runrate.common.event.Json;
import dev.runrate.common.fact.Plausibility.Finding;
import dev.runrate.common.web.Body;
import dev.runrate.common.web.Problem.ContentError;
import dev.runrate.common.web.ProblemException;
import dev.runrate.common.web.QueryParameters;
import dev.runrate.ingest.IngestSettings;
import dev.runrate.ingest.format.CsvFilings;
import dev.runrate.ingest.format.FilingReader;
import dev.runrate.ingest.format.NdjsonFilings;
import dev.runrate.ingest.format.ParsedFiling;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Many filings in one request. With {@code ?dryRun=true} nothing is stored; with {@code
 * ?reinstate=false} what was retracted does not stand again. Reading, storing and answering go on
 * side by side: the outcome of a filing is sent while later ones are still being received, and a
 * client that reads nothing until it has sent all gets its answer too.
 */
@RestController
class BulkController {
  /** What an outcome takes that has nothing to tell, and each fault. */
  private static final int BYTES = 300;

  private static final long LOOK_MS = 500;

  /**
   * What became of one filing, in the order of the lines.
   *
   * @param problems what is odd in a filing that was taken
   * @param dryRun true where nothing was stored; else absent
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Outcome(
      long line,
      String id,
      String status,
      List<ContentError> errors,
      List<FilingProblem> problems,
      Boolean dryRun) {}

  record Totals(long accepted, long duplicate, long rejected) {}

  /**
   * The last line.
   *
   * @param complete false where the document broke off
   * @param dryRun true where nothing was stored; else absent
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Summary(Totals totals, boolean complete, Boolean dryRun) {}

  private record Pending(
      long line,
      String id,
      CompletableFuture<Recorded> recorded,
      List<ContentError> errors,
      List<Finding> doubts) {
    int bytes() {
      int told = (errors == null ? 0 : errors.size()) + (doubts == null ? 0 : doubts.size());
      return BYTES + told * BYTES;
    }
  }

  /** Outcomes on their way to the client: so much of them that memory is never its to fill. */
  private static final class Unread {
    private final BlockingQueue<Pending> outcomes = new LinkedBlockingQueue<>();
    private final Semaphore room;
    private final int most;
    private final CompletableFuture<Void> answered = new CompletableFuture<>();

    Unread(int mostBytes) {
      this.room = new Semaphore(mostBytes);
      this.most = mostBytes;
    }

    /**
     * Waits until there is room.
     *
     * @return false where the client has gone, or has left its answer unread for so long that the
     *     connection was given up
     */
    boolean put(Pending pending) throws InterruptedException {
      int bytes = Math.min(pending.bytes(), most);
      while (!room.tryAcquire(bytes, LOOK_MS, TimeUnit.MILLISECONDS)) {
        if (answered.isDone()) {
          return false;
        }
      }
      return outcomes.add(pending) && !answered.isDone();
    }

    Pending poll() {
      return released(outcomes.poll());
    }

    Pending take() throws InterruptedException {
      return released(outcomes.take());
    }

    private Pending released(Pending pendingOrNull) {
      if (pendingOrNull != null) {
        room.release(Math.min(pendingOrNull.bytes(), most));
      }
      return pendingOrNull;
    }
  }

  private static final Pending END = new Pending(0, null, null, null, null);
  private static final Pending BROKEN_END = new Pending(0, null, null, null, null);

  private final GroupCommit commits;
  private final FilingStore store;
  private final IngestSettings settings;
  private final Clock clock;

  BulkController(GroupCommit commits, FilingStore store, IngestSettings settings, Clock clock) {
    this.commits = commits;
    this.store = store;
    this.settings = settings;
    this.clock = clock;
  }

  @PostMapping(
      path = "/v1/filings/bulk",
      consumes = {"application/x-ndjson", "application/ndjson", "text/csv"})
  void post(
      HttpServletRequest request,
      HttpServletResponse response,
      @RequestParam(required = false) String dryRun,
      @RequestParam(defaultValue = "true") String reinstate)
      throws Exception {
    boolean isDryRun = QueryParameters.flag("dryRun", dryRun);
    Taker taking = isDryRun ? Taker.rehearsing(store) : commits::submitPatiently;
    Taker taker =
        QueryParameters.flag("reinstate", reinstate) ? taking : taking.sparingRetracted(store);
    FilingReader reader = reader(request);
    response.setContentType("application/x-ndjson");
    Unread pending = new Unread(settings.maxUnreadBytes());
    OutputStream out = response.getOutputStream();
    Thread.ofVirtual()
        .name("bulk-answer")
        .start(
            () -> {
              try {
                answer(pending, out, isDryRun ? true : null);
                pending.answered.complete(null);
              } catch (Exception e) {
                pending.answered.completeExceptionally(e);
              }
            });
    pending.put(read(reader, taker, pending) ? END : BROKEN_END);
    try {
      pending.answered.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : e;
    }
  }

  private FilingReader reader(HttpServletRequest request) throws IOException {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    var body = Body.stream(request, settings.maxBulkBytes());
    if (!request.getContentType().toLowerCase(Locale.ROOT).startsWith("text/csv")) {
      return new NdjsonFilings(body, settings.maxFilingBytes(), today);
    }
    try {
      return new CsvFilings(body, today);
    } catch (IllegalArgumentException e) {
      throw ProblemException.invalid(
          List.of(new ContentError("", "header", "CSV: " + e.getMessage())));
    }
  }

  /** Whether the document could be read to its end. */
  private boolean read(FilingReader reader, Taker taker, Unread pending)
      throws InterruptedException {
    long line = 0;
    try {
      for (FilingReader.Entry e = reader.next(); e != null; e = reader.next()) {
        line = e.line();
        if (!pending.put(submit(e, taker))) {
          return false; // The client is gone. What it sent so far is stored.
        }
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
                      "", "broken-off", "the document cannot be read on: " + broken.getMessage())),
              null));
      return false;
    }
  }

  private static Pending submit(FilingReader.Entry entry, Taker taker) throws InterruptedException {
    return switch (entry.filing()) {
      case ParsedFiling.Valid valid ->
          new Pending(
              entry.line(), valid.filing().id().text(), taker.take(valid), null, valid.doubts());
      case ParsedFiling.Invalid invalid ->
          new Pending(entry.line(), invalid.id(), null, invalid.errors(), null);
    };
  }

  private static void answer(Unread pending, OutputStream out, Boolean dryRun)
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
        write(out, new Summary(new Totals(accepted, duplicate, rejected), next == END, dryRun));
        out.flush();
        return;
      }
      Outcome outcome = outcome(next, dryRun);
      switch (outcome.status()) {
        case "accepted" -> accepted++;
        case "duplicate" -> duplicate++;
        default -> rejected++;
      }
      write(out, outcome);
    }
  }

  private static Outcome outcome(Pending pending, Boolean dryRun) {
    if (pending.errors != null) {
      return rejected(pending, pending.errors, dryRun);
    }
    try {
      return switch (pending.recorded.join()) {
        case Recorded.Accepted accepted -> taken(pending, "accepted", dryRun);
        case Recorded.Duplicate duplicate -> taken(pending, "duplicate", dryRun);
        case Recorded.Conflicting conflicting ->
            rejected(
                pending, "conflict", "a filing with this id and other content is stored", dryRun);
        case Recorded.Refused refused -> rejected(pending, refused.errors(), dryRun);
      };
    } catch (RuntimeException e) {
      return rejected(pending, "unavailable", "the store was not reachable; send it again", dryRun);
    }
  }

  private static Outcome taken(Pending pending, String status, Boolean dryRun) {
    return new Outcome(
        pending.line,
        pending.id,
        status,
        null,
        pending.doubts.stream().map(FilingProblem::of).toList(),
        dryRun);
  }

  private static Outcome rejected(Pending pending, String code, String message, Boolean dryRun) {
    return rejected(pending, List.of(new ContentError("", code, message)), dryRun);
  }

  private static Outcome rejected(Pending pending, List<ContentError> errors, Boolean dryRun) {
    return new Outcome(pending.line, pending.id, "rejected", errors, null, dryRun);
  }

  private static void write(OutputStream out, Object line) throws IOException {
    out.write(Json.MAPPER.writeValueAsBytes(line));
    out.write('\n');
  }
}
