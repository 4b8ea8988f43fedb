package dev.runrate.metrics.metric;

import static dev.runrate.common.fact.Concept.*;
import static dev.runrate.metrics.metric.Outcome.quotient;
import static dev.runrate.metrics.metric.SegmentFigures.SAME_YEAR_DAYS;

import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.How;
import dev.runrate.common.fact.Interval;
import dev.runrate.common.fact.Metric;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.Quantity;
import dev.runrate.common.fact.SpanLength;
import dev.runrate.common.fact.Unit;
import dev.runrate.common.fact.Wording;
import dev.runrate.metrics.factbook.FactBook;
import dev.runrate.metrics.metric.Outcome.Known;
import dev.runrate.metrics.metric.Outcome.Part;
import dev.runrate.metrics.period.FlowGraph;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The definitions of the metrics over what the {@link Solver} finds. Each method is one definition
 * of the {@link Metric} catalogue, in the catalogue's words.
 */
final class Formulas {
  private static final BigDecimal TWELVE = BigDecimal.valueOf(12);
  private static final BigDecimal FOUR = BigDecimal.valueOf(4);

  /** A balance or a count belongs to a span's end if it is of the same month. */
  private static final int SAME_MONTH_DAYS = 16;

  /** Cash is a quarterly figure: the last balance sheet may be this old. */
  private static final int SAME_QUARTER_DAYS = 100;

  private static final Outcome NO_QUARTER =
      Outcome.notApplicable("it compares a quarter with the quarter before; this is no quarter");
  private static final Outcome NO_HALF =
      Outcome.notApplicable("it compares a half with the half before; this is no half");
  private static final Outcome NOTHING_OUTSIDE =
      Outcome.notApplicable("it is a figure of a segment: nothing is outside the issuer");

  private final FactBook book;
  private final Solver solver;
  private final Unit currency;
  private final Collection<Period.Span> spans;
  private final Predicate<Period.Span> adjustedNetIncomeIsKnownElsewhere;

  /** Definitions are made of others: each is worked out once a period. */
  private final Map<Metric, Map<Period, Outcome>> evaluated = new EnumMap<>(Metric.class);

  /**
   * @param spans the spans that may be looked at where a definition says "the newest", newest first
   * @param adjustedNetIncomeIsKnownElsewhere whether another lens has the nearer proxy for a burn
   */
  Formulas(
      FactBook book,
      Solver solver,
      Unit currency,
      Collection<Period.Span> spans,
      Predicate<Period.Span> adjustedNetIncomeIsKnownElsewhere) {
    this.book = book;
    this.solver = solver;
    this.currency = currency;
    this.spans = spans;
    this.adjustedNetIncomeIsKnownElsewhere = adjustedNetIncomeIsKnownElsewhere;
  }

  Outcome evaluate(Metric metric, Period period) {
    Map<Period, Outcome> ofMetric = evaluated.computeIfAbsent(metric, m -> new HashMap<>());
    Outcome outcome = ofMetric.get(period);
    if (outcome == null) {
      outcome =
          switch (period) {
            case Period.Span span -> over(metric, span);
            case Period.Instant instant -> at(metric, instant.date());
          };
      ofMetric.put(period, outcome);
    }
    return outcome;
  }

  private Outcome over(Metric metric, Period.Span span) {
    return switch (metric) {
      case REVENUE -> solver.flow(REVENUE, span);
      case RUN_RATE_REVENUE -> runRateRevenue(span);
      case NET_NEW_ARR -> netNewArr(span);
      case REVENUE_GROWTH_YOY -> revenueGrowthYoy(span);
      case REVENUE_GROWTH_QOQ -> growthOnTheSpanBefore(span, SpanLength.QUARTER);
      case REVENUE_GROWTH_HOH -> growthOnTheSpanBefore(span, SpanLength.HALF);
      case REVENUE_SHARE -> revenueShare(span);
      case REVENUE_OUTSIDE -> revenueOutside(span);
      case GROSS_PROFIT -> solver.flow(GROSS_PROFIT, span);
      case GROSS_MARGIN -> grossMargin(span);
      case OPERATING_MARGIN -> margin(OPERATING_MARGIN, OPERATING_INCOME, span);
      case OPERATING_INCOME -> solver.flow(OPERATING_INCOME, span);
      case NET_INCOME -> solver.flow(NET_INCOME, span);
      case NET_MARGIN -> netMargin(span);
      case ADJUSTED_NET_INCOME -> solver.flow(ADJUSTED_NET_INCOME, span);
      case LOSS_RATIO -> lossRatio(span);
      case RESEARCH_AND_DEVELOPMENT -> solver.flow(RESEARCH_AND_DEVELOPMENT_EXPENSE, span);
      case RESEARCH_INTENSITY -> ratio(RESEARCH_AND_DEVELOPMENT_EXPENSE, REVENUE, span);
      case SALES_AND_MARKETING -> solver.flow(SALES_AND_MARKETING_EXPENSE, span);
      case COMPUTE_EXPENSE -> solver.flow(COMPUTE_EXPENSE, span);
      case COMPUTE_SHARE -> computeShare(span);
      case COMPUTE_MARGIN -> solver.flow(COMPUTE_MARGIN, span);
      case CAPITAL_EXPENDITURE -> solver.flow(CAPITAL_EXPENDITURE, span);
      case CAPEX_INTENSITY -> ratio(CAPITAL_EXPENDITURE, REVENUE, span);
      case OPERATING_CASH_FLOW -> solver.flow(OPERATING_CASH_FLOW, span);
      case FREE_CASH_FLOW -> solver.flow(FREE_CASH_FLOW, span);
      case CASH_BURN -> cashBurn(span);
      case BURN_PER_MONTH -> burnPerMonth(span);
      case BURN_MULTIPLE -> burnMultiple(span);
      case RUNWAY_MONTHS -> runwayMonths(span);
      case RULE_OF_40 -> ruleOf40(span);
      case MAGIC_NUMBER -> magicNumber(span);
      case PAID_CONVERSION -> solver.flow(PAID_CONVERSION, span);
      case REVENUE_PER_PAYING_USER -> revenuePerPayingUser(span);
      case REVENUE_PER_EMPLOYEE -> revenuePerEmployee(span);
      case ARR,
          STATED_RUN_RATE,
          CASH,
          DEBT,
          BACKLOG,
          FUNDING_RAISED,
          MONTHLY_ACTIVE_USERS,
          WEEKLY_ACTIVE_USERS,
          DAILY_ACTIVE_USERS,
          PAYING_USERS,
          PRICE,
          EMPLOYEES,
          TOKENS_PER_DAY,
          VALUATION,
          VALUATION_TO_RUN_RATE,
          VALUATION_TO_NEWEST_RUN_RATE,
          VALUATION_TO_ARR,
          VALUATION_TO_NEWEST_ARR ->
          Outcome.unknown(metric + " is a figure of a day, not of a span");
    };
  }

  private Outcome at(Metric metric, LocalDate day) {
    return switch (metric) {
      case ARR -> solver.at(ANNUAL_RECURRING_REVENUE, day);
      case NET_NEW_ARR -> netNewArr(day);
      case STATED_RUN_RATE -> solver.at(Concept.RUN_RATE_REVENUE, day);
      case REVENUE_SHARE -> solver.at(REVENUE_SHARE, day);
      case CASH -> solver.at(CASH, day);
      case DEBT -> solver.at(DEBT, day);
      case BACKLOG -> solver.at(REMAINING_PERFORMANCE_OBLIGATION, day);
      case FUNDING_RAISED -> solver.at(FUNDING_RAISED, day);
      case MONTHLY_ACTIVE_USERS -> solver.at(MONTHLY_ACTIVE_USERS, day);
      case WEEKLY_ACTIVE_USERS -> solver.at(WEEKLY_ACTIVE_USERS, day);
      case DAILY_ACTIVE_USERS -> solver.at(DAILY_ACTIVE_USERS, day);
      case PRICE -> solver.at(PRICE, day);
      case PAYING_USERS -> solver.at(PAYING_USERS, day);
      case PAID_CONVERSION -> solver.at(PAID_CONVERSION, day);
      case EMPLOYEES -> solver.at(EMPLOYEES, day);
      case TOKENS_PER_DAY -> solver.at(TOKENS_PER_DAY, day);
      case VALUATION -> solver.at(VALUATION, day);
      case VALUATION_TO_RUN_RATE -> valuationToRunRate(day, day);
      case VALUATION_TO_NEWEST_RUN_RATE -> valuationToRunRate(day, LocalDate.MAX);
      case VALUATION_TO_ARR -> valuationToArr(day, day);
      case VALUATION_TO_NEWEST_ARR -> valuationToArr(day, LocalDate.MAX);
      case REVENUE,
          RUN_RATE_REVENUE,
          REVENUE_GROWTH_YOY,
          REVENUE_GROWTH_QOQ,
          REVENUE_GROWTH_HOH,
          REVENUE_OUTSIDE,
          GROSS_PROFIT,
          GROSS_MARGIN,
          OPERATING_MARGIN,
          OPERATING_INCOME,
          NET_INCOME,
          NET_MARGIN,
          ADJUSTED_NET_INCOME,
          LOSS_RATIO,
          RESEARCH_AND_DEVELOPMENT,
          RESEARCH_INTENSITY,
          SALES_AND_MARKETING,
          COMPUTE_EXPENSE,
          COMPUTE_SHARE,
          COMPUTE_MARGIN,
          CAPITAL_EXPENDITURE,
          CAPEX_INTENSITY,
          OPERATING_CASH_FLOW,
          FREE_CASH_FLOW,
          CASH_BURN,
          BURN_PER_MONTH,
          BURN_MULTIPLE,
          RUNWAY_MONTHS,
          RULE_OF_40,
          MAGIC_NUMBER,
          REVENUE_PER_PAYING_USER,
          REVENUE_PER_EMPLOYEE ->
          Outcome.unknown(metric + " is a figure of a span, not of a day");
    };
  }

  // -- revenue

  private Outcome runRateRevenue(Period.Span span) {
    SpanLength.Months months = SpanLength.monthsOf(span);
    return Outcome.combine(
        "Revenue x 12 / " + months,
        How.ANNUALISED,
        List.of(flow(REVENUE, span)),
        q ->
            Optional.of(
                q.get(0).scaledBy(TWELVE.multiply(months.denominator()), months.numerator())));
  }

  private Outcome netNewArr(Period.Span span) {
    Optional<LocalDate> end = nearest(ANNUAL_RECURRING_REVENUE, span.end(), SAME_MONTH_DAYS);
    Optional<LocalDate> start =
        nearest(ANNUAL_RECURRING_REVENUE, span.start().minusDays(1), SAME_MONTH_DAYS);
    if (start.isEmpty() || end.isEmpty()) {
      return Outcome.notKnown("ARR at both ends", span);
    }
    return arrChange(start.get(), end.get());
  }

  private Outcome netNewArr(LocalDate day) {
    LocalDate earlier = solver.instants(ANNUAL_RECURRING_REVENUE).lower(day);
    return earlier == null || earlier.isBefore(day.minusDays(SegmentFigures.EARLIER_DAYS))
        ? Outcome.unknown("no earlier ARR is known, or only one of years ago")
        : arrChange(earlier, day).noting("since " + earlier);
  }

  private Outcome arrChange(LocalDate from, LocalDate to) {
    return Outcome.combine(
        "ARR - earlier ARR",
        How.REPORTED,
        List.of(instant(ANNUAL_RECURRING_REVENUE, to), instant(ANNUAL_RECURRING_REVENUE, from)),
        q -> Optional.of(q.get(0).minus(q.get(1))));
  }

  private Outcome revenueGrowthYoy(Period.Span span) {
    return statedElse(REVENUE_GROWTH, span, () -> growth(REVENUE, span, book.yearEarlier(span)));
  }

  /** A quarter on the quarter before, a half on the half before; a year has a name of its own. */
  private Outcome growthOnTheSpanBefore(Period.Span span, SpanLength length) {
    if (SpanLength.of(span) == length) {
      return growth(REVENUE, span, book.shifted(span, -length.months()));
    }
    return length == SpanLength.QUARTER ? NO_QUARTER : NO_HALF;
  }

  // -- segments

  private Outcome revenueShare(Period.Span span) {
    Outcome stated = solver.flow(REVENUE_SHARE, span);
    if (stated.isKnown() || solver.isOfTheIssuer()) {
      return stated;
    }
    Part own = flow(REVENUE, span);
    // A revenue that was found by the share says nothing new about it.
    return own.outcome() instanceof Known known && known.uses(Segments.SHARE_OF_WHOLE)
        ? solver.shareFromMargins(span)
        : quotient(
                "Revenue / Revenue of the issuer",
                own,
                Part.of("Revenue of the issuer", span, solver.ofIssuer(REVENUE, span)),
                Unit.RATIO)
            .orElse(() -> solver.shareFromMargins(span));
  }

  private Outcome revenueOutside(Period.Span span) {
    return solver.isOfTheIssuer()
        ? NOTHING_OUTSIDE
        : Outcome.combine(
            "Revenue of the issuer - Revenue",
            How.DERIVED,
            List.of(
                Part.of("Revenue of the issuer", span, solver.ofIssuer(REVENUE, span)),
                new Part(REVENUE.label(), span, true, solver.flow(REVENUE, span))),
            q -> Optional.of(q.get(0).minus(q.get(1))));
  }

  /** current / prior - 1: each operand once, so that the interval is no wider than it must be. */
  private Outcome growth(Concept concept, Period.Span span, Period.Span before) {
    return Outcome.combine(
        concept + " / " + concept + " before - 1",
        How.REPORTED,
        List.of(flow(concept, span), flow(concept, before)),
        q -> q.get(0).dividedBy(q.get(1), Unit.RATIO).map(Quantity::minusOne));
  }

  // -- margins

  /** Of two honest ways, gross profit over revenue and one less cost over revenue, the narrower. */
  private Outcome grossMargin(Period.Span span) {
    return statedElse(GROSS_MARGIN, span, () -> grossMarginOfParts(span));
  }

  private Outcome grossMarginOfParts(Period.Span span) {
    Outcome fromProfit = ratio(GROSS_PROFIT, REVENUE, span);
    Outcome fromCost =
        Outcome.combine(
            "1 - CostOfRevenue / Revenue",
            How.REPORTED,
            List.of(flow(COST_OF_REVENUE, span), flow(REVENUE, span)),
            q -> q.get(0).dividedBy(q.get(1), Unit.RATIO).map(c -> c.minusOne().negate()));
    if (fromProfit instanceof Known p && fromCost instanceof Known c) {
      int byWidth = Interval.compareWidths(p.quantity().range(), c.quantity().range());
      boolean profitIsNearer = p.how().isReported() || !c.how().isReported();
      return byWidth < 0 || (byWidth == 0 && profitIsNearer) ? fromProfit : fromCost;
    }
    return fromProfit.orElse(() -> fromCost);
  }

  private Outcome computeShare(Period.Span span) {
    return statedElse(
        COMPUTE_SHARE, span, () -> ratio(COMPUTE_EXPENSE, RESEARCH_AND_DEVELOPMENT_EXPENSE, span));
  }

  private Outcome margin(Concept stated, Concept profit, Period.Span span) {
    return statedElse(stated, span, () -> ratio(profit, REVENUE, span));
  }

  private Outcome netMargin(Period.Span span) {
    return margin(NET_MARGIN, NET_INCOME, span)
        .orElse(() -> ratio(ADJUSTED_NET_INCOME, REVENUE, span));
  }

  private Outcome lossRatio(Period.Span span) {
    Outcome margin = evaluate(Metric.NET_MARGIN, span);
    if (margin instanceof Known k && isNeverNegative(k)) {
      return Outcome.notApplicable("there is no loss in the period");
    }
    return Outcome.combine(
        "loss / revenue = -(net margin)",
        How.REPORTED,
        List.of(Part.of("net margin", span, margin)),
        q -> Optional.of(q.get(0).negate()));
  }

  // -- cash

  private Outcome cashBurn(Period.Span span) {
    Outcome stated = solver.flow(CASH_BURN, span);
    if (stated.isKnown()) {
      return stated;
    }
    Outcome freeCashFlow = solver.flow(FREE_CASH_FLOW, span);
    if (freeCashFlow.isKnown()) {
      return burnOf("-(FreeCashFlow)", FREE_CASH_FLOW, span, freeCashFlow, How.REPORTED);
    }
    Outcome adjusted = solver.flow(ADJUSTED_NET_INCOME, span);
    if (adjusted.isKnown()) {
      return burnOf("-(AdjustedNetIncome)", ADJUSTED_NET_INCOME, span, adjusted, How.PROXY);
    }
    if (adjustedNetIncomeIsKnownElsewhere.test(span)) {
      return Outcome.unknown("the adjusted net income, on a basis of its own, is the nearer proxy");
    }
    Outcome reported = solver.flow(NET_INCOME, span);
    if (isNotKnown(stated) && isNotKnown(reported)) {
      return Outcome.notKnown("cash burn (or free cash flow, or net income)", span);
    }
    return burnOf("-(NetIncome)", NET_INCOME, span, reported, How.PROXY);
  }

  private static boolean isNotKnown(Outcome outcome) {
    return outcome instanceof Outcome.Unknown unknown
        && unknown.reason() instanceof Outcome.Reason.NotKnown;
  }

  private static Outcome burnOf(
      String formula, Concept concept, Period.Span span, Outcome surplus, How how) {
    if (surplus instanceof Known k && isNeverNegative(k)) {
      return Outcome.notApplicable("nothing is burnt: " + concept + " is not negative");
    }
    return Outcome.combine(
        formula,
        how,
        List.of(Part.of(concept, span, surplus)),
        q -> Optional.of(q.get(0).negate()));
  }

  private static boolean isNeverNegative(Known known) {
    BigDecimal low = known.quantity().range().low();
    return low != null && low.signum() >= 0;
  }

  private Outcome burnPerMonth(Period.Span span) {
    Outcome stated = solver.flow(CASH_BURN_PER_MONTH, span);
    if (stated.isKnown()) {
      return stated;
    }
    SpanLength.Months months = SpanLength.monthsOf(span);
    return Outcome.combine(
        "cash burn / " + months + " months",
        How.REPORTED,
        List.of(Part.of("cash burn", span, evaluate(Metric.CASH_BURN, span))),
        q -> Optional.of(q.get(0).scaledBy(months.denominator(), months.numerator())));
  }

  private Outcome burnMultiple(Period.Span span) {
    Outcome netNew = evaluate(Metric.NET_NEW_ARR, span).orElse(() -> runRateChange(span));
    if (netNew instanceof Known k && !k.quantity().range().isPositive()) {
      return Outcome.unknown("the change of ARR (or run-rate) is not certainly positive");
    }
    return quotient(
        "cash burn / net new ARR",
        Part.of("cash burn", span, evaluate(Metric.CASH_BURN, span)),
        Part.of("net new ARR", span, netNew),
        Unit.MULTIPLE);
  }

  private Outcome runRateChange(Period.Span span) {
    int months = SpanLength.of(span).months();
    if (months == 0) {
      return Outcome.notKnown("ARR at both ends", span);
    }
    Period.Span before = book.shifted(span, -months);
    return Outcome.combine(
        "run-rate - run-rate of the span before",
        How.PROXY,
        List.of(
            Part.of("run-rate", span, evaluate(Metric.RUN_RATE_REVENUE, span)),
            Part.of("run-rate", before, evaluate(Metric.RUN_RATE_REVENUE, before))),
        q -> Optional.of(q.get(0).minus(q.get(1))));
  }

  private Outcome runwayMonths(Period.Span span) {
    Optional<LocalDate> balanceSheet =
        solver.nearestInstant(CASH, span.end(), SAME_QUARTER_DAYS, SAME_MONTH_DAYS);
    if (balanceSheet.isEmpty()) {
      return Outcome.notKnown("cash at the end", span);
    }
    return quotient(
        "cash / burn per month",
        instant(CASH, balanceSheet.get()),
        Part.of("burn per month", span, evaluate(Metric.BURN_PER_MONTH, span)),
        Unit.MONTHS);
  }

  // -- efficiency

  private Outcome ruleOf40(Period.Span span) {
    Outcome margin = ratio(FREE_CASH_FLOW, REVENUE, span);
    String which = "free cash flow margin";
    if (!margin.isKnown()) {
      margin = margin(OPERATING_MARGIN, OPERATING_INCOME, span);
      which = "operating margin";
    }
    if (!margin.isKnown()) {
      margin = evaluate(Metric.NET_MARGIN, span);
      which = "net margin";
    }
    return Outcome.combine(
            "revenue growth yoy + " + which,
            How.REPORTED,
            List.of(
                Part.of("revenue growth yoy", span, evaluate(Metric.REVENUE_GROWTH_YOY, span)),
                Part.of(which, span, margin)),
            q -> Optional.of(q.get(0).plus(q.get(1))))
        .noting("margin: " + which);
  }

  private Outcome magicNumber(Period.Span span) {
    if (SpanLength.of(span) != SpanLength.QUARTER) {
      return Outcome.unknown("it is a figure of a quarter");
    }
    Period.Span before = book.shifted(span, -SpanLength.QUARTER.months());
    return Outcome.combine(
        "(Revenue - Revenue before) x 4 / SalesAndMarketingExpense before",
        How.REPORTED,
        List.of(
            flow(REVENUE, span), flow(REVENUE, before), flow(SALES_AND_MARKETING_EXPENSE, before)),
        q ->
            q.get(0)
                .minus(q.get(1))
                .scaledBy(FOUR, BigDecimal.ONE)
                .dividedBy(q.get(2), Unit.MULTIPLE));
  }

  private Outcome revenuePerPayingUser(Period.Span span) {
    Optional<LocalDate> day = nearest(PAYING_USERS, span.end(), SAME_MONTH_DAYS);
    if (day.isEmpty()) {
      return Outcome.notKnown("paying users at the end", span);
    }
    SpanLength.Months months = SpanLength.monthsOf(span);
    return Outcome.combine(
        "Revenue / PayingUsers / " + months + " months",
        How.REPORTED,
        List.of(flow(REVENUE, span), instant(PAYING_USERS, day.get())),
        q ->
            q.get(0)
                .scaledBy(months.denominator(), months.numerator())
                .dividedBy(q.get(1), currency));
  }

  private Outcome revenuePerEmployee(Period.Span span) {
    Outcome stated = solver.flow(REVENUE_PER_EMPLOYEE, span);
    if (stated.isKnown()) {
      return stated;
    }
    Optional<LocalDate> day = nearest(EMPLOYEES, span.end(), SAME_YEAR_DAYS);
    if (day.isEmpty()) {
      return Outcome.notKnown("employees", span);
    }
    return quotient(
        "Revenue of twelve months / Employees",
        Part.of("Revenue of twelve months", span, revenueOfTwelveMonths(span)),
        instant(EMPLOYEES, day.get()),
        currency);
  }

  private Outcome revenueOfTwelveMonths(Period.Span span) {
    LocalDate yearBefore = book.shiftedBoundary(span.end().plusDays(1), -12);
    Period.Span lastYear = new Period.Span(yearBefore, span.end());
    return solver.flow(REVENUE, lastYear).orElse(() -> evaluate(Metric.RUN_RATE_REVENUE, span));
  }

  // -- valuation

  /**
   * @param latest the newest day that the run-rate may be of
   */
  private Outcome valuationToRunRate(LocalDate day, LocalDate latest) {
    Part valuation = instant(VALUATION, day);
    if (!valuation.outcome().isKnown()) {
      return valuation.outcome();
    }
    Part runRate = runRateBy(day, latest);
    Outcome multiple = quotient("Valuation / run-rate revenue", valuation, runRate, Unit.MULTIPLE);
    return multiple.isKnown()
        ? multiple.noting("on the run-rate of " + book.label(runRate.period()))
        : multiple;
  }

  /**
   * Of the newest span that had ended by a day; none that is older than the valuation by a year.
   */
  private Part runRateBy(LocalDate valued, LocalDate latestEnd) {
    LocalDate earliest = valued.minusDays(SAME_YEAR_DAYS);
    for (Period.Span span : spans) {
      if (span.end().isBefore(earliest)) {
        break; // They come newest first.
      }
      if (!span.end().isAfter(latestEnd) && isRevenueKnownWithin(span, valued, latestEnd)) {
        return Part.of("run-rate revenue", span, evaluate(Metric.RUN_RATE_REVENUE, span));
      }
    }
    return Part.of(
        "run-rate revenue",
        new Period.Instant(valued),
        Outcome.unknown(
            "no run-rate revenue is known"
                + (latestEnd.equals(valued) ? " up to " : " since a year before ")
                + valued));
  }

  /** What is told of a day looks no farther back than {@link SegmentFigures#LOOK_BACK_DAYS}. */
  private boolean isRevenueKnownWithin(Period.Span span, LocalDate valued, LocalDate latestEnd) {
    return solver.flow(REVENUE, span) instanceof Known known
        && (latestEnd.equals(LocalDate.MAX)
            || known.restsOnWhatEnds(
                valued.minusDays(SAME_YEAR_DAYS + FlowGraph.HORIZON_DAYS), LocalDate.MAX));
  }

  private Outcome valuationToArr(LocalDate day, LocalDate latest) {
    Part valuation = instant(VALUATION, day);
    if (!valuation.outcome().isKnown()) {
      return valuation.outcome();
    }
    Optional<LocalDate> arrDay = arrBy(day, latest);
    return arrDay.isEmpty()
        ? Outcome.unknown("no ARR is known of that day or of the year before " + day)
        : quotient(
                "Valuation / ARR",
                valuation,
                instant(ANNUAL_RECURRING_REVENUE, arrDay.get()),
                Unit.MULTIPLE)
            .noting("on the ARR of " + arrDay.get());
  }

  private Optional<LocalDate> arrBy(LocalDate valued, LocalDate latest) {
    return Optional.ofNullable(solver.instants(ANNUAL_RECURRING_REVENUE).floor(latest))
        .filter(day -> !day.isBefore(valued.minusDays(SAME_YEAR_DAYS)));
  }

  // -- operands

  private Outcome ratio(Concept dividend, Concept divisor, Period.Span span) {
    return quotient(
        dividend + " / " + divisor, flow(dividend, span), flow(divisor, span), Unit.RATIO);
  }

  /** Where neither is known, the operand that the computation misses is the reason. */
  private Outcome statedElse(Concept concept, Period.Span span, Supplier<Outcome> computed) {
    Outcome stated = solver.flow(concept, span);
    return stated instanceof Known known ? heldAgainst(known, concept, computed) : computed.get();
  }

  /** A stated ratio that is not that of its parts is shown, but in doubt. */
  private static Outcome heldAgainst(Known stated, Concept concept, Supplier<Outcome> computed) {
    if (stated.suspect() != null
        || !(stated.derivation() instanceof Outcome.Derivation.Stated)
        || !(computed.get() instanceof Known parts)
        || parts.scenario() != stated.scenario()
        || !parts.basis().equals(stated.basis())
        || !parts.quantity().range().isDisjointFrom(asWritten(stated))) {
      return stated;
    }
    return stated.doubting(
        concept
            + " is stated as "
            + Wording.amount(stated.figure())
            + "; its parts give "
            + Wording.amount(parts.figure()));
  }

  /** Whoever writes 0.33 of a third has rounded it, whether they say so or not. */
  private static Interval asWritten(Known stated) {
    Interval range = stated.quantity().range();
    BigDecimal point = stated.quantity().point();
    if (point == null) {
      return range;
    }
    BigDecimal half = point.ulp().divide(BigDecimal.TWO);
    return range.plus(new Interval(half.negate(), half));
  }

  private Part flow(Concept concept, Period.Span span) {
    return Part.of(concept, span, solver.flow(concept, span));
  }

  private Part instant(Concept concept, LocalDate day) {
    return Part.of(concept, new Period.Instant(day), solver.at(concept, day));
  }

  private Optional<LocalDate> nearest(Concept concept, LocalDate day, int mostDays) {
    return solver.nearestInstant(concept, day, mostDays, mostDays);
  }
}
