package dev.runrate.alert.judge;

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
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** The SQL of the alerts and of the judgements behind them. */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface AlertRepository extends GenericRepository<AlertRepository.AlertRow, String> {

  /**
   * @param body the newest message about the alert, in JSON
   * @param acknowledged who and why, in JSON; null for nobody
   */
  @MappedEntity("alert")
  record AlertRow(@Id String id, String body, long seq, @Nullable String acknowledged) {}

  /**
   * What the rules said of one period.
   *
   * @param body see {@link JudgementBody}
   */
  @Introspected
  record JudgementRow(
      String issuer,
      String segment,
      LocalDate lastDay,
      LocalDate firstDay,
      String span,
      long revision,
      byte[] body) {}

  @Introspected
  record UntoldRow(
      String issuer,
      String segment,
      LocalDate lastDay,
      LocalDate firstDay,
      String span,
      byte[] untold) {}

  @Introspected
  record MessageRow(String transaction, long seq, String body) {}

  // -- judgements

  /** Two batches about one issuer take turns; locks end with the transaction. */
  @Query(
      """
      select count(pg_advisory_xact_lock(hashtextextended(issuer, 0)))
      from (select issuer from unnest(cast(:issuers as text[])) as t (issuer) order by issuer) o
      """)
  long lock(@TypeDef(type = DataType.STRING_ARRAY) String[] issuers);

  /** Those of each segment whose periods end from its first day on and before its last. */
  @Query(
      """
      select j.issuer, j.segment, j.last_day, j.first_day, j.span, j.revision, j.body
      from unnest(cast(:issuers as text[]), cast(:segments as text[]), cast(:froms as text[]),
                  cast(:befores as text[])) as wanted (issuer, segment, first, before)
           join judgement j on j.issuer = wanted.issuer and j.segment = wanted.segment
             and j.last_day >= cast(wanted.first as date)
             and j.last_day < cast(wanted.before as date)
      """)
  List<JudgementRow> judgements(
      @TypeDef(type = DataType.STRING_ARRAY) String[] issuers,
      @TypeDef(type = DataType.STRING_ARRAY) String[] segments,
      @TypeDef(type = DataType.STRING_ARRAY) String[] froms,
      @TypeDef(type = DataType.STRING_ARRAY) String[] befores);

  @Query(
      """
      select j.issuer, j.segment, j.last_day, j.first_day, j.span, j.untold
      from unnest(cast(:issuers as text[]), cast(:segments as text[]), cast(:lastDays as text[]),
                  cast(:firstDays as text[]), cast(:spans as text[]))
             as wanted (issuer, segment, last_day, first_day, span)
           join judgement j on j.issuer = wanted.issuer and j.segment = wanted.segment
             and j.last_day = cast(wanted.last_day as date)
             and j.first_day = cast(wanted.first_day as date) and j.span = wanted.span
      where j.untold is not null
      """)
  List<UntoldRow> untold(
      @TypeDef(type = DataType.STRING_ARRAY) String[] issuers,
      @TypeDef(type = DataType.STRING_ARRAY) String[] segments,
      @TypeDef(type = DataType.STRING_ARRAY) String[] lastDays,
      @TypeDef(type = DataType.STRING_ARRAY) String[] firstDays,
      @TypeDef(type = DataType.STRING_ARRAY) String[] spans);

  @Query(
      """
      insert into judgement (issuer, segment, last_day, first_day, span, revision, body, untold)
      select b.issuer, b.segment, cast(b.last_day as date), cast(b.first_day as date), b.span,
             cast(b.revision as bigint), b.body, b.untold
      from unnest(cast(:issuers as text[]), cast(:segments as text[]), cast(:lastDays as text[]),
                  cast(:firstDays as text[]), cast(:spans as text[]), cast(:revisions as text[]),
                  cast(:bodies as bytea[]), cast(:untolds as bytea[]))
             as b (issuer, segment, last_day, first_day, span, revision, body, untold)
      on conflict (issuer, segment, last_day, first_day, span) do update
      set revision = excluded.revision, body = excluded.body, untold = excluded.untold
      """)
  void putJudgements(
      @TypeDef(type = DataType.STRING_ARRAY) String[] issuers,
      @TypeDef(type = DataType.STRING_ARRAY) String[] segments,
      @TypeDef(type = DataType.STRING_ARRAY) String[] lastDays,
      @TypeDef(type = DataType.STRING_ARRAY) String[] firstDays,
      @TypeDef(type = DataType.STRING_ARRAY) String[] spans,
      @TypeDef(type = DataType.STRING_ARRAY) String[] revisions,
      @TypeDef(type = DataType.OBJECT) byte[][] bodies,
      @TypeDef(type = DataType.OBJECT) byte[][] untolds);

  // -- messages and alerts

  /**
   * Adds messages and brings the alerts up to date that they are about. An alert that clears is not
   * acknowledged any more.
   *
   * @param isLast whether it is the newest message of its alert; the alert becomes what it says
   * @return the numbers of the messages, in order
   */
  @Query(
      """
      with b as (
        select * from unnest(cast(:ids as text[]), cast(:rules as text[]), cast(:kinds as text[]),
                             cast(:issuers as text[]), cast(:segments as text[]),
                             cast(:severities as text[]), cast(:states as text[]),
                             cast(:bodies as text[]), cast(:isLast as boolean[]))
               with ordinality
               as b (id, rule, kind, issuer, segment, severity, state, body, is_last, n)
      ), numbered as (
        select b.*, nextval(pg_get_serial_sequence('alert_message', 'seq')) as seq
        from (select * from b order by n) b
      ), added as (
        insert into alert_message (seq, alert_id, body, at)
        overriding system value
        select seq, id, body, :at from numbered
        returning seq
      ), marked as (
        insert into alert_unpublished (seq, at) select seq, :at from numbered
      ), put as (
        insert into alert (id, rule, kind, issuer, segment, severity, state, seq, updated_at)
        select id, rule, kind, issuer, segment, severity, state, seq, :at
        from numbered where is_last
        on conflict (id) do update
        set severity = excluded.severity, state = excluded.state,
            seq = excluded.seq, updated_at = excluded.updated_at,
            acknowledged = case when excluded.state = 'raised' then alert.acknowledged end
      )
      select seq from added order by seq
      """)
  List<Long> append(
      @TypeDef(type = DataType.STRING_ARRAY) String[] ids,
      @TypeDef(type = DataType.STRING_ARRAY) String[] rules,
      @TypeDef(type = DataType.STRING_ARRAY) String[] kinds,
      @TypeDef(type = DataType.STRING_ARRAY) String[] issuers,
      @TypeDef(type = DataType.STRING_ARRAY) String[] segments,
      @TypeDef(type = DataType.STRING_ARRAY) String[] severities,
      @TypeDef(type = DataType.STRING_ARRAY) String[] states,
      @TypeDef(type = DataType.STRING_ARRAY) String[] bodies,
      @TypeDef(type = DataType.STRING_ARRAY) String[] isLast,
      Instant at);

  @Query(
      """
      select a.id, m.body, a.seq, a.acknowledged
      from alert a join alert_message m on m.seq = a.seq
      where a.id = :id
      """)
  Optional<AlertRow> find(String id);

  /** Newest first; an empty text is any. */
  @Query(
      """
      select a.id, m.body, a.seq, a.acknowledged
      from alert a join alert_message m on m.seq = a.seq
      where a.seq < :before
        and (:issuer = '' or a.issuer = :issuer)
        and (:kind = '' or a.kind = :kind)
        and (:severity = '' or a.severity = :severity)
        and (:state = '' or a.state = :state)
        and a.updated_at >= :since
      order by a.seq desc limit :limit
      """)
  List<AlertRow> list(
      long before,
      String issuer,
      String kind,
      String severity,
      String state,
      Instant since,
      int limit);

  @Query(
      """
      select cast(transaction as text) as transaction, seq, body from alert_message
      where seq = any (cast(:seqs as bigint[]))
      """)
  List<MessageRow> messages(@TypeDef(type = DataType.STRING_ARRAY) String[] seqs);

  @Query(
      """
      select cast(transaction as text) as transaction, seq, body from alert_message
      where alert_id = :id order by seq
      """)
  List<MessageRow> history(String id);

  @Query("update alert set acknowledged = :acknowledged where id = :id and state = 'raised'")
  void acknowledge(String id, String acknowledged);

  @Query(
      """
      select cast(m.transaction as text) as transaction, m.seq, m.body
      from (select seq from alert_unpublished where at < :before order by seq limit :limit) u
           join alert_message m on m.seq = u.seq
      order by m.seq
      """)
  List<MessageRow> unpublished(Instant before, int limit);

  @Query("delete from alert_unpublished where seq = any (cast(:seqs as bigint[]))")
  void markPublished(@TypeDef(type = DataType.STRING_ARRAY) String[] seqs);

  @Query(
      """
      select cast(transaction as text) as transaction, seq, body from alert_message
      where (transaction, seq) > (cast(:transaction as xid8), :seq)
        and transaction < pg_snapshot_xmin(pg_current_snapshot())
      -- the column: the text of the same name would put 1000 before 999
      order by alert_message.transaction, seq limit :limit
      """)
  List<MessageRow> after(String transaction, long seq, int limit);

  /** What lies before it is committed now and stays as it is; the rest may be, or come. */
  @Query("select cast(pg_snapshot_xmin(pg_current_snapshot()) as text)")
  String settled();

  /** Everything that is committed now lies before it. */
  @Query("select cast(pg_snapshot_xmax(pg_current_snapshot()) as text)")
  String now();

  @Query(
      """
      with marked as (
        insert into alert_unpublished (seq, at)
        select seq, at from alert_message where at >= :since
        on conflict (seq) do nothing
        returning 1
      )
      select count(*) from marked
      """)
  long unpublish(Instant since);
}
