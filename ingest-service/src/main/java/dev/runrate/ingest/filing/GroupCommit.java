package dev.runrate.ingest.filing;

import dev.runrate.common.security.Caller;
import dev.runrate.common.web.Problem.ContentError;
import dev.runrate.common.web.ProblemException;
import dev.runrate.ingest.IngestSettings;
import dev.runrate.ingest.format.ParsedFiling;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Lets filings that arrive together share a transaction: a commit costs a write to the disk, and
 * one write serves many. Nobody waits for company; a filing that comes alone is committed alone,
 * and while one batch is written the next gathers. One writer, so that filings are taken in the
 * order in which they came: of two under one id the first counts, and a list shows a file's lines
 * as they stood.
 */
@Component
public class GroupCommit implements SmartLifecycle {
  private record Waiting(ParsedFiling.Valid filing, CompletableFuture<Recorded> outcome) {}

  private final FilingStore store;
  private final BlockingQueue<Waiting> queue;
  private final int batch;
  private volatile boolean running;
  private Thread writer;

  GroupCommit(FilingStore store, IngestSettings settings) {
    this.store = store;
    this.queue = new ArrayBlockingQueue<>(settings.queue());
    this.batch = settings.commitBatch();
  }

  /** For a request that somebody waits for: a full queue is an answer, not a wait. */
  public CompletableFuture<Recorded> submit(ParsedFiling.Valid filing) {
    List<ContentError> refusals = Caller.current().refusals(filing.filing());
    if (!refusals.isEmpty()) {
      return CompletableFuture.completedFuture(new Recorded.Refused(refusals));
    }
    Waiting waiting = new Waiting(filing, new CompletableFuture<>());
    if (!running || !queue.offer(waiting)) {
      throw ProblemException.unavailable("Too many filings are waiting; try again.");
    }
    return waiting.outcome;
  }

  /** For bulk: a full queue slows the reader down, and so the sender. */
  public CompletableFuture<Recorded> submitPatiently(ParsedFiling.Valid filing)
      throws InterruptedException {
    List<ContentError> refusals = Caller.current().refusals(filing.filing());
    if (!refusals.isEmpty()) {
      return CompletableFuture.completedFuture(new Recorded.Refused(refusals));
    }
    Waiting waiting = new Waiting(filing, new CompletableFuture<>());
    queue.put(waiting);
    return waiting.outcome;
  }

  private void write() {
    List<Waiting> group = new ArrayList<>(batch);
    while (running || !queue.isEmpty()) {
      try {
        group.clear();
        group.add(queue.take());
        queue.drainTo(group, batch - 1);
        settle(group);
      } catch (InterruptedException e) {
        // Stopping: what is queued is still written, nothing new comes in.
      }
    }
  }

  private void settle(List<Waiting> group) {
    try {
      List<Recorded> outcomes = store.record(group.stream().map(Waiting::filing).toList());
      for (int i = 0; i < group.size(); i++) {
        group.get(i).outcome.complete(outcomes.get(i));
      }
    } catch (RuntimeException e) {
      group.forEach(waiting -> waiting.outcome.completeExceptionally(e));
    }
  }

  @Override
  public void start() {
    running = true;
    writer = Thread.ofPlatform().name("group-commit").start(this::write);
  }

  @Override
  public void stop() {
    running = false;
    writer.interrupt();
    try {
      writer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
