package dev.runrate.ingest.format.xbrl;

import dev.runrate.common.fact.Checked;
import dev.runrate.common.fact.Period;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What a report says of itself, from its {@code dei} facts; members that it does not say are null.
 *
 * @param form {@code 10-Q}, {@code 10-K/A}
 * @param periodEnd the last day it reports on
 * @param fiscalYear by the issuer's own count
 * @param fiscalPeriod {@code FY}, {@code Q1}, …
 * @param isAmendment whether it amends an earlier one
 * @param cik the SEC's number
 * @param lei the legal entity identifier, of reports outside of the SEC
 * @param latestDay the latest day it knows anything of: of a 10-Q that on which its shares were
 *     counted, days before it was filed. No report is published before
 */
public record Cover(
    String form,
    LocalDate periodEnd,
    MonthDay fiscalYearEnd,
    Integer fiscalYear,
    String fiscalPeriod,
    Boolean isAmendment,
    String entityName,
    Long cik,
    String lei,
    LocalDate latestDay) {
  private static final int MOST_NAME = 200;
  private static final Pattern PAST =
      Pattern.compile("Revenue.*|ProfitLoss.*|NetIncomeLoss|Assets|Equity.*|StockholdersEquity");

  static Cover of(List<XbrlFact> facts) {
    Map<String, String> said = new HashMap<>();
    String name = null;
    for (XbrlFact fact : facts) {
      if (fact.text() == null || fact.text().isBlank()) {
        continue;
      }
      if (fact.concept().prefix().equals("dei")) {
        // Co-registrants and classes of shares have dimensions; what is said of all has none.
        if (fact.context().dimensions().isEmpty()) {
          said.putIfAbsent(fact.concept().local(), fact.text());
        }
      } else if (fact.concept().toString().equals(ENTITY_NAME)) {
        name = name == null ? fact.text() : name;
      }
    }
    String amendment = said.get("AmendmentFlag");
    Boolean isAmendment = amendment == null ? null : Boolean.valueOf(amendment.strip());
    String entityName = clean(said.getOrDefault("EntityRegistrantName", name));
    return new Cover(
        form(clean(said.get("DocumentType")), isAmendment),
        date(said.get("DocumentPeriodEndDate")),
        monthDay(said.get("CurrentFiscalYearEndDate")),
        year(said.get("DocumentFiscalYearFocus")),
        clean(said.get("DocumentFiscalPeriodFocus")),
        isAmendment,
        entityName,
        cik(said.get("EntityCentralIndexKey"), facts),
        entity(facts, XbrlName::isLei),
        latestDay(facts));
  }

  private static final String ENTITY_NAME =
      "ifrs-full:NameOfReportingEntityOrOtherMeansOfIdentification";

  private static String form(String typeOrNull, Boolean isAmendment) {
    return typeOrNull != null && Boolean.TRUE.equals(isAmendment) && !typeOrNull.endsWith("/A")
        ? typeOrNull + "/A"
        : typeOrNull;
  }

  private static Long cik(String saidOrNull, List<XbrlFact> facts) {
    String text = saidOrNull == null ? entity(facts, XbrlName::isCik) : saidOrNull.strip();
    return text != null && text.matches("\\d{1,10}") ? Long.valueOf(text) : null;
  }

  private static String entity(List<XbrlFact> facts, Predicate<String> isOfScheme) {
    return facts.stream()
        .map(XbrlFact::context)
        .filter(context -> context.scheme() != null && isOfScheme.test(context.scheme()))
        .map(XbrlContext::entity)
        .filter(entity -> entity != null && entity.matches("[A-Za-z0-9]{1,20}"))
        .findFirst()
        .orElse(null);
  }

  /** Plans and forecasts reach far ahead; the days of the cover's own facts do not. */
  private static LocalDate latestDay(List<XbrlFact> facts) {
    return facts.stream()
        .filter(fact -> fact.concept().prefix().equals("dei") || fact.isNumeric() && !fact.isNil())
        .filter(fact -> fact.concept().prefix().equals("dei") || isPast(fact))
        .map(fact -> fact.context().period())
        .map(period -> period instanceof Checked.Valid<Period> valid ? valid.value().end() : null)
        .filter(Objects::nonNull)
        .max(Comparator.naturalOrder())
        .orElse(null);
  }

  /** Of what was and not of what will be: revenue, income, cash. */
  private static boolean isPast(XbrlFact fact) {
    return fact.context().dimensions().isEmpty()
        && (fact.concept().prefix().equals("us-gaap")
            || fact.concept().prefix().equals("ifrs-full"))
        && PAST.matcher(fact.concept().local()).matches();
  }

  private static LocalDate date(String textOrNull) {
    try {
      return textOrNull == null ? null : LocalDate.parse(textOrNull.strip());
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static MonthDay monthDay(String textOrNull) {
    try {
      return textOrNull == null ? null : MonthDay.parse(textOrNull.strip());
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static Integer year(String textOrNull) {
    return textOrNull != null && textOrNull.strip().matches("\\d{4}")
        ? Integer.valueOf(textOrNull.strip())
        : null;
  }

  private static String clean(String textOrNull) {
    if (textOrNull == null) {
      return null;
    }
    String text = textOrNull.replaceAll("[\\p{C}\\s\u00a0]+", " ").strip();
    return text.isEmpty() || text.length() > MOST_NAME ? null : text;
  }
}
