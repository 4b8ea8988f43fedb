package dev.runrate.metrics.query;

import dev.runrate.common.event.Json;
import dev.runrate.common.event.SnapshotEvent;
import dev.runrate.common.web.Page;
import dev.runrate.metrics.recompute.Vintages;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.List;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** For alert-service's backtests: an issuer's history as it was published, a day a line. */
@RestController
class VintageController {
  record Day(LocalDate day, List<SnapshotEvent> changes) {}

  private final Books books;

  VintageController(Books books) {
    this.books = books;
  }

  @GetMapping("/internal/issuers")
  Page<String> issuers() {
    return new Page<>(
        books.issuers().stream().map(issuer -> issuer.profile().id().slug()).toList(), null);
  }

  @GetMapping("/internal/issuers/{id}/vintages")
  void vintages(
      @PathVariable String id,
      @RequestParam @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate to,
      HttpServletResponse response)
      throws IOException {
    Books.Shelf shelf = books.of(Question.issuer(id));
    response.setContentType("application/x-ndjson");
    OutputStream out = response.getOutputStream();
    Vintages.replay(
        shelf.profile(),
        shelf.filings(),
        to,
        (day, changes) -> {
          try {
            out.write(Json.MESSAGES.writeValueAsBytes(new Day(day, changes)));
            out.write('\n');
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
