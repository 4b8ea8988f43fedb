package dev.runrate.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runrate.common.event.Json;
import dev.runrate.ingest.format.Member.Place;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a filing has is the same in what is posted, in the message and in its schema. */
class MemberTest {
  private static final String EVERYTHING =
      """
      {"id": "f", "issuer": "acme", "form": "press", "supersedes": "e",
       "source": {"tier": "press", "publisher": "Gazette", "title": "t", "url": "u", "publishedOn": "2025-05-01"},
       "facts": [
        {"concept": "Revenue", "segment": "cloud", "period": "2025-Q1", "value": "5", "decimals": 0,
         "unit": "USD", "scenario": "estimate", "basis": "adjusted", "tag": "a:b"},
        {"concept": "Revenue", "period": "2024-Q1", "low": "1", "high": "2", "unit": "USD"}]}
      """;

  private static JsonNode schema() throws Exception {
    try (InputStream in = MemberTest.class.getResourceAsStream("/schemas/filing-event.json")) {
      return Json.MAPPER.readTree(in).at("/properties/filing/properties");
    }
  }

  private static Set<String> names(JsonNode object) {
    return new HashSet<>(object.propertyNames());
  }

  @Test
  void schemaOfTheMessageHasEveryMember() throws Exception {
    Set<String> filing = new HashSet<>(Member.of(Place.FILING));
    filing.addAll(Set.of("source", "facts"));

    assertThat(names(schema())).isEqualTo(filing);
    assertThat(names(schema().at("/source/properties"))).isEqualTo(Member.of(Place.SOURCE));
    assertThat(names(schema().at("/facts/items/properties"))).isEqualTo(Member.of(Place.FACT));
  }

  @Test
  void whatIsPostedIsWhatIsSent() {
    JsonNode posted = Json.MAPPER.readTree(EVERYTHING);
    ParsedFiling.Valid valid =
        (ParsedFiling.Valid) FilingParser.parse(posted, LocalDate.of(2026, 1, 1));

    JsonNode sent = Json.MAPPER.readTree(FilingParser.stored(valid.filing()));

    assertThat(sent).isEqualTo(posted);
    Set<String> ofFacts = new HashSet<>();
    posted.path("facts").forEach(fact -> ofFacts.addAll(names(fact)));
    assertThat(ofFacts).isEqualTo(Member.of(Place.FACT));
  }
}
