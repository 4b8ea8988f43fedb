package dev.runrate.ingest.filing;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.runrate.common.fact.Checked;
import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.DidYouMean;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.common.security.Caller;
import dev.runrate.common.web.Body;
import dev.runrate.common.web.Document;
import dev.runrate.common.web.Field;
import dev.runrate.common.web.QueryParameters;
import dev.runrate.ingest.format.xbrl.TagMapping;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/** What an issuer's own tags and members mean. */
@RestController
class TagsController {
  private static final int MOST_BYTES = 1 << 20;
  private static final int MOST_MAPPED = 10_000;
  private static final Pattern NAME = Pattern.compile("[\\w.-]{1,100}:[\\w.-]{1,400}");
  private static final List<String> CONCEPTS =
      Arrays.stream(Concept.values()).map(Concept::label).toList();

  /** What became of a filing that was read again. */
  record ReadAgain(String id, String status, int facts) {}

  /**
   * What an issuer's tags mean.
   *
   * @param filings that were read again; null where it was only asked
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Mapping(
      Map<String, String> concepts, Map<String, String> segments, List<ReadAgain> filings) {}

  private final Reports reports;

  TagsController(Reports reports) {
    this.reports = reports;
  }

  @GetMapping("/v1/issuers/{id}/tags")
  Mapping mapping(@PathVariable String id) {
    return answer(reports.mapping(QueryParameters.read(IssuerId.parse(id))), null);
  }

  /** Replaces what was said before, and reads the issuer's reports again. */
  @PutMapping(path = "/v1/issuers/{id}/tags", consumes = MediaType.APPLICATION_JSON_VALUE)
  Mapping map(@PathVariable String id, HttpServletRequest request) throws IOException {
    IssuerId issuer = QueryParameters.read(IssuerId.parse(id));
    Caller.current().require(issuer);
    TagMapping mapping = read(Document.of(Body.readJson(request, MOST_BYTES)));
    List<ReadAgain> again =
        reports.put(issuer, mapping).stream()
            .map(
                taken ->
                    new ReadAgain(
                        taken.id().text(),
                        taken.recorded() instanceof Recorded.Accepted ? "accepted" : "duplicate",
                        taken.filing().facts().size()))
            .toList();
    return answer(mapping, again);
  }

  private static Mapping answer(TagMapping mapping, List<ReadAgain> filings) {
    Reports.StoredMapping shown = Reports.StoredMapping.of(mapping);
    return new Mapping(shown.concepts(), shown.segments(), filings);
  }

  /** Reads {@code {"concepts": {tag: concept}, "segments": {member: segment}}}. */
  private static TagMapping read(Document document) {
    Field root = document.root("a mapping");
    root.knowsOnly(Set.of("concepts", "segments"), Set.of("filings"));
    Map<String, Concept> concepts =
        meanings(
            root.member("concepts"),
            name ->
                Concept.parse(name)
                    .map(Checked::valid)
                    .orElseGet(
                        () ->
                            Checked.invalid(
                                "concept",
                                "there is no concept " + name + DidYouMean.hint(name, CONCEPTS))));
    Map<String, SegmentId> segments =
        meanings(
            root.member("segments"),
            slug ->
                SegmentId.parse(slug) instanceof Checked.Valid<SegmentId> valid
                        && valid.value().isWhole()
                    ? Checked.invalid("slug", "a segment has a name")
                    : SegmentId.parse(slug));
    return document.valueOrRefusal(() -> new TagMapping(concepts, segments));
  }

  private static <T> Map<String, T> meanings(Field object, Function<String, Checked<T>> parse) {
    Map<String, T> meanings = new TreeMap<>();
    if (object.isThere() && (!object.isObject() || object.size() > MOST_MAPPED)) {
      object.fault("type", "an object of at most " + MOST_MAPPED + " members");
      return meanings;
    }
    object
        .members()
        .forEach(
            (name, meaning) -> {
              if (!NAME.matcher(name).matches()) {
                meaning.fault("name", "a name with its prefix: nvda:Revenue");
              } else if (!meaning.isThere()) {
                meaning.fault("type", "a text");
              } else {
                meaning.read(parse).ifPresent(value -> meanings.put(name, value));
              }
            });
    return meanings;
  }
}
