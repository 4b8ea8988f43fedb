package dev.runrate.alert.notify;

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

/**
 * The SQL of the deliveries: one alert message each, on its way to one subscriber. It is {@code
 * waiting} for company, then {@code gathered} into a webhook, or stopped for a reason. Times are
 * the database's.
 */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface DeliveryRepository extends GenericRepository<DeliveryRepository.DeliveryRow, Long> {

  /**
   * As users see it.
   *
   * @param status pending, delivered, failed (given up), obsolete or silenced
   * @param reason why it was stopped before it was sent: overtaken, never-told, silenced
   * @param repeatable whether its webhook can be sent again as it was
   */
  @MappedEntity("delivery")
  record DeliveryRow(
      @Id long id,
      String issuer,
      String alertId,
      long messageSeq,
      String status,
      int attempts,
      @Nullable String webhookId,
      @Nullable String reason,
      @Nullable String lastError,
      Instant nextAt,
      Instant createdAt,
      @Nullable Instant deliveredAt,
      boolean repeatable) {}

  /**
   * @param body the alert, as its message has it
   * @param told whether an earlier word on the alert went into a webhook
   */
  @Introspected
  record WaitingRow(long id, String issuer, long messageSeq, String body, boolean told) {}

  /**
   * Whether an earlier word on the alert of {@code d} is still being sent: they arrive in order.
   */
  String HELD =
      """
      exists (
        select from delivery e join webhook w on w.id = e.webhook_id
        where e.subscription_id = d.subscription_id and e.alert_id = d.alert_id
          and w.status = 'pending')
      """;

  String SELECT =
      """
      select d.id, d.issuer, d.alert_id, d.message_seq,
             case d.status when 'waiting' then 'pending' when 'gathered' then w.status
                           else d.status end as status,
             coalesce(w.attempts, 0) as attempts, d.webhook_id, d.reason, w.last_error,
             coalesce(w.next_at, d.due_at) as next_at, d.created_at, w.delivered_at,
             w.body is not null as repeatable
      from delivery d left join webhook w on w.id = d.webhook_id
      """;

  @Query(
      """
      insert into delivery (subscription_id, issuer, alert_id, message_seq, status, due_at,
                            created_at)
      select :subscriptionId, issuer, alert_id, seq, 'waiting',
             now() + :waitMs * interval '1 millisecond', now()
      from unnest(cast(:issuers as text[]), cast(:alertIds as text[]), cast(:seqs as bigint[]))
           as m (issuer, alert_id, seq)
      on conflict (subscription_id, message_seq) do nothing
      """)
  void add(
      String subscriptionId,
      long waitMs,
      @TypeDef(type = DataType.STRING_ARRAY) String[] issuers,
      @TypeDef(type = DataType.STRING_ARRAY) String[] alertIds,
      @TypeDef(type = DataType.STRING_ARRAY) String[] seqs);

  /** What is waiting of the issuers of which the first has waited long enough, oldest first. */
  @Query(
      """
      select d.id, d.issuer, d.message_seq, m.body,
             exists (
               select from delivery t
               where t.subscription_id = d.subscription_id and t.alert_id = d.alert_id
                 and t.status = 'gathered') as told
      from delivery d join alert_message m on m.seq = d.message_seq
      where d.subscription_id = :subscriptionId and d.status = 'waiting' and not\s\
      """
          + HELD
          + """
            and d.issuer in (
              select o.issuer from delivery o
              where o.subscription_id = :subscriptionId and o.status = 'waiting' and o.due_at <= now())
          order by d.message_seq limit :limit
          """)
  List<WaitingRow> due(String subscriptionId, int limit);

  @Query(
      """
      update delivery d
      set status = s.status, reason = nullif(s.reason, ''), webhook_id = nullif(s.webhook_id, '')
      from unnest(cast(:ids as bigint[]), cast(:statuses as text[]), cast(:reasons as text[]),
                  cast(:webhookIds as text[])) as s (id, status, reason, webhook_id)
      where d.id = s.id
      """)
  void settle(
      @TypeDef(type = DataType.STRING_ARRAY) String[] ids,
      @TypeDef(type = DataType.STRING_ARRAY) String[] statuses,
      @TypeDef(type = DataType.STRING_ARRAY) String[] reasons,
      @TypeDef(type = DataType.STRING_ARRAY) String[] webhookIds);

  // -- for users

  /** Newest first. */
  @Query(
      SELECT
          + """
          where d.subscription_id = :subscriptionId and d.id < cast(:before as bigint)
          order by d.id desc limit :limit
          """)
  List<DeliveryRow> newest(String subscriptionId, String before, int limit);

  @Query(SELECT + " where d.subscription_id = :subscriptionId and d.id = cast(:id as bigint)")
  Optional<DeliveryRow> find(String subscriptionId, String id);

  @Query("select body from alert_message where seq = :seq")
  Optional<String> message(long seq);
}
