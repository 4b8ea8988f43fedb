package dev.runrate.ingest.draft;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.DataType;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The SQL of the drafts. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface DraftRepository extends GenericRepository<DraftRepository.DraftRow, String> {

  /**
   * @param source in JSON
   * @param reading in JSON
   */
  @MappedEntity("draft")
  record DraftRow(
      @Id String id, long seq, String article, String source, String reading, Instant receivedAt) {}

  /**
   * @param body in JSON
   * @param filing null until it is approved
   */
  @Introspected
  record FactRow(int number, String body, String status, int revision, @Nullable String filing) {}

  /** How far a draft is decided, for lists. */
  @Introspected
  record SummaryRow(
      String id,
      long seq,
      String source,
      Instant receivedAt,
      int facts,
      int openFacts,
      int approvedFacts,
      int rejectedFacts) {}

  @Query(
      """
      insert into draft (id, article, source, reading, received_at)
      values (:id, :article, :source, :reading, :at)
      on conflict (id) do nothing
      returning id
      """)
  List<String> insertNew(String id, String article, String source, String reading, Instant at);

  @Query(
      """
      insert into draft_fact (draft_id, number, body)
      select :draftId, batch.number, batch.body
      from unnest(cast(:bodies as text[])) with ordinality as batch (body, number)
      returning number
      """)
  List<Integer> insertFacts(String draftId, @TypeDef(type = DataType.STRING_ARRAY) String[] bodies);

  @Query("select id, seq, article, source, reading, received_at from draft where id = :id")
  Optional<DraftRow> find(String id);

  @Query(
      """
      select number, body, status, revision, filing from draft_fact
      where draft_id = :id order by number
      """)
  List<FactRow> facts(String id);

  @Query(
      """
      select d.id, d.seq, d.source, d.received_at,
             cast(count(f.number) as int) as facts,
             cast(count(f.number) filter (where f.status in ('open', 'approving')) as int) as open_facts,
             cast(count(f.number) filter (where f.status = 'approved') as int) as approved_facts,
             cast(count(f.number) filter (where f.status = 'rejected') as int) as rejected_facts
      from draft d left join draft_fact f on f.draft_id = d.id
      where d.seq < :before
      group by d.id, d.seq, d.source, d.received_at
      order by d.seq desc limit :limit
      """)
  List<SummaryRow> list(long before, int limit);

  /** Only an open fact that nobody changed since it was read; answers its number. */
  @Query(
      """
      update draft_fact set body = :body, revision = revision + 1
      where draft_id = :draftId and number = :number and revision = :revision and status = 'open'
      returning number
      """)
  List<Integer> edit(String draftId, int number, int revision, String body);

  /**
   * Claims facts for a filing, each as it was read. One that was claimed before, by an approval
   * that did not come to its end, is claimed again. Answers the numbers of those it was done to.
   */
  @Query(
      """
      update draft_fact f set status = 'approving'
      from unnest(cast(:numbers as text[]), cast(:revisions as text[])) as batch (number, revision)
      where f.draft_id = :draftId and f.number = cast(batch.number as int)
        and f.revision = cast(batch.revision as int) and f.status in ('open', 'approving')
      returning f.number
      """)
  List<Integer> claim(
      String draftId,
      @TypeDef(type = DataType.STRING_ARRAY) String[] numbers,
      @TypeDef(type = DataType.STRING_ARRAY) String[] revisions);

  @Query(
      """
      update draft_fact set status = :status, filing = nullif(:filing, '')
      where draft_id = :draftId and number = any (cast(cast(:numbers as text[]) as int[])) and status = :from
      returning number
      """)
  List<Integer> settle(
      String draftId,
      @TypeDef(type = DataType.STRING_ARRAY) String[] numbers,
      String from,
      String status,
      String filing);
}
