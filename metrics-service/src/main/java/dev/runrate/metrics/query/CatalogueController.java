package dev.runrate.metrics.query;

import dev.runrate.common.fact.Metric;
import dev.runrate.common.web.Columns;
import dev.runrate.common.web.Tabular;
import dev.runrate.metrics.recompute.SnapshotMessages;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
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

  private static final Columns<Entry> COLUMNS =
      new Columns<Entry>()
          .and("name", Entry::name)
          .and("unit", Entry::unit)
          .and("periods", Entry::periods)
          .and("formula", Entry::formula)
          .and("source", Entry::source);

  @GetMapping("/v1/metrics")
  Tabular<Entry> metrics() {
    return Tabular.whole(
        COLUMNS, Arrays.stream(Metric.values()).map(CatalogueController::entry).toList());
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
