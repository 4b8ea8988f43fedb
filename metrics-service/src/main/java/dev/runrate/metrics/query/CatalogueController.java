package dev.runrate.metrics.query;

import dev.runrate.common.fact.Metric;
import dev.runrate.common.web.CsvTable;
import dev.runrate.common.web.Page;
import dev.runrate.metrics.recompute.SnapshotMessages;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** What there is to ask for, and the stream of what changes. */
@RestController
class CatalogueController {
  /**
   * @param unit currency, ratio (shown in percent), multiple (shown as 9.0x), months, users, people
   *     or tokens/day
   * @param periods span, instant or both
   */
  record Entry(String name, String unit, String periods, String formula, String source) {}

  private final SnapshotMessages messages;

  CatalogueController(SnapshotMessages messages) {
    this.messages = messages;
  }

  @GetMapping("/v1/metrics")
  Object metrics(@RequestHeader(required = false) String accept) {
    List<Entry> entries = Arrays.stream(Metric.values()).map(CatalogueController::entry).toList();
    return CsvTable.isWanted(accept)
        ? CsvTable.answer(
            List.of("name", "unit", "periods", "formula", "source"),
            entries.stream()
                .map(e -> List.<Object>of(e.name, e.unit, e.periods, e.formula, e.source))
                .toList())
        : new Page<>(entries, null);
  }

  private static Entry entry(Metric metric) {
    String periods =
        switch (metric.kind()) {
          case SPAN -> "span";
          case INSTANT -> "instant";
          case BOTH -> "both";
        };
    return new Entry(
        metric.toString(), metric.measure().toString(), periods, metric.formula(), metric.source());
  }

  @GetMapping("/v1/stream")
  void stream(
      @RequestHeader(name = "Last-Event-ID", required = false) String lastEventId,
      HttpServletResponse response)
      throws IOException {
    messages.tail().stream(lastEventId, response);
  }
}
