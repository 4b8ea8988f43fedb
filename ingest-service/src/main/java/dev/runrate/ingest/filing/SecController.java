package dev.runrate.ingest.filing;

import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.web.Body;
import dev.runrate.common.web.QueryParameters;
import dev.runrate.ingest.IngestSettings;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** SEC companyfacts documents: one filing per accession number. */
@RestController
class SecController {
  private final CompanyFactsIntake intake;
  private final IngestSettings settings;

  SecController(CompanyFactsIntake intake, IngestSettings settings) {
    this.intake = intake;
    this.settings = settings;
  }

  @PostMapping(
      path = "/v1/filings/sec-companyfacts",
      consumes = {
        MediaType.APPLICATION_JSON_VALUE,
        MediaType.APPLICATION_OCTET_STREAM_VALUE,
        "application/gzip",
        "application/x-gzip"
      })
  SecImport.Answer post(
      HttpServletRequest request,
      @RequestParam Optional<String> issuer,
      @RequestParam(required = false) String dryRun)
      throws IOException, InterruptedException {
    boolean isDryRun = QueryParameters.flag("dryRun", dryRun);
    Optional<IssuerId> named = issuer.map(text -> QueryParameters.read(IssuerId.parse(text)));
    return intake.take(Body.stream(request, settings.maxDocumentBytes()), named, isDryRun);
  }
}
