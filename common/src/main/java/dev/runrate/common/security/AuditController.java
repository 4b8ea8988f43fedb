package dev.runrate.common.security;

import dev.runrate.common.security.AuditRepository.AuditRow;
import dev.runrate.common.web.Columns;
import dev.runrate.common.web.Page;
import dev.runrate.common.web.Tabular;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Who changed what in this service, newest first. */
@RestController
class AuditController {
  private static final Columns<AuditRow> COLUMNS =
      new Columns<AuditRow>()
          .and("at", AuditRow::at)
          .and("caller", AuditRow::caller)
          .and("address", AuditRow::address)
          .and("method", AuditRow::method)
          .and("path", AuditRow::path)
          .and("status", AuditRow::status);

  private final AuditTrail trail;

  AuditController(AuditTrail trail) {
    this.trail = trail;
  }

  @GetMapping("/v1/admin/audit")
  Tabular<AuditRow> list(
      @RequestParam(required = false) Integer limit,
      @RequestParam(required = false) String cursor) {
    int most = Page.limit(limit);
    long before = Page.number(cursor, Long.MAX_VALUE);
    return Tabular.page(
        Page.of(trail.before(before, most + 1), most, row -> Long.toString(row.seq())), COLUMNS);
  }
}
