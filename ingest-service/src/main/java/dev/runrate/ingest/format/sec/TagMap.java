package dev.runrate.ingest.format.sec;

import dev.runrate.common.fact.Concept;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/**
 * Which tags of us-gaap and ifrs-full mean which concept: {@code sec/concepts.csv}. Where several
 * mean one concept, {@code alternatives} says how to choose: {@code first} takes the first of the
 * list that the accession has for the period; {@code largest} keeps them all, for the engine to
 * take the total rather than a part of it. Either way a fact keeps its tag, so that the engine can
 * tell what is new from what has another name.
 *
 * <p>Tags that mean a payment (PaymentsToAcquire…) are positive in the SEC's data, as capital
 * expenditure is here, so no sign is turned.
 */
public final class TagMap {
  /**
   * @param tag null where the concept has no other
   * @param rank smaller is preferred among the tags of a concept
   */
  public record Mapping(Concept concept, String tag, int rank, boolean keepsAlternatives) {}

  private final Map<String, Mapping> byTag;

  private TagMap(Map<String, Mapping> byTag) {
    this.byTag = byTag;
  }

  public static TagMap load() {
    Map<String, Mapping> byTag = new HashMap<>();
    CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
    try (Reader in =
        new InputStreamReader(
            TagMap.class.getResourceAsStream("/sec/concepts.csv"), StandardCharsets.UTF_8)) {
      for (CSVRecord row : format.parse(in)) {
        String tag = row.get("taxonomy") + ":" + row.get("tag");
        byTag.put(
            tag,
            new Mapping(
                Concept.parse(row.get("concept")).orElseThrow(),
                tag,
                byTag.size(),
                row.get("alternatives").equals("largest")));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<Concept, Long> tagsOf =
        byTag.values().stream()
            .collect(Collectors.groupingBy(Mapping::concept, Collectors.counting()));
    byTag.replaceAll(
        (tag, mapping) ->
            tagsOf.get(mapping.concept) > 1
                ? mapping
                : new Mapping(mapping.concept, null, mapping.rank, mapping.keepsAlternatives));
    return new TagMap(byTag);
  }

  /** Every tag there is a concept for, as {@code us-gaap:Revenues}. */
  public Map<String, Concept> concepts() {
    Map<String, Concept> concepts = new TreeMap<>();
    byTag.forEach((tag, mapping) -> concepts.put(tag, mapping.concept));
    return concepts;
  }

  public Optional<Mapping> find(String taxonomy, String tag) {
    return Optional.ofNullable(byTag.get(taxonomy + ":" + tag));
  }
}
