package dev.runrate.metrics.recompute;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.DataType;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** The SQL of the snapshots. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface SnapshotRepository extends GenericRepository<SnapshotRepository.Head, String> {

  /** The newest revision of a snapshot, by what tells it from another. */
  @MappedEntity("snapshot_revision")
  record Head(
      @Id String issuer,
      String segment,
      LocalDate firstDay,
      LocalDate lastDay,
      boolean isSpan,
      long revision,
      String fingerprint,
      boolean isEmpty) {}

  /** The newest day that a segment has figures for, of spans and of instants. */
  @Introspected
  record Newest(String segment, boolean isSpan, LocalDate lastDay) {}

  /**
   * @param transaction with {@code seq} the place in the order of commits
   * @param message packed
   */
  @Introspected
  record Written(String transaction, long seq, byte[] message) {}

  /**
   * @param message packed
   */
  @Introspected
  record Told(
      String segment,
      LocalDate firstDay,
      LocalDate lastDay,
      boolean isSpan,
      long revision,
      String fingerprint,
      byte[] message) {}

  @Query(
      """
      select distinct on (segment, last_day, first_day, is_span)
             issuer, segment, first_day, last_day, is_span, revision, fingerprint, is_empty
      from snapshot_revision
      where issuer = :issuer and last_day >= :from and last_day <= :to
      order by segment, last_day, first_day, is_span, revision desc
      """)
  List<Head> heads(String issuer, LocalDate from, LocalDate to);

  @Query(
      """
      select segment, is_span, max(last_day) as last_day
      from (select distinct on (segment, last_day, first_day, is_span)
                   segment, is_span, last_day, is_empty
            from snapshot_revision
            where issuer = :issuer and last_day > :after
            order by segment, last_day, first_day, is_span, revision desc) heads
      where not is_empty
      group by segment, is_span
      """)
  List<Newest> newestAfter(String issuer, LocalDate after);

  @Query(
      """
      with added as (
      insert into snapshot_revision
             (issuer, segment, first_day, last_day, is_span, revision, fingerprint, is_empty,
              message, computed_at)
      select b.issuer, b.segment, cast(b.first_day as date), cast(b.last_day as date),
             cast(b.is_span as boolean), cast(b.revision as bigint), b.fingerprint,
             cast(b.is_empty as boolean), b.message, :computedAt
      from unnest(cast(:issuers as text[]), cast(:segments as text[]), cast(:firstDays as text[]),
                  cast(:lastDays as text[]), cast(:isSpans as text[]), cast(:revisions as text[]),
                  cast(:fingerprints as text[]), cast(:isEmpties as text[]),
                  cast(:messages as bytea[]))
           as b (issuer, segment, first_day, last_day, is_span, revision, fingerprint, is_empty,
                 message)
      returning seq, computed_at
      ), marked as (
        insert into snapshot_unpublished (seq, computed_at) select seq, computed_at from added
      )
      select seq from added order by seq
      """)
  List<Long> append(
      @TypeDef(type = DataType.STRING_ARRAY) String[] issuers,
      @TypeDef(type = DataType.STRING_ARRAY) String[] segments,
      @TypeDef(type = DataType.STRING_ARRAY) String[] firstDays,
      @TypeDef(type = DataType.STRING_ARRAY) String[] lastDays,
      @TypeDef(type = DataType.STRING_ARRAY) String[] isSpans,
      @TypeDef(type = DataType.STRING_ARRAY) String[] revisions,
      @TypeDef(type = DataType.STRING_ARRAY) String[] fingerprints,
      @TypeDef(type = DataType.STRING_ARRAY) String[] isEmpties,
      @TypeDef(type = DataType.OBJECT) byte[][] messages,
      Instant computedAt);

  @Query(
      """
      select cast(r.transaction as text) as transaction, r.seq, r.message
      from (select seq from snapshot_unpublished
            where computed_at < :before order by seq limit :limit) u
           join snapshot_revision r on r.seq = u.seq
      order by r.seq
      """)
  List<Written> unpublished(Instant before, int limit);

  @Query("delete from snapshot_unpublished where seq = any (cast(:seqs as bigint[]))")
  void markPublished(@TypeDef(type = DataType.STRING_ARRAY) String[] seqs);

  @Query(
      """
      select cast(transaction as text) as transaction, seq, message from snapshot_revision
      where (transaction, seq) > (cast(:transaction as xid8), :seq)
        and transaction < pg_snapshot_xmin(pg_current_snapshot())
      -- the column: the text of the same name would put 1000 before 999
      order by snapshot_revision.transaction, seq limit :limit
      """)
  List<Written> after(String transaction, long seq, int limit);

  /** Everything that is committed now lies before it. */
  @Query("select cast(pg_snapshot_xmax(pg_current_snapshot()) as text)")
  String now();

  /** The newest revisions of an issuer, with what they say. */
  @Query(
      """
      select distinct on (segment, last_day, first_day, is_span)
             segment, first_day, last_day, is_span, revision, fingerprint, message
      from snapshot_revision
      where issuer = :issuer
      order by segment, last_day, first_day, is_span, revision desc
      """)
  List<Told> told(String issuer);

  @Query(
      """
      with marked as (
        insert into snapshot_unpublished (seq, computed_at)
        select seq, computed_at from snapshot_revision where computed_at >= :since
        on conflict (seq) do nothing
        returning 1
      )
      select count(*) from marked
      """)
  long unpublish(Instant since);
}
