package dev.runrate.ingest.format.xbrl;

import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.Interval;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.Unit;
import dev.runrate.common.web.Problem.ContentError;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Holds the parts of an axis against the whole. A part may be divided further on the same axis
 * (Data Center into Compute and Networking): parts that stand beside another one in the document
 * and add up to it in every period are its own parts and not counted again. What stands between the
 * segments and the whole (eliminations, headquarters) is added where it is told.
 */
final class SegmentSums {
  private static final Set<Concept> ADDITIVE =
      Set.of(
          Concept.REVENUE,
          Concept.OPERATING_INCOME,
          Concept.GROSS_PROFIT,
          Concept.COST_OF_REVENUE,
          Concept.CAPITAL_EXPENDITURE);

  /** A run of parts is looked for among as many neighbours: no issuer divides finer. */
  private static final int MOST_PARTS = 40;

  /** Nor into more. */
  private static final int MOST_MEMBERS = 500;

  private record Group(Axis axis, String tag, Unit unit) {}

  private record When(Period period, String tag, Unit unit) {}

  private SegmentSums() {}

  static void check(List<Interpretation.Stated> facts, List<ContentError> problems) {
    Map<Group, Map<XbrlName, Map<Period, Interpretation.Stated>>> groups = new LinkedHashMap<>();
    Map<When, Interpretation.Stated> wholes = new LinkedHashMap<>();
    Map<When, Map<XbrlName, Interpretation.Stated>> between = new LinkedHashMap<>();
    for (Interpretation.Stated each : facts) {
      if (!ADDITIVE.contains(each.mapping().concept())) {
        continue;
      }
      When when = new When(each.period(), each.tag(), each.unit());
      switch (each.place()) {
        case Place.Whole whole -> wholes.put(when, each);
        case Place.Part part -> {
          Map<Period, Interpretation.Stated> ofMember =
              groups
                  .computeIfAbsent(
                      new Group(part.axis(), each.tag(), each.unit()), g -> new LinkedHashMap<>())
                  .computeIfAbsent(part.member(), m -> new LinkedHashMap<>());
          if (part.beforeEliminations()) {
            // What it sold in all: it is this that eliminations are taken out of.
            ofMember.put(each.period(), each);
          } else {
            ofMember.putIfAbsent(each.period(), each);
          }
        }
        case Place.Reconciling item ->
            between.computeIfAbsent(when, w -> new LinkedHashMap<>()).put(item.member(), each);
        case Place.SumOfSegments sum -> {
          // A sum that is told is no part.
        }
        case Place.LeftOut out -> {
          // No part of anything here.
        }
      }
    }
    groups.forEach((group, members) -> check(group, members, wholes, between, problems));
  }

  private static void check(
      Group group,
      Map<XbrlName, Map<Period, Interpretation.Stated>> members,
      Map<When, Interpretation.Stated> wholes,
      Map<When, Map<XbrlName, Interpretation.Stated>> between,
      List<ContentError> problems) {
    if (!group.axis.isComplete() || members.size() < 2 || members.size() > MOST_MEMBERS) {
      return;
    }
    Set<XbrlName> counted = new HashSet<>(members.keySet());
    counted.removeAll(partsOfParts(members));
    Set<Period> periods = new LinkedHashSet<>();
    members.values().forEach(each -> periods.addAll(each.keySet()));
    for (Period period : periods) {
      When when = new When(period, group.tag, group.unit);
      Interpretation.Stated whole = wholes.get(when);
      List<Interpretation.Stated> parts = new ArrayList<>();
      members.forEach(
          (member, byPeriod) -> {
            if (counted.contains(member) && byPeriod.containsKey(period)) {
              parts.add(byPeriod.get(period));
            }
          });
      if (whole == null || parts.size() < 2) {
        continue;
      }
      Interval sum = sum(parts);
      if (!sum.isDisjointFrom(whole.range())) {
        continue;
      }
      Map<XbrlName, Interpretation.Stated> items =
          group.axis == Axis.SEGMENTS ? between.getOrDefault(when, Map.of()) : Map.of();
      List<Interpretation.Stated> all = new ArrayList<>(parts);
      all.addAll(items.values());
      if (!items.isEmpty() && !sum(all).isDisjointFrom(whole.range())) {
        continue;
      }
      problems.add(
          new ContentError(
              Interpretation.at(group.tag, whole.id()),
              "segments-differ",
              message(group, period, parts, items, whole)));
    }
  }

  private static String message(
      Group group,
      Period period,
      List<Interpretation.Stated> parts,
      Map<XbrlName, Interpretation.Stated> items,
      Interpretation.Stated whole) {
    BigDecimal total = value(parts);
    StringBuilder message = new StringBuilder();
    message
        .append(group.tag)
        .append(" of ")
        .append(period)
        .append(": the ")
        .append(group.axis)
        .append(" add up to ")
        .append(total.toPlainString());
    items.forEach(
        (member, each) ->
            message.append(", ").append(member).append(' ').append(each.value().toPlainString()));
    BigDecimal difference =
        whole.value().subtract(total).subtract(value(List.copyOf(items.values())));
    return message
        .append("; the whole is ")
        .append(whole.value().toPlainString())
        .append(", the difference ")
        .append(difference.toPlainString())
        .append(items.isEmpty() ? " (no eliminations are told)" : "")
        .toString();
  }

  private static BigDecimal value(List<Interpretation.Stated> facts) {
    return facts.stream()
        .map(Interpretation.Stated::value)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static Interval sum(List<Interpretation.Stated> facts) {
    BigDecimal low = BigDecimal.ZERO;
    BigDecimal high = BigDecimal.ZERO;
    for (Interpretation.Stated each : facts) {
      low = low.add(each.range().low());
      high = high.add(each.range().high());
    }
    return new Interval(low, high);
  }

  /** Members that are parts of another member of the axis. */
  private static Set<XbrlName> partsOfParts(
      Map<XbrlName, Map<Period, Interpretation.Stated>> members) {
    List<XbrlName> order = List.copyOf(members.keySet());
    Set<XbrlName> parts = new HashSet<>();
    for (int i = 0; i < order.size(); i++) {
      if (parts.contains(order.get(i))) {
        continue;
      }
      for (int length = Math.min(MOST_PARTS, order.size() - 1); length >= 2; length--) {
        if (i + length < order.size()
            && addUp(order.get(i), order.subList(i + 1, i + 1 + length), members)) {
          parts.addAll(order.subList(i + 1, i + 1 + length));
          break;
        }
        if (i - length >= 0 && addUp(order.get(i), order.subList(i - length, i), members)) {
          parts.addAll(order.subList(i - length, i));
          break;
        }
      }
    }
    return parts;
  }

  private static boolean addUp(
      XbrlName total,
      List<XbrlName> run,
      Map<XbrlName, Map<Period, Interpretation.Stated>> members) {
    int agreeing = 0;
    for (Map.Entry<Period, Interpretation.Stated> each : members.get(total).entrySet()) {
      List<Interpretation.Stated> parts = new ArrayList<>();
      for (XbrlName name : run) {
        Interpretation.Stated part = members.get(name).get(each.getKey());
        if (part != null) {
          parts.add(part);
        }
      }
      if (parts.size() < run.size()) {
        continue;
      }
      if (sum(parts).isDisjointFrom(each.getValue().range())) {
        return false;
      }
      agreeing++;
    }
    return agreeing > 0;
  }
}
