package dev.runrate.ingest.issuer;

import dev.runrate.common.fact.Checked;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.IssuerKind;
import dev.runrate.common.fact.IssuerProfile;
import dev.runrate.common.fact.Unit;
import dev.runrate.common.web.Document;
import dev.runrate.common.web.Field;
import dev.runrate.common.web.ProblemException;
import java.time.DateTimeException;
import java.time.MonthDay;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Reads the profile of an issuer:
 *
 * <pre>
 * {"name": "Zhipu AI", "names": {"zh": "智谱"}, "aliases": ["z.ai"], "country": "CN",
 *  "reportingCurrency": "CNY", "fiscalYearEnd": "--12-31", "cik": 1045810, "kind": "lab"}
 * </pre>
 */
final class ProfileParser {
  private static final Set<String> MEMBERS =
      Set.of(
          "id",
          "name",
          "names",
          "aliases",
          "country",
          "reportingCurrency",
          "fiscalYearEnd",
          "cik",
          "kind");

  /** Languages, and other names in each. */
  private static final int MOST_NAMES = 1_000;

  private ProfileParser() {}

  /**
   * @param id what the URL calls the issuer
   * @throws ProblemException 422 with every fault
   */
  static IssuerProfile parse(JsonNode body, String id) {
    Document document = Document.of(body);
    Field root = document.root("a profile");
    // What GET answers can be put again; rulings have a place of their own.
    root.knowsOnly(MEMBERS, Set.of("rulings"));
    Field idField = root.member("id");
    Optional<IssuerId> issuer = idField.check(IssuerId.parse(id));
    if (idField.isThere() && !idField.text().equals(Optional.of(id))) {
      idField.fault("inconsistent", "the URL says " + id);
    }
    Optional<String> name = root.member("name").text();
    Map<String, String> names = names(root.member("names"));
    List<String> aliases = new ArrayList<>();
    root.member("aliases")
        .elements(MOST_NAMES, "an array of texts")
        .forEach(alias -> alias.text().ifPresent(aliases::add));
    Optional<String> country = root.member("country").text();
    Optional<Unit> currency = root.member("reportingCurrency").read(ProfileParser::currency);
    Optional<MonthDay> yearEnd = root.member("fiscalYearEnd").read(ProfileParser::monthDay);
    Optional<Long> cik = cik(root.member("cik"));
    Optional<IssuerKind> kind = root.member("kind").read(ProfileParser::kind);
    return document.valueOrRefusal(
        () ->
            new IssuerProfile(
                issuer.orElseThrow(),
                name.orElse(null),
                names,
                aliases,
                country.orElse(null),
                currency.orElse(null),
                yearEnd.orElse(null),
                cik.orElse(null),
                kind.orElse(null)));
  }

  private static Map<String, String> names(Field field) {
    if (field.isThere() && (!field.isObject() || field.size() > MOST_NAMES)) {
      field.fault("type", "names by language: {\"zh\": \"智谱\"}");
    }
    Map<String, String> names = new HashMap<>();
    field
        .members()
        .forEach(
            (language, each) -> {
              Optional<String> name = each.text();
              if (!language.matches("[A-Za-z0-9-]{1,35}")) {
                field.fault("language", "names are by language tag");
              } else {
                name.ifPresent(text -> names.put(language, text));
              }
            });
    return names;
  }

  private static Checked<Unit> currency(String code) {
    return Unit.parse(code) instanceof Checked.Valid<Unit> valid && valid.value().isMoney()
        ? valid
        : Checked.invalid("currency", "an ISO 4217 code, as USD");
  }

  private static Checked<MonthDay> monthDay(String text) {
    try {
      return Checked.valid(MonthDay.parse(text));
    } catch (DateTimeException e) {
      return Checked.invalid("month-day", "month and day, such as --03-31");
    }
  }

  private static Checked<IssuerKind> kind(String text) {
    return IssuerKind.parse(text)
        .map(Checked::valid)
        .orElseGet(
            () -> Checked.invalid("choice", "one of " + Arrays.toString(IssuerKind.values())));
  }

  /** As a number or, with leading zeros perhaps, as a text. */
  private static Optional<Long> cik(Field field) {
    if (!field.isThere()) {
      return Optional.empty();
    }
    String digits = field.json().asString("");
    if (!digits.matches("\\d{1,10}")) {
      field.fault("cik", "the SEC's number, at most ten digits");
      return Optional.empty();
    }
    return Optional.of(Long.valueOf(digits));
  }
}
