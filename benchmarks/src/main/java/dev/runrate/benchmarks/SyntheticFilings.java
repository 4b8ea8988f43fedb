package dev.runrate.benchmarks;

import static dev.runrate.common.fact.Concept.CAPITAL_EXPENDITURE;
import static dev.runrate.common.fact.Concept.CASH;
import static dev.runrate.common.fact.Concept.COST_OF_REVENUE;
import static dev.runrate.common.fact.Concept.GROSS_PROFIT;
import static dev.runrate.common.fact.Concept.NET_INCOME;
import static dev.runrate.common.fact.Concept.OPERATING_CASH_FLOW;
import static dev.runrate.common.fact.Concept.OPERATING_INCOME;
import static dev.runrate.common.fact.Concept.RESEARCH_AND_DEVELOPMENT_EXPENSE;
import static dev.runrate.common.fact.Concept.REVENUE;
import static dev.runrate.common.fact.Concept.SALES_AND_MARKETING_EXPENSE;

import dev.runrate.common.event.Json;
import dev.runrate.common.fact.Basis;
import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.Fact;
import dev.runrate.common.fact.Filing;
import dev.runrate.common.fact.FilingId;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.PeriodExpression;
import dev.runrate.common.fact.Scenario;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.common.fact.Source;
import dev.runrate.common.fact.StatedValue;
import dev.runrate.common.fact.Tier;
import dev.runrate.common.fact.Unit;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Invented issuers that report as companies do: a 10-Q for each of the first three quarters of a
 * year with the quarter, the year to date, the cash and comparative figures; a 10-K with the year
 * and the year before, so that the fourth quarter is a difference. Twenty facts each. Figures of a
 * period are the same in every filing that states them, and the same in every run.
 *
 * @param firstYear of the first filing
 */
record SyntheticFilings(int issuers, int quarters, int firstYear) {
  static final int FACTS_PER_FILING = 20;

  private static final Unit USD = Unit.of("USD");
  private static final List<Concept> INCOME_STATEMENT =
      List.of(
          REVENUE,
          COST_OF_REVENUE,
          GROSS_PROFIT,
          OPERATING_INCOME,
          NET_INCOME,
          RESEARCH_AND_DEVELOPMENT_EXPENSE,
          SALES_AND_MARKETING_EXPENSE);
  private static final List<Concept> CASH_FLOW = List.of(OPERATING_CASH_FLOW, CAPITAL_EXPENDITURE);
  private static final Map<Concept, String> TAGS =
      Map.of(
          REVENUE, "Revenues",
          COST_OF_REVENUE, "CostOfRevenue",
          GROSS_PROFIT, "GrossProfit",
          OPERATING_INCOME, "OperatingIncomeLoss",
          NET_INCOME, "NetIncomeLoss",
          RESEARCH_AND_DEVELOPMENT_EXPENSE, "ResearchAndDevelopmentExpense",
          SALES_AND_MARKETING_EXPENSE, "SellingAndMarketingExpense",
          OPERATING_CASH_FLOW, "NetCashProvidedByUsedInOperatingActivities",
          CAPITAL_EXPENDITURE, "PaymentsToAcquirePropertyPlantAndEquipment",
          CASH, "CashAndCashEquivalentsAtCarryingValue");

  static IssuerId issuer(int issuer) {
    return IssuerId.of("issuer-" + issuer);
  }

  int count() {
    return issuers * quarters;
  }

  /** All filings of an issuer, oldest first. */
  List<Filing> of(int issuer) {
    List<Filing> filings = new ArrayList<>();
    for (int quarter = 0; quarter < quarters; quarter++) {
      filings.add(filing(issuer, quarter));
    }
    return filings;
  }

  /**
   * @param quarter counted from 0, the first of the first year; may lie beyond {@link #quarters}
   */
  Filing filing(int issuer, int quarter) {
    boolean annual = quarter % 4 == 3;
    LocalDate end = start(quarter + 1).minusDays(1);
    return new Filing(
        FilingId.of("%010d-%02d-%06d".formatted(issuer + 1, end.getYear() % 100, quarter + 1)),
        issuer(issuer),
        annual ? "10-K" : "10-Q",
        new Source(Tier.REGULATORY, "synthetic", null, null, end.plusDays(annual ? 60 : 35)),
        null,
        annual ? annualFacts(issuer, quarter) : quarterlyFacts(issuer, quarter));
  }

  private List<Fact> annualFacts(int issuer, int quarter) {
    List<Fact> facts = new ArrayList<>();
    flows(facts, issuer, INCOME_STATEMENT, quarter - 3, quarter);
    flows(facts, issuer, CASH_FLOW, quarter - 3, quarter);
    flows(facts, issuer, INCOME_STATEMENT, quarter - 7, quarter - 4);
    flows(facts, issuer, CASH_FLOW, quarter - 7, quarter - 4);
    facts.add(cash(issuer, quarter));
    facts.add(cash(issuer, quarter - 4));
    return facts;
  }

  private List<Fact> quarterlyFacts(int issuer, int quarter) {
    int first = quarter - quarter % 4;
    List<Fact> facts = new ArrayList<>();
    flows(facts, issuer, INCOME_STATEMENT, quarter, quarter);
    flows(facts, issuer, CASH_FLOW, first, quarter);
    if (first == quarter) {
      flows(facts, issuer, INCOME_STATEMENT, quarter - 4, quarter - 4);
      flows(facts, issuer, CASH_FLOW, quarter - 4, quarter - 4);
    } else {
      flows(facts, issuer, INCOME_STATEMENT, first, quarter);
      flows(facts, issuer, List.of(REVENUE, NET_INCOME), quarter - 4, quarter - 4);
    }
    facts.add(cash(issuer, quarter));
    facts.add(cash(issuer, first - 1));
    return facts;
  }

  private void flows(List<Fact> facts, int issuer, List<Concept> concepts, int from, int to) {
    Map<Concept, Long> sums = new EnumMap<>(Concept.class);
    for (int quarter = from; quarter <= to; quarter++) {
      amounts(issuer, quarter).forEach((concept, amount) -> sums.merge(concept, amount, Long::sum));
    }
    Period span = new Period.Span(start(from), start(to + 1).minusDays(1));
    concepts.forEach(concept -> facts.add(fact(concept, span, sums.get(concept))));
  }

  private Fact cash(int issuer, int quarter) {
    Period day = new Period.Instant(start(quarter + 1).minusDays(1));
    return fact(CASH, day, random(issuer, quarter, 1).nextLong(50_000_000, 900_000_000));
  }

  private static Fact fact(Concept concept, Period period, long amount) {
    return new Fact(
        concept,
        SegmentId.WHOLE,
        PeriodExpression.of(period),
        new StatedValue(BigDecimal.valueOf(amount), null, null, null),
        USD,
        Scenario.ACTUAL,
        Basis.REPORTED,
        null);
  }

  /** Grows by some percent a quarter; every third issuer spends more than it earns. */
  private static Map<Concept, Long> amounts(int issuer, int quarter) {
    SplittableRandom random = random(issuer, quarter, 0);
    long revenue = (long) ((100_000_000 + 1_000_000L * quarter) * random.nextDouble(0.9, 1.1));
    long cost = (long) (revenue * random.nextDouble(0.35, 0.45));
    long research = (long) (revenue * (issuer % 3 == 0 ? 0.5 : 0.2) * random.nextDouble(0.8, 1.2));
    long marketing = (long) (revenue * random.nextDouble(0.15, 0.25));
    long operating = revenue - cost - research - marketing;
    Map<Concept, Long> amounts = new EnumMap<>(Concept.class);
    amounts.put(REVENUE, revenue);
    amounts.put(COST_OF_REVENUE, cost);
    amounts.put(GROSS_PROFIT, revenue - cost);
    amounts.put(RESEARCH_AND_DEVELOPMENT_EXPENSE, research);
    amounts.put(SALES_AND_MARKETING_EXPENSE, marketing);
    amounts.put(OPERATING_INCOME, operating);
    amounts.put(NET_INCOME, operating - 1_000_000);
    amounts.put(OPERATING_CASH_FLOW, operating + 5_000_000);
    amounts.put(CAPITAL_EXPENDITURE, (long) (revenue * random.nextDouble(0.05, 0.1)));
    return amounts;
  }

  private static SplittableRandom random(int issuer, int quarter, int purpose) {
    return new SplittableRandom((issuer * 100_003L + quarter) * 7 + purpose);
  }

  private LocalDate start(int quarter) {
    return LocalDate.of(firstYear, 1, 1).plusMonths(3L * quarter);
  }

  static String json(Filing filing) {
    return Json.MAPPER.writeValueAsString(filing);
  }

  /** The filings of an issuer as the SEC's companyfacts API has them. */
  String companyFacts(int issuer) {
    Map<String, List<Object>> byTag = new LinkedHashMap<>();
    for (Filing filing : of(issuer)) {
      for (Fact fact : filing.facts()) {
        byTag
            .computeIfAbsent(TAGS.get(fact.concept()), t -> new ArrayList<>())
            .add(sec(filing, fact));
      }
    }
    Map<String, Object> tags = new LinkedHashMap<>();
    byTag.forEach((tag, values) -> tags.put(tag, Map.of("units", Map.of("USD", values))));
    return Json.MAPPER.writeValueAsString(
        Map.of(
            "cik",
            issuer + 1,
            "entityName",
            "ISSUER " + issuer + " INC",
            "facts",
            Map.of("us-gaap", tags)));
  }

  private static Map<String, Object> sec(Filing filing, Fact fact) {
    Map<String, Object> value = new LinkedHashMap<>();
    Period period = ((PeriodExpression.Dated) fact.period()).period();
    if (period instanceof Period.Span span) {
      value.put("start", span.start().toString());
    }
    value.put("end", period.end().toString());
    value.put("val", fact.stated().value().longValueExact());
    value.put("accn", filing.id().text());
    value.put("form", filing.form());
    value.put("filed", filing.source().publishedOn().toString());
    return value;
  }
}
