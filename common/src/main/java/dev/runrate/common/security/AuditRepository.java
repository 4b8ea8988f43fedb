package dev.runrate.common.security;

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

/** The SQL of the audit trail, of which each service has its own. */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface AuditRepository extends GenericRepository<AuditRepository.AuditRow, Long> {

  @MappedEntity("audit")
  record AuditRow(
      @Id Long seq,
      Instant at,
      String caller,
      String address,
      String method,
      String path,
      int status) {}

  @Query(
      """
      insert into audit (at, caller, address, method, path, status)
      select cast(batch.at as timestamptz), batch.caller, batch.address, batch.method, batch.path,
             cast(batch.status as integer)
      from unnest(cast(:ats as text[]), cast(:callers as text[]), cast(:addresses as text[]),
                  cast(:methods as text[]), cast(:paths as text[]), cast(:statuses as text[]))
           as batch (at, caller, address, method, path, status)
      """)
  void insert(
      @TypeDef(type = DataType.STRING_ARRAY) String[] ats,
      @TypeDef(type = DataType.STRING_ARRAY) String[] callers,
      @TypeDef(type = DataType.STRING_ARRAY) String[] addresses,
      @TypeDef(type = DataType.STRING_ARRAY) String[] methods,
      @TypeDef(type = DataType.STRING_ARRAY) String[] paths,
      @TypeDef(type = DataType.STRING_ARRAY) String[] statuses);

  @Query("select * from audit where seq < :before order by seq desc limit :limit")
  List<AuditRow> before(long before, int limit);
}
