package dev.runrate.ingest.filing;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.DataType;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The SQL of the filing store. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface FilingRepository extends GenericRepository<StoredFiling, String> {

  String SELECT =
      """
      select f.id, f.issuer, f.seq, f.content_hash, f.body, f.accepted_at,
             a.accepted_at as reinstated_at, r.retracted_at, r.again as retracted_again, r.reason
      from filing f left join retraction r on r.filing_id = f.id
                    left join reinstatement a on a.filing_id = f.id
      """;

  /**
   * @param retracted whether it does not stand
   */
  @Introspected
  record Known(String id, String contentHash, boolean retracted) {}

  /**
   * Stores what is new of a batch in one statement and says which those were. A filing that comes
   * twice in one batch is stored once.
   */
  @Query(
      """
      with added as (
        insert into filing (id, issuer, content_hash, body, accepted_at)
        select batch.id, batch.issuer, batch.content_hash, batch.body, :acceptedAt
        from unnest(cast(:ids as text[]), cast(:issuers as text[]), cast(:hashes as text[]),
                    cast(:bodies as text[])) as batch (id, issuer, content_hash, body)
        on conflict (id) do nothing
        returning id, accepted_at
      ), marked as (
        insert into filing_unpublished (id, accepted_at) select id, accepted_at from added
      )
      select id from added
      """)
  List<String> insertNew(
      @TypeDef(type = DataType.STRING_ARRAY) String[] ids,
      @TypeDef(type = DataType.STRING_ARRAY) String[] issuers,
      @TypeDef(type = DataType.STRING_ARRAY) String[] hashes,
      @TypeDef(type = DataType.STRING_ARRAY) String[] bodies,
      Instant acceptedAt);

  @Query(
      """
      select f.id, f.content_hash,
             r.retracted_at is not null
               and (a.accepted_at is null or a.accepted_at < r.retracted_at) as retracted
      from filing f left join retraction r on r.filing_id = f.id
                    left join reinstatement a on a.filing_id = f.id
      where f.id = any (cast(:ids as text[]))
      """)
  List<Known> known(@TypeDef(type = DataType.STRING_ARRAY) String[] ids);

  @Query(SELECT + " where f.id = any (cast(:ids as text[]))")
  List<StoredFiling> findAll(@TypeDef(type = DataType.STRING_ARRAY) String[] ids);

  /** Those of the issuer whose ids begin so. */
  @Query(SELECT + " where f.issuer = :issuer and starts_with(f.id, :start) order by f.seq")
  List<StoredFiling> startingWith(String issuer, String start);

  /** Until the transaction ends nobody else retracts or reinstates these. */
  @Query(
      """
      select id from filing where id = any (cast(:ids as text[])) order by id for update
      """)
  List<String> lock(@TypeDef(type = DataType.STRING_ARRAY) String[] ids);

  @Query(SELECT + " where f.id = :id")
  Optional<StoredFiling> find(String id);

  @Query(SELECT + " where f.seq > :after order by f.seq limit :limit")
  List<StoredFiling> list(long after, int limit);

  @Query(SELECT + " where f.issuer = :issuer and f.seq > :after order by f.seq limit :limit")
  List<StoredFiling> listOf(String issuer, long after, int limit);

  /** Later than the filing was accepted in any case, whatever the clocks say. */
  @Query(
      """
      insert into retraction (filing_id, reason, retracted_at)
      select f.id, :reason,
             greatest(cast(:at as timestamptz),
                      coalesce(a.accepted_at, f.accepted_at) + interval '1 microsecond')
      from filing f left join reinstatement a on a.filing_id = f.id
      where f.id = :id
      on conflict (filing_id) do update
      set reason = excluded.reason, retracted_at = excluded.retracted_at, again = true,
          published = false
      """)
  void retract(String id, String reason, Instant at);

  /** Later than the filing was retracted in any case. Answers the ids of those it was done to. */
  @Query(
      """
      insert into reinstatement (filing_id, accepted_at)
      select r.filing_id,
             greatest(cast(:at as timestamptz), r.retracted_at + interval '1 microsecond')
      from retraction r left join reinstatement a on a.filing_id = r.filing_id
      where r.filing_id = any (cast(:ids as text[]))
        and (a.accepted_at is null or a.accepted_at < r.retracted_at)
      on conflict (filing_id) do update
      set accepted_at = excluded.accepted_at, published = false
      returning filing_id
      """)
  List<String> reinstate(@TypeDef(type = DataType.STRING_ARRAY) String[] ids, Instant at);

  /**
   * Looks for the marks first, and on their own: there are few or none, but a plan made while there
   * were many would go through all the filings there ever were.
   */
  @Query(
      SELECT
          + """
           join (select id from filing_unpublished
                 where accepted_at < :before order by accepted_at, id limit :limit) u
             on u.id = f.id
          order by f.seq
          """)
  List<StoredFiling> unpublished(Instant before, int limit);

  @Query(
      SELECT
          + """
           where r.retracted_at < :before and not r.published
          order by r.retracted_at limit :limit
          """)
  List<StoredFiling> unpublishedRetractions(Instant before, int limit);

  @Query(
      SELECT
          + """
           where a.accepted_at < :before and not a.published
          order by a.accepted_at limit :limit
          """)
  List<StoredFiling> unpublishedReinstatements(Instant before, int limit);

  /** By a join: an array of texts would be searched from its start for every mark there is. */
  @Query(
      """
      delete from filing_unpublished u using unnest(cast(:ids as text[])) as published (id)
      where u.id = published.id
      """)
  void markPublished(@TypeDef(type = DataType.STRING_ARRAY) String[] ids);

  /** Only the one that was sent: there may be a later one since. */
  @Query(
      """
      update retraction set published = true where filing_id = :id and retracted_at = :at
      """)
  void markRetractionPublished(String id, Instant at);

  @Query(
      """
      update reinstatement set published = true where filing_id = :id and accepted_at = :at
      """)
  void markReinstatementPublished(String id, Instant at);
}
