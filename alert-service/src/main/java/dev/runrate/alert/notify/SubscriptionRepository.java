package dev.runrate.alert.notify;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The SQL of the subscriptions. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface SubscriptionRepository
    extends GenericRepository<SubscriptionRepository.SubscriptionRow, String> {

  /**
   * @param body the subscription in JSON, without its secret
   * @param cursorTransaction with {@code cursorSeq}: the messages up to here have become
   *     deliveries, or never will
   */
  @MappedEntity("subscription")
  record SubscriptionRow(
      @Id String id, String body, String secret, String cursorTransaction, long cursorSeq) {}

  String COLUMNS =
      """
      id, body, secret, cast(cursor_transaction as text) as cursor_transaction, cursor_seq
      """;

  /**
   * @return its id, or nothing where there are so many already
   */
  @Query(
      """
      insert into subscription (id, body, secret, created_at, cursor_transaction, cursor_seq)
      select :id, :body, :secret, :createdAt, pg_snapshot_xmax(pg_current_snapshot()), 0
      where (select count(*) from subscription) < :most
      returning id
      """)
  List<String> add(String id, String body, String secret, Instant createdAt, int most);

  @Query("select " + COLUMNS + " from subscription order by created_at, id")
  List<SubscriptionRow> all();

  @Query("select " + COLUMNS + " from subscription where id = :id")
  Optional<SubscriptionRow> find(String id);

  @Query("delete from subscription where id = :id")
  void delete(String id);

  // -- dispatch

  /** Those with messages that were not looked at, or deliveries to gather. */
  @Query(
      """
      select s.id from subscription s
      where exists (
              select from alert_message m
              where (m.transaction, m.seq) > (s.cursor_transaction, s.cursor_seq)
                and m.transaction < pg_snapshot_xmin(pg_current_snapshot()))
         or exists (
              select from delivery d
              where d.subscription_id = s.id and d.status = 'waiting' and d.due_at <= now()
                and not\s\
      """
          + DeliveryRepository.HELD
          + ")")
  List<String> withWork();

  /** For this transaction alone; empty where another instance is at it, or it is gone. */
  @Query("select " + COLUMNS + " from subscription where id = :id for update skip locked")
  Optional<SubscriptionRow> lock(String id);

  @Query(
      """
      update subscription set cursor_transaction = cast(:transaction as xid8), cursor_seq = :seq
      where id = :id
      """)
  void move(String id, String transaction, long seq);
}
