package dev.runrate.ingest.format.xbrl;

import java.util.List;
import java.util.Set;

/**
 * What of an issuer a fact is about, from the dimensions of its context. Amounts of different
 * divisions overlap, so what is about a part of a part is about neither: it is left out, never
 * added up as if it were whole.
 */
sealed interface Place {
  /** The issuer as a whole. */
  record Whole() implements Place {}

  /**
   * One member of one axis.
   *
   * @param beforeEliminations as the segments report it, before what they sell each other is taken
   *     out
   */
  record Part(Axis axis, XbrlName member, boolean beforeEliminations) implements Place {}

  /** All segments together, before eliminations. */
  record SumOfSegments() implements Place {}

  /** What stands between the segments and the whole: eliminations, headquarters. */
  record Reconciling(XbrlName member) implements Place {}

  record LeftOut(Reason reason) implements Place {}

  enum Reason {
    SEVERAL_AXES("several-axes"),
    OTHER_AXIS("other-axis"),
    TYPED_MEMBER("typed-member");

    private final String code;

    Reason(String code) {
      this.code = code;
    }

    @Override
    public String toString() {
      return code;
    }
  }

  Set<String> CONSOLIDATION =
      Set.of(
          "srt:ConsolidationItemsAxis",
          "us-gaap:ConsolidationItemsAxis",
          "ifrs-full:SegmentConsolidationItemsAxis");

  /** Members of a consolidation axis, or of the segments axis, that mean all segments. */
  Set<String> ALL_SEGMENTS =
      Set.of(
          "us-gaap:OperatingSegmentsMember",
          "us-gaap:ReportableSegmentMember",
          "srt:ReportableSegmentAggregationBeforeOtherOperatingSegmentMember",
          "us-gaap:ReportableSegmentAggregationBeforeOtherOperatingSegmentMember",
          "ifrs-full:OperatingSegmentsMember",
          "ifrs-full:ReportableSegmentsMember");

  /** What may stand on the segments axis though it is no segment. */
  Set<String> NO_SEGMENT =
      Set.of(
          "us-gaap:IntersegmentEliminationMember",
          "us-gaap:IntersubsegmentEliminationsMember",
          "us-gaap:CorporateNonSegmentMember",
          "us-gaap:MaterialReconcilingItemsMember",
          "us-gaap:CorporateReconcilingItemsAndEliminationsMember",
          "us-gaap:ConsolidationEliminationsMember",
          "us-gaap:SegmentReconcilingItemsMember",
          "ifrs-full:EliminationOfIntersegmentAmountsMember",
          "ifrs-full:MaterialReconcilingItemsMember",
          "ifrs-full:UnallocatedAmountsMember");

  static Place of(List<XbrlContext.Dimension> dimensions) {
    Axis axis = null;
    XbrlName member = null;
    XbrlName item = null;
    boolean several = false;
    boolean other = false;
    for (XbrlContext.Dimension each : dimensions) {
      if (CONSOLIDATION.contains(each.axis().toString()) && each.member() != null) {
        item = each.member();
        continue;
      }
      Axis known = Axis.of(each.axis()).orElse(null);
      if (known == null) {
        other = true;
      } else if (each.member() == null) {
        return new LeftOut(Reason.TYPED_MEMBER);
      } else if (axis != null) {
        several = true;
      } else {
        axis = known;
        member = each.member();
      }
    }
    if (other) {
      return new LeftOut(axis == null ? Reason.OTHER_AXIS : Reason.SEVERAL_AXES);
    }
    if (several) {
      return new LeftOut(Reason.SEVERAL_AXES);
    }
    boolean isOfSegments = item != null && ALL_SEGMENTS.contains(item.toString());
    if (axis == null) {
      return item == null
          ? new Whole()
          : isOfSegments ? new SumOfSegments() : new Reconciling(item);
    }
    if (item != null && !isOfSegments) {
      // Of one segment only that which is taken out; the sum over all is a context of its own.
      return new LeftOut(Reason.SEVERAL_AXES);
    }
    if (axis == Axis.SEGMENTS && ALL_SEGMENTS.contains(member.toString())) {
      return new SumOfSegments();
    }
    if (axis == Axis.SEGMENTS && NO_SEGMENT.contains(member.toString())) {
      return new Reconciling(member);
    }
    return new Part(axis, member, item != null);
  }
}
