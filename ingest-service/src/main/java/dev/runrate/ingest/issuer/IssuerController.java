package dev.runrate.ingest.issuer;

import dev.runrate.common.fact.Checked;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.IssuerProfile;
import dev.runrate.common.fact.Unit;
import dev.runrate.common.web.CsvTable;
import dev.runrate.common.web.Page;
import dev.runrate.common.web.Problem.ContentError;
import dev.runrate.common.web.ProblemException;
import dev.runrate.ingest.format.Body;
import dev.runrate.ingest.format.Texts;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.MonthDay;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Issuer profiles. A PUT replaces the whole profile. */
@RestController
@RequestMapping("/v1/issuers")
class IssuerController {
  private static final int MOST_BYTES = 64 * 1024;
  private static final int MOST_TEXT = 500;
  private static final Set<String> MEMBERS =
      Set.of(
          "id", "name", "names", "aliases", "country", "reportingCurrency", "fiscalYearEnd", "cik");

  private final IssuerDirectory issuers;

  IssuerController(IssuerDirectory issuers) {
    this.issuers = issuers;
  }

  @GetMapping
  Object list(
      @RequestParam(required = false) Integer limit,
      @RequestParam(required = false) String cursor,
      @RequestHeader(required = false) String accept) {
    int most = Page.limit(limit);
    String after = cursor == null ? "" : Page.decode(cursor);
    if (CsvTable.isWanted(accept)) {
      return CsvTable.answer(
          List.of("id", "name", "country", "reportingCurrency", "fiscalYearEnd", "cik"),
          issuers.list(after, most).stream()
              .map(
                  p ->
                      Arrays.<Object>asList(
                          p.id(),
                          p.name(),
                          p.country(),
                          p.reportingCurrency(),
                          p.fiscalYearEnd(),
                          p.cik()))
              .toList());
    }
    return Page.of(issuers.list(after, most + 1), most, profile -> profile.id().slug());
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
    IssuerProfile profile = new Parser(Body.readJson(request, MOST_BYTES)).profile(id);
    issuers.put(profile);
    return profile;
  }

  /** Reads a profile and gathers all of its faults. */
  private static final class Parser {
    private final JsonNode body;
    private final List<ContentError> errors = new ArrayList<>();

    Parser(JsonNode body) {
      this.body = body;
    }

    IssuerProfile profile(String id) {
      if (!body.isObject()) {
        throw ProblemException.invalid(
            List.of(new ContentError("", "type", "a profile is a JSON object")));
      }
      IssuerId issuer = null;
      switch (IssuerId.parse(id)) {
        case Checked.Valid<IssuerId> valid -> issuer = valid.value();
        case Checked.Invalid<IssuerId> invalid ->
            errors.add(new ContentError("/id", invalid.code(), invalid.message()));
      }
      if (body.hasNonNull("id") && !body.path("id").asString("").equals(id)) {
        errors.add(new ContentError("/id", "inconsistent", "the URL says " + id));
      }
      errors.addAll(ContentError.unknownMembers(body, MEMBERS));
      String name = text("name");
      Map<String, String> names = names();
      List<String> aliases = aliases();
      String country = text("country");
      Unit currency = currency();
      MonthDay yearEnd = yearEnd();
      Long cik = cik();
      if (!errors.isEmpty()) {
        throw ProblemException.invalid(errors);
      }
      return new IssuerProfile(issuer, name, names, aliases, country, currency, yearEnd, cik);
    }

    private String text(String name) {
      return body.hasNonNull(name) ? text("/" + name, body.get(name)) : null;
    }

    private String text(String pointer, JsonNode node) {
      if (!node.isString()
          || node.stringValue().length() > MOST_TEXT
          || !Texts.isClean(node.stringValue())) {
        errors.add(
            new ContentError(pointer, "text", "a text of at most " + MOST_TEXT + " characters"));
        return null;
      }
      return node.stringValue();
    }

    private Map<String, String> names() {
      Map<String, String> names = new HashMap<>();
      if (body.hasNonNull("names")) {
        if (!body.get("names").isObject()) {
          errors.add(new ContentError("/names", "type", "names by language: {\"zh\": \"智谱\"}"));
          return names;
        }
        for (var entry : body.get("names").properties()) {
          String value = text("/names/" + entry.getKey(), entry.getValue());
          if (!entry.getKey().matches("[A-Za-z0-9-]{1,35}")) {
            errors.add(new ContentError("/names", "language", "names are by language tag"));
          } else if (value != null) {
            names.put(entry.getKey(), value);
          }
        }
      }
      return names;
    }

    private List<String> aliases() {
      List<String> aliases = new ArrayList<>();
      if (body.hasNonNull("aliases")) {
        if (!body.get("aliases").isArray()) {
          errors.add(new ContentError("/aliases", "type", "an array of texts"));
          return aliases;
        }
        for (int i = 0; i < body.get("aliases").size(); i++) {
          String alias = text("/aliases/" + i, body.get("aliases").get(i));
          if (alias != null) {
            aliases.add(alias);
          }
        }
      }
      return aliases;
    }

    private Unit currency() {
      String code = text("reportingCurrency");
      if (code == null) {
        return null;
      }
      if (Unit.parse(code) instanceof Checked.Valid<Unit> valid && valid.value().isMoney()) {
        return valid.value();
      }
      errors.add(new ContentError("/reportingCurrency", "currency", "an ISO 4217 code, as USD"));
      return null;
    }

    private MonthDay yearEnd() {
      String text = text("fiscalYearEnd");
      if (text == null) {
        return null;
      }
      try {
        return MonthDay.parse(text);
      } catch (DateTimeException e) {
        errors.add(
            new ContentError("/fiscalYearEnd", "month-day", "month and day, such as --03-31"));
        return null;
      }
    }

    private Long cik() {
      if (!body.hasNonNull("cik")) {
        return null;
      }
      String digits = body.get("cik").asString("");
      if (!digits.matches("\\d{1,10}")) {
        errors.add(new ContentError("/cik", "cik", "the SEC's number, at most ten digits"));
        return null;
      }
      return Long.valueOf(digits);
    }
  }
}
