package dev.runrate.ingest.filing;

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
 * one write serves many. Nobody waits for company; a filing that comes alone is committed alone. Of
 * two writers one prepares its batch while the other's is written; a filing's id decides which, so
 * that two filings under one id are taken in the order in which they came.
 */
@Component
public class GroupCommit implements SmartLifecycle {
  private static final int WRITERS = 2;

  private record Waiting(ParsedFiling.Valid filing, CompletableFuture<Recorded> outcome) {}

  private final FilingStore store;
  private final List<BlockingQueue<Waiting>> queues = new ArrayList<>();
  private final int batch;
  private final List<Thread> writers = new ArrayList<>();
  private volatile boolean running;

  GroupCommit(FilingStore store, IngestSettings settings) {
    this.store = store;
    for (int i = 0; i < WRITERS; i++) {
      queues.add(new ArrayBlockingQueue<>(settings.queue()));
    }
    this.batch = settings.commitBatch();
  }

  /** For a request that somebody waits for: a full queue is an answer, not a wait. */
  public CompletableFuture<Recorded> submit(ParsedFiling.Valid filing) {
    Waiting waiting = new Waiting(filing, new CompletableFuture<>());
    if (!running || !queueOf(filing).offer(waiting)) {
      throw ProblemException.unavailable("Too many filings are waiting; try again.");
    }
    return waiting.outcome;
  }

  /** For bulk: a full queue slows the reader down, and so the sender. */
  public CompletableFuture<Recorded> submitPatiently(ParsedFiling.Valid filing)
      throws InterruptedException {
    Waiting waiting = new Waiting(filing, new CompletableFuture<>());
    queueOf(filing).put(waiting);
    return waiting.outcome;
  }

  private BlockingQueue<Waiting> queueOf(ParsedFiling.Valid filing) {
    return queues.get(Math.floorMod(filing.filing().id().hashCode(), WRITERS));
  }

  private void write(BlockingQueue<Waiting> queue) {
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
    for (BlockingQueue<Waiting> queue : queues) {
      writers.add(
          Thread.ofPlatform().name("group-commit-" + writers.size()).start(() -> write(queue)));
    }
  }

  @Override
  public void stop() {
    running = false;
    for (Thread writer : writers) {
      writer.interrupt();
      try {
        writer.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    writers.clear();
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
