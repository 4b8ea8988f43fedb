package dev.runrate.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runrate.common.event.Json;
import dev.runrate.common.event.Topics;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * State is a function of the set of filings. A dozen issuers (the examples, three documents of the
 * SEC, amendments, retractions, a profile that comes in between) are told several times under other
 * names: in order, shuffled, with repetitions, in batches of any size. Snapshots, conflicts and
 * alerts end up the same to the byte.
 */
class ArrivalIT {
  private static final int SHUFFLES = 2;
  private static final int LARGEST_BATCH = 60;
  private static final List<String> ISSUERS =
      List.of(
          "alibaba",
          "anthropic",
          "baidu",
          "cursor",
          "iflytek",
          "kuaishou",
          "kunlun",
          "minimax",
          "nvidia",
          "openai",
          "snowflake",
          "tsmc",
          "zhipu");
  private static final List<String> FROM_THE_SEC = List.of("nvidia", "snowflake", "tsmc");

  /** Something that happens to the store; its text holds {@code @} before every name and id. */
  private sealed interface Step {
    record Filing(String id, String json) implements Step {}

    record Retraction(String id) implements Step {}

    record Profile(String issuer, String json) implements Step {}
  }

  private static Live live;

  @BeforeAll
  static void start() throws Exception {
    live = Live.system();
    live.loadExamples();
    for (String issuer : FROM_THE_SEC) {
      live.importSec(issuer);
    }
    live.awaitCurrent();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void whateverTheOrderTheStateIsTheSame(int seed) throws Exception {
    List<Step> story = story(new Random(seed));
    String name = "story" + seed;
    tell(story, name + "-straight-", new Random(seed));
    for (int i = 0; i < SHUFFLES; i++) {
      Random random = new Random(seed * 1_000L + i);
      tell(shuffled(story, random), name + "-shuffled" + i + "-", random);
    }
    live.awaitCurrent();

    Map<String, String> expected = state(name + "-straight-");
    assertThat(expected).hasSizeGreaterThan(500);
    assertThat(expected.keySet()).anyMatch(key -> key.contains(" conflict "));
    assertThat(expected.keySet()).anyMatch(key -> key.contains(" alert "));
    for (int i = 0; i < SHUFFLES; i++) {
      String prefix = name + "-shuffled" + i + "-";
      assertSame(state(prefix), expected);
    }
  }

  private static void assertSame(Map<String, String> actual, Map<String, String> expected) {
    Map<String, String> differences = new TreeMap<>();
    expected.forEach(
        (key, value) -> {
          if (!value.equals(actual.get(key))) {
            differences.put(key, "expected " + value + " but was " + actual.get(key));
          }
        });
    actual.keySet().stream()
        .filter(key -> !expected.containsKey(key))
        .forEach(key -> differences.put(key, "not expected: " + actual.get(key)));
    assertThat(differences).isEmpty();
  }

  // -- what happens

  private static List<Step> story(Random random) {
    List<Step> story = new ArrayList<>();
    for (String issuer : ISSUERS) {
      List<JsonNode> events = live.messages(issuer, Topics.FILINGS);
      assertThat(events).as(issuer).isNotEmpty();
      for (JsonNode event : events) {
        ObjectNode filing = (ObjectNode) event.get("filing");
        String id = filing.path("id").stringValue();
        story.add(new Step.Filing("@" + id, named(filing, id)));
        switch (random.nextInt(8)) {
          case 0 -> story.add(amendment(filing, id, random));
          case 1 -> story.add(new Step.Retraction("@" + id));
          default -> {
            // Most filings stand as they are.
          }
        }
      }
    }
    story.add(new Step.Profile("@nvidia", "{\"fiscalYearEnd\": \"--01-31\", \"cik\": 1045810}"));
    story.add(new Step.Profile("@alibaba", "{\"fiscalYearEnd\": \"--03-31\"}"));
    return story;
  }

  private static String named(ObjectNode filing, String id) {
    ObjectNode copy = filing.deepCopy();
    copy.put("id", "@" + id);
    copy.put("issuer", "@" + filing.path("issuer").stringValue());
    if (filing.hasNonNull("supersedes")) {
      copy.put("supersedes", "@" + filing.path("supersedes").stringValue());
    }
    return copy.toString();
  }

  /** Restates one figure by a tenth, a month later. */
  private static Step amendment(ObjectNode filing, String id, Random random) {
    ObjectNode copy = filing.deepCopy();
    JsonNode facts = filing.get("facts");
    ObjectNode fact = (ObjectNode) facts.get(random.nextInt(facts.size())).deepCopy();
    if (fact.has("value")) {
      BigDecimal restated = new BigDecimal(fact.get("value").stringValue());
      fact.put(
          "value",
          restated
              .multiply(new BigDecimal("1.1"))
              .setScale(restated.scale(), RoundingMode.HALF_UP)
              .toPlainString());
    }
    copy.putArray("facts").add(fact);
    copy.put("supersedes", id);
    ObjectNode source = (ObjectNode) copy.get("source");
    LocalDate published = LocalDate.parse(source.path("publishedOn").stringValue());
    source.put("publishedOn", published.plusMonths(1).toString());
    return new Step.Filing("@" + id + "-amended", named(copy, id + "-amended"));
  }

  /** Any order in which a filing comes before its retraction; a third of the filings come twice. */
  private static List<Step> shuffled(List<Step> story, Random random) {
    List<Step> steps = new ArrayList<>(story);
    story.stream()
        .filter(step -> step instanceof Step.Filing && random.nextInt(3) == 0)
        .forEach(steps::add);
    Collections.shuffle(steps, random);
    List<Step> retractions = new ArrayList<>();
    steps.removeIf(step -> step instanceof Step.Retraction && retractions.add(step));
    for (Step each : retractions) {
      String id = ((Step.Retraction) each).id();
      int first =
          1
              + steps.indexOf(
                  steps.stream()
                      .filter(s -> s instanceof Step.Filing filing && filing.id().equals(id))
                      .findFirst()
                      .orElseThrow());
      steps.add(first + random.nextInt(steps.size() - first + 1), each);
    }
    return steps;
  }

  private static void tell(List<Step> steps, String prefix, Random random) throws Exception {
    StringBuilder batch = new StringBuilder();
    int room = 1 + random.nextInt(LARGEST_BATCH);
    for (Step step : steps) {
      switch (step) {
        case Step.Filing filing -> {
          batch.append(filing.json().replace("\"@", "\"" + prefix)).append('\n');
          room--;
        }
        case Step.Retraction retraction -> {
          flush(batch);
          String id = retraction.id().replace("@", prefix);
          assertThat(
                  live.send(
                          "POST",
                          live.ingest("/v1/filings/" + id + "/retraction"),
                          "{\"reason\": \"withdrawn\"}")
                      .statusCode())
              .as(id)
              .isEqualTo(200);
        }
        case Step.Profile profile -> {
          flush(batch);
          String issuer = profile.issuer().replace("@", prefix);
          live.send("PUT", live.ingest("/v1/issuers/" + issuer), profile.json());
        }
      }
      if (room == 0) {
        flush(batch);
        room = 1 + random.nextInt(LARGEST_BATCH);
      }
    }
    flush(batch);
  }

  private static void flush(StringBuilder batch) throws Exception {
    if (batch.isEmpty()) {
      return;
    }
    var answer =
        live.send(
            "POST",
            // What comes twice is a repetition, not somebody who posts it again on purpose.
            live.ingest("/v1/filings/bulk?reinstate=false"),
            "application/x-ndjson",
            BodyPublishers.ofString(batch.toString()));
    batch.setLength(0);
    assertThat(live.lines(answer).getLast().at("/totals/rejected").asInt(-1))
        .as(answer.body())
        .isZero();
  }

  // -- what came of it

  /** Everything but what tells when it came: revisions, causes, moments. */
  private static Map<String, String> state(String prefix) throws Exception {
    Map<String, String> state = new TreeMap<>();
    for (JsonNode event : live.messages(key -> key.startsWith(prefix), Topics.SNAPSHOTS)) {
      String key =
          event.path("issuer") + " snapshot " + event.path("segment") + event.path("periodKey");
      if (event.at("/current/metrics").isEmpty()) {
        // Nothing is known any more, which is as if nothing had ever been.
        state.remove(key.replace(prefix, ""));
      } else {
        put(
            state,
            prefix,
            key,
            text(event, "current", "prior", "yearAgo", "forecast", "conflicts", "finer"));
      }
    }
    for (String issuer : ISSUERS) {
      String name = prefix + issuer;
      for (JsonNode conflict :
          live.get(live.metrics("/v1/conflicts?limit=1000&issuer=" + name)).path("items")) {
        put(state, prefix, name + " conflict " + conflict, "");
      }
      String next = "";
      do {
        JsonNode page = live.get(live.alerts("/v1/alerts?limit=1000&issuer=" + name + next));
        for (JsonNode alert : page.path("items")) {
          // Whether somebody had been told before a correction depends on when things came.
          if (!alert.path("state").asString("").equals("corrected")) {
            put(state, prefix, name + " alert " + alert.path("id"), standing(alert));
          }
        }
        next = page.hasNonNull("next") ? "&cursor=" + page.get("next").stringValue() : "";
      } while (!next.isEmpty());
    }
    return state;
  }

  /** Of an alert that is over, too: it shows what is known of it in the end. */
  private static String standing(JsonNode alert) {
    return text(alert, "state", "severity", "certainty", "metric", "current", "previous");
  }

  private static void put(Map<String, String> state, String prefix, String key, String value) {
    state.put(key.replace(prefix, ""), value.replace(prefix, ""));
  }

  private static String text(JsonNode event, String... members) {
    ObjectNode text = Json.MAPPER.createObjectNode();
    for (String member : members) {
      text.set(member, event.path(member).isMissingNode() ? null : event.get(member));
    }
    return text.toString();
  }
}
