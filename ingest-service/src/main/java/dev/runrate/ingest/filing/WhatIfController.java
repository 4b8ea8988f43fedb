package dev.runrate.ingest.filing;

import dev.runrate.common.web.Body;
import dev.runrate.common.web.ProblemException;
import dev.runrate.ingest.IngestSettings;
import dev.runrate.ingest.format.FilingParser;
import dev.runrate.ingest.format.ParsedFiling;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What would be, if: hypothetical facts, in the layout of a filing that need not name a source, and
 * the figures, alerts and audits that they would change. Nothing is stored.
 *
 * <pre>
 * {"issuer": "openai", "facts": [{"concept": "Cash", "period": "2025-06-30", "value": "9e9",
 *                                 "unit": "USD"}]}
 * </pre>
 */
@RestController
class WhatIfController {
  private final DryRun dryRun;
  private final IngestSettings settings;
  private final Clock clock;

  WhatIfController(DryRun dryRun, IngestSettings settings, Clock clock) {
    this.dryRun = dryRun;
    this.settings = settings;
    this.clock = clock;
  }

  @PostMapping(path = "/v1/whatif", consumes = "application/json")
  JsonNode whatIf(HttpServletRequest request) throws IOException {
    JsonNode root = Body.readJson(request, settings.maxFilingBytes());
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    if (root instanceof ObjectNode filing && !filing.has("source")) {
      // As if the issuer itself said so today.
      filing.putObject("source").put("tier", "issuer").put("publishedOn", today.toString());
    }
    return switch (FilingParser.parse(root, today)) {
      case ParsedFiling.Invalid invalid -> throw ProblemException.invalid(invalid.errors());
      case ParsedFiling.Valid valid -> dryRun.preview(valid.filing(), List.of());
    };
  }
}
