package dev.runrate.common.fact;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;

/**
 * What a filing says about itself that cannot be, or hardly can: a gross margin of 70, a year's
 * actual revenue published in its April, a part that is larger than the whole. {@link
 * Severity#IMPOSSIBLE} is refused at the door; {@link Severity#ODD} is taken, and the doubt stays
 * with the filing and with the figures that rest on the fact.
 *
 * <p>A finding depends on the filing alone, but for one: {@link #of(Filing, LocalDate)} also knows
 * the day and so which publications lie in the future.
 *
 * <p>Forecasts, targets and estimates may be of any time. A fact of a fiscal period whose dates
 * nobody knows here ({@code FY2026-Q1}) is judged by the earliest dates it can have.
 */
public final class Plausibility {
  public enum Severity {
    /** It cannot be so: a slip of whoever wrote it. */
    IMPOSSIBLE,
    /** It may be so, but seldom is. */
    ODD
  }

  /**
   * @param fact which fact of the filing, from 0; -1 for the filing itself
   * @param member of the fact (or of the filing), as in its JSON: {@code value}, {@code period},
   *     {@code source/publishedOn}
   * @param code stable, for machines
   * @param message for the person who must mend it
   */
  public record Finding(Severity severity, int fact, String member, String code, String message) {
    /** RFC 6901, e.g. {@code /facts/0/value}. */
    public String pointer() {
      return (fact < 0 ? "/" : "/facts/" + fact + "/") + member;
    }

    public boolean isImpossible() {
      return severity == Severity.IMPOSSIBLE;
    }
  }

  /** What may be below zero; everything else that is counted or paid may not. */
  private static final Set<Concept> MAY_BE_NEGATIVE =
      EnumSet.of(
          Concept.REVENUE,
          Concept.GROSS_PROFIT,
          Concept.OPERATING_INCOME,
          Concept.NET_INCOME,
          Concept.ADJUSTED_NET_INCOME,
          Concept.OPERATING_CASH_FLOW,
          Concept.FREE_CASH_FLOW,
          Concept.CASH_BURN);

  /** Parts of one: never above it. Of these, the margins may be below zero. */
  private static final Set<Concept> AT_MOST_ONE =
      EnumSet.of(
          Concept.GROSS_MARGIN,
          Concept.COMPUTE_MARGIN,
          Concept.REVENUE_SHARE,
          Concept.PAID_CONVERSION);

  private static final Set<Concept> AT_LEAST_ZERO =
      EnumSet.of(Concept.REVENUE_SHARE, Concept.PAID_CONVERSION);
  private static final Set<Concept> MARGINS =
      EnumSet.of(
          Concept.GROSS_MARGIN,
          Concept.COMPUTE_MARGIN,
          Concept.OPERATING_MARGIN,
          Concept.NET_MARGIN);

  /** Currencies of which one unit buys something: in these, sums have sizes that all know. */
  private static final Set<String> STRONG =
      Set.of(
          "USD", "EUR", "GBP", "CHF", "CAD", "AUD", "NZD", "SGD", "CNY", "HKD", "SEK", "DKK", "NOK",
          "ILS");

  /** About what the whole world produces in a year, in dollars. */
  private static final BigDecimal MOST_STRONG_MONEY = BigDecimal.TEN.pow(14);

  /** Twice the worth of the largest company there ever was. */
  private static final BigDecimal MUCH_STRONG_MONEY = BigDecimal.TEN.pow(13);

  /** The world's product in the weakest of currencies. */
  private static final BigDecimal MOST_MONEY = BigDecimal.TEN.pow(20);

  private static final BigDecimal MOST_USERS = BigDecimal.TEN.pow(10);
  private static final BigDecimal MOST_EMPLOYEES = BigDecimal.TEN.pow(8);

  /** Twice the largest employer there is. */
  private static final BigDecimal MANY_EMPLOYEES = BigDecimal.valueOf(5_000_000);

  /** A million for every living human, every day. */
  private static final BigDecimal MOST_TOKENS_PER_DAY = BigDecimal.TEN.pow(16);

  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
  private static final BigDecimal THOUSAND = BigDecimal.valueOf(1_000);

  /** A 52/53-week year ends up to so many days before the one that a filing may name. */
  private static final int TOLERANCE_DAYS = 7;

  /** The day of publication is that of some time zone. */
  private static final int TIME_ZONE_DAYS = 1;

  private final List<Fact> facts;
  private final Source source;
  private final List<Finding> findings = new ArrayList<>();

  private Plausibility(List<Fact> facts, Source sourceOrNull) {
    this.facts = facts;
    this.source = sourceOrNull;
  }

  /** Everything about the filing that does not depend on when it is asked. */
  public static List<Finding> of(Filing filing) {
    return of(filing.facts(), filing.source());
  }

  /**
   * @param today the day on which the filing is looked at, in UTC
   */
  public static List<Finding> of(Filing filing, LocalDate today) {
    return of(filing.facts(), filing.source(), today);
  }

  /** The facts of a document of which perhaps not all could be read; the source may be null. */
  public static List<Finding> of(List<Fact> facts, Source sourceOrNull, LocalDate today) {
    List<Finding> all = new ArrayList<>();
    if (sourceOrNull != null
        && sourceOrNull.publishedOn().isAfter(today.plusDays(TIME_ZONE_DAYS))) {
      all.add(
          new Finding(
              Severity.IMPOSSIBLE,
              -1,
              "source/publishedOn",
              "published-in-future",
              "publication on " + sourceOrNull.publishedOn() + " lies in the future"));
    }
    all.addAll(of(facts, sourceOrNull));
    return all;
  }

  /** What is wrong with a fact whatever else the filing says. */
  public static List<Finding> of(Fact fact, Source sourceOrNull) {
    Plausibility one = new Plausibility(List.of(fact), sourceOrNull);
    one.judge(0, fact);
    return one.findings;
  }

  private static List<Finding> of(List<Fact> facts, Source sourceOrNull) {
    Plausibility all = new Plausibility(facts, sourceOrNull);
    for (int i = 0; i < facts.size(); i++) {
      all.judge(i, facts.get(i));
    }
    all.compare();
    all.findings.sort(Comparator.comparingInt(Finding::fact));
    return List.copyOf(all.findings);
  }

  // -- a fact by itself

  private void judge(int i, Fact fact) {
    StatedValue stated = fact.stated();
    judge(i, fact, "value", stated.value());
    judge(i, fact, "low", stated.low());
    judge(i, fact, "high", stated.high());
    if (fact.concept() == Concept.REVENUE_SHARE && fact.segment().isWhole() && !isOne(stated)) {
      odd(
          i,
          "segment",
          "share-of-nothing",
          "a share of revenue is a segment's; say which segment it is of");
    }
    if (fact.scenario() == Scenario.ACTUAL && source != null) {
      judgeTime(i, fact);
    }
  }

  private static boolean isOne(StatedValue stated) {
    return stated.range().contains(BigDecimal.ONE);
  }

  private void judge(int i, Fact fact, String member, BigDecimal number) {
    if (number == null) {
      return;
    }
    Concept concept = fact.concept();
    if (concept.unitKind() == Unit.Kind.RATIO) {
      judgeRatio(i, concept, member, number);
      return;
    }
    if (number.signum() < 0) {
      judgeNegative(i, fact, member);
    }
    judgeSize(i, fact, member, number.abs());
  }

  /** What segments sell to each other is taken out again, under a name of its own. */
  private static boolean isElimination(SegmentId segment) {
    return segment.slug().contains("eliminat") || segment.slug().contains("intersegment");
  }

  private void judgeNegative(int i, Fact fact, String member) {
    Concept concept = fact.concept();
    if (concept == Concept.REVENUE && isElimination(fact.segment())) {
      return;
    }
    if (concept == Concept.REVENUE) {
      odd(i, member, "negative-revenue", "revenue is seldom negative; losses are negative incomes");
    } else if (!MAY_BE_NEGATIVE.contains(concept)) {
      boolean isCount = concept.unitKind() != Unit.Kind.MONEY;
      impossible(
          i,
          member,
          isCount ? "negative-count" : "negative-amount",
          concept
              + " cannot be negative"
              + (isCount ? "" : "; what is spent or held is stated as a positive amount"));
    }
  }

  private void judgeRatio(int i, Concept concept, String member, BigDecimal ratio) {
    if (AT_MOST_ONE.contains(concept) && ratio.compareTo(BigDecimal.ONE) > 0) {
      impossible(
          i,
          member,
          "ratio-above-one",
          concept + " cannot be above 1, which is 100 percent" + meant(ratio));
    } else if (AT_LEAST_ZERO.contains(concept) && ratio.signum() < 0) {
      impossible(i, member, "negative-ratio", concept + " cannot be negative");
    } else if (MARGINS.contains(concept) && ratio.compareTo(BigDecimal.ONE) > 0) {
      odd(
          i,
          member,
          "ratio-above-one",
          concept + " is seldom above 1, which is 100 percent" + meant(ratio));
    } else if (MARGINS.contains(concept) && ratio.compareTo(HUNDRED.negate()) < 0) {
      odd(
          i,
          member,
          "ratio-size",
          concept
              + " of "
              + ratio.toPlainString()
              + " is "
              + percent(ratio)
              + " percent of revenue");
    } else if (concept == Concept.REVENUE_GROWTH && ratio.compareTo(BigDecimal.ONE.negate()) < 0) {
      odd(
          i,
          member,
          "growth-below-minus-one",
          "revenue that falls by more than 100 percent is negative" + meant(ratio));
    } else if (isGrowthOfUnusualSize(concept, ratio)) {
      odd(
          i,
          member,
          "ratio-size",
          concept + " of " + ratio.toPlainString() + " is " + percent(ratio) + " percent");
    }
  }

  private static boolean isGrowthOfUnusualSize(Concept concept, BigDecimal ratio) {
    return switch (concept) {
      case REVENUE_GROWTH -> ratio.compareTo(HUNDRED) > 0;
      case NET_INCOME_GROWTH -> ratio.abs().compareTo(THOUSAND) > 0;
      default -> false;
    };
  }

  /** Who writes 70 for a ratio thinks of percent. */
  private static String meant(BigDecimal ratio) {
    BigDecimal hundredth = ratio.movePointLeft(2);
    return hundredth.abs().compareTo(BigDecimal.ONE) <= 0
        ? "; did you mean " + hundredth.toPlainString() + "?"
        : "";
  }

  private static String percent(BigDecimal ratio) {
    return ratio.movePointRight(2).stripTrailingZeros().toPlainString();
  }

  private void judgeSize(int i, Fact fact, String member, BigDecimal size) {
    switch (fact.unit().kind()) {
      case MONEY -> {
        boolean isStrong = STRONG.contains(fact.unit().code());
        if (size.compareTo(isStrong ? MOST_STRONG_MONEY : MOST_MONEY) > 0) {
          impossible(i, member, "size", "that is more " + fact.unit() + " than the world produces");
        } else if (isStrong && size.compareTo(MUCH_STRONG_MONEY) > 0) {
          odd(i, member, "size", "no company has, makes or is worth that much " + fact.unit());
        }
      }
      case USERS -> {
        if (size.compareTo(MOST_USERS) > 0) {
          impossible(i, member, "size", "there are not that many people");
        }
      }
      case PEOPLE -> {
        if (size.compareTo(MOST_EMPLOYEES) > 0) {
          impossible(i, member, "size", "no employer has that many people");
        } else if (size.compareTo(MANY_EMPLOYEES) > 0) {
          odd(i, member, "size", "that is twice the largest employer there is");
        }
      }
      case TOKENS_PER_DAY -> {
        if (size.compareTo(MOST_TOKENS_PER_DAY) > 0) {
          odd(i, member, "size", "that is more than a million tokens a day for every human");
        }
      }
      case RATIO, MULTIPLE, MONTHS -> {
        // Judged by what they are ratios of.
      }
    }
  }

  /** What is summed up is known when it is over; a ratio can be read off on the way. */
  private void judgeTime(int i, Fact fact) {
    LocalDate published = source.publishedOn();
    LocalDate start = earliestStart(fact.period());
    LocalDate end = earliestEnd(fact.period());
    String period = fact.period().text();
    boolean isDay = start.equals(end);
    if (start.isAfter(published.plusDays(isDay ? TOLERANCE_DAYS : 0))) {
      impossible(
          i,
          "period",
          "period-not-begun",
          "what is actual has happened, but "
              + period
              + " lies after the publication on "
              + published
              + "; a forecast, target or estimate says so in scenario");
    } else if (end.isAfter(published.plusDays(TOLERANCE_DAYS))
        && fact.concept().kind() == Concept.Kind.RATIO) {
      odd(
          i,
          "period",
          "period-not-over",
          "read off before "
              + period
              + " was over, so it is of what had passed of it on "
              + published);
    } else if (end.isAfter(published.plusDays(TOLERANCE_DAYS))) {
      impossible(
          i,
          "period",
          "period-not-over",
          "what is actual has happened, but "
              + period
              + " was not over on "
              + published
              + "; a forecast, target or estimate says so in scenario");
    } else if (end.isAfter(published.plusDays(TIME_ZONE_DAYS))) {
      odd(
          i,
          "period",
          "published-before-end",
          period + " ends days after the publication on " + published);
    }
  }

  /** A fiscal year is named after the calendar year in which it ends, be it on 1 January. */
  private static LocalDate earliestStart(PeriodExpression period) {
    return switch (period) {
      case PeriodExpression.Dated dated -> dated.period().start();
      case PeriodExpression.Fiscal fiscal ->
          LocalDate.of(fiscal.fiscalYear() - 1, 1, 1).plusMonths(fiscal.part().offset);
    };
  }

  private static LocalDate earliestEnd(PeriodExpression period) {
    return switch (period) {
      case PeriodExpression.Dated dated -> dated.period().end();
      case PeriodExpression.Fiscal fiscal ->
          earliestStart(fiscal).plusMonths(fiscal.part().months).minusDays(1);
    };
  }

  // -- a fact beside the others

  /** What may be compared: one basis, one scenario, one unit, one period. */
  private record Frame(Object period, Unit unit, Scenario scenario, Basis basis) {
    static Frame of(Fact fact) {
      Object period =
          switch (fact.period()) {
            case PeriodExpression.Dated dated -> dated.period();
            case PeriodExpression.Fiscal fiscal -> fiscal.fiscalYear() + "-" + fiscal.part();
          };
      return new Frame(period, fact.unit(), fact.scenario(), fact.basis());
    }
  }

  private record Slot(Concept concept, SegmentId segment, Frame frame) {}

  /**
   * @param untagged whether none of those has a tag: one tag of several may cover a part only
   */
  private record Most(BigDecimal high, boolean untagged) {
    /** Of several statements of one line, the one that leaves most room; null is without end. */
    static final BinaryOperator<Most> LARGEST =
        (a, b) ->
            new Most(
                a.high == null || b.high == null ? null : a.high.max(b.high),
                a.untagged && b.untagged);
  }

  private void compare() {
    if (facts.size() < 2) {
      return;
    }
    Map<Slot, Most> wholes = new HashMap<>();
    Map<Frame, List<Integer>> shares = new LinkedHashMap<>();
    for (int i = 0; i < facts.size(); i++) {
      Fact fact = facts.get(i);
      switch (fact.concept()) {
        case REVENUE, MONTHLY_ACTIVE_USERS ->
            wholes.merge(
                new Slot(fact.concept(), fact.segment(), Frame.of(fact)),
                new Most(fact.stated().range().high(), fact.tag() == null),
                Most.LARGEST);
        case REVENUE_SHARE -> {
          if (!fact.segment().isWhole()) {
            shares.computeIfAbsent(Frame.of(fact), f -> new ArrayList<>()).add(i);
          }
        }
        default -> {
          // Nothing is a part of it.
        }
      }
    }
    for (int i = 0; i < facts.size() && !wholes.isEmpty(); i++) {
      comparePart(i, facts.get(i), wholes);
    }
    shares.values().forEach(this::addUp);
  }

  private void comparePart(int i, Fact fact, Map<Slot, Most> wholes) {
    switch (fact.concept()) {
      case GROSS_PROFIT -> {
        Most revenue = wholes.get(new Slot(Concept.REVENUE, fact.segment(), Frame.of(fact)));
        if (isAbove(fact, revenue)) {
          String message = "gross profit is above the revenue it is a part of";
          if (fact.tag() == null && revenue.untagged) {
            impossible(i, member(fact), "part-above-whole", message);
          } else {
            odd(i, member(fact), "part-above-whole", message);
          }
        }
      }
      case REVENUE -> {
        if (!fact.segment().isWhole()
            && isAbove(
                fact, wholes.get(new Slot(Concept.REVENUE, SegmentId.WHOLE, Frame.of(fact))))) {
          odd(
              i,
              member(fact),
              "part-above-whole",
              "the segment's revenue is above the whole's; it may be before eliminations");
        }
      }
      case PAYING_USERS -> {
        if (isAbove(
            fact,
            wholes.get(new Slot(Concept.MONTHLY_ACTIVE_USERS, fact.segment(), Frame.of(fact))))) {
          odd(
              i,
              member(fact),
              "part-above-whole",
              "more users pay than are active in the month; some may pay without being active");
        }
      }
      default -> {
        // Compared with nothing.
      }
    }
  }

  private static boolean isAbove(Fact part, Most wholeOrNull) {
    BigDecimal low = part.stated().range().low();
    return wholeOrNull != null
        && wholeOrNull.high != null
        && low != null
        && low.compareTo(wholeOrNull.high) > 0;
  }

  /** Segments may overlap, so shares above one in sum are only odd; each of them may be it. */
  private void addUp(List<Integer> shares) {
    Map<SegmentId, BigDecimal> least = new HashMap<>();
    for (int i : shares) {
      BigDecimal low = facts.get(i).stated().range().low();
      least.merge(facts.get(i).segment(), low == null ? BigDecimal.ZERO : low, BigDecimal::min);
    }
    BigDecimal sum = least.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    if (least.size() < 2 || sum.compareTo(BigDecimal.ONE) <= 0) {
      return;
    }
    for (int i : shares) {
      odd(
          i,
          member(facts.get(i)),
          "shares-above-one",
          "the shares of "
              + least.size()
              + " segments add to "
              + sum.stripTrailingZeros().toPlainString()
              + " at least, more than all there is; segments may overlap");
    }
  }

  /** The member that states the number. */
  private static String member(Fact fact) {
    return Stream.of("value", "low", "high")
        .filter(name -> number(fact.stated(), name) != null)
        .findFirst()
        .orElseThrow();
  }

  private static BigDecimal number(StatedValue stated, String member) {
    return switch (member) {
      case "value" -> stated.value();
      case "low" -> stated.low();
      default -> stated.high();
    };
  }

  private void impossible(int fact, String member, String code, String message) {
    findings.add(new Finding(Severity.IMPOSSIBLE, fact, member, code, message));
  }

  private void odd(int fact, String member, String code, String message) {
    findings.add(new Finding(Severity.ODD, fact, member, code, message));
  }
}
