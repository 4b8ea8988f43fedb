package dev.runrate.ingest.filing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.runrate.common.event.Json;
import dev.runrate.common.event.Topics;
import dev.runrate.common.fact.FilingId;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.messaging.Outbox;
import dev.runrate.embedded.testing.TestInfrastructure;
import dev.runrate.ingest.format.FilingParser;
import dev.runrate.ingest.format.ParsedFiling;
import dev.runrate.ingest.issuer.IssuerDirectory;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** The promise behind a 201: stored whole or not at all, and told to the world in the end. */
class FilingStoreIT extends RunningService {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Autowired FilingStore store;
  @Autowired FilingRepository filings;
  @Autowired IssuerDirectory issuers;
  @Autowired Outbox<FilingKey> outbox;
  @Autowired TransactionTemplate transaction;
  @Autowired JdbcTemplate jdbc;

  private static ParsedFiling.Valid parsed(String issuer, String id) {
    return (ParsedFiling.Valid)
        FilingParser.parse(Json.MAPPER.readTree(filing(issuer, id, "1")), LocalDate.now());
  }

  private void insert(String issuer, String id) {
    ParsedFiling.Valid parsed = parsed(issuer, id);
    filings.insertNew(
        new String[] {id},
        new String[] {issuer},
        new String[] {parsed.contentHash()},
        new String[] {FilingParser.stored(parsed.filing())},
        Instant.now());
  }

  @Test
  void failureAfterTheInsertLeavesNothing() {
    assertThatThrownBy(
            () ->
                transaction.executeWithoutResult(
                    status -> {
                      insert("store-failure", "store-failure");
                      // Seen inside: the repository and JdbcTemplate share the transaction.
                      assertThat(count("store-failure")).isEqualTo(1);
                      throw new IllegalStateException("after the insert");
                    }))
        .hasMessage("after the insert");

    assertThat(count("store-failure")).isZero();
    assertThat(filings.find("store-failure")).isEmpty();
  }

  @Test
  void refusedFilingTakesItsIssuerBackWithIt() {
    ParsedFiling.Valid good = parsed("store-refused", "store-refused");
    ParsedFiling.Valid refused =
        new ParsedFiling.Valid(good.filing(), "no hash has a \0 in it", List.of());

    assertThatThrownBy(() -> store.record(List.of(refused))).hasMessageContaining("0x00");

    assertThat(count("store-refused")).isZero();
    assertThat(issuers.find(IssuerId.of("store-refused"))).isEmpty();

    assertThat(store.record(List.of(good))).hasExactlyElementsOfTypes(Recorded.Accepted.class);
    assertThat(issuers.find(IssuerId.of("store-refused"))).isPresent();
  }

  @Test
  void batchIsStoredAllOrNothing() {
    ParsedFiling.Valid good = parsed("store-batch", "store-batch-1");
    ParsedFiling.Valid refused =
        new ParsedFiling.Valid(parsed("store-batch", "store-batch-2").filing(), "\0", List.of());

    assertThatThrownBy(() -> store.record(List.of(good, refused)));

    assertThat(store.find(FilingId.of("store-batch-1"))).isEmpty();
  }

  @Test
  void filingThatComesTwiceInABatchIsStoredOnce() {
    ParsedFiling.Valid filing = parsed("store-twice", "store-twice");

    List<Recorded> outcomes = store.record(List.of(filing, filing));

    assertThat(outcomes)
        .hasExactlyElementsOfTypes(Recorded.Accepted.class, Recorded.Duplicate.class);
    assertThat(count("store-twice")).isEqualTo(1);
  }

  @Test
  void acceptedFilingReachesTheTopicAsACloudEvent() {
    Answer receipt = postFiling(filing("store-told", "store-told", "42"));

    ConsumerRecord<String, byte[]> told = copiesOf("store-told:recorded", 1).getFirst();

    assertThat(told.key()).isEqualTo("store-told");
    assertThat(header(told, "ce_specversion")).isEqualTo("1.0");
    assertThat(header(told, "ce_type")).isEqualTo("dev.runrate.filing.recorded");
    assertThat(header(told, "ce_source")).isEqualTo("/ingest-service");
    assertThat(header(told, "ce_subject")).isEqualTo("store-told");
    assertThat(header(told, "ce_time")).isEqualTo(receipt.text("acceptedAt"));
    assertThat(header(told, "content-type")).isEqualTo("application/json");
    JsonNode message = Json.MAPPER.readTree(told.value());
    assertThat(message.at("/filing/facts/0/value").asString()).isEqualTo("42");
    awaitPublished("store-told");
  }

  @Test
  void retractionReachesTheTopicWithTheWholeFiling() {
    postFiling(filing("store-withdrawn", "store-withdrawn", "42"));

    post("/v1/filings/store-withdrawn/retraction", JSON, "{\"reason\": \"mistaken\"}");

    ConsumerRecord<String, byte[]> told = copiesOf("store-withdrawn:retracted", 1).getFirst();
    assertThat(header(told, "ce_type")).isEqualTo("dev.runrate.filing.retracted");
    JsonNode message = Json.MAPPER.readTree(told.value());
    assertThat(message.path("reason").asString()).isEqualTo("mistaken");
    assertThat(message.at("/filing/facts").size()).isEqualTo(1);
  }

  @Test
  void duplicateIsNotToldAgain() {
    String filing = filing("store-once", "store-once", "1");
    postFiling(filing);
    postFiling(filing);
    postFiling(filing("store-once", "store-once-end", "2"));

    // One key, one partition: what comes before the last one is all there will be.
    copiesOf("store-once-end:recorded", 1);

    assertThat(copiesOf("store-once:recorded", 1)).hasSize(1);
  }

  @Test
  void whatACrashLeftUnpublishedIsSweptAfterTheRestart() {
    postFiling(filing("store-crash", "store-crash", "7"));
    byte[] first = copiesOf("store-crash:recorded", 1).getFirst().value();
    awaitPublished("store-crash");

    outbox.stop();
    jdbc.update(
        "insert into filing_unpublished select id, accepted_at from filing where id ="
            + " 'store-crash'");
    outbox.start();

    List<ConsumerRecord<String, byte[]>> copies = copiesOf("store-crash:recorded", 2);
    assertThat(copies.getLast().value()).isEqualTo(first);
    assertThat(header(copies.getLast(), "ce_time")).isEqualTo(header(copies.getFirst(), "ce_time"));
    awaitPublished("store-crash");
  }

  @Test
  void rowThatNobodyHandedOverIsSweptToo() {
    // As a crash between the commit and the sending leaves it.
    outbox.stop();
    insert("store-orphan", "store-orphan");
    outbox.start();

    assertThat(copiesOf("store-orphan:recorded", 1)).hasSize(1);
    awaitPublished("store-orphan");
  }

  /** When an event says that the filing was accepted, or retracted. */
  private static Instant at(ConsumerRecord<String, byte[]> message, String member) {
    return Instant.parse(Json.MAPPER.readTree(message.value()).path(member).asString());
  }

  @Test
  void everyTurnOfAFilingIsToldUnderAnIdOfItsOwn() {
    String filing = filing("store-turns", "store-turns", "1");
    postFiling(filing);
    String retracted = retract("store-turns").text("retractedAt");
    String again = postFiling(filing).text("acceptedAt");
    String retractedAgain = retract("store-turns").text("retractedAt");
    String third = postFiling(filing).text("acceptedAt");

    var first = copiesOf("store-turns:recorded", 1).getFirst();
    var firstRetraction = copiesOf("store-turns:retracted", 1).getFirst();
    var second = copiesOf("store-turns:recorded:" + again, 1).getFirst();
    var secondRetraction = copiesOf("store-turns:retracted:" + retractedAgain, 1).getFirst();
    var last = copiesOf("store-turns:recorded:" + third, 1).getFirst();

    assertThat(List.of(header(second, "ce_type"), header(last, "ce_type")))
        .containsOnly("dev.runrate.filing.recorded");
    assertThat(header(secondRetraction, "ce_type")).isEqualTo("dev.runrate.filing.retracted");
    assertThat(header(second, "ce_time")).isEqualTo(again);
    assertThat(at(firstRetraction, "retractedAt")).isEqualTo(Instant.parse(retracted));
    // Whoever keeps the greatest of each, in whatever order they come, ends with the last word.
    assertThat(
            List.of(
                at(first, "acceptedAt"),
                at(firstRetraction, "retractedAt"),
                at(second, "acceptedAt"),
                at(secondRetraction, "retractedAt"),
                at(last, "acceptedAt")))
        .isSorted()
        .doesNotHaveDuplicates();
    assertThat(at(secondRetraction, "acceptedAt")).isEqualTo(at(first, "acceptedAt"));
    awaitSettled("store-turns");
  }

  @Test
  void turnsThatACrashLeftUnpublishedAreSwept() {
    String filing = filing("store-turn-crash", "store-turn-crash", "1");
    postFiling(filing);
    retract("store-turn-crash");
    postFiling(filing);
    String retractedAt = retract("store-turn-crash").text("retractedAt");
    String acceptedAt = postFiling(filing).text("acceptedAt");
    byte[] retraction = copiesOf("store-turn-crash:retracted:" + retractedAt, 1).getFirst().value();
    byte[] reinstatement =
        copiesOf("store-turn-crash:recorded:" + acceptedAt, 1).getFirst().value();
    awaitSettled("store-turn-crash");

    outbox.stop();
    jdbc.update("update retraction set published = false where filing_id = 'store-turn-crash'");
    jdbc.update("update reinstatement set published = false where filing_id = 'store-turn-crash'");
    outbox.start();

    assertThat(copiesOf("store-turn-crash:retracted:" + retractedAt, 2).getLast().value())
        .isEqualTo(retraction);
    assertThat(copiesOf("store-turn-crash:recorded:" + acceptedAt, 2).getLast().value())
        .isEqualTo(reinstatement);
    awaitSettled("store-turn-crash");
  }

  @Test
  void markOfAnEarlierTurnIsNoneOfALaterOne() {
    String filing = filing("store-turn-mark", "store-turn-mark", "1");
    postFiling(filing);
    Instant first = Instant.parse(retract("store-turn-mark").text("retractedAt"));
    postFiling(filing);
    awaitSettled("store-turn-mark");

    transaction.executeWithoutResult(
        status -> {
          filings.retract("store-turn-mark", "again", Instant.now());
          filings.markRetractionPublished("store-turn-mark", first);
          assertThat(unsettled("store-turn-mark")).isEqualTo(1);
          status.setRollbackOnly();
        });
  }

  @Test
  void turnIsLaterThanTheOneBeforeWhateverTheClockSays() {
    String filing = filing("store-turn-clock", "store-turn-clock", "1");
    Instant accepted = Instant.parse(postFiling(filing).text("acceptedAt"));
    Instant longAgo = Instant.parse("2020-01-01T00:00:00Z");

    filings.retract("store-turn-clock", "clock set back", longAgo);
    filings.reinstate(new String[] {"store-turn-clock"}, longAgo);

    StoredFiling stored = filings.find("store-turn-clock").orElseThrow();
    assertThat(List.of(accepted, stored.retractedAt(), stored.reinstatedAt()))
        .isSorted()
        .doesNotHaveDuplicates();
    assertThat(stored.isRetracted()).isFalse();
  }

  private int unsettled(String id) {
    return jdbc.queryForObject(
        "select (select count(*) from retraction where filing_id = ? and not published)"
            + " + (select count(*) from reinstatement where filing_id = ? and not published)",
        Integer.class,
        id,
        id);
  }

  private void awaitSettled(String id) {
    awaitPublished(id);
    await().atMost(PATIENCE).until(() -> unsettled(id) == 0);
  }

  private int count(String issuer) {
    return jdbc.queryForObject(
        "select count(*) from filing where issuer = ?", Integer.class, issuer);
  }

  private void awaitPublished(String id) {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                jdbc.queryForObject(
                    "select not exists (select from filing_unpublished where id = ?)",
                    Boolean.class,
                    id));
  }

  private static String header(ConsumerRecord<String, byte[]> message, String name) {
    Header header = message.headers().lastHeader(name);
    return header == null ? null : new String(header.value(), UTF_8);
  }

  /** Reads the topic from its beginning until the event was seen as often as awaited. */
  private static List<ConsumerRecord<String, byte[]>> copiesOf(String eventId, int awaited) {
    List<ConsumerRecord<String, byte[]>> copies = new ArrayList<>();
    try (var consumer = consumer()) {
      Collection<TopicPartition> partitions =
          consumer.partitionsFor(Topics.FILINGS).stream()
              .map(each -> new TopicPartition(each.topic(), each.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      await()
          .atMost(PATIENCE)
          .pollInSameThread()
          .until(
              () -> {
                for (var message : consumer.poll(Duration.ofMillis(100))) {
                  if (eventId.equals(header(message, "ce_id"))) {
                    copies.add(message);
                  }
                }
                return copies.size() >= awaited;
              });
    }
    return copies;
  }

  private static KafkaConsumer<String, byte[]> consumer() {
    return new KafkaConsumer<>(
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, TestInfrastructure.start().bootstrapServers()),
        new StringDeserializer(),
        new ByteArrayDeserializer());
  }
}
