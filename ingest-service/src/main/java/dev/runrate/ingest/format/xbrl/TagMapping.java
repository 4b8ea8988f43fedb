package dev.runrate.ingest.format.xbrl;

import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.SegmentId;
import java.util.Map;

/**
 * What an issuer's own names mean, in the words of a user.
 *
 * @param concepts by tag: {@code nvda:DataCenterRevenue} to Revenue. Goes before what everybody's
 *     tags mean
 * @param segments by member: {@code nvda:DatacenterMember} to {@code data-center}, where the name
 *     changed over the years or is not what people say
 */
public record TagMapping(Map<String, Concept> concepts, Map<String, SegmentId> segments) {
  public static final TagMapping NONE = new TagMapping(Map.of(), Map.of());

  public TagMapping {
    concepts = Map.copyOf(concepts);
    segments = Map.copyOf(segments);
  }
}
