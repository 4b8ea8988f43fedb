package dev.runrate.metrics.audit;

import dev.runrate.common.fact.Basis;
import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.Interval;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.PeriodExpression;
import dev.runrate.common.fact.Quantity;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.common.fact.SpanLength;
import dev.runrate.common.fact.Unit;
import dev.runrate.common.fact.Wording;
import dev.runrate.metrics.audit.Audit.Answer;
import dev.runrate.metrics.audit.Audit.Evidence;
import dev.runrate.metrics.factbook.Candidates;
import dev.runrate.metrics.factbook.FactBook;
import dev.runrate.metrics.factbook.FiledFact;
import dev.runrate.metrics.factbook.Line;
import dev.runrate.metrics.factbook.WorkedOut;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Holds the figures of a book against each other. What fails cannot be true whoever is believed:
 * every value that anybody states has a say, and no point of the intervals satisfies the identity
 * with its allowances ({@link Identity#assumption}).
 */
public final class Audits {
  /** No audit sets figures side by side that lie farther apart. */
  public static final int REACH_DAYS = 800;

  /** Users, price and ARR this many days apart are of one time. */
  private static final int SAME_QUARTER_DAYS = 92;

  /** A price changes seldom. */
  private static final int SAME_PRICE_DAYS = 183;

  private static final int TURN_OF_YEAR_DAYS = 31;
  private static final int LATER_DAYS = 731;

  /** More statements of one figure than these have no say of their own. */
  private static final int MOST_READINGS = 8;

  private static final BigDecimal TWELVE = BigDecimal.valueOf(12);
  private static final Interval HALF = Interval.exactly(new BigDecimal("0.5"));
  private static final Interval THREE_QUARTERS = Interval.exactly(new BigDecimal("0.75"));
  private static final Interval ONE = Interval.exactly(BigDecimal.ONE);
  private static final Interval A_SHARE = Interval.of("0", "1");
  private static final Interval FIXING = Interval.of("0.995", "1.005");
  private static final int SHOWN_DIGITS = 4;

  private static final Set<Concept> RUN_RATES =
      EnumSet.of(Concept.ANNUAL_RECURRING_REVENUE, Concept.RUN_RATE_REVENUE);

  /** Without a figure of one of these nothing can fail that the weighing has not weighed. */
  private static final Set<Concept> MARKING = marking();

  private static final Comparator<Audit> ORDER =
      Comparator.comparing(Audit::answer)
          .thenComparing((Audit a) -> a.doubt() == null)
          .thenComparing(Audit::period, Comparator.reverseOrder())
          .thenComparing(Audit::identity)
          .thenComparing(Audit::segment);

  private final FactBook book;
  private final Rates rates;
  private final Map<SegmentId, Map<Concept, List<Line>>> lines = new HashMap<>();
  private final List<Audit> found = new ArrayList<>();
  private final List<Period.Span> reached = new ArrayList<>();

  private Audits(FactBook book, Rates rates) {
    this.book = book;
    this.rates = rates;
    for (Line line : book.lines()) {
      if (line.scenario().isOutcome()) {
        lines
            .computeIfAbsent(line.segment(), s -> new EnumMap<>(Concept.class))
            .computeIfAbsent(line.concept(), c -> new ArrayList<>(1))
            .add(line);
      }
    }
    lines.values().forEach(of -> of.values().forEach(each -> each.sort(Line.ORDER)));
  }

  /** Every audit that something is stated for: what fails first, then doubts, newest first. */
  public static List<Audit> of(FactBook book, Rates rates) {
    Audits audits = new Audits(book, rates);
    audits.thatMark();
    audits.exchangeRates();
    audits.mixes();
    audits.sums();
    audits.subtractions();
    audits.partsOfPeriods();
    audits.labels();
    audits.found.sort(ORDER);
    return List.copyOf(audits.found);
  }

  /**
   * The book with a doubt on the least supported figure of every audit that fails, and those
   * audits. Rates have no say here, so this is a function of the filings alone.
   *
   * @param reached the days that each comparison looked at, failing or not
   */
  public record Audited(FactBook book, List<Audit> failing, List<Period.Span> reached) {}

  /** Whether the book has figures of a kind that audits mark. */
  public static boolean concern(FactBook book) {
    return book.lines().stream().anyMatch(line -> MARKING.contains(line.concept()));
  }

  public static Audited audited(FactBook book) {
    return concern(book) ? new Audits(book, Rates.NONE).mark() : unmarked(book);
  }

  /** The same, and pairs of amounts held against rates: for questions, not for messages. */
  public static Audited audited(FactBook book, Rates rates) {
    boolean inPairs =
        book.segments().stream().anyMatch(segment -> book.currencies(segment).size() > 1);
    return inPairs || concern(book) ? new Audits(book, rates).mark() : unmarked(book);
  }

  private static Audited unmarked(FactBook book) {
    return new Audited(book, List.of(), List.of());
  }

  private Audited mark() {
    thatMark();
    if (rates != Rates.NONE) {
      exchangeRates();
    }
    List<Audit> failing =
        found.stream().filter(a -> a.answer() == Answer.FAILS).sorted(ORDER).toList();
    Map<Line, Map<Period, String>> doubts = new HashMap<>();
    for (Audit audit : failing) {
      for (Evidence least : audit.leastSupported()) {
        doubts
            .computeIfAbsent(least.line(), l -> new HashMap<>())
            .putIfAbsent(least.period(), audit.mark());
      }
    }
    return new Audited(book.doubting(doubts), failing, List.copyOf(reached));
  }

  private static Set<Concept> marking() {
    Set<Concept> marking = EnumSet.copyOf(RUN_RATES);
    marking.add(Concept.REVENUE_SHARE);
    marking.add(Concept.PAYING_USERS);
    marking.add(Concept.PAID_CONVERSION);
    for (Concept concept : Concept.values()) {
      if (concept.growthOf().isPresent()) {
        marking.add(concept);
      }
    }
    return marking;
  }

  private void thatMark() {
    unitEconomics();
    shares();
    runRatesOfYears();
    growths();
  }

  // -- figures

  private List<Line> lines(SegmentId segment, Concept concept) {
    return lines.getOrDefault(segment, Map.of()).getOrDefault(concept, List.of());
  }

  private List<SegmentId> segments() {
    return lines.keySet().stream().sorted().toList();
  }

  /** A figure that counts, and what else was said of it. */
  private record Stated(Line line, Period period, Candidates candidates) {
    Quantity quantity() {
      return candidates.winner().quantity();
    }

    Interval range() {
      return candidates.winner().range();
    }

    /** Each value that somebody states; what counts first. */
    List<Interval> readings() {
      return candidates.ranked().stream()
          .map(FiledFact::range)
          .distinct()
          .limit(MOST_READINGS)
          .toList();
    }
  }

  private Evidence evidence(Stated stated) {
    return evidence(
        stated.line,
        stated.period,
        stated.candidates.winner(),
        stated.candidates.confirmations().size());
  }

  private Evidence evidence(Line line, Period period, FiledFact fact, int origins) {
    long company =
        instants(line, period.end().minusDays(REACH_DAYS), period.end().plusDays(REACH_DAYS))
            .values()
            .stream()
            .flatMap(c -> c.ranked().stream())
            .map(f -> Objects.requireNonNullElse(f.filing().source().publisher(), ""))
            .distinct()
            .count();
    return new Evidence(line, period, fact, origins, (int) company);
  }

  private Optional<Stated> stated(Line line, Period period) {
    return book.candidates(line, period)
        .filter(c -> !c.isOverruled())
        .map(c -> new Stated(line, period, c));
  }

  private Optional<Stated> stated(SegmentId segment, Concept concept, Line like, Period period) {
    for (Line line : lines(segment, concept)) {
      boolean sameUnit = !line.unit().isMoney() || !like.unit().isMoney() || isUnitOf(line, like);
      if (sameUnit && line.basis().equals(like.basis()) && line.scenario() == like.scenario()) {
        Optional<Stated> stated = stated(line, period);
        if (stated.isPresent()) {
          return stated;
        }
      }
    }
    return Optional.empty();
  }

  /** What a filer translated for convenience, each amount at a rate of its own, proves nothing. */
  private boolean isOwnCurrency(Line line) {
    return !line.unit().isMoney()
        || book.conventions()
            .reportingCurrency()
            .or(() -> book.currencies(line.segment()).stream().findFirst())
            .filter(line.unit()::equals)
            .isPresent();
  }

  private static boolean isUnitOf(Line line, Line like) {
    return line.unit().equals(like.unit());
  }

  /** The statement of the concept nearest to a day, before later where equally near. */
  private Optional<Stated> nearest(SegmentId segment, Concept concept, LocalDate day, int days) {
    Stated best = null;
    for (Line line : lines(segment, concept)) {
      for (Map.Entry<Period, Candidates> each :
          instants(line, day.minusDays(days), day.plusDays(days)).entrySet()) {
        Stated stated = new Stated(line, each.getKey(), each.getValue());
        if (each.getKey() instanceof Period.Instant
            && !each.getValue().isOverruled()
            && (best == null || distance(stated, day) < distance(best, day))) {
          best = stated;
        }
      }
    }
    return Optional.ofNullable(best);
  }

  private static long distance(Stated stated, LocalDate day) {
    return Math.abs(stated.period.end().toEpochDay() - day.toEpochDay());
  }

  /** Instants stand before spans that end with them, so the day after bounds the last. */
  private NavigableMap<Period, Candidates> instants(Line line, LocalDate from, LocalDate to) {
    NavigableMap<Period, Candidates> all = book.candidates(line);
    return all.isEmpty()
        ? Collections.emptyNavigableMap()
        : all.subMap(new Period.Instant(from), true, new Period.Instant(to), true);
  }

  private void looksAt(LocalDate from, LocalDate to) {
    reached.add(new Period.Span(from, to));
  }

  // -- paying users x price x 12

  private void unitEconomics() {
    for (SegmentId segment : segments()) {
      for (Payers payers : payers(segment)) {
        unitEconomics(segment, payers);
      }
    }
  }

  /** How many pay, and from what that follows. */
  private record Payers(LocalDate day, Interval users, String arithmetic, List<Evidence> from) {}

  private List<Payers> payers(SegmentId segment) {
    List<Payers> all = new ArrayList<>();
    for (Line line : lines(segment, Concept.PAYING_USERS)) {
      book.candidates(line)
          .forEach(
              (period, c) ->
                  stated(line, period)
                      .filter(s -> period instanceof Period.Instant)
                      .ifPresent(
                          s ->
                              all.add(
                                  new Payers(
                                      period.end(),
                                      s.range(),
                                      Wording.amount(s.quantity()),
                                      List.of(evidence(s))))));
    }
    for (Line line : lines(segment, Concept.PAID_CONVERSION)) {
      for (Period period : book.candidates(line).keySet()) {
        if (period instanceof Period.Instant) {
          Optional<Stated> conversion = stated(line, period);
          Optional<Stated> active = stated(segment, Concept.MONTHLY_ACTIVE_USERS, line, period);
          if (conversion.isPresent() && active.isPresent()) {
            all.add(
                new Payers(
                    period.end(),
                    conversion.get().range().times(active.get().range()),
                    Wording.amount(conversion.get().quantity())
                        + " x "
                        + Wording.amount(active.get().quantity()),
                    List.of(evidence(conversion.get()), evidence(active.get()))));
          }
        }
      }
    }
    return all;
  }

  private void unitEconomics(SegmentId segment, Payers payers) {
    LocalDate day = payers.day;
    looksAt(day.minusDays(SAME_PRICE_DAYS), day.plusDays(SAME_PRICE_DAYS));
    Period at = new Period.Instant(day);
    Optional<Stated> price =
        nearest(segment, Concept.PRICE, day, SAME_PRICE_DAYS)
            .or(() -> nearest(SegmentId.WHOLE, Concept.PRICE, day, SAME_PRICE_DAYS));
    if (price.isEmpty()) {
      add(
          notComputable(
              Identity.UNIT_ECONOMICS,
              segment,
              at,
              payers.arithmetic + " pay",
              "no price is stated within half a year of " + day,
              payers.from));
      return;
    }
    Unit currency = price.get().line.unit();
    Quantity paid =
        new Quantity(
            null,
            payers.users.times(price.get().range()).times(Interval.exactly(TWELVE)),
            currency);
    List<Evidence> evidence = new ArrayList<>(payers.from);
    evidence.add(evidence(price.get()));
    String arithmetic =
        payers.arithmetic
            + " x "
            + price.get().quantity().range().high().toPlainString()
            + " "
            + currency
            + " x 12 = "
            + Wording.amount(middle(paid));
    Optional<Yearly> yearly = yearly(segment, day, currency);
    if (yearly.isEmpty()) {
      add(
          notComputable(
              Identity.UNIT_ECONOMICS,
              segment,
              at,
              arithmetic,
              "neither ARR nor the revenue of a quarter is stated in "
                  + currency
                  + " within three months of "
                  + day,
              evidence));
      return;
    }
    Stated held = yearly.get().stated;
    evidence.add(evidence(held));
    String against = arithmetic + "; " + yearly.get().words;
    boolean fails =
        yearly.get().readings.stream()
            .allMatch(reading -> reading.isBelow(paid.range().times(HALF)));
    Interval whole = yearly.get().readings.getFirst();
    String doubt = null;
    if (!fails && whole.isBelow(paid.range())) {
      doubt = "they would pay more than the whole at the full price";
    } else if (paid.range().isBelow(whole)) {
      doubt = "they pay for a part of it; others pay the rest, or one of the figures is mistaken";
    }
    add(
        new Audit(
            Identity.UNIT_ECONOMICS,
            segment,
            held.period,
            fails ? Answer.FAILS : Answer.HOLDS,
            middle(paid),
            new Quantity(held.quantity().point(), whole, currency),
            against,
            null,
            doubt,
            evidence));
  }

  /** The middle stands for a product of which only the bounds were computed. */
  private static Quantity middle(Quantity quantity) {
    Interval range = quantity.range();
    return range.isBounded()
        ? new Quantity(range.low().add(range.high()).divide(BigDecimal.TWO), range, quantity.unit())
        : quantity;
  }

  private record Yearly(Stated stated, List<Interval> readings, String words) {}

  private Optional<Yearly> yearly(SegmentId segment, LocalDate day, Unit currency) {
    for (SegmentId of : segment.isWhole() ? List.of(segment) : List.of(segment, SegmentId.WHOLE)) {
      for (Concept concept : RUN_RATES) {
        Optional<Stated> stated =
            nearest(of, concept, day, SAME_QUARTER_DAYS)
                .filter(s -> s.line.unit().equals(currency));
        if (stated.isPresent()) {
          return stated.map(
              s ->
                  new Yearly(
                      s,
                      s.readings(),
                      name(s) + " is " + Wording.amount(s.quantity()) + " on " + s.period));
        }
      }
      Optional<Yearly> quarter = quarterly(of, day, currency);
      if (quarter.isPresent()) {
        return quarter;
      }
    }
    return Optional.empty();
  }

  private Optional<Yearly> quarterly(SegmentId segment, LocalDate day, Unit currency) {
    for (Line line : lines(segment, Concept.REVENUE)) {
      if (!line.unit().equals(currency) || !line.basis().isReported()) {
        continue;
      }
      NavigableMap<Period, Candidates> near =
          instants(line, day.minusDays(SAME_QUARTER_DAYS), day.plusDays(SAME_QUARTER_DAYS));
      for (Period period : near.descendingKeySet()) {
        Optional<Stated> stated = stated(line, period);
        if (stated.isPresent() && SpanLength.of(period) == SpanLength.QUARTER) {
          Interval four = Interval.exactly(BigDecimal.valueOf(4));
          return stated.map(
              s ->
                  new Yearly(
                      s,
                      s.readings().stream().map(r -> r.times(four)).toList(),
                      name(s)
                          + " of "
                          + book.label(period)
                          + " x 4 is "
                          + Wording.amount(new Quantity(null, s.range().times(four), currency))));
        }
      }
    }
    return Optional.empty();
  }

  private static String name(Stated stated) {
    return stated.line.concept()
        + (stated.line.segment().isWhole() ? "" : " of " + stated.line.segment());
  }

  // -- shares and margins

  private void shares() {
    for (SegmentId segment : segments()) {
      if (segment.isWhole()) {
        continue;
      }
      for (Line line : lines(segment, Concept.REVENUE_SHARE)) {
        for (Period period : book.candidates(line).keySet()) {
          stated(line, period)
              .filter(s -> period instanceof Period.Span)
              .ifPresent(
                  share -> {
                    looksAt(period.start(), period.end());
                    shareOfRevenue(share);
                    boundedMix(share);
                  });
        }
      }
    }
  }

  private void shareOfRevenue(Stated share) {
    for (Line own : lines(share.line.segment(), Concept.REVENUE)) {
      if (own.scenario() != share.line.scenario()
          || !own.basis().equals(share.line.basis())
          || !isOwnCurrency(own)) {
        continue;
      }
      Optional<Stated> part = stated(own, share.period);
      Optional<Stated> whole = stated(SegmentId.WHOLE, Concept.REVENUE, own, share.period);
      if (part.isPresent() && whole.isPresent()) {
        Quantity computed = share.quantity().times(whole.get().quantity());
        boolean fails =
            share.readings().stream()
                .allMatch(
                    s ->
                        whole.get().readings().stream()
                            .allMatch(
                                w ->
                                    part.get().readings().stream()
                                        .allMatch(p -> p.isDisjointFrom(s.times(w)))));
        add(
            new Audit(
                Identity.SEGMENT_SHARE,
                share.line.segment(),
                share.period,
                fails ? Answer.FAILS : Answer.HOLDS,
                computed,
                part.get().quantity(),
                Wording.amount(share.quantity())
                    + " x "
                    + Wording.amount(whole.get().quantity())
                    + " = "
                    + Wording.amount(computed)
                    + "; "
                    + name(part.get())
                    + " is "
                    + Wording.amount(part.get().quantity()),
                null,
                null,
                List.of(evidence(share), evidence(whole.get()), evidence(part.get()))));
      }
    }
  }

  /** Whatever else there is has a margin of 100 percent at most. */
  private void boundedMix(Stated share) {
    Optional<Stated> own =
        stated(share.line.segment(), Concept.GROSS_MARGIN, share.line, share.period);
    Optional<Stated> whole =
        stated(SegmentId.WHOLE, Concept.GROSS_MARGIN, share.line, share.period);
    if (own.isEmpty() || whole.isEmpty()) {
      return;
    }
    Interval most = bestMargin(share.range(), own.get().range());
    boolean fails =
        share.readings().stream()
            .allMatch(
                s ->
                    own.get().readings().stream()
                        .allMatch(
                            m ->
                                whole.get().readings().stream()
                                    .allMatch(w -> bestMargin(s, m).isBelow(w))));
    if (!fails) {
      return; // Nearly every margin can be; what the share itself must be is another audit.
    }
    add(
        new Audit(
            Identity.SEGMENT_MIX,
            share.line.segment(),
            share.period,
            Answer.FAILS,
            new Quantity(null, new Interval(null, most.high()), Unit.RATIO),
            whole.get().quantity(),
            Wording.amount(share.quantity())
                + " of revenue at a margin of "
                + Wording.amount(own.get().quantity())
                + ", the rest at 100% at most, gives at most "
                + Wording.amount(most.high(), Unit.RATIO)
                + "; GrossMargin is "
                + Wording.amount(whole.get().quantity()),
            null,
            null,
            List.of(evidence(share), evidence(own.get()), evidence(whole.get()))));
  }

  /** 1 - s x (1 - m), each operand once, as s is at least 0 and m at most 1. */
  private static Interval bestMargin(Interval share, Interval margin) {
    Interval known = share.intersect(A_SHARE).orElse(A_SHARE);
    return ONE.minus(known.times(ONE.minus(margin)));
  }

  /** (margin of the issuer - that of the other) / (own - that of the other) = the share. */
  private void mixes() {
    for (Line wholeLine : lines(SegmentId.WHOLE, Concept.GROSS_MARGIN)) {
      for (Period period : book.candidates(wholeLine).keySet()) {
        Optional<Stated> whole = stated(wholeLine, period);
        List<Stated> parts =
            segments().stream()
                .filter(segment -> !segment.isWhole())
                .flatMap(s -> stated(s, Concept.GROSS_MARGIN, wholeLine, period).stream())
                .sorted(
                    Comparator.comparing(
                        (Stated s) -> s.range().low(),
                        Comparator.nullsLast(Comparator.reverseOrder())))
                .toList();
        if (whole.isPresent() && parts.size() == 2) {
          mix(whole.get(), parts.get(0), parts.get(1));
        } else if (whole.isPresent() && !parts.isEmpty()) {
          add(
              notComputable(
                  Identity.SEGMENT_MIX,
                  SegmentId.WHOLE,
                  period,
                  "GrossMargin is " + Wording.amount(whole.get().quantity()),
                  parts.size() + " segments state a margin; with exactly two the share is solved",
                  parts.stream().map(this::evidence).toList()));
        }
      }
    }
  }

  private void mix(Stated whole, Stated one, Stated other) {
    SegmentId segment = one.line.segment();
    Optional<Quantity> share =
        whole
            .quantity()
            .minus(other.quantity())
            .dividedBy(one.quantity().minus(other.quantity()), Unit.RATIO);
    String terms =
        "("
            + Wording.amount(whole.quantity())
            + " - "
            + Wording.amount(other.quantity())
            + ") / ("
            + Wording.amount(one.quantity())
            + " - "
            + Wording.amount(other.quantity())
            + ")";
    List<Evidence> evidence = List.of(evidence(one), evidence(other), evidence(whole));
    if (share.isEmpty()) {
      add(
          notComputable(
              Identity.SEGMENT_MIX,
              segment,
              whole.period,
              terms,
              "the margins of the two may be equal",
              evidence));
      return;
    }
    Optional<Stated> stated = stated(segment, Concept.REVENUE_SHARE, whole.line, whole.period);
    Interval held = stated.map(Stated::range).orElse(A_SHARE);
    boolean fits = !share.get().range().isDisjointFrom(held);
    String arithmetic =
        terms
            + " = "
            + Wording.amountAndRange(share.get())
            + " of revenue is "
            + segment
            + "; "
            + (stated.isPresent()
                ? "stated is " + Wording.amount(stated.get().quantity())
                : "a share is 0% to 100%");
    List<Evidence> all = new ArrayList<>(evidence);
    stated.ifPresent(s -> all.add(evidence(s)));
    add(
        new Audit(
            Identity.SEGMENT_MIX,
            segment,
            whole.period,
            fits ? Answer.HOLDS : Answer.NOT_COMPUTABLE,
            share.get(),
            stated.map(Stated::quantity).orElse(new Quantity(null, A_SHARE, Unit.RATIO)),
            arithmetic,
            fits ? null : "nobody says that the two are all there is",
            fits
                ? null
                : "either "
                    + segment
                    + " and "
                    + other.line.segment()
                    + " are not all there is, or one of the figures is mistaken",
            all));
  }

  private void sums() {
    for (Line wholeLine : lines(SegmentId.WHOLE, Concept.REVENUE)) {
      if (!isOwnCurrency(wholeLine)) {
        continue;
      }
      for (Period period : book.candidates(wholeLine).keySet()) {
        Optional<Stated> whole = stated(wholeLine, period);
        List<Stated> parts =
            segments().stream()
                .filter(segment -> !segment.isWhole())
                .flatMap(s -> stated(s, Concept.REVENUE, wholeLine, period).stream())
                .toList();
        if (whole.isPresent() && !parts.isEmpty()) {
          sum(whole.get(), parts);
        }
      }
    }
  }

  private void sum(Stated whole, List<Stated> parts) {
    Quantity sum = parts.stream().map(Stated::quantity).reduce(Quantity::plus).orElseThrow();
    List<Stated> above =
        parts.stream()
            .filter(
                part ->
                    part.readings().stream()
                        .allMatch(p -> whole.readings().stream().allMatch(w -> w.isBelow(p))))
            .toList();
    List<Evidence> evidence = new ArrayList<>();
    (above.isEmpty() ? parts : above).forEach(part -> evidence.add(evidence(part)));
    evidence.add(evidence(whole));
    add(
        new Audit(
            Identity.SEGMENT_SUM,
            SegmentId.WHOLE,
            whole.period,
            above.isEmpty() ? Answer.HOLDS : Answer.FAILS,
            sum,
            whole.quantity(),
            String.join(
                    " + ",
                    parts.stream()
                        .map(p -> p.line.segment() + " " + Wording.amount(p.quantity()))
                        .toList())
                + " = "
                + Wording.amount(sum)
                + "; Revenue is "
                + Wording.amount(whole.quantity()),
            null,
            above.isEmpty() && whole.range().isBelow(sum.range())
                ? "the segments overlap, or one of the figures is mistaken"
                : null,
            evidence));
  }

  // -- ARR at the start of a year

  private void runRatesOfYears() {
    for (SegmentId segment : segments()) {
      for (Concept concept : RUN_RATES) {
        for (Line line : lines(segment, concept)) {
          for (Period period : book.candidates(line).keySet()) {
            stated(line, period).ifPresent(this::runRateOfYear);
          }
        }
      }
    }
  }

  private void runRateOfYear(Stated start) {
    LocalDate day = start.period.end();
    looksAt(day.minusDays(TURN_OF_YEAR_DAYS), day.plusDays(LATER_DAYS));
    if (start.range().low() == null) {
      return;
    }
    for (Line line : lines(start.line.segment(), Concept.REVENUE)) {
      if (!line.unit().equals(start.line.unit()) || !line.basis().isReported()) {
        continue;
      }
      // The year's end is what spans are sorted by.
      NavigableMap<Period, Candidates> ends =
          instants(
              line, day.plusDays(365L - TURN_OF_YEAR_DAYS), day.plusDays(366L + TURN_OF_YEAR_DAYS));
      for (Period period : ends.keySet()) {
        if (SpanLength.of(period) == SpanLength.YEAR
            && Math.abs(period.start().toEpochDay() - day.toEpochDay() - 1) <= TURN_OF_YEAR_DAYS) {
          stated(line, period).ifPresent(year -> runRateOfYear(start, year));
        }
      }
    }
  }

  private void runRateOfYear(Stated start, Stated year) {
    boolean isAbove = year.range().isBelow(start.range());
    Optional<Stated> later = isAbove ? higherAfter(start, year) : Optional.empty();
    boolean fails =
        later.isPresent()
            && start.readings().stream()
                .allMatch(
                    s ->
                        year.readings().stream().allMatch(y -> y.isBelow(s.times(THREE_QUARTERS))));
    List<Evidence> evidence = List.of(evidence(year), evidence(start));
    add(
        new Audit(
            Identity.RUN_RATE_OF_YEAR,
            start.line.segment(),
            start.period,
            fails ? Answer.FAILS : Answer.HOLDS,
            year.quantity(),
            start.quantity(),
            name(start)
                + " is "
                + Wording.amount(start.quantity())
                + " on "
                + start.period
                + "; "
                + name(year)
                + " of "
                + book.label(year.period)
                + " is "
                + Wording.amount(year.quantity())
                + later
                    .map(l -> ", and on " + l.period + " it is " + Wording.amount(l.quantity()))
                    .orElse(""),
            null,
            isAbove && !fails
                ? "the run rate would have fallen in the year, or one of the figures is mistaken"
                : null,
            evidence));
  }

  private Optional<Stated> higherAfter(Stated start, Stated year) {
    LocalDate last = start.period.end().plusDays(LATER_DAYS);
    return instants(start.line, year.period.end().minusDays(TURN_OF_YEAR_DAYS), last)
        .entrySet()
        .stream()
        .filter(each -> each.getKey() instanceof Period.Instant)
        .map(each -> new Stated(start.line, each.getKey(), each.getValue()))
        .filter(s -> !s.candidates.isOverruled())
        .filter(s -> start.readings().stream().allMatch(r -> r.isBelow(s.range())))
        .findFirst();
  }

  // -- growth in words, growth in figures

  private void growths() {
    for (SegmentId segment : segments()) {
      for (Concept growth : lines.get(segment).keySet()) {
        growth
            .growthOf()
            .ifPresent(
                of ->
                    lines(segment, growth)
                        .forEach(
                            line ->
                                book.candidates(line)
                                    .keySet()
                                    .forEach(p -> stated(line, p).ifPresent(s -> growth(s, of)))));
      }
    }
  }

  private void growth(Stated growth, Concept of) {
    Period now = growth.period;
    Period before =
        switch (now) {
          case Period.Span span -> book.yearEarlier(span);
          case Period.Instant instant -> new Period.Instant(instant.date().minusYears(1));
        };
    looksAt(before.start(), now.end());
    for (Line line : lines(growth.line.segment(), of)) {
      if (line.scenario() != growth.line.scenario()
          || !line.basis().equals(growth.line.basis())
          || !isOwnCurrency(line)) {
        continue;
      }
      Optional<Stated> current = stated(line, now);
      Optional<Stated> prior = stated(line, before);
      if (current.isPresent() && prior.isPresent()) {
        growth(growth, current.get(), prior.get());
      } else if (current.isPresent()) {
        add(
            notComputable(
                Identity.GROWTH,
                growth.line.segment(),
                now,
                growth.line.concept() + " is " + Wording.amount(growth.quantity()),
                of + " of " + book.label(before) + " is not stated",
                List.of(evidence(current.get()), evidence(growth))));
      }
    }
  }

  private void growth(Stated growth, Stated current, Stated prior) {
    List<Evidence> evidence = List.of(evidence(current), evidence(prior), evidence(growth));
    Optional<Quantity> computed =
        prior.range().isPositive()
            ? current.quantity().dividedBy(prior.quantity(), Unit.RATIO).map(Quantity::minusOne)
            : Optional.empty();
    String arithmetic =
        Wording.amount(current.quantity())
            + " / "
            + Wording.amount(prior.quantity())
            + " - 1"
            + computed.map(c -> " = " + Wording.amount(c)).orElse("")
            + "; "
            + name(growth)
            + " of "
            + book.label(growth.period)
            + " is "
            + Wording.amount(growth.quantity());
    if (computed.isEmpty()) {
      add(
          notComputable(
              Identity.GROWTH,
              growth.line.segment(),
              growth.period,
              arithmetic,
              "growth from a loss or from nothing can be said in several ways",
              evidence));
      return;
    }
    boolean fails =
        growth.readings().stream()
            .allMatch(
                g ->
                    current.readings().stream()
                        .allMatch(
                            c ->
                                prior.readings().stream()
                                    .allMatch(
                                        p ->
                                            p.isPositive()
                                                && c.dividedBy(p)
                                                    .map(q -> q.minus(ONE))
                                                    .orElse(Interval.UNBOUNDED)
                                                    .isDisjointFrom(g))));
    add(
        new Audit(
            Identity.GROWTH,
            growth.line.segment(),
            growth.period,
            fails ? Answer.FAILS : Answer.HOLDS,
            computed.get(),
            growth.quantity(),
            arithmetic,
            null,
            null,
            evidence));
  }

  // -- pairs of amounts

  private void exchangeRates() {
    for (SegmentId segment : segments()) {
      List<Unit> currencies = List.copyOf(book.currencies(segment));
      if (currencies.size() < 2) {
        continue;
      }
      for (List<Line> ofConcept : lines.get(segment).values()) {
        for (Line line : ofConcept) {
          if (line.unit().equals(currencies.getFirst())) {
            ofConcept.stream()
                .filter(o -> o.unit().isMoney() && !o.unit().equals(line.unit()))
                .filter(o -> o.basis().equals(line.basis()) && o.scenario() == line.scenario())
                .forEach(
                    other ->
                        book.candidates(line)
                            .keySet()
                            .forEach(
                                period ->
                                    stated(line, period)
                                        .ifPresent(
                                            a ->
                                                stated(other, period)
                                                    .ifPresent(b -> exchangeRate(a, b)))));
          }
        }
      }
    }
  }

  private void exchangeRate(Stated own, Stated other) {
    String pair =
        Wording.amount(own.quantity()) + " = " + Wording.amount(other.quantity()) + " implies ";
    List<Evidence> evidence = List.of(evidence(own), evidence(other));
    SegmentId segment = own.line.segment();
    Optional<Interval> implied = own.range().dividedBy(other.range());
    if (implied.isEmpty() || implied.get().low() == null || implied.get().low().signum() <= 0) {
      add(
          notComputable(
              Identity.EXCHANGE_RATE,
              segment,
              own.period,
              pair + "no rate",
              "one of the two may be zero, or they differ in sign",
              evidence));
      return;
    }
    String arithmetic =
        pair + shown(implied.get()) + " " + own.line.unit() + " for 1 " + other.line.unit();
    LocalDate first = own.period.start().minusDays(own.period instanceof Period.Instant ? 7 : 0);
    LocalDate last =
        Stream.of(published(own), published(other), own.period.end())
            .max(Comparator.naturalOrder())
            .orElseThrow();
    Optional<Interval> known = rates.between(other.line.unit(), own.line.unit(), first, last);
    if (known.isEmpty()) {
      add(
          notComputable(
              Identity.EXCHANGE_RATE,
              segment,
              own.period,
              arithmetic,
              "no rates are loaded for " + first + " to " + last,
              evidence));
      return;
    }
    boolean fails = known.get().times(FIXING).isDisjointFrom(implied.get());
    add(
        new Audit(
            Identity.EXCHANGE_RATE,
            segment,
            own.period,
            fails ? Answer.FAILS : Answer.HOLDS,
            new Quantity(null, implied.get(), Unit.RATIO),
            new Quantity(null, known.get(), Unit.RATIO),
            arithmetic + "; from " + first + " to " + last + " it was " + shown(known.get()),
            null,
            null,
            evidence));
  }

  private static LocalDate published(Stated stated) {
    return stated.candidates.winner().filing().source().publishedOn();
  }

  private static String shown(Interval range) {
    String low =
        range.low() == null
            ? "-inf"
            : range.low().round(new MathContext(SHOWN_DIGITS, RoundingMode.FLOOR)).toPlainString();
    String high =
        range.high() == null
            ? "inf"
            : range
                .high()
                .round(new MathContext(SHOWN_DIGITS, RoundingMode.CEILING))
                .toPlainString();
    return low.equals(high) ? low : low + " to " + high;
  }

  // -- profits that somebody worked out

  private void subtractions() {
    for (SegmentId segment : segments()) {
      for (Concept profit : List.of(Concept.NET_INCOME, Concept.OPERATING_INCOME)) {
        for (Line line : lines(segment, profit)) {
          book.candidates(line).forEach((period, c) -> subtractions(line, period, c));
        }
      }
    }
  }

  private void subtractions(Line line, Period period, Candidates candidates) {
    for (FiledFact fact : candidates.ranked()) {
      WorkedOut.arithmetic(
              line.concept(),
              fact.quantity().point(),
              concept ->
                  book.candidates(of(line, concept), period)
                      .map(c -> c.winner().quantity().point()))
          .ifPresent(
              arithmetic -> {
                List<FiledFact> others =
                    candidates.ranked().stream()
                        .filter(o -> o.range().isDisjointFrom(fact.range()))
                        .toList();
                add(
                    new Audit(
                        Identity.STATED_SUBTRACTION,
                        line.segment(),
                        period,
                        others.isEmpty() ? Answer.HOLDS : Answer.FAILS,
                        fact.quantity(),
                        others.isEmpty() ? null : others.getFirst().quantity(),
                        line.concept()
                            + " of "
                            + Wording.amount(fact.quantity())
                            + ": "
                            + arithmetic
                            + (others.isEmpty()
                                ? ""
                                : "; another source says "
                                    + Wording.amount(others.getFirst().quantity())),
                        null,
                        others.isEmpty() ? "it may be worked out rather than disclosed" : null,
                        List.of(evidence(line, period, fact, 1))));
              });
    }
  }

  private static Line of(Line line, Concept concept) {
    return new Line(line.segment(), concept, Basis.REPORTED, line.scenario(), line.unit());
  }

  // -- parts of periods

  private void partsOfPeriods() {
    for (SegmentId segment : segments()) {
      lines.get(segment).values().stream()
          .flatMap(List::stream)
          .filter(line -> line.concept().kind() == Concept.Kind.FLOW && isOwnCurrency(line))
          .forEach(this::partsOfPeriods);
    }
  }

  private void partsOfPeriods(Line line) {
    NavigableMap<Period, Candidates> periods = book.candidates(line);
    for (Period whole : periods.keySet()) {
      if (!(whole instanceof Period.Span w) || SpanLength.of(w).months() <= 3) {
        continue;
      }
      for (Period part : periods.subMap(new Period.Instant(w.start()), true, w, false).keySet()) {
        if (part instanceof Period.Span p
            && !p.start().isBefore(w.start())
            && !p.end().isAfter(w.end())) {
          partOfPeriod(line, w, p);
        }
      }
    }
  }

  private void partOfPeriod(Line line, Period.Span whole, Period.Span part) {
    Optional<Stated> w = stated(line, whole);
    Optional<Stated> p = stated(line, part);
    if (w.isEmpty() || p.isEmpty()) {
      return;
    }
    boolean neverNegative = Candidates.isNeverNegative(line.concept());
    boolean isAbove = w.get().range().isBelow(p.get().range());
    boolean isDeeper =
        !neverNegative
            && w.get().range().isNegative()
            && p.get().range().isBelow(w.get().range())
            && allOthersAreLosses(line, p.get());
    if (!(neverNegative && isAbove) && !isDeeper) {
      return; // That a part is below the whole is said by every report; nobody wants to read it.
    }
    boolean fails =
        neverNegative
            && w.get().readings().stream()
                .allMatch(x -> p.get().readings().stream().allMatch(y -> x.isBelow(y)));
    add(
        new Audit(
            Identity.PART_OF_PERIOD,
            line.segment(),
            part,
            fails ? Answer.FAILS : Answer.HOLDS,
            w.get().quantity(),
            p.get().quantity(),
            name(p.get())
                + " of "
                + book.label(part)
                + " is "
                + Wording.amount(p.get().quantity())
                + ", that of "
                + book.label(whole)
                + ", which contains it, "
                + Wording.amount(w.get().quantity()),
            null,
            fails ? null : "the rest of the period would have to make up for it",
            List.of(evidence(p.get()), evidence(w.get()))));
  }

  private boolean allOthersAreLosses(Line line, Stated but) {
    return book.candidates(line).entrySet().stream()
        .filter(each -> !each.getKey().equals(but.period))
        .allMatch(each -> each.getValue().winner().range().isNegative());
  }

  // -- one label, two quarters

  private void labels() {
    Optional<FiledFact> fiscal = yearThatIsNotTheCalendars();
    if (fiscal.isEmpty()) {
      return;
    }
    for (Line wholeLine : lines(SegmentId.WHOLE, Concept.REVENUE)) {
      for (Period period : book.candidates(wholeLine).keySet()) {
        Optional<Stated> whole = stated(wholeLine, period).filter(Audits::isLabelledAsQuarter);
        if (whole.isEmpty()) {
          continue;
        }
        for (SegmentId segment : segments()) {
          if (!segment.isWhole()) {
            stated(segment, Concept.REVENUE, wholeLine, period)
                .filter(Audits::isLabelledAsQuarter)
                .ifPresent(part -> label(whole.get(), part, fiscal.get()));
          }
        }
      }
    }
  }

  /** "2025-Q1", which is the calendar's, or a slip for the issuer's own. */
  private static boolean isLabelledAsQuarter(Stated stated) {
    return stated.candidates.winner().fact().period().text().matches("\\d{4}-Q[1-4]");
  }

  /** An actual year that was over, by its name, before the calendar's was. */
  private Optional<FiledFact> yearThatIsNotTheCalendars() {
    Stream<FiledFact> dated =
        lines.values().stream()
            .flatMap(of -> of.values().stream())
            .flatMap(List::stream)
            .flatMap(line -> book.candidates(line).values().stream())
            .flatMap(c -> c.ranked().stream());
    return Stream.concat(
            book.withoutCalendar().stream().filter(f -> f.fact().scenario().isOutcome()), dated)
        .filter(
            f ->
                f.fact().period() instanceof PeriodExpression.Fiscal fiscal
                    && f.filing()
                        .source()
                        .publishedOn()
                        .isBefore(LocalDate.of(fiscal.fiscalYear(), 12, 31))
                    && f.fact().period().text().matches("FY\\d{4}"))
        .min(
            Comparator.comparing((FiledFact f) -> f.filing().id()).thenComparing(FiledFact::index));
  }

  private void label(Stated whole, Stated part, FiledFact fiscal) {
    String label = whole.candidates.winner().fact().period().text();
    add(
        new Audit(
            Identity.ONE_LABEL,
            part.line.segment(),
            whole.period,
            Answer.HOLDS,
            part.quantity(),
            whole.quantity(),
            Wording.amount(whole.quantity())
                + " and "
                + Wording.amount(part.quantity())
                + " of "
                + part.line.segment()
                + " stand under "
                + label
                + "; "
                + fiscal.fact().period().text()
                + " was told of on "
                + fiscal.filing().source().publishedOn()
                + ", so the issuer's years are not the calendar's",
            null,
            label
                + " may be a quarter of the calendar for one and of the fiscal year for the other",
            List.of(evidence(part), evidence(whole))));
  }

  // -- answers

  private void add(Audit audit) {
    found.add(audit);
  }

  private static Audit notComputable(
      Identity identity,
      SegmentId segment,
      Period period,
      String arithmetic,
      String reason,
      List<Evidence> evidence) {
    return new Audit(
        identity,
        segment,
        period,
        Answer.NOT_COMPUTABLE,
        null,
        null,
        arithmetic,
        reason,
        null,
        evidence);
  }
}
