package dev.runrate.ingest.format.xbrl;

import dev.runrate.common.fact.Fact;
import dev.runrate.common.fact.Filing;
import dev.runrate.common.fact.FilingId;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.Plausibility;
import dev.runrate.common.fact.Plausibility.Finding;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.common.fact.Source;
import dev.runrate.common.web.Problem.ContentError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A report in the terms of the catalogue.
 *
 * @param facts those there is a concept for, of the whole and of segments, with their places in the
 *     document
 * @param errors what makes it no report; if there are any, nothing of it may be taken
 * @param problems what a reader should know: duplicates that contradict each other, segments that
 *     do not add up
 * @param leftOut facts that are not taken although their tag is known, counted by reason
 * @param unmapped what there is no concept for
 * @param segments what is called what
 * @param numbers numeric facts in all
 * @param bytes how long the document is, unpacked
 */
public record ReadReport(
    XbrlFormat format,
    Cover cover,
    List<Placed> facts,
    List<ContentError> errors,
    List<ContentError> problems,
    Map<String, Integer> leftOut,
    List<Unmapped> unmapped,
    List<Division> segments,
    int numbers,
    long bytes) {

  /**
   * @param place in the document: {@code f-30}
   */
  public record Placed(Fact fact, String place) {}

  /**
   * A segment of the report.
   *
   * @param axis segments, products-and-services, geography or customers
   * @param member as the document names it
   * @param label for people
   * @param facts how many are taken of it
   */
  public record Division(SegmentId segment, String axis, String member, String label, int facts) {}

  /**
   * A tag that nothing is taken of.
   *
   * @param value the newest one, of the whole if there is one
   * @param segment of that value; null for the whole
   * @param facts how many there are in all
   * @param proposal a concept that it may mean; null where none comes to mind
   * @param reason {@code tag}: no concept is known for it; {@code unit}, {@code period}: one is, of
   *     another kind
   * @param place of the value in the document
   */
  public record Unmapped(
      String tag,
      String label,
      String value,
      String unit,
      String period,
      String segment,
      int facts,
      String proposal,
      String reason,
      String place) {}

  /** What became of it with a source. */
  public record Result(Filing filing, List<ContentError> omitted) {}

  /** As a filing; what cannot be is left out and told. */
  public Result filing(FilingId id, IssuerId issuer, String form, Source source) {
    List<Fact> possible = new ArrayList<>();
    List<ContentError> omitted = new ArrayList<>();
    for (Placed placed : facts) {
      List<Finding> impossible =
          Plausibility.of(placed.fact, source).stream().filter(Finding::isImpossible).toList();
      if (impossible.isEmpty()) {
        possible.add(placed.fact);
      }
      for (Finding finding : impossible) {
        omitted.add(
            new ContentError(
                "/" + placed.fact.concept() + "[@id='" + placed.place + "']",
                finding.code(),
                finding.message()));
      }
    }
    return new Result(new Filing(id, issuer, form, source, null, possible), omitted);
  }
}
