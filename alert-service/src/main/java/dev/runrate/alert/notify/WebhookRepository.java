package dev.runrate.alert.notify;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;

/**
 * The SQL of the webhooks, the requests that are made. An instance claims one for itself until its
 * lease ends, sends it, and says what came of it; one that died in between has its lease run out.
 * All times are the database's, so that instances need not agree on the time.
 */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface WebhookRepository extends GenericRepository<WebhookRepository.Claim, String> {

  /** A subscriber with webhooks to send. */
  @Introspected
  record Due(String subscriptionId, long webhooks) {}

  /**
   * A webhook that is ours to send.
   *
   * @param attempts with this one; says whose claim it is
   * @param subscription in JSON
   */
  @MappedEntity("webhook")
  record Claim(@Id String id, String body, int attempts, String subscription, String secret) {}

  String IS_DUE =
      """
      status = 'pending' and next_at <= clock_timestamp()
      and (claimed_until is null or claimed_until <= clock_timestamp())
      """;

  /** The same id is the same body: nothing to add. */
  @Query(
      """
      insert into webhook (id, subscription_id, issuer, body, status, next_at, created_at)
      values (:id, :subscriptionId, :issuer, :body, 'pending', now(), now())
      on conflict (id) do nothing
      """)
  void add(String id, String subscriptionId, String issuer, String body);

  @Query(
      "select subscription_id, count(*) as webhooks from webhook where "
          + IS_DUE
          + " group by subscription_id")
  List<Due> due();

  /** The one that was tried least: what is new does not wait for what fails. */
  @Query(
      """
      update webhook w
      set attempts = attempts + 1, claimed_by = :instance,
          claimed_until = clock_timestamp() + :leaseMs * interval '1 millisecond'
      from subscription s
      where s.id = w.subscription_id and w.id = (
        select id from webhook
        where subscription_id = :subscriptionId and\s\
      """
          + IS_DUE
          + """
            order by attempts, next_at limit 1 for update skip locked)
          returning w.id, w.body, w.attempts, s.body as subscription, s.secret
          """)
  List<Claim> claim(String subscriptionId, String instance, long leaseMs);

  /**
   * Ends a claim.
   *
   * @return its id; nothing where the claim had run out, and is someone else's by now
   */
  @Query(
      """
      update webhook
      set status = :status, last_error = :error, claimed_by = null, claimed_until = null,
          next_at = clock_timestamp() + :waitMs * interval '1 millisecond',
          delivered_at = case :status when 'delivered' then clock_timestamp()
                                      else delivered_at end
      where id = :id and claimed_by = :instance and attempts = :attempts
      returning id
      """)
  List<String> settle(
      String id, String instance, int attempts, String status, @Nullable String error, long waitMs);

  /** An instance that stops leaves what it had begun to the others; that was no try. */
  @Query(
      """
      update webhook
      set claimed_by = null, claimed_until = null, attempts = greatest(attempts - 1, 0)
      where claimed_by = :instance
      """)
  void release(String instance);

  /** As if it were new; one that is being sent at this moment is left alone. */
  @Query(
      """
      update webhook set status = 'pending', attempts = 0, next_at = now()
      where id = :id and (claimed_until is null or claimed_until <= clock_timestamp())
      """)
  void again(String id);
}
