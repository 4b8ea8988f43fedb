package dev.runrate.ingest.issuer;

import dev.runrate.common.fact.Checked;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.IssuerProfile;
import dev.runrate.common.security.Caller;
import dev.runrate.common.web.Body;
import dev.runrate.common.web.Columns;
import dev.runrate.common.web.Page;
import dev.runrate.common.web.ProblemException;
import dev.runrate.common.web.Tabular;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Issuer profiles. A PUT replaces the whole profile, but for what people judged of its facts. */
@RestController
@RequestMapping("/v1/issuers")
class IssuerController {
  private static final Columns<IssuerProfile> COLUMNS =
      new Columns<IssuerProfile>()
          .and("id", IssuerProfile::id)
          .and("name", IssuerProfile::name)
          .and("country", IssuerProfile::country)
          .and("reportingCurrency", IssuerProfile::reportingCurrency)
          .and("fiscalYearEnd", IssuerProfile::fiscalYearEnd)
          .and("cik", IssuerProfile::cik)
          .and("kind", IssuerProfile::kind);

  private final IssuerDirectory issuers;

  IssuerController(IssuerDirectory issuers) {
    this.issuers = issuers;
  }

  @GetMapping
  Tabular<IssuerProfile> list(
      @RequestParam(required = false) Integer limit,
      @RequestParam(required = false) String cursor) {
    int most = Page.limit(limit);
    String after = cursor == null ? "" : Page.decode(cursor);
    return Tabular.page(
        Page.of(issuers.list(after, most + 1), most, profile -> profile.id().slug()), COLUMNS);
  }

  @GetMapping("/{id}")
  IssuerProfile get(@PathVariable String id) {
    return IssuerId.parse(id) instanceof Checked.Valid<IssuerId> valid
        ? issuers.find(valid.value()).orElseThrow(() -> ProblemException.notFound("issuer " + id))
        : notFound(id);
  }

  private static IssuerProfile notFound(String id) {
    throw ProblemException.notFound("issuer " + id);
  }

  @PutMapping(path = "/{id}", consumes = MediaType.APPLICATION_JSON_VALUE)
  IssuerProfile put(@PathVariable String id, HttpServletRequest request) throws IOException {
    IssuerProfile profile = ProfileParser.parse(Body.readJson(request, Body.MOST_SMALL_BYTES), id);
    Caller.current().require(profile.id());
    return issuers.describe(profile);
  }
}
