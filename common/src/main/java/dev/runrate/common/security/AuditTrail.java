package dev.runrate.common.security;

import dev.runrate.common.persistence.Column;
import dev.runrate.common.security.AuditRepository.AuditRow;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Writes down who changed what, or tried to: every call but those that only look. Rows are gathered
 * for a moment and written beside the answers, so that they cost the callers nothing; a kill loses
 * those of that moment, as the filings themselves are not lost and say when they came.
 */
final class AuditTrail extends OncePerRequestFilter implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(AuditTrail.class);
  private static final Set<String> LOOKS = Set.of("GET", "HEAD", "OPTIONS");
  private static final Duration GATHERING = Duration.ofMillis(200);
  private static final int BATCH = 1_000;
  private static final int MOST_WAITING = 100_000;
  private static final int MOST_PATH = 500;

  private final AuditRepository rows;
  private final Clock clock;
  private final LinkedBlockingQueue<AuditRow> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
  private volatile boolean running;
  private Thread writer;

  AuditTrail(AuditRepository rows, Clock clock) {
    this.rows = rows;
    this.clock = clock;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (LOOKS.contains(request.getMethod()) || !request.getRequestURI().startsWith("/v1/")) {
      chain.doFilter(request, response);
      return;
    }
    try {
      chain.doFilter(request, response);
    } finally {
      note(request, response.getStatus());
    }
  }

  private void note(HttpServletRequest request, int status) {
    String query = request.getQueryString();
    String path = request.getRequestURI() + (query == null ? "" : "?" + query);
    AuditRow row =
        new AuditRow(
            null,
            clock.instant().truncatedTo(ChronoUnit.MICROS),
            status == 401 ? "" : Caller.current().name(),
            request.getRemoteAddr(),
            request.getMethod(),
            path.length() > MOST_PATH ? path.substring(0, MOST_PATH) : path,
            status);
    if (!waiting.offer(row)) {
      // The store has been away for long: the log is the next best place.
      LOG.warn(
          "not in the audit trail: {} {} {} {} {}",
          row.caller(),
          row.address(),
          row.method(),
          row.path(),
          row.status());
    }
  }

  List<AuditRow> before(long seq, int limit) {
    return rows.before(seq, limit);
  }

  private void write() {
    List<AuditRow> batch = new ArrayList<>();
    while (running || !waiting.isEmpty() || !batch.isEmpty()) {
      try {
        if (batch.isEmpty()) {
          AuditRow first = waiting.poll(1, TimeUnit.SECONDS);
          if (first == null) {
            continue;
          }
          batch.add(first);
          Thread.sleep(GATHERING);
        }
      } catch (InterruptedException e) {
        // Stopping: what waits is still written.
      }
      waiting.drainTo(batch, BATCH - batch.size());
      try {
        insert(batch);
        batch.clear();
      } catch (RuntimeException e) {
        LOG.warn("the audit trail cannot be written and is tried again: {}", e.toString());
        if (!running) {
          return;
        }
        pause();
      }
    }
  }

  private void insert(List<AuditRow> batch) {
    rows.insert(
        Column.texts(batch, row -> row.at().toString()),
        Column.texts(batch, AuditRow::caller),
        Column.texts(batch, AuditRow::address),
        Column.texts(batch, AuditRow::method),
        Column.texts(batch, AuditRow::path),
        Column.texts(batch, row -> Integer.toString(row.status())));
  }

  private static void pause() {
    try {
      Thread.sleep(Duration.ofSeconds(1));
    } catch (InterruptedException e) {
      // Stopping.
    }
  }

  @Override
  public void start() {
    running = true;
    writer = Thread.ofVirtual().name("audit-writer").start(this::write);
  }

  @Override
  public void stop() {
    running = false;
    writer.interrupt();
    try {
      writer.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
