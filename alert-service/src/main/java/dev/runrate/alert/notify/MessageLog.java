package dev.runrate.alert.notify;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;

/** The alert messages in the order of their commits, for the notifier to follow. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface MessageLog extends GenericRepository<MessageLog.Entry, Long> {
  @Introspected
  @MappedEntity("alert_message")
  record Entry(String transaction, @Id long seq, String body) {}

  /** Only what no running transaction can still slip something in before. */
  @Query(
      """
      select cast(transaction as text) as transaction, seq, body from alert_message
      where (transaction, seq) > (cast(:transaction as xid8), :seq)
        and transaction < pg_snapshot_xmin(pg_current_snapshot())
      -- the column: the text of the same name would put 1000 before 999
      order by alert_message.transaction, seq limit :limit
      """)
  List<Entry> after(String transaction, long seq, int limit);
}
