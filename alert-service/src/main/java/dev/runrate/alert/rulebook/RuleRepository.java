package dev.runrate.alert.rulebook;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;

/** The SQL of the rules that users put. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface RuleRepository extends GenericRepository<RuleRepository.RuleRow, String> {
  /**
   * @param body in JSON; null for a rule that was switched off
   */
  @MappedEntity("rule")
  record RuleRow(@Id String id, @Nullable String body) {}

  @Query("select id, body from rule")
  List<RuleRow> all();

  @Query(
      """
      insert into rule (id, body, updated_at) values (:id, :body, :at)
      on conflict (id) do update set body = excluded.body, updated_at = excluded.updated_at
      """)
  void put(String id, @Nullable String body, Instant at);

  @Query("delete from rule where id = :id")
  void delete(String id);
}
