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

/** The SQL of the subscriptions and their deliveries. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface SubscriptionRepository
    extends GenericRepository<SubscriptionRepository.SubscriptionRow, String> {

  /**
   * @param body the subscription in JSON, without its secret
   */
  @MappedEntity("subscription")
  record SubscriptionRow(
      @Id String id, String body, String secret, String cursorTransaction, long cursorSeq) {}

  /**
   * @param status pending, delivered, failed (given up) or obsolete (overtaken before it was sent)
   */
  @Introspected
  record DeliveryRow(
      long id,
      String subscriptionId,
      String issuer,
      String alertId,
      long messageSeq,
      String body,
      @Nullable String webhookId,
      String status,
      int attempts,
      Instant nextAt,
      @Nullable String lastError,
      Instant createdAt,
      @Nullable Instant deliveredAt) {}

  String COLUMNS =
      """
      id, body, secret, cast(cursor_transaction as text) as cursor_transaction, cursor_seq
      """;

  @Query(
      """
      insert into subscription (id, body, secret, created_at, cursor_transaction, cursor_seq)
      values (:id, :body, :secret, :createdAt, pg_snapshot_xmax(pg_current_snapshot()), 0)
      """)
  void add(String id, String body, String secret, Instant createdAt);

  @Query("select " + COLUMNS + " from subscription order by created_at, id")
  List<SubscriptionRow> all();

  @Query("select " + COLUMNS + " from subscription where id = :id")
  Optional<SubscriptionRow> find(String id);

  @Query("delete from subscription where id = :id")
  void delete(String id);

  /** Moves the cursor, unless another instance has done so already. */
  @Query(
      """
      update subscription
      set cursor_transaction = cast(:transaction as xid8), cursor_seq = :seq
      where id = :id
        and (cursor_transaction, cursor_seq) = (cast(:fromTransaction as xid8), :fromSeq)
      returning id
      """)
  List<String> advance(
      String id, String transaction, long seq, String fromTransaction, long fromSeq);

  @Query(
      """
      insert into delivery (subscription_id, issuer, alert_id, message_seq, body, status, next_at,
                            created_at)
      values (:subscriptionId, :issuer, :alertId, :messageSeq, :body, 'pending', :nextAt, :now)
      on conflict (subscription_id, message_seq) do nothing
      """)
  void addDelivery(
      String subscriptionId,
      String issuer,
      String alertId,
      long messageSeq,
      String body,
      Instant nextAt,
      Instant now);

  @Query(
      """
      select * from delivery
      where subscription_id = :subscriptionId and status = 'pending'
      order by message_seq limit :limit
      """)
  List<DeliveryRow> pending(String subscriptionId, int limit);

  @Query(
      """
      select * from delivery where subscription_id = :subscriptionId and id < cast(:before as bigint)
      order by id desc limit :limit
      """)
  List<DeliveryRow> deliveries(String subscriptionId, String before, int limit);

  @Query(
      """
      select * from delivery
      where subscription_id = :subscriptionId and id = cast(:delivery as bigint)
      """)
  Optional<DeliveryRow> delivery(String subscriptionId, String delivery);

  @Query(
      """
      select count(*) from delivery
      where subscription_id = :subscriptionId and alert_id = :alertId and status = 'delivered'
      """)
  long deliveredOf(String subscriptionId, String alertId);

  @Query(
      """
      update delivery
      set status = :status, attempts = :attempts, next_at = :nextAt, last_error = :lastError,
          webhook_id = :webhookId, delivered_at = :deliveredAt
      where id = any (cast(:ids as bigint[]))
      """)
  void settle(
      @TypeDef(type = DataType.STRING_ARRAY) String[] ids,
      String status,
      int attempts,
      Instant nextAt,
      @Nullable String lastError,
      @Nullable String webhookId,
      @Nullable Instant deliveredAt);
}
