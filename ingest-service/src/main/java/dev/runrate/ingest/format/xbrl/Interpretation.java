package dev.runrate.ingest.format.xbrl;

import dev.runrate.common.fact.Basis;
import dev.runrate.common.fact.Checked;
import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.Fact;
import dev.runrate.common.fact.Interval;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.PeriodExpression;
import dev.runrate.common.fact.Scenario;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.common.fact.StatedValue;
import dev.runrate.common.fact.Unit;
import dev.runrate.common.web.Problem.ContentError;
import dev.runrate.ingest.format.sec.TagMap;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the facts of a report mean: tags become concepts as in companyfacts ({@link TagMap}), axes
 * become segments ({@link Place}), and what a report says several times is taken once.
 */
final class Interpretation {
  private static final TagMap TAGS = TagMap.load();
  private static final int MOST_TOLD = 200;

  /** What a user mapped goes before what everybody's tags mean. */
  private static final int MAPPED_RANK = -1;

  /** A fact there is a concept for. */
  record Stated(
      TagMap.Mapping mapping,
      String tag,
      Place place,
      Period period,
      BigDecimal value,
      Integer decimals,
      Unit unit,
      String id,
      int order) {
    Interval range() {
      return new StatedValue(value, decimals, null, null).range();
    }
  }

  /** What is said by one tag of one thing: duplicates share it. */
  private record Line(String tag, Place place, Period period, Unit unit) {}

  /** Which of several tags of a concept counts is settled by segment and period. */
  private record Slot(Concept concept, SegmentId segment, Period period, Unit unit) {}

  private record Named(Stated stated, SegmentId segment) {
    Slot slot() {
      return new Slot(stated.mapping.concept(), segment, stated.period, stated.unit);
    }
  }

  private final XbrlReport report;
  private final Cover cover;
  private final TagMapping mapping;
  private final List<ContentError> errors;
  private final List<ContentError> problems = new ArrayList<>();
  private final Map<String, Integer> leftOut = new TreeMap<>();
  private final UnmappedTags unmapped;
  private int numbers;

  private Interpretation(XbrlReport report, Cover cover, TagMapping mapping) {
    this.report = report;
    this.cover = cover;
    this.mapping = mapping;
    this.errors = new ArrayList<>(report.errors());
    this.unmapped = new UnmappedTags(report.labels(), mapping);
  }

  static ReadReport of(XbrlReport report, Cover cover, TagMapping mapping) {
    return new Interpretation(report, cover, mapping).read();
  }

  private ReadReport read() {
    List<Stated> stated = new ArrayList<>();
    for (XbrlFact fact : report.facts()) {
      if (fact.isNumeric() && !fact.isNil()) {
        numbers++;
        Stated each = stated(fact, stated.size());
        if (each != null && each.place instanceof Place.LeftOut out) {
          // Contexts of which nobody looks at the members: no two of them are known to be the same.
          count(out.reason().toString());
        } else if (each != null) {
          stated.add(each);
        }
      }
    }
    List<Stated> distinct = distinct(stated);
    SegmentSums.check(distinct, problems);
    List<Named> taken = new ArrayList<>();
    for (Stated each : distinct) {
      switch (each.place) {
        case Place.Whole whole -> taken.add(new Named(each, SegmentId.WHOLE));
        case Place.Part part ->
            segment(part.member())
                .ifPresentOrElse(
                    segment -> taken.add(new Named(each, segment)), () -> count("member-name"));
        case Place.SumOfSegments sum -> count("sum-of-segments");
        case Place.Reconciling reconciling -> count("reconciling-items");
        case Place.LeftOut out -> throw new IllegalStateException("left out before");
      }
    }
    List<Named> chosen = best(afterEliminations(ofOneAxis(taken)));
    return new ReadReport(
        report.format(),
        cover,
        chosen.stream().map(Interpretation::placed).toList(),
        List.copyOf(errors),
        problems.stream().limit(MOST_TOLD).toList(),
        leftOut,
        unmapped.list(),
        divisions(chosen),
        numbers,
        report.bytes());
  }

  private void count(String reason) {
    leftOut.merge(reason, 1, Integer::sum);
  }

  // -- one fact

  private Stated stated(XbrlFact fact, int order) {
    String tag = fact.concept().toString();
    Place place = Place.of(fact.context().dimensions());
    TagMap.Mapping means = mapping(fact.concept(), tag);
    if (means == null) {
      unmapped.add(fact, place, "tag");
      return null;
    }
    if (fact.unit().isProduct()) {
      error(fact, "unit-measures", ((Checked.Invalid<Unit>) fact.unit().unit()).message());
      return null;
    }
    if (!(fact.unit().unit() instanceof Checked.Valid<Unit> unit)
        || unit.value().kind() != means.concept().unitKind()) {
      unmapped.add(fact, place, "unit");
      return null;
    }
    Period period;
    switch (fact.context().period()) {
      case Checked.Valid<Period> valid -> period = valid.value();
      case Checked.Invalid<Period> invalid -> {
        error(fact, invalid.code(), tag + ": " + invalid.message());
        return null;
      }
    }
    boolean isSpan = period instanceof Period.Span;
    if (isSpan ? !means.concept().takesSpan() : !means.concept().takesInstant()) {
      unmapped.add(fact, place, "period");
      return null;
    }
    return switch (fact.number()) {
      case Checked.Valid<BigDecimal> valid ->
          new Stated(
              means,
              tag,
              place,
              period,
              valid.value(),
              fact.decimals(),
              unit.value(),
              fact.id(),
              order);
      case Checked.Invalid<BigDecimal> invalid -> {
        error(fact, invalid.code(), tag + ": " + invalid.message());
        yield null;
      }
    };
  }

  private TagMap.Mapping mapping(XbrlName name, String tag) {
    Concept mapped = mapping.concepts().get(tag);
    return mapped != null
        ? new TagMap.Mapping(mapped, tag, MAPPED_RANK, false)
        : TAGS.find(name.prefix(), name.local()).orElse(null);
  }

  private void error(XbrlFact fact, String code, String message) {
    if (errors.size() < MOST_TOLD) {
      errors.add(new ContentError(at(fact.concept().toString(), fact.id()), code, message));
    }
  }

  static String at(String tag, String id) {
    return "/" + tag + "[@id='" + id + "']";
  }

  private Optional<SegmentId> segment(XbrlName member) {
    SegmentId mapped = mapping.segments().get(member.toString());
    return mapped != null ? Optional.of(mapped) : Words.segment(member);
  }

  // -- several facts

  /**
   * Of facts that say the same the most exact one; of facts that cannot both be true the majority.
   */
  private List<Stated> distinct(List<Stated> stated) {
    Map<Line, List<Stated>> lines = new LinkedHashMap<>();
    for (Stated each : stated) {
      lines
          .computeIfAbsent(
              new Line(each.tag, each.place, each.period, each.unit), l -> new ArrayList<>(1))
          .add(each);
    }
    List<Stated> distinct = new ArrayList<>(lines.size());
    for (List<Stated> same : lines.values()) {
      if (same.size() == 1) {
        distinct.add(same.getFirst());
      } else if (isConsistent(same)) {
        distinct.add(mostExact(same));
      } else {
        majority(same).ifPresent(distinct::add);
      }
    }
    return distinct;
  }

  /** Whether one number may be what all of them mean (XBRL 2.1 duplicates, consistent). */
  private static boolean isConsistent(List<Stated> same) {
    BigDecimal low = same.getFirst().range().low();
    BigDecimal high = same.getFirst().range().high();
    for (Stated each : same) {
      low = low.max(each.range().low());
      high = high.min(each.range().high());
    }
    return low.compareTo(high) <= 0;
  }

  private static Stated mostExact(List<Stated> same) {
    return same.stream()
        .max(
            Comparator.comparingInt(
                    (Stated each) -> each.decimals == null ? Integer.MAX_VALUE : each.decimals)
                .thenComparing(Comparator.comparingInt((Stated each) -> each.order).reversed()))
        .orElseThrow();
  }

  private Optional<Stated> majority(List<Stated> same) {
    Map<BigDecimal, List<Stated>> byValue = new LinkedHashMap<>();
    same.forEach(each -> byValue.computeIfAbsent(each.value, v -> new ArrayList<>()).add(each));
    List<List<Stated>> ranked =
        byValue.values().stream()
            .sorted(Comparator.comparingInt((List<Stated> each) -> each.size()).reversed())
            .toList();
    boolean isDecided = ranked.get(0).size() > ranked.get(1).size();
    String said =
        String.join(
            " and ",
            ranked.stream()
                .limit(5)
                .map(
                    each ->
                        each.getFirst().value.toPlainString()
                            + " ("
                            + each.getFirst().id
                            + (each.size() > 1 ? ", " + each.size() + " times" : "")
                            + ")")
                .toList());
    Stated first = same.getFirst();
    problem(
        first,
        "inconsistent-duplicates",
        first.tag
            + " of "
            + first.period
            + " is stated as "
            + said
            + (isDecided ? "; what is stated most often is taken" : "; none is taken"));
    if (!isDecided) {
      leftOut.merge("inconsistent-duplicates", same.size(), Integer::sum);
      return Optional.empty();
    }
    return Optional.of(mostExact(ranked.getFirst()));
  }

  private void problem(Stated at, String code, String message) {
    problems.add(new ContentError(at(at.tag, at.id), code, message));
  }

  /** A segment may bear the name of a product that is more or less than it. */
  private List<Named> ofOneAxis(List<Named> taken) {
    Map<SegmentId, Map<Axis, List<Named>>> byName = new LinkedHashMap<>();
    for (Named each : taken) {
      if (each.stated.place instanceof Place.Part part) {
        byName
            .computeIfAbsent(each.segment, s -> new TreeMap<>())
            .computeIfAbsent(part.axis(), a -> new ArrayList<>())
            .add(each);
      }
    }
    Set<Named> dropped = new HashSet<>();
    byName.forEach(
        (segment, byAxis) -> {
          List<List<Named>> axes = List.copyOf(byAxis.values());
          for (int i = 1; i < axes.size(); i++) {
            Named differing = differing(axes.get(i), axes.getFirst());
            if (differing != null) {
              Place.Part part = (Place.Part) differing.stated.place;
              Place.Part first = (Place.Part) axes.getFirst().getFirst().stated.place;
              problem(
                  differing.stated,
                  "segment-name",
                  part.member()
                      + " of "
                      + part.axis()
                      + " and "
                      + first.member()
                      + " of "
                      + first.axis()
                      + " are both called "
                      + segment
                      + " and differ; the former is left out until one of them is mapped to another"
                      + " name");
              dropped.addAll(axes.get(i));
            }
          }
        });
    leftOut.merge("segment-name", dropped.size(), Integer::sum);
    leftOut.remove("segment-name", 0);
    return taken.stream().filter(each -> !dropped.contains(each)).toList();
  }

  private static Named differing(List<Named> some, List<Named> others) {
    Map<Slot, Named> bySlot = new HashMap<>();
    others.forEach(other -> bySlot.putIfAbsent(other.slot(), other));
    for (Named one : some) {
      Named other = bySlot.get(one.slot());
      if (other != null && one.stated.range().isDisjointFrom(other.stated.range())) {
        return one;
      }
    }
    return null;
  }

  /** What a segment sells outside goes before what it sells in all, where both are told. */
  private List<Named> afterEliminations(List<Named> taken) {
    Map<Object, Boolean> hasAfter = new HashMap<>();
    record Key(String tag, XbrlName member, Period period, Unit unit) {}
    for (Named each : taken) {
      if (each.stated.place instanceof Place.Part part && !part.beforeEliminations()) {
        hasAfter.put(
            new Key(each.stated.tag, part.member(), each.stated.period, each.stated.unit), true);
      }
    }
    List<Named> after = new ArrayList<>();
    for (Named each : taken) {
      if (each.stated.place instanceof Place.Part part
          && part.beforeEliminations()
          && hasAfter.containsKey(
              new Key(each.stated.tag, part.member(), each.stated.period, each.stated.unit))) {
        count("before-eliminations");
      } else {
        after.add(each);
      }
    }
    return after;
  }

  /** As companyfacts does: the first of the tags that are alternatives, all that are a sum's. */
  private static List<Named> best(List<Named> taken) {
    Map<Slot, Integer> bestRank = new HashMap<>();
    for (Named each : taken) {
      bestRank.merge(each.slot(), each.stated.mapping.rank(), Math::min);
    }
    Map<Fact, Named> distinct = new LinkedHashMap<>();
    for (Named each : taken) {
      int best = bestRank.get(each.slot());
      if (best == each.stated.mapping.rank()
          || best != MAPPED_RANK && each.stated.mapping.keepsAlternatives()) {
        distinct.putIfAbsent(placed(each).fact(), each);
      }
    }
    return List.copyOf(distinct.values());
  }

  private static ReadReport.Placed placed(Named each) {
    Stated stated = each.stated;
    return new ReadReport.Placed(
        new Fact(
            stated.mapping.concept(),
            each.segment,
            PeriodExpression.of(stated.period),
            new StatedValue(stated.value, stated.decimals, null, null),
            stated.unit,
            Scenario.ACTUAL,
            Basis.REPORTED,
            stated.mapping.tag()),
        stated.id);
  }

  private List<ReadReport.Division> divisions(Collection<Named> taken) {
    record Key(SegmentId segment, Axis axis, XbrlName member) {}
    Map<Key, Integer> counts = new LinkedHashMap<>();
    for (Named each : taken) {
      if (each.stated.place instanceof Place.Part part) {
        counts.merge(new Key(each.segment, part.axis(), part.member()), 1, Integer::sum);
      }
    }
    return counts.entrySet().stream()
        .map(
            each ->
                new ReadReport.Division(
                    each.getKey().segment,
                    each.getKey().axis.toString(),
                    each.getKey().member.toString(),
                    label(each.getKey().member),
                    each.getValue()))
        .sorted(
            Comparator.comparing((ReadReport.Division each) -> axisOrder(each.axis()))
                .thenComparing(each -> each.segment()))
        .toList();
  }

  private static int axisOrder(String axis) {
    for (Axis each : Axis.values()) {
      if (each.toString().equals(axis)) {
        return each.ordinal();
      }
    }
    return Axis.values().length;
  }

  private String label(XbrlName member) {
    String label = report.labels().get(member);
    return (label == null ? Words.label(member) : label)
        .replaceAll("\\s*\\[?Member\\]?$", "")
        .replaceAll("\\s+Segments?$", "");
  }
}
